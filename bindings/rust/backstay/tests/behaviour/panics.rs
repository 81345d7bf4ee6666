//! A panic counts as a failure, goes on, and leaks no permit; nobody's lock stays held by it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use backstay::{Outcome, Policy};

use crate::{field, payments};

const PROTECTED: &str = r#"{"circuit_breaker": {"consecutive_failures": 9}, "bulkhead": 1}"#;

fn panics<T>(act: impl FnOnce() -> T) -> bool {
    catch_unwind(AssertUnwindSafe(act)).is_err()
}

fn counts(policy: &Policy) -> [i64; 4] {
    let snapshot = policy.snapshot().unwrap();
    let breaker = snapshot.pattern("circuit_breaker").unwrap();
    let in_flight = snapshot.pattern("bulkhead").map_or(0, |bulkhead| bulkhead.integers["in_flight"]);
    [breaker.integers["successes"], breaker.integers["failures"], breaker.integers["cancelled"], in_flight]
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[test]
fn of_a_function() {
    let policy = payments(PROTECTED);
    assert!(panics(|| policy.call::<(), ()>(|| panic!("in the function"))));
    assert_eq!(counts(&policy), [0, 1, 0, 0]);
    assert_eq!(policy.snapshot().unwrap().pattern("circuit_breaker").unwrap().causes[0].cause, "panic");
    assert!(policy.call(|| Ok::<_, ()>(())).is_ok());
}

#[test]
fn of_a_function_that_began_without_a_crossing() {
    let policy = payments(r#"{"circuit_breaker": {"consecutive_failures": 9}}"#);
    assert!(panics(|| policy.call::<(), ()>(|| panic!("in the function"))));
    assert_eq!(counts(&policy), [0, 1, 0, 0]);
}

#[test]
fn of_a_future() {
    let policy = payments(PROTECTED);
    assert!(panics(|| block_on(policy.call_async::<(), (), _, _>(|| async { panic!("in the future") }))));
    assert_eq!(counts(&policy), [0, 1, 0, 0]);
}

#[test]
fn of_what_makes_the_future() {
    let policy = payments(PROTECTED);
    let make = || -> std::future::Ready<Result<(), ()>> { panic!("in the function that makes it") };
    assert!(panics(|| block_on(policy.call_async(make))));
    assert_eq!(counts(&policy), [0, 1, 0, 0]);
}

#[test]
fn of_a_classifier() {
    let policy = payments(PROTECTED);
    let broken = |_: &Result<(), ()>| -> Outcome { panic!("in the classifier") };
    assert!(panics(|| policy.classify(broken).call(|| Ok(()))));
    assert!(panics(|| block_on(policy.classify(broken).call_async(|| async { Ok(()) }))));
    assert_eq!(counts(&policy), [0, 2, 0, 0]);
}

#[test]
fn of_a_fallback() {
    let policy = payments(PROTECTED);
    assert!(panics(|| policy.fallback(|_| panic!("in the fallback")).call(|| Err::<(), _>(()))));
    assert_eq!(counts(&policy), [0, 1, 0, 0]);
}

#[test]
fn in_the_second_attempt() {
    let policy = payments(r#"{"retry": {"attempts": 3, "backoff": "1ms"}, "bulkhead": 1}"#);
    let mut called = 0;
    assert!(panics(|| policy.call::<(), ()>(|| {
        called += 1;
        if called == 2 { panic!("in the second attempt") } else { Err(()) }
    })));
    assert_eq!((called, field(&policy, "in_flight")), (2, 0));
}

#[test]
fn a_permit_that_unwinds_is_cancelled() {
    let policy = payments(PROTECTED);
    assert!(panics(|| {
        let _permit = policy.enter().unwrap();
        panic!("beside the permit");
    }));
    assert_eq!(counts(&policy), [0, 0, 1, 0]);
}

#[test]
fn nested_deadlines_are_taken_back() {
    let policy = payments(r#"{"timeout": "2s"}"#);
    assert!(panics(|| policy.call::<(), ()>(|| {
        assert!(backstay::time_left().is_some());
        panic!("under a deadline")
    })));
    assert_eq!(backstay::time_left(), None);
}
