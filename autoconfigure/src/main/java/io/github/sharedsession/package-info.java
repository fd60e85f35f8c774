/**
 * Beans that are made once per build and shared by all forked test JVMs.
 */
@NullMarked
package io.github.sharedsession;

import org.jspecify.annotations.NullMarked;
