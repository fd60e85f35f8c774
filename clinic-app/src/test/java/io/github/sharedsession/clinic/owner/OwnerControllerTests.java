package io.github.sharedsession.clinic.owner;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.data.domain.PageImpl;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;

@WebMvcTest(OwnerController.class)
class OwnerControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private OwnerRepository owners;

	@Test
	void findsOwners() {
		given(this.owners.findByLastNameStartingWith(eq("For"), any())).willReturn(new PageImpl<>(List.of(owner())));
		assertThat(this.mvc.get().uri("/owners?lastName=For")).hasStatusOk()
			.bodyJson()
			.extractingPath("$[0].lastName")
			.isEqualTo("Forster");
	}

	@Test
	void tellsOfMissingOwner() {
		given(this.owners.findById(7)).willReturn(Optional.empty());
		assertThat(this.mvc.get().uri("/owners/7")).hasStatus(404);
	}

	@Test
	void refusesOwnerWithoutTelephone() {
		assertThat(this.mvc.post().uri("/owners").contentType(MediaType.APPLICATION_JSON).content("""
				{"firstName": "Gil", "lastName": "Forster", "city": "Ulm"}""")).hasStatus(400);
	}

	private static Owner owner() {
		Owner owner = new Owner();
		owner.setLastName("Forster");
		return owner;
	}

}
