@NullMarked
package io.github.sharedsession.core.acquire;

import org.jspecify.annotations.NullMarked;
