/**
 * Tests of the doctor beside real members and hosts.
 */
@NullMarked
package io.github.sharedsession.doctor;

import org.jspecify.annotations.NullMarked;
