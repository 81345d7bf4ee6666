package backstay_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
)

var errBoom = errors.New("boom")

const breaker = `{"circuit_breaker": {"consecutive_failures": 2, "open_for": "10s"}}`

func fails(context.Context) (string, error)    { return "", errBoom }
func succeeds(context.Context) (string, error) { return "fresh", nil }

func TestDoReturnsWhatTheFunctionReturns(t *testing.T) {
	_, p := manual(t, breaker)
	value, err := backstay.Do(context.Background(), p, succeeds)
	is(t, "value", value, "fresh")
	is(t, "error", err, nil)
	_, err = backstay.Do(context.Background(), p, fails)
	is(t, "the function's own error", err, errBoom)
	is(t, "failures", number(t, p, "circuit_breaker", "failures"), int64(1))
	is(t, "successes", number(t, p, "circuit_breaker", "successes"), int64(1))
}

func TestARefusalTellsAll(t *testing.T) {
	r, p := manual(t, breaker)
	for range 2 {
		_, _ = backstay.Do(context.Background(), p, fails)
	}
	called := false
	_, err := backstay.Do(context.Background(), p, func(context.Context) (int, error) { called = true; return 0, nil })
	is(t, "called", called, false)
	is(t, "is circuit open", errors.Is(err, backstay.ErrCircuitOpen), true)
	is(t, "is rejected", errors.Is(err, backstay.ErrRejected), true)
	is(t, "is rate limited", errors.Is(err, backstay.ErrRateLimited), false)
	var rejected *backstay.RejectedError
	if !errors.As(err, &rejected) {
		t.Fatalf("%v is no refusal", err)
	}
	is(t, "policy", rejected.Policy, "p")
	is(t, "reason", rejected.Reason, backstay.ReasonOpen)
	is(t, "retry after", *rejected.RetryAfter, 10*time.Second)
	is(t, "text", err.Error(), "backstay: p rejected the call (open); retry after 10s")
	if err := r.Advance(10 * time.Second); err != nil {
		t.Fatal(err)
	}
	_, err = backstay.Do(context.Background(), p, succeeds)
	is(t, "the probe", err, nil)
}

