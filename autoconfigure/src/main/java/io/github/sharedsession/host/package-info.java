/**
 * The session host: a JVM of its own in which hosted servers live, started by the first
 * fork that needs one. Internal.
 */
@NullMarked
package io.github.sharedsession.host;

import org.jspecify.annotations.NullMarked;
