//! Synchronous calls under one breaker.

use std::convert::Infallible;
use std::hint::black_box;
use std::time::Duration;

use backstay::{Policy, Runtime};
use failsafe::{CircuitBreaker, backoff, failure_policy};
use recloser::Recloser;

use crate::measure::{Row, scaling, table};

const CONSECUTIVE: &str = r#"{"consecutive_failures": 5, "open_for": "1h"}"#;
const WINDOW: &str = r#"{"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20}, "open_for": "1h"}"#;
const HOUR: Duration = Duration::from_secs(3600);

pub fn policy(breaker: &str) -> Result<Policy, backstay::Error> {
    Runtime::from_json(&format!(r#"{{"policies": {{"p": {{"circuit_breaker": {breaker}}}}}}}"#))?.policy("p")
}

fn opened(breaker: &str) -> Result<Policy, backstay::Error> {
    let policy = policy(breaker)?;
    (0..20).for_each(|_| drop(policy.call(|| Err::<(), _>(()))));
    Ok(policy)
}

fn good() -> Result<u64, Infallible> {
    Ok(black_box(1))
}

fn recloser() -> Recloser {
    Recloser::custom().error_rate(0.5).closed_len(100).open_wait(HOUR).build()
}

fn failsafe_consecutive() -> impl CircuitBreaker + Sync {
    failsafe::Config::new().failure_policy(failure_policy::consecutive_failures(5, backoff::constant(HOUR))).build()
}

fn failsafe_window() -> impl CircuitBreaker + Sync {
    let policy = failure_policy::success_rate_over_time_window(0.5, 20, Duration::from_secs(10), backoff::constant(HOUR));
    failsafe::Config::new().failure_policy(policy).build()
}

pub fn one_thread() -> Result<(), backstay::Error> {
    let (consecutive, window, open) = (policy(CONSECUTIVE)?, policy(WINDOW)?, opened(CONSECUTIVE)?);
    let (ring, open_ring) = (recloser(), recloser());
    let (other, other_window, other_open) = (failsafe_consecutive(), failsafe_window(), failsafe_consecutive());
    (0..200).for_each(|_| drop((open_ring.call(|| Err::<(), _>(())), other_open.call(|| Err::<(), _>(())))));
    table(
        "Rust, closed breaker, consecutive rule",
        vec![
            Row::new("backstay `Policy::call`", "10", || drop(black_box(consecutive.call(good)))),
            Row::new("recloser (its only rule: a ring of 100 calls)", "", || drop(black_box(ring.call(good)))),
            Row::new("failsafe", "", || drop(black_box(other.call(good)))),
            Row::new("the function alone", "", || {
                let _ = black_box(good());
            }),
        ],
    );
    table(
        "Rust, closed breaker, time window",
        vec![
            Row::new("backstay `Policy::call`", "45", || drop(black_box(window.call(good)))),
            Row::new("failsafe", "", || drop(black_box(other_window.call(good)))),
        ],
    );
    table(
        "Rust, open breaker rejects",
        vec![
            Row::new("backstay `Policy::call`", "30", || drop(black_box(open.call(good)))),
            Row::new("recloser", "", || drop(black_box(open_ring.call(good)))),
            Row::new("failsafe", "", || drop(black_box(other_open.call(good)))),
        ],
    );
    Ok(())
}

pub fn two_threads() -> Result<(), backstay::Error> {
    let (consecutive, window, ring, other) = (policy(CONSECUTIVE)?, policy(WINDOW)?, recloser(), failsafe_consecutive());
    println!("\n| Rust, two threads on one breaker | throughput of two / of one | aim |\n|---|---:|---|");
    println!("| backstay, consecutive rule | {:.2} | 1.6 |", scaling(&|| drop(black_box(consecutive.call(good)))));
    println!("| backstay, time window | {:.2} | |", scaling(&|| drop(black_box(window.call(good)))));
    println!("| recloser | {:.2} | |", scaling(&|| drop(black_box(ring.call(good)))));
    println!("| failsafe, consecutive rule | {:.2} | |", scaling(&|| drop(black_box(other.call(good)))));
    Ok(())
}
