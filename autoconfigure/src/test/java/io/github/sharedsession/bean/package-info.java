@NullMarked
package io.github.sharedsession.bean;

import org.jspecify.annotations.NullMarked;
