/**
 * What the tests of the sample application would have without the library.
 */
@NullMarked
package io.github.sharedsession.sample.shared;

import org.jspecify.annotations.NullMarked;
