/**
 * Where the forks of a session meet: locks, small records and directories, kept in files.
 * Knows nothing of sessions or beans. Internal.
 */
@NullMarked
package io.github.sharedsession.store;

import org.jspecify.annotations.NullMarked;
