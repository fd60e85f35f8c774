package io.github.sharedsession.value;

import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.sharedsession.SharedValueNotSerializableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.FileInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Which values arrive as what they are, and which are refused, with which words.
 */
@SuppressWarnings({ "rawtypes", "AddressSelection", "JavaUtilDate", "JdkObsolete", "NonApiType",
		"UnnecessaryStringBuilder" })
class ValuesTests {

	private static final String SECRET = "s3cr3t";

	static Stream<Arguments> valuesThatArrive() throws Exception {
		return Stream.of(arrives(new Of<String>() {
		}, "plain \u0000 \ud83d\ude00 text"), arrives(new Of<Integer>() {
		}, 1), arrives(new Of<Long>() {
		}, 1L), arrives(new Of<Character>() {
		}, 'c'), arrives(new Of<Float>() {
		}, 1.1f), arrives(new Of<Double>() {
		}, Double.NaN), arrives(new Of<Double>() {
		}, -0.0), arrives(new Of<BigDecimal>() {
		}, new BigDecimal("1.10")), arrives(new Of<BigDecimal>() {
		}, new BigDecimal("1E+40")), arrives(new Of<BigInteger>() {
		}, BigInteger.TEN.pow(40)), arrives(new Of<UUID>() {
		}, new UUID(1, 2)), arrives(new Of<URI>() {
		}, URI.create("http://a/b?c#d")), arrives(new Of<Path>() {
		}, Path.of("/tmp/some where")), arrives(new Of<InetAddress>() {
		}, InetAddress.getByName("127.0.0.1")), arrives(new Of<InetSocketAddress>() {
		}, new InetSocketAddress("127.0.0.1", 5432)), arrives(new Of<InetSocketAddress>() {
		}, InetSocketAddress.createUnresolved("somewhere", 1)), arrives(new Of<List<InetSocketAddress>>() {
		}, List.of(new InetSocketAddress("localhost", 1), new InetSocketAddress("::1", 2))), arrives(new Of<Locale>() {
		}, Locale.GERMANY), arrives(new Of<Currency>() {
		}, Currency.getInstance("EUR")), arrives(new Of<Charset>() {
		}, StandardCharsets.ISO_8859_1), arrives(new Of<Instant>() {
		}, Instant.EPOCH.plusNanos(123_456_789)), arrives(new Of<LocalDate>() {
		}, LocalDate.of(2020, 2, 29)), arrives(new Of<LocalTime>() {
		}, LocalTime.of(1, 2)), arrives(new Of<LocalDateTime>() {
		}, LocalDateTime.of(2020, 2, 29, 1, 2, 3, 4)), arrives(new Of<OffsetDateTime>() {
		}, OffsetDateTime.parse("2020-01-02T03:04:05.000000006+05:00")), arrives(new Of<OffsetDateTime>() {
		}, OffsetDateTime.parse("2020-01-02T03:04:05Z")), arrives(new Of<ZonedDateTime>() {
		}, ZonedDateTime.parse("2020-01-02T03:04:05+01:00[Europe/Berlin]")), arrives(new Of<ZonedDateTime>() {
		}, ZonedDateTime.parse("2020-01-02T03:04:05Z[UTC]")), arrives(new Of<ZonedDateTime>() {
		}, ZonedDateTime.parse("2020-01-02T03:04:05-03:30")), arrives(new Of<List<OffsetDateTime>>() {
		}, List.of(OffsetDateTime.MIN, OffsetDateTime.parse("2020-01-02T03:04:05+05:00"))), arrives(new Of<ZoneId>() {
		}, ZoneId.of("Europe/Berlin")), arrives(new Of<ZoneOffset>() {
		}, ZoneOffset.ofHours(3)), arrives(new Of<Duration>() {
		}, Duration.ofNanos(1_234_567_890_123L)), arrives(new Of<Period>() {
		}, Period.of(1, 2, 3)), arrives(new Of<Year>() {
		}, Year.of(2020)), arrives(new Of<Date>() {
		}, new Date(1_234_567_890_123L)), arrives(new Of<Color>() {
		}, Color.BLUE), arrives(new Of<int[]>() {
		}, new int[] { 1, 2 }), arrives(new Of<Rows>() {
		}, new Rows(new byte[] { 1, -3 }, new char[] { 'a' }, new Row[] { new Row("a", 1), new Row("b", 2) })),
				arrives(new Of<Options>() {
				}, new Options(Optional.of("x"), Optional.empty(), OptionalInt.of(3), Optional.of(2L))),
				arrives(new Of<Optional<Row>>() {
				}, Optional.of(new Row("a", 1))), arrives(new Of<List<String>>() {
				}, Arrays.asList("a", null, "b")), arrives(new Of<List<String>>() {
				}, new LinkedList<>(List.of("a"))), arrives(new Of<Collection<Long>>() {
				}, List.of(1L)), arrives(new Of<Iterable<Long>>() {
				}, List.of(1L)), arrives(new Of<Set<String>>() {
				}, Set.of("a", "b", "c", "d")), arrives(new Of<Set<String>>() {
				}, new LinkedHashSet<>(List.of("z", "a", "m"))), arrives(new Of<Set<Long>>() {
				}, new TreeSet<>(List.of(3L, 1L))), arrives(new Of<SortedSet<String>>() {
				}, new TreeSet<>(List.of("b", "a"))), arrives(new Of<EnumSet<Color>>() {
				}, EnumSet.of(Color.RED)), arrives(new Of<Set<Color>>() {
				}, EnumSet.of(Color.BLUE, Color.RED)), arrives(new Of<Map<Color, List<Integer>>>() {
				}, new EnumMap<>(Map.of(Color.RED, List.of(1)))), arrives(new Of<EnumMap<Color, Long>>() {
				}, new EnumMap<>(Map.of(Color.RED, 1L))), arrives(new Of<Map<Integer, String>>() {
				}, Map.of(1, "a", 2, "b", 3, "c")), arrives(new Of<Map<UUID, Row>>() {
				}, Map.of(new UUID(1, 2), new Row("a", 1))), arrives(new Of<Map<Long, Map<LocalDate, Long>>>() {
				}, Map.of(1L, Map.of(LocalDate.EPOCH, 1L))), arrives(new Of<Map<String, String>>() {
				}, withNull()), arrives(new Of<Map<String, Long>>() {
				}, new TreeMap<>(Map.of("b", 1L, "a", 2L))), arrives(new Of<SortedMap<String, Long>>() {
				}, new TreeMap<>(Map.of("b", 1L, "a", 2L))), arrives(new Of<Properties>() {
				}, properties()), arrives(new Of<Pair<String, List<Pair<Integer, Long>>>>() {
				}, new Pair<>("a", List.of(new Pair<>(1, 2L)))), arrives(new Of<Bean>() {
				}, Bean.of("a", List.of(1L))), arrives(new Of<Built>() {
				}, new Built("a")), arrives(new Of<DataClass>() {
				}, new DataClass("a", 1L)), arrives(new Of<Wrapped>() {
				}, new Wrapped("a")), arrives(new Of<List<? extends Number>>() {
				}, List.of(1, 2.5)), arrives(new Of<List<? extends Row>>() {
				}, List.of(new Row("a", 1))), arrives(new Of<Node>() {
				}, new Node("a", new Node("b", null))), arrives(new Of<Annotated>() {
				}, new AnnotatedOne(1)), arrives(new Of<PriorityQueue<Long>>() {
				}, new PriorityQueue<>(List.of(3L, 1L, 2L))), arrives(new Of<Deque<Long>>() {
				}, new ArrayDeque<>(List.of(3L, 1L))), arrives(new Of<WithRest>() {
				}, WithRest.of("a")), arrives(new Of<LeavingOut>() {
				}, LeavingOut.of("a")), arrives(new Of<Map<Known, Long>>() {
				}, Map.of(new Known("a"), 1L, new Known("b"), 2L)));
	}

