@NullMarked
package io.github.sharedsession.value;

import org.jspecify.annotations.NullMarked;
