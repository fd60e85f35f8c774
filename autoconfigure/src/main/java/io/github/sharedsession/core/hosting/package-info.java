/**
 * The session host: acquires and serves resources that outlive any fork. Internal.
 */
@NullMarked
package io.github.sharedsession.core.hosting;

import org.jspecify.annotations.NullMarked;
