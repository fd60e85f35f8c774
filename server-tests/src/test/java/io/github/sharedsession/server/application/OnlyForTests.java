package io.github.sharedsession.server.application;

import org.springframework.boot.test.context.TestConfiguration;

/**
 * In the package that the application scans.
 */
@TestConfiguration(proxyBeanMethods = false)
class OnlyForTests {

}
