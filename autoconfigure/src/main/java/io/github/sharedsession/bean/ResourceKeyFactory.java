package io.github.sharedsession.bean;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sharedsession.SharedBeanDefinitionException;
import io.github.sharedsession.SharedBeanInputsMissingException;
import io.github.sharedsession.SharedBeanScope;
import io.github.sharedsession.SharedBeanSettings;
import io.github.sharedsession.core.record.ResourceKey;
import io.github.sharedsession.store.Digest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.context.expression.StandardBeanExpressionResolver;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;
import org.springframework.util.ResourceUtils;

/**
 * Computes what identifies a resource: its definition, and all that it is known to be
 * made from.
 */
final class ResourceKeyFactory {

	private static final int DIGITS = 16;

	/** Enough to tell two values apart, and too few to tell a value. */
	private static final int SHORT_DIGITS = 4;

	/** A prefix, the digest of all properties below, and a short digest of each. */
	private static final Pattern PROPERTIES = Pattern.compile("([\\w.-]+) [0-9a-f]+((?: [^ =]+=[0-9a-f]{4})+)");

	private static final Pattern PROPERTY = Pattern.compile(" ([^ =]+)=([0-9a-f]{4})");

	private static final int MAX_LABEL_LENGTH = 32;

	private final String buildName;

	private final SharedBeanContext context;

	ResourceKeyFactory(String buildName, SharedBeanContext context) {
		this.buildName = buildName;
		this.context = context;
	}

	ResourceKey create(SharedBeanMethod method, SharedBeanSettings<?> settings, @Nullable HostedDefinition<?> hosted) {
		Collection<String> recipeInputs = settings.inputs();
		Class<?> declaringClass = method.method().getDeclaringClass();
		boolean cached = method.scope() == SharedBeanScope.CACHED;
		if (cached && method.annotation().inputs().length == 0 && recipeInputs.isEmpty()) {
			throw new SharedBeanInputsMissingException(
					"The " + method.description() + " has the scope CACHED and no inputs, so that nobody could tell "
							+ "when what an earlier build has made is out of date.",
					"Name what it is made from, as in inputs = \"classpath:db/migration/**\" or "
							+ "inputs = \"${db.version}\".",
					null);
		}
		Digest fingerprint = Digest.sha256().add(method.method().toGenericString()).add(classFile(declaringClass));
		Class<?> variant = method.variant();
		if (variant != null) {
			fingerprint.add(classFile(variant));
		}
		for (String input : method.annotation().inputs()) {
			addInput(method, input, fingerprint);
		}
		for (String input : recipeInputs) {
			addInput(method, input, fingerprint);
		}
		if (hosted != null) {
			fingerprint.add(hosted.isHosted() ? "hosted" : "fork-held")
				.add(hosted.type().getName())
				.add(classFile(hosted.type()))
				.add(hosted.canonicalSettings());
		}
		if (cached) {
			// What an earlier build has written must still be readable
			Type type = (settings.valueType() != null) ? settings.valueType() : method.valueType();
			addValueType(ResolvableType.forType(type), fingerprint);
		}
		return new ResourceKey(label(method), stableId(method), fingerprint.hex(DIGITS), cached);
	}

	/** Names of what a resource is made from, none of which holds a value. */
	Map<String, String> inputs(SharedBeanMethod method, SharedBeanSettings<?> settings) {
		Map<String, String> inputs = new TreeMap<>();
		for (String input : method.annotation().inputs()) {
			inputs.put(input, shortDigest(method, input));
		}
		for (String input : settings.inputs()) {
			Matcher properties = PROPERTIES.matcher(input);
			if (properties.matches()) {
				PROPERTY.matcher(properties.group(2))
					.results()
					.forEach(
							(property) -> inputs.put(properties.group(1) + "." + property.group(1), property.group(2)));
			}
			else if (isResource(input)) {
				inputs.put(input, shortDigest(method, input));
			}
		}
		return inputs;
	}

	private String shortDigest(SharedBeanMethod method, String input) {
		Digest digest = Digest.sha256();
		addInput(method, input, digest);
		return digest.hex(SHORT_DIGITS);
	}

	private static void addValueType(ResolvableType type, Digest fingerprint) {
		Class<?> resolved = type.resolve();
		if (resolved != null && !resolved.getName().startsWith("java.")) {
			fingerprint.add(classFile(resolved));
		}
		for (ResolvableType generic : type.getGenerics()) {
			addValueType(generic, fingerprint);
		}
	}

