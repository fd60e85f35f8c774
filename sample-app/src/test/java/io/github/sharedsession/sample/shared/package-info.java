/**
 * What the tests have in common: the shared resources, and the proof that they are
 * shared.
 */
@NullMarked
package io.github.sharedsession.sample.shared;

import org.jspecify.annotations.NullMarked;
