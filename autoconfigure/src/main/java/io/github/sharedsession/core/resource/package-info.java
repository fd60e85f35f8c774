/**
 * Recipes, what this JVM knows of a resource, its release and its tear-down. Internal.
 */
@NullMarked
package io.github.sharedsession.core.resource;

import org.jspecify.annotations.NullMarked;
