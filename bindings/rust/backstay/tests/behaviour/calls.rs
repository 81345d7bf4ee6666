//! Guarded calls: results, refusals, retries, classifiers, fallbacks.

use std::cell::Cell;
use std::error::Error as _;
use std::io;
use std::time::Duration;

use backstay::{CallError, Outcome, Reason, RefusalKind, testing};

use crate::{field, payments};

const BREAKER: &str = r#"{"circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}}"#;

fn fails() -> Result<(), io::Error> {
    Err(io::Error::from(io::ErrorKind::ConnectionReset))
}

#[test]
fn a_call_gives_what_the_function_gives() {
    let policy = payments(BREAKER);
    assert_eq!(policy.call(|| Ok::<_, io::Error>(7)).unwrap(), 7);
    assert!(matches!(policy.call(fails), Err(CallError::Inner(error)) if error.kind() == io::ErrorKind::ConnectionReset));
    assert_eq!((field(&policy, "successes"), field(&policy, "failures")), (1, 1));
}

#[test]
fn a_refusal_says_who_why_and_for_how_long() {
    let policy = payments(BREAKER);
    let _ = (policy.call(fails), policy.call(fails));
    let Err(CallError::Rejected(refused)) = policy.call(fails) else { panic!("it is open") };
    assert_eq!((refused.policy(), refused.key(), refused.reason), ("payments", None, Reason::Open));
    assert_eq!(refused.kind(), Some(RefusalKind::CircuitOpen));
    assert_eq!(refused.retry_after, Some(Duration::from_secs(30)));
    assert_eq!(refused.to_string(), "payments refused the call (open); retry after 30.000s");
}

#[test]
fn the_cause_is_the_name_of_the_error_type() {
    let policy = payments(BREAKER);
    let _ = policy.call(|| Err::<(), _>(std::fmt::Error));
    let snapshot = policy.snapshot().unwrap();
    assert_eq!(snapshot.pattern("circuit_breaker").unwrap().causes[0].cause, "Error");
}

