/**
 * The directories of a session, of a resource and of a host, with their locks and
 * records. Internal.
 */
@NullMarked
package io.github.sharedsession.core.layout;

import org.jspecify.annotations.NullMarked;
