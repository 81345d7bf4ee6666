package linear

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/backstay-dev/backstay-go"
)

const clients = 8

func fileOf(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "backstay.db") }

// over makes a runtime whose claims no lease takes away.
func over(store string) (*backstay.Runtime, *backstay.Idempotency, error) {
	document := fmt.Sprintf(`{"stores": {"main": %q}, "idempotency": {"orders": {"lease": "1h"}}}`, store)
	runtime, err := backstay.New([]byte(document))
	if err != nil {
		return nil, nil, err
	}
	orders, err := runtime.Idempotency("orders")
	return runtime, orders, err
}

// observe spreads the clients over a runtime for each of the stores, and returns what all of them saw.
func observe(t *testing.T, seed uint64, stores ...string) []event {
	t.Helper()
	began := time.Now()
	seen, failures := make([][]event, len(stores)), make([]error, len(stores))
	var all sync.WaitGroup
	for at, store := range stores {
		runtime, orders, err := over(store)
		if err != nil {
			t.Fatal(err)
		}
		defer runtime.Close()
		size := clients / len(stores)
		members := &crew{orders: orders, first: at * size, size: size, seed: seed, now: func() int64 { return int64(time.Since(began)) }}
		all.Add(1)
		go func() {
			defer all.Done()
			seen[at], failures[at] = members.play()
		}()
	}
	all.Wait()
	if err := errors.Join(failures...); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	return slices.Concat(seen...)
}

// judge fails the test, and draws the history, where it is not linearizable.
func judge(t *testing.T, seed uint64, history []event) {
	t.Helper()
	if linearizable(history) {
		return
	}
	drawn, err := os.CreateTemp("", "backstay-history-*.html") // it outlives the test
	if err != nil {
		t.Fatal(err)
	}
	defer drawn.Close()
	_, reason := porcupine.CheckOperationsVerbose(model, operations(history), 0)
	if err := porcupine.Visualize(model, reason, drawn); err != nil {
		t.Fatal(err)
	}
	t.Errorf("seed %d: not linearizable; the history is drawn in %s", seed, drawn.Name())
}

// tally counts what was answered to which call, so that no test passes because nothing happened.
type tally map[string]int

func (seen tally) add(history []event) {
	for _, e := range history {
		seen[e.Asked.Call+": "+e.Told.Status]++
	}
}

func (seen tally) judge(t *testing.T) {
	t.Helper()
	t.Log(seen)
	for _, answer := range []string{
		"claim: new", "claim: in flight", "claim: replay", "complete: ok", "complete: lost lease", "release: ok", "release: lost lease",
	} {
		if seen[answer] == 0 {
			t.Errorf("never seen: %s", answer)
		}
	}
}

func TestHistoriesAreLinearizable(t *testing.T) {
	for name, test := range map[string]struct {
		histories uint64
		stores    func(*testing.T) []string
	}{
		"one runtime in memory":    {200, func(*testing.T) []string { return []string{"memory:"} }},
		"two runtimes over a file": {40, func(t *testing.T) []string { file := fileOf(t); return []string{file, file} }},
	} {
		t.Run(name, func(t *testing.T) {
			seen := tally{}
			for seed := range test.histories {
				history := observe(t, seed, test.stores(t)...)
				judge(t, seed, history)
				seen.add(history)
			}
			seen.judge(t)
		})
	}
}

func TestRuntimesThatShareNothingAreRefused(t *testing.T) {
	for seed := range uint64(20) {
		if linearizable(observe(t, seed, "memory:", "memory:")) {
			t.Errorf("seed %d: keys with two holders were not noticed", seed)
		}
	}
}
