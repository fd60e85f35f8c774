package io.github.sharedsession.core.session;

import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.store.Store;

/**
 * What a member of a session needs to know for other purposes than resources.
 *
 * @param store where the session is
 * @param directory the directory of the session in the store
 * @param memberId the member, unlike any other that lives
 * @param member the member, for messages
 * @param log takes messages
 */
public record Membership(Store store, String directory, String memberId, String member, SessionLog log) {
}
