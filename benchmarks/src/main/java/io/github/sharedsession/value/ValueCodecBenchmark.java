package io.github.sharedsession.value;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writing and reading of a small shared value, beside Jackson alone. A write makes sure
 * that the value can be read back, which takes a read, another write and a comparison.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ValueCodecBenchmark {

	private final JsonValueCodec<Database> codec = new JsonValueCodec<>(() -> "a benchmark", Database.class);

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final Database value = new Database("jdbc:postgresql://127.0.0.1:5432/orders", "postgres", "secret",
			List.of("public", "audit"), Map.of("ssl", "off", "timezone", "UTC"));

	private final byte[] content = this.codec.write(this.value);

	@Benchmark
	public Object write() {
		return this.codec.write(this.value);
	}

	@Benchmark
	public Object bareWrite() {
		return this.mapper.writeValueAsBytes(this.value);
	}

	@Benchmark
	public Object read() {
		return this.codec.read(this.content);
	}

	@Benchmark
	public Object bareRead() {
		return this.mapper.readValue(this.content, Database.class);
	}

	/**
	 * A shared value.
	 */
	public record Database(String url, String user, String password, List<String> schemas,
			Map<String, String> parameters) {
	}

}
