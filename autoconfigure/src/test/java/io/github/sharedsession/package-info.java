@NullMarked
package io.github.sharedsession;

import org.jspecify.annotations.NullMarked;
