/**
 * What this JVM is part of: its build, its fork number, its machine, the identity of its
 * session. Internal.
 */
@NullMarked
package io.github.sharedsession.core.process;

import org.jspecify.annotations.NullMarked;
