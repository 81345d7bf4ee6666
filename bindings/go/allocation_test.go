//go:build !race

// The race detector empties pools at random, so what is counted here means nothing under it.

package backstay_test

import (
	"context"
	"testing"

	"github.com/backstay-dev/backstay-go"
)

func TestTheHealthyWayAllocatesNothing(t *testing.T) {
	r := open(t, `{"policies": {"consecutive": {"circuit_breaker": {"consecutive_failures": 5}},
		"window": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20}}},
		"slow": {"circuit_breaker": {"slow_calls": {"threshold": 0.5, "longer_than": "1s", "window": "10s", "minimum_calls": 20}}},
		"bulkhead": {"bulkhead": 4}}}`)
	for _, name := range []string{"consecutive", "window", "slow", "bulkhead"} {
		p := policy(t, r, name)
		// A collection in between empties the pool, so more than half an allocation a call would be one.
		allocations := testing.AllocsPerRun(1000, func() { _, _ = backstay.Do(context.Background(), p, succeeds) })
		is(t, name, allocations, 0.0)
	}
	p := policy(t, r, "consecutive")
	if err := p.ForceOpen("a test"); err != nil {
		t.Fatal(err)
	}
	allocations := testing.AllocsPerRun(1000, func() { _, _ = backstay.Do(context.Background(), p, succeeds) })
	is(t, "a refusal", allocations, 1.0)
}
