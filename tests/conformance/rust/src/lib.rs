//! Runs vectors through the crate `backstay` as a user would, and says what was observed at every step.

mod answers;
mod claim_calls;
mod guarded;
mod held_call;
mod http_calls;
mod interpreter;
mod queue_calls;

pub use interpreter::run;
