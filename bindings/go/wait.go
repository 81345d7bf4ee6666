package backstay

import (
	"context"
	"errors"
	"runtime"
	"time"

	"github.com/backstay-dev/backstay-go/internal/flat"
	"github.com/backstay-dev/backstay-go/internal/held"
)

func microseconds(us int64) time.Duration { return time.Duration(us) * time.Microsecond }

// wait waits once: for time alone, or in the policy's lot until an exit gives the caller a place. It returns the next answer.
func (c *call) wait(ctx context.Context, ticket, answer int64) (int64, error) {
	if call := held.From(ctx); call != nil {
		return c.stop(ctx, call, false, ticket, enterWaitUs(answer))
	}
	if ticket&ticketTimed != 0 {
		return c.sleep(ctx, ticket, enterWaitUs(answer))
	}
	parked := lots.park(c.policy.lot, ticket)
	// Whoever ended between the answer and the parking had nobody to wake.
	answer = c.cross(ctx, ticket)
	if !waits(answer) {
		lots.leave(parked, false)
		return answer, nil
	}
	woken, err := c.park(ctx, parked, enterWaitUs(answer))
	lots.leave(parked, woken)
	return c.back(ctx, ticket, err)
}

// park sleeps until the place is woken, its time is over, or the caller gives up.
func (c *call) park(ctx context.Context, parked *place, us int64) (woken bool, err error) {
	timer := time.NewTimer(microseconds(us))
	defer timer.Stop()
	select {
	case <-parked.wake:
		return true, nil
	case <-timer.C:
		// A wake that comes now has still found this caller, who asks in any case.
		return true, nil
	case <-c.policy.runtime.closed:
		return false, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// pause waits between two attempts, and asks for the next.
func (c *call) pause(ctx context.Context, answer int64) error {
	ticket := flat.Policy_ticket(c.policy.handle, answer)
	us := exitPauseUs(answer)
	var err error
	if call := held.From(ctx); call != nil {
		answer, err = c.stop(ctx, call, true, ticket, us)
	} else {
		answer, err = c.sleep(ctx, ticket, us)
	}
	if err != nil {
		return err
	}
	return c.settle(ctx, answer)
}

// sleep waits for time alone, and asks again. A manual clock passes the time by itself.
func (c *call) sleep(ctx context.Context, ticket, us int64) (int64, error) {
	p := c.policy
	if err := ctx.Err(); errors.Is(err, context.Canceled) {
		return c.back(ctx, ticket, err)
	}
	if flat.Policy_pass_time(p.handle, flat.Policy_now(p.handle)+us*1000) > 0 {
		p.runtime.expire()
		return c.cross(ctx, ticket), nil
	}
	timer := time.NewTimer(microseconds(us))
	defer timer.Stop()
	var err error
	select {
	case <-timer.C:
	case <-p.runtime.closed:
	case <-ctx.Done():
		err = ctx.Err()
	}
	return c.back(ctx, ticket, err)
}

// back asks with the ticket of a wait that ended. A caller that gave up leaves instead; of one whose deadline passed the policy hears
// first, since the refusal is the policy's.
func (c *call) back(ctx context.Context, ticket int64, err error) (int64, error) {
	if err == nil {
		return c.cross(ctx, ticket), nil
	}
	if errors.Is(err, context.DeadlineExceeded) {
		answer := c.cross(ctx, ticket)
		if !waits(answer) {
			return answer, nil
		}
		ticket = flat.Policy_ticket(c.policy.handle, answer)
	}
	c.leave(ticket)
	return 0, err
}

// stop takes the place of a sleep where a test holds the call.
func (c *call) stop(ctx context.Context, call held.Call, pausing bool, ticket, us int64) (int64, error) {
	if err := call.Stop(pausing, microseconds(us)); err != nil {
		c.leave(ticket)
		return 0, err
	}
	return c.cross(ctx, ticket), nil
}

// settle waits on where an answer says so, and takes the token, or the refusal.
func (c *call) settle(ctx context.Context, answer int64) error {
	for waits(answer) {
		own := flat.Policy_ticket(c.policy.handle, answer)
		var err error
		if answer, err = c.wait(ctx, own, answer); err != nil {
			return err
		}
	}
	runtime.KeepAlive(c.policy)
	if answer < 0 {
		return c.policy.refusal(answer)
	}
	c.token = answer
	return nil
}
