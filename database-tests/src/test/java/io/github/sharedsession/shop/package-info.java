/**
 * An application with JPA, apart from the tests, whose entities it must not find.
 */
package io.github.sharedsession.shop;
