package io.github.sharedsession.core.acquire;

import java.io.UncheckedIOException;
import java.time.Duration;

import io.github.sharedsession.SharedBeanCreationException;
import io.github.sharedsession.SharedLiveObjectException;
import io.github.sharedsession.SharedSessionDirectoryException;
import io.github.sharedsession.SharedSessionEndedException;
import io.github.sharedsession.SharedSessionException;
import io.github.sharedsession.SharedSessionRecordException;
import io.github.sharedsession.SharedValueNotSerializableException;
import io.github.sharedsession.core.event.EventType;
import io.github.sharedsession.core.layout.ResourceFiles;
import io.github.sharedsession.core.layout.StoreFailure;
import io.github.sharedsession.core.record.FailureRecord;
import io.github.sharedsession.core.record.ResourceRecord;
import io.github.sharedsession.core.resource.Interruption;
import io.github.sharedsession.core.resource.Teardown;
import io.github.sharedsession.core.session.JvmEnd;
import io.github.sharedsession.core.session.Session;
import io.github.sharedsession.store.StoreLostException;

/**
 * What follows when a resource has not come to be: others are told, and what was made is
 * undone.
 */
final class CreationFailure {

	private final Session session;

	private final ResourceRequest request;

	private final ResourceFiles files;

	private final Teardown teardown;

	CreationFailure(Session session, ResourceRequest request, ResourceFiles files) {
		this.session = session;
		this.request = request;
		this.files = files;
		this.teardown = new Teardown(session);
	}

	/**
	 * The failure is recorded first, so that it can't be lost, then what the creation has
	 * recorded is destroyed. An interruption is nobody's failure.
	 */
	SharedSessionException undo(CreationFrame frame, Throwable ex, Duration took) {
		// Taken away for the moment: what undoes the creation may have to wait, too
		boolean interrupted = Thread.interrupted() || Interruption.is(ex);
		try {
			return undo(frame, ex, took, interrupted);
		}
		finally {
			// At the end of the JVM nobody asks for it, but the context has yet to close
			if (interrupted && !JvmEnd.hasBegun()) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private SharedSessionException undo(CreationFrame frame, Throwable ex, Duration took, boolean interrupted) {
		SharedSessionException failure;
		if (interrupted || JvmEnd.hasBegun() || ex instanceof SharedSessionEndedException) {
			failure = new SharedSessionEndedException(
					"The creation of the " + this.request.description() + " by " + this.session.member()
							+ " was interrupted.",
					"If nobody stopped the tests on purpose, look for what ended them: this is a consequence.", ex);
		}
		else if (frame.disturbance() != null) {
			failure = disturbed(frame.disturbance(), ex);
		}
		else {
			failure = unusableValue(ex) ? (SharedSessionException) ex : failed(frame, ex);
			record(failure, took);
		}
		ResourceRecord intent = frame.intent();
		if (intent.value() == null && unusableValue(ex)) {
			forget(intent, failure);
		}
		else {
			destroyUnpublished(intent, failure);
		}
		return failure;
	}

	/**
	 * Where lock files have been removed, the record may be that of another creation.
	 */
	void destroyUnpublished(ResourceRecord record, RuntimeException reason) {
		try {
			if (isRecorded(record)) {
				this.teardown.destroyIntentOfEnded(this.files, record, this.request.recipe());
			}
			else {
				this.teardown.destroyUnrecorded(this.files, record, this.request.recipe());
			}
		}
		catch (UncheckedIOException | SharedSessionRecordException ex) {
			reason.addSuppressed(ex);
		}
	}

	private boolean isRecorded(ResourceRecord record) {
		try {
			ResourceRecord intent = this.files.intent();
			return intent != null && intent.generation().equals(record.generation());
		}
		catch (SharedSessionRecordException ex) {
			return false;
		}
	}

	/** The recipe has undone what it made before it gave its own error. */
	private void forget(ResourceRecord intent, RuntimeException reason) {
		try {
			this.files.deleteGenerationDirectory(intent.generation());
			this.files.deleteIntent();
		}
		catch (UncheckedIOException ex) {
			reason.addSuppressed(ex);
		}
	}

	/** What can't be recorded is tried again by others, which is no harm. */
	private void record(SharedSessionException failure, Duration took) {
		FailureRecord record = FailureRecord.of(failure, this.session.member());
		this.session.events()
			.append(EventType.FAILED, this.files.name(), this.request.beanName(), took, this.request.method(),
					record.description(), record.trace());
		try {
			this.files.writeFailure(record);
		}
		catch (UncheckedIOException ex) {
			failure.addSuppressed(ex);
		}
	}

	private SharedSessionException disturbed(RuntimeException disturbance, Throwable ex) {
		if (disturbance instanceof StoreLostException lost) {
			return StoreFailure.exception(
					"The " + this.request.description() + " could not be created by " + this.session.member(), lost);
		}
		return new SharedSessionDirectoryException(
				"The " + this.request.description() + " could not be created by " + this.session.member() + ": "
						+ StoreFailure.describe(disturbance),
				"Mend what the text tells of the files of the shared session. The creation is tried again.", ex);
	}

	private static boolean unusableValue(Throwable ex) {
		return ex instanceof SharedValueNotSerializableException || ex instanceof SharedLiveObjectException;
	}

	private SharedSessionException failed(CreationFrame frame, Throwable ex) {
		return new SharedBeanCreationException(
				"The " + this.request.description() + " could not be created by " + this.session.member() + ": " + ex
						+ this.files.tailOfLog(frame.intent().generation()),
				"Mend what the exception tells. Until all forks of this build have ended, the creation is not tried "
						+ "again, and every test that needs the bean gets this error.",
				ex);
	}

}
