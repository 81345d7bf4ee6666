//! Requests of HTTP without a framework: what whoever writes an adapter is told.

use std::time::Duration;

use backstay::{Claim, ClaimStatus, HttpReply, HttpRequest, Idempotency, OnUnavailable, Runtime, Served, Status, TriedToServe, testing};

use crate::web::KEY;
use crate::{block_on_thread, orders, poll_once};

fn request() -> HttpRequest<'static> {
    HttpRequest::new("POST", "/orders").key_header(Some(KEY.as_bytes())).principal("user-7").body("{}")
}

fn held(served: Served) -> Claim {
    match served {
        Served::Hold(claim) => claim,
        other => panic!("{other:?}"),
    }
}

fn reply(served: Served) -> HttpReply {
    match served {
        Served::Reply(reply) => reply,
        other => panic!("{other:?}"),
    }
}

fn fields(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

/// Over a store that is called directly, and one that is awaited.
fn in_both_stores(act: impl Fn(Idempotency)) {
    for store in ["memory:", "sqlite::memory:"] {
        let document = format!(r#"{{"stores": {{"main": "{store}"}}, "idempotency": {{"orders": {{}}}}}}"#);
        act(testing::runtime(&document).unwrap().idempotency("orders").unwrap());
    }
}

#[test]
fn an_answer_comes_back_with_what_is_kept_of_its_headers() {
    in_both_stores(|orders| {
        let claim = held(orders.serve_blocking(&request()).unwrap());
        assert_eq!((claim.status(), claim.takeovers(), claim.fence() > 0), (ClaimStatus::New, 0, true));
        let sent = fields(&[("Content-Type", "text/plain"), ("link", "<a>"), ("link", "<b>"), ("x-name", "Renée"), ("set-cookie", "a=b")]);
        claim.respond_blocking(201, &sent, Some(b"7")).unwrap();
        let replay = reply(orders.serve_blocking(&request()).unwrap());
        assert_eq!((replay.status, replay.status_code, replay.body.as_slice(), replay.retry_after), (Status::Replay, 201, &b"7"[..], None));
        let kept = [("content-type", "text/plain"), ("link", "<a>"), ("link", "<b>"), ("x-name", "Renée"), ("content-length", "1")];
        assert_eq!(replay.headers, fields(&[&kept[..], &[("x-idempotent-replay", "true")]].concat()));
    });
}

#[test]
fn the_futures_say_the_same() {
    in_both_stores(|orders| {
        block_on_thread(async {
            let claim = held(orders.serve(&request()).await.unwrap());
            let refused = reply(orders.serve(&request()).await.unwrap());
            assert_eq!((refused.status, refused.status_code), (Status::InFlight, 409));
            assert_eq!(refused.retry_after, Some(Duration::from_secs(30)));
            claim.respond(201, &[], Some(b"7")).await.unwrap();
            assert_eq!(reply(orders.serve(&request()).await.unwrap()).body, b"7");
            let late = claim.respond(201, &[], Some(b"8")).await.unwrap_err();
            assert_eq!(late.status(), Status::LostLease);
        });
    });
}

#[test]
fn a_body_that_is_not_here_is_remembered_as_not_kept() {
    in_both_stores(|orders| {
        block_on_thread(held(orders.serve_blocking(&request()).unwrap()).respond(200, &[], None)).unwrap();
        let told = reply(orders.serve_blocking(&request()).unwrap());
        assert_eq!((told.status, told.status_code), (Status::BodyNotKept, 409));
    });
}

#[test]
fn only_requests_with_keys_are_wanted() {
    let (runtime, orders) = orders(r#"{"http": {"header": "X-Key", "maximum_request": 64}, "maximum_body": 100}"#);
    assert_eq!((orders.key_header(), orders.maximum_body()), ("X-Key", 100));
    assert_eq!(orders.wants("POST", Some(b"k")).unwrap(), 64);
    assert_eq!((orders.wants("GET", Some(b"k")).unwrap(), orders.wants("POST", None).unwrap()), (0, 0));
    assert!(matches!(orders.serve_blocking(&HttpRequest::new("GET", "/orders")).unwrap(), Served::Pass));
    let long = vec![b'k'; 2 * 1024 * 1024];
    assert_eq!(orders.wants("POST", Some(&long)).unwrap_err().status(), Status::InvalidArgument);
    assert_eq!(orders.serve_blocking(&request().key_header(Some(&long))).unwrap_err().status(), Status::InvalidArgument);
    runtime.close().unwrap();
    assert_eq!(orders.wants("POST", None).unwrap_err().status(), Status::Closed);
    assert_eq!(orders.serve_blocking(&request()).unwrap_err().status(), Status::Closed);
}

#[test]
fn lengths_that_differ_and_bodies_that_are_too_long_are_refused() {
    let (_runtime, orders) = orders(r#"{"http": {"maximum_request": 4}}"#);
    let code_of = |request: HttpRequest<'_>| reply(orders.serve_blocking(&request).unwrap()).status_code;
    assert_eq!(code_of(request().body("12345")), 413);
    assert_eq!(code_of(request().declared_length(u64::MAX)), 413);
    assert_eq!(code_of(request().declared_length(3)), 400);
    held(orders.serve_blocking(&request().declared_length(2)).unwrap()).release_blocking().unwrap();
}

#[test]
fn who_finds_the_key_held_waits_as_configured() {
    let (runtime, orders) = orders(r#"{"wait": "1s"}"#);
    let claim = held(orders.serve_blocking(&request()).unwrap());
    let before = runtime.now().unwrap();
    assert_eq!(reply(orders.serve_blocking(&request()).unwrap()).status, Status::InFlight);
    assert_eq!(runtime.now().unwrap() - before, Duration::from_secs(1));
    assert_eq!(reply(block_on_thread(orders.serve(&request())).unwrap()).status, Status::InFlight);
    assert_eq!(runtime.now().unwrap() - before, Duration::from_secs(2));
    // One try says how long; the answer comes meanwhile.
    let Ok(TriedToServe::Again(pause)) = orders.try_serve_blocking(&request()) else { panic!("it waits") };
    claim.respond_blocking(200, &[], Some(b"7")).unwrap();
    let again = block_on_thread(orders.try_serve(&request().waited(pause))).unwrap();
    assert!(matches!(again, TriedToServe::Served(Served::Reply(HttpReply { status: Status::Replay, .. }))));
}

#[test]
fn who_takes_over_is_told_the_recovery_point() {
    let (runtime, orders) = orders("{}");
    let first = held(orders.serve_blocking(&request()).unwrap());
    first.set_recovery_point_blocking("charged").unwrap();
    runtime.advance(Duration::from_secs(30)).unwrap();
    let second = held(orders.serve_blocking(&request()).unwrap());
    assert_eq!((second.status(), second.takeovers(), second.recovery_point()), (ClaimStatus::TakenOver, 1, "charged"));
    assert!(second.fence() > first.fence());
    assert_eq!(first.respond_blocking(200, &[], Some(b"7")).unwrap_err().status(), Status::LostLease);
}

#[test]
fn a_header_that_would_break_the_answer_in_two_is_refused() {
    let (_runtime, orders) = orders("{}");
    let claim = held(orders.serve_blocking(&request()).unwrap());
    for broken in [("x", "1\nset-cookie: a=b"), ("x", "1\r\nset-cookie: a=b"), ("x\ny", "1"), ("x y", "1"), ("", "1"), ("x", "\0")] {
        assert_eq!(claim.respond_blocking(200, &fields(&[broken]), Some(b"")).unwrap_err().status(), Status::InvalidArgument, "{broken:?}");
    }
    assert_eq!(claim.respond_blocking(99, &[], Some(b"")).unwrap_err().status(), Status::InvalidArgument);
    claim.respond_blocking(200, &[], Some(b"")).unwrap();
}

#[test]
fn a_request_that_is_dropped_gives_its_key_back() {
    let document = r#"{"stores": {"main": "sqlite::memory:"}, "idempotency": {"orders": {}}}"#;
    let orders = testing::runtime(document).unwrap().idempotency("orders").unwrap();
    {
        let request = request();
        let mut serving = std::pin::pin!(orders.serve(&request));
        assert!(poll_once(serving.as_mut()).is_pending());
    }
    // The lease never runs out on a clock that stands.
    while !matches!(orders.serve_blocking(&request()).unwrap(), Served::Hold(_)) {
        std::thread::yield_now();
    }
}

#[test]
fn an_operator_says_what_happens_without_the_store() {
    let document = r#"{"stores": {"main": "sqlite:/nowhere/at/all.db"}, "idempotency": {"orders": {}}}"#;
    let runtime = Runtime::from_json(document).unwrap();
    let orders = runtime.idempotency("orders").unwrap();
    let refused = || {
        let told = reply(block_on_thread(orders.serve(&request())).unwrap());
        assert_eq!((told.status, told.status_code, told.retry_after), (Status::StoreUnavailable, 503, Some(Duration::from_secs(1))));
    };
    refused();
    orders.set_on_unavailable(OnUnavailable::Run, "the disk is gone").unwrap();
    let claim = held(block_on_thread(orders.serve(&request())).unwrap());
    assert_eq!((claim.fence(), claim.status()), (0, ClaimStatus::New));
    block_on_thread(claim.respond(200, &[], Some(b"7"))).unwrap();
    orders.set_on_unavailable(None, "the disk is back").unwrap();
    refused();
    let reasons: Vec<_> = runtime.events(0).unwrap().events.into_iter().filter_map(|event| event.note).collect();
    assert_eq!(reasons, ["on_unavailable run: the disk is gone", "on_unavailable as configured: the disk is back"]);
    assert_eq!(orders.set_on_unavailable(OnUnavailable::Refuse, "").unwrap_err().status(), Status::InvalidArgument);
}

#[test]
fn what_is_shown_of_a_request_is_no_secret() {
    let request = request().credentials("Bearer secret\n").body("secret").tenant("secret");
    assert_eq!(format!("{request:?}"), r#"HttpRequest { method: "POST", target: "/orders", .. }"#);
}
