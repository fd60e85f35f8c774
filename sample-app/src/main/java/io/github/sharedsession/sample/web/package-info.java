/**
 * What all REST controllers have in common.
 */
@NullMarked
package io.github.sharedsession.sample.web;

import org.jspecify.annotations.NullMarked;
