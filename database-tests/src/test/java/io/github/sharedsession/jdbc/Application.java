package io.github.sharedsession.jdbc;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application that has nothing but Spring Boot's auto-configuration.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
class Application {

}
