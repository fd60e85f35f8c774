package io.github.sharedsession.sample.web;

import io.github.sharedsession.sample.catalog.DuplicateProductException;
import io.github.sharedsession.sample.catalog.OutOfStockException;
import io.github.sharedsession.sample.catalog.ProductNotFoundException;
import io.github.sharedsession.sample.customer.CustomerNotFoundException;
import io.github.sharedsession.sample.customer.CustomerRejectedException;
import io.github.sharedsession.sample.order.OrderNotFoundException;
import io.github.sharedsession.sample.order.OrderRejectedException;
import io.github.sharedsession.sample.order.OrderStatusException;
import io.github.sharedsession.sample.payment.PaymentDeclinedException;
import io.github.sharedsession.sample.payment.PaymentUnavailableException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers what goes wrong with a problem detail, as of RFC 9457.
 */
@RestControllerAdvice
class ProblemDetailsAdvice extends ResponseEntityExceptionHandler {

	@ExceptionHandler({ OrderNotFoundException.class, CustomerNotFoundException.class, ProductNotFoundException.class })
	ProblemDetail notFound(RuntimeException ex) {
		return problem(HttpStatus.NOT_FOUND, ex);
	}

	@ExceptionHandler({ OutOfStockException.class, OrderStatusException.class, DuplicateProductException.class })
	ProblemDetail conflict(RuntimeException ex) {
		return problem(HttpStatus.CONFLICT, ex);
	}

	@ExceptionHandler({ OrderRejectedException.class, CustomerRejectedException.class })
	ProblemDetail rejected(RuntimeException ex) {
		return problem(HttpStatus.UNPROCESSABLE_CONTENT, ex);
	}

	@ExceptionHandler
	ProblemDetail declined(PaymentDeclinedException ex) {
		return problem(HttpStatus.PAYMENT_REQUIRED, ex);
	}

	@ExceptionHandler
	ProblemDetail unavailable(PaymentUnavailableException ex) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, ex);
	}

	private static ProblemDetail problem(HttpStatus status, RuntimeException ex) {
		return ProblemDetail.forStatusAndDetail(status, String.valueOf(ex.getMessage()));
	}

}
