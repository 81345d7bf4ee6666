package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// The calls of the format that are about permits and guarded functions.
var permitCalls = map[string]func(*interpreter, arguments, string) answer{
	"enter":       (*interpreter).enter,
	"come_back":   (*interpreter).comeBack,
	"leave":       (*interpreter).leave,
	"deadline":    (*interpreter).deadline,
	"success":     reports(backstay.OutcomeSuccess),
	"failure":     reports(backstay.OutcomeFailure),
	"permanent":   reports(backstay.OutcomePermanent),
	"timeout":     reports(backstay.OutcomeTimeout),
	"cancelled":   reports(backstay.OutcomeCancelled),
	"neutral":     reports(backstay.OutcomeNeutral),
	"end_attempt": (*interpreter).endAttempt,
	"drop":        (*interpreter).drop,
	"call":        (*interpreter).call,
}

func (i *interpreter) enter(args arguments, name string) answer {
	policy, err := i.policy(args)
	if err != nil {
		return refused(err)
	}
	ctx, cancel := i.within(args)
	if i.plain(policy) {
		defer cancel()
		permit, err := policy.Enter(ctx, options(args)...)
		if err != nil {
			return refused(err)
		}
		return i.entered(permit, name)
	}
	act := func(ctx context.Context, _ *heldCall) (any, error) { return policy.Enter(ctx, options(args)...) }
	if i.oneByOne[name] {
		act = i.attemptByAttempt(policy, args)
	}
	call := hold(ctx, policy, act)
	if name != "" {
		i.held[name] = call
	}
	found := i.seen(call, name)
	if name == "" {
		call.cancel()
		call.last = said{}
		i.collect()
	}
	return found
}

func (i *interpreter) entered(permit *backstay.Permit, name string) answer {
	if name != "" {
		i.permits[name] = permit
	} else {
		permit = nil
		i.collect() // nobody holds it any more
	}
	return answer{"admitted": true}
}

// attemptByAttempt is a guarded call whose attempts end when the vector says so.
func (i *interpreter) attemptByAttempt(policy *backstay.Policy, args arguments) func(context.Context, *heldCall) (any, error) {
	with := append(options(args), backstay.WithClassifier(classify))
	return func(ctx context.Context, call *heldCall) (any, error) {
		return backstay.Do(ctx, policy, func(ctx context.Context) (any, error) {
			doing, err := call.act(i.ends(ctx))
			if err != nil {
				return nil, err
			}
			return nil, doing.err()
		}, with...)
	}
}

// ends is when a context ends, on the runtime's clock.
func (i *interpreter) ends(ctx context.Context) answer {
	left, ok := i.runtime.TimeLeft(ctx)
	return i.instant(left, ok)
}

func (i *interpreter) instant(left time.Duration, ok bool) answer {
	if !ok {
		return answer{"deadline_ns": nil}
	}
	now, err := i.runtime.Now()
	return or(err, answer{"deadline_ns": int64(now + left)})
}

// seen answers with where a held call is; with a permit it is held no longer.
func (i *interpreter) seen(call *heldCall, name string) answer {
	switch call.last.state {
	case failed:
		delete(i.held, name)
		return refused(call.last.err)
	case waiting, pausing:
		return answer{"waiting": true, "wait_ns": int64(call.last.wait)}
	case ended:
		if permit, ok := call.last.gave.(*backstay.Permit); ok && name != "" {
			delete(i.held, name)
			i.permits[name] = permit
		}
	}
	return answer{"admitted": true}
}

func (i *interpreter) waiter(args arguments) *heldCall {
	call := i.held[*args.Waiter]
	if call == nil || !call.waits() {
		return nil
	}
	return call
}

func (i *interpreter) comeBack(args arguments, _ string) answer {
	call := i.waiter(args)
	if call == nil {
		return absent()
	}
	call.goOn(told{})
	return i.seen(call, *args.Waiter)
}

func (i *interpreter) leave(args arguments, _ string) answer {
	call := i.waiter(args)
	if call == nil {
		return absent()
	}
	call.cancel()
	delete(i.held, *args.Waiter)
	if errors.Is(call.last.err, errLeft) {
		return done()
	}
	return i.seen(call, *args.Waiter)
}

func (i *interpreter) endAttempt(args arguments, _ string) answer {
	call := i.held[args.Permit]
	if call == nil || call.last.state != running {
		return absent()
	}
	doing := args.Does[0]
	doing.RetryAfterNs = args.RetryAfterNs
	call.goOn(told{doing: doing})
	switch call.last.state {
	case pausing:
		return answer{"again": true, "wait_ns": int64(call.last.wait)}
	case failed:
		if !own(call.last.err) {
			return refused(call.last.err)
		}
	}
	return done()
}

func (i *interpreter) deadline(args arguments, _ string) answer {
	if call := i.held[args.Permit]; call != nil && call.last.state == running {
		return call.last.ends
	}
	if permit := i.permits[args.Permit]; permit != nil && !i.reported[args.Permit] {
		return i.instant(permit.TimeLeft())
	}
	return absent()
}

func reports(outcome backstay.Outcome) func(*interpreter, arguments, string) answer {
	return func(i *interpreter, args arguments, _ string) answer {
		permit, ok := i.permits[args.Permit]
		if !ok {
			return absent()
		}
		i.reported[args.Permit] = true
		return or(permit.Report(backstay.Report{Outcome: outcome, Cause: args.Cause, RetryAfter: duration(args.RetryAfterNs)}), done())
	}
}

func (i *interpreter) drop(args arguments, _ string) answer {
	if _, ok := i.permits[args.Permit]; !ok {
		return absent()
	}
	delete(i.permits, args.Permit)
	i.collect()
	return done()
}

func (i *interpreter) call(args arguments, _ string) answer {
	policy, err := i.policy(args)
	if err != nil {
		return refused(err)
	}
	called := 0
	act := func(context.Context) (json.RawMessage, error) {
		doing := args.Does[min(called, len(args.Does)-1)]
		called++
		takes := args.TakesNs
		if doing.TakesNs != nil {
			takes = *doing.TakesNs
		}
		now, _ := i.runtime.Now()
		if err := i.moveTo(int64(now) + takes); err != nil {
			return nil, err
		}
		return args.Value, doing.err()
	}
	ctx, cancel := i.within(args)
	defer cancel()
	with := append(options(args), backstay.WithClassifier(classify))
	if args.Fallback != nil {
		with = append(with, backstay.WithFallback(func(_ context.Context, err error) (json.RawMessage, error) {
			if own(err) && !args.FallbackFailures {
				return nil, err
			}
			return args.Fallback, nil
		}))
	}
	returned, err := backstay.Do(ctx, policy, act, with...)
	found := answer{"returned": returned}
	if own(err) {
		found = answer{"raised": true}
	} else if err != nil {
		found = refused(err)
	}
	if _, misused := found["error"]; !misused {
		found["called"] = called
	}
	return found
}
