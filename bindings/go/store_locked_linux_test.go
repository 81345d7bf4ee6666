package backstay_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/backstay-dev/backstay-go"
)

// F_OFD_SETLK: sets locks that hold against those of the process itself, as another process's would.
const setOpenFileLock = 37

// Where SQLite has the lock of who writes, in the file beside the database that ends in -shm.
const writersLock = 120

// lock takes the writer's lock of a store that was used already, as another process that writes does; what is claimed then waits until
// unlock, which may be called twice.
func lock(t testing.TB, store string) (unlock func()) {
	t.Helper()
	file, err := os.OpenFile(strings.TrimPrefix(store, "sqlite:")+"-shm", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	set := func(kind int16) {
		wanted := syscall.Flock_t{Type: kind, Start: writersLock, Len: 1}
		if err := syscall.FcntlFlock(file.Fd(), setOpenFileLock, &wanted); err != nil {
			t.Fatal(err)
		}
	}
	set(syscall.F_WRLCK)
	t.Cleanup(func() { _ = file.Close() }) // not earlier: it would take SQLite's own locks along
	return func() { set(syscall.F_UNLCK) }
}

// used makes a runtime over a file that exists then.
func used(t testing.TB, settings string) (*backstay.Runtime, *backstay.Idempotency, string) {
	t.Helper()
	store := fileOf(t)
	r, orders := onFile(t, store, settings)
	is(t, "used", claim(t, orders, "used").Complete(backstay.Answer{}), nil)
	return r, orders, store
}

func TestWhoWaitsForAStoreHoldsNoThread(t *testing.T) {
	const callers = 1000
	_, orders, store := used(t, `{}`)
	threads := pprof.Lookup("threadcreate")
	before := threads.Count()
	unlock := lock(t, store)
	var all sync.WaitGroup
	for caller := range callers {
		all.Add(1)
		go func() {
			defer all.Done()
			mine, err := orders.Claim(context.Background(), fmt.Sprint(caller), "")
			if err != nil || !mine.Held() || mine.Complete(backstay.Answer{}) != nil {
				t.Errorf("%d: %v, %v", caller, mine.Status(), err)
			}
		}()
	}
	eventually(t, "all wait", func() bool { return goroutines(parked) == callers })
	unlock()
	all.Wait()
	if made := threads.Count() - before; made > callers/10 {
		t.Errorf("%d threads were made for %d callers", made, callers)
	}
}

func TestWhoLeavesALockedStoreLeavesAtOnce(t *testing.T) {
	_, orders, store := used(t, `{"lease": "1h"}`)
	unlock := lock(t, store)
	defer unlock()
	ctx, leave := context.WithCancel(context.Background())
	second := func(_ any, err error) error { return err }
	ended := make(chan error)
	go func() { ended <- second(orders.Claim(ctx, "k", "")) }()
	go func() { ended <- second(backstay.Once(ctx, orders, "l", succeeds)) }()
	eventually(t, "both wait", func() bool { return goroutines(parked) == 2 })
	leave()
	for range 2 {
		is(t, "left", <-ended, context.Canceled)
	}
	unlock()
	for _, key := range []string{"k", "l"} {
		eventually(t, key+" is free", func() bool { return claim(t, orders, key).Status() == backstay.ClaimStatusNew })
	}
}

func TestClosingEndsWhatWaitsForAStore(t *testing.T) {
	r, orders, store := used(t, `{}`)
	mine, another := claim(t, orders, "mine"), claim(t, orders, "another")
	unlock := lock(t, store)
	defer unlock()
	second := func(_ any, err error) error { return err }
	calls := []func() error{mine.Heartbeat, func() error { return mine.SetRecoveryPoint("here") }, another.Release}
	for key := range 64 {
		calls = append(calls, func() error { return second(orders.Claim(context.Background(), fmt.Sprint(key), "")) })
	}
	ended := make(chan error)
	for _, call := range calls {
		go func() { ended <- call() }()
	}
	eventually(t, "all wait", func() bool { return goroutines(parked) == len(calls) })
	is(t, "closed", r.Close(), nil)
	for range calls {
		if err := <-ended; !errors.Is(err, backstay.ErrClosed) {
			t.Errorf("%v, expected closed", err)
		}
	}
	eventually(t, "nothing is left", func() bool { return goroutines(carrying)+goroutines(parked) == 0 })
}
