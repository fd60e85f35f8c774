/**
 * How shared values are written and read. Internal.
 */
@NullMarked
package io.github.sharedsession.value;

import org.jspecify.annotations.NullMarked;
