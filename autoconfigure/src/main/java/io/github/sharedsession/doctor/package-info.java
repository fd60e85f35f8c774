/**
 * The command that a user runs to see what is shared, to clean up after builds that were
 * killed, and to find out why a build hangs.
 */
@NullMarked
package io.github.sharedsession.doctor;

import org.jspecify.annotations.NullMarked;
