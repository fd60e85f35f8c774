/**
 * Starts session hosts to be measured.
 */
@NullMarked
package io.github.sharedsession.host;

import org.jspecify.annotations.NullMarked;
