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

// Status is what a call of the C interface answered, and what an [Error] is.
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
	// StatusInFlight: somebody else holds the key; retry_after tells for how long at most.
	StatusInFlight Status = 6
	// StatusReplay: the key was completed before; its answer is there again.
	StatusReplay Status = 7
	// StatusMismatch: the key was used for another request: the fingerprints differ.
	StatusMismatch Status = 8
	// StatusTakenOver: the lease of an earlier claim had run out, and the key is the caller's now.
	StatusTakenOver Status = 9
	// StatusBodyNotKept: the key was completed before, and its answer was not kept.
	StatusBodyNotKept Status = 10
	// StatusAbandoned: the lease of an earlier claim had run out, and nobody may take the key over.
	StatusAbandoned Status = 11
	// StatusLostLease: the key is not the claim's any more; nothing was changed.
	StatusLostLease Status = 12
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
	// StatusStoreUnavailable: the store can't be reached, or refused the operation.
	StatusStoreUnavailable Status = -10
	// StatusCorrupt: what the store holds is no record of this library: somebody else changed it.
	StatusCorrupt Status = -11
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
	case StatusInFlight:
		return "in_flight"
	case StatusReplay:
		return "replay"
	case StatusMismatch:
		return "mismatch"
	case StatusTakenOver:
		return "taken_over"
	case StatusBodyNotKept:
		return "body_not_kept"
	case StatusAbandoned:
		return "abandoned"
	case StatusLostLease:
		return "lost_lease"
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
	case StatusStoreUnavailable:
		return "store_unavailable"
	case StatusCorrupt:
		return "corrupt"
	}
	return "status " + strconv.Itoa(int(v))
}

// ClaimStatus tells how a [Claim] ended.
type ClaimStatus int32

const (
	// ClaimStatusNew: the key is the caller's, who is the first.
	ClaimStatusNew ClaimStatus = 0
	// ClaimStatusTakenOver: the lease of an earlier claim had run out, and the key is the caller's now.
	ClaimStatusTakenOver ClaimStatus = 9
	// ClaimStatusReplay: the key was completed before; its answer is there again.
	ClaimStatusReplay ClaimStatus = 7
	// ClaimStatusBodyNotKept: the key was completed before, and its answer was not kept.
	ClaimStatusBodyNotKept ClaimStatus = 10
	// ClaimStatusInFlight: somebody else holds the key; retry_after tells for how long at most.
	ClaimStatusInFlight ClaimStatus = 6
	// ClaimStatusMismatch: the key was used for another request: the fingerprints differ.
	ClaimStatusMismatch ClaimStatus = 8
	// ClaimStatusAbandoned: the lease of an earlier claim had run out, and nobody may take the key over.
	ClaimStatusAbandoned ClaimStatus = 11
)

// String returns the name that all languages, metrics and events share.
func (v ClaimStatus) String() string {
	switch v {
	case ClaimStatusNew:
		return "ok"
	case ClaimStatusTakenOver:
		return "taken_over"
	case ClaimStatusReplay:
		return "replay"
	case ClaimStatusBodyNotKept:
		return "body_not_kept"
	case ClaimStatusInFlight:
		return "in_flight"
	case ClaimStatusMismatch:
		return "mismatch"
	case ClaimStatusAbandoned:
		return "abandoned"
	}
	return "claim status " + strconv.Itoa(int(v))
}

// AnswerKind tells what an [Answer] is.
type AnswerKind int32

const (
	// AnswerKindValue: what the call returned.
	AnswerKindValue AnswerKind = 0
	// AnswerKindFailure: how the call failed, which is its answer from now on.
	AnswerKindFailure AnswerKind = 1
	// AnswerKindNotKept: the call was made, and nobody can say again what it answered.
	AnswerKindNotKept AnswerKind = 2
)

// String returns the name that all languages, metrics and events share.
func (v AnswerKind) String() string {
	switch v {
	case AnswerKindValue:
		return "value"
	case AnswerKindFailure:
		return "failure"
	case AnswerKindNotKept:
		return "not_kept"
	}
	return "answer kind " + strconv.Itoa(int(v))
}

// ServeAction tells what is to be done with an [HTTPRequest].
type ServeAction int32

const (
	// ServeActionPass: run the handler; there is nothing to report.
	ServeActionPass ServeAction = 0
	// ServeActionHold: run the handler, then respond with the claim.
	ServeActionHold ServeAction = 1
	// ServeActionReply: send the answer that is here; the handler doesn't run.
	ServeActionReply ServeAction = 2
	// ServeActionAgain: pause, then serve once more.
	ServeActionAgain ServeAction = 3
)

// String returns the name that all languages, metrics and events share.
func (v ServeAction) String() string {
	switch v {
	case ServeActionPass:
		return "pass"
	case ServeActionHold:
		return "hold"
	case ServeActionReply:
		return "reply"
	case ServeActionAgain:
		return "again"
	}
	return "serve action " + strconv.Itoa(int(v))
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
	// ErrStoreUnavailable: the store can't be reached, or refused the operation.
	ErrStoreUnavailable = errors.New("backstay: store unavailable")
	// ErrInFlight: somebody else holds the idempotency key; says for how long at most.
	ErrInFlight = errors.New("backstay: in flight")
	// ErrKeyMismatch: the idempotency key was used for another request.
	ErrKeyMismatch = errors.New("backstay: key mismatch")
	// ErrBodyNotKept: the call was made under this idempotency key, and its answer was not kept.
	ErrBodyNotKept = errors.New("backstay: body not kept")
	// ErrAbandoned: the call under this idempotency key was begun and never ended, and may not be made again.
	ErrAbandoned = errors.New("backstay: abandoned")
	// ErrFailedBefore: the call was made under this idempotency key and failed, which is its answer.
	ErrFailedBefore = errors.New("backstay: failed before")
	// ErrLostLease: the idempotency key is not the claim's any more; nothing was changed.
	ErrLostLease = errors.New("backstay: lost lease")
	// ErrCorruptRecord: what the store holds is no record of this library: somebody else changed it.
	ErrCorruptRecord = errors.New("backstay: corrupt record")
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
	case StatusInFlight:
		return ErrInFlight
	case StatusMismatch:
		return ErrKeyMismatch
	case StatusBodyNotKept:
		return ErrBodyNotKept
	case StatusAbandoned:
		return ErrAbandoned
	case StatusLostLease:
		return ErrLostLease
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
	case StatusStoreUnavailable:
		return ErrStoreUnavailable
	case StatusCorrupt:
		return ErrCorruptRecord
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
