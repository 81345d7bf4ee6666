//! Functions that run once a key.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::error::Error as _;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use backstay::{Answer, Idempotency, OnceError, Status, testing};
use serde::{Deserialize, Serialize, Serializer};

use crate::{block_on_thread, orders, orders_on_system_clock, poll_once};

const STORES: &str = r#"{"on_failure": "store"}"#;
/// Longer than anybody waits here, unless something is wrong.
const WAITS: &str = r#"{"wait": "5s"}"#;
const CALLERS: usize = 32;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Receipt {
    id: u64,
    lines: Vec<(String, u32)>,
}

fn receipt(id: u64) -> Receipt {
    Receipt { id, lines: vec![("é🚀".to_owned(), 2)] }
}

fn declined() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "no card")
}

fn panics<T>(act: impl FnOnce() -> T) -> String {
    let payload = catch_unwind(AssertUnwindSafe(act)).err().expect("it panics");
    payload.downcast_ref::<&str>().copied().unwrap_or_default().to_owned()
}

fn in_flight<T>(result: Result<T, OnceError<io::Error>>) -> Option<Duration> {
    match result {
        Err(OnceError::InFlight { retry_after, error, .. }) if error.status() == Status::InFlight => retry_after,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it is in flight"),
    }
}

fn next(orders: &Idempotency) -> Result<u32, OnceError<io::Error>> {
    orders.once_blocking("k", || Ok(2))
}

