// Code generated. Generated from capi/catalogue.json by packaging/generate/go.py; DO NOT EDIT.

package backstay

import (
	"errors"
	"strconv"
)

// Outcome tells how a guarded call ended.
type Outcome int32

const (
	// OutcomeSuccess: the call did what it should.
	OutcomeSuccess Outcome = 0
	// OutcomeFailure: the call failed; counts against the upstream.
	OutcomeFailure Outcome = 1
	// OutcomeTimeout: a deadline passed; counts as a failure, told apart in metrics.
	OutcomeTimeout Outcome = 2
	// OutcomeCancelled: the caller gave up; neutral, or a timeout when it had lasted longer than the slow-call limit.
	OutcomeCancelled Outcome = 3
	// OutcomeNeutral: ignored: the permit returns and nothing is counted for or against.
	OutcomeNeutral Outcome = 4
	// OutcomePermanent: a failure that another attempt would not mend: counts as a failure and is not retried.
	OutcomePermanent Outcome = 5
)

// String returns the name that all languages, metrics and events share.
func (v Outcome) String() string {
	switch v {
	case OutcomeSuccess:
		return "success"
	case OutcomeFailure:
		return "failure"
	case OutcomeTimeout:
		return "timeout"
	case OutcomeCancelled:
		return "cancelled"
	case OutcomeNeutral:
		return "neutral"
	case OutcomePermanent:
		return "permanent"
	}
	return "outcome " + strconv.Itoa(int(v))
}

// Reason tells why a call was refused or given up.
type Reason int32

const (
	// ReasonOpen: the breaker is open.
	ReasonOpen Reason = 1
	// ReasonFull: no place in the bulkhead and its queue.
	ReasonFull Reason = 2
	// ReasonRate: the rate limit is used up.
	ReasonRate Reason = 3
	// ReasonWait: not a rejection: come back with the ticket.
	ReasonWait Reason = 4
	// ReasonClosed: the runtime was closed.
	ReasonClosed Reason = 5
	// ReasonForked: the resource does not survive a fork.
	ReasonForked Reason = 6
	// ReasonError: a misuse: a parameter is outside its range.
	ReasonError Reason = 7
	// ReasonHalfOpen: the breaker is half-open and all probe permits are out.
	ReasonHalfOpen Reason = 8
	// ReasonForcedOpen: an operator opened the breaker.
	ReasonForcedOpen Reason = 9
	// ReasonDeadline: the deadline has passed, or leaves no time for another attempt.
	ReasonDeadline Reason = 10
	// ReasonCost: the cost is above the burst: no waiting would help.
	ReasonCost Reason = 11
	// ReasonAttempts: the last of the allowed attempts failed.
	ReasonAttempts Reason = 12
	// ReasonElapsed: another attempt would begin after the maximum elapsed time.
	ReasonElapsed Reason = 13
	// ReasonBudget: the retry budget is used up.
	ReasonBudget Reason = 14
)

// String returns the name that all languages, metrics and events share.
func (v Reason) String() string {
	switch v {
	case ReasonOpen:
		return "open"
	case ReasonFull:
		return "full"
	case ReasonRate:
		return "rate"
	case ReasonWait:
		return "wait"
	case ReasonClosed:
		return "closed"
	case ReasonForked:
		return "forked"
	case ReasonError:
		return "error"
	case ReasonHalfOpen:
		return "half_open"
	case ReasonForcedOpen:
		return "forced_open"
	case ReasonDeadline:
		return "deadline"
	case ReasonCost:
		return "cost"
	case ReasonAttempts:
		return "attempts"
	case ReasonElapsed:
		return "elapsed"
	case ReasonBudget:
		return "budget"
	}
	return "reason " + strconv.Itoa(int(v))
}

// Status is what a call of the C interface answered; an [Error] has one below 0.
type Status int32

