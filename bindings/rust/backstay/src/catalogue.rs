// Generated from capi/catalogue.json by packaging/generate/rust.py; do not edit.

/// What a call of the C interface answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum Status {
    /// Done.
    Ok = 0,
    /// The policy refused the call; reason and retry_after tell why and for how long.
    Rejected = 1,
    /// The call may enter later: park with the ticket, enter again with it.
    Wait = 2,
    /// The attempt is over, another one may start after the wait.
    Again = 3,
    /// The queue has no free place: drain it, then submit again.
    Full = 4,
    /// The operation was cancelled before it completed.
    Cancelled = 5,
    /// Somebody else holds the key; retry_after tells for how long at most.
    InFlight = 6,
    /// The key was completed before; its answer is there again.
    Replay = 7,
    /// The key was used for another request: the fingerprints differ.
    Mismatch = 8,
    /// The lease of an earlier claim had run out, and the key is the caller's now.
    TakenOver = 9,
    /// The key was completed before, and its answer was not kept.
    BodyNotKept = 10,
    /// The lease of an earlier claim had run out, and nobody may take the key over.
    Abandoned = 11,
    /// The key is not the claim's any more; nothing was changed.
    LostLease = 12,
    /// A parameter is outside its allowed range; the message names it.
    InvalidArgument = -1,
    /// The runtime behind this handle was closed.
    Closed = -2,
    /// No such name in the configuration; the message lists near matches.
    NotFound = -3,
    /// The configuration has errors; the message lists each with path, value and allowed range.
    InvalidConfig = -4,
    /// A file could not be read.
    Io = -5,
    /// An allocation failed; nothing was changed.
    OutOfMemory = -6,
    /// A defect in Backstay; please report the message.
    Internal = -7,
    /// The resource was used before a fork and can't be used in the child; the message gives the remedy.
    Forked = -8,
    /// This policy has no pattern that the call applies to, or the runtime is disabled.
    Unsupported = -9,
    /// The store can't be reached, or refused the operation.
    StoreUnavailable = -10,
    /// What the store holds is no record of this library: somebody else changed it.
    Corrupt = -11,
}

