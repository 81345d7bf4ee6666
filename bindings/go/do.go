package backstay

import (
	"context"
	"errors"
)

// Do calls fn under the policy and returns its result.
//
// It waits where the policy queues, at most until ctx is done. Where the policy refuses, fn is not called and the error is a
// [*RejectedError]; where its attempts are given up, an [*ExhaustedError]. Any other error of fn goes to the caller as it is. The context
// of fn carries the policy's deadline. A panic of fn, and a call of [runtime.Goexit], count as a failure and go on.
func Do[T any](ctx context.Context, policy *Policy, fn func(context.Context) (T, error), options ...Option) (T, error) {
	if len(options) == 0 && fn != nil && policy.isPlain(ctx) {
		answer := policy.begin(ctx)
		if answer > 0 {
			return pass(ctx, policy, answer, fn)
		}
		return refuse(ctx, policy, answer, fn)
	}
	var c call
	var zero T
	if err := c.prepare(ctx, policy, options); err != nil {
		return zero, err
	}
	if fn == nil {
		return zero, invalid("fn: is nil; allowed: a function")
	}
	if len(options) > 0 {
		if err := checkTypes[T](&c.settings); err != nil {
			return zero, err
		}
	}
	if err := c.start(ctx); err != nil {
		return fallBack[T](ctx, &c, zero, err, true)
	}
	return carryOut(ctx, &c, fn)
}

// refuse ends a call that may not start, or lets it wait. It takes no call apart, so that a refusal is one crossing and one allocation.
func refuse[T any](ctx context.Context, policy *Policy, answer int64, fn func(context.Context) (T, error)) (T, error) {
	var zero T
	if !waits(answer) {
		return zero, policy.refusal(answer)
	}
	c := policy.started(0)
	if err := c.settle(ctx, answer); err != nil {
		return zero, err
	}
	return carryOut(ctx, &c, fn)
}

// carryOut makes a call that was let in, from its first attempt on.
func carryOut[T any](ctx context.Context, c *call, fn func(context.Context) (T, error)) (T, error) {
	result, err := attempt(ctx, c, fn)
	return conclude(ctx, c, fn, result, err, c.ended(ctx, judged(c, result, err)))
}

// pass makes a plain call under its token, most often the gate word: the healthy case, in which nothing else is to be done.
func pass[T any](ctx context.Context, policy *Policy, token int64, fn func(context.Context) (T, error)) (T, error) {
	returned := false
	defer func() {
		if !returned {
			c := policy.started(token)
			c.abandon(ctx)
		}
	}()
	result, err := fn(ctx)
	returned = true
	if err == nil {
		return succeeded(ctx, policy, token, fn, result)
	}
	c := policy.started(token)
	return conclude(ctx, &c, fn, result, err, c.ended(ctx, judged(&c, result, err)))
}

// succeeded reports a success of the healthy case. It takes no call apart, which would take as long as the report itself.
func succeeded[T any](ctx context.Context, policy *Policy, token int64, fn func(context.Context) (T, error), result T) (T, error) {
	if policy.quiet(token) {
		policy.count()
		return result, nil
	}
	answer := policy.succeed(ctx, token)
	if !goesOn(answer) {
		return result, nil
	}
	c := policy.started(0)
	return conclude(ctx, &c, fn, result, nil, answer)
}

// attempt makes one attempt. When it returns, the attempt is not reported yet; when fn doesn't return, it is.
func attempt[T any](ctx context.Context, c *call, fn func(context.Context) (T, error)) (T, error) {
	returned := false
	defer func() {
		if !returned {
			c.abandon(ctx)
		}
	}()
	if c.ends != c.deadline {
		limited, cancel := c.policy.runtime.withDeadline(ctx, c.ends, c.policy.cut)
		defer cancel()
		ctx = limited
	}
	result, err := fn(ctx)
	returned = true
	return result, err
}

// conclude does what the answer to the report of an attempt says: returns, or makes other attempts.
func conclude[T any](ctx context.Context, c *call, fn func(context.Context) (T, error), result T, err error, answer int64) (T, error) {
	for {
		if !goesOn(answer) {
			return fallBack(ctx, c, result, err, false)
		}
		if exitHas(answer, flagExhausted) {
			return fallBack(ctx, c, result, c.policy.exhausted(answer, err), true)
		}
		if refused := c.pause(ctx, answer); refused != nil {
			return fallBack(ctx, c, result, withLast(refused, err), true)
		}
		result, err = attempt(ctx, c, fn)
		answer = c.ended(ctx, judged(c, result, err))
	}
}

// ended reports what an attempt came to.
func (c *call) ended(ctx context.Context, report Report) int64 {
	if report.Outcome == OutcomeSuccess && c.policy.quiet(c.token) {
		c.policy.count()
		return 0
	}
	return c.fail(ctx, report)
}

// judged tells what an attempt came to.
func judged[T any](c *call, result T, err error) Report {
	if c.judge != nil {
		return c.judge.(func(T, error) Report)(result, err)
	}
	if err == nil {
		return Report{Outcome: OutcomeSuccess}
	}
	return c.reportOf(err)
}

// reportOf tells what an error means.
func (c *call) reportOf(err error) Report {
	report := ReportOf(err)
	if c.classify != nil {
		report.Outcome = c.classify(err)
	}
	return report
}

// withLast adds the error of the last attempt to what ended the call after it.
func withLast(refused, last error) error {
	var rejected *RejectedError
	if errors.As(refused, &rejected) {
		rejected.Last = last
		return rejected
	}
	return errors.Join(refused, last)
}

// fallBack returns what the call comes to, after the fallback was asked. `refused`: it was the policy that ended the call.
func fallBack[T any](ctx context.Context, c *call, result T, err error, refused bool) (T, error) {
	if err == nil || c.fallback == nil || errors.Is(ctx.Err(), context.Canceled) {
		return result, err
	}
	supplied, declined := c.fallback.(func(context.Context, error) (T, error))(ctx, err)
	if declined != nil {
		return result, declined
	}
	reason := Reason(0)
	if refused {
		reason = reasonOf(err)
	}
	c.policy.supplied(reason)
	return supplied, nil
}

// checkTypes makes sure that the options are for a call with this result.
func checkTypes[T any](s *settings) error {
	if s.judge != nil {
		if _, ok := s.judge.(func(T, error) Report); !ok {
			return invalid("WithJudge: is for another type of result; allowed: the one of the guarded function")
		}
	}
	if s.fallback != nil {
		if _, ok := s.fallback.(func(context.Context, error) (T, error)); !ok {
			return invalid("WithFallback: is for another type of result; allowed: the one of the guarded function")
		}
	}
	return nil
}
