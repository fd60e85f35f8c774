package io.github.sharedsession.integration;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.client.RestTemplate;

/**
 * What Spring sets up by looking at the class path.
 */
public final class SpringDefaults {

	private SpringDefaults() {
	}

	/**
	 * Find what is set up.
	 * @return the names of classes
	 */
	public static List<String> find() {
		List<Object> found = new ArrayList<>(new RestTemplate().getMessageConverters());
		// Those of RestClient
		HttpMessageConverters.forClient().registerDefaults().build().forEach(found::add);
		HttpMessageConverters.forServer().registerDefaults().build().forEach(found::add);
		found.add(JsonParserFactory.getJsonParser());
		return found.stream().map((object) -> object.getClass().getName()).toList();
	}

}
