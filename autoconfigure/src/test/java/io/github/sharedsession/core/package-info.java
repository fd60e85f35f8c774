@NullMarked
package io.github.sharedsession.core;

import org.jspecify.annotations.NullMarked;
