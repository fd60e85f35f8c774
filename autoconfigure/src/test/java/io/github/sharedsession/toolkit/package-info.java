@NullMarked
package io.github.sharedsession.toolkit;

import org.jspecify.annotations.NullMarked;
