@NullMarked
package io.github.sharedsession.report;

import org.jspecify.annotations.NullMarked;
