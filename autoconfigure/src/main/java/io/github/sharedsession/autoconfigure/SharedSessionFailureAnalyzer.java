package io.github.sharedsession.autoconfigure;

import io.github.sharedsession.SharedSessionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows description and action of every {@link SharedSessionException}.
 */
class SharedSessionFailureAnalyzer extends AbstractFailureAnalyzer<SharedSessionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SharedSessionException cause) {
		return new FailureAnalysis(cause.getDescription(), cause.getAction(), cause);
	}

}
