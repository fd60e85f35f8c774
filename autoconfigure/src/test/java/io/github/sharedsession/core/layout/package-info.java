@NullMarked
package io.github.sharedsession.core.layout;

import org.jspecify.annotations.NullMarked;
