package io.github.sharedsession.core.record;

/**
 * A text in a shared value.
 *
 * @param place where in the value, as in {@code /servers/0/url}; empty for all of it
 * @param text the text, which is not to be printed
 */
public record ValueText(String place, String text) {
}
