package backstay

import (
	"context"
	"runtime"
	"sync"

	"github.com/backstay-dev/backstay-go/internal/completion"
)

// How many calls of a runtime can be on their way to stores at once. Others wait for a place, which comes soon: what is on its way at one
// time, a store does together.
const places = 4096

// The completion queue lies below this package, and needs a runtime's handle and this package's error.
func init() {
	completion.Handle = func(of any) int64 {
		r, _ := of.(*Runtime)
		return r.native()
	}
	completion.Failure = func(status int, message string) error { return &Error{Status(status), message} }
}

// carrier is a runtime's loop, made when something is submitted first.
type carrier struct {
	lock sync.Mutex
	loop *completion.Loop
}

// await submits what a store is to do, and waits until it is done and its result taken, or the caller has gone.
func (r *Runtime) await(ctx context.Context, submit func(queue, token int64) int64, take func(queue, result int64) error) error {
	defer runtime.KeepAlive(r)
	loop, err := r.carry()
	if err != nil {
		return err
	}
	return loop.Await(ctx, submit, take)
}

func (r *Runtime) carry() (*completion.Loop, error) {
	r.carrier.lock.Lock()
	defer r.carrier.lock.Unlock()
	if r.carrier.loop != nil {
		return r.carrier.loop, nil
	}
	loop, err := completion.NewLoop(r, places)
	if err != nil {
		return nil, err
	}
	r.carrier.loop = loop
	// The loop doesn't know the Go runtime, so it doesn't keep one that was forgotten, and goes with it.
	runtime.AddCleanup(r, stop, loop)
	return loop, nil
}

// stopCarrying ends the loop's goroutine, once the runtime is closed: then none is made any more.
func (r *Runtime) stopCarrying() {
	r.carrier.lock.Lock()
	defer r.carrier.lock.Unlock()
	if r.carrier.loop != nil {
		stop(r.carrier.loop)
	}
}

func stop(loop *completion.Loop) { _ = loop.Close() }
