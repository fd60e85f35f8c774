package io.github.sharedsession;

/**
 * How far a shared bean is shared, from the narrowest to the widest. A bean must not
 * depend on one with a narrower scope.
 */
public enum SharedBeanScope {

	/**
	 * Once for each JVM, over all its contexts. The value is any live object and is not
	 * written anywhere; it is destroyed when the tests of the JVM have ended. Class
	 * loaders that load this library anew have their own.
	 */
	FORK,

	/**
	 * Once for each test session, over all its JVMs.
	 */
	SESSION,

	/**
	 * Made once and used by all sessions after it, until what it is made from changes:
	 * files and external things, never a process. Needs {@link SharedSessionBean#inputs}.
	 * It is destroyed when it has not been used for long, when newer ones have taken its
	 * place, or when it is {@linkplain SharedBean#validWhen found to be gone}.
	 */
	CACHED

}
