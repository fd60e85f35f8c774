@NullMarked
package io.github.sharedsession.autoconfigure;

import org.jspecify.annotations.NullMarked;
