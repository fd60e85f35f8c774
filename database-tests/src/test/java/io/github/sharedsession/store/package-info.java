@NullMarked
package io.github.sharedsession.store;

import org.jspecify.annotations.NullMarked;