#[test]
fn a_classifier_says_what_counts() {
    let policy = payments(BREAKER);
    let guard = policy.classify(|result: &Result<u16, io::Error>| match result {
        Ok(status) if *status >= 500 => Outcome::Failure.because("ServerError"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Outcome::Neutral.into(),
        Err(_) => Outcome::Failure.into(),
        Ok(_) => Outcome::Success.into(),
    });
    assert_eq!(guard.call(|| Ok(503)).unwrap(), 503);
    let _ = guard.call(|| Err(io::Error::from(io::ErrorKind::NotFound)));
    assert_eq!((field(&policy, "failures"), field(&policy, "neutral")), (1, 1));
    assert_eq!(policy.snapshot().unwrap().patterns[0].causes[0].cause, "ServerError");
}

#[test]
fn a_classifier_may_leave_the_types_to_the_call() {
    let policy = payments(BREAKER);
    let called = policy.classify(|result| if result.is_ok() { Outcome::Neutral } else { Outcome::Failure }).call(|| Ok::<_, ()>(1));
    assert_eq!(called, Ok(1));
    assert_eq!(field(&policy, "neutral"), 1);
}

#[test]
fn a_call_is_made_again_where_the_policy_retries() {
    let policy = payments(r#"{"retry": {"attempts": 3, "backoff": "100ms"}}"#);
    let called = Cell::new(0);
    let answer = policy.call(|| {
        called.set(called.get() + 1);
        if called.get() < 3 { Err(called.get()) } else { Ok("at last") }
    });
    assert_eq!((answer, called.get()), (Ok("at last"), 3));
}

#[test]
fn a_given_up_call_carries_its_last_error() {
    let policy = payments(r#"{"retry": {"attempts": 2, "backoff": "100ms"}}"#);
    let error = policy.call(fails).unwrap_err();
    assert_eq!(error.source().unwrap().to_string(), io::Error::from(io::ErrorKind::ConnectionReset).to_string());
    let CallError::RetriesExhausted(given_up) = error else { panic!("{error}") };
    assert_eq!((given_up.policy(), given_up.attempts, given_up.reason), ("payments", 2, Reason::Attempts));
    assert!(given_up.last.is_some());
}

#[test]
fn a_refusal_between_attempts_carries_the_error_before() {
    let policy =
        payments(r#"{"retry": {"attempts": 5, "backoff": "1ms"}, "circuit_breaker": {"consecutive_failures": 1, "open_for": "30s"}}"#);
    let Err(CallError::Rejected(refused)) = policy.call(|| Err::<(), _>("down")) else { panic!("it is open") };
    assert_eq!((refused.reason, refused.last), (Reason::Open, Some("down")));
}

#[test]
fn a_fallback_stands_in_and_is_counted() {
    let policy = testing::forced_open("payments").unwrap();
    let guard = policy.fallback(|error| match error {
        CallError::Rejected(_) => Ok("cached"),
        other => Err(other),
    });
    assert_eq!(guard.call(|| Ok::<_, ()>("fresh")), Ok("cached"));
    assert_eq!(field(&policy, "used"), 1);
    policy.force_closed("testing").unwrap();
    assert_eq!(guard.call(|| Err::<_, ()>(())), Err(CallError::Inner(())));
    assert_eq!(field(&policy, "used"), 1);
}

#[test]
fn a_permit_is_reported_once_by_its_type() {
    let policy = payments(BREAKER);
    policy.enter().unwrap().success();
    policy.enter().unwrap().failure();
    policy.enter().unwrap().timeout();
    policy.force_closed("testing").unwrap();
    policy.enter().unwrap().neutral();
    policy.enter().unwrap().cancelled();
    policy.enter().unwrap().permanent();
    policy.enter().unwrap().report(Outcome::Failure.because("Reset").retry_after(Duration::from_secs(1)));
    let counts = ["successes", "failures", "timeouts", "neutral", "cancelled"].map(|name| field(&policy, name));
    assert_eq!(counts, [1, 3, 1, 1, 1]);
}

#[test]
fn a_dropped_permit_is_cancelled() {
    let policy = payments(BREAKER);
    drop(policy.enter().unwrap());
    assert_eq!(field(&policy, "cancelled"), 1);
}

#[test]
fn a_key_has_a_state_of_its_own() {
    let policy = payments(BREAKER);
    let tenant = policy.keyed("tenant-7").unwrap();
    assert_eq!((tenant.name(), tenant.key()), ("payments", Some("tenant-7")));
    tenant.force_open("testing", None).unwrap();
    let Err(CallError::Rejected(refused)) = tenant.call(|| Ok::<_, ()>(())) else { panic!("it is open") };
    assert_eq!((refused.key(), refused.to_string().as_str()), (Some("tenant-7"), "payments[tenant-7] refused the call (forced_open)"));
    assert!(policy.call(|| Ok::<_, ()>(())).is_ok());
}

#[test]
fn errors_of_any_type_go_into_a_box() {
    let policy = payments(r#"{"retry": {"attempts": 1}}"#);
    assert_eq!(policy.call(|| Err::<(), _>("plain text")).unwrap_err().into_boxed().to_string(), "plain text");
    let refused = testing::forced_open("payments").unwrap().call(|| Err::<(), _>("never")).unwrap_err();
    assert_eq!(refused.clone().into_boxed().to_string(), refused.to_string());
    assert_eq!(refused.into_inner(), None);
}

#[test]
fn an_async_call_takes_a_future_or_what_makes_them() {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let policy = payments(r#"{"retry": {"attempts": 3, "backoff": "100ms"}}"#);
        let called = Cell::new(0);
        let attempt = || async {
            called.set(called.get() + 1);
            Err::<(), _>(called.get())
        };
        assert!(matches!(policy.call_async(attempt).await, Err(CallError::RetriesExhausted(given_up)) if given_up.attempts == 3));
        // A future can run only once, so the policy is told that the caller left.
        assert_eq!(policy.call_async(attempt()).await, Err(CallError::Inner(4)));
        assert_eq!(policy.call_async(async { Ok::<_, ()>(5) }).await, Ok(5));
        assert_eq!(called.get(), 4);
    });
}
