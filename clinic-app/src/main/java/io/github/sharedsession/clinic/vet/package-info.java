/**
 * Veterinarians.
 */
@NullMarked
package io.github.sharedsession.clinic.vet;

import org.jspecify.annotations.NullMarked;
