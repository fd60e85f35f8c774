/**
 * Benchmarks of sharing, each beside its floor.
 */
@NullMarked
package io.github.sharedsession.benchmarks;

import org.jspecify.annotations.NullMarked;
