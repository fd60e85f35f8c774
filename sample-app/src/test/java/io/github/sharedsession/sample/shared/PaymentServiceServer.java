package io.github.sharedsession.sample.shared;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server behind {@link PaymentServiceStub}, in the session host. Besides what the
 * payment service itself answers it tells the tests what it has seen.
 */
public class PaymentServiceServer implements HostedServer<PaymentServiceServer.Settings, PaymentServiceStub> {

	private final JsonMapper json = new JsonMapper();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<Long, String> authorized = new ConcurrentHashMap<>();

	private final Map<String, Boolean> refunded = new ConcurrentHashMap<>();

	private @Nullable HttpServer server;

	@Override
	public PaymentServiceStub start(Settings settings, Creation<PaymentServiceStub> creation) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/payments", (exchange) -> answer(exchange, settings.publicKey()));
		server.setExecutor(this.threads);
		server.start();
		this.server = server;
		InetSocketAddress address = server.getAddress();
		return new PaymentServiceStub("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
	}

	@Override
	public void close() {
		this.closed.countDown();
		if (this.server != null) {
			this.server.stop(0);
		}
		this.threads.shutdown();
	}

	private void answer(HttpExchange exchange, String publicKey) throws IOException {
		try (exchange; InputStream body = exchange.getRequestBody()) {
			byte[] content = body.readAllBytes();
			switch (exchange.getRequestMethod()) {
				case "GET" -> tell(exchange);
				case "DELETE" -> refund(exchange, publicKey);
				default -> authorize(exchange, publicKey, this.json.readTree(content));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void authorize(HttpExchange exchange, String publicKey, JsonNode request)
			throws IOException, InterruptedException {
		long orderId = request.get("orderId").asLong();
		BigDecimal amount = request.get("amount").asDecimal().setScale(2);
		if (!isSigned(exchange, publicKey, orderId + ":" + amount.toPlainString())) {
			exchange.sendResponseHeaders(401, -1);
		}
		else if (amount.compareTo(new BigDecimal(PaymentServiceStub.DECLINED)) == 0) {
			exchange.sendResponseHeaders(402, -1);
		}
		else if (amount.compareTo(new BigDecimal(PaymentServiceStub.UNANSWERED)) == 0) {
			this.closed.await();
		}
		else {
			String reference = "pay-" + UUID.randomUUID();
			this.authorized.put(orderId, reference);
			this.refunded.put(reference, false);
			send(exchange, Map.of("reference", reference));
		}
	}

	private void send(HttpExchange exchange, Map<String, ?> answer) throws IOException {
		byte[] content = this.json.writeValueAsBytes(answer);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, content.length);
		exchange.getResponseBody().write(content);
	}

	/** Not part of the service: what has become of an order. */
	private void tell(HttpExchange exchange) throws IOException {
		String[] path = exchange.getRequestURI().getPath().split("/", -1);
		String reference = this.authorized.get(Long.parseLong(path[path.length - 1]));
		if (reference == null) {
			exchange.sendResponseHeaders(404, -1);
		}
		else {
			send(exchange, Map.of("reference", reference, "refunded", this.refunded.getOrDefault(reference, false)));
		}
	}

	private void refund(HttpExchange exchange, String publicKey) throws IOException {
		String reference = exchange.getRequestURI().getPath().substring("/payments/".length());
		if (!isSigned(exchange, publicKey, reference)) {
			exchange.sendResponseHeaders(401, -1);
		}
		else {
			boolean known = this.refunded.replace(reference, true) != null;
			exchange.sendResponseHeaders(known ? 204 : 404, -1);
		}
	}

	private static boolean isSigned(HttpExchange exchange, String publicKey, String text) {
		@Nullable String signature = exchange.getRequestHeaders().getFirst("Payment-Signature");
		try {
			return signature != null && PaymentKeys.verify(publicKey, text, signature);
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * What the server has to know.
	 *
	 * @param publicKey the key that verifies the signatures of requests
	 */
	public record Settings(String publicKey) {
	}

}
