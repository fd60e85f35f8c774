/**
 * Databases that are migrated once per session and copied for whoever needs one.
 */
@NullMarked
package io.github.sharedsession.jdbc;

import org.jspecify.annotations.NullMarked;
