/**
 * How the public contract finds what implements it. Internal.
 */
@NullMarked
package io.github.sharedsession.spi;

import org.jspecify.annotations.NullMarked;
