/**
 * Tests of the benchmarks.
 */
@NullMarked
package io.github.sharedsession.benchmarks;

import org.jspecify.annotations.NullMarked;