	static Stream<Arguments> valuesOfSealedTypes() {
		Shape circle = new Circle(2L);
		return Stream.of(arrives(new Of<Shape>() {
		}, circle), arrives(new Of<Circle>() {
		}, new Circle(2L)), arrives(new Of<List<Shape>>() {
		}, List.of(circle, new Square(Optional.of(new Row("a", 1))), Unit.METER, new Deep.Deeper("x"))),
				arrives(new Of<Map<String, Shape>>() {
				}, Map.of("a", circle)), arrives(new Of<Drawing>() {
				}, new Drawing(circle, new Shape[] { circle, Unit.METER }, Map.of(Color.RED, List.of(circle)))),
				arrives(new Of<Optional<Shape>>() {
				}, Optional.of(circle)), arrives(new Of<Result<Long>>() {
				}, new Result.Success<>(1L)), arrives(new Of<AbstractShape>() {
				}, new AbstractShape.Round(3L)), arrives(new Of<SealedWithForm>() {
				}, new Text("a")), arrives(new Of<List<Loud>>() {
				}, List.of(Loud.YES, Loud.NO)));
	}

	@ParameterizedTest
	@MethodSource({ "valuesThatArrive", "valuesOfSealedTypes" })
	void valueArrivesAsWhatItIs(Of<Object> type, Object value) {
		JsonValueCodec<Object> codec = codec(type);
		Object copy = codec.read(codec.write(value));
		if (!copy.equals(value)) {
			assertThat(copy).usingRecursiveComparison().isEqualTo(value);
		}
	}

