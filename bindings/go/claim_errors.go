package backstay

import "time"

// InFlightError tells that somebody else holds the idempotency key. errors.Is finds [ErrInFlight].
type InFlightError struct {
	Message string
	// RetryAfter is how long until the other lease would run out.
	RetryAfter time.Duration
}

// Error returns the message.
func (e *InFlightError) Error() string { return "backstay: " + e.Message }

// Is reports whether target is [ErrInFlight].
func (e *InFlightError) Is(target error) bool { return target == ErrInFlight }

// FailedBeforeError tells that the call was made under the idempotency key and failed, which is its answer. errors.Is finds
// [ErrFailedBefore].
type FailedBeforeError struct {
	// Message is the text of the error that the call failed with.
	Message string
}

// Error tells how the call failed.
func (e *FailedBeforeError) Error() string { return "backstay: the call failed before: " + e.Message }

// Is reports whether target is [ErrFailedBefore].
func (e *FailedBeforeError) Is(target error) bool { return target == ErrFailedBefore }

func lostLease() error { return &Error{StatusLostLease, "the key is not the claim's any more"} }

// refusal makes the error of a claim that neither holds the key nor has a value for its caller.
func (c *Claim) refusal() error {
	switch c.status {
	case ClaimStatusInFlight:
		return &InFlightError{Message: c.message, RetryAfter: max(c.retryAfter, 0)}
	case ClaimStatusReplay:
		return &FailedBeforeError{Message: c.message}
	}
	return &Error{Status(c.status), c.message}
}
