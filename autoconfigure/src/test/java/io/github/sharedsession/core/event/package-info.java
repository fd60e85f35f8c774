@NullMarked
package io.github.sharedsession.core.event;

import org.jspecify.annotations.NullMarked;
