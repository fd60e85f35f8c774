@NullMarked
package io.github.sharedsession.jdbc;

import org.jspecify.annotations.NullMarked;