impl Status {
    /// The name that all languages, metrics and events share.
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Rejected => "rejected",
            Status::Wait => "wait",
            Status::Again => "again",
            Status::Full => "full",
            Status::Cancelled => "cancelled",
            Status::InFlight => "in_flight",
            Status::Replay => "replay",
            Status::Mismatch => "mismatch",
            Status::TakenOver => "taken_over",
            Status::BodyNotKept => "body_not_kept",
            Status::Abandoned => "abandoned",
            Status::LostLease => "lost_lease",
            Status::InvalidArgument => "invalid_argument",
            Status::Closed => "closed",
            Status::NotFound => "not_found",
            Status::InvalidConfig => "invalid_config",
            Status::Io => "io",
            Status::OutOfMemory => "out_of_memory",
            Status::Internal => "internal",
            Status::Forked => "forked",
            Status::Unsupported => "unsupported",
            Status::StoreUnavailable => "store_unavailable",
            Status::Corrupt => "corrupt",
        }
    }

    /// The one of this name; `None` for a name that only a newer library knows.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "ok" => Status::Ok,
            "rejected" => Status::Rejected,
            "wait" => Status::Wait,
            "again" => Status::Again,
            "full" => Status::Full,
            "cancelled" => Status::Cancelled,
            "in_flight" => Status::InFlight,
            "replay" => Status::Replay,
            "mismatch" => Status::Mismatch,
            "taken_over" => Status::TakenOver,
            "body_not_kept" => Status::BodyNotKept,
            "abandoned" => Status::Abandoned,
            "lost_lease" => Status::LostLease,
            "invalid_argument" => Status::InvalidArgument,
            "closed" => Status::Closed,
            "not_found" => Status::NotFound,
            "invalid_config" => Status::InvalidConfig,
            "io" => Status::Io,
            "out_of_memory" => Status::OutOfMemory,
            "internal" => Status::Internal,
            "forked" => Status::Forked,
            "unsupported" => Status::Unsupported,
            "store_unavailable" => Status::StoreUnavailable,
            "corrupt" => Status::Corrupt,
            _ => return None,
        })
    }

    /// The one of this number of the C interface.
    pub const fn from_value(value: i32) -> Option<Self> {
        Some(match value {
            0 => Status::Ok,
            1 => Status::Rejected,
            2 => Status::Wait,
            3 => Status::Again,
            4 => Status::Full,
            5 => Status::Cancelled,
            6 => Status::InFlight,
            7 => Status::Replay,
            8 => Status::Mismatch,
            9 => Status::TakenOver,
            10 => Status::BodyNotKept,
            11 => Status::Abandoned,
            12 => Status::LostLease,
            -1 => Status::InvalidArgument,
            -2 => Status::Closed,
            -3 => Status::NotFound,
            -4 => Status::InvalidConfig,
            -5 => Status::Io,
            -6 => Status::OutOfMemory,
            -7 => Status::Internal,
            -8 => Status::Forked,
            -9 => Status::Unsupported,
            -10 => Status::StoreUnavailable,
            -11 => Status::Corrupt,
            _ => return None,
        })
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a guarded call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum Outcome {
    /// The call did what it should.
    Success = 0,
    /// The call failed; counts against the upstream.
    Failure = 1,
    /// A deadline passed; counts as a failure, told apart in metrics.
    Timeout = 2,
    /// The caller gave up; neutral, or a timeout when it had lasted longer than the slow-call limit.
    Cancelled = 3,
    /// Ignored: the permit returns and nothing is counted for or against.
    Neutral = 4,
    /// A failure that another attempt would not mend: counts as a failure and is not retried.
    Permanent = 5,
}

impl Outcome {
    /// The name that all languages, metrics and events share.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Success => "success",
            Outcome::Failure => "failure",
            Outcome::Timeout => "timeout",
            Outcome::Cancelled => "cancelled",
            Outcome::Neutral => "neutral",
            Outcome::Permanent => "permanent",
        }
    }

    /// The one of this name; `None` for a name that only a newer library knows.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "success" => Outcome::Success,
            "failure" => Outcome::Failure,
            "timeout" => Outcome::Timeout,
            "cancelled" => Outcome::Cancelled,
            "neutral" => Outcome::Neutral,
            "permanent" => Outcome::Permanent,
            _ => return None,
        })
    }

    /// The one of this number of the C interface.
    pub const fn from_value(value: i32) -> Option<Self> {
        Some(match value {
            0 => Outcome::Success,
            1 => Outcome::Failure,
            2 => Outcome::Timeout,
            3 => Outcome::Cancelled,
            4 => Outcome::Neutral,
            5 => Outcome::Permanent,
            _ => return None,
        })
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// State of a policy with a circuit breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum State {
    /// Calls pass; results are counted against the trip rules.
    Closed = 0,
    /// Calls are rejected until the open time is over.
    Open = 1,
    /// A limited number of probes pass; their results decide.
    HalfOpen = 2,
    /// An operator rejects all calls, for a time or until told otherwise.
    ForcedOpen = 3,
    /// Calls pass and no rule is evaluated.
    Disabled = 4,
    /// Calls pass and are counted against the rules, and nothing ever trips.
    MetricsOnly = 5,
}

