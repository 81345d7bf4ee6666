//! Keys that are claimed by hand.

use std::time::Duration;

use backstay::{Answer, AnswerKind, Claim, ClaimStatus, OnceError, Status};

use crate::{block_on_thread, orders};

const REFUSES: &str = r#"{"on_takeover": "refuse"}"#;

fn claim(orders: &backstay::Idempotency) -> Claim {
    orders.claim_blocking("k", None).unwrap()
}

fn lost(result: Result<(), backstay::Error>) -> bool {
    matches!(result, Err(error) if error.status() == Status::LostLease && error.message().contains("any more"))
}

#[test]
fn an_answer_comes_back_whole() {
    let (_runtime, orders) = orders("{}");
    let first = claim(&orders);
    assert_eq!((first.status(), first.held(), first.answer(), first.message()), (ClaimStatus::New, true, None, ""));
    let body = b"\x00\xff{}".to_vec();
    let answer = Answer::new(body.clone()).status_code(201).content_type("application/x-bytes").headers("location: /orders/7");
    first.complete_blocking(&answer).unwrap();
    let second = claim(&orders);
    assert_eq!((second.status(), second.held(), second.fence()), (ClaimStatus::Replay, false, 0));
    assert_eq!(second.answer(), Some(&answer));
    assert_eq!((answer.kind, &answer.body), (AnswerKind::Value, &body));
}

