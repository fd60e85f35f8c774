package io.github.sharedsession.report;

import java.time.Duration;
import java.util.List;

import io.github.sharedsession.report.Report.End;
import io.github.sharedsession.report.Report.Kind;
import io.github.sharedsession.report.Report.Leftover;
import io.github.sharedsession.report.Report.MemberReport;
import io.github.sharedsession.report.Report.ResourceReport;
import io.github.sharedsession.report.Report.Span;
import io.github.sharedsession.report.Report.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is made of what members have written down.
 */
class ReportBuilderTests {

	private static Span span(Kind kind, int member, long from, long to) {
		return new Span(kind, member, from, to, false, false);
	}

	private static Span cut(Kind kind, int member, long from, long to) {
		return new Span(kind, member, from, to, false, true);
	}

	@Test
	void lifeOfAResourceIsTold() {
		Report report = new Story().enters(2, 50)
			.enters(1, 100)
			.creates(1, 110, 600, "a")
			.tells(2, 150, "WAITING", 50, "a")
			.reuses(2, 100, 610, "a")
			.tells(2, 610, "WAITED", 510, "a")
			.releases(1, 900, "a")
			.leaves(1, 910)
			.destroys(2, 1000, 1100, "a")
			.releases(2, 1101, "a")
			.leaves(2, 1110)
			.report();
		assertThat(report.build()).isEqualTo("/build");
		assertThat(report.began()).isEqualTo(Story.BEGAN + 50);
		assertThat(report.duration()).isEqualTo(1060);
		assertThat(report.members()).containsExactly(new MemberReport("fork 1", false, 1001, 50, 860, End.LEFT),
				new MemberReport("fork 2", false, 1002, 0, 1060, End.LEFT));
		ResourceReport resource = report.resources().get(0);
		assertThat(resource.bean()).isEqualTo("a");
		assertThat(resource.method()).isEqualTo("Test.a()");
		assertThat(resource.type()).isEqualTo("test.Value");
		assertThat(resource.creators()).containsExactly(0);
		assertThat(resource.users()).containsExactly(1);
		assertThat(resource.creation()).isEqualTo(490);
		assertThat(resource.waited()).isEqualTo(510);
		assertThat(resource.lifetime()).isEqualTo(500);
		assertThat(resource.state()).isEqualTo(State.GONE);
		assertThat(resource.spans()).containsExactlyInAnyOrder(span(Kind.CREATING, 0, 60, 550),
				span(Kind.USING, 0, 550, 850), span(Kind.WAITING, 1, 50, 560), span(Kind.USING, 1, 560, 950),
				span(Kind.DESTROYING, 1, 950, 1050));
		assertThat(report.failures()).isEmpty();
		assertThat(report.leftovers()).isEmpty();
	}

	@Test
	void costIsThatOfACreationInEachFork() {
		Story story = new Story().enters(1, 0).creates(1, 0, 1000, "a");
		for (int fork = 2; fork <= 4; fork++) {
			story.enters(fork, 0).reuses(fork, 900, 1000, "a");
		}
		Report report = story.report();
		assertThat(report.cost().alone()).isEqualTo(Duration.ofSeconds(4));
		assertThat(report.cost().shared()).isEqualTo(Duration.ofMillis(1300));
		assertThat(report.cost().saved()).isEqualTo(Duration.ofMillis(2700));
	}

	@Test
	void costIsThatOfTheCreationThatWasReused() {
		Report report = new Story().enters(1, 0)
			.enters(2, 0)
			.creates(1, 0, 100, "a")
			.reuses(2, 100, 100, "a")
			.destroys(2, 200, 210, "a")
			.creates(1, 300, 330, "a")
			.reuses(2, 320, 330, "a")
			.report();
		assertThat(report.cost().alone()).isEqualTo(Duration.ofMillis(260));
		assertThat(report.cost().shared()).isEqualTo(Duration.ofMillis(140));
	}

	@Test
	void hostMakesNothingForItself() {
		Report report = new Story().enters(0, 10)
			.enters(1, 0)
			.creates(0, 20, 1020, "a")
			.reuses(1, 0, 1020, "a")
			.leaves(1, 2000)
			.report();
		assertThat(report.cost().alone()).isEqualTo(Duration.ofSeconds(1));
		assertThat(report.members()).extracting(MemberReport::name).containsExactly("fork 1", "session host");
		assertThat(report.members().get(1).end()).isEqualTo(End.RUNNING);
		assertThat(report.members().get(1).to()).isEqualTo(2000);
		assertThat(report.resources().get(0).state()).isEqualTo(State.SERVED);
	}

