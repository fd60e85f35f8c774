package org.springframework.samples.sharedsession;

import io.github.sharedsession.SharedSessionBean;

import org.springframework.context.annotation.Configuration;

/**
 * In a package like those of Spring's samples, which look like Spring's own.
 */
@Configuration(proxyBeanMethods = false)
public class SampleResources {

	@SharedSessionBean
	String sample() {
		return "sample";
	}

}
