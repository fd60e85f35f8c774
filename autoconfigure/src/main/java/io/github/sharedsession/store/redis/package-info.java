/**
 * Where the members of a session on several machines meet: locks and small records in a
 * Redis. Nothing here is loaded unless a session is kept there. Internal.
 */
@NullMarked
package io.github.sharedsession.store.redis;

import org.jspecify.annotations.NullMarked;
