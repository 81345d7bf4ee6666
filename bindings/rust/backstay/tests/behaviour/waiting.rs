//! Parking: nobody misses a wake, nobody keeps a place that it gave up, threads and tasks share a queue.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use backstay::{CallError, Policy, Reason, Status, testing};

use crate::{block_on_thread, field, payments, payments_on_system_clock, poll_once};

/// Long enough that a wait that ends by it has failed.
const QUEUED: &str = r#"{"bulkhead": {"limit": 1, "queue": 64, "wait": "60s"}}"#;

fn wait_until(policy: &Policy, name: &str, value: i64) {
    while field(policy, name) != value {
        thread::yield_now();
    }
}

#[test]
fn an_exit_wakes_the_thread_that_waits() {
    let policy = payments_on_system_clock(QUEUED);
    let permit = policy.enter().unwrap();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| policy.call(|| Ok::<_, ()>("in")));
        wait_until(&policy, "waiting", 1);
        permit.success();
        assert_eq!(waiter.join().unwrap(), Ok("in"));
    });
    assert_eq!(field(&policy, "in_flight"), 0);
}

#[test]
fn threads_that_enter_and_leave_never_lose_a_wake() {
    let policy = payments_on_system_clock(r#"{"bulkhead": {"limit": 2, "queue": 64, "wait": "60s"}}"#);
    let (inside, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..500 {
                    let called = policy.call(|| {
                        assert!(inside.fetch_add(1, Ordering::SeqCst) < 2);
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        Ok::<_, ()>(())
                    });
                    called.unwrap();
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!((done.into_inner(), field(&policy, "in_flight"), field(&policy, "waiting")), (4000, 0, 0));
    assert_eq!(field(&policy, "expired"), 0);
}

/// Calls so often that others want the place meanwhile; how many got it.
fn calls_by_thread(policy: &Policy) -> usize {
    let call = || {
        policy.call(|| {
            thread::yield_now();
            Ok::<_, ()>(())
        })
    };
    (0..200).filter(|_| call().is_ok()).count()
}

async fn calls_by_task(policy: Policy) -> usize {
    let mut passed = 0;
    for _ in 0..50 {
        let call = policy.call_async(|| async {
            tokio::task::yield_now().await;
            Ok::<_, ()>(())
        });
        passed += usize::from(call.await.is_ok());
    }
    passed
}

#[test]
fn threads_and_tasks_share_a_queue() {
    let policy = payments_on_system_clock(QUEUED);
    let executor = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(|| calls_by_thread(&policy))).collect();
        let tasks: Vec<_> = (0..16).map(|_| executor.spawn(calls_by_task(policy.clone()))).collect();
        let threads: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        let tasks: usize = tasks.into_iter().map(|task| executor.block_on(task).unwrap()).sum();
        assert_eq!((threads, tasks), (400, 800));
    });
    assert_eq!((field(&policy, "in_flight"), field(&policy, "waiting"), field(&policy, "expired")), (0, 0, 0));
}

