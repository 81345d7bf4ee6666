package backstay_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// eventually waits until something that other goroutines do has happened. Nothing is asserted about how long that takes.
func eventually(t testing.TB, what string, happened func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !happened(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: has not happened", what)
		}
	}
}

func waiting(t testing.TB, p *backstay.Policy) int64 { return number(t, p, "bulkhead", "waiting") }

const queued = `{"bulkhead": {"limit": 1, "queue": 10, "wait": "1h"}}`

func enter(t testing.TB, p *backstay.Policy) *backstay.Permit {
	t.Helper()
	permit, err := p.Enter(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return permit
}

// waiter enters on a goroutine of its own.
func waiter(ctx context.Context, p *backstay.Policy) <-chan error {
	came := make(chan error, 1)
	go func() {
		permit, err := p.Enter(ctx)
		permit.Success()
		came <- err
	}()
	return came
}

func TestAnExitLetsAWaiterIn(t *testing.T) {
	p := policy(t, open(t, `{"policies": {"p": `+queued+`}}`), "p")
	first := enter(t, p)
	came := waiter(context.Background(), p)
	eventually(t, "one waits", func() bool { return waiting(t, p) == 1 })
	first.Success()
	is(t, "entered", <-came, nil)
	is(t, "in flight", number(t, p, "bulkhead", "in_flight"), int64(0))
}

func TestACancelledWaiterLeaves(t *testing.T) {
	p := policy(t, open(t, `{"policies": {"p": `+queued+`}}`), "p")
	first := enter(t, p)
	ctx, cancel := context.WithCancel(context.Background())
	came := waiter(ctx, p)
	eventually(t, "one waits", func() bool { return waiting(t, p) == 1 })
	cancel()
	is(t, "error", <-came, context.Canceled)
	is(t, "waiting", waiting(t, p), int64(0))
	first.Success()
	enter(t, p).Success()
}

func TestADeadlineEndsAWait(t *testing.T) {
	p := policy(t, open(t, `{"policies": {"p": `+queued+`}}`), "p")
	defer enter(t, p).Success()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	err := <-waiter(ctx, p)
	if !errors.Is(err, backstay.ErrBulkheadFull) && !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, expected a refusal", err)
	}
	is(t, "waiting", waiting(t, p), int64(0))
}

func TestClosingEndsWaits(t *testing.T) {
	r := open(t, `{"policies": {"p": `+queued+`, "turns": {"rate_limit": {"rate": "2/h", "burst": 1, "wait": "1h"}}}}`)
	p, turns := policy(t, r, "p"), policy(t, r, "turns")
	enter(t, p)
	enter(t, turns)
	parked, timed := waiter(context.Background(), p), waiter(context.Background(), turns)
	eventually(t, "one waits", func() bool { return waiting(t, p) == 1 })
	eventually(t, "another waits", func() bool { return number(t, turns, "rate_limit", "waiting") == 1 })
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for _, came := range []<-chan error{parked, timed} {
		if err := <-came; !errors.Is(err, backstay.ErrClosed) {
			t.Errorf("%v, expected closed", err)
		}
	}
}

func TestASharedQueueIsOneLot(t *testing.T) {
	r := open(t, `{"policies": {"a": `+queued+`, "b": {"bulkhead": {"use": "a"}}}}`)
	a, b := policy(t, r, "a"), policy(t, r, "b")
	first := enter(t, a)
	came := waiter(context.Background(), b)
	eventually(t, "one waits", func() bool { return waiting(t, b) == 1 })
	first.Success()
	is(t, "entered", <-came, nil)
}

func TestARaisedLimitWakesAll(t *testing.T) {
	p := policy(t, open(t, `{"policies": {"p": `+queued+`}}`), "p")
	first := enter(t, p)
	var came []<-chan error
	for range 3 {
		came = append(came, waiter(context.Background(), p))
	}
	eventually(t, "three wait", func() bool { return waiting(t, p) == 3 })
	if err := p.SetLimit(4, "a test"); err != nil {
		t.Fatal(err)
	}
	for _, one := range came {
		is(t, "entered", <-one, nil)
	}
	first.Success()
}

func TestNobodyIsForgottenUnderLoad(t *testing.T) {
	p := policy(t, open(t, `{"policies": {"p": {"bulkhead": {"limit": 2, "queue": 100, "wait": "1h"}}}}`), "p")
	var inside, most, entered atomic.Int64
	var all sync.WaitGroup
	for worker := range 16 {
		all.Add(1)
		go func() {
			defer all.Done()
			for call := range 200 {
				ctx, cancel := context.WithCancel(context.Background())
				if (worker+call)%7 == 0 {
					time.AfterFunc(time.Duration(call%50)*time.Microsecond, cancel)
				}
				_, err := backstay.Do(ctx, p, func(context.Context) (int, error) {
					now := inside.Add(1)
					for before := most.Load(); now > before && !most.CompareAndSwap(before, now); before = most.Load() {
					}
					inside.Add(-1)
					entered.Add(1)
					return 0, nil
				})
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Errorf("%v", err)
				}
				cancel()
			}
		}()
	}
	all.Wait()
	if most.Load() > 2 {
		t.Errorf("%d at once, 2 allowed", most.Load())
	}
	is(t, "in flight", number(t, p, "bulkhead", "in_flight"), int64(0))
	is(t, "waiting", waiting(t, p), int64(0))
	is(t, "all entered are counted", number(t, p, "bulkhead", "permitted"), entered.Load())
}

func TestTurnsOfARateLimitPassAManualClock(t *testing.T) {
	r, p := manual(t, `{"rate_limit": {"rate": "1/s", "burst": 1, "wait": "10s"}}`)
	for range 3 {
		if _, err := backstay.Do(context.Background(), p, succeeds); err != nil {
			t.Fatal(err)
		}
	}
	now, _ := r.Now()
	is(t, "now", now, 2*time.Second)
}
