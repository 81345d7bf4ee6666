package backstay_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/backstay-dev/backstay-go"
)

const overAFile = "TestClaimsOverAFile"

// storeOf returns where the test's keys are kept: in memory, which is never waited for, or in a file of the test's own.
func storeOf(t testing.TB) string {
	if strings.HasPrefix(t.Name(), overAFile+"/") {
		return fileOf(t)
	}
	return "memory:"
}

func fileOf(t testing.TB) string {
	return "sqlite:" + filepath.Join(t.TempDir(), "backstay.db")
}

// onFile makes a runtime on the system clock with one idempotency, orders, in that store.
func onFile(t testing.TB, store, settings string) (*backstay.Runtime, *backstay.Idempotency) {
	t.Helper()
	r := open(t, document("system", store, settings))
	return r, ordersOf(t, r)
}

// What holds of a store that is never waited for holds of one that is.
func TestClaimsOverAFile(t *testing.T) {
	for name, test := range map[string]func(*testing.T){
		"first claim": TestTheFirstClaimHoldsTheKey, "answer": TestEverybodyGetsTheFirstAnswer, "takeover": TestATakeover,
		"failure": TestAFailure, "other ends": TestOtherEndsOfAClaim, "again": TestAClaimSaysWhenToLookAgain,
		"dropped": TestADroppedClaimHoldsItsKeyUntilTheLeaseRunsOut, "outlives": TestAClaimOutlivesWhatItCameFrom,
		"closed": TestClaimsOfAClosedRuntime, "misuse": TestMisusedClaims, "cancelled before": TestACancelledCallerDoesNotClaim,
		"collected": TestClaimsClosedAndCollectedWhileInUse, "one end": TestOneOfManyEndsCounts,
		"once": TestOnceGivesEverybodyTheFirstResult, "once, keys": TestOnceHasKeysScopesAndFingerprints,
		"once, error": TestAnErrorLeavesTheKeyToItsLease, "once, retryable": TestARetryableErrorFreesTheKey,
		"once, panic": TestAPanicIsAFailureOfTheKeyAndGoesOn, "once, no JSON": TestAResultThatCannotBeEncodedWasDoneAllTheSame,
		"once, long": TestAResultThatNoStoreTakesWasDoneAllTheSame, "once, other type": TestAnAnswerOfAnotherType,
		"once, late": TestALostLeaseComesWithTheResult, "once, not stored": TestAnAnswerThatIsNotStoredComesWithItsError,
		"once, abandoned": TestAnAbandonedKey, "once, clock": TestOnceWaitsOnTheRuntimesClock,
		"once, waited":  TestWhoWaitedGetsTheAnswer,
		"once, closing": TestClosingEndsAWaitForAKey, "once, one of many": TestOneOfManyRunsAndAllGetItsResult,
		"once, many keys": TestManyKeysAtOnce,
		"http, replay":    TestARequestIsHeldAndItsAnswerReplayed, "http, not kept": TestAnAnswerThatIsNotKept,
		"http, callers": TestWhoAsksMakesTheKey, "http, clock": TestServeWaitsOnTheRuntimesClock, "http, misuse": TestMisusedRequests,
	} {
		t.Run(name, test)
	}
}

func TestManyClaimsOfAFewKeysHaveOneEffectEach(t *testing.T) {
	const callers, keys = 512, 8
	_, orders := onFile(t, fileOf(t), `{"wait": "30s"}`)
	var called [keys]atomic.Int64
	var all sync.WaitGroup
	for caller := range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			key := caller % keys
			found, err := backstay.Once(context.Background(), orders, fmt.Sprint(key), func(context.Context) (int, error) {
				called[key].Add(1)
				return key, nil
			})
			if err != nil || found != key {
				t.Errorf("%d: %d, %v", key, found, err)
			}
		}()
	}
	all.Wait()
	for key := range keys {
		is(t, "called", called[key].Load(), int64(1))
	}
}

func TestAnAnswerOutlivesItsRuntime(t *testing.T) {
	store := fileOf(t)
	first, orders := onFile(t, store, `{}`)
	_, err := backstay.Once(context.Background(), orders, "k", succeeds)
	is(t, "error", err, nil)
	is(t, "closed", first.Close(), nil)
	_, orders = onFile(t, store, `{}`)
	value, err := backstay.Once(context.Background(), orders, "k", fails)
	is(t, "error", err, nil)
	is(t, "value", value, "fresh")
}