impl State {
    /// The name that all languages, metrics and events share.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Closed => "closed",
            State::Open => "open",
            State::HalfOpen => "half_open",
            State::ForcedOpen => "forced_open",
            State::Disabled => "disabled",
            State::MetricsOnly => "metrics_only",
        }
    }

    /// The one of this name; `None` for a name that only a newer library knows.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "closed" => State::Closed,
            "open" => State::Open,
            "half_open" => State::HalfOpen,
            "forced_open" => State::ForcedOpen,
            "disabled" => State::Disabled,
            "metrics_only" => State::MetricsOnly,
            _ => return None,
        })
    }

    /// The one of this number of the C interface.
    pub const fn from_value(value: i32) -> Option<Self> {
        Some(match value {
            0 => State::Closed,
            1 => State::Open,
            2 => State::HalfOpen,
            3 => State::ForcedOpen,
            4 => State::Disabled,
            5 => State::MetricsOnly,
            _ => return None,
        })
    }
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a call was refused or given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum Reason {
    /// Only a newer library knows it.
    Unknown = 0,
    /// The breaker is open.
    Open = 1,
    /// No place in the bulkhead and its queue.
    Full = 2,
    /// The rate limit is used up.
    Rate = 3,
    /// Not a rejection: come back with the ticket.
    Wait = 4,
    /// The runtime was closed.
    Closed = 5,
    /// The resource does not survive a fork.
    Forked = 6,
    /// A misuse: a parameter is outside its range.
    Error = 7,
    /// The breaker is half-open and all probe permits are out.
    HalfOpen = 8,
    /// An operator opened the breaker.
    ForcedOpen = 9,
    /// The deadline has passed, or leaves no time for another attempt.
    Deadline = 10,
    /// The cost is above the burst: no waiting would help.
    Cost = 11,
    /// The last of the allowed attempts failed.
    Attempts = 12,
    /// Another attempt would begin after the maximum elapsed time.
    Elapsed = 13,
    /// The retry budget is used up.
    Budget = 14,
}

impl Reason {
    /// The name that all languages, metrics and events share.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::Unknown => "unknown",
            Reason::Open => "open",
            Reason::Full => "full",
            Reason::Rate => "rate",
            Reason::Wait => "wait",
            Reason::Closed => "closed",
            Reason::Forked => "forked",
            Reason::Error => "error",
            Reason::HalfOpen => "half_open",
            Reason::ForcedOpen => "forced_open",
            Reason::Deadline => "deadline",
            Reason::Cost => "cost",
            Reason::Attempts => "attempts",
            Reason::Elapsed => "elapsed",
            Reason::Budget => "budget",
        }
    }

    /// The one of this name; `None` for a name that only a newer library knows.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "unknown" => Reason::Unknown,
            "open" => Reason::Open,
            "full" => Reason::Full,
            "rate" => Reason::Rate,
            "wait" => Reason::Wait,
            "closed" => Reason::Closed,
            "forked" => Reason::Forked,
            "error" => Reason::Error,
            "half_open" => Reason::HalfOpen,
            "forced_open" => Reason::ForcedOpen,
            "deadline" => Reason::Deadline,
            "cost" => Reason::Cost,
            "attempts" => Reason::Attempts,
            "elapsed" => Reason::Elapsed,
            "budget" => Reason::Budget,
            _ => return None,
        })
    }

    /// The one of this number of the C interface.
    pub const fn from_value(value: i32) -> Option<Self> {
        Some(match value {
            0 => Reason::Unknown,
            1 => Reason::Open,
            2 => Reason::Full,
            3 => Reason::Rate,
            4 => Reason::Wait,
            5 => Reason::Closed,
            6 => Reason::Forked,
            7 => Reason::Error,
            8 => Reason::HalfOpen,
            9 => Reason::ForcedOpen,
            10 => Reason::Deadline,
            11 => Reason::Cost,
            12 => Reason::Attempts,
            13 => Reason::Elapsed,
            14 => Reason::Budget,
            _ => return None,
        })
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What an event tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum EventKind {
    /// Only a newer library knows it.
    Unknown = 0,
    /// A pattern moved from one state to another.
    Transition = 1,
    /// A half-open probe never reported; its lease ran out and a new round began.
    ProbeLost = 2,
    /// The runtime passes every call through.
    Disabled = 3,
    /// A pattern began to refuse calls; told at most once in ten seconds.
    Refusing = 4,
    /// An operator control changed a pattern that has no states.
    Control = 5,
}

impl EventKind {
    /// The name that all languages, metrics and events share.
    pub const fn as_str(self) -> &'static str {
        match self {
            EventKind::Unknown => "unknown",
            EventKind::Transition => "transition",
            EventKind::ProbeLost => "probe_lost",
            EventKind::Disabled => "disabled",
            EventKind::Refusing => "refusing",
            EventKind::Control => "control",
        }
    }

    /// The one of this name; `None` for a name that only a newer library knows.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "unknown" => EventKind::Unknown,
            "transition" => EventKind::Transition,
            "probe_lost" => EventKind::ProbeLost,
            "disabled" => EventKind::Disabled,
            "refusing" => EventKind::Refusing,
            "control" => EventKind::Control,
            _ => return None,
        })
    }

    /// The one of this number of the C interface.
    pub const fn from_value(value: i32) -> Option<Self> {
        Some(match value {
            0 => EventKind::Unknown,
            1 => EventKind::Transition,
            2 => EventKind::ProbeLost,
            3 => EventKind::Disabled,
            4 => EventKind::Refusing,
            5 => EventKind::Control,
            _ => return None,
        })
    }
}

