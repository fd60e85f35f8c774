package io.github.sharedsession.autoconfigure;

import java.util.Objects;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedBeanDefinitionException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

class SharedSessionFailureAnalyzerTests {

	@Test
	void isListedAsFailureAnalyzer() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, failure) -> {
				// Those of Boot that need a bean factory
			}))).hasAtLeastOneElementOfType(SharedSessionFailureAnalyzer.class);
	}

	@Test
	void causeIsAnalyzedIntoDescriptionAndAction() {
		SharedBeanCreationException failure = new SharedBeanCreationException("What happened.", "What to do.", null);
		FailureAnalysis analysis = Objects
			.requireNonNull(new SharedSessionFailureAnalyzer().analyze(new IllegalStateException("around", failure)));
		assertThat(analysis.getDescription()).isEqualTo("What happened.");
		assertThat(analysis.getAction()).isEqualTo("What to do.");
		assertThat(analysis.getCause()).isSameAs(failure);
	}

	@Test
	void messageHoldsDescriptionAndAction() {
		SharedBeanDefinitionException failure = new SharedBeanDefinitionException("What happened.", "What to do.",
				null);
		assertThat(failure).hasMessageStartingWith("What happened.").hasMessageEndingWith("Action: What to do.");
	}

	@Test
	void otherFailuresAreLeftToOthers() {
		assertThat(new SharedSessionFailureAnalyzer().analyze(new IllegalStateException("other"))).isNull();
	}

}
