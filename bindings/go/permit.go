package backstay

import (
	"context"
	"runtime"
	"sync"
	"time"

	"github.com/backstay-dev/backstay-go/internal/held"
)

// Permit allows one call. Report it once: a second report does nothing. One that the garbage collector finds unreported counts as
// cancelled, which may be late, so a deferred [Permit.Cancelled] is the better habit.
//
// A permit is a single attempt: where the policy would allow another, that is given up.
type Permit struct {
	state   *permitState
	cleanup runtime.Cleanup
}

// What is left to report when the permit itself is gone.
type permitState struct {
	lock sync.Mutex
	call call
}

// Enter asks for a permit. It waits where the policy queues, at most until ctx is done. Where the policy refuses, the error is a
// [*RejectedError].
func (p *Policy) Enter(ctx context.Context, options ...Option) (*Permit, error) {
	state := new(permitState)
	if err := state.call.prepare(ctx, p, options); err != nil {
		return nil, err
	}
	if err := state.call.start(ctx); err != nil {
		return nil, err
	}
	permit := &Permit{state: state}
	permit.cleanup = runtime.AddCleanup(permit, (*permitState).drop, state)
	held.CountPermits(1)
	return permit, nil
}

// Success reports that the call did what it should.
func (p *Permit) Success() { p.quietly(Report{Outcome: OutcomeSuccess}) }

// Failure reports that the call failed, and may tell by which error: its class is shown by snapshot and log, and an error with a method
// RetryAfter() time.Duration tells when the upstream wants to be called again.
func (p *Permit) Failure(cause ...error) {
	p.quietly(reported(OutcomeFailure, cause))
}

// Permanent reports a failure that another attempt would not mend.
func (p *Permit) Permanent(cause ...error) {
	p.quietly(reported(OutcomePermanent, cause))
}

// Timeout reports that a deadline passed.
func (p *Permit) Timeout() { p.quietly(Report{Outcome: OutcomeTimeout}) }

// Cancelled reports that the caller gave up. On a permit that was reported it does nothing, so it may be deferred.
func (p *Permit) Cancelled() { p.quietly(Report{Outcome: OutcomeCancelled}) }

// Neutral reports what should count neither for nor against the upstream.
func (p *Permit) Neutral() { p.quietly(Report{Outcome: OutcomeNeutral}) }

// Report tells how the call ended. After an error, which a report outside the allowed ranges gives, the permit is still out.
func (p *Permit) Report(report Report) error {
	if p == nil || p.state == nil {
		return nil
	}
	if report.RetryAfter != nil && *report.RetryAfter < 0 {
		return invalid("retry_after: is negative; allowed: 0 and more")
	}
	if report.Outcome < OutcomeSuccess || report.Outcome > OutcomePermanent {
		return invalid("outcome: is " + report.Outcome.String() + "; allowed: OutcomeSuccess to OutcomePermanent")
	}
	p.cleanup.Stop()
	p.state.report(report)
	runtime.KeepAlive(p)
	return nil
}

func (p *Permit) quietly(report Report) { _ = p.Report(report) }

// Policy returns the policy that gave the permit.
func (p *Permit) Policy() *Policy {
	if p == nil || p.state == nil {
		return nil
	}
	return p.state.call.policy
}

// TimeLeft returns the time until the permit's deadline on the runtime's clock, never below 0; false where there is no deadline.
func (p *Permit) TimeLeft() (time.Duration, bool) {
	if p == nil || p.state == nil || p.state.call.ends == none {
		return 0, false
	}
	now, err := p.state.call.policy.runtime.Now()
	if err != nil {
		return 0, true
	}
	return max(time.Duration(p.state.call.ends)-now, 0), true
}

// Context returns a context that is done at the permit's deadline, for what the permit allows. Call the function when that has ended.
func (p *Permit) Context(ctx context.Context) (context.Context, context.CancelFunc) {
	if p == nil || p.state == nil || p.state.call.ends == none {
		return context.WithCancel(ctx)
	}
	guarded := &p.state.call
	return guarded.policy.runtime.withDeadline(ctx, guarded.ends, guarded.policy.cut)
}

func reported(outcome Outcome, causes []error) Report {
	report := Report{Outcome: outcome}
	for _, cause := range causes {
		if cause != nil {
			report.Cause, report.RetryAfter = causeOf(cause), retryAfterOf(cause)
			break
		}
	}
	return report
}

func (s *permitState) report(report Report) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.call.token == 0 {
		return
	}
	ctx := context.Background()
	s.call.giveUp(s.call.ended(ctx, report))
	s.call.token = 0
	held.CountPermits(-1)
}

func (s *permitState) drop() { s.report(Report{Outcome: OutcomeCancelled}) }
