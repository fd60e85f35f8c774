@NullMarked
package io.github.sharedsession.coordinator;

import org.jspecify.annotations.NullMarked;