func TestAPanicIsAFailureAndGoesOn(t *testing.T) {
	for name, patterns := range map[string]string{
		"by the gate": breaker,
		"by asking":   `{"circuit_breaker": {"consecutive_failures": 2}, "bulkhead": 1, "retry": {"attempts": 3}}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, p := manual(t, patterns)
			for range 2 {
				func() {
					defer func() { is(t, "recovered", recover(), "on purpose") }()
					_, _ = backstay.Do(context.Background(), p, func(context.Context) (int, error) { panic("on purpose") })
				}()
			}
			is(t, "failures", number(t, p, "circuit_breaker", "failures"), int64(2))
			_, err := backstay.Do(context.Background(), p, succeeds)
			is(t, "open", errors.Is(err, backstay.ErrCircuitOpen), true)
		})
	}
}

func TestAGoroutineThatEndsGivesItsPermitBack(t *testing.T) {
	_, p := manual(t, `{"circuit_breaker": {"consecutive_failures": 2}, "bulkhead": 1}`)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = backstay.Do(context.Background(), p, func(context.Context) (int, error) {
			runtime.Goexit()
			return 0, nil
		})
	}()
	<-ended
	is(t, "in flight", number(t, p, "bulkhead", "in_flight"), int64(0))
	is(t, "failures", number(t, p, "circuit_breaker", "failures"), int64(1))
}

type upstreamGone struct{}

func (upstreamGone) Error() string { return "gone" }

func TestCausesNameTheInnermostError(t *testing.T) {
	for wanted, err := range map[string]error{
		"upstreamGone": fmt.Errorf("charging: %w", upstreamGone{}),
		"boom":         fmt.Errorf("charging: %w", errBoom),
		"PathError":    &os.PathError{Op: "open", Path: "x", Err: nil},
	} {
		_, p := manual(t, breaker)
		_, _ = backstay.Do(context.Background(), p, func(context.Context) (int, error) { return 0, err })
		snapshot, _ := p.Snapshot()
		pattern, _ := snapshot.Pattern("circuit_breaker")
		is(t, "cause", pattern.Causes[0].Cause, wanted)
	}
}

func TestClassify(t *testing.T) {
	for wanted, errs := range map[backstay.Outcome][]error{
		backstay.OutcomeSuccess:   {nil},
		backstay.OutcomeFailure:   {errBoom},
		backstay.OutcomeCancelled: {context.Canceled, fmt.Errorf("x: %w", context.Canceled)},
		backstay.OutcomeTimeout: {
			context.DeadlineExceeded, os.ErrDeadlineExceeded, fmt.Errorf("x: %w", os.ErrDeadlineExceeded),
			&backstay.RejectedError{Reason: backstay.ReasonDeadline}, &backstay.ExhaustedError{Last: context.DeadlineExceeded},
		},
	} {
		for _, err := range errs {
			is(t, fmt.Sprintf("%v", err), backstay.Classify(err), wanted)
		}
	}
}

func TestWithClassifier(t *testing.T) {
	_, p := manual(t, breaker)
	for range 3 {
		_, err := backstay.Do(context.Background(), p, fails, backstay.WithClassifier(func(error) backstay.Outcome { return backstay.OutcomeNeutral }))
		is(t, "error", err, errBoom)
	}
	is(t, "failures", number(t, p, "circuit_breaker", "failures"), int64(0))
	is(t, "neutral", number(t, p, "circuit_breaker", "neutral"), int64(3))
}

func TestRetriesPauseOnTheRuntimesClock(t *testing.T) {
	r, p := manual(t, `{"retry": {"attempts": 3, "backoff": {"initial": "1s", "jitter": "none"}}}`)
	called := 0
	_, err := backstay.Do(context.Background(), p, func(context.Context) (int, error) { called++; return 0, errBoom })
	var exhausted *backstay.ExhaustedError
	if !errors.As(err, &exhausted) {
		t.Fatalf("%v, expected that the call was given up", err)
	}
	is(t, "called", called, 3)
	is(t, "attempts", exhausted.Attempts, 3)
	is(t, "last", exhausted.Last, errBoom)
	is(t, "is the last error", errors.Is(err, errBoom), true)
	is(t, "is given up", errors.Is(err, backstay.ErrRetriesExhausted), true)
	is(t, "is a refusal", errors.Is(err, backstay.ErrRejected), true)
	now, _ := r.Now()
	is(t, "elapsed", exhausted.Elapsed, now)
	if !strings.Contains(err.Error(), "p gave the call up after 3 attempts in "+now.String()+" (attempts): boom") {
		t.Errorf("text: %v", err)
	}
}

func TestAJudgedResultIsRetriedAndReturnedAtLast(t *testing.T) {
	_, p := manual(t, `{"retry": {"attempts": 2, "backoff": "1s"}}`)
	called := 0
	status, err := backstay.Do(context.Background(), p, func(context.Context) (int, error) { called++; return 500 + called, nil },
		backstay.WithJudge(func(status int, err error) backstay.Report {
			return backstay.Report{Outcome: backstay.OutcomeFailure, Cause: fmt.Sprintf("HTTP %d", status)}
		}))
	is(t, "called", called, 2)
	is(t, "the last result", status, 502)
	is(t, "given up", errors.Is(err, backstay.ErrRetriesExhausted), true)
}

func TestARefusedRetryKeepsTheLastError(t *testing.T) {
	_, p := manual(t, `{"layers": [{"retry": {"attempts": 3, "backoff": "1s"}}, {"circuit_breaker": {"consecutive_failures": 1, "open_for": "1h"}}]}`)
	_, err := backstay.Do(context.Background(), p, fails)
	is(t, "is circuit open", errors.Is(err, backstay.ErrCircuitOpen), true)
	is(t, "is the last error", errors.Is(err, errBoom), true)
}

func TestACancelledPauseEndsTheCall(t *testing.T) {
	for _, clock := range []string{"system", "manual"} {
		r := open(t, `{"clock": "`+clock+`", "policies": {"p": {"retry": {"attempts": 3, "backoff": "1h"}}}}`)
		p := policy(t, r, "p")
		ctx, cancel := context.WithCancel(context.Background())
		called := 0
		_, err := backstay.Do(ctx, p, func(context.Context) (int, error) {
			called++
			cancel()
			return 0, errBoom
		})
		is(t, "called", called, 1)
		is(t, "cancelled", errors.Is(err, context.Canceled), true)
		is(t, "the last error", errors.Is(err, errBoom), true)
	}
}

func TestACallCancelledWhileItPauses(t *testing.T) {
	p := policy(t, open(t, `{"policies": {"p": {"retry": {"attempts": 3, "backoff": "1h"}}}}`), "p")
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() {
		_, err := backstay.Do(ctx, p, fails)
		ended <- err
	}()
	eventually(t, "the first attempt has ended", func() bool { return number(t, p, "retry", "retries") == 1 })
	cancel()
	is(t, "cancelled", errors.Is(<-ended, context.Canceled), true)
}

func TestFallback(t *testing.T) {
	_, p := manual(t, `{"circuit_breaker": {"consecutive_failures": 1}}`)
	stale := backstay.WithFallback(func(_ context.Context, err error) (string, error) {
		if errors.Is(err, backstay.ErrRejected) {
			return "stale", nil
		}
		return "", err
	})
	_, err := backstay.Do(context.Background(), p, fails, stale)
	is(t, "a declined error", err, errBoom)
	value, err := backstay.Do(context.Background(), p, fails, stale)
	is(t, "error", err, nil)
	is(t, "value", value, "stale")
	is(t, "used", number(t, p, "fallback", "used"), int64(1))
}

func TestOptionsForAnotherResultAreRefused(t *testing.T) {
	_, p := manual(t, breaker)
	other := []backstay.Option{
		backstay.WithFallback(func(context.Context, error) (int, error) { return 0, nil }),
		backstay.WithJudge(func(int, error) backstay.Report { return backstay.Report{} }),
	}
	for _, option := range other {
		_, err := backstay.Do(context.Background(), p, succeeds, option)
		is(t, "refused", errors.Is(err, backstay.ErrInvalidArgument), true)
	}
}

func TestACancelledCallerDoesNotBegin(t *testing.T) {
	_, p := manual(t, `{"circuit_breaker": {"consecutive_failures": 1}, "bulkhead": 1}`)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := backstay.Do(ctx, p, func(context.Context) (int, error) { t.Error("called"); return 0, nil })
	is(t, "error", err, context.Canceled)
	is(t, "permitted", number(t, p, "bulkhead", "permitted"), int64(0))
}
