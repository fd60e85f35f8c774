/**
 * What tests of several JVMs have in common besides shared beans: locks, ports, lists and
 * directories. Internal.
 */
@NullMarked
package io.github.sharedsession.toolkit;

import org.jspecify.annotations.NullMarked;
