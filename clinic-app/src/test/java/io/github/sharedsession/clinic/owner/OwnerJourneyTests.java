package io.github.sharedsession.clinic.owner;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureMockMvc
@Transactional
class OwnerJourneyTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void newOwnerIsFound() {
		assertThat(this.mvc.post().uri("/owners").contentType(MediaType.APPLICATION_JSON).content("""
				{"firstName": "Jo", "lastName": "Zander", "city": "Ulm", "telephone": "1234567890"}""")).hasStatus(201);
		assertThat(this.mvc.get().uri("/owners?lastName=Zan")).bodyJson()
			.extractingPath("$[0].firstName")
			.isEqualTo("Jo");
	}

}
