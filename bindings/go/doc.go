// Package backstay guards calls: circuit breakers, retries, timeouts, bulkheads, rate limits and fallbacks, described in one file that
// services of all languages of a host share.
//
//	runtime, err := backstay.Open("backstay.json")
//	payments, err := runtime.Policy("payments")
//	receipt, err := backstay.Do(ctx, payments, func(ctx context.Context) (Receipt, error) {
//		return charge(ctx, order)
//	})
//	if errors.Is(err, backstay.ErrCircuitOpen) {
//		// not called; a *backstay.RejectedError tells when to come back
//	}
//
// Do waits where the policy queues, pauses and calls again where it retries, and gives each attempt a context with the policy's deadline.
// Where the guarded code is no function, [Policy.Enter] gives a [Permit] to report on.
//
// Where an effect must not happen twice, [Once] calls a function once a key, and gives everybody who comes with the key the first result:
//
//	orders, err := runtime.Idempotency("orders")
//	receipt, err := backstay.Once(ctx, orders, order.ID, func(ctx context.Context) (Receipt, error) {
//		return charge(ctx, order)
//	})
//
// Over HTTP package backstayhttp does so for a handler's requests; adapters for other servers are made of [Idempotency.Serve] and
// [Claim.Respond].
//
// A policy decides in native code, which is linked statically: a C compiler such as gcc is needed to build (CGO_ENABLED=1), and nothing
// to run. With the build tag backstay_dynamic the installed shared library is used instead, found by pkg-config.
//
// Everything may be used by any number of goroutines at once.
package backstay
