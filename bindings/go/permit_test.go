package backstay_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
)

func TestAPermitIsReportedOnce(t *testing.T) {
	_, p := manual(t, breaker)
	permit := enter(t, p)
	permit.Failure(errBoom)
	permit.Failure()
	permit.Success()
	permit.Cancelled()
	is(t, "failures", number(t, p, "circuit_breaker", "failures"), int64(1))
	is(t, "successes", number(t, p, "circuit_breaker", "successes"), int64(0))
	is(t, "cancelled", number(t, p, "circuit_breaker", "cancelled"), int64(0))
}

func TestEachReportCountsAsItself(t *testing.T) {
	_, p := manual(t, `{"circuit_breaker": {"consecutive_failures": 10}}`)
	for _, report := range []func(*backstay.Permit){
		(*backstay.Permit).Success, (*backstay.Permit).Timeout, (*backstay.Permit).Cancelled, (*backstay.Permit).Neutral,
		func(permit *backstay.Permit) { permit.Failure(nil, errBoom) }, func(permit *backstay.Permit) { permit.Permanent() },
	} {
		report(enter(t, p))
	}
	for field, wanted := range map[string]int64{"successes": 1, "timeouts": 1, "cancelled": 1, "neutral": 1, "failures": 2} {
		is(t, field, number(t, p, "circuit_breaker", field), wanted)
	}
}

func TestOneOfManyReportsCounts(t *testing.T) {
	p := policy(t, open(t, `{"policies": {"p": {"bulkhead": 1}}}`), "p")
	for range 50 {
		permit := enter(t, p)
		var all sync.WaitGroup
		for range 4 {
			all.Add(1)
			go func() { defer all.Done(); permit.Success() }()
		}
		all.Wait()
	}
	is(t, "in flight", number(t, p, "bulkhead", "in_flight"), int64(0))
}

func TestADroppedPermitIsCancelled(t *testing.T) {
	p := policy(t, open(t, `{"policies": {"p": {"bulkhead": 1, "circuit_breaker": {"consecutive_failures": 1}}}}`), "p")
	enter(t, p)
	eventually(t, "the place is free again", func() bool {
		runtime.GC()
		return number(t, p, "bulkhead", "in_flight") == 0
	})
	is(t, "cancelled", number(t, p, "circuit_breaker", "cancelled"), int64(1))
}

func TestAReportOutsideTheRangesLeavesThePermit(t *testing.T) {
	_, p := manual(t, breaker)
	permit := enter(t, p)
	negative := -time.Second
	for _, report := range []backstay.Report{{Outcome: backstay.OutcomeFailure, RetryAfter: &negative}, {Outcome: 99}, {Outcome: -1}} {
		is(t, "refused", errors.Is(permit.Report(report), backstay.ErrInvalidArgument), true)
	}
	permit.Success()
	is(t, "successes", number(t, p, "circuit_breaker", "successes"), int64(1))
}

type overloaded struct{ after time.Duration }

func (overloaded) Error() string               { return "overloaded" }
func (o overloaded) RetryAfter() time.Duration { return o.after }

func TestAnErrorSaysWhenToComeBack(t *testing.T) {
	_, p := manual(t, `{"circuit_breaker": {"consecutive_failures": 1, "open_for": "1s"}}`)
	enter(t, p).Failure(overloaded{time.Minute})
	_, err := p.Enter(context.Background())
	var rejected *backstay.RejectedError
	if !errors.As(err, &rejected) {
		t.Fatalf("%v, expected a refusal", err)
	}
	is(t, "retry after", *rejected.RetryAfter, time.Minute)
}

func TestTheContextOfAPermit(t *testing.T) {
	r, p := manual(t, `{"timeout": "3s"}`)
	permit := enter(t, p)
	left, ok := permit.TimeLeft()
	is(t, "has a deadline", ok, true)
	is(t, "left", left, 3*time.Second)
	ctx, cancel := permit.Context(context.Background())
	defer cancel()
	_ = r.Advance(3 * time.Second)
	<-ctx.Done()
	is(t, "error", ctx.Err(), context.DeadlineExceeded)
	permit.Timeout()
	is(t, "expired", number(t, p, "timeout", "expired"), int64(1))
}