const (
	// StatusOk: done.
	StatusOk Status = 0
	// StatusRejected: the policy refused the call; reason and retry_after tell why and for how long.
	StatusRejected Status = 1
	// StatusWait: the call may enter later: park with the ticket, enter again with it.
	StatusWait Status = 2
	// StatusAgain: the attempt is over, another one may start after the wait.
	StatusAgain Status = 3
	// StatusFull: the queue has no free place: drain it, then submit again.
	StatusFull Status = 4
	// StatusCancelled: the operation was cancelled before it completed.
	StatusCancelled Status = 5
	// StatusInvalidArgument: a parameter is outside its allowed range; the message names it.
	StatusInvalidArgument Status = -1
	// StatusClosed: the runtime behind this handle was closed.
	StatusClosed Status = -2
	// StatusNotFound: no such name in the configuration; the message lists near matches.
	StatusNotFound Status = -3
	// StatusInvalidConfig: the configuration has errors; the message lists each with path, value and allowed range.
	StatusInvalidConfig Status = -4
	// StatusIO: a file could not be read.
	StatusIO Status = -5
	// StatusOutOfMemory: an allocation failed; nothing was changed.
	StatusOutOfMemory Status = -6
	// StatusInternal: a defect in Backstay; please report the message.
	StatusInternal Status = -7
	// StatusForked: the resource was used before a fork and can't be used in the child; the message gives the remedy.
	StatusForked Status = -8
	// StatusUnsupported: this policy has no pattern that the call applies to, or the runtime is disabled.
	StatusUnsupported Status = -9
)

// String returns the name that all languages, metrics and events share.
func (v Status) String() string {
	switch v {
	case StatusOk:
		return "ok"
	case StatusRejected:
		return "rejected"
	case StatusWait:
		return "wait"
	case StatusAgain:
		return "again"
	case StatusFull:
		return "full"
	case StatusCancelled:
		return "cancelled"
	case StatusInvalidArgument:
		return "invalid_argument"
	case StatusClosed:
		return "closed"
	case StatusNotFound:
		return "not_found"
	case StatusInvalidConfig:
		return "invalid_config"
	case StatusIO:
		return "io"
	case StatusOutOfMemory:
		return "out_of_memory"
	case StatusInternal:
		return "internal"
	case StatusForked:
		return "forked"
	case StatusUnsupported:
		return "unsupported"
	}
	return "status " + strconv.Itoa(int(v))
}

// State of a circuit breaker.
type State string

const (
	// StateClosed: calls pass; results are counted against the trip rules.
	StateClosed State = "closed"
	// StateOpen: calls are rejected until the open time is over.
	StateOpen State = "open"
	// StateHalfOpen: a limited number of probes pass; their results decide.
	StateHalfOpen State = "half_open"
	// StateForcedOpen: an operator rejects all calls, for a time or until told otherwise.
	StateForcedOpen State = "forced_open"
	// StateDisabled: calls pass and no rule is evaluated.
	StateDisabled State = "disabled"
	// StateMetricsOnly: calls pass and are counted against the rules, and nothing ever trips.
	StateMetricsOnly State = "metrics_only"
)

// EventKind tells what an event is about.
type EventKind string

const (
	// EventKindTransition: a pattern moved from one state to another.
	EventKindTransition EventKind = "transition"
	// EventKindProbeLost: a half-open probe never reported; its lease ran out and a new round began.
	EventKindProbeLost EventKind = "probe_lost"
	// EventKindDisabled: the runtime passes every call through.
	EventKindDisabled EventKind = "disabled"
	// EventKindRefusing: a pattern began to refuse calls; told at most once in ten seconds.
	EventKindRefusing EventKind = "refusing"
	// EventKindControl: an operator control changed a pattern that has no states.
	EventKindControl EventKind = "control"
)

// Flags of an exit's answer.
const (
	flagAgain     = 1  // another attempt may start after the microseconds in the upper bits
	flagWake      = 2  // let the parked caller with the lowest ticket enter
	flagEvents    = 4  // something worth a log line happened: read the event cursor
	flagLate      = 8  // the result belongs to a state that is over; it was not counted for or against
	flagExhausted = 16 // the call failed and is given up: attempts, reason and elapsed time are in the upper bits
)

