/**
 * The ready-made servers, against the real things.
 */
@NullMarked
package io.github.sharedsession.server;

import org.jspecify.annotations.NullMarked;
