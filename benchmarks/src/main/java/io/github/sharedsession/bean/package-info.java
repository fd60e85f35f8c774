/**
 * Benchmarks of what is done for each shared bean.
 */
@NullMarked
package io.github.sharedsession.bean;

import org.jspecify.annotations.NullMarked;
