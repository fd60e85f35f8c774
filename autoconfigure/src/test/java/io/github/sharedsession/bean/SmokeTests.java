package io.github.sharedsession.bean;

import java.util.ArrayList;
import java.util.List;

import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

@SpringJUnitConfig
class SmokeTests {

	record Index(String name, List<String> words) {
	}

	record Client(Index index) implements AutoCloseable {
		@Override
		public void close() {
			System.out.println("client closed");
		}
	}

	@Autowired
	Index plain;

	@Autowired
	Client client;

	@Autowired
	String derived;

	@Value("${index.name}")
	@org.jspecify.annotations.Nullable
	String name;

	@Test
	void works() {
		assertThat(this.plain.name()).isEqualTo("plain");
		assertThat(this.client.index().name()).isEqualTo("recipe plain");
		assertThat(this.derived).isEqualTo("ok plain");
		assertThat(this.name).isEqualTo("early");
	}

	@SharedSessionBean
	static StringBuilder onTestClass() {
		return new StringBuilder("never asked");
	}

	@Configuration
	static class Config {

		@SharedSessionBean
		Index plain() {
			System.out.println("plain created");
			return new Index("plain", new ArrayList<>(List.of("a")));
		}

		@SharedSessionBean
		SharedBean<Index, Client> client(Index plain) {
			return SharedBean.createdBy(() -> new Index("recipe " + plain.name(), List.of()))
				.connectedBy(Client::new)
				.destroyedBy((value) -> System.out.println("destroyed " + value.name()));
		}

		@SharedSessionBean(name = "early", inputs = "text")
		static SharedBean<Long, Long> early(Environment environment) {
			return SharedBean.createdBy(() -> 42L).property("index.name", (value) -> "early");
		}

		@Bean
		String derived() {
			return "ok " + plain().name();
		}

	}

}
