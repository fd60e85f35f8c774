@NullMarked
package io.github.sharedsession.core.record;

import org.jspecify.annotations.NullMarked;
