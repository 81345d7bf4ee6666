//! Deadlines: told to the code inside, kept by futures, passed on from call to call.

use std::time::Duration;

use backstay::{CallError, Reason, testing, time_left};

use crate::{block_on_thread, field, payments, payments_on_system_clock};

const SECOND: Duration = Duration::from_secs(1);

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[test]
fn the_code_inside_is_told_its_time() {
    let policy = payments(r#"{"timeout": "2s"}"#);
    assert_eq!(policy.call(|| Ok::<_, ()>(time_left())), Ok(Some(2 * SECOND)));
    assert_eq!(policy.enter().unwrap().time_left(), Some(2 * SECOND));
    assert_eq!(time_left(), None);
}

#[test]
fn of_nested_deadlines_the_earlier_one_counts() {
    let document = r#"{"policies": {"outer": {"timeout": "1s"}, "inner": {"timeout": "5s"}, "plain": {"circuit_breaker": {}}}}"#;
    let runtime = testing::runtime(document).unwrap();
    let [outer, inner, plain] = ["outer", "inner", "plain"].map(|name| runtime.policy(name).unwrap());
    let left = |policy: &backstay::Policy| policy.call(|| Ok::<_, ()>(time_left())).unwrap();
    let inside = outer.call(|| Ok::<_, ()>((left(&inner), left(&plain), time_left()))).unwrap();
    assert_eq!(inside, (Some(SECOND), Some(SECOND), Some(SECOND)));
    assert_eq!(left(&inner), Some(5 * SECOND));
    assert_eq!(inner.deadline(SECOND / 2).call(|| Ok::<_, ()>(time_left())), Ok(Some(SECOND / 2)));
}

#[test]
fn another_runtimes_clock_counts_what_is_left() {
    let (outer, inner) = (payments(r#"{"timeout": "1s"}"#), payments(r#"{"circuit_breaker": {}}"#));
    let left = outer.call(|| Ok::<_, ()>(inner.call(|| Ok::<_, ()>(time_left())).unwrap())).unwrap();
    assert_eq!(left, Some(SECOND));
}

#[test]
fn nothing_starts_after_it() {
    let runtime = testing::runtime(r#"{"policies": {"outer": {"timeout": "1s"}, "inner": {"circuit_breaker": {}}}}"#).unwrap();
    let (outer, inner) = (runtime.policy("outer").unwrap(), runtime.policy("inner").unwrap());
    let refused = outer.call(|| {
        runtime.advance(SECOND).unwrap();
        inner.call(|| Ok::<_, ()>(())).map_err(|error| error.reason())
    });
    assert_eq!(refused, Err(CallError::Inner(Some(Reason::Deadline))));
}

#[test]
fn a_future_is_cut_at_it() {
    let policy = payments_on_system_clock(r#"{"timeout": "20ms"}"#);
    let cut = block_on(policy.call_async(std::future::pending::<Result<(), ()>>));
    assert_eq!((cut, field(&policy, "expired")), (Err(CallError::Timeout), 1));
}

#[test]
fn without_tokio_a_thread_keeps_the_time() {
    let policy = payments_on_system_clock(r#"{"timeout": "20ms"}"#);
    let cut = block_on_thread(policy.call_async(std::future::pending::<Result<(), ()>>));
    assert_eq!((cut, field(&policy, "expired")), (Err(CallError::Timeout), 1));
}

#[test]
fn a_cut_attempt_is_made_again() {
    let policy = payments_on_system_clock(r#"{"retry": {"attempts": 2, "backoff": "1ms"}, "attempt_timeout": "20ms"}"#);
    let mut called = 0;
    let answer = block_on(policy.call_async(|| {
        called += 1;
        let first = called == 1;
        async move { if first { std::future::pending().await } else { Ok::<_, ()>("in time") } }
    }));
    assert_eq!(answer, Ok("in time"));
    let given_up = block_on(policy.call_async(std::future::pending::<Result<(), ()>>));
    assert!(matches!(given_up, Err(CallError::RetriesExhausted(given_up)) if given_up.last.is_none() && given_up.attempts == 2));
}

#[test]
fn a_result_at_its_deadline_is_a_success() {
    let runtime = testing::runtime(r#"{"policies": {"payments": {"timeout": "1s"}}}"#).unwrap();
    let policy = runtime.policy("payments").unwrap();
    let answer = block_on(policy.call_async(|| async {
        runtime.advance(5 * SECOND).unwrap();
        Ok::<_, ()>("late")
    }));
    assert_eq!((answer, field(&policy, "expired")), (Ok("late"), 0));
}

#[test]
fn it_follows_the_task_and_not_the_thread() {
    let policy = payments(r#"{"timeout": "2s"}"#);
    block_on(async {
        let inside = policy.call_async(|| async {
            tokio::task::yield_now().await;
            Ok::<_, ()>(time_left())
        });
        let (inside, beside) = tokio::join!(inside, async { time_left() });
        assert_eq!((inside.unwrap(), beside), (Some(2 * SECOND), None));
    });
}