#[test]
fn tasks_wait_without_tokio() {
    let policy = payments_on_system_clock(r#"{"retry": {"attempts": 3, "backoff": "1ms"}}"#);
    let mut called = 0;
    let future = policy.call_async(|| {
        called += 1;
        std::future::ready(if called < 3 { Err(called) } else { Ok("at last") })
    });
    assert_eq!(block_on_thread(future), Ok("at last"));
}

#[test]
fn a_dropped_task_gives_its_place_in_the_queue_up() {
    let policy = payments_on_system_clock(QUEUED);
    let permit = policy.enter().unwrap();
    let mut waiter = Box::pin(policy.enter_async());
    assert!(poll_once(waiter.as_mut()).is_pending());
    assert_eq!(field(&policy, "waiting"), 1);
    drop(waiter);
    assert_eq!((field(&policy, "waiting"), field(&policy, "cancelled")), (0, 1));
    permit.success();
    assert!(policy.try_enter().is_ok());
}

#[test]
fn a_task_that_is_dropped_with_a_granted_place_hands_it_on() {
    let policy = payments_on_system_clock(QUEUED);
    let permit = policy.enter().unwrap();
    let mut first = Box::pin(policy.enter_async());
    assert!(poll_once(first.as_mut()).is_pending());
    thread::scope(|scope| {
        let second = scope.spawn(|| policy.call(|| Ok::<_, ()>("in")));
        wait_until(&policy, "waiting", 2);
        permit.success(); // the place is the first one's now, who was woken and never looks
        drop(first);
        assert_eq!(second.join().unwrap(), Ok("in"));
    });
    assert_eq!((field(&policy, "in_flight"), field(&policy, "waiting")), (0, 0));
}

#[test]
fn a_dropped_call_is_cancelled() {
    let policy = payments(r#"{"circuit_breaker": {"consecutive_failures": 9}, "bulkhead": 1}"#);
    let mut call = Box::pin(policy.call_async(std::future::pending::<Result<(), ()>>));
    assert!(poll_once(call.as_mut()).is_pending());
    assert_eq!(field(&policy, "in_flight"), 1);
    drop(call);
    let snapshot = policy.snapshot().unwrap();
    assert_eq!(snapshot.pattern("circuit_breaker").unwrap().integers["cancelled"], 1);
    assert_eq!(snapshot.pattern("bulkhead").unwrap().integers["in_flight"], 0);
}

#[test]
fn a_cancelled_pause_ends_the_call() {
    let policy = payments_on_system_clock(r#"{"retry": {"attempts": 3, "backoff": "60s"}}"#);
    let executor = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    executor.block_on(async {
        let mut call = Box::pin(policy.call_async(|| async { Err::<(), _>(()) }));
        assert!(poll_once(call.as_mut()).is_pending());
        assert_eq!(field(&policy, "calls"), 0);
        drop(call);
    });
    assert_eq!((field(&policy, "calls"), field(&policy, "attempts")), (1, 1));
}

#[test]
fn a_raised_limit_lets_the_waiters_in() {
    let policy = payments_on_system_clock(QUEUED);
    let permit = policy.enter().unwrap();
    thread::scope(|scope| {
        let waiters: Vec<_> = (0..3).map(|_| scope.spawn(|| policy.enter().map(drop).is_ok())).collect();
        wait_until(&policy, "waiting", 3);
        policy.set_limit(8, "testing").unwrap();
        assert!(waiters.into_iter().all(|waiter| waiter.join().unwrap()));
    });
    permit.success();
}

#[test]
fn closing_tells_who_waits() {
    let document = format!(r#"{{"policies": {{"payments": {QUEUED}}}}}"#);
    let runtime = backstay::Runtime::from_json(&document).unwrap();
    let policy = runtime.policy("payments").unwrap();
    let permit = policy.enter().unwrap();
    thread::scope(|scope| {
        let thread = scope.spawn(|| policy.enter().unwrap_err());
        wait_until(&policy, "waiting", 1);
        let task = scope.spawn(|| block_on_thread(policy.enter_async()).unwrap_err());
        wait_until(&policy, "waiting", 2);
        runtime.close().unwrap();
        for waiter in [thread, task] {
            let error = waiter.join().unwrap();
            assert!(matches!(&error, CallError::Misuse(misuse) if misuse.status() == Status::Closed), "{error}");
        }
    });
    drop(permit);
}

#[test]
fn who_never_waits_is_refused() {
    let policy = payments(QUEUED);
    let permit = policy.try_enter().unwrap();
    let Err(CallError::Rejected(refused)) = policy.try_enter() else { panic!("there is no place") };
    assert_eq!((refused.reason, field(&policy, "waiting")), (Reason::Wait, 0));
    permit.success();
}

#[test]
fn a_policy_of_the_same_queue_lets_the_other_in() {
    let shared = r#"{"policies": {"a": {"bulkhead": {"limit": 1, "queue": 4, "wait": "60s"}}, "b": {"bulkhead": {"use": "a"}}}}"#;
    let runtime = backstay::Runtime::from_json(shared).unwrap();
    let (a, b) = (runtime.policy("a").unwrap(), runtime.policy("b").unwrap());
    let permit = a.enter().unwrap();
    let (entered, told) = channel();
    thread::scope(|scope| {
        scope.spawn(|| entered.send(b.enter().map(|permit| permit.success())).unwrap());
        wait_until(&b, "waiting", 1);
        permit.success();
        assert!(told.recv_timeout(Duration::from_secs(30)).unwrap().is_ok());
    });
}

#[test]
fn a_held_call_goes_on_when_it_is_told_to() {
    let policy = payments(r#"{"retry": {"attempts": 3, "backoff": "100ms"}}"#);
    let pauses = thread::spawn(move || {
        let told = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
        let kept = std::rc::Rc::clone(&told);
        testing::hold_calls(Box::new(move |pauses, wait| kept.borrow_mut().push((pauses, wait))));
        let _ = policy.call(|| Err::<(), _>(()));
        let told = told.borrow();
        (told.len(), told.iter().all(|(pauses, _)| *pauses))
    });
    assert_eq!(pauses.join().unwrap(), (2, true));
}
