package backstay_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/internal/held"
)

type receipt struct {
	ID    int               `json:"id"`
	Lines []string          `json:"lines"`
	Paid  *time.Time        `json:"paid,omitempty"`
	Notes map[string]string `json:"notes"`
}

func TestOnceGivesEverybodyTheFirstResult(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	paid := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	wanted := receipt{7, []string{"<tea> & milk", "é🚀"}, &paid, map[string]string{"a": "b"}}
	called := 0
	charge := func(context.Context) (receipt, error) { called++; return wanted, nil }
	for range 3 {
		found, err := backstay.Once(context.Background(), orders, "k", charge)
		is(t, "error", err, nil)
		is(t, "receipt", fmt.Sprint(found.ID, found.Lines, found.Paid, found.Notes), fmt.Sprint(wanted.ID, wanted.Lines, wanted.Paid, wanted.Notes))
	}
	is(t, "called", called, 1)
	answer, _ := claim(t, orders, "k").Answer()
	is(t, "content type", answer.ContentType, "application/json")
	is(t, "body", string(answer.Body), `{"id":7,"lines":["<tea> & milk","é🚀"],"paid":"2026-01-02T03:04:05.000000006Z","notes":{"a":"b"}}`)
	pointed, err := backstay.Once(context.Background(), orders, "k", func(context.Context) (*receipt, error) { return nil, errBoom })
	is(t, "error", err, nil)
	is(t, "by a pointer", pointed.ID, 7)
}

func TestOnceHasKeysScopesAndFingerprints(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	called := 0
	count := func(context.Context) (int, error) { called++; return called, nil }
	once := func(key string, options ...backstay.OnceOption) (int, error) {
		return backstay.Once(context.Background(), orders, key, count, options...)
	}
	first, _ := once("k", backstay.WithFingerprint("a"), backstay.WithLease(time.Minute), nil)
	other, _ := once("k", backstay.WithScope("tenant"))
	again, _ := once("k", backstay.WithFingerprint("a"))
	is(t, "first", first, 1)
	is(t, "other", other, 2)
	is(t, "again", again, 1)
	_, err := once("k", backstay.WithFingerprint("b"))
	is(t, "mismatch", errors.Is(err, backstay.ErrKeyMismatch), true)
	is(t, "text", err.Error(), `backstay: idempotency "orders": the key "k" was used for another request; use a new key`)
	is(t, "called", called, 2)
}

func TestOnceInFlight(t *testing.T) {
	r, orders := idempotent(t, `{}`)
	_, err := backstay.Once(context.Background(), orders, "k", func(ctx context.Context) (string, error) {
		advance(t, r, time.Second)
		return backstay.Once(ctx, orders, "k", succeeds)
	})
	var inFlight *backstay.InFlightError
	if !errors.As(err, &inFlight) {
		t.Fatalf("%v, expected in flight", err)
	}
	is(t, "is in flight", errors.Is(err, backstay.ErrInFlight), true)
	is(t, "retry after", inFlight.RetryAfter, 29*time.Second)
	is(t, "text", err.Error(), `backstay: idempotency "orders": the key "k" is in flight; its lease runs out in 29s`)
}

func TestAnErrorLeavesTheKeyToItsLease(t *testing.T) {
	r, orders := idempotent(t, `{}`)
	caller, cancel := context.WithCancel(context.Background())
	defer cancel()
	for name, fn := range map[string]func(context.Context) (string, error){
		"an error": fails,
		// Who was interrupted may have acted.
		"a cancellation": func(ctx context.Context) (string, error) { cancel(); return "", ctx.Err() },
	} {
		ctx := context.Background()
		if name == "a cancellation" {
			ctx = caller
		}
		_, err := backstay.Once(ctx, orders, name, fn)
		is(t, name, errors.Is(err, errBoom) || errors.Is(err, context.Canceled), true)
		_, err = backstay.Once(context.Background(), orders, name, succeeds)
		is(t, name+", in flight", errors.Is(err, backstay.ErrInFlight), true)
		advance(t, r, 30*time.Second)
		value, err := backstay.Once(context.Background(), orders, name, succeeds)
		is(t, name+", later", err, nil)
		is(t, name+", later", value, "fresh")
	}
}

