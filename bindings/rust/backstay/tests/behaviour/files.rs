//! Keys that are kept in a file: claims and their ends wait for a disk, so tasks await them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::thread;

use backstay::{Answer, Claim, ClaimStatus, Error, Idempotency, OnceError, Runtime, Status};
use tokio::runtime::Builder;

use crate::{block_on_thread, poll_once};

/// More than anybody waits here, unless something is wrong.
const WAITS: &str = r#"{"wait": "60s"}"#;

/// A path for a new file of this name.
fn place(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("keys.db")
}

fn opened(file: &Path, settings: &str) -> (Runtime, Idempotency) {
    let store = file.to_str().unwrap();
    let document = format!(r#"{{"stores": {{"main": "sqlite:{store}"}}, "idempotency": {{"orders": {settings}}}}}"#);
    let runtime = Runtime::from_json(&document).unwrap();
    let orders = runtime.idempotency("orders").unwrap();
    (runtime, orders)
}

/// Runs a future on a Tokio runtime of one thread, then one of two, then on an executor that is none of Tokio's.
fn everywhere(act: impl AsyncFn(&str)) {
    Builder::new_current_thread().enable_all().build().unwrap().block_on(act("current"));
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(act("multi"));
    block_on_thread(act("thread"));
}

fn on_tokio<T>(act: impl Future<Output = T>) -> T {
    Builder::new_current_thread().enable_all().build().unwrap().block_on(act)
}

fn lost(result: Result<(), Error>) -> bool {
    matches!(result, Err(error) if error.status() == Status::LostLease)
}

/// Claims until the key is free, which a claim that was dropped gives back in its turn.
async fn free_again(orders: &Idempotency, key: &str) -> Claim {
    loop {
        let claim = orders.claim(key, None).await.unwrap();
        if claim.status() != ClaimStatus::InFlight {
            return claim;
        }
    }
}

#[test]
fn everything_about_a_key_in_a_file_is_a_future() {
    let (_runtime, orders) = opened(&place("everything"), r#"{"on_failure": "store"}"#);
    everywhere(async |executor| {
        let key = |name: &str| format!("{executor}.{name}");
        let tenant = orders.scope("tenant-7").fingerprint("f");
        let first = tenant.claim(&key("k"), None).await.unwrap();
        assert_eq!((first.status(), first.held()), (ClaimStatus::New, true));
        first.heartbeat().await.unwrap();
        first.set_recovery_point("charged").await.unwrap();
        let early = tenant.claim(&key("k"), "f").await.unwrap();
        assert_eq!((early.status(), early.recovery_point()), (ClaimStatus::InFlight, "charged"));
        assert_eq!(tenant.claim(&key("k"), "another").await.unwrap().status(), ClaimStatus::Mismatch);
        first.release().await.unwrap();
        assert!(lost(first.heartbeat().await) && lost(early.release().await));
        let second = tenant.claim(&key("k"), None).await.unwrap();
        let answer = Answer::new(b"\x00\xff".to_vec()).status_code(201).content_type("application/x-bytes").headers("location: /orders/7");
        second.complete(&answer).await.unwrap();
        assert!(lost(second.complete(&answer).await));
        assert_eq!(tenant.claim(&key("k"), None).await.unwrap().answer(), Some(&answer));
        let failed = orders.claim(&key("failing"), None).await.unwrap();
        failed.fail(false, "Declined", "no card").await.unwrap();
        assert_eq!(orders.claim(&key("failing"), None).await.unwrap().message(), "no card");
        let refused = orders.claim("", None).await.unwrap_err();
        assert!(refused.status() == Status::InvalidArgument && refused.message().starts_with("key"), "{refused}");
        let held = orders.claim(&key("held"), None).await.unwrap();
        assert_eq!(held.set_recovery_point("").await.unwrap_err().status(), Status::InvalidArgument);
        held.release().await.unwrap();
    });
}

#[test]
fn once_keeps_what_a_future_answers() {
    let (_runtime, orders) = opened(&place("once"), "{}");
    everywhere(async |executor| {
        let key = |name: &str| format!("{executor}.{name}");
        let charge = |number: u32| async move { Ok::<_, io::Error>(number) };
        assert_eq!(orders.once(&key("k"), charge(7)).await.unwrap(), 7);
        assert_eq!(orders.once(&key("k"), charge(8)).await.unwrap(), 7);
        assert_eq!(orders.once_blocking(&key("k"), || Ok::<_, io::Error>(9)).unwrap(), 7);
        let retried = orders.retryable(|_: &io::Error| true);
        let failing = async { Err::<u32, _>(io::Error::other("down")) };
        assert!(matches!(retried.once(&key("r"), failing).await, Err(OnceError::Inner(error)) if error.to_string() == "down"));
        assert_eq!(retried.once(&key("r"), charge(7)).await.unwrap(), 7);
        let failing = async { Err::<u32, _>(io::Error::other("down")) };
        assert!(matches!(orders.once(&key("f"), failing).await, Err(OnceError::Inner(_))));
        assert!(matches!(orders.once(&key("f"), charge(7)).await, Err(OnceError::InFlight { .. })));
    });
}

#[test]
fn a_panic_goes_on_once_the_key_was_told() {
    let (_runtime, orders) = opened(&place("panic"), r#"{"on_failure": "store"}"#);
    on_tokio(async {
        let panicking = tokio::spawn({
            let orders = orders.clone();
            async move { orders.once("k", async { panic!("boom") as Result<u32, io::Error> }).await }
        });
        assert!(panicking.await.unwrap_err().is_panic());
        let told = orders.claim("k", None).await.unwrap();
        assert_eq!((told.status(), told.message()), (ClaimStatus::Replay, "boom"));
    });
}

/// A thread that waited for the disk would hand out the answer of the first poll.
#[test]
fn nothing_holds_the_thread_while_the_store_works() {
    let (_runtime, orders) = opened(&place("polled"), "{}");
    on_tokio(async {
        let mut claiming = pin!(orders.claim("k", None));
        assert!(poll_once(claiming.as_mut()).is_pending());
        let claim = claiming.await.unwrap();
        let answer = Answer::json("7");
        let mut completing = pin!(claim.complete(&answer));
        assert!(poll_once(completing.as_mut()).is_pending());
        completing.await.unwrap();
    });
}

#[test]
fn of_hundreds_of_tasks_one_a_key_acts_while_others_run() {
    const TASKS: usize = 600;
    const KEYS: usize = 4;
    static CALLED: [AtomicUsize; KEYS] = [const { AtomicUsize::new(0) }; KEYS];
    let (_runtime, orders) = opened(&place("hundreds"), WAITS);
    let turns = on_tokio(async {
        let call = |orders: Idempotency, number: usize| async move {
            let key = number % KEYS;
            let charge = async { Ok::<_, io::Error>(CALLED[key].fetch_add(1, Ordering::SeqCst)) };
            orders.once(&key.to_string(), charge).await.unwrap()
        };
        let tasks: Vec<_> = (0..TASKS).map(|number| tokio::spawn(call(orders.clone(), number))).collect();
        let mut turns = 0;
        while !tasks.iter().all(|task| task.is_finished()) {
            tokio::task::yield_now().await;
            turns += 1;
        }
        for task in tasks {
            assert_eq!(task.await.unwrap(), 0);
        }
        turns
    });
    assert!(turns > 2, "the tasks had the thread for themselves");
    assert!(CALLED.iter().all(|called| called.load(Ordering::SeqCst) == 1));
}

#[test]
fn hundreds_of_tasks_share_the_threads_of_an_executor() {
    let (_runtime, orders) = opened(&place("threads"), WAITS);
    let executor = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let called = Arc::new(AtomicUsize::new(0));
    let answers = executor.block_on(async {
        let tasks: Vec<_> = (0..500)
            .map(|number| {
                let (orders, called) = (orders.clone(), called.clone());
                let charge = async move { Ok::<_, io::Error>(called.fetch_add(1, Ordering::SeqCst)) };
                tokio::spawn(async move { orders.once(["a", "b"][number % 2], charge).await.unwrap() })
            })
            .collect();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        answers
    });
    assert!(called.load(Ordering::SeqCst) == 2 && answers.iter().all(|answer| *answer < 2));
}

#[test]
fn a_claim_that_is_dropped_leaves_its_key_free() {
    let (_runtime, orders) = opened(&place("dropped"), "{}");
    everywhere(async |executor| {
        for round in 0..50 {
            let key = format!("{executor}.{round}");
            {
                let mut claiming = pin!(orders.claim(&key, None));
                for _ in 0..=round % 5 {
                    if let Poll::Ready(claim) = poll_once(claiming.as_mut()) {
                        // It was faster, so its holder gives it up.
                        claim.unwrap().release().await.unwrap();
                        break;
                    }
                    // Gives its watcher a turn, which may settle it.
                    orders.claim(&format!("{key}.turn"), None).await.unwrap().release().await.ok();
                }
            }
            let again = free_again(&orders, &key).await;
            assert_eq!(again.status(), ClaimStatus::New);
            again.complete(&Answer::json("7")).await.unwrap();
        }
    });
}

#[test]
fn a_once_that_is_dropped_while_it_claims_leaves_its_key_free() {
    let (_runtime, orders) = opened(&place("dropped_once"), WAITS);
    on_tokio(async {
        {
            let mut call = pin!(orders.once("k", async { Ok::<u32, io::Error>(7) }));
            assert!(poll_once(call.as_mut()).is_pending());
        }
        assert_eq!(orders.once("k", async { Ok::<_, io::Error>(8) }).await.unwrap(), 8);
    });
}

#[test]
fn an_end_that_is_dropped_happens_all_the_same() {
    let (_runtime, orders) = opened(&place("dropped_end"), "{}");
    everywhere(async |executor| {
        let claim = orders.claim(executor, None).await.unwrap();
        {
            let answer = Answer::json("7");
            let mut completing = pin!(claim.complete(&answer));
            let _ = poll_once(completing.as_mut());
        }
        drop(claim);
        assert_eq!(free_again(&orders, executor).await.answer().unwrap().body, b"7");
    });
}

/// More than a queue has places, so that some stand in line: claims, and ends that nobody awaits.
#[test]
fn who_finds_the_queue_full_stands_in_line() {
    const KEYS: usize = 5000;
    let (_runtime, orders) = opened(&place("line"), "{}");
    let keys: Vec<_> = (0..KEYS).map(|number| number.to_string()).collect();
    on_tokio(async {
        let mut claiming: Vec<_> = keys.iter().map(|key| Box::pin(orders.claim(key, None))).collect();
        for future in &mut claiming {
            assert!(poll_once(future.as_mut()).is_pending());
        }
        // One of those that are in line leaves it.
        drop(claiming.pop());
        let mut claims = Vec::new();
        for future in claiming {
            claims.push(future.await.unwrap());
        }
        assert!(claims.iter().all(Claim::held));
        assert_eq!(orders.claim(&keys[KEYS - 1], None).await.unwrap().status(), ClaimStatus::New);
        let answer = Answer::json("7");
        let mut completing: Vec<_> = claims.iter().map(|claim| Box::pin(claim.complete(&answer))).collect();
        for future in &mut completing {
            assert!(poll_once(future.as_mut()).is_pending());
        }
        drop(completing);
        drop(claims);
        for key in &keys[..KEYS - 1] {
            assert_eq!(free_again(&orders, key).await.status(), ClaimStatus::Replay);
        }
    });
}

#[test]
fn closing_ends_what_is_in_flight() {
    everywhere(async |executor| {
        let (runtime, orders) = opened(&place(&format!("closing_{executor}")), "{}");
        let held = orders.claim("held", None).await.unwrap();
        let keys: Vec<_> = (0..200).map(|number| number.to_string()).collect();
        let mut claiming: Vec<_> = keys.iter().map(|key| Box::pin(orders.claim(key, None))).collect();
        claiming.retain_mut(|future| poll_once(future.as_mut()).is_pending());
        runtime.close().unwrap();
        for future in claiming {
            // What had completed before is an answer all the same.
            assert!(future.await.err().is_none_or(|error| error.status() == Status::Closed));
        }
        assert_eq!(orders.claim("late", None).await.unwrap_err().status(), Status::Closed);
        assert_eq!(held.complete(&Answer::json("7")).await.unwrap_err().status(), Status::Closed);
        let never = async { panic!("it is closed") as Result<u32, io::Error> };
        assert!(matches!(orders.once("k", never).await, Err(OnceError::Misuse(error)) if error.status() == Status::Closed));
    });
}

#[test]
fn an_executor_that_ends_takes_only_its_queue_along() {
    let (_runtime, orders) = opened(&place("executors"), "{}");
    let mut left = {
        let executor = Builder::new_current_thread().enable_all().build().unwrap();
        let _inside = executor.enter();
        let mut claiming = Box::pin(orders.claim("left", None));
        assert!(poll_once(claiming.as_mut()).is_pending());
        claiming
    };
    // Its watcher is gone, and a future that nobody would ever wake tells so.
    let Poll::Ready(ended) = poll_once(left.as_mut()) else { panic!("it is still awaited") };
    assert!(ended.err().is_none_or(|error| error.status() == Status::Closed));
    for round in 0..20 {
        assert!(on_tokio(orders.claim(&round.to_string(), None)).unwrap().held());
    }
    assert!(block_on_thread(orders.claim("thread", None)).unwrap().held());
}

#[test]
fn a_second_runtime_replays_what_the_first_one_kept() {
    let file = place("persistence");
    everywhere(async |executor| {
        let (_first, orders) = opened(&file, "{}");
        assert_eq!(orders.once(executor, async { Ok::<_, io::Error>(7) }).await.unwrap(), 7);
        let (_second, again) = opened(&file, "{}");
        assert_eq!(again.once(executor, async { Ok::<_, io::Error>(8) }).await.unwrap(), 7);
    });
}

#[test]
fn a_claim_in_a_file_outlives_its_idempotency_and_its_runtime() {
    let file = place("outlives");
    everywhere(async |executor| {
        let (runtime, orders) = opened(&file, "{}");
        let held = orders.claim(executor, None).await.unwrap();
        drop((runtime, orders));
        held.complete(&Answer::json("7")).await.unwrap();
    });
}

/// Descriptors of this process that are open on the file.
#[cfg(target_os = "linux")]
fn descriptors_of(file: &Path) -> usize {
    let open = fs::read_dir("/proc/self/fd").unwrap().flatten();
    open.filter(|descriptor| fs::read_link(descriptor.path()).is_ok_and(|target| target == file)).count()
}

#[test]
#[cfg(target_os = "linux")]
fn nothing_keeps_a_runtime_that_is_dropped() {
    let file = place("leaves");
    let idle = Builder::new_current_thread().enable_all().build().unwrap();
    let (runtime, orders) = opened(&file, "{}");
    let claim = idle.block_on(orders.claim("tokio", None)).unwrap();
    assert!(block_on_thread(orders.claim("thread", None)).unwrap().held());
    assert!(descriptors_of(&file) > 0);
    drop((runtime, orders, claim));
    // The thread that watched for it ends in its own time; the Tokio runtime need not even run for it.
    while descriptors_of(&file) > 0 {
        thread::yield_now();
    }
    drop(idle);
}

#[test]
fn a_file_that_cannot_be_used_is_named() {
    let missing = place("unusable").with_file_name("missing").join("keys.db");
    let (_runtime, orders) = opened(&missing, "{}");
    let named = |error: &Error| error.status() == Status::StoreUnavailable && error.message().contains(missing.to_str().unwrap());
    assert!(orders.claim_blocking("k", None).is_err_and(|error| named(&error)));
    everywhere(async |_| {
        assert!(orders.claim("k", None).await.is_err_and(|error| named(&error)));
        let never = async { panic!("there is no store") as Result<u32, io::Error> };
        assert!(matches!(orders.once("k", never).await, Err(OnceError::StoreUnavailable(error)) if named(&error)));
    });
}
