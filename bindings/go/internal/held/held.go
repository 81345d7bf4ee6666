// Package held lets a test stop calls where they would wait or pause, so that other things can happen in between, and tells when what was
// dropped has been given back. Nothing but tests uses it.
package held

import (
	"context"
	"sync/atomic"
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

var (
	tracked  bool
	permits  atomic.Int64
	policies atomic.Int64
	claims   atomic.Int64
)

// Track begins to count what is out. Call it before anything else.
func Track() { tracked = true }

// CountPermits notes that permits were given, or are back.
func CountPermits(by int64) {
	if tracked {
		permits.Add(by)
	}
}

// CountPolicies notes that policies were got, or released.
func CountPolicies(by int64) {
	if tracked {
		policies.Add(by)
	}
}

// CountClaims notes that keys were got, or claims dropped.
func CountClaims(by int64) {
	if tracked {
		claims.Add(by)
	}
}

// Permits returns how many permits are out.
func Permits() int64 { return permits.Load() }

// Policies returns how many policies are referenced.
func Policies() int64 { return policies.Load() }

// Claims returns how many claims of keys are referenced.
func Claims() int64 { return claims.Load() }