	static Stream<Arguments> openDeclarations() {
		return Stream.of(refused(new Of<Object>() {
		}, "a", "the value"), refused(new Of<List>() {
		}, List.of("a"), "'[]'"), refused(new Of<List<?>>() {
		}, List.of(2L), "'[]'"), refused(new Of<List<Object>>() {
		}, List.of(), "'[]'"), refused(new Of<Object[]>() {
		}, new Object[] { 1 }, "'[]'"), refused(new Of<Map>() {
		}, Map.of(), "'*'"), refused(new Of<Map<String, Object>>() {
		}, Map.of(SECRET, Instant.EPOCH), "'*'"), refused(new Of<Map<?, String>>() {
		}, Map.of(SECRET, "a"), "'*'"), refused(new Of<Optional<?>>() {
		}, Optional.of(1L), "the value"), refused(new Of<List<Map<String, List<?>>>>() {
		}, List.of(), "'[].*[]'"), refused(new Of<WithRaw>() {
		}, new WithRaw(1, List.of()), "'raw[]'"), refused(new Of<List<Map<String, WithRaw>>>() {
		}, List.of(), "'[].*.raw[]'"), refused(new Of<Pair<Long, ?>>() {
		}, new Pair<>(1L, 2L), "'right'"), refused(new Of<Pair>() {
		}, new Pair<>(1, 2), "'left'"), refused(new Of<BeanWithObject>() {
		}, new BeanWithObject(), "'thing'"), refused(new Of<Result<?>>() {
		}, new Result.Success<>(2L), "'value'"), refused(new Of<Holder>() {
		}, new Holder(new Failed(1)), "'failed.reason'"), refused(new Of<Class<?>>() {
		}, String.class, "the value is a Class"), refused(new Of<Pair<Long, Class<?>>>() {
		}, new Pair<>(1L, String.class), "'right' is a Class"), refused(new Of<IllegalStateException>() {
		}, new IllegalStateException(SECRET), "exception"));
	}

