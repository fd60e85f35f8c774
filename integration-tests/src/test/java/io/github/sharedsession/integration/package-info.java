/**
 * Real Maven builds with real forks, watched from outside.
 */
@NullMarked
package io.github.sharedsession.integration;

import org.jspecify.annotations.NullMarked;
