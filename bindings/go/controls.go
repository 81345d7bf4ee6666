package backstay

import (
	"context"
	"runtime"
	"time"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// The operator's controls. Each reason is recorded with the event. A control of a pattern that the policy doesn't have is an error that
// errors.Is finds to be [ErrUnsupported].

// ForceOpen lets the circuit breaker refuse every call, until another control.
func (p *Policy) ForceOpen(reason string) error {
	return p.controlled(flat.Circuit_breaker_force_open(p.native(), reason, none))
}

// ForceOpenFor lets the circuit breaker refuse every call for a time; then it lets probes pass.
func (p *Policy) ForceOpenFor(reason string, duration time.Duration) error {
	if duration < 0 {
		return invalid("duration: is negative; allowed: more than 0")
	}
	return p.controlled(flat.Circuit_breaker_force_open(p.native(), reason, int64(duration)))
}

// ForceClosed moves the circuit breaker once to closed, with an empty window; its rules apply on.
func (p *Policy) ForceClosed(reason string) error {
	return p.controlled(flat.Circuit_breaker_force_closed(p.native(), reason))
}

// Disable lets every call pass the circuit breaker uncounted, until another control.
func (p *Policy) Disable(reason string) error {
	return p.controlled(flat.Circuit_breaker_disable(p.native(), reason))
}

// MetricsOnly lets the circuit breaker count all calls and never trip, until another control.
func (p *Policy) MetricsOnly(reason string) error {
	return p.controlled(flat.Circuit_breaker_metrics_only(p.native(), reason))
}

// Reset brings the circuit breaker back to how it started. Totals go on.
func (p *Policy) Reset(reason string) error {
	return p.controlled(flat.Circuit_breaker_reset(p.native(), reason))
}

// SetLimit changes how many calls the bulkhead lets run at once, 1 to 1,000,000.
func (p *Policy) SetLimit(limit int64, reason string) error {
	err := p.controlled(flat.Bulkhead_set_limit(p.native(), limit, reason))
	if err == nil {
		lots.wakeAll(p.lot)
	}
	return err
}

// ResetRateLimit gives the whole burst of the rate limit back at once.
func (p *Policy) ResetRateLimit(reason string) error {
	return p.controlled(flat.Rate_limit_reset(p.native(), reason))
}

// RateLimit is what a rate limit would answer.
type RateLimit struct {
	Allowed bool
	// Limit is the burst, Remaining what of it may pass now without a wait.
	Limit     int64
	Remaining int64
	// RetryAfter is when a call of that cost may pass, nil for never.
	RetryAfter *time.Duration
	// ResetAfter is when the whole burst is there again.
	ResetAfter time.Duration
}

// RateLimit tells what the rate limit would answer to a call of that cost now; it takes nothing.
func (p *Policy) RateLimit(cost int64) (RateLimit, error) {
	defer runtime.KeepAlive(p)
	var rate [flat.FLAT_RATE_RESET_AFTER_NS + 1]int64
	if err := numbers(flat.Rate_limit_peek(p.native(), cost), rate[:]); err != nil {
		return RateLimit{}, err
	}
	return RateLimit{
		Allowed:    rate[flat.FLAT_RATE_ALLOWED] != 0,
		Limit:      rate[flat.FLAT_RATE_LIMIT],
		Remaining:  rate[flat.FLAT_RATE_REMAINING],
		RetryAfter: known(rate[flat.FLAT_RATE_RETRY_AFTER_NS]),
		ResetAfter: time.Duration(rate[flat.FLAT_RATE_RESET_AFTER_NS]),
	}, nil
}

func (p *Policy) controlled(result int64) error {
	defer runtime.KeepAlive(p)
	err := done(result)
	if err == nil {
		p.announce(context.Background())
	}
	return err
}