#[test]
fn a_value_of_a_type_comes_back() {
    let (_runtime, orders) = orders("{}");
    let called = Cell::new(0);
    let charge = || {
        called.set(called.get() + 1);
        Ok::<_, io::Error>(receipt(called.get()))
    };
    assert_eq!(orders.once_blocking("k", charge).unwrap(), receipt(1));
    assert_eq!(orders.once_blocking("k", charge).unwrap(), receipt(1));
    assert_eq!(orders.once_blocking("another", charge).unwrap(), receipt(2));
    let stored = orders.claim_blocking("k", None).unwrap();
    assert_eq!(stored.answer(), Some(&Answer::json(r#"{"id":1,"lines":[["é🚀",2]]}"#)));
}

#[test]
fn a_future_that_is_not_needed_is_not_polled() {
    let (_runtime, orders) = orders("{}");
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let charge = async {
            tokio::task::yield_now().await;
            Ok::<_, io::Error>(receipt(1))
        };
        assert_eq!(orders.once("k", charge).await.unwrap(), receipt(1));
        let never = async { panic!("the value is there") };
        assert_eq!(orders.once::<Receipt, io::Error>("k", never).await.unwrap(), receipt(1));
    });
}

#[test]
fn an_error_goes_on_and_leaves_the_key_to_its_lease() {
    let (runtime, orders) = orders("{}");
    let error = orders.once_blocking("k", || Err::<u32, _>(declined())).unwrap_err();
    assert_eq!((error.to_string().as_str(), error.error().is_none()), ("no card", true));
    assert_eq!(error.into_inner().unwrap().kind(), io::ErrorKind::PermissionDenied);
    assert_eq!(in_flight(next(&orders)), Some(Duration::from_secs(30)));
    runtime.advance(Duration::from_secs(30)).unwrap();
    assert_eq!(next(&orders).unwrap(), 2);
}

#[test]
fn after_a_retryable_error_the_next_call_runs() {
    let (_runtime, orders) = orders(STORES);
    let retrying = orders.retryable(|error: &io::Error| error.kind() == io::ErrorKind::ConnectionRefused);
    let refused = || Err::<u32, _>(io::Error::from(io::ErrorKind::ConnectionRefused));
    assert!(matches!(retrying.once_blocking("k", refused), Err(OnceError::Inner(_))));
    assert!(matches!(block_on_thread(retrying.once("k", async { refused() })), Err(OnceError::Inner(_))));
    assert_eq!(retrying.once_blocking("k", || Ok(1)).unwrap(), 1);
    assert!(matches!(retrying.once_blocking("another", || Err::<u32, _>(declined())), Err(OnceError::Inner(_))));
    assert!(matches!(retrying.once_blocking("another", || Ok(1)), Err(OnceError::FailedBefore(_))));
}

#[test]
fn a_stored_failure_is_told_in_its_own_words() {
    let (_runtime, orders) = orders(STORES);
    let _ = orders.once_blocking("k", || Err::<u32, _>(declined()));
    let Err(OnceError::FailedBefore(told)) = next(&orders) else { panic!("it failed") };
    assert_eq!((told.message(), told.status()), ("no card", Status::Replay));
    let stored = orders.claim_blocking("k", None).unwrap();
    assert_eq!(stored.answer().unwrap().body, br#"{"error":"Error","message":"no card"}"#);
}

#[test]
fn a_failure_with_many_words_is_stored_too() {
    let (_runtime, orders) = orders(STORES);
    let words = "é".repeat(50_000);
    assert!(matches!(orders.once_blocking("k", || Err::<u32, _>(words.clone())), Err(OnceError::Inner(_))));
    let Err(OnceError::FailedBefore(told)) = next(&orders) else { panic!("it failed") };
    assert_eq!(told.message(), &words[..64 * 1024]);
    let refused = orders.retryable(|_: &String| true).once_blocking("another", || Err::<u32, _>(words.clone()));
    assert!(refused.is_err());
    assert!(orders.claim_blocking("another", None).unwrap().held());
}

#[test]
fn a_panic_goes_on_and_is_a_failure() {
    let (_runtime, orders) = orders("{}");
    assert_eq!(panics(|| orders.once_blocking::<u32, io::Error>("k", || panic!("in the function"))), "in the function");
    assert!(in_flight(next(&orders)).is_some());
}

#[test]
fn a_panic_of_a_future_goes_on_and_is_stored() {
    let (_runtime, orders) = orders(STORES);
    let broken = async {
        tokio::task::yield_now().await;
        panic!("in the future")
    };
    let executor = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(panics(|| executor.block_on(orders.once::<u32, io::Error>("k", broken))), "in the future");
    let Err(OnceError::FailedBefore(told)) = next(&orders) else { panic!("it failed") };
    assert_eq!(told.message(), "in the future");
}

#[test]
fn a_panic_of_who_judges_the_error_goes_on_too() {
    let (_runtime, orders) = orders(STORES);
    let judging = orders.retryable(|_: &io::Error| panic!("in the judge"));
    assert_eq!(panics(|| judging.once_blocking("k", || Err::<u32, _>(declined()))), "in the judge");
    assert!(matches!(next(&orders), Err(OnceError::FailedBefore(_))));
}

#[test]
fn a_panic_of_who_encodes_the_value_leaves_the_call_done() {
    #[derive(Deserialize)]
    struct Broken;
    impl Serialize for Broken {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            panic!("in the encoder")
        }
    }
    let (_runtime, orders) = orders("{}");
    assert_eq!(panics(|| orders.once_blocking("k", || Ok::<_, io::Error>(Broken))), "in the encoder");
    assert!(matches!(next(&orders), Err(OnceError::BodyNotKept(_))));
}

#[test]
fn what_has_no_form_as_json_is_done_all_the_same() {
    let (_runtime, orders) = orders("{}");
    let odd = || Ok::<_, io::Error>(HashMap::from([((1, 2), 3)]));
    let error = orders.once_blocking("k", odd).unwrap_err();
    assert!(matches!(error, OnceError::Encoding(_)) && error.to_string().contains("key must be a string"), "{error}");
    assert!(matches!(next(&orders), Err(OnceError::BodyNotKept(error)) if error.message().contains("not kept")));
}

#[test]
fn what_is_longer_than_any_store_takes_is_done_all_the_same() {
    let (_runtime, orders) = orders("{}");
    let length = 64 << 20;
    assert_eq!(orders.once_blocking("k", || Ok::<_, io::Error>("x".repeat(length))).unwrap().len(), length);
    assert!(matches!(next(&orders), Err(OnceError::BodyNotKept(_))));
}

#[test]
fn a_value_of_another_type_is_no_value() {
    let (_runtime, orders) = orders("{}");
    orders.once_blocking("k", || Ok::<_, io::Error>(receipt(1))).unwrap();
    let error = next(&orders).unwrap_err();
    assert!(matches!(error, OnceError::Encoding(_)), "{error}");
    assert!(error.source().is_none() && error.into_boxed().to_string().contains("invalid type"));
}

#[test]
fn a_dropped_call_leaves_its_key_to_the_lease() {
    let (runtime, orders) = orders("{}");
    {
        let mut call = pin!(orders.once("k", std::future::pending::<Result<u32, io::Error>>()));
        assert!(poll_once(call.as_mut()).is_pending());
    }
    assert!(in_flight(next(&orders)).is_some());
    runtime.advance(Duration::from_secs(30)).unwrap();
    assert_eq!(next(&orders).unwrap(), 2);
}

#[test]
fn a_dropped_wait_claims_nothing() {
    let orders = orders_on_system_clock(WAITS);
    let held = orders.claim_blocking("k", None).unwrap();
    {
        let mut call = pin!(orders.once("k", async { Ok::<_, io::Error>(2) }));
        assert!(poll_once(call.as_mut()).is_pending());
    }
    held.release_blocking().unwrap();
    assert!(orders.claim_blocking("k", None).unwrap().held());
}

#[test]
fn who_lost_the_key_meanwhile_is_told_so() {
    let (runtime, orders) = orders("{}");
    let slow = || {
        runtime.advance(Duration::from_secs(30)).unwrap();
        assert_eq!(next(&orders).unwrap(), 2);
        Ok::<u32, io::Error>(1)
    };
    assert!(matches!(orders.once_blocking("k", slow), Err(OnceError::LostLease(error)) if error.status() == Status::LostLease));
    assert_eq!(next(&orders).unwrap(), 2);
}

#[test]
fn another_request_is_refused() {
    let (_runtime, orders) = orders("{}");
    assert_eq!(orders.fingerprint("f").once_blocking("k", || Ok::<_, io::Error>(1)).unwrap(), 1);
    let other = orders.fingerprint("another").once_blocking("k", || Ok::<_, io::Error>(2));
    assert!(matches!(other, Err(OnceError::KeyMismatch(error)) if error.status() == Status::Mismatch));
    assert_eq!(orders.scope("tenant-7").fingerprint("another").once_blocking("k", || Ok::<_, io::Error>(2)).unwrap(), 2);
}

#[test]
fn errors_of_any_type_go_into_a_box() {
    let (_runtime, orders) = orders("{}");
    let own = orders.once_blocking("k", || Err::<u32, _>("plain text")).unwrap_err();
    assert_eq!(own.into_boxed().to_string(), "plain text");
    let early = orders.once_blocking("k", || Err::<u32, _>("never")).unwrap_err();
    assert_eq!(early.error().unwrap().message(), early.to_string());
    assert_eq!(early.map_inner(str::len).into_inner(), None);
}

#[test]
fn a_wait_on_a_manual_clock_moves_it() {
    let (runtime, orders) = orders(r#"{"wait": "1m", "lease": "1s"}"#);
    drop(orders.claim_blocking("k", None).unwrap());
    assert_eq!(next(&orders).unwrap(), 2);
    assert_eq!(runtime.now().unwrap(), Duration::from_secs(1));
    drop(orders.claim_blocking("another", None).unwrap());
    assert_eq!(block_on_thread(orders.once("another", async { Ok::<_, io::Error>(3) })).unwrap(), 3);
    assert_eq!(runtime.now().unwrap(), Duration::from_secs(2));
}

#[test]
fn a_test_may_hold_a_call_that_waits() {
    let waits = thread::spawn(|| {
        let (_runtime, orders) = orders(WAITS);
        let held = orders.claim_blocking("k", None).unwrap();
        let told = Rc::new(RefCell::new(Vec::new()));
        let kept = Rc::clone(&told);
        testing::hold_calls(Box::new(move |pauses, wait| {
            kept.borrow_mut().push((pauses, wait.as_millis()));
            if kept.borrow().len() == 2 {
                held.complete_blocking(&Answer::json("1")).unwrap();
            }
        }));
        assert_eq!(next(&orders).unwrap(), 1);
        told.take()
    });
    assert_eq!(waits.join().unwrap(), [(false, 5), (false, 5)]);
}

#[test]
fn of_many_threads_one_acts_and_all_get_its_answer() {
    let orders = orders_on_system_clock(WAITS);
    let (started, called) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let charge = || {
        // All of them are on their way while the key is held.
        while started.load(Ordering::SeqCst) < CALLERS {
            thread::yield_now();
        }
        Ok::<_, io::Error>(called.fetch_add(1, Ordering::SeqCst))
    };
    let answers: Vec<_> = thread::scope(|scope| {
        let call = || {
            started.fetch_add(1, Ordering::SeqCst);
            orders.once_blocking("k", charge).unwrap()
        };
        let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(call)).collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    assert_eq!((answers, called.into_inner()), (vec![0; CALLERS], 1));
}

#[test]
fn of_many_tasks_one_acts_and_all_get_its_answer() {
    static STARTED: AtomicUsize = AtomicUsize::new(0);
    static CALLED: AtomicUsize = AtomicUsize::new(0);
    async fn charge() -> Result<usize, io::Error> {
        while STARTED.load(Ordering::SeqCst) < CALLERS {
            tokio::task::yield_now().await;
        }
        Ok(CALLED.fetch_add(1, Ordering::SeqCst))
    }
    let orders = orders_on_system_clock(WAITS);
    let executor = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let answers = executor.block_on(async {
        let call = |orders: Idempotency| async move {
            STARTED.fetch_add(1, Ordering::SeqCst);
            orders.once("k", charge()).await.unwrap()
        };
        let tasks: Vec<_> = (0..CALLERS).map(|_| tokio::spawn(call(orders.clone()))).collect();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        answers
    });
    assert_eq!((answers, CALLED.load(Ordering::SeqCst)), (vec![0; CALLERS], 1));
}

#[test]
fn a_task_outside_of_tokio_waits_too() {
    let orders = orders_on_system_clock(WAITS);
    let held = orders.claim_blocking("k", None).unwrap();
    let call = || block_on_thread(orders.once("k", async { Ok::<_, io::Error>(2) }));
    thread::scope(|scope| {
        let waiter = scope.spawn(call);
        held.complete_blocking(&Answer::json("1")).unwrap();
        assert_eq!(waiter.join().unwrap().unwrap(), 1);
    });
    drop(orders.lease(Duration::from_millis(10)).claim_blocking("another", None).unwrap());
    assert_eq!(block_on_thread(orders.once("another", async { Ok::<_, io::Error>(3) })).unwrap(), 3);
}
