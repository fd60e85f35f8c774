/**
 * Sessions seen from outside, and cleaned up when they are dead. Internal.
 */
@NullMarked
package io.github.sharedsession.core.inspect;

import org.jspecify.annotations.NullMarked;
