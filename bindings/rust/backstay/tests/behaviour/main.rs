//! What the crate promises beyond the vectors, which every language runs: Rust's own rules, threads, tasks, and misuse.
#![cfg(all(feature = "testing", feature = "tokio", feature = "tower"))]

mod calls;
mod deadlines;
mod logging;
mod misuse;
mod panics;
mod queues;
mod snapshots;
mod threads;
mod tower_layer;
mod waiting;

use backstay::{Policy, testing};

/// A policy named `payments` of these patterns, on the manual clock.
pub fn payments(patterns: &str) -> Policy {
    let runtime = testing::runtime(&format!(r#"{{"policies": {{"payments": {patterns}}}}}"#)).expect("a good document");
    runtime.policy("payments").expect("it is in the document")
}

/// The same on the system's clock, for what can't be told by a clock that stands.
pub fn payments_on_system_clock(patterns: &str) -> Policy {
    let document = format!(r#"{{"policies": {{"payments": {patterns}}}}}"#);
    backstay::Runtime::from_json(&document).expect("a good document").policy("payments").expect("it is in the document")
}

/// A field of the policy's snapshot.
pub fn field(policy: &Policy, name: &str) -> i64 {
    policy.snapshot().expect("an open runtime").integer(name).expect("a field of the catalogue")
}
