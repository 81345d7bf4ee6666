// Package linear judges whether histories of concurrent claims are linearizable: whether each call can be given a moment between its
// beginning and its end so that a key, asked by one caller after the other in the order of these moments, had answered the same.
package linear

import (
	"fmt"
	"slices"
	"testing"

	"github.com/anishathalye/porcupine"
)

const (
	claims    = "claim"
	completes = "complete"
	releases  = "release"
)

const (
	fresh     = "new"
	inFlight  = "in flight"
	replay    = "replay"
	ok        = "ok"
	lostLease = "lost lease"
)

// input is a call. Ends name the claim that they are of by its fence.
type input struct {
	Key   string
	Call  string
	Fence int64
	Body  string // of the answer that a complete gives
}

// output is what a call was told.
type output struct {
	Status string
	Fence  int64  // of a new claim
	Body   string // of a replay
}

// event is a call with its answer and the moments around it, in nanoseconds of one clock.
type event struct {
	Client int
	Asked  input
	Call   int64
	Told   output
	Return int64
}

type stage string

const (
	free stage = "free"
	held stage = "held"
	done stage = "done"
)

// state is what a key remembers. No time passes, so that a key leaves its holder by an end alone.
type state struct {
	stage stage
	fence int64 // the last holder's
	body  string
}

// step tells whether the key may answer so, and what it is then.
func (s state) step(asked input, told output) (bool, state) {
	mine := s.stage == held && s.fence == asked.Fence
	switch asked.Call + ": " + told.Status {
	case claims + ": " + fresh:
		return s.stage == free && told.Fence > s.fence, state{stage: held, fence: told.Fence}
	case claims + ": " + inFlight:
		return s.stage == held, s
	case claims + ": " + replay:
		return s.stage == done && told.Body == s.body, s
	case completes + ": " + ok:
		return mine, state{stage: done, fence: s.fence, body: asked.Body}
	case releases + ": " + ok:
		return mine, state{stage: free, fence: s.fence}
	case completes + ": " + lostLease, releases + ": " + lostLease:
		return !mine, s
	}
	return false, s
}

// model is of one key: keys know nothing of each other.
var model = porcupine.Model{
	Partition: byKey,
	Init:      func() any { return state{stage: free} },
	Step:      func(before, asked, told any) (bool, any) { return before.(state).step(asked.(input), told.(output)) },
	DescribeOperation: func(asked, told any) string {
		call, answer := asked.(input), told.(output)
		return fmt.Sprintf("%s %s %d %s: %s %d %s", call.Call, call.Key, call.Fence, call.Body, answer.Status, answer.Fence, answer.Body)
	},
	DescribeState: func(now any) string { return fmt.Sprintf("%+v", now) },
}

func byKey(history []porcupine.Operation) [][]porcupine.Operation {
	ofKey := map[string][]porcupine.Operation{}
	for _, operation := range history {
		key := operation.Input.(input).Key
		ofKey[key] = append(ofKey[key], operation)
	}
	var parts [][]porcupine.Operation
	for _, part := range ofKey {
		parts = append(parts, part)
	}
	return parts
}

func operations(history []event) []porcupine.Operation {
	var found []porcupine.Operation
	for _, e := range history {
		if !refusedEarly(e, history) {
			found = append(found, porcupine.Operation{ClientId: e.Client, Input: e.Asked, Call: e.Call, Output: e.Told, Return: e.Return})
		}
	}
	return found
}

// refusedEarly tells whether an end was refused while another end of the same claim was on its way, which then happened. A claim that is
// being ended refuses all other ends at once, without the store, and so maybe before the first one has happened; nothing follows from
// such a refusal but that one of them counts, which the others tell.
func refusedEarly(e event, history []event) bool {
	return e.Told.Status == lostLease && slices.ContainsFunc(history, func(other event) bool {
		sameClaim := other.Asked.Key == e.Asked.Key && other.Asked.Fence == e.Asked.Fence
		return sameClaim && other.Told.Status == ok && other.Call <= e.Return && e.Return < other.Return
	})
}

func linearizable(history []event) bool { return porcupine.CheckOperations(model, operations(history)) }

// What a wrong store would answer, one call after the other; the last one is wrong.
func TestTheModelRefuses(t *testing.T) {
	claim := func(status string, fence int64, body string) event {
		return event{Asked: input{Call: claims}, Told: output{status, fence, body}}
	}
	release := func(fence int64, status string) event {
		return event{Asked: input{Call: releases, Fence: fence}, Told: output{Status: status}}
	}
	complete := func(fence int64, body, status string) event {
		return event{Asked: input{Call: completes, Fence: fence, Body: body}, Told: output{Status: status}}
	}
	held := claim(fresh, 1, "")
	for name, history := range map[string][]event{
		"two holders":                  {held, claim(fresh, 2, "")},
		"a fence that doesn't rise":    {held, release(1, ok), claim(fresh, 1, "")},
		"a free key in flight":         {held, release(1, ok), claim(inFlight, 0, "")},
		"a replay of nothing":          {held, claim(replay, 0, "")},
		"another answer":               {held, complete(1, "x", ok), claim(replay, 0, "y")},
		"a forgotten answer":           {held, complete(1, "x", ok), claim(fresh, 2, "")},
		"two ends of a claim":          {held, release(1, ok), complete(1, "x", ok)},
		"a late end of another holder": {held, release(1, ok), claim(fresh, 2, ""), release(1, ok)},
		"a holder without its lease":   {held, release(1, lostLease)},
	} {
		for at := range history {
			history[at].Call, history[at].Return = int64(2*at), int64(2*at+1)
		}
		last := len(history) - 1
		if !linearizable(history[:last]) || linearizable(history) {
			t.Errorf("%s: not refused for its last call", name)
		}
	}
}
