package backstay

import (
	"context"
	"math"
	"sync"
	"time"
)

// Deadlines are contexts here and instants on the runtime's clock in the core. The system's clock is the one that Go's timers follow, so
// there one is translated into the other. A manual clock stands still until a test moves it; contexts with a deadline on it are done when
// it gets there.

// The latest instant that is told to the core, and the longest time that a manual clock's deadline is told to be away.
const (
	farAway = math.MaxInt64 / 4
	longest = 10 * 365 * 24 * time.Hour
)

// WithTimeout returns a context that is done after a time on the runtime's clock. On the system clock that is [context.WithTimeout]; on
// a manual clock, which a test moves, time passes by [Runtime.Advance].
func (r *Runtime) WithTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	if r == nil || r.manual == nil {
		return context.WithTimeout(ctx, timeout)
	}
	now, _ := r.Now()
	return r.withDeadline(ctx, int64(now)+max(int64(timeout), 0), context.DeadlineExceeded)
}

// TimeLeft returns the time on the runtime's clock until a context's deadline, never below 0; false where it has none.
func (r *Runtime) TimeLeft(ctx context.Context) (time.Duration, bool) {
	deadline := r.deadlineOf(ctx)
	if deadline == none {
		return 0, false
	}
	now, _ := r.Now()
	return max(time.Duration(deadline)-now, 0), true
}

// withDeadline returns a context that is done at an instant of the runtime's clock.
func (r *Runtime) withDeadline(ctx context.Context, at int64, cause error) (context.Context, context.CancelFunc) {
	if r.manual != nil {
		now, _ := r.Now()
		return r.manual.context(ctx, int64(now), at)
	}
	return context.WithDeadlineCause(ctx, r.anchor.Add(time.Duration(at-r.origin)), cause)
}

// deadlineOf returns the instant on the runtime's clock at which a context ends, [none] where it has no deadline.
func (r *Runtime) deadlineOf(ctx context.Context) int64 {
	deadline, ok := ctx.Deadline()
	if !ok {
		return none
	}
	if r.manual == nil {
		return clamped(int64(deadline.Sub(r.anchor)), r.origin)
	}
	if own, _ := ctx.Value(manualKey{}).(*manualContext); own != nil && own.clock == r.manual && own.real.Equal(deadline) {
		return own.at
	}
	now, _ := r.Now()
	return clamped(int64(time.Until(deadline)), int64(now))
}

func clamped(duration, from int64) int64 {
	if duration > farAway {
		return farAway
	}
	return max(from+duration, 0)
}

// expire ends the contexts whose deadline a manual clock has reached.
func (r *Runtime) expire() {
	if r.manual == nil {
		return
	}
	if now, err := r.Now(); err == nil {
		r.manual.expire(int64(now))
	}
}

// manualClock knows the contexts that wait for a manual clock.
type manualClock struct {
	lock    sync.Mutex
	waiting map[*manualContext]struct{}
}

type manualKey struct{}

// manualContext is done when a manual clock reaches its deadline, or when its parent is. It is no [context.WithCancel], whose children would
// take a passed deadline for a cancellation.
type manualContext struct {
	context.Context // the parent
	clock           *manualClock
	at              int64     // on the manual clock
	real            time.Time // what stands for it where a user of the context asks for its deadline
	done            chan struct{}

	lock sync.Mutex
	err  error
}

func (c *manualClock) context(parent context.Context, now, at int64) (context.Context, context.CancelFunc) {
	made := &manualContext{Context: parent, clock: c, at: at, done: make(chan struct{})}
	made.real = time.Now().Add(time.Duration(min(at-now, int64(longest))))
	c.lock.Lock()
	if c.waiting == nil {
		c.waiting = map[*manualContext]struct{}{}
	}
	c.waiting[made] = struct{}{}
	c.lock.Unlock()
	c.expire(now)
	forget := context.AfterFunc(parent, func() { made.end(parent.Err()) })
	return made, func() {
		forget()
		made.end(context.Canceled)
	}
}

func (c *manualClock) expire(now int64) {
	c.lock.Lock()
	var over []*manualContext
	for waiting := range c.waiting {
		if waiting.at <= now {
			over = append(over, waiting)
		}
	}
	c.lock.Unlock()
	for _, waiting := range over {
		waiting.end(context.DeadlineExceeded)
	}
}

func (m *manualContext) end(err error) {
	m.clock.lock.Lock()
	delete(m.clock.waiting, m)
	m.clock.lock.Unlock()
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.err == nil {
		m.err = err
		close(m.done)
	}
}

// Deadline returns what stands for the instant on the manual clock, or the parent's where that comes first.
func (m *manualContext) Deadline() (time.Time, bool) {
	if deadline, ok := m.Context.Deadline(); ok && deadline.Before(m.real) {
		return deadline, true
	}
	return m.real, true
}

func (m *manualContext) Done() <-chan struct{} { return m.done }

func (m *manualContext) Err() error {
	m.lock.Lock()
	defer m.lock.Unlock()
	return m.err
}

func (m *manualContext) Value(key any) any {
	if key == (manualKey{}) {
		return m
	}
	return m.Context.Value(key)
}
