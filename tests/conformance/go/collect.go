package main

import (
	"runtime"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/internal/held"
)

// A permit, policy or claim that is dropped is given back when the garbage collector has found it. Vectors look at what follows, so each drop
// waits until nothing is left but what the interpreter still holds.

// More rounds than the collector ever needs.
const patience = 1000

func init() { held.Track() }

func (i *interpreter) collect() {
	permits, policies := i.holds()
	for range patience {
		if held.Permits() <= permits && held.Policies() <= policies && held.Claims() <= int64(len(i.claims)) {
			return
		}
		runtime.GC()
		runtime.Gosched()
	}
	panic("something that was dropped is still there")
}

// holds counts the permits that are out, and the policies.
func (i *interpreter) holds() (permits, policies int64) {
	distinct := map[*backstay.Policy]bool{}
	for _, policy := range i.policies {
		distinct[policy] = true
	}
	for name, permit := range i.permits {
		distinct[permit.Policy()] = true
		if !i.reported[name] {
			permits++
		}
	}
	for _, call := range i.held {
		distinct[call.policy] = true
	}
	return permits, int64(len(distinct))
}