impl std::fmt::Display for EventKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is stored under an idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum AnswerKind {
    /// What the call returned.
    Value = 0,
    /// How the call failed, which is its answer from now on.
    Failure = 1,
    /// The call was made, and nobody can say again what it answered.
    NotKept = 2,
}

impl AnswerKind {
    /// The name that all languages, metrics and events share.
    pub const fn as_str(self) -> &'static str {
        match self {
            AnswerKind::Value => "value",
            AnswerKind::Failure => "failure",
            AnswerKind::NotKept => "not_kept",
        }
    }

    /// The one of this name; `None` for a name that only a newer library knows.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "value" => AnswerKind::Value,
            "failure" => AnswerKind::Failure,
            "not_kept" => AnswerKind::NotKept,
            _ => return None,
        })
    }

    /// The one of this number of the C interface.
    pub const fn from_value(value: i32) -> Option<Self> {
        Some(match value {
            0 => AnswerKind::Value,
            1 => AnswerKind::Failure,
            2 => AnswerKind::NotKept,
            _ => return None,
        })
    }
}

impl std::fmt::Display for AnswerKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a refusal amounts to, whichever of several reasons it has.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// The circuit breaker lets no call pass now.
    CircuitOpen,
    /// The bulkhead and its queue have no place.
    BulkheadFull,
    /// The rate limit is used up.
    RateLimited,
    /// The call failed and is given up; tells attempts and elapsed time, and the last error is its cause.
    RetriesExhausted,
    /// The deadline passed before the call could start.
    DeadlineExceeded,
}

impl Reason {
    /// What it amounts to; `None` where it is no refusal.
    pub const fn kind(self) -> Option<RefusalKind> {
        Some(match self {
            Reason::Open => RefusalKind::CircuitOpen,
            Reason::Full => RefusalKind::BulkheadFull,
            Reason::Rate => RefusalKind::RateLimited,
            Reason::HalfOpen => RefusalKind::CircuitOpen,
            Reason::ForcedOpen => RefusalKind::CircuitOpen,
            Reason::Deadline => RefusalKind::DeadlineExceeded,
            Reason::Cost => RefusalKind::RateLimited,
            Reason::Attempts => RefusalKind::RetriesExhausted,
            Reason::Elapsed => RefusalKind::RetriesExhausted,
            Reason::Budget => RefusalKind::RetriesExhausted,
            _ => return None,
        })
    }

    /// The status of a misuse; `None` where the policy refused a sound call.
    pub(crate) const fn misuse(self) -> Option<Status> {
        Some(match self {
            Reason::Closed => Status::Closed,
            Reason::Forked => Status::Forked,
            Reason::Error => Status::InvalidArgument,
            _ => return None,
        })
    }
}
