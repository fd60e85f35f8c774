/**
 * Kills members of a session at every step of the protocol, and judges what is left from
 * a ledger that the library knows nothing of.
 */
@NullMarked
package io.github.sharedsession.core.chaos;

import org.jspecify.annotations.NullMarked;