	/** The same for all fingerprints. */
	String stableId(SharedBeanMethod method) {
		Digest digest = Digest.sha256()
			.add(this.buildName)
			.add(method.method().getDeclaringClass().getName())
			.add(method.method().getName())
			.add(resolve(method, "key", method.annotation().key()));
		Class<?> variant = method.variant();
		if (variant != null) {
			digest.add(variant.getName());
		}
		return ((method.part() != null) ? digest.add(method.part().name()) : digest).hex(DIGITS);
	}

	private static String label(SharedBeanMethod method) {
		String name = method.method().getName() + ((method.part() != null) ? "-" + method.part().name() : "");
		String label = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9-]", "-");
		return label.substring(0, Math.min(MAX_LABEL_LENGTH, label.length()));
	}

	private String resolve(SharedBeanMethod method, String attribute, String text) {
		String resolved;
		try {
			resolved = this.context.environment().resolveRequiredPlaceholders(text);
		}
		catch (IllegalArgumentException ex) {
			throw new SharedBeanDefinitionException(
					"The " + method.description() + " has '" + text + "' in its " + attribute
							+ ", and a placeholder there can't be resolved.",
					"Define the property for every test context that uses the bean, or give a default as in "
							+ "${name:default}.",
					null);
		}
		if (!resolved.contains(StandardBeanExpressionResolver.DEFAULT_EXPRESSION_PREFIX)) {
			return resolved;
		}
		try {
			Object value = new StandardBeanExpressionResolver().evaluate(resolved,
					new BeanExpressionContext(this.context.beanFactory(), null));
			return String.valueOf(value);
		}
		catch (RuntimeException ex) {
			throw new SharedBeanDefinitionException(
					"The " + method.description() + " has '" + text + "' in its " + attribute
							+ ", and the expression can't be evaluated: " + ex.getClass().getSimpleName() + ".",
					"Mend the expression.", null);
		}
	}

	private static byte[] classFile(Class<?> type) {
		try (InputStream stream = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			return (stream != null) ? stream.readAllBytes() : new byte[0];
		}
		catch (IOException ex) {
			return new byte[0];
		}
	}

	private void addInput(SharedBeanMethod method, String input, Digest fingerprint) {
		String resolved = resolve(method, "inputs", input);
		if (!isResource(resolved)) {
			fingerprint.add(resolved);
			return;
		}
		try {
			Resource[] resources = new PathMatchingResourcePatternResolver(
					this.context.beanFactory().getBeanClassLoader())
				.getResources(resolved);
			Arrays.sort(resources, Comparator.comparing(Resource::getDescription));
			for (Resource resource : resources) {
				if (resource.isReadable()) {
					fingerprint.add(place(resource, resolved)).add(resource.getContentAsByteArray());
				}
				else if (resources.length == 1) {
					throw missing(method, input, null);
				}
			}
		}
		catch (IOException ex) {
			throw missing(method, input, ex);
		}
	}

	/**
	 * Where a file is below the folder that a pattern begins with: tools for migrations
	 * care, and it is the same on each machine.
	 */
	private static @Nullable String place(Resource resource, String location) throws IOException {
		String pattern = location.substring(location.indexOf(':') + 1).replaceFirst("^/+", "/");
		int wildcard = pattern.indexOf('*');
		String folder = (wildcard < 0) ? "" : pattern.substring(0, pattern.lastIndexOf('/', wildcard) + 1);
		String url = resource.getURL().toString();
		int start = folder.isEmpty() ? -1 : url.lastIndexOf(folder);
		return (start < 0) ? resource.getFilename() : url.substring(start + folder.length());
	}

	private static boolean isResource(String input) {
		return input.startsWith(PathMatchingResourcePatternResolver.CLASSPATH_ALL_URL_PREFIX)
				|| ResourceUtils.isUrl(input);
	}

	private static SharedBeanDefinitionException missing(SharedBeanMethod method, String input,
			@Nullable IOException cause) {
		return new SharedBeanDefinitionException(
				"The " + method.description() + " has '" + input + "' in its inputs, which can't be read.",
				"Correct the location; a pattern may match nothing, a single file must exist.", cause);
	}

}
