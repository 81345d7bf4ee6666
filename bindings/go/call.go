package backstay

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// call is one guarded call on its way through the protocol: it asks, and reports. It knows no pattern.
type call struct {
	settings
	policy   *Policy
	token    int64 // of the attempt that runs, else 0
	started  int64 // when, on the runtime's clock, where that is needed
	deadline int64 // the caller's
	ends     int64 // when the attempt must have ended
}

// prepare takes in what the caller gave.
func (c *call) prepare(ctx context.Context, policy *Policy, options []Option) error {
	switch {
	case policy == nil || policy.word == nil:
		return invalid("policy: is nil; allowed: what Runtime.Policy returned")
	case ctx == nil:
		return invalid("ctx: is nil; allowed: a context, such as context.Background()")
	}
	c.policy = policy
	c.take(options)
	c.deadline = none
	if ctx.Done() == nil {
		return nil
	}
	c.deadline = policy.runtime.deadlineOf(ctx)
	if err := ctx.Err(); err != nil && c.deadline == none {
		return err // given up before it began; a deadline that has passed is for the policy to refuse
	} else if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// isPlain reports whether a call with this context needs neither clock nor deadline.
func (p *Policy) isPlain(ctx context.Context) bool {
	if p == nil || p.word == nil || !p.gated || ctx == nil {
		return false
	}
	if ctx.Done() == nil {
		return true
	}
	_, limited := ctx.Deadline()
	return !limited && ctx.Err() == nil
}

// begin returns the gate word as the token of a plain call where it lets calls start, else what the core answers.
func (p *Policy) begin(ctx context.Context) int64 {
	if word := atomic.LoadInt64(p.word); word&gateStart != 0 {
		return word
	}
	return p.enter(ctx, 0, 1, none)
}

// enter asks for a token where the clock isn't needed, and does what every answer asks for.
func (p *Policy) enter(ctx context.Context, ticket, cost, deadline int64) int64 {
	answer := flat.Policy_enter_token(p.handle, ticket, cost, deadline)
	p.entered(ctx, answer)
	return answer
}

func (p *Policy) entered(ctx context.Context, answer int64) {
	if enterWakes(answer) {
		lots.wake(p.lot)
	}
	p.announce(ctx)
}

// started returns the plain call of a token.
func (p *Policy) started(token int64) call {
	return call{settings: settings{cost: 1}, policy: p, token: token, started: none, deadline: none, ends: none}
}

// abandon reports an attempt whose function panicked, or ended its goroutine. There is nobody to make another.
func (c *call) abandon(ctx context.Context) {
	c.giveUp(c.fail(ctx, Report{Outcome: OutcomeFailure, Cause: "panic"}))
}

// start asks for the first attempt.
func (c *call) start(ctx context.Context) error {
	p := c.policy
	if c.cost == 1 && c.deadline == none && p.gated {
		word := atomic.LoadInt64(p.word)
		runtime.KeepAlive(p)
		if word&gateStart != 0 {
			c.token, c.started, c.ends = word, none, none
			return nil
		}
	}
	return c.settle(ctx, c.cross(ctx, 0))
}

// Where the core writes what an enter tells beside its answer. Taken from a pool, since what C writes to can't lie on a stack.
type slot struct{ started, ends int64 }

var slots = sync.Pool{New: func() any { return new(slot) }}

// cross asks once.
func (c *call) cross(ctx context.Context, ticket int64) int64 {
	p := c.policy
	if p.gated {
		c.started, c.ends = none, c.deadline
		return p.enter(ctx, ticket, c.cost, c.deadline)
	}
	told := slots.Get().(*slot)
	told.started, told.ends = none, none
	answer := flat.Policy_begin(p.handle, ticket, c.cost, c.deadline, &told.started, &told.ends)
	c.started, c.ends = told.started, told.ends
	slots.Put(told)
	p.entered(ctx, answer)
	return answer
}

// report tells how the attempt ended, and returns the answer.
func (c *call) report(ctx context.Context, outcome Outcome, retryAfter int64) int64 {
	p, token := c.policy, c.token
	c.token = 0
	var answer int64
	if p.gated {
		answer = flat.Policy_exit_token(p.handle, token, int64(outcome), none, retryAfter)
	} else {
		answer = flat.Policy_end(p.handle, token, int64(outcome), c.started, retryAfter)
	}
	p.heard(ctx, answer)
	return answer
}

// succeed reports a success under a token of the gate word, and returns the answer.
func (p *Policy) succeed(ctx context.Context, token int64) int64 {
	answer := flat.Policy_exit_token(p.handle, token, int64(OutcomeSuccess), none, none)
	p.heard(ctx, answer)
	return answer
}

// heard does what every answer to a report asks for.
func (p *Policy) heard(ctx context.Context, answer int64) {
	if exitHas(answer, flagWake) {
		lots.wake(p.lot)
	}
	p.announce(ctx)
}

// fail notes why an attempt failed, and reports it.
func (c *call) fail(ctx context.Context, report Report) int64 {
	failed := report.Outcome == OutcomeFailure || report.Outcome == OutcomeTimeout || report.Outcome == OutcomePermanent
	if failed && report.Cause != "" {
		flat.Result_free(flat.Policy_cause(c.policy.handle, c.token, report.Cause))
	}
	wait := int64(none)
	if report.RetryAfter != nil {
		wait = int64(*report.RetryAfter)
	}
	return c.report(ctx, report.Outcome, wait)
}

// leave gives up what an answer of wait or again would have allowed.
func (c *call) leave(ticket int64) {
	if exitHas(flat.Policy_leave(c.policy.handle, ticket), flagWake) {
		lots.wake(c.policy.lot)
	}
	runtime.KeepAlive(c.policy)
}

// giveUp does so for an exit's answer.
func (c *call) giveUp(answer int64) {
	if exitHas(answer, flagAgain) {
		c.leave(flat.Policy_ticket(c.policy.handle, answer))
	}
}

// refusal makes the error of an answer that is no token.
func (p *Policy) refusal(answer int64) error {
	reason := enterReason(answer)
	if status := statusOf(reason); status != StatusOk {
		return p.misuse(status)
	}
	refused := &RejectedError{Policy: p.name, Key: p.key, Reason: reason}
	if us := enterWaitUs(answer); us != waitUnknownUs {
		refused.wait = microseconds(us)
		refused.RetryAfter = &refused.wait
	}
	return refused
}

func (p *Policy) misuse(status Status) error {
	switch status {
	case StatusClosed:
		return &Error{status, p.name + ": the runtime was closed"}
	case StatusInvalidArgument:
		return &Error{status, p.name + ": an argument is outside its range (cost 1 to 2147483648, deadline at or after the runtime's epoch)"}
	}
	return &Error{status, p.name + ": " + status.String()}
}

// exhausted makes the error of an exit's answer that gives the call up.
func (p *Policy) exhausted(answer int64, last error) error {
	return &ExhaustedError{
		Policy:   p.name,
		Key:      p.key,
		Reason:   exitReason(answer),
		Attempts: exitAttempts(answer),
		Elapsed:  microseconds(exitElapsedUs(answer)),
		Last:     last,
	}
}

// reasonOf returns why a policy ended a call, 0 where it was not the policy.
func reasonOf(err error) Reason {
	switch refused := err.(type) {
	case *RejectedError:
		return refused.Reason
	case *ExhaustedError:
		return refused.Reason
	}
	return 0
}

// supplied counts that a fallback supplied the result.
func (p *Policy) supplied(reason Reason) {
	flat.Result_free(flat.Policy_fallback(p.handle, int(reason)))
	runtime.KeepAlive(p)
}
