/**
 * An application to start, with something beside it that only tests should see.
 */
@NullMarked
package io.github.sharedsession.server.application;

import org.jspecify.annotations.NullMarked;
