// Package held lets a test stop calls where they would wait or pause, so that other things can happen in between. Nothing but tests
// uses it.
package held

import (
	"context"
	"time"
)

// Call is a call that is stopped.
type Call interface {
	// Stop takes the place of a sleep. An error gives the call up, as if its context were cancelled.
	Stop(pausing bool, wait time.Duration) error
}

type key struct{}

// With returns a context under which call is stopped.
func With(ctx context.Context, call Call) context.Context {
	return context.WithValue(ctx, key{}, call)
}

// From returns the call to stop, nil where there is none.
func From(ctx context.Context) Call {
	call, _ := ctx.Value(key{}).(Call)
	return call
}
