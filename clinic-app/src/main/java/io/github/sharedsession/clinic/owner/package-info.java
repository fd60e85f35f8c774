/**
 * Owners, their pets, and the pets' visits.
 */
@NullMarked
package io.github.sharedsession.clinic.owner;

import org.jspecify.annotations.NullMarked;
