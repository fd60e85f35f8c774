/**
 * A veterinary clinic.
 */
@NullMarked
package io.github.sharedsession.clinic;

import org.jspecify.annotations.NullMarked;
