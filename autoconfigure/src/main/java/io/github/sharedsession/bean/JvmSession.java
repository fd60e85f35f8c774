package io.github.sharedsession.bean;

import io.github.sharedsession.core.acquire.Coordinator;
import io.github.sharedsession.core.event.SessionHistory;
import io.github.sharedsession.core.event.SessionLog;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.host.SessionHost;
import io.github.sharedsession.report.BuildConsole;
import io.github.sharedsession.report.SessionReporter;
import io.github.sharedsession.toolkit.SessionTools;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's side of the session, made when the first context has a shared bean.
 */
final class JvmSession {

	private final JvmSettings settings = new JvmSettings();

	private final OpenContexts contexts = new OpenContexts();

	private @Nullable Coordinator coordinator;

	private @Nullable SessionHost host;

	private @Nullable SessionTools tools;

	private JvmSession() {
	}

	static JvmSession get() {
		return Holder.INSTANCE;
	}

	JvmSettings settings() {
		return this.settings;
	}

	OpenContexts contexts() {
		return this.contexts;
	}

	synchronized Coordinator coordinator() {
		Coordinator coordinator = this.coordinator;
		if (coordinator == null) {
			SessionLog log = new CommonsSessionLog();
			String notice = this.settings.root().notice();
			if (notice != null) {
				log.info(notice);
			}
			coordinator = new Coordinator(this.settings.sessionSettings(), log);
			JvmEnd.onEndCloseContexts(this.contexts::closeAll);
			JvmEnd.onEndCloseResources(ForkResources::closeAll);
			this.coordinator = coordinator;
		}
		return coordinator;
	}

	/** What tests have of the session besides shared beans. */
	synchronized SessionTools tools() {
		SessionTools tools = this.tools;
		if (tools == null) {
			tools = new SessionTools(coordinator(), this.settings.waitTimeout());
			this.tools = tools;
		}
		return tools;
	}

	/** Starts hosts, with one fingerprint of the class path for the whole JVM. */
	synchronized SessionHost host() {
		SessionHost host = this.host;
		if (host == null) {
			host = this.settings.sessionHost();
			this.host = host;
		}
		return host;
	}

	private static final class Holder {

		static final JvmSession INSTANCE = new JvmSession();

	}

	private static final class CommonsSessionLog implements SessionLog {

		private static final Log logger = LogFactory.getLog("io.github.sharedsession");

		@Override
		public void info(String message) {
			logger.info(message);
		}

		@Override
		public void warn(@Nullable String message, @Nullable Throwable cause) {
			logger.warn(message, cause);
		}

		@Override
		public void ended(SessionHistory history) {
			new SessionReporter(this).ended(history);
		}

		@Override
		public void swept(SessionHistory history) {
			new SessionReporter(this).swept(history);
		}

		@Override
		public void account(String account) {
			BuildConsole.println(account);
		}

	}

}
