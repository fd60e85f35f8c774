/**
 * The report of a session: what its members have written down, as a page and as JSON.
 */
@NullMarked
package io.github.sharedsession.report;

import org.jspecify.annotations.NullMarked;
