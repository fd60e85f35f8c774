package io.github.sharedsession.sample.order;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What orders may look like.
 *
 * @param maxLines how many lines an order may have
 */
@ConfigurationProperties("orders")
public record OrderProperties(@DefaultValue("50") int maxLines) {

}
