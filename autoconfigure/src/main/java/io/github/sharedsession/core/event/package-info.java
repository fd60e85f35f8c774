/**
 * What happened in a session: written by its members, read for the account and the
 * report. Internal.
 */
@NullMarked
package io.github.sharedsession.core.event;

import org.jspecify.annotations.NullMarked;
