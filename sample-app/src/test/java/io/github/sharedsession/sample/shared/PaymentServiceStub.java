package io.github.sharedsession.sample.shared;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in for the payment service. The amount decides what it answers, as in the
 * sandboxes of real ones.
 */
public class PaymentServiceStub implements AutoCloseable {

	/**
	 * Payments of this amount are declined.
	 */
	public static final String DECLINED = "402.00";

	/**
	 * Payments of this amount get no answer.
	 */
	public static final String UNANSWERED = "504.00";

	private final JsonMapper json = new JsonMapper();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<Long, String> authorized = new ConcurrentHashMap<>();

	private final Map<String, Boolean> refunded = new ConcurrentHashMap<>();

	private final PaymentKeys keys;

	private final HttpServer server;

	PaymentServiceStub(PaymentKeys keys) throws IOException {
		this.keys = keys;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/payments", this::answer);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	/**
	 * Return where the service is.
	 * @return its base URL
	 */
	public String url() {
		InetSocketAddress address = this.server.getAddress();
		return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
	}

	/**
	 * Return the payment of an order.
	 * @param orderId the order
	 * @return the reference of its payment, if one was authorized
	 */
	public Optional<String> payment(long orderId) {
		return Optional.ofNullable(this.authorized.get(orderId));
	}

	/**
	 * Return whether a payment was refunded.
	 * @param reference names the payment
	 * @return whether the money was given back
	 */
	public boolean isRefunded(String reference) {
		return this.refunded.getOrDefault(reference, false);
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.threads.shutdown();
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange; InputStream body = exchange.getRequestBody()) {
			byte[] content = body.readAllBytes();
			if (exchange.getRequestMethod().equals("DELETE")) {
				refund(exchange);
			}
			else {
				authorize(exchange, this.json.readTree(content));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void authorize(HttpExchange exchange, JsonNode request) throws IOException, InterruptedException {
		long orderId = request.get("orderId").asLong();
		BigDecimal amount = request.get("amount").asDecimal().setScale(2);
		if (!isSigned(exchange, orderId + ":" + amount.toPlainString())) {
			exchange.sendResponseHeaders(401, -1);
		}
		else if (amount.compareTo(new BigDecimal(DECLINED)) == 0) {
			exchange.sendResponseHeaders(402, -1);
		}
		else if (amount.compareTo(new BigDecimal(UNANSWERED)) == 0) {
			this.closed.await();
		}
		else {
			String reference = "pay-" + UUID.randomUUID();
			this.authorized.put(orderId, reference);
			this.refunded.put(reference, false);
			byte[] receipt = this.json.writeValueAsBytes(Map.of("reference", reference));
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, receipt.length);
			exchange.getResponseBody().write(receipt);
		}
	}

	private void refund(HttpExchange exchange) throws IOException {
		String reference = exchange.getRequestURI().getPath().substring("/payments/".length());
		if (!isSigned(exchange, reference)) {
			exchange.sendResponseHeaders(401, -1);
		}
		else {
			boolean known = this.refunded.replace(reference, true) != null;
			exchange.sendResponseHeaders(known ? 204 : 404, -1);
		}
	}

	private boolean isSigned(HttpExchange exchange, String text) {
		@Nullable String signature = exchange.getRequestHeaders().getFirst("Payment-Signature");
		try {
			return signature != null && this.keys.verify(text, signature);
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return false;
		}
	}

}
