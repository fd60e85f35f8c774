package io.github.sharedsession.clinic;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ClinicIntegrationTests {

	@LocalServerPort
	private int port;

	@Test
	void showsVets() {
		var response = client().get().uri("/vets").retrieve().toEntity(String.class);
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(response.getBody()).contains("Berg", "dentistry");
	}

	@Test
	void showsOwner() {
		var response = client().get().uri("/owners/1").retrieve().toEntity(String.class);
		assertThat(response.getBody()).contains("Forster", "Leo");
	}

	private RestClient client() {
		return RestClient.create("http://localhost:" + this.port);
	}

}
