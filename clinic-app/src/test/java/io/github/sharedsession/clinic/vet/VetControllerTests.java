package io.github.sharedsession.clinic.vet;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

@WebMvcTest(VetController.class)
class VetControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private VetRepository vets;

	@Test
	void showsVets() {
		Vet vet = new Vet();
		vet.setLastName("Berg");
		given(this.vets.findAll()).willReturn(List.of(vet));
		assertThat(this.mvc.get().uri("/vets")).hasStatusOk()
			.bodyJson()
			.extractingPath("$[0].lastName")
			.isEqualTo("Berg");
	}

}
