@NullMarked
package io.github.sharedsession.store.redis;

import org.jspecify.annotations.NullMarked;
