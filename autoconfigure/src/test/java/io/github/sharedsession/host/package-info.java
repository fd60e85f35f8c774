@NullMarked
package io.github.sharedsession.host;

import org.jspecify.annotations.NullMarked;
