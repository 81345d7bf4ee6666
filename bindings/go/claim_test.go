package backstay_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/internal/held"
)

// idempotent makes a runtime on a manual clock with one idempotency, orders.
func idempotent(t testing.TB, settings string) (*backstay.Runtime, *backstay.Idempotency) {
	t.Helper()
	return onClock(t, "manual", settings)
}

func onClock(t testing.TB, clock, settings string) (*backstay.Runtime, *backstay.Idempotency) {
	t.Helper()
	r := open(t, document(clock, storeOf(t), settings))
	return r, ordersOf(t, r)
}

// document configures one idempotency, orders.
func document(clock, store, settings string) string {
	return fmt.Sprintf(`{"clock": %q, "stores": {"main": %q}, "idempotency": {"orders": %s}}`, clock, store, settings)
}

func ordersOf(t testing.TB, r *backstay.Runtime) *backstay.Idempotency {
	t.Helper()
	orders, err := r.Idempotency("orders")
	if err != nil {
		t.Fatal(err)
	}
	return orders
}

func claim(t testing.TB, orders *backstay.Idempotency, key string, options ...backstay.ClaimOption) *backstay.Claim {
	t.Helper()
	made, err := orders.Claim(context.Background(), key, "", options...)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func advance(t testing.TB, r *backstay.Runtime, by time.Duration) {
	t.Helper()
	if err := r.Advance(by); err != nil {
		t.Fatal(err)
	}
}

func TestTheFirstClaimHoldsTheKey(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	is(t, "name", orders.Name(), "orders")
	first := claim(t, orders, "k")
	is(t, "status", first.Status(), backstay.ClaimStatusNew)
	is(t, "held", first.Held(), true)
	is(t, "fence", first.Fence() > 0, true)
	is(t, "message", first.Message(), "")
	_, answered := first.Answer()
	is(t, "has an answer", answered, false)

	second := claim(t, orders, "k")
	is(t, "status", second.Status(), backstay.ClaimStatusInFlight)
	is(t, "held", second.Held(), false)
	is(t, "fence", second.Fence(), int64(0))
	left, known := second.RetryAfter()
	is(t, "knows when to come back", known, true)
	is(t, "retry after", left, 30*time.Second)
	_, again := second.Again()
	is(t, "waits", again, false)
	is(t, "message", second.Message(), `idempotency "orders": the key "k" is in flight; its lease runs out in 30s`)
	is(t, "an end", errors.Is(second.Complete(backstay.Answer{}), backstay.ErrLostLease), true)
	is(t, "another key", claim(t, orders, "l").Held(), true)
	is(t, "another scope", claim(t, orders, "k", backstay.WithScope("tenant")).Held(), true)
}

func TestEverybodyGetsTheFirstAnswer(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	first := claim(t, orders, "k")
	body := "\x00\xff any bytes"
	err := first.Complete(backstay.Answer{StatusCode: 201, ContentType: "image/png", Headers: "Etag: \"7\"", Body: []byte(body)})
	is(t, "completed", err, nil)
	for range 2 {
		replay := claim(t, orders, "k")
		is(t, "status", replay.Status(), backstay.ClaimStatusReplay)
		answer, ok := replay.Answer()
		is(t, "has an answer", ok, true)
		is(t, "kind", answer.Kind, backstay.AnswerKindValue)
		is(t, "status code", answer.StatusCode, 201)
		is(t, "content type", answer.ContentType, "image/png")
		is(t, "headers", answer.Headers, "Etag: \"7\"")
		is(t, "body", string(answer.Body), body)
	}
	for name, err := range map[string]error{
		"complete": first.Complete(backstay.Answer{}), "fail": first.Fail(true, errBoom), "release": first.Release(),
		"heartbeat": first.Heartbeat(), "recovery point": first.SetRecoveryPoint("charged"),
	} {
		is(t, name+" after the end", errors.Is(err, backstay.ErrLostLease), true)
	}
}

func TestATakeover(t *testing.T) {
	r, orders := idempotent(t, `{}`)
	first := claim(t, orders, "k", backstay.WithLease(2*time.Second))
	advance(t, r, time.Second)
	is(t, "heartbeat", first.Heartbeat(), nil)
	advance(t, r, 1999*time.Millisecond)
	is(t, "still the first one's", claim(t, orders, "k").Status(), backstay.ClaimStatusInFlight)
	is(t, "recovery point", first.SetRecoveryPoint("charged"), nil)
	advance(t, r, 2*time.Second)
	second := claim(t, orders, "k")
	is(t, "status", second.Status(), backstay.ClaimStatusTakenOver)
	is(t, "held", second.Held(), true)
	is(t, "recovery point", second.RecoveryPoint(), "charged")
	is(t, "takeovers", second.Takeovers(), int64(1))
	is(t, "the fence rises", second.Fence() > first.Fence(), true)
	err := first.Complete(backstay.Answer{})
	is(t, "too late", errors.Is(err, backstay.ErrLostLease), true)
	is(t, "text", err.Error(), "backstay: the key is not the claim's any more")
	is(t, "completed", second.Complete(backstay.Answer{}), nil)
}

func TestAFailure(t *testing.T) {
	r, orders := idempotent(t, `{"on_failure": "store"}`)
	is(t, "retryable", claim(t, orders, "k").Fail(true, errBoom), nil)
	is(t, "released", claim(t, orders, "k").Release(), nil)
	is(t, "stored", claim(t, orders, "k").Fail(false, &upstreamGone{}), nil)
	replay := claim(t, orders, "k")
	answer, _ := replay.Answer()
	is(t, "kind", answer.Kind, backstay.AnswerKindFailure)
	is(t, "body", string(answer.Body), `{"error":"upstreamGone","message":"gone"}`)
	is(t, "message", replay.Message(), "gone")

	// What an error says doesn't decide whether it can be stored.
	long := errors.New("\xff" + strings.Repeat("ä", 1<<16))
	is(t, "stored", claim(t, orders, "long").Fail(false, long), nil)
	is(t, "begins with", strings.HasPrefix(claim(t, orders, "long").Message(), "\uFFFDää"), true)
	is(t, "stored", claim(t, orders, "nothing").Fail(false, nil), nil)
	is(t, "is there", claim(t, orders, "nothing").Status(), backstay.ClaimStatusReplay)
	advance(t, r, 24*time.Hour)
	is(t, "forgotten", claim(t, orders, "k").Status(), backstay.ClaimStatusNew)
}

func TestOtherEndsOfAClaim(t *testing.T) {
	r, orders := idempotent(t, `{"on_takeover": "refuse", "maximum_body": 1}`)
	_, err := orders.Claim(context.Background(), "k", "one request")
	is(t, "error", err, nil)
	other, err := orders.Claim(context.Background(), "k", "another")
	is(t, "error", err, nil)
	is(t, "status", other.Status(), backstay.ClaimStatusMismatch)
	is(t, "text of the status", other.Status().String(), "mismatch")
	advance(t, r, 30*time.Second)
	is(t, "status", claim(t, orders, "k").Status(), backstay.ClaimStatusAbandoned)

	is(t, "completed", claim(t, orders, "l").Complete(backstay.Answer{StatusCode: 200, Body: []byte("ab")}), nil)
	done := claim(t, orders, "l")
	is(t, "status", done.Status(), backstay.ClaimStatusBodyNotKept)
	answer, ok := done.Answer()
	is(t, "has an answer", ok, true)
	is(t, "status code", answer.StatusCode, 200)
	is(t, "kind", answer.Kind, backstay.AnswerKindNotKept)
}

func TestAClaimSaysWhenToLookAgain(t *testing.T) {
	_, orders := idempotent(t, `{"wait": "1s"}`)
	defer runtime.KeepAlive(claim(t, orders, "k"))
	again, ok := claim(t, orders, "k").Again()
	is(t, "waits", ok, true)
	is(t, "for", again > 0 && again <= time.Second, true)
	_, ok = claim(t, orders, "k", backstay.WithWaited(time.Second)).Again()
	is(t, "waits on", ok, false)
}

func TestADroppedClaimHoldsItsKeyUntilTheLeaseRunsOut(t *testing.T) {
	r, orders := idempotent(t, `{}`)
	claim(t, orders, "k")
	eventually(t, "it is given back", func() bool {
		runtime.GC()
		return held.Claims() == 0
	})
	is(t, "status", claim(t, orders, "k").Status(), backstay.ClaimStatusInFlight)
	advance(t, r, 30*time.Second)
	is(t, "status", claim(t, orders, "k").Status(), backstay.ClaimStatusTakenOver)
}

func TestAClaimOutlivesWhatItCameFrom(t *testing.T) {
	last := func() *backstay.Claim {
		r, err := backstay.New([]byte(document("system", storeOf(t), `{}`)))
		if err != nil {
			t.Fatal(err)
		}
		return claim(t, ordersOf(t, r), "k")
	}()
	for range 10 {
		runtime.GC()
	}
	is(t, "heartbeat", last.Heartbeat(), nil)
	is(t, "completed", last.Complete(backstay.Answer{}), nil)
}

func TestClaimsOfAClosedRuntime(t *testing.T) {
	r, orders := idempotent(t, `{}`)
	early := claim(t, orders, "k")
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	second := func(_ any, err error) error { return err }
	_, err := backstay.Once(context.Background(), orders, "l", succeeds)
	for name, err := range map[string]error{
		"once": err, "idempotency": second(r.Idempotency("orders")), "claim": second(orders.Claim(context.Background(), "l", "")),
		"complete": early.Complete(backstay.Answer{}), "fail": early.Fail(false, nil), "release": early.Release(),
		"heartbeat": early.Heartbeat(), "recovery point": early.SetRecoveryPoint("x"),
	} {
		if !errors.Is(err, backstay.ErrClosed) {
			t.Errorf("%s: %v, expected closed", name, err)
		}
	}
	is(t, "status", early.Status(), backstay.ClaimStatusNew)
}

func TestMisusedClaims(t *testing.T) {
	r, orders := idempotent(t, `{}`)
	_, err := r.Idempotency("ordres")
	is(t, "not found", errors.Is(err, backstay.ErrNotFound) && strings.Contains(err.Error(), `did you mean "orders"`), true)
	var nothing *backstay.Idempotency
	var noClaim *backstay.Claim
	var noRuntime *backstay.Runtime
	var nowhere context.Context
	var noFunction func(context.Context) (string, error)
	second := func(_ any, err error) error { return err }
	once := func(ctx context.Context, orders *backstay.Idempotency, key string, fn func(context.Context) (string, error)) error {
		_, err := backstay.Once(ctx, orders, key, fn)
		return err
	}
	with := func(options ...backstay.ClaimOption) error {
		return second(orders.Claim(context.Background(), "k", "", options...))
	}
	mine := claim(t, orders, "mine")
	for name, err := range map[string]error{
		"no runtime":              second(noRuntime.Idempotency("orders")),
		"no idempotency":          second(nothing.Claim(context.Background(), "k", "")),
		"an empty one":            second(new(backstay.Idempotency).Claim(context.Background(), "k", "")),
		"no context":              second(orders.Claim(nowhere, "k", "")),
		"no key":                  second(orders.Claim(context.Background(), "", "")),
		"a long key":              second(orders.Claim(context.Background(), strings.Repeat("k", 256), "")),
		"a key that is no text":   second(orders.Claim(context.Background(), "\xff", "")),
		"a long fingerprint":      second(orders.Claim(context.Background(), "k", strings.Repeat("f", 256))),
		"a scope in two lines":    with(backstay.WithScope("a\nb")),
		"no lease":                with(backstay.WithLease(0)),
		"a negative lease":        with(backstay.WithLease(-1)),
		"a short lease":           with(backstay.WithLease(time.Millisecond)),
		"a negative wait":         with(backstay.WithWaited(-1)),
		"once, no idempotency":    once(context.Background(), nothing, "k", succeeds),
		"once, no context":        once(nowhere, orders, "k", succeeds),
		"once, no function":       once(context.Background(), orders, "k", noFunction),
		"once, no key":            once(context.Background(), orders, "", succeeds),
		"no claim":                noClaim.Complete(backstay.Answer{}),
		"an unknown kind":         mine.Complete(backstay.Answer{Kind: 9}),
		"a status of four digits": mine.Complete(backstay.Answer{StatusCode: 1000}),
		"no recovery point":       mine.SetRecoveryPoint(""),
	} {
		if !errors.Is(err, backstay.ErrInvalidArgument) {
			t.Errorf("%s: %v, expected an invalid argument", name, err)
		}
	}
	is(t, "nothing is held", noClaim.Held() || new(backstay.Claim).Held() || noClaim.Status() == backstay.ClaimStatusNew, false)
	is(t, "an empty claim", errors.Is(new(backstay.Claim).Release(), backstay.ErrLostLease), true)
	is(t, "the key is as it was", claim(t, orders, "k", backstay.ClaimOption{}).Status(), backstay.ClaimStatusNew)
	is(t, "the claim too", mine.Complete(backstay.Answer{}), nil)
}

func TestACancelledCallerDoesNotClaim(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := orders.Claim(ctx, "k", "")
	is(t, "error", err, context.Canceled)
	is(t, "the key is free", claim(t, orders, "k").Status(), backstay.ClaimStatusNew)
}

func TestClaimsClosedAndCollectedWhileInUse(t *testing.T) {
	for range 20 {
		r, err := backstay.New([]byte(document("system", storeOf(t), `{}`)))
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 4 {
			all.Add(1)
			go func() {
				defer all.Done()
				for call := range 50 {
					orders, err := r.Idempotency("orders")
					if err != nil {
						return
					}
					claimed, err := orders.Claim(context.Background(), string(rune('a'+call%8)), "")
					if err == nil && call%3 == 0 {
						_ = claimed.Heartbeat()
						_ = claimed.Release()
					}
				}
			}()
		}
		runtime.GC()
		_ = r.Close()
		all.Wait()
	}
	eventually(t, "all are given back", func() bool {
		runtime.GC()
		return held.Claims() == 0
	})
}

func TestOneOfManyEndsCounts(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	for range 50 {
		mine := claim(t, orders, "k")
		ended := make(chan error)
		for range 4 {
			go func() { ended <- mine.Release() }()
		}
		succeeded := 0
		for range 4 {
			if err := <-ended; err == nil {
				succeeded++
			} else if !errors.Is(err, backstay.ErrLostLease) {
				t.Error(err)
			}
		}
		is(t, "succeeded", succeeded, 1)
	}
}
