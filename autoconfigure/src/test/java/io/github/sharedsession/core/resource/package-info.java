@NullMarked
package io.github.sharedsession.core.resource;

import org.jspecify.annotations.NullMarked;
