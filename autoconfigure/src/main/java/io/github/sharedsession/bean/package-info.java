/**
 * Brings shared beans into the contexts of Spring tests: finds their methods, changes
 * their bean definitions, and connects each context to the coordinator.
 */
@NullMarked
package io.github.sharedsession.bean;

import org.jspecify.annotations.NullMarked;
