@NullMarked
package io.github.sharedsession.core.process;

import org.jspecify.annotations.NullMarked;