	static Stream<Arguments> changes() {
		return Stream.of(refused(new Of<List<? extends Number>>() {
		}, List.of(1, 2L), "'[]'", "java.lang.Long", "java.lang.Integer"), refused(new Of<Number>() {
		}, new BigDecimal("1.10"), "the value", "java.math.BigDecimal", "java.lang.Double"),
				refused(new Of<Map<String, Number>>() {
				}, Map.of(SECRET, 2L), "'*'", "java.lang.Long"), refused(new Of<Base>() {
				}, new Sub("a"), "the value", Sub.class.getName(), Base.class.getName()), refused(new Of<List<Base>>() {
				}, List.of(new Base("a"), new Sub("b")), "'[]'", Sub.class.getName()),
				refused(new Of<Map<Long, Pair<Base, Long>>>() {
				}, Map.of(1L, new Pair<>(new Sub("a"), 1L)), "'*.left'", Sub.class.getName()),
				refused(new Of<Base[]>() {
				}, new Base[] { new Sub("a") }, "'[]'", Sub.class.getName()), refused(new Of<Optional<Base>>() {
				}, Optional.of(new Sub("a")), "the value", Sub.class.getName()), refused(new Of<BeanOfBase>() {
				}, new BeanOfBase(), "'base'", Sub.class.getName()), refused(new Of<CharSequence>() {
				}, new StringBuilder("a"), "java.lang.StringBuilder", "java.lang.String"), refused(new Of<Date>() {
				}, new Timestamp(1), "java.sql.Timestamp", "java.util.Date"), refused(new Of<Collection<String>>() {
				}, Set.of("a"), "java.util.ArrayList"), refused(new Of<HashMap<String, Long>>() {
				}, ordered(), "'*' is lost or changed"), refused(new Of<SortedMap<String, Long>>() {
				}, reversed(), "comparator"), refused(new Of<Map<String, Long>>() {
				}, new TreeMap<String, Long>(String.CASE_INSENSITIVE_ORDER), "comparator"),
				refused(new Of<Set<String>>() {
				}, new TreeSet<>(Collections.reverseOrder()), "comparator"), refused(new Of<Open>() {
				}, new OpenOne(1), "sealed type", Open.class.getName()), refused(new Of<Shape>() {
				}, new Unsealed.Unknown(), "declared type permits"), refused(new Of<Result<List<Shape>>>() {
				}, new Result.Success<>(List.of(new Circle(2L))), "has not written its class"),
				refused(new Of<Map<Row, String>>() {
				}, Map.of(new Row("a", 1), "b"), "Jackson can't handle"), refused(new Of<Pair<Long, InputStream>>() {
				}, new Pair<>(1L, InputStream.nullInputStream()), "'right'"), refused(new Of<Supplier<String>>() {
				}, (Supplier<String>) () -> "a", "Supplier"), refused(new Of<Pattern>() {
				}, Pattern.compile("a", Pattern.CASE_INSENSITIVE), "the value"), refused(new Of<FileInfo>() {
				}, new FileInfo("a", new byte[0]), "-parameters"));
	}

	/** All the same in JSON. */
	static Stream<Arguments> lossesThatJsonDoesNotShow() {
		List<Long> numbers = List.of(1L);
		return Stream.of(refused(new Of<Dollar>() {
		}, Dollar.CA, "the value is lost or changed"), refused(new Of<Set<Dollar>>() {
		}, EnumSet.of(Dollar.CA), "'[]'"), refused(new Of<Map<Dollar, Long>>() {
		}, Map.of(Dollar.CA, 1L), "'*'"), refused(new Of<Queue<Long>>() {
		}, new PriorityQueue<>(List.of(3L, 1L, 2L)), "java.util.PriorityQueue"), refused(new Of<PriorityQueue<Long>>() {
		}, reversedQueue(), "comparator"), refused(new Of<Properties>() {
		}, new Properties(properties()), "'*'"), refused(new Of<Set<Known>>() {
		}, Set.of(new KnownSub("a")), "'[]'", KnownSub.class.getName()), refused(new Of<Map<Known, Long>>() {
		}, Map.of(new KnownSub("a"), 1L, new Known("b"), 1L), "'*'", KnownSub.class.getName()),
				refused(new Of<Twice>() {
				}, new Twice(numbers, numbers), "'any[]'", "java.lang.Long"), refused(new Of<WithRest>() {
				}, WithRest.of(2L), "'rest.*'", "java.lang.Long"), refused(new Of<WithRest>() {
				}, WithRest.of(Instant.EPOCH), "'rest.*'", "java.time.Instant"), refused(new Of<Unwrapped>() {
				}, new Unwrapped(new Sub("a")), "'base'", Sub.class.getName()), refused(new Of<Page>() {
				}, Page.of(1), "'total'"), refused(new Of<Attributes>() {
				}, Attributes.of(1), "'total'"), refused(new Of<List<Account>>() {
				}, List.of(Account.of("a", SECRET)), "'[].token'"), refused(new Of<Map<String, WriteOnly>>() {
				}, Map.of("a", new WriteOnly("a", SECRET)), "'*.token'"));
	}

