/**
 * The steps by which a member joins or creates a resource, in its own JVM or through the
 * session host. Internal.
 */
@NullMarked
package io.github.sharedsession.core.acquire;

import org.jspecify.annotations.NullMarked;
