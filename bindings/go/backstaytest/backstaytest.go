// Package backstaytest helps the tests of code that is guarded: no waiting, and no real upstream needed to see a breaker open.
//
//	runtime := backstaytest.Open(t, "backstay.json")
//	backstaytest.OpenPolicy(t, runtime, "payments", 30*time.Second)
//	// the code under test is refused, and told to come back in 30 seconds
//
// On the manual clock nobody sleeps: the pause between two attempts, and the wait for a turn of a rate limit, move the clock by
// themselves. A wait in a queue ends when a place becomes free. Contexts end when the test moves the clock to their deadline.
package backstaytest

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// New makes a runtime of a configuration document on the manual clock, which [backstay.Runtime.Advance] moves. It is closed when the test
// has ended.
func New(t testing.TB, config []byte, options ...backstay.RuntimeOption) *backstay.Runtime {
	t.Helper()
	document := map[string]json.RawMessage{}
	if err := json.Unmarshal(config, &document); err == nil { // else the library says what is wrong
		document["clock"] = json.RawMessage(`"manual"`)
		config, _ = json.Marshal(document)
	}
	runtime, err := backstay.New(config, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = runtime.Close() })
	return runtime
}

// Open does the same with a configuration file.
func Open(t testing.TB, path string, options ...backstay.RuntimeOption) *backstay.Runtime {
	t.Helper()
	config, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return New(t, config, options...)
}

// Policy returns a policy of the runtime.
func Policy(t testing.TB, runtime *backstay.Runtime, name string) *backstay.Policy {
	t.Helper()
	policy, err := runtime.Policy(name)
	if err != nil {
		t.Fatal(err)
	}
	return policy
}

// OpenPolicy forces the circuit breaker of a policy open, so that it refuses every call, and returns the policy. After a time above 0 it
// lets probes pass, and refusals say how long that takes.
func OpenPolicy(t testing.TB, runtime *backstay.Runtime, name string, retryAfter time.Duration) *backstay.Policy {
	t.Helper()
	policy := Policy(t, runtime, name)
	force := func() error { return policy.ForceOpen("forced open by a test") }
	if retryAfter > 0 {
		force = func() error { return policy.ForceOpenFor("forced open by a test", retryAfter) }
	}
	if err := force(); err != nil {
		t.Fatal(err)
	}
	return policy
}

// Events are what happened in a runtime since they were recorded.
type Events struct {
	t       testing.TB
	runtime *backstay.Runtime
	since   int64
}

// Record begins to record; what happened before is left out.
func Record(t testing.TB, runtime *backstay.Runtime) *Events {
	t.Helper()
	recorded := &Events{t: t, runtime: runtime}
	recorded.Clear()
	return recorded
}

// All returns what was recorded, the oldest first.
func (e *Events) All() []backstay.Event {
	e.t.Helper()
	return e.page().Events
}

// States returns which states were entered, such as "open", in this order.
func (e *Events) States() []backstay.State {
	e.t.Helper()
	var states []backstay.State
	for _, event := range e.page().Events {
		if event.Kind == backstay.EventKindTransition {
			states = append(states, backstay.State(event.To))
		}
	}
	return states
}

// Clear forgets what was recorded.
func (e *Events) Clear() {
	e.t.Helper()
	e.since = e.page().Next
}

func (e *Events) page() backstay.EventPage {
	e.t.Helper()
	page, err := e.runtime.Events(e.since)
	if err != nil {
		e.t.Fatal(err)
	}
	return page
}
