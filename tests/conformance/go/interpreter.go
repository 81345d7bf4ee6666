package main

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// interpreter holds one runtime, and what a vector's steps named.
type interpreter struct {
	runtime    *backstay.Runtime
	now        int64
	configured map[string]map[string]json.RawMessage // patterns by policy, as the document has them
	policies   map[string]*backstay.Policy
	permits    map[string]*backstay.Permit
	reported   map[string]bool
	held       map[string]*heldCall
	queues     map[string]*namedQueue
	claims     map[string]*backstay.Claim
	fence      int64           // the highest of all claims
	oneByOne   map[string]bool // permits whose attempts end one by one
}

// Where nobody waits, and nothing is tried again.
var plain = map[string]bool{"circuit_breaker": true, "timeout": true, "attempt_timeout": true, "keyed": true}

// All calls of the format.
var allCalls = []map[string]func(*interpreter, arguments, string) answer{
	permitCalls, policyCalls, runtimeCalls, queueCalls, claimCalls, httpCalls,
}

// run plays a vector, and returns what was observed at each step.
func run(played vector) []answer {
	i, err := newInterpreter(played)
	steps := []answer{}
	if err != nil {
		for _, step := range played.Steps {
			if created := refused(err); step.Call == "create" {
				steps = append(steps, created)
			} else {
				steps = append(steps, answer{"interpreter": "no runtime: " + err.Error()})
			}
		}
		return steps
	}
	for _, step := range played.Steps {
		steps = append(steps, i.step(step))
	}
	i.finish()
	return steps
}

func newInterpreter(played vector) (*interpreter, error) {
	text := []byte(played.Given.Config)
	if played.Given.Text != nil {
		text = []byte(*played.Given.Text)
	}
	open := backstay.New
	if played.Given.Disabled {
		open = backstay.NewDisabled
	}
	runtime, err := open(text)
	if err != nil {
		return nil, err
	}
	i := &interpreter{
		runtime: runtime, policies: map[string]*backstay.Policy{}, permits: map[string]*backstay.Permit{},
		reported: map[string]bool{}, held: map[string]*heldCall{}, queues: map[string]*namedQueue{}, oneByOne: map[string]bool{},
		claims: map[string]*backstay.Claim{},
	}
	var document struct {
		Policies map[string]map[string]json.RawMessage `json:"policies"`
	}
	if json.Unmarshal(text, &document) == nil {
		i.configured = document.Policies
	}
	for _, step := range played.Steps {
		if step.Call == "end_attempt" {
			i.oneByOne[step.Args.Permit] = true
		}
	}
	return i, nil
}

func (i *interpreter) finish() {
	for _, call := range i.held {
		call.cancel()
	}
	clear(i.held)
	clear(i.permits)
	clear(i.claims)
	clear(i.policies)
	_ = i.runtime.Close()
	i.collect()
}

func (i *interpreter) step(step step) answer {
	if step.AtNs > i.now {
		if err := i.moveTo(step.AtNs); err != nil {
			return refused(err)
		}
	}
	var last answer
	for range max(step.Times, 1) {
		last = i.make(step)
	}
	return last
}

func (i *interpreter) moveTo(at int64) error {
	now, err := i.runtime.Now() // a pause may have moved it
	if err != nil {
		return err
	}
	i.now = int64(now)
	if at <= i.now {
		return nil
	}
	if err := i.runtime.Advance(time.Duration(at - i.now)); err != nil {
		return err
	}
	i.now = at
	return nil
}

func (i *interpreter) make(step step) answer {
	args := step.Args
	for _, calls := range allCalls {
		if call, ok := calls[step.Call]; ok {
			return call(i, args, step.As)
		}
	}
	return answer{"interpreter": "unknown call " + step.Call}
}

func (i *interpreter) policy(args arguments) (*backstay.Policy, error) {
	name := args.Policy
	if name == "" {
		name = "payments"
	}
	if known, ok := i.policies[name]; ok {
		return known, nil
	}
	policy, err := i.runtime.Policy(name)
	if err == nil {
		i.policies[name] = policy
	}
	return policy, err
}

// within returns a context with the caller's deadline, on the clock of the runtime.
func (i *interpreter) within(args arguments) (context.Context, context.CancelFunc) {
	if args.DeadlineNs == nil {
		return context.Background(), func() {}
	}
	now, _ := i.runtime.Now()
	return i.runtime.WithTimeout(context.Background(), time.Duration(*args.DeadlineNs)-now)
}

func options(args arguments) []backstay.Option {
	if args.Cost == nil {
		return nil
	}
	return []backstay.Option{backstay.WithCost(*args.Cost)}
}

func (i *interpreter) plain(policy *backstay.Policy) bool {
	for pattern := range maps.Keys(i.configured[policy.Name()]) {
		if !plain[pattern] {
			return false
		}
	}
	return true
}
