package io.github.sharedsession.bean;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * Imports the auto-configuration that goes with shared beans, where there are some and a
 * library that {@link SharedBeanImportSelector} knows of: each that Spring Boot finds
 * itself would cost every context the search for classes that may not be there. They are
 * sorted with all others, and named in a file.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration
class SharedBeanAutoConfiguration {

}
