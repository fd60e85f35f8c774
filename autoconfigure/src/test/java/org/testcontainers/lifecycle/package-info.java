/**
 * Stands in for the package of Testcontainers, of which only a name is needed.
 */
@NullMarked
package org.testcontainers.lifecycle;

import org.jspecify.annotations.NullMarked;