func TestAFileThatCannotBeUsed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "absent", "backstay.db")
	_, orders := onFile(t, "sqlite:"+path, `{}`)
	_, claimed := orders.Claim(context.Background(), "k", "")
	_, once := backstay.Once(context.Background(), orders, "k", succeeds)
	for name, err := range map[string]error{"claim": claimed, "once": once} {
		is(t, name, errors.Is(err, backstay.ErrStoreUnavailable), true)
		is(t, name+" names the file", strings.Contains(err.Error(), path), true)
	}
}

// Whoever leaves while it claims has the key, or leaves it free.
func TestNobodyWhoLeavesWedgesAKey(t *testing.T) {
	_, orders := onFile(t, fileOf(t), `{"lease": "1h"}`)
	for range 200 {
		ctx, cancel := context.WithCancel(context.Background())
		go cancel()
		mine, err := orders.Claim(ctx, "k", "")
		if err != nil {
			is(t, "left", err, context.Canceled)
			// The store may be on the way to give it back.
			eventually(t, "the key is free", func() bool {
				mine = claim(t, orders, "k")
				return mine.Held()
			})
		}
		is(t, "status", mine.Status(), backstay.ClaimStatusNew)
		is(t, "released", mine.Release(), nil)
	}
}

func TestWhoLeavesDuringTheWorkKeepsTheAnswer(t *testing.T) {
	_, orders := onFile(t, fileOf(t), `{}`)
	ctx, leave := context.WithCancel(context.Background())
	value, err := backstay.Once(ctx, orders, "k", func(context.Context) (string, error) { leave(); return "done", nil })
	is(t, "error", err, nil)
	is(t, "value", value, "done")
	is(t, "status", claim(t, orders, "k").Status(), backstay.ClaimStatusReplay)
}

func TestWhoLeavesWhileAnotherActsHearsOfIt(t *testing.T) {
	_, orders := onFile(t, fileOf(t), `{"wait": "1h", "lease": "1h"}`)
	defer runtime.KeepAlive(claim(t, orders, "k"))
	ctx, leave := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() {
		_, err := backstay.Once(ctx, orders, "k", succeeds)
		ended <- err
	}()
	eventually(t, "it has looked once", func() bool { return goroutines("(*Idempotency).pause") == 1 })
	leave() // in its pause, or while it looks again
	err := <-ended
	is(t, "left", errors.Is(err, context.Canceled), true)
	is(t, "in flight", errors.Is(err, backstay.ErrInFlight), true)
}

// goroutines counts those that are in a function of this module.
func goroutines(function string) int {
	for size := 1 << 20; ; size *= 2 {
		stacks := make([]byte, size)
		if length := runtime.Stack(stacks, true); length < size {
			return strings.Count(string(stacks[:length]), function+"(")
		}
	}
}

const carrying, parked = "completion.(*Loop).run", "completion.(*Loop).Await"

func TestOneGoroutineCarriesAndGoesWithItsRuntime(t *testing.T) {
	eventually(t, "those before are gone", func() bool { runtime.GC(); return goroutines(carrying) == 0 })
	r, orders := onFile(t, fileOf(t), `{}`)
	is(t, "before the first claim", goroutines(carrying), 0)
	for key := range 10 {
		is(t, "completed", claim(t, orders, fmt.Sprint(key)).Complete(backstay.Answer{}), nil)
	}
	is(t, "then", goroutines(carrying), 1)
	is(t, "closed", r.Close(), nil)
	eventually(t, "it is gone", func() bool { return goroutines(carrying) == 0 })
	is(t, "closed again", r.Close(), nil)
	_, err := orders.Claim(context.Background(), "k", "")
	is(t, "a late claim", errors.Is(err, backstay.ErrClosed), true)
	is(t, "makes none", goroutines(carrying), 0)
}

func TestACarrierGoesWithARuntimeThatWasForgotten(t *testing.T) {
	func() {
		r, err := backstay.New([]byte(document("system", fileOf(t), `{}`)))
		if err != nil {
			t.Fatal(err)
		}
		is(t, "released", claim(t, ordersOf(t, r), "k").Release(), nil)
	}()
	eventually(t, "it is gone", func() bool { runtime.GC(); return goroutines(carrying) == 0 })
}

func TestAMemoryStoreNeedsNoCarrier(t *testing.T) {
	eventually(t, "those before are gone", func() bool { runtime.GC(); return goroutines(carrying) == 0 })
	_, orders := idempotent(t, `{}`)
	is(t, "released", claim(t, orders, "k").Release(), nil)
	is(t, "carriers", goroutines(carrying), 0)
}
