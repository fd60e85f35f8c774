/**
 * Sessions, members, resources, and the protocol by which all JVMs of a session share
 * them. Plain Java on top of a store. Internal.
 */
@NullMarked
package io.github.sharedsession.coordinator;

import org.jspecify.annotations.NullMarked;
