package io.github.sharedsession.core.record;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What is written and read for each value besides the value itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RecordBenchmark {

	private static final String FILE = "value";

	private final ResourceRecord record = new ResourceRecord(RandomId.next(), "ordersDatabase",
			"com.example.SharedTestResources.ordersDatabase()", Member.current(), Map.of(), RecordedProperties.none(),
			"{\"url\":\"jdbc:postgresql://127.0.0.1:5432/orders\"}".getBytes(StandardCharsets.UTF_8));

	private final byte[] content = this.record.encode();

	@Benchmark
	public Object encodeRecord() {
		return this.record.encode();
	}

	@Benchmark
	public Object decodeRecord() {
		return ResourceRecord.decode(this.content, FILE);
	}

	@Benchmark
	public Object parseKey() {
		return Objects.requireNonNull(ResourceKey.parse("orders-database_0123456789abcdef_fedcba9876543210"));
	}

}