// What errors.Is can be asked about an error of this package.
var (
	// ErrRejected: the policy refused the call; says which policy, why, and when a call may pass.
	ErrRejected = errors.New("backstay: rejected")
	// ErrCircuitOpen: the circuit breaker lets no call pass now.
	ErrCircuitOpen = errors.New("backstay: circuit open")
	// ErrBulkheadFull: the bulkhead and its queue have no place.
	ErrBulkheadFull = errors.New("backstay: bulkhead full")
	// ErrRateLimited: the rate limit is used up.
	ErrRateLimited = errors.New("backstay: rate limited")
	// ErrRetriesExhausted: the call failed and is given up; tells attempts and elapsed time, and the last error is its cause.
	ErrRetriesExhausted = errors.New("backstay: retries exhausted")
	// ErrDeadlineExceeded: the deadline passed before the call could start.
	ErrDeadlineExceeded = errors.New("backstay: deadline exceeded")
	// ErrInvalidArgument: an argument is outside its allowed range; the message names it.
	ErrInvalidArgument = errors.New("backstay: invalid argument")
	// ErrClosed: the runtime was closed.
	ErrClosed = errors.New("backstay: closed")
	// ErrNotFound: no such name in the configuration; the message lists near matches.
	ErrNotFound = errors.New("backstay: not found")
	// ErrConfig: the configuration has errors; the message lists all of them.
	ErrConfig = errors.New("backstay: config")
	// ErrIO: a file could not be read.
	ErrIO = errors.New("backstay: io")
	// ErrOutOfMemory: an allocation failed; nothing was changed.
	ErrOutOfMemory = errors.New("backstay: out of memory")
	// ErrInternal: a defect in Backstay; please report the message.
	ErrInternal = errors.New("backstay: internal")
	// ErrForked: the resource was used before a fork and can't be used in the child.
	ErrForked = errors.New("backstay: forked")
	// ErrUnsupported: the policy has no pattern that the call applies to, or the runtime is disabled.
	ErrUnsupported = errors.New("backstay: unsupported")
)

// sentinelOfReason returns what errors.Is finds for a refusal, nil where there is none.
func sentinelOfReason(v Reason) error {
	switch v {
	case ReasonOpen, ReasonHalfOpen, ReasonForcedOpen:
		return ErrCircuitOpen
	case ReasonFull:
		return ErrBulkheadFull
	case ReasonRate, ReasonCost:
		return ErrRateLimited
	case ReasonClosed:
		return ErrClosed
	case ReasonForked:
		return ErrForked
	case ReasonError:
		return ErrInvalidArgument
	case ReasonDeadline:
		return ErrDeadlineExceeded
	case ReasonAttempts, ReasonElapsed, ReasonBudget:
		return ErrRetriesExhausted
	}
	return nil
}

// sentinelOfStatus returns what errors.Is finds for an error, nil where there is none.
func sentinelOfStatus(v Status) error {
	switch v {
	case StatusInvalidArgument:
		return ErrInvalidArgument
	case StatusClosed:
		return ErrClosed
	case StatusNotFound:
		return ErrNotFound
	case StatusInvalidConfig:
		return ErrConfig
	case StatusIO:
		return ErrIO
	case StatusOutOfMemory:
		return ErrOutOfMemory
	case StatusInternal:
		return ErrInternal
	case StatusForked:
		return ErrForked
	case StatusUnsupported:
		return ErrUnsupported
	}
	return nil
}

// statusOf returns the status of a reason that is no refusal but a misuse, else StatusOk.
func statusOf(v Reason) Status {
	switch v {
	case ReasonClosed:
		return StatusClosed
	case ReasonForked:
		return StatusForked
	case ReasonError:
		return StatusInvalidArgument
	}
	return StatusOk
}
