/**
 * The protocol as models, and the exhaustive search through them.
 */
@org.jspecify.annotations.NullMarked
package io.github.sharedsession.core.model;