func TestARetryableErrorFreesTheKey(t *testing.T) {
	_, orders := idempotent(t, `{"on_failure": "store"}`)
	retryable := backstay.WithRetryable(func(err error) bool { return errors.Is(err, errBoom) })
	wrapped := func(context.Context) (string, error) { return "", fmt.Errorf("charging: %w", errBoom) }
	for range 2 {
		_, err := backstay.Once(context.Background(), orders, "k", wrapped, retryable)
		is(t, "its own error", err.Error(), "charging: boom")
	}
	_, err := backstay.Once(context.Background(), orders, "k", func(context.Context) (string, error) { return "", upstreamGone{} }, retryable)
	is(t, "its own error", err, upstreamGone{})
	_, err = backstay.Once(context.Background(), orders, "k", succeeds, retryable)
	is(t, "failed before", errors.Is(err, backstay.ErrFailedBefore), true)
	var before *backstay.FailedBeforeError
	is(t, "is one", errors.As(err, &before), true)
	is(t, "message", before.Message, "gone")
	is(t, "text", err.Error(), "backstay: the call failed before: gone")
}

type undecided struct{}

func (undecided) MarshalJSON() ([]byte, error) { panic("on purpose") }

// panicking calls Once and returns what it panicked with.
func panicking[T any](orders *backstay.Idempotency, key string, fn func(context.Context) (T, error), options ...backstay.OnceOption) (said any) {
	defer func() { said = recover() }()
	_, _ = backstay.Once(context.Background(), orders, key, fn, options...)
	return nil
}

func TestAPanicIsAFailureOfTheKeyAndGoesOn(t *testing.T) {
	_, orders := idempotent(t, `{"on_failure": "store"}`)
	is(t, "said", panicking(orders, "k", func(context.Context) (int, error) { panic(errBoom) }), errBoom)
	is(t, "stored", claim(t, orders, "k").Message(), "boom")
	judge := backstay.WithRetryable(func(error) bool { panic("the judge") })
	is(t, "said", panicking(orders, "l", fails, judge), "the judge")
	is(t, "stored", claim(t, orders, "l").Message(), "the judge")

	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = backstay.Once(context.Background(), orders, "m", func(context.Context) (int, error) {
			runtime.Goexit()
			return 0, nil
		})
	}()
	<-ended
	is(t, "stored", claim(t, orders, "m").Message(), "the goroutine ended")
}

func TestAResultThatCannotBeEncodedWasDoneAllTheSame(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	channel := make(chan int)
	returned, err := backstay.Once(context.Background(), orders, "k", func(context.Context) (chan int, error) { return channel, nil })
	var unsupported *json.UnsupportedTypeError
	is(t, "the encoder's error", errors.As(err, &unsupported), true)
	is(t, "the result beside it", returned, channel)
	is(t, "said", panicking(orders, "l", func(context.Context) (undecided, error) { return undecided{}, nil }), "on purpose")
	for _, key := range []string{"k", "l"} {
		_, err = backstay.Once(context.Background(), orders, key, succeeds)
		is(t, "not kept", errors.Is(err, backstay.ErrBodyNotKept), true)
	}
}

func TestAResultThatNoStoreTakesWasDoneAllTheSame(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	long := strings.Repeat("x", 64<<20)
	returned, err := backstay.Once(context.Background(), orders, "k", func(context.Context) (string, error) { return long, nil })
	is(t, "error", err, nil)
	is(t, "result", len(returned), len(long))
	_, err = backstay.Once(context.Background(), orders, "k", succeeds)
	is(t, "not kept", errors.Is(err, backstay.ErrBodyNotKept), true)
}

func TestAnAnswerOfAnotherType(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	_, err := backstay.Once(context.Background(), orders, "k", succeeds)
	is(t, "error", err, nil)
	_, err = backstay.Once(context.Background(), orders, "k", func(context.Context) (receipt, error) { return receipt{}, errBoom })
	var other *json.UnmarshalTypeError
	is(t, "the decoder's error", errors.As(err, &other), true)
	is(t, "names the type", strings.Contains(err.Error(), "backstay_test.receipt"), true)
}

func TestALostLeaseComesWithTheResult(t *testing.T) {
	r, orders := idempotent(t, `{}`)
	var taken *backstay.Claim
	value, err := backstay.Once(context.Background(), orders, "k", func(context.Context) (string, error) {
		advance(t, r, 30*time.Second)
		taken = claim(t, orders, "k")
		return "late", nil
	})
	is(t, "taken over", taken.Status(), backstay.ClaimStatusTakenOver)
	is(t, "lost", errors.Is(err, backstay.ErrLostLease), true)
	is(t, "the result beside it", value, "late")
}

func TestAnAnswerThatIsNotStoredComesWithItsError(t *testing.T) {
	r, orders := idempotent(t, `{}`)
	value, err := backstay.Once(context.Background(), orders, "k", func(context.Context) (string, error) { return "done", r.Close() })
	is(t, "closed", errors.Is(err, backstay.ErrClosed), true)
	is(t, "the result beside it", value, "done")
}

