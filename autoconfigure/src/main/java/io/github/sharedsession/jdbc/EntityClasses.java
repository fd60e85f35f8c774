package io.github.sharedsession.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.sharedsession.store.Digest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * The classes of packages that a schema is made from: entities and the like, and the
 * types of their fields, as an enum whose constants become a constraint.
 *
 * @param digest the content of all their class files
 * @param isEmpty whether there is no entity
 */
record EntityClasses(String digest, boolean isEmpty) {

	private static final Set<String> ANNOTATIONS = Set.of("jakarta.persistence.Entity",
			"jakarta.persistence.Embeddable", "jakarta.persistence.MappedSuperclass", "jakarta.persistence.Converter");

	private static final String PACKAGE_INFO = "package-info.class";

	private static final int DIGITS = 32;

	/** Every context of a JVM asks. */
	private static final Map<Key, EntityClasses> cache = new ConcurrentReferenceHashMap<>();

	static EntityClasses in(List<String> packages, @Nullable ClassLoader classLoader) {
		ClassLoader loader = (classLoader != null) ? classLoader : EntityClasses.class.getClassLoader();
		return cache.computeIfAbsent(new Key(packages, loader), (key) -> scan(packages, loader));
	}

	private static EntityClasses scan(List<String> packages, ClassLoader loader) {
		Set<String> managed = new TreeSet<>();
		CachingMetadataReaderFactory readers = new CachingMetadataReaderFactory(loader);
		try {
			for (String name : packages) {
				for (Resource resource : new PathMatchingResourcePatternResolver(loader)
					.getResources("classpath*:" + ClassUtils.convertClassNameToResourcePath(name) + "/**/*.class")) {
					AnnotationMetadata metadata = readers.getMetadataReader(resource).getAnnotationMetadata();
					if (ANNOTATIONS.stream().anyMatch(metadata::hasAnnotation)
							|| (PACKAGE_INFO.equals(resource.getFilename()) && isOfHibernate(metadata))) {
						managed.add(metadata.getClassName());
					}
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("The class files of the packages " + packages + " can't be read", ex);
		}
		Map<String, byte[]> files = new TreeMap<>();
		managed.forEach((name) -> collect(name, loader, files));
		Digest digest = Digest.sha256();
		files.forEach((name, file) -> digest.add(name).add(file));
		return new EntityClasses(digest.hex(DIGITS), managed.isEmpty());
	}

	private static boolean isOfHibernate(AnnotationMetadata metadata) {
		return metadata.getAnnotationTypes().stream().anyMatch((type) -> type.startsWith("org.hibernate."));
	}

	private static void collect(String name, ClassLoader loader, Map<String, byte[]> files) {
		String path = ClassUtils.convertClassNameToResourcePath(name) + ClassUtils.CLASS_FILE_SUFFIX;
		try (InputStream stream = loader.getResourceAsStream(path)) {
			if (stream == null || files.putIfAbsent(name, stream.readAllBytes()) != null) {
				return;
			}
			Class<?> type = Class.forName(name, false, loader);
			Stream
				.concat(Stream.ofNullable(type.getGenericSuperclass()),
						Stream.of(type.getDeclaredFields()).map(Field::getGenericType))
				.flatMap(EntityClasses::classes)
				.map(Class::getName)
				.filter(EntityClasses::isOfApplication)
				.distinct()
				.forEach((referenced) -> collect(referenced, loader, files));
		}
		catch (IOException | ClassNotFoundException | LinkageError | TypeNotPresentException ex) {
			// Hibernate tells of it when it needs the class
		}
	}

	private static Stream<Class<?>> classes(Type type) {
		if (type instanceof Class<?> plain) {
			return plain.isArray() ? classes(plain.getComponentType())
					: plain.isPrimitive() ? Stream.empty() : Stream.of(plain);
		}
		if (type instanceof ParameterizedType parameterized) {
			return Stream
				.concat(Stream.of(parameterized.getRawType()), Stream.of(parameterized.getActualTypeArguments()))
				.flatMap(EntityClasses::classes);
		}
		if (type instanceof WildcardType wildcard) {
			return Stream.of(wildcard.getUpperBounds()).flatMap(EntityClasses::classes);
		}
		return (type instanceof GenericArrayType array) ? classes(array.getGenericComponentType()) : Stream.empty();
	}

	private static boolean isOfApplication(String name) {
		return Stream.of("java.", "javax.", "jakarta.", "org.hibernate.").noneMatch(name::startsWith);
	}

	private record Key(List<String> packages, ClassLoader loader) {
	}

}
