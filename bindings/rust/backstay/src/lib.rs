#![doc = include_str!("../README.md")]

mod answer;
mod async_call;
mod attempts;
#[rustfmt::skip]
mod catalogue;
mod configuration;
mod deadline;
mod error;
mod events;
mod guard;
mod held;
mod idempotency;
mod inner;
mod json;
mod log;
mod names;
mod native;
mod parking;
mod per_process;
mod permit;
mod policy;
pub mod queue;
mod running;
mod runtime;
mod shared;
mod snapshot;
#[cfg(feature = "testing")]
pub mod testing;
mod timer;
#[cfg(feature = "tower")]
pub mod tower;
mod turn;
mod verdict;

pub use attempts::{Attempts, Once, OnceSource, Repeated, RepeatedSource, Source};
pub use catalogue::{AnswerKind, EventKind, Outcome, Reason, RefusalKind, State, Status};
pub use configuration::{Finding, Report, check, schema};
pub use deadline::time_left;
pub use error::{CallError, Error, Rejection, RetriesExhausted};
pub use events::{Event, Page};
pub use guard::{Fallback, Guard, NoFallback};
pub use idempotency::{
    Answer, Claim, ClaimStatus, Claiming, HttpReply, HttpRequest, Idempotency, NeverRetryable, OnUnavailable, OnceError, Retryable, Served,
    TriedToServe,
};
pub use permit::Permit;
pub use policy::{Policy, RateLimit};
pub use runtime::{Info, Runtime};
pub use snapshot::{Cause, PatternSnapshot, Snapshot};
pub use verdict::{ByResult, Classify, Verdict};
