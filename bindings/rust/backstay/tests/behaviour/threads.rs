//! Any object from any thread, and counts that add up.

use std::thread;

use backstay::queue::{AsyncQueue, Completion, Queue};
use backstay::tower::GuardLayer;
use backstay::{Answer, CallError, Claim, Claiming, Error, Event, Guard, Idempotency, OnceError, Permit, Policy, Runtime, Snapshot};

use crate::{field, orders, payments};

fn is_send_and_sync<T: Send + Sync>() {}
fn is_send<T: Send>(_: &T) {}

#[test]
fn everything_goes_to_other_threads() {
    is_send_and_sync::<Runtime>();
    is_send_and_sync::<Policy>();
    is_send_and_sync::<Permit>();
    is_send_and_sync::<Guard<'_>>();
    is_send_and_sync::<Queue>();
    is_send_and_sync::<AsyncQueue>();
    is_send_and_sync::<Completion>();
    is_send_and_sync::<GuardLayer>();
    is_send_and_sync::<Snapshot>();
    is_send_and_sync::<Event>();
    is_send_and_sync::<Idempotency>();
    is_send_and_sync::<Claiming<'_>>();
    is_send_and_sync::<Claim>();
    is_send_and_sync::<Answer>();
    is_send_and_sync::<OnceError<std::io::Error>>();
    is_send_and_sync::<Error>();
    is_send_and_sync::<CallError<std::io::Error>>();
    let policy = payments(r#"{"circuit_breaker": {}}"#);
    is_send(&policy.call_async(|| async { Ok::<_, ()>(()) }));
    is_send(&policy.enter_async());
    assert_eq!(policy.name(), "payments");
    let (_, orders) = orders("{}");
    is_send(&orders.claim("k", "f"));
    is_send(&orders.once("k", async { Ok::<_, String>(7) }));
    is_send(&orders.retryable(|_: &String| true).once("k", async { Ok::<_, String>(7) }));
}

#[test]
fn quiet_successes_of_all_threads_are_counted() {
    let policy = payments(r#"{"circuit_breaker": {"consecutive_failures": 3}}"#);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..10_000).for_each(|_| policy.call(|| Ok::<_, ()>(())).unwrap()));
        }
    });
    assert_eq!(field(&policy, "successes"), 40_000);
}

#[test]
fn outcomes_under_changing_states_are_counted_once() {
    let policy = payments(r#"{"circuit_breaker": {"consecutive_failures": 3, "open_for": "1ms"}}"#);
    let made: u64 = thread::scope(|scope| {
        let callers: Vec<_> = (0..4)
            .map(|number| {
                let policy = &policy;
                scope.spawn(move || {
                    let mut made = 0;
                    for turn in 0..2_000 {
                        if number == 0 && turn % 50 == 0 {
                            policy.force_closed("testing").unwrap();
                        }
                        let _ = policy.call(|| {
                            made += 1;
                            if turn % 3 == 0 { Err(()) } else { Ok(()) }
                        });
                    }
                    made
                })
            })
            .collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).sum()
    });
    let counted: i64 = ["successes", "failures", "late"].iter().map(|name| field(&policy, name)).sum();
    assert_eq!(counted as u64, made);
}

#[test]
fn controls_and_snapshots_run_beside_calls() {
    let policy = payments(r#"{"circuit_breaker": "standard", "bulkhead": {"limit": 4}}"#);
    thread::scope(|scope| {
        let callers: Vec<_> =
            (0..3).map(|_| scope.spawn(|| (0..2_000).filter(|_| policy.call(|| Ok::<_, ()>(())).is_ok()).count())).collect();
        for turn in 0..100 {
            if turn % 2 == 0 { policy.force_open("testing", None) } else { policy.force_closed("testing") }.unwrap();
            policy.set_limit(1 + turn % 8, "testing").unwrap();
            assert_eq!(policy.snapshot().unwrap().patterns.len(), 2);
        }
        assert!(callers.into_iter().map(|caller| caller.join().unwrap()).sum::<usize>() <= 6_000);
    });
    assert_eq!(field(&policy, "in_flight"), 0);
}