#[test]
fn a_claim_tells_what_came_of_it() {
    let (runtime, orders) = orders(r#"{"wait": "10s"}"#);
    let first = orders.claim_blocking("k", "f").unwrap();
    first.set_recovery_point_blocking("charged").unwrap();
    runtime.advance(Duration::from_secs(10)).unwrap();
    let early = claim(&orders);
    assert_eq!((early.status(), early.recovery_point()), (ClaimStatus::InFlight, "charged"));
    assert_eq!((early.retry_after(), early.again()), (Some(Duration::from_secs(20)), Some(Duration::from_millis(5))));
    assert!(early.message().contains("in flight"), "{}", early.message());
    assert_eq!(orders.waited(Duration::from_secs(10)).claim_blocking("k", None).unwrap().again(), None);
    let other = orders.claim_blocking("k", "another").unwrap();
    assert_eq!((other.status(), other.recovery_point(), other.retry_after()), (ClaimStatus::Mismatch, "", None));
    runtime.advance(Duration::from_secs(20)).unwrap();
    let second = claim(&orders);
    assert_eq!((second.status(), second.takeovers(), second.recovery_point()), (ClaimStatus::TakenOver, 1, "charged"));
    assert!(second.fence() > first.fence() && first.fence() > 0);
    second.complete_blocking(&Answer::not_kept()).unwrap();
    let third = claim(&orders);
    assert_eq!((third.status(), third.answer()), (ClaimStatus::BodyNotKept, Some(&Answer::not_kept())));
}

#[test]
fn who_may_not_take_over_is_told_so() {
    let (runtime, orders) = orders(REFUSES);
    drop(claim(&orders));
    runtime.advance(Duration::from_secs(30)).unwrap();
    let second = claim(&orders);
    assert_eq!((second.status(), second.held()), (ClaimStatus::Abandoned, false));
    assert!(
        matches!(orders.once_blocking("k", || Ok::<_, String>(7)), Err(OnceError::Abandoned(error)) if error.message() == second.message())
    );
}

#[test]
fn everything_about_a_claim_is_a_future_too() {
    let (_runtime, orders) = orders(r#"{"on_failure": "store"}"#);
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        let first = orders.claim("k", "f").await.unwrap();
        first.heartbeat().await.unwrap();
        first.set_recovery_point("charged").await.unwrap();
        first.release().await.unwrap();
        assert!(lost(first.heartbeat().await));
        let second = orders.claim("k", "f").await.unwrap();
        assert_eq!((second.status(), second.recovery_point()), (ClaimStatus::New, ""));
        second.complete(&Answer::json("7")).await.unwrap();
        let failed = orders.claim("failing", None).await.unwrap();
        failed.fail(false, "Declined", "no card").await.unwrap();
        let told = orders.claim("failing", None).await.unwrap();
        assert_eq!((told.status(), told.message()), (ClaimStatus::Replay, "no card"));
        let answer = told.answer().unwrap();
        assert_eq!((answer.kind, answer.content_type.as_str()), (AnswerKind::Failure, "application/json"));
        assert_eq!(answer.body, br#"{"error":"Declined","message":"no card"}"#);
    });
    assert_eq!(block_on_thread(orders.claim("k", "f")).unwrap().answer().unwrap().body, b"7");
}

#[test]
fn who_lost_the_key_changes_nothing() {
    let (runtime, orders) = orders("{}");
    let first = claim(&orders);
    runtime.advance(Duration::from_secs(30)).unwrap();
    let second = claim(&orders);
    assert!(lost(first.complete_blocking(&Answer::json("1"))));
    second.complete_blocking(&Answer::json("2")).unwrap();
    let third = claim(&orders);
    for loser in [&first, &second, &third] {
        assert!(lost(loser.complete_blocking(&Answer::json("3"))));
        assert!(lost(loser.fail_blocking(true, "", "")));
        assert!(lost(loser.release_blocking()));
        assert!(lost(loser.heartbeat_blocking()));
        assert!(lost(loser.set_recovery_point_blocking("p")));
    }
    assert_eq!(claim(&orders).answer().unwrap().body, b"2");
}

#[test]
fn a_dropped_claim_holds_its_key_until_the_lease_is_over() {
    let (runtime, orders) = orders("{}");
    drop(orders.lease(Duration::from_secs(2)).claim_blocking("k", None).unwrap());
    assert_eq!(claim(&orders).status(), ClaimStatus::InFlight);
    runtime.advance(Duration::from_secs(2)).unwrap();
    assert_eq!(claim(&orders).status(), ClaimStatus::TakenOver);
}

#[test]
fn a_heartbeat_comes_from_any_thread() {
    let (runtime, orders) = orders("{}");
    let held = claim(&orders);
    for _ in 0..3 {
        runtime.advance(Duration::from_secs(20)).unwrap();
        std::thread::scope(|scope| scope.spawn(|| held.heartbeat_blocking()).join().unwrap()).unwrap();
    }
    assert_eq!(claim(&orders).status(), ClaimStatus::InFlight);
    held.complete_blocking(&Answer::json("7")).unwrap();
}

#[test]
fn keys_of_scopes_are_other_keys() {
    let (_runtime, orders) = orders("{}");
    let tenant = orders.scope("tenant-7").fingerprint("f");
    let (plain, scoped) = (claim(&orders), tenant.claim_blocking("k", None).unwrap());
    assert!(plain.held() && scoped.held());
    assert_eq!(orders.scope("tenant-7").claim_blocking("k", "another").unwrap().status(), ClaimStatus::Mismatch);
    assert_eq!(tenant.claim_blocking("k", "another").unwrap().status(), ClaimStatus::Mismatch);
    assert_eq!(tenant.claim_blocking("k", None).unwrap().status(), ClaimStatus::InFlight);
}

#[test]
fn a_claim_outlives_its_idempotency_and_its_runtime() {
    let (runtime, orders) = orders("{}");
    let (kept, held) = (orders.clone(), claim(&orders));
    drop((runtime, orders));
    held.complete_blocking(&Answer::json("7")).unwrap();
    assert_eq!((kept.name(), claim(&kept).status()), ("orders", ClaimStatus::Replay));
    let held = kept.claim_blocking("another", None).unwrap();
    drop(kept);
    held.heartbeat_blocking().unwrap();
}

#[test]
fn misuse_is_refused_in_the_cores_words() {
    let (runtime, orders) = orders("{}");
    let error = runtime.idempotency("ordres").unwrap_err();
    assert!(error.status() == Status::NotFound && error.message().contains("\"orders\""), "{error}");
    let long = "k".repeat(256);
    let refused = [
        (orders.claim_blocking("", None), "key"),
        (orders.claim_blocking(&long, None), "key"),
        (orders.claim_blocking("k", long.as_str()), "fingerprint"),
        (orders.scope("a\nb").claim_blocking("k", None), "scope"),
        (orders.lease(Duration::from_millis(9)).claim_blocking("k", None), "lease_ns"),
        (orders.lease(Duration::MAX).claim_blocking("k", None), "lease_ns"),
    ];
    for (result, parameter) in refused {
        let error = result.unwrap_err();
        assert!(error.status() == Status::InvalidArgument && error.message().starts_with(parameter), "{error}");
    }
    let held = claim(&orders);
    for result in [held.complete_blocking(&Answer::new("").status_code(1000)), held.set_recovery_point_blocking("")] {
        assert_eq!(result.unwrap_err().status(), Status::InvalidArgument);
    }
    held.complete_blocking(&Answer::json("7")).unwrap();
    assert!(matches!(orders.once_blocking("", || Ok::<_, String>(7)), Err(OnceError::Misuse(_))));
}

#[test]
fn everything_answers_after_close() {
    let (runtime, orders) = orders("{}");
    let held = claim(&orders);
    runtime.close().unwrap();
    let closed = [
        runtime.idempotency("orders").map(drop),
        orders.claim_blocking("k", None).map(drop),
        block_on_thread(orders.claim("k", None)).map(drop),
        held.complete_blocking(&Answer::json("7")),
        held.fail_blocking(false, "", ""),
        held.release_blocking(),
        held.heartbeat_blocking(),
        held.set_recovery_point_blocking("p"),
    ];
    for result in closed {
        assert_eq!(result.unwrap_err().status(), Status::Closed);
    }
    let never = || -> Result<u32, String> { panic!("it is closed") };
    assert!(matches!(orders.once_blocking("k", never), Err(OnceError::Misuse(error)) if error.status() == Status::Closed));
    assert!(block_on_thread(orders.once("k", async { never() })).is_err());
}
