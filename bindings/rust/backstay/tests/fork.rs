//! After a fork the child goes on with a state of its own, and nobody whom it could wake.
#![cfg(unix)]

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use backstay::{CallError, Idempotency, Policy, Runtime};

unsafe extern "C" {
    fn fork() -> i32;
    fn waitpid(process: i32, status: *mut i32, options: i32) -> i32;
    fn _exit(code: i32) -> !;
}

/// What `act` answers in a child of this process. It must not panic there.
fn in_child(act: impl FnOnce() -> bool) -> bool {
    // SAFETY: the child runs `act`, which takes no lock of this test, and ends.
    match unsafe { fork() } {
        // SAFETY: it ends the child without running the parent's destructors.
        0 => unsafe { _exit(i32::from(!act())) },
        child => {
            let mut status = -1;
            // SAFETY: `status` is this function's own.
            assert_eq!(unsafe { waitpid(child, &mut status, 0) }, child);
            status == 0
        }
    }
}

fn field(policy: &Policy, name: &str) -> i64 {
    policy.snapshot().ok().and_then(|snapshot| snapshot.integer(name)).unwrap_or(-1)
}

fn policy(patterns: &str) -> Policy {
    Runtime::from_json(&format!(r#"{{"policies": {{"p": {patterns}}}}}"#)).unwrap().policy("p").unwrap()
}

#[test]
fn a_child_counts_for_itself() {
    let breaker = policy(r#"{"circuit_breaker": {"consecutive_failures": 1, "open_for": "30s"}}"#);
    let permit = breaker.enter().unwrap();
    let good = in_child(|| {
        let late = breaker.enter();
        drop(permit);
        let inherited_is_void = field(&breaker, "cancelled") == 0;
        late.map(|permit| permit.failure()).is_ok()
            && inherited_is_void
            && matches!(breaker.call(|| Ok::<_, ()>(())), Err(CallError::Rejected(_)))
    });
    assert!(good);
    assert!(breaker.call(|| Ok::<_, ()>(())).is_ok());
}

#[test]
fn a_child_begins_with_empty_queues() {
    let bulkhead = policy(r#"{"bulkhead": {"limit": 1, "queue": 4, "wait": "60s"}}"#);
    let permit = bulkhead.enter().unwrap();
    thread::scope(|scope| {
        let waiter = scope.spawn(|| bulkhead.enter().map(|permit| permit.success()).is_ok());
        while field(&bulkhead, "waiting") != 1 {
            thread::yield_now();
        }
        assert!(in_child(|| {
            let entered = bulkhead.try_enter().map(|permit| permit.success()).is_ok();
            entered && bulkhead.set_limit(2, "testing").is_ok() && field(&bulkhead, "waiting") == 0
        }));
        permit.success();
        assert!(waiter.join().unwrap());
    });
}

/// The smallest executor: the thread sleeps until it is woken.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        thread::park();
    }
}

/// Waits until another one's lease is over, and takes its key over.
fn takes_over(orders: &Idempotency, key: &str) -> bool {
    let lease = Duration::from_millis(10);
    orders.lease(lease).claim_blocking(key, None).is_ok_and(|claim| claim.held())
        && matches!(block_on(orders.once(key, async { Ok::<_, String>(7) })), Ok(7))
}

#[test]
fn a_child_has_a_copy_of_the_keys_and_a_timer_of_its_own() {
    let document = r#"{"stores": {"main": "memory:"}, "idempotency": {"orders": {"wait": "60s"}}}"#;
    let orders = Runtime::from_json(document).unwrap().idempotency("orders").unwrap();
    assert!(takes_over(&orders, "parent"));
    let stays = |number: u32| orders.once_blocking("parent", || Ok::<_, String>(number)).is_ok_and(|kept| kept == 7);
    assert!(in_child(|| stays(8) && takes_over(&orders, "child")));
    assert!(stays(9) && takes_over(&orders, "child"));
}

#[test]
#[cfg(feature = "sqlite")]
fn a_child_is_refused_a_file_that_was_used_before_the_fork() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("fork.db");
    let _ = std::fs::remove_file(&file);
    let document = format!(r#"{{"stores": {{"main": "sqlite:{}"}}, "idempotency": {{"orders": {{}}}}}}"#, file.display());
    let opened = || Runtime::from_json(&document).unwrap().idempotency("orders").unwrap();
    let (used, unused) = (opened(), opened());
    let held = block_on(used.claim("parent", None)).unwrap();
    let refused = |error: backstay::Error| error.status() == backstay::Status::Forked && error.message().contains("before the fork");
    assert!(in_child(|| {
        used.claim_blocking("child", None).is_err_and(refused)
            && block_on(used.claim("child", None)).is_err_and(refused)
            && block_on(held.heartbeat()).is_err_and(refused)
            && block_on(unused.claim("child", None)).is_ok_and(|claim| claim.held())
    }));
    block_on(held.complete(&backstay::Answer::json("7"))).unwrap();
    assert!(!block_on(used.claim("child", None)).unwrap().held());
}
