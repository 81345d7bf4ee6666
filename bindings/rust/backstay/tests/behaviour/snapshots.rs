//! What can be read: snapshots, events, metrics, findings.

use std::time::{Duration, UNIX_EPOCH};

use backstay::{EventKind, State, testing};

const DOCUMENT: &str = r#"{"service": "checkout", "policies": {
    "payments": {"circuit_breaker": {"consecutive_failures": 1, "failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20}, "open_for": "30s"}},
    "search": {"retry": {"attempts": 3}, "rate_limit": "100/s", "bulkhead": 16},
    "apples": {"timeout": "1s"}}}"#;

#[test]
fn a_snapshot_has_the_fields_of_its_patterns() {
    let runtime = testing::runtime(DOCUMENT).unwrap();
    let payments = runtime.policy("payments").unwrap();
    let before = payments.snapshot().unwrap();
    assert_eq!((before.state, before.double("failure_rate"), before.text("last_transition_reason")), (Some(State::Closed), None, Some("")));
    payments.metrics_only("testing").unwrap();
    let _ = payments.call(|| Err::<(), _>(std::fmt::Error));
    let after = payments.snapshot().unwrap();
    assert_eq!((after.state, after.double("failure_rate")), (Some(State::MetricsOnly), Some(1.0)));
    assert_eq!((after.text("last_transition_reason"), after.text("last_transition_note")), (Some("operator"), Some("testing")));
    assert_eq!((after.policy.as_str(), after.key, after.patterns[0].causes[0].count), ("payments", None, 1));
    assert_eq!(after.patterns[0].causes[0].last_at, Duration::ZERO);
}

#[test]
fn patterns_come_outermost_first() {
    let snapshot = testing::runtime(DOCUMENT).unwrap().policy("search").unwrap().snapshot().unwrap();
    let names: Vec<&str> = snapshot.patterns.iter().map(|pattern| pattern.name.as_str()).collect();
    assert_eq!(names, ["retry", "rate_limit", "bulkhead"]);
    assert_eq!((snapshot.state, snapshot.integer("limit"), snapshot.double("rate")), (None, Some(100), Some(100.0)));
    assert_eq!(snapshot.pattern("bulkhead").unwrap().integers["limit"], 16);
    assert_eq!((snapshot.integer("nothing"), snapshot.text("nothing"), snapshot.double("nothing")), (None, None, None));
}

#[test]
fn events_tell_what_happened() {
    let runtime = testing::runtime(DOCUMENT).unwrap();
    let recorder = testing::Recorder::new(&runtime);
    runtime.advance(Duration::from_secs(3)).unwrap();
    let _ = runtime.policy("payments").unwrap().call(|| Err::<(), _>(std::fmt::Error));
    let events = recorder.events().unwrap();
    let opened = &events[0];
    assert_eq!((opened.kind, opened.from, opened.to), (EventKind::Transition, Some(State::Closed), Some(State::Open)));
    assert_eq!((opened.at, opened.wait, opened.cause.as_deref()), (Duration::from_secs(3), Some(Duration::from_secs(30)), Some("Error")));
    assert_eq!(
        (opened.policy.as_deref(), opened.pattern.as_deref(), opened.reason.as_str()),
        (Some("payments"), Some("circuit_breaker"), "consecutive_failures")
    );
    assert!(opened.is_alarming() && opened.wall > UNIX_EPOCH && opened.message.contains("closed -> open"));
    let page = runtime.events(0).unwrap();
    assert_eq!((page.next, page.dropped, page.events.len()), (opened.sequence, 0, 1));
    assert!(runtime.events(page.next).unwrap().events.is_empty());
}

#[test]
fn a_runtime_describes_itself() {
    let runtime = testing::runtime(DOCUMENT).unwrap();
    let info = runtime.info().unwrap();
    assert_eq!((info.service.as_str(), info.version, info.manual_clock, info.disabled), ("checkout", 1, true, false));
    assert_eq!((info.fingerprint.len(), info.warnings), (64, vec![]));
    assert_eq!(runtime.policies().unwrap(), ["payments", "search", "apples"]);
    assert_eq!(runtime.now().unwrap(), Duration::ZERO);
}

#[test]
fn metrics_are_prometheus_text() {
    let runtime = testing::runtime(DOCUMENT).unwrap();
    runtime.policy("payments").unwrap().call(|| Ok::<_, ()>(())).unwrap();
    let plain = runtime.metrics(None).unwrap();
    assert!(plain.contains(r#"circuit_breaker_calls_total{service="payments",outcome="success"} 1"#), "{plain}");
    assert!(runtime.metrics(Some("worker-3")).unwrap().contains(r#"process="worker-3""#));
}

#[test]
fn a_rate_limit_can_be_looked_at() {
    let runtime = testing::runtime(DOCUMENT).unwrap();
    let search = runtime.policy("search").unwrap();
    search.cost(40).call(|| Ok::<_, ()>(())).unwrap();
    let rate = search.rate_limit(80).unwrap();
    assert_eq!((rate.allowed, rate.limit, rate.remaining), (false, 100, 60));
    assert_eq!((rate.retry_after, rate.reset_after), (Some(Duration::from_millis(200)), Duration::from_millis(400)));
    assert_eq!(search.rate_limit(101).unwrap().retry_after, None);
    search.reset_rate_limit("testing").unwrap();
    assert!(search.rate_limit(80).unwrap().allowed);
}

#[test]
fn findings_name_the_place() {
    let report = backstay::check(r#"{"policies": {"p": {"circuit_breaker": {"open_for": 30}}}}"#).unwrap();
    let finding = &report.findings[0];
    assert!(!report.valid && finding.is_error);
    assert_eq!((finding.path.as_str(), finding.value.as_str()), ("policies.p.circuit_breaker.open_for", "30"));
    assert!(!finding.problem.is_empty() && !finding.allowed.is_empty() && finding.message.contains("open_for"));
    assert!(backstay::schema().unwrap().contains("2020-12"));
}
