/**
 * Reliability for calls: circuit breaker, retry, timeout, bulkhead, rate limit and fallback, and
 * idempotency keys, described in one file.
 *
 * <pre>{@code
 * var runtime = Backstay.open(Path.of("backstay.json"));
 * Policy payments = runtime.policy("payments");
 * Receipt receipt = payments.call(() -> charge(order));
 *
 * Idempotency orders = runtime.idempotency("orders");
 * Receipt once = orders.once(order.id(), Receipt.class, () -> charge(order));
 * }</pre>
 */
package dev.backstay;