func TestAnAbandonedKey(t *testing.T) {
	r, orders := idempotent(t, `{"on_takeover": "refuse"}`)
	_, _ = backstay.Once(context.Background(), orders, "k", fails)
	advance(t, r, 30*time.Second)
	_, err := backstay.Once(context.Background(), orders, "k", succeeds)
	is(t, "abandoned", errors.Is(err, backstay.ErrAbandoned), true)
	is(t, "says so", strings.Contains(err.Error(), "never ended"), true)
}

func TestOnceWaitsOnTheRuntimesClock(t *testing.T) {
	r, orders := idempotent(t, `{"wait": "5s"}`)
	mine := claim(t, orders, "k")
	_, err := backstay.Once(context.Background(), orders, "k", succeeds)
	var inFlight *backstay.InFlightError
	is(t, "in flight", errors.As(err, &inFlight), true)
	is(t, "retry after", inFlight.RetryAfter, 25*time.Second)
	now, _ := r.Now()
	is(t, "now", now, 5*time.Second)

	ctx, cancel := r.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err = backstay.Once(ctx, orders, "k", succeeds)
	is(t, "a deadline", errors.Is(err, context.DeadlineExceeded), true)
	is(t, "still in flight", errors.Is(err, backstay.ErrInFlight), true)
	later, _ := r.Now()
	is(t, "no longer than that", later >= now+time.Second && later < now+2*time.Second, true)
	is(t, "still the first one's", mine.Heartbeat(), nil)
}

// stops counts the pauses of a call, and acts in each.
type stops struct {
	pauses atomic.Int64
	act    func() error
}

func (s *stops) Stop(bool, time.Duration) error {
	s.pauses.Add(1)
	return s.act()
}

func TestWhoWaitedGetsTheAnswer(t *testing.T) {
	_, orders := idempotent(t, `{"wait": "5s"}`)
	mine := claim(t, orders, "k")
	call := &stops{}
	call.act = func() error {
		if call.pauses.Load() < 3 {
			return nil
		}
		return mine.Complete(backstay.Answer{Body: []byte(`"first"`)})
	}
	value, err := backstay.Once(held.With(context.Background(), call), orders, "k", fails)
	is(t, "error", err, nil)
	is(t, "value", value, "first")
	is(t, "pauses", call.pauses.Load(), int64(3))
}

func TestACallerWhoLeavesWaitsNoLonger(t *testing.T) {
	_, orders := onClock(t, "system", `{"wait": "1h", "lease": "1h"}`)
	defer runtime.KeepAlive(claim(t, orders, "k"))
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	_, err := backstay.Once(ctx, orders, "k", succeeds)
	is(t, "a deadline", errors.Is(err, context.DeadlineExceeded), true)
	is(t, "still in flight", errors.Is(err, backstay.ErrInFlight), true)
}

func TestClosingEndsAWaitForAKey(t *testing.T) {
	r, orders := onClock(t, "system", `{"wait": "1h", "lease": "1h"}`)
	defer runtime.KeepAlive(claim(t, orders, "k"))
	waiting := make(chan struct{})
	ended := make(chan error)
	go func() {
		close(waiting)
		_, err := backstay.Once(context.Background(), orders, "k", succeeds)
		ended <- err
	}()
	<-waiting
	_ = r.Close()
	is(t, "closed", errors.Is(<-ended, backstay.ErrClosed), true)
}

func TestOneOfManyRunsAndAllGetItsResult(t *testing.T) {
	const callers = 32
	_, orders := onClock(t, "system", `{"wait": "5s"}`)
	var called, begun atomic.Int64
	results := make([]receipt, callers)
	errs := make([]error, callers)
	var all sync.WaitGroup
	for caller := range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			begun.Add(1)
			results[caller], errs[caller] = backstay.Once(context.Background(), orders, "k", func(context.Context) (receipt, error) {
				for begun.Load() < callers {
					runtime.Gosched()
				}
				return receipt{ID: int(called.Add(1)) * 100}, nil
			})
		}()
	}
	all.Wait()
	is(t, "called", called.Load(), int64(1))
	for caller := range callers {
		is(t, "error", errs[caller], nil)
		is(t, "receipt", results[caller].ID, 100)
	}
}

func TestManyKeysAtOnce(t *testing.T) {
	_, orders := onClock(t, "system", `{"wait": "5s"}`)
	const keys = 20
	var called [keys]atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for key := range keys {
				found, err := backstay.Once(context.Background(), orders, fmt.Sprint(key), func(context.Context) (int, error) {
					called[key].Add(1)
					return key, nil
				})
				if err != nil || found != key {
					t.Errorf("%d: %d, %v", key, found, err)
				}
			}
		}()
	}
	all.Wait()
	for key := range keys {
		is(t, "called", called[key].Load(), int64(1))
	}
}
