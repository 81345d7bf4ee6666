package backstay_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
)

func TestATimeoutCutsTheContext(t *testing.T) {
	p := policy(t, open(t, `{"policies": {"p": {"timeout": "20ms", "circuit_breaker": {"consecutive_failures": 1}}}}`), "p")
	_, err := backstay.Do(context.Background(), p, func(ctx context.Context) (int, error) {
		<-ctx.Done()
		is(t, "the cause names the policy", errors.Is(context.Cause(ctx), backstay.ErrDeadlineExceeded), true)
		return 0, ctx.Err()
	})
	is(t, "error", err, context.DeadlineExceeded)
	is(t, "timeouts", number(t, p, "circuit_breaker", "timeouts"), int64(1))
	is(t, "expired", number(t, p, "timeout", "expired"), int64(1))
}

func TestATimeoutOnAManualClock(t *testing.T) {
	r, p := manual(t, `{"timeout": "2s"}`)
	_, err := backstay.Do(context.Background(), p, func(ctx context.Context) (int, error) {
		left, ok := r.TimeLeft(ctx)
		is(t, "has a deadline", ok, true)
		is(t, "left", left, 2*time.Second)
		_ = r.Advance(time.Second)
		is(t, "not yet", ctx.Err(), nil)
		inner, cancel := context.WithCancel(ctx)
		defer cancel()
		_ = r.Advance(time.Second)
		<-inner.Done()
		is(t, "of a context made of it", inner.Err(), context.DeadlineExceeded)
		return 0, ctx.Err()
	})
	is(t, "error", err, context.DeadlineExceeded)
	is(t, "expired", number(t, p, "timeout", "expired"), int64(1))
}

func TestTheCallersDeadlineIsThePolicys(t *testing.T) {
	r, p := manual(t, `{"circuit_breaker": {"consecutive_failures": 1}}`)
	ctx, cancel := r.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if _, err := backstay.Do(ctx, p, succeeds); err != nil {
		t.Fatal(err)
	}
	_ = r.Advance(time.Second)
	_, err := backstay.Do(ctx, p, succeeds)
	is(t, "is a passed deadline", errors.Is(err, backstay.ErrDeadlineExceeded), true)
	is(t, "and one of contexts", errors.Is(err, context.DeadlineExceeded), true)
}

func TestAnyContextsDeadlineCounts(t *testing.T) {
	p := policy(t, open(t, `{"policies": {"p": {"circuit_breaker": {"consecutive_failures": 1}}}}`), "p")
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	_, err := backstay.Do(ctx, p, succeeds)
	is(t, "is a passed deadline", errors.Is(err, backstay.ErrDeadlineExceeded), true)
	far, cancel := context.WithDeadline(context.Background(), time.Now().AddDate(500, 0, 0))
	defer cancel()
	_, err = backstay.Do(far, p, succeeds)
	is(t, "far away", err, nil)
}

func TestNestedDeadlinesTheEarlierCounts(t *testing.T) {
	r := open(t, `{"clock": "manual", "policies": {"outer": {"timeout": "1s"}, "inner": {"timeout": "5s"}}}`)
	outer, inner := policy(t, r, "outer"), policy(t, r, "inner")
	_, err := backstay.Do(context.Background(), outer, func(ctx context.Context) (int, error) {
		return backstay.Do(ctx, inner, func(ctx context.Context) (int, error) {
			left, _ := r.TimeLeft(ctx)
			is(t, "left", left, time.Second)
			return 0, nil
		})
	})
	is(t, "error", err, nil)
}

func TestEachAttemptHasItsOwnDeadline(t *testing.T) {
	r, p := manual(t, `{"timeout": "10s", "retry": {"attempts": 2, "backoff": "1s"}, "attempt_timeout": "2s"}`)
	var left []time.Duration
	_, err := backstay.Do(context.Background(), p, func(ctx context.Context) (int, error) {
		now, _ := r.TimeLeft(ctx)
		left = append(left, now)
		_ = r.Advance(2 * time.Second)
		return 0, ctx.Err()
	})
	is(t, "given up", errors.Is(err, backstay.ErrRetriesExhausted), true)
	is(t, "by a deadline", errors.Is(err, context.DeadlineExceeded), true)
	is(t, "attempts", len(left), 2)
	for _, one := range left {
		is(t, "left", one, 2*time.Second)
	}
}

func TestALateResultIsASuccess(t *testing.T) {
	r, p := manual(t, `{"timeout": "1s", "circuit_breaker": {"consecutive_failures": 1}}`)
	value, err := backstay.Do(context.Background(), p, func(context.Context) (string, error) {
		_ = r.Advance(2 * time.Second)
		return "late", nil
	})
	is(t, "value", value, "late")
	is(t, "error", err, nil)
	is(t, "successes", number(t, p, "circuit_breaker", "successes"), int64(1))
}

func TestManualContextsFollowTheirParent(t *testing.T) {
	r, _ := manual(t, breaker)
	parent, cancel := context.WithCancel(context.Background())
	ctx, release := r.WithTimeout(parent, time.Hour)
	defer release()
	cancel()
	<-ctx.Done()
	is(t, "cancelled", ctx.Err(), context.Canceled)
	_ = r.Advance(2 * time.Hour)
	is(t, "still", ctx.Err(), context.Canceled)
}
