/**
 * The commands of the doctor as goals of Maven.
 */
@NullMarked
package io.github.sharedsession.maven;

import org.jspecify.annotations.NullMarked;
