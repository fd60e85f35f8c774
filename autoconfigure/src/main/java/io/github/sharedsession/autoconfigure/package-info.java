/**
 * Properties and failure analysis for Spring Boot.
 */
@NullMarked
package io.github.sharedsession.autoconfigure;

import org.jspecify.annotations.NullMarked;
