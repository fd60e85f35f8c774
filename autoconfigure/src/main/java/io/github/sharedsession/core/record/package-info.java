/**
 * What members write down about themselves and about resources. Internal.
 */
@NullMarked
package io.github.sharedsession.core.record;

import org.jspecify.annotations.NullMarked;
