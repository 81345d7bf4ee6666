//! What the crate promises beyond the vectors, which every language runs: Rust's own rules, threads, tasks, and misuse.
#![cfg(all(feature = "testing", feature = "tokio", feature = "tower"))]

mod calls;
mod claims;
mod deadlines;
#[cfg(feature = "sqlite")]
mod files;
#[cfg(feature = "sqlite")]
mod http_requests;
mod idempotent_bodies;
mod idempotent_layer;
mod idempotent_service;
mod logging;
mod misuse;
mod once;
mod panics;
mod queues;
mod snapshots;
mod threads;
mod tower_layer;
mod waiting;
mod web;

use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use backstay::{Idempotency, Policy, Runtime, testing};

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

/// An idempotency named `orders` with these settings, on the manual clock, and its runtime.
pub fn orders(settings: &str) -> (Runtime, Idempotency) {
    let runtime = testing::runtime(&orders_document(settings)).expect("a good document");
    let orders = runtime.idempotency("orders").expect("it is in the document");
    (runtime, orders)
}

/// The same on the system's clock, for what waits while others act.
pub fn orders_on_system_clock(settings: &str) -> Idempotency {
    let runtime = Runtime::from_json(&orders_document(settings)).expect("a good document");
    runtime.idempotency("orders").expect("it is in the document")
}

fn orders_document(settings: &str) -> String {
    format!(r#"{{"stores": {{"main": "memory:"}}, "idempotency": {{"orders": {settings}}}}}"#)
}

/// Polls a future once.
pub fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// A field of the policy's snapshot.
pub fn field(policy: &Policy, name: &str) -> i64 {
    policy.snapshot().expect("an open runtime").integer(name).expect("a field of the catalogue")
}

/// The smallest executor: the thread sleeps until it is woken.
pub fn block_on_thread<F: Future>(future: F) -> F::Output {
    struct Unpark(thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = std::pin::pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        thread::park();
    }
}
