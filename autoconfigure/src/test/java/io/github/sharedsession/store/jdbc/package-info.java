@NullMarked
package io.github.sharedsession.store.jdbc;

import org.jspecify.annotations.NullMarked;
