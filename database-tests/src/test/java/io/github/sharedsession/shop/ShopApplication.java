package io.github.sharedsession.shop;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application that has one entity and Spring Boot's auto-configuration.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class ShopApplication {

}
