package backstay

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Error is a misuse, or trouble of the library's own, such as a configuration with errors. The message says what was wrong, where, and
// what is allowed; it is the same in every language.
type Error struct {
	Status  Status
	Message string
}

// Error returns the message.
func (e *Error) Error() string { return "backstay: " + e.Message }

// Is reports whether target is the sentinel of the status, such as [ErrClosed].
func (e *Error) Is(target error) bool { return target == sentinelOfStatus(e.Status) }

func invalid(message string) error { return &Error{StatusInvalidArgument, message} }

// RejectedError tells that a policy refused a call, which therefore was not made. errors.Is finds [ErrRejected] and the sentinel of
// the reason: [ErrCircuitOpen], [ErrBulkheadFull], [ErrRateLimited] or [ErrDeadlineExceeded], and for the last also
// [context.DeadlineExceeded].
type RejectedError struct {
	Policy string
	// Key of the policy's instance, empty for the policy itself.
	Key    string
	Reason Reason
	// RetryAfter is how long until a call may pass, nil where that is not known.
	RetryAfter *time.Duration
	// Last is the error of the attempt before, where a retry was refused.
	Last error

	wait time.Duration // what RetryAfter points to, so that a refusal is one allocation
}

// Error names policy and reason, and when to come back.
func (e *RejectedError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "backstay: %s rejected the call (%s)", displayName(e.Policy, e.Key), e.Reason)
	if e.RetryAfter != nil {
		fmt.Fprintf(&text, "; retry after %s", *e.RetryAfter)
	}
	if e.Last != nil {
		fmt.Fprintf(&text, "; the last attempt failed: %v", e.Last)
	}
	return text.String()
}

// Is reports whether target is a sentinel of this refusal.
func (e *RejectedError) Is(target error) bool {
	sentinel := sentinelOfReason(e.Reason)
	return target == ErrRejected || target == sentinel || sentinel == ErrDeadlineExceeded && target == context.DeadlineExceeded
}

// Sentinel returns what the refusal is, such as [ErrCircuitOpen].
func (e *RejectedError) Sentinel() error { return sentinelOfReason(e.Reason) }

// Unwrap returns the error of the attempt before.
func (e *RejectedError) Unwrap() error { return e.Last }

// ExhaustedError tells that a call failed and is given up: no attempt is left, or no time or budget for another. errors.Is finds
// [ErrRetriesExhausted], [ErrRejected], and what the last attempt's own error is.
type ExhaustedError struct {
	Policy string
	Key    string
	// Reason there is no further attempt.
	Reason Reason
	// Attempts that were made, and the time since the first began, pauses included.
	Attempts int
	Elapsed  time.Duration
	// Last is the error of the last attempt, nil where its result was judged a failure.
	Last error
}

// Error tells what was tried, and how it ended.
func (e *ExhaustedError) Error() string {
	text := fmt.Sprintf("backstay: %s gave the call up after %d attempts in %s (%s)", displayName(e.Policy, e.Key), e.Attempts, e.Elapsed, e.Reason)
	if e.Last == nil {
		return text
	}
	return text + ": " + e.Last.Error()
}

// Is reports whether target is [ErrRetriesExhausted] or [ErrRejected].
func (e *ExhaustedError) Is(target error) bool {
	return target == ErrRetriesExhausted || target == ErrRejected
}

// Unwrap returns the error of the last attempt.
func (e *ExhaustedError) Unwrap() error { return e.Last }

func displayName(policy, key string) string {
	if key == "" {
		return policy
	}
	return policy + "[" + key + "]"
}
