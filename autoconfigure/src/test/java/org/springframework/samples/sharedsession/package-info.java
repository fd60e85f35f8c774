@NullMarked
package org.springframework.samples.sharedsession;

import org.jspecify.annotations.NullMarked;
