package io.github.sharedsession;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import org.springframework.util.PropertyPlaceholderHelper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which tests of this project's own build a command line leaves out: the properties of
 * its poms, resolved as Maven does, over all modules and both test plugins.
 */
class BuildSwitchesTests {

	private static final Path PROJECT = Path.of("..");

	private static final String TEST_PLUGINS = "/project/build/plugins/plugin[artifactId='maven-surefire-plugin' or artifactId='maven-failsafe-plugin']";

	private static final XPath XPATH = XPathFactory.newInstance().newXPath();

	@ParameterizedTest(name = "{0} {1} {2}")
	@CsvSource(nullValues = "-",
			value = { "-, -, false, false", "-, skipTests=true, true, true", "-, skipTests=false, false, false",
					"-, skipLibraryTests=true, true, false", "-, skipLibraryTests=false, false, false",
					"sample, -, true, false", "sample, skipTests=true, true, true",
					"sample, skipLibraryTests=false, false, false", "benchmarks, -, true, true",
					"benchmarks, skipTests=false, true, false" })
	void skips(String profile, String option, boolean library, boolean sample) throws Exception {
		Properties properties = properties(profile, option);
		for (Map.Entry<String, List<String>> module : switchesOfModules().entrySet()) {
			assertThat(module.getValue()).as(module.getKey())
				.isNotEmpty()
				.allSatisfy((value) -> assertThat(resolve(value, properties))
					.isEqualTo(String.valueOf(module.getKey().equals("sample-app") ? sample : library)));
		}
	}

	private static String resolve(String value, Properties properties) {
		return new PropertyPlaceholderHelper("${", "}").replacePlaceholders(value, properties);
	}

	/** What the command line says wins over a profile, which wins over the pom. */
	private static Properties properties(String profile, String option) throws Exception {
		Document pom = read(PROJECT.resolve("pom.xml"));
		Properties properties = new Properties();
		// The default of both plugins
		properties.setProperty("skipTests", "false");
		addProperties(pom, "/project/properties/*", properties);
		if (profile != null) {
			addProperties(pom, "/project/profiles/profile[id='" + profile + "']/properties/*", properties);
		}
		if (option != null) {
			properties.setProperty(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
		}
		return properties;
	}

	private static void addProperties(Document pom, String path, Properties properties) throws Exception {
		for (Element element : elements(pom, path)) {
			properties.setProperty(element.getTagName(), element.getTextContent().trim());
		}
	}

	/** What {@code skipTests} is in each test plugin of each module that has tests. */
	private static Map<String, List<String>> switchesOfModules() throws Exception {
		Map<String, List<String>> switches = new LinkedHashMap<>();
		for (Element module : elements(read(PROJECT.resolve("pom.xml")), "/project/modules/module")) {
			Path directory = PROJECT.resolve(module.getTextContent().trim());
			if (Files.isDirectory(directory.resolve("src/test"))) {
				List<String> values = new ArrayList<>();
				for (Element plugin : elements(read(directory.resolve("pom.xml")), TEST_PLUGINS)) {
					List<Element> own = elements(plugin, ".//skipTests");
					own.forEach((element) -> values.add(element.getTextContent().trim()));
					if (own.isEmpty()) {
						// What both plugins ask for
						values.add("${skipTests}");
					}
				}
				switches.put(directory.getFileName().toString(), values);
			}
		}
		return switches;
	}

	private static List<Element> elements(Object from, String path) throws Exception {
		NodeList nodes = (NodeList) XPATH.evaluate(path, from, XPathConstants.NODESET);
		List<Element> elements = new ArrayList<>();
		for (int i = 0; i < nodes.getLength(); i++) {
			elements.add((Element) nodes.item(i));
		}
		return elements;
	}

	private static Document read(Path pom) throws Exception {
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
	}

}
