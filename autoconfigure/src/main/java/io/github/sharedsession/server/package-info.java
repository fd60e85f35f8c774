/**
 * Ready-made hosted servers. Each needs one library on the test class path, which it
 * names when it is missing; a server that is not used loads nothing.
 */
@NullMarked
package io.github.sharedsession.server;

import org.jspecify.annotations.NullMarked;
