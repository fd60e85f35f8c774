/**
 * This JVM's membership in a session: entering, leaving, and the end of the JVM.
 * Internal.
 */
@NullMarked
package io.github.sharedsession.core.session;

import org.jspecify.annotations.NullMarked;
