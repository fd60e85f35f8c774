/**
 * What really happened in the forks of a build, written down by the fixtures and judged
 * without the help of the library.
 */
@NullMarked
package io.github.sharedsession.integration.ledger;

import org.jspecify.annotations.NullMarked;
