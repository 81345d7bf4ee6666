//! Whatever is done wrong is an error in words, and the process lives.

use std::time::Duration;

use backstay::queue::{Queue, echo};
use backstay::{CallError, Runtime, Status, testing};

use crate::payments;

const BREAKER: &str = r#"{"circuit_breaker": "standard"}"#;

fn status<T, E>(result: Result<T, CallError<E>>) -> Status {
    match result {
        Err(CallError::Misuse(error)) => error.status(),
        _ => panic!("this must be refused as a misuse"),
    }
}

#[test]
fn a_wrong_key_is_named_with_what_was_meant() {
    let error = Runtime::from_json(r#"{"policies": {"payments": {"circuit_braker": {}}}}"#).unwrap_err();
    assert_eq!(error.status(), Status::InvalidConfig);
    assert!(error.message().contains("policies.payments.circuit_braker") && error.message().contains("circuit_breaker"), "{error}");
}

#[test]
fn what_is_no_document_is_refused() {
    for document in ["", "\0", "{", "[]", "nonsense", "{\"policies\": 3}"] {
        assert_eq!(Runtime::from_json(document).unwrap_err().status(), Status::InvalidConfig, "{document:?}");
        assert!(!backstay::check(document).unwrap().valid, "{document:?}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let error = Runtime::open("/nowhere/backstay.json").unwrap_err();
    assert_eq!(error.status(), Status::Io);
    assert!(error.message().contains("/nowhere/backstay.json"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let path = std::path::Path::new(std::ffi::OsStr::from_bytes(b"/nowhere/\xff.json"));
    assert_eq!(Runtime::open(path).unwrap_err().status(), Status::InvalidArgument);
}

#[test]
fn names_with_a_nul_byte_or_without_any_are_refused() {
    let runtime = testing::runtime(&format!(r#"{{"policies": {{"payments": {BREAKER}}}}}"#)).unwrap();
    for name in ["", "\0", "pay\0ments", "paymints"] {
        let error = runtime.policy(name).unwrap_err();
        assert!(matches!(error.status(), Status::NotFound | Status::InvalidArgument), "{name:?}: {error}");
    }
    let policy = runtime.policy("payments").unwrap();
    for key in [String::new(), "k".repeat(257)] {
        assert_eq!(policy.keyed(&key).unwrap_err().status(), Status::InvalidArgument, "{key:?}");
    }
    for reason in [String::new(), "r".repeat(129)] {
        assert_eq!(policy.force_open(&reason, None).unwrap_err().status(), Status::InvalidArgument, "{reason:?}");
    }
}

#[test]
fn a_near_name_is_offered() {
    let runtime = testing::runtime(&format!(r#"{{"policies": {{"payments": {BREAKER}}}}}"#)).unwrap();
    assert!(runtime.policy("paymints").unwrap_err().message().contains("payments"));
}

#[test]
fn costs_out_of_range_are_refused_in_the_cores_words() {
    let policy = payments(r#"{"rate_limit": "10/s"}"#);
    for cost in [0, u64::MAX, (1 << 31) + 1] {
        let error = policy.cost(cost).enter().unwrap_err();
        assert!(matches!(&error, CallError::Misuse(misuse) if misuse.message().contains("cost")), "{cost}: {error}");
        assert_eq!(status(policy.cost(cost).call(|| Ok::<_, ()>(()))), Status::InvalidArgument);
        assert_eq!(policy.rate_limit(cost).unwrap_err().status(), Status::InvalidArgument);
    }
}

#[test]
fn a_control_that_does_not_apply_is_unsupported() {
    let policy = payments(r#"{"retry": 3}"#);
    let refused = [
        policy.force_open("testing", None),
        policy.force_open("testing", Some(Duration::MAX)),
        policy.force_closed("testing"),
        policy.disable("testing"),
        policy.metrics_only("testing"),
        policy.reset("testing"),
        policy.set_limit(3, "testing"),
        policy.reset_rate_limit("testing"),
        policy.rate_limit(1).map(drop),
    ];
    for result in refused {
        let status = result.unwrap_err().status();
        assert!(matches!(status, Status::Unsupported | Status::InvalidArgument), "{status}");
    }
}

#[test]
fn everything_answers_after_close() {
    let runtime = testing::runtime(&format!(r#"{{"policies": {{"payments": {BREAKER}}}}}"#)).unwrap();
    let policy = runtime.policy("payments").unwrap();
    let (permit, queue) = (policy.enter().unwrap(), Queue::new(&runtime, 4).unwrap());
    runtime.close().unwrap();
    runtime.close().unwrap();
    permit.failure();
    assert_eq!(status(policy.enter()), Status::Closed);
    assert_eq!(status(policy.try_enter()), Status::Closed);
    assert_eq!(status(policy.call(|| Ok::<_, ()>(()))), Status::Closed);
    let closed = [
        policy.snapshot().map(drop),
        policy.keyed("k").map(drop),
        policy.force_open("testing", None),
        policy.count_fallback(None),
        runtime.policy("payments").map(drop),
        runtime.policies().map(drop),
        runtime.info().map(drop),
        runtime.metrics(None).map(drop),
        runtime.events(0).map(drop),
        runtime.advance(Duration::from_secs(1)),
        Queue::new(&runtime, 4).map(drop),
        echo::submit(&queue, 1, b"", echo::How::AtOnce).map(drop),
        queue.drain(1).map(drop),
    ];
    for result in closed {
        assert_eq!(result.unwrap_err().status(), Status::Closed);
    }
}

#[test]
fn a_policy_outlives_its_runtime_object() {
    let policy = payments(BREAKER);
    assert!(policy.call(|| Ok::<_, ()>(())).is_ok());
    assert_eq!(policy.snapshot().unwrap().policy, "payments");
}

#[test]
fn a_permit_outlives_policy_and_runtime() {
    let permit = payments(BREAKER).enter().unwrap();
    permit.success();
}

#[test]
fn a_system_clock_can_not_be_moved() {
    let runtime = Runtime::from_json(r#"{"policies": {}}"#).unwrap();
    assert_eq!(runtime.advance(Duration::from_secs(1)).unwrap_err().status(), Status::Unsupported);
    let manual = testing::runtime(r#"{"policies": {}}"#).unwrap();
    assert_eq!(manual.advance(Duration::MAX).unwrap_err().status(), Status::InvalidArgument);
    assert_eq!(manual.events(-1).unwrap_err().status(), Status::InvalidArgument);
}

#[test]
fn a_disabled_runtime_lets_everything_pass() {
    let runtime = Runtime::disabled(None).unwrap();
    let policy = runtime.policy("any name").unwrap();
    assert!(policy.call(|| Ok::<_, ()>(())).is_ok());
    assert!(runtime.info().unwrap().disabled);
    assert!(Runtime::disabled(Some("{")).is_err());
}

#[test]
fn a_header_that_is_neither_form_is_none() {
    let policy = payments(BREAKER);
    assert_eq!(policy.retry_after("120"), Ok(Some(Duration::from_secs(120))));
    assert_eq!(policy.retry_after("soon"), Ok(None));
    assert_eq!(policy.retry_after("\0"), Ok(None));
}

#[test]
fn an_async_queue_outside_of_tokio_is_refused() {
    let runtime = testing::runtime(r#"{"policies": {}}"#).unwrap();
    assert_eq!(backstay::queue::AsyncQueue::new(&runtime, 4).unwrap_err().status(), Status::Unsupported);
    assert_eq!(Queue::new(&runtime, u64::MAX).unwrap_err().status(), Status::InvalidArgument);
}