	@ParameterizedTest
	@MethodSource({ "openDeclarations", "changes", "lossesThatJsonDoesNotShow" })
	void valueThatWouldChangeIsRefused(Of<Object> type, Object value, List<String> words) {
		assertThatExceptionOfType(SharedValueNotSerializableException.class).isThrownBy(() -> codec(type).write(value))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains(words).doesNotContain(SECRET));
	}

	@Test
	void noClassIsLoadedByTheNameInAFile() {
		JsonValueCodec<Object> codec = codec(new Of<Shape>() {
		});
		byte[] content = new String(codec.write(new Circle(2L)), StandardCharsets.UTF_8)
			.replace(Circle.class.getName(), LoadedByName.class.getName())
			.getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(SharedValueNotSerializableException.class).isThrownBy(() -> codec.read(content))
			.withMessageContaining("declared type permits");
		assertThat(loaded).isFalse();
	}

	private static JsonValueCodec<Object> codec(Of<?> type) {
		return new JsonValueCodec<>(() -> "bean", type.type());
	}

	private static <T> Arguments arrives(Of<T> type, T value) {
		return arguments(type, value);
	}

	private static <T> Arguments refused(Of<T> type, T value, String... words) {
		return arguments(type, value, List.of(words));
	}

	private static Map<String, String> withNull() {
		Map<String, String> map = new HashMap<>();
		map.put("a", null);
		return map;
	}

	private static Properties properties() {
		Properties properties = new Properties();
		properties.setProperty("a.b", "c");
		return properties;
	}

	/** In another order than that of the hashes. */
	private static HashMap<String, Long> ordered() {
		HashMap<String, Long> map = new LinkedHashMap<>();
		for (String key : List.of("z", "a", "m", "b", "y")) {
			map.put(key, 1L);
		}
		return map;
	}

	private static SortedMap<String, Long> reversed() {
		SortedMap<String, Long> map = new TreeMap<>(Collections.reverseOrder());
		map.put("a", 1L);
		return map;
	}

	private static PriorityQueue<Long> reversedQueue() {
		PriorityQueue<Long> queue = new PriorityQueue<>(Collections.reverseOrder());
		queue.add(1L);
		return queue;
	}

	private static boolean loaded;

	abstract static class Of<T> {

		Type type() {
			return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
		}

		@Override
		public String toString() {
			return type().getTypeName();
		}

	}

	enum Color {

		RED, BLUE

	}

	/** A constant with a body makes an enum sealed. */
	enum Loud {

		YES {
			@Override
			String text() {
				return "yes";
			}
		},
		NO;

		String text() {
			return "no";
		}

	}

	record Row(String name, int number) {
	}

	private record Rows(byte[] bytes, char[] characters, Row[] rows) {
	}

	record Options(Optional<String> some, Optional<String> none, OptionalInt number, Optional<Long> boxed) {
	}

	record Pair<A, B>(A left, B right) {
	}

	record Node(String name, @Nullable Node next) {
	}

	static class Bean {

		private String name = "";

		private List<Long> numbers = new ArrayList<>();

		static Bean of(String name, List<Long> numbers) {
			Bean bean = new Bean();
			bean.setName(name);
			bean.setNumbers(numbers);
			return bean;
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public List<Long> getNumbers() {
			return this.numbers;
		}

		public void setNumbers(List<Long> numbers) {
			this.numbers = numbers;
		}

	}

	static final class Built {

		private final String name;

		@JsonCreator
		Built(String name) {
			this.name = name;
		}

		public String getName() {
			return this.name;
		}

	}

	/** As Kotlin's compiler makes one, with the names of parameters. */
	static final class DataClass {

		private final String name;

		private final long number;

		public DataClass(String name, long number) {
			this.name = name;
			this.number = number;
		}

		public String getName() {
			return this.name;
		}

		public long getNumber() {
			return this.number;
		}

		public String component1() {
			return this.name;
		}

		public long component2() {
			return this.number;
		}

	}

	static final class Wrapped {

		private final String text;

		Wrapped(String text) {
			this.text = text;
		}

		@JsonCreator
		static Wrapped of(String text) {
			return new Wrapped(text);
		}

		@JsonValue
		String text() {
			return this.text;
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(AnnotatedOne.class))
	interface Annotated {

	}

	record AnnotatedOne(int number) implements Annotated {
	}

	sealed interface Shape permits Circle, Square, Unit, Deep, Unsealed {

	}

	record Circle(Long radius) implements Shape {
	}

	record Square(Optional<Row> row) implements Shape {
	}

	enum Unit implements Shape {

		METER

	}

	sealed interface Deep extends Shape {

		record Deeper(String name) implements Deep {
		}

	}

	abstract static non-sealed class Unsealed implements Shape {

		static final class Unknown extends Unsealed {

			public int number = 1;

		}

	}

	record Drawing(Shape one, Shape[] more, Map<Color, List<Shape>> named) {
	}

	sealed interface Result<T> {

		record Success<T>(T value) implements Result<T> {
		}

		record Failure<T>(String reason) implements Result<T> {
		}

	}

	abstract static sealed class AbstractShape {

		public long size;

		static final class Round extends AbstractShape {

			Round(long size) {
				this.size = size;
			}

			Round() {
			}

		}

	}

	sealed interface SealedWithForm permits Text {

		@JsonCreator
		static SealedWithForm of(String text) {
			return new Text(text);
		}

		@JsonValue
		String text();

	}

	record Text(String text) implements SealedWithForm {
	}

	record WithRaw(int number, List raw) {
	}

	static class BeanWithObject {

		private Object thing = 1L;

		public Object getThing() {
			return this.thing;
		}

		public void setThing(Object thing) {
			this.thing = thing;
		}

	}

	sealed interface Outcome permits Failed {

	}

	record Failed(Object reason) implements Outcome {
	}

	record Holder(Outcome failed) {
	}

	static class Base {

		private final String name;

		Base(String name) {
			this.name = Objects.requireNonNull(name);
		}

		public String getName() {
			return this.name;
		}

	}

	static class Sub extends Base {

		Sub(String name) {
			super(name);
		}

	}

	static class BeanOfBase {

		public Base base = new Sub("a");

	}

	/** Written by their texts, which are the same. */
	enum Dollar {

		US, CA;

		@Override
		public String toString() {
			return "$";
		}

	}

	/** Equal to any other of its name. */
	static class Known {

		private final String name;

		@JsonCreator
		Known(String name) {
			this.name = name;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Known known && known.name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

		@Override
		@JsonValue
		public String toString() {
			return this.name;
		}

	}

	static class KnownSub extends Known {

		KnownSub(String name) {
			super(name);
		}

	}

	record Twice(List<Long> numbers, List<? extends Number> any) {
	}

	static class WithRest {

		private final Map<String, Object> rest = new LinkedHashMap<>();

		static WithRest of(Object value) {
			WithRest of = new WithRest();
			of.set("a", value);
			return of;
		}

		@JsonAnyGetter
		public Map<String, Object> rest() {
			return this.rest;
		}

		@JsonAnySetter
		public void set(String name, Object value) {
			this.rest.put(name, value);
		}

	}

	record Unwrapped(@JsonUnwrapped Base base) {
	}

	static class Page extends ArrayList<String> {

		private int total;

		static Page of(int total) {
			Page page = new Page();
			page.total = total;
			return page;
		}

		int total() {
			return this.total;
		}

	}

	static class Attributes extends TreeMap<String, String> {

		private int total;

		static Attributes of(int total) {
			Attributes attributes = new Attributes();
			attributes.total = total;
			return attributes;
		}

		int total() {
			return this.total;
		}

	}

	static class Account {

		public String name = "";

		private String token = "";

		static Account of(String name, String token) {
			Account account = new Account();
			account.name = name;
			account.token = token;
			return account;
		}

		boolean isToken(String token) {
			return this.token.equals(token);
		}

	}

	record WriteOnly(String name, @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String token) {
	}

	/** Says itself that something is left out. */
	@JsonIgnoreProperties("second")
	static class LeavingOut {

		public String name;

		@JsonIgnore
		public List<Integer> first = List.of(1);

		public int second;

		private final transient List<String> third = new ArrayList<>();

		@JsonCreator
		LeavingOut(@JsonProperty("name") String name) {
			this.name = name;
		}

		static LeavingOut of(String name) {
			LeavingOut leavingOut = new LeavingOut(name);
			leavingOut.first = List.of();
			leavingOut.second = 2;
			return leavingOut;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof LeavingOut leavingOut && leavingOut.name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.name, this.third.getClass());
		}

	}

	interface Open {

	}

	record OpenOne(int number) implements Open {
	}

	static final class LoadedByName {

		static {
			loaded = true;
		}

	}

}
