/**
 * What every store has to do, as tests.
 */
@NullMarked
package io.github.sharedsession.store.contract;

import org.jspecify.annotations.NullMarked;
