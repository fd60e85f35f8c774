/**
 * A small order service, whose tests share one database over all forks.
 */
@NullMarked
package io.github.sharedsession.sample;

import org.jspecify.annotations.NullMarked;
