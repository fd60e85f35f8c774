package io.github.sharedsession.bean;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;

import io.github.sharedsession.SharedSessionBean;
import io.github.sharedsession.SharedSessionConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.ClassUtils;

/**
 * The configuration classes that every test context has without naming them: one a line
 * in files on the class path. Looked for once per class loader.
 */
final class AutouseConfigurations {

	static final String FILE = "META-INF/spring/" + SharedSessionBean.class.getName() + ".imports";

	private static final Map<ClassLoader, List<String>> FOUND = Collections.synchronizedMap(new WeakHashMap<>());

	private AutouseConfigurations() {
	}

	/**
	 * Return the names of the classes, in the order of the files.
	 * @throws SharedSessionConfigurationException when one can't be what it should be
	 */
	static List<String> find() {
		ClassLoader classLoader = ClassUtils.getDefaultClassLoader();
		if (classLoader == null) {
			return List.of();
		}
		List<String> found = FOUND.get(classLoader);
		if (found == null) {
			found = load(classLoader);
			FOUND.put(classLoader, found);
		}
		return found;
	}

	private static List<String> load(ClassLoader classLoader) {
		Set<String> names = new LinkedHashSet<>(
				ImportCandidates.load(SharedSessionBean.class, classLoader).getCandidates());
		if (!names.isEmpty()) {
			Check check = new Check(classLoader);
			names.forEach(check::check);
		}
		return List.copyOf(names);
	}

	/**
	 * Reads classes instead of loading them, since what their conditions ask for may be
	 * missing.
	 */
	private static final class Check {

		private final ClassLoader classLoader;

		private final MetadataReaderFactory metadataReaderFactory;

		Check(ClassLoader classLoader) {
			this.classLoader = classLoader;
			this.metadataReaderFactory = new SimpleMetadataReaderFactory(new DefaultResourceLoader(classLoader));
		}

		void check(String name) {
			AnnotationMetadata metadata = read(name);
			if (metadata == null) {
				throw new SharedSessionConfigurationException(
						"The class " + name + ", which is to be part of every test context, does not exist. "
								+ "It is named in " + files(name) + ".",
						"Correct the name in the file, as in com.example.SharedTestResources, or "
								+ "com.example.Outer$Nested for a member class.",
						null);
			}
			if (!hasSharedBean(metadata, new HashSet<>())) {
				throw new SharedSessionConfigurationException(
						"The class " + name + ", which is to be part of every test context, has no method with "
								+ "@SharedSessionBean and imports none. It is named in " + files(name) + ".",
						"Name configuration classes with shared beans in the file only.", null);
			}
		}

		private boolean hasSharedBean(@Nullable AnnotationMetadata metadata, Set<String> seen) {
			if (metadata == null || !seen.add(metadata.getClassName())) {
				return false;
			}
			return metadata.hasAnnotatedMethods(SharedSessionBean.class.getName()) || canNotBeTold(metadata)
					|| related(metadata).anyMatch((name) -> hasSharedBean(read(name), seen));
		}

		private static boolean canNotBeTold(AnnotationMetadata metadata) {
			return metadata.isAnnotated(ComponentScan.class.getName()) || Stream.of(metadata.getInterfaceNames())
				.anyMatch(Set.of(ImportSelector.class.getName(),
						ImportBeanDefinitionRegistrar.class.getName())::contains);
		}

		private static Stream<String> related(AnnotationMetadata metadata) {
			List<String> names = new ArrayList<>(Arrays.asList(metadata.getInterfaceNames()));
			names.addAll(Arrays.asList(metadata.getMemberClassNames()));
			if (metadata.getSuperClassName() != null) {
				names.add(metadata.getSuperClassName());
			}
			names.addAll(SharedBeanSearch.classNames(metadata, Import.class));
			return names.stream().filter((name) -> !name.startsWith("java."));
		}

		private @Nullable AnnotationMetadata read(String name) {
			try {
				return this.metadataReaderFactory.getMetadataReader(name).getAnnotationMetadata();
			}
			catch (IOException ex) {
				return null;
			}
		}

		private String files(String name) {
			List<String> files = new ArrayList<>();
			try {
				for (URL url : Collections.list(this.classLoader.getResources(FILE))) {
					try (InputStream stream = url.openStream()) {
						if (new String(stream.readAllBytes(), StandardCharsets.UTF_8).contains(name)) {
							files.add(url.toString());
						}
					}
				}
			}
			catch (IOException ex) {
				files.add(FILE);
			}
			return String.join(" and ", files);
		}

	}

}
