package main

import (
	"context"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/sony/gobreaker/v2"
)

type table struct {
	name       string
	parallel   bool
	candidates []candidate // ours first
}

const config = `{"policies": {
	"consecutive": {"circuit_breaker": {"consecutive_failures": 5}},
	"window": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20}}},
	"slow": {"circuit_breaker": {"slow_calls": {"threshold": 0.5, "longer_than": "1s", "window": "10s", "minimum_calls": 20}}},
	"open": {"circuit_breaker": {"consecutive_failures": 5}},
	"bulkhead": {"bulkhead": 100},
	"retry": {"retry": {"attempts": 3}},
	"five": {"timeout": "1m", "retry": {"attempts": 3}, "rate_limit": "1000000/s", "circuit_breaker": "standard", "bulkhead": 1000}
}}`

func tables() []table {
	ours := guarded()
	return []table{
		{"consecutive rule", true, []candidate{
			{"Backstay Do", ours("consecutive")},
			{"gobreaker Execute", gobreakerCall(consecutive())},
			{"failsafe-go Run", failsafeCall(circuitbreaker.Builder[any]().WithFailureThreshold(5).Build())},
			{"failsafe-go permits", failsafePermit(circuitbreaker.Builder[any]().WithFailureThreshold(5).Build())},
		}},
		{"time window", true, []candidate{
			{"Backstay Do", ours("window")},
			{"gobreaker Execute", gobreakerCall(window())},
			{"failsafe-go permits", failsafePermit(circuitbreaker.Builder[any]().WithFailureRateThreshold(50, 20, 10*time.Second).Build())},
		}},
		{"open, refused", false, []candidate{
			{"Backstay Do", ours("open")},
			{"gobreaker Execute", gobreakerCall(opened())},
			{"failsafe-go permits", failsafePermit(failsafeOpened())},
		}},
		{"without a peer", false, []candidate{
			{"Backstay Do, slow calls", ours("slow")},
			{"Backstay Do, bulkhead", ours("bulkhead")},
			{"Backstay Do, retry", ours("retry")},
			{"Backstay Do, five patterns", ours("five")},
		}},
	}
}

func empty(context.Context) (int, error) { return 0, nil }

func guarded() func(string) func() {
	runtime, err := backstay.New([]byte(config))
	if err != nil {
		panic(err)
	}
	return func(name string) func() {
		policy, err := runtime.Policy(name)
		if err != nil {
			panic(err)
		}
		if name == "open" {
			if err := policy.ForceOpen("a benchmark"); err != nil {
				panic(err)
			}
		}
		ctx := context.Background()
		return func() { _, _ = backstay.Do(ctx, policy, empty) }
	}
}

func consecutive() *gobreaker.CircuitBreaker[int] {
	return gobreaker.NewCircuitBreaker[int](gobreaker.Settings{})
}

// Its interval clears the counts every ten seconds, which comes next to a window.
func window() *gobreaker.CircuitBreaker[int] {
	return gobreaker.NewCircuitBreaker[int](gobreaker.Settings{
		Interval: 10 * time.Second,
		ReadyToTrip: func(counts gobreaker.Counts) bool {
			return counts.Requests >= 20 && float64(counts.TotalFailures)/float64(counts.Requests) >= 0.5
		},
	})
}

func opened() *gobreaker.CircuitBreaker[int] {
	breaker := gobreaker.NewCircuitBreaker[int](gobreaker.Settings{
		Timeout:     time.Hour,
		ReadyToTrip: func(gobreaker.Counts) bool { return true },
	})
	_, _ = breaker.Execute(func() (int, error) { return 0, context.Canceled })
	return breaker
}

func gobreakerCall(breaker *gobreaker.CircuitBreaker[int]) func() {
	return func() { _, _ = breaker.Execute(func() (int, error) { return 0, nil }) }
}

func failsafeOpened() circuitbreaker.CircuitBreaker[any] {
	breaker := circuitbreaker.Builder[any]().WithDelay(time.Hour).Build()
	breaker.Open()
	return breaker
}

func failsafeCall(breaker circuitbreaker.CircuitBreaker[any]) func() {
	return func() { _ = failsafe.Run(func() error { return nil }, breaker) }
}

func failsafePermit(breaker circuitbreaker.CircuitBreaker[any]) func() {
	return func() {
		if breaker.TryAcquirePermit() {
			breaker.RecordSuccess()
		}
	}
}
