/**
 * Benchmarks of sessions and resources.
 */
@NullMarked
package io.github.sharedsession.coordinator;

import org.jspecify.annotations.NullMarked;
