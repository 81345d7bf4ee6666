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

// The latest instant that is told to the core.
const farAway = math.MaxInt64 / 4

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
		return r.manual.context(ctx, int64(now), at, cause)
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

// manualContext is done when a manual clock reaches its deadline.
type manualContext struct {
	context.Context
	clock *manualClock
	at    int64     // on the manual clock
	real  time.Time // what stands for it where a caller of the context asks for its deadline

	lock    sync.Mutex
	expired bool
	cancel  context.CancelCauseFunc
	cause   error
}

func (c *manualClock) context(parent context.Context, now, at int64, cause error) (context.Context, context.CancelFunc) {
	inner, cancel := context.WithCancelCause(parent)
	made := &manualContext{Context: inner, clock: c, at: at, cancel: cancel, cause: cause}
	made.real = time.Now().Add(time.Duration(min(at-now, int64(24*365*time.Hour))))
	c.lock.Lock()
	if c.waiting == nil {
		c.waiting = map[*manualContext]struct{}{}
	}
	c.waiting[made] = struct{}{}
	c.lock.Unlock()
	c.expire(now)
	return made, func() {
		c.lock.Lock()
		delete(c.waiting, made)
		c.lock.Unlock()
		cancel(context.Canceled)
	}
}

func (c *manualClock) expire(now int64) {
	c.lock.Lock()
	var over []*manualContext
	for waiting := range c.waiting {
		if waiting.at <= now {
			over = append(over, waiting)
			delete(c.waiting, waiting)
		}
	}
	c.lock.Unlock()
	for _, waiting := range over {
		waiting.expire()
	}
}

func (m *manualContext) expire() {
	m.lock.Lock()
	m.expired = m.Context.Err() == nil
	m.lock.Unlock()
	m.cancel(m.cause)
}

// Deadline returns what stands for the instant on the manual clock, or the parent's where that comes first.
func (m *manualContext) Deadline() (time.Time, bool) {
	if deadline, ok := m.Context.Deadline(); ok && deadline.Before(m.real) {
		return deadline, true
	}
	return m.real, true
}

// Err tells a deadline that passed from a cancellation.
func (m *manualContext) Err() error {
	err := m.Context.Err()
	m.lock.Lock()
	defer m.lock.Unlock()
	if err != nil && m.expired {
		return context.DeadlineExceeded
	}
	return err
}

func (m *manualContext) Value(key any) any {
	if key == (manualKey{}) {
		return m
	}
	return m.Context.Value(key)
}