	@Test
	void deadHostServesNothing() {
		Story story = new Story().enters(0, 10).enters(1, 0).creates(0, 20, 1020, "a").leaves(1, 2000);
		Report report = ReportBuilder.build("s-1", story.events(), (member) -> false);
		assertThat(report.members().get(1).end()).isEqualTo(End.LOST);
		assertThat(report.resources().get(0).state()).isEqualTo(State.RECORDED);
	}

	@Test
	void killedForkIsLostFromTheMomentOfItsTakeover() {
		Report report = Stories.killedFork().report();
		MemberReport killed = report.members().get(0);
		assertThat(killed.end()).isEqualTo(End.LOST);
		assertThat(killed.to()).isEqualTo(2990);
		ResourceReport server = report.resources().get(0);
		assertThat(server.spans()).contains(cut(Kind.USING, 0, 2900, 4491)).filteredOn(Span::cut).hasSize(1);
		ResourceReport orders = report.resources().get(1);
		assertThat(orders.spans()).contains(cut(Kind.CREATING, 0, 2990, 4491), span(Kind.WAITING, 1, 3000, 4491))
			.filteredOn(Span::cut)
			.hasSize(1);
		assertThat(orders.creators()).containsExactly(1);
		assertThat(orders.state()).isEqualTo(State.RECORDED);
		assertThat(orders.dependencies()).containsExactly(0);
	}

	@Test
	void failureIsToldWithItsTrace() {
		Report report = Stories.killedFork().report();
		assertThat(report.failures()).singleElement().satisfies((failure) -> {
			assertThat(failure.resource()).isEqualTo(2);
			assertThat(failure.member()).isEqualTo(2);
			assertThat(failure.message()).contains("BindException");
			assertThat(failure.trace()).contains("\n\tat shop.Stub.start(Stub.java:12)");
		});
		assertThat(report.resources().get(2).state()).isEqualTo(State.NONE);
		assertThat(report.resources().get(2).spans())
			.containsExactly(new Span(Kind.CREATING, 2, 8290, 8890, true, false));
	}

	@Test
	void leftoverThatIsTriedAgainIsOne() {
		Story story = new Story().enters(1, 0)
			.creates(1, 0, 10, "a")
			.tells(1, 20, "DESTROYING", 0, "a")
			.tells(1, 30, "LEFT_BEHIND", 10, "a", "no luck", "/there", "trace", "g-a")
			.enters(2, 40)
			.tells(2, 50, "DESTROYING", 0, "a")
			.tells(2, 60, "LEFT_BEHIND", 10, "a", "no luck again", "/there", "trace", "g-a");
		assertThat(story.report().leftovers())
			.containsExactly(new Leftover(0, 0, 30, "no luck", "/there", "trace", false));
		assertThat(story.report().resources().get(0).state()).isEqualTo(State.RECORDED);
		story.destroys(2, 70, 80, "a");
		assertThat(story.report().leftovers()).extracting(Leftover::gone).containsExactly(true);
		assertThat(story.report().resources().get(0).state()).isEqualTo(State.GONE);
	}

	@Test
	void memberThatEntersAgainIsOne() {
		Report report = new Story().enters(1, 0).leaves(1, 10).enters(1, 20).creates(1, 20, 30, "a").report();
		assertThat(report.members()).hasSize(1);
		assertThat(report.members().get(0).end()).isEqualTo(End.LOST);
	}

	@Test
	void anyPartOfAStoryMakesAReport() {
		for (Story story : List.of(Stories.killedFork(), Stories.generated(3, 5))) {
			for (int i = 0; i <= story.events().size(); i++) {
				Report first = ReportBuilder.build("s-1", story.events().subList(0, i), (member) -> true);
				assertThat(first.resources()).allSatisfy((resource) -> assertThat(resource.spans())
					.allSatisfy((span) -> assertThat(span.to()).isBetween(span.from(), first.duration())));
				ReportBuilder.build("s-1", story.events().subList(i, story.events().size()), (member) -> true);
			}
		}
	}

}
