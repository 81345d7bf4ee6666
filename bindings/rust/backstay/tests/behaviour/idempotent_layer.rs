//! The layer of idempotency in a real axum application, over real connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::MatchedPath;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use axum::routing::{get, post};
use axum::{Extension, Router};
use backstay::tower::IdempotencyLayer;
use backstay::{Claim, Idempotency, Runtime};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::orders_on_system_clock;
use crate::web::{Answer, KEY, Server, exchange, head, post as posted, post_keyed, serve, try_exchange};

const CLIENTS: usize = 24;
#[cfg(feature = "sqlite")]
const STORES: [&str; 2] = ["memory:", "sqlite::memory:"];
#[cfg(not(feature = "sqlite"))]
const STORES: [&str; 1] = ["memory:"];

/// What the handlers do, counted.
type Effects = Arc<AtomicUsize>;

fn count(effects: &Effects) -> usize {
    effects.load(Ordering::SeqCst)
}

/// Places an order: `POST /orders` answers with its number and what was ordered.
fn orders_app(effects: &Effects) -> Router {
    let effects = Arc::clone(effects);
    let place = move |body: String| async move {
        let number = effects.fetch_add(1, Ordering::SeqCst) + 1;
        (StatusCode::CREATED, format!("{number}: {body}"))
    };
    Router::new().route("/orders", post(place.clone()).get(place.clone())).route("/others", post(place))
}

async fn served(settings: &str) -> (Server, Effects, Idempotency) {
    let (effects, orders) = (Effects::default(), orders_on_system_clock(settings));
    let app = orders_app(&effects).layer(IdempotencyLayer::new(orders.clone()));
    (serve(app).await, effects, orders)
}

fn said(answer: &Answer) -> (u16, &str) {
    (answer.status, std::str::from_utf8(&answer.body).unwrap())
}

#[tokio::test]
async fn who_asks_again_is_given_the_first_answer() {
    let (server, effects, _) = served("{}").await;
    let first = post_keyed(&server, "/orders", "tea").await;
    assert_eq!((said(&first), first.is_replay()), ((201, "1: tea"), false));
    let again = post_keyed(&server, "/orders", "tea").await;
    assert_eq!((said(&again), again.is_replay()), ((201, "1: tea"), true));
    assert_eq!(again.all("content-type"), first.all("content-type"));
    assert_eq!((again.all("content-length"), count(&effects)), (vec!["6".to_owned()], 1));
}

#[tokio::test]
async fn what_has_no_key_passes_unless_it_needs_one() {
    let (server, effects, _) = served("{}").await;
    for _ in 0..2 {
        assert_eq!(posted(&server, "/orders", &[], "tea").await.status, 201);
        let got = exchange(&server, &head("GET /orders", &[&format!("idempotency-key: {KEY}")], 0)).await;
        assert!(got.status == 201 && !got.is_replay());
    }
    assert_eq!(count(&effects), 4);
    let (server, effects, _) = served(r#"{"key": "required"}"#).await;
    assert_eq!(posted(&server, "/orders", &[], "tea").await.refusal(), (400, "idempotency_key_missing".to_owned()));
    assert_eq!((exchange(&server, &head("GET /orders", &[], 0)).await.status, count(&effects)), (201, 1));
}

#[tokio::test]
async fn a_key_is_for_one_request() {
    let (server, effects, _) = served("{}").await;
    post_keyed(&server, "/orders", "tea").await;
    assert_eq!(post_keyed(&server, "/orders", "coffee").await.refusal(), (422, "idempotency_key_reused".to_owned()));
    assert_eq!(post_keyed(&server, "/orders?gift", "tea").await.refusal(), (422, "idempotency_key_reused".to_owned()));
    // Another route's keys are other keys.
    assert_eq!((said(&post_keyed(&server, "/others", "tea").await), count(&effects)), ((201, "2: tea"), 2));
}

#[tokio::test]
async fn nobody_is_given_the_answer_of_another_user() {
    let (server, effects, _) = served("{}").await;
    let key = format!("idempotency-key: {KEY}");
    for (number, credentials) in
        ["authorization: Bearer a", "authorization: Bearer b", "cookie: session=c", "cookie: session=d"].iter().enumerate()
    {
        for _ in 0..2 {
            let answer = posted(&server, "/orders", &[&key, credentials], "tea").await;
            assert_eq!(said(&answer), (201, format!("{}: tea", number + 1).as_str()));
        }
    }
    assert_eq!(count(&effects), 4);
}

#[tokio::test]
async fn an_application_says_who_asks_and_by_which_route() {
    let effects = Effects::default();
    let header =
        |name: &'static str| move |request: &axum::http::request::Parts| Some(request.headers.get(name)?.to_str().ok()?.to_owned());
    let layer = IdempotencyLayer::new(orders_on_system_clock("{}"))
        .tenant(header("x-tenant"))
        .principal(header("x-user"))
        .route(|request| Some(request.extensions.get::<MatchedPath>()?.as_str().to_owned()));
    assert_eq!(format!("{layer:?}"), r#"IdempotencyLayer("orders")"#);
    let inner = orders_app(&effects).layer(layer);
    let server = serve(Router::new().nest("/a", inner.clone()).nest("/b", inner)).await;
    let key = format!("idempotency-key: {KEY}");
    let ask = async |path: &str, headers: [&str; 3]| {
        let headers = [&[key.as_str()][..], &headers].concat();
        posted(&server, path, &headers, "").await.body
    };
    let first = ask("/a/orders", ["x-tenant: a", "x-user: a", "authorization: Bearer a"]).await;
    // A principal that is known counts for more than a token that was renewed.
    assert_eq!(ask("/a/orders", ["x-tenant: a", "x-user: a", "authorization: Bearer b"]).await, first);
    assert_eq!(ask("/a/orders", ["x-tenant: a", "x-user: b", "authorization: Bearer a"]).await, b"2: ");
    assert_eq!(ask("/a/orders", ["x-tenant: b", "x-user: a", "authorization: Bearer a"]).await, b"3: ");
    // The router that is nested sees `/orders` in both.
    assert_eq!(ask("/b/orders", ["x-tenant: a", "x-user: a", "authorization: Bearer a"]).await, b"4: ");
}

/// An application whose handler begins, and ends once it is let.
async fn held_back(orders: Idempotency) -> (Server, Effects, Arc<Semaphore>) {
    let (effects, gate) = (Effects::default(), Arc::new(Semaphore::new(0)));
    let (counted, passed) = (Arc::clone(&effects), Arc::clone(&gate));
    let place = move || async move {
        let number = counted.fetch_add(1, Ordering::SeqCst) + 1;
        passed.acquire().await.unwrap().forget();
        number.to_string()
    };
    let app = Router::new().route("/orders", post(place)).layer(IdempotencyLayer::new(orders));
    (serve(app).await, effects, gate)
}

async fn click(server: &Arc<Server>) -> JoinSet<Answer> {
    let mut clicks = JoinSet::new();
    for _ in 0..CLIENTS {
        let server = Arc::clone(server);
        clicks.spawn(async move { post_keyed(&server, "/orders", "tea").await });
    }
    clicks
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_clicks_one_counts_and_the_others_come_back() {
    let (server, effects, gate) = held_back(orders_on_system_clock("{}")).await;
    let server = Arc::new(server);
    let mut clicks = click(&server).await;
    for _ in 1..CLIENTS {
        let refused = clicks.join_next().await.unwrap().unwrap();
        assert_eq!(refused.refusal(), (409, "idempotency_in_flight".to_owned()));
        let wait: u64 = refused.all("retry-after")[0].parse().unwrap();
        assert!((1..=30).contains(&wait) && refused.problem()["retry_after"] == wait);
    }
    gate.add_permits(1);
    let first = clicks.join_next().await.unwrap().unwrap();
    assert_eq!((said(&first), count(&effects)), ((200, "1"), 1));
    assert!(post_keyed(&server, "/orders", "tea").await.is_replay());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_clicks_wait_all_get_the_same_answer() {
    // One that is called directly, and one that is awaited.
    for store in STORES {
        let document = format!(r#"{{"stores": {{"main": "{store}"}}, "idempotency": {{"orders": {{"wait": "60s"}}}}}}"#);
        let orders = Runtime::from_json(&document).unwrap().idempotency("orders").unwrap();
        let (server, effects, gate) = held_back(orders).await;
        let mut clicks = click(&Arc::new(server)).await;
        gate.add_permits(CLIENTS);
        let mut replays = 0;
        while let Some(answer) = clicks.join_next().await {
            let answer = answer.unwrap();
            assert_eq!(said(&answer), (200, "1"));
            replays += usize::from(answer.is_replay());
        }
        assert_eq!((replays, count(&effects)), (CLIENTS - 1, 1));
    }
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_the_key_to_the_lease() {
    let (server, effects, _gate) = held_back(orders_on_system_clock("{}")).await;
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    let request = head("POST /orders", &[&format!("idempotency-key: {KEY}")], 0);
    tokio::io::AsyncWriteExt::write_all(&mut stream, &request).await.unwrap();
    while count(&effects) == 0 {
        tokio::task::yield_now().await;
    }
    drop(stream);
    assert_eq!(posted(&server, "/orders", &[&format!("idempotency-key: {KEY}")], "").await.refusal().1, "idempotency_in_flight");
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn another_application_replays_what_the_first_one_answered() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("layer_restart");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let document = format!(r#"{{"stores": {{"main": "sqlite:{}"}}, "idempotency": {{"orders": {{}}}}}}"#, folder.join("keys.db").display());
    let effects = Effects::default();
    for life in 0..3 {
        let runtime = Runtime::from_json(&document).unwrap();
        let app = orders_app(&effects).layer(IdempotencyLayer::new(runtime.idempotency("orders").unwrap()));
        let server = serve(app).await;
        let answer = post_keyed(&server, "/orders", "tea").await;
        assert_eq!((said(&answer), answer.is_replay()), ((201, "1: tea"), life > 0));
        drop(server);
        runtime.close().unwrap();
    }
    assert_eq!(count(&effects), 1);
}

#[tokio::test]
async fn each_route_may_have_an_idempotency_of_its_own_or_none() {
    let document = r#"{"stores": {"main": "memory:"}, "idempotency": {
        "orders": {"ttl": "1h"}, "mails": {"ttl": "24h", "http": {"header": "X-Key", "key_format": "text"}}}}"#;
    let runtime = Runtime::from_json(document).unwrap();
    let layer = |name: &str| IdempotencyLayer::new(runtime.idempotency(name).unwrap());
    let effects = Effects::default();
    let counted = Arc::clone(&effects);
    let act = move || async move { (counted.fetch_add(1, Ordering::SeqCst) + 1).to_string() };
    let app = Router::new()
        .route("/orders", post(act.clone()).layer(layer("orders")))
        .route("/mails", post(act.clone()).layer(layer("mails")))
        .route("/clicks", post(act));
    let server = serve(app).await;
    let keys = ["idempotency-key: 8e03978e-40d5-43dd-bc93-6894a57f9324", "x-key: mail-7"];
    for (path, bodies) in [("/orders", ["1", "1"]), ("/mails", ["2", "2"]), ("/clicks", ["3", "4"])] {
        for body in bodies {
            assert_eq!(said(&posted(&server, path, &keys, "").await), (200, body));
        }
    }
}

#[tokio::test]
async fn a_handler_may_ask_for_its_claim() {
    let place = |Extension(claim): Extension<Arc<Claim>>| async move {
        claim.set_recovery_point("charged").await.unwrap();
        claim.heartbeat().await.unwrap();
        claim.fence().to_string()
    };
    let app = Router::new().route("/orders", post(place)).layer(IdempotencyLayer::new(orders_on_system_clock("{}")));
    let server = serve(app).await;
    let first = post_keyed(&server, "/orders", "").await;
    assert!(first.status == 200 && said(&first).1.parse::<i64>().unwrap() > 0);
    assert!(post_keyed(&server, "/orders", "").await.is_replay());
}

#[tokio::test]
async fn headers_come_back_but_those_of_one_moment() {
    let place = || async {
        let latin1 = HeaderValue::from_bytes(b"Ren\xe9e").unwrap();
        let of_one_moment = [("set-cookie", "a=b"), ("x-request-id", "7"), ("connection", "x-hop"), ("x-hop", "1")];
        let headers = AppendHeaders(of_one_moment.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))));
        (headers, AppendHeaders([("link", "<a>"), ("link", "<b>")]), [("x-name", latin1)], StatusCode::NO_CONTENT).into_response()
    };
    let app = Router::new().route("/orders", post(place)).layer(IdempotencyLayer::new(orders_on_system_clock("{}")));
    let server = serve(app).await;
    let first = post_keyed(&server, "/orders", "").await;
    let again = post_keyed(&server, "/orders", "").await;
    assert!(!first.is_replay() && again.is_replay());
    for answer in [&first, &again] {
        assert_eq!((answer.status, answer.all("link")), (204, vec!["<a>".to_owned(), "<b>".to_owned()]));
        assert!(answer.headers.contains(&("x-name".to_owned(), b"Ren\xe9e".to_vec())));
        assert!(answer.all("content-length").is_empty() && answer.body.is_empty());
    }
    assert_eq!((first.all("set-cookie").len(), first.all("x-hop").len()), (1, 1));
    assert_eq!((again.all("set-cookie").len(), again.all("x-hop").len(), again.all("x-request-id").len()), (0, 0, 0));
}

#[tokio::test]
async fn hostile_keys_are_refused_and_the_server_goes_on() {
    let (server, effects, _) = served(r#"{"http": {"key_format": "text"}}"#).await;
    let long = "k".repeat(10 * 1024 * 1024);
    let list = format!("{KEY}, {KEY}");
    let too_long = "k".repeat(256);
    let keys: [&[u8]; 7] = [b"\xff\xfe\x80", b"a\tb", b"", b"\"", b"\"a", too_long.as_bytes(), list.as_bytes()];
    let with = |key: &[u8]| {
        let mut request =
            b"POST /orders HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 0\r\nidempotency-key: ".to_vec();
        request.extend(key);
        request.extend(b"\r\n\r\n");
        request
    };
    for key in keys {
        let shown = String::from_utf8_lossy(key);
        assert_eq!(exchange(&server, &with(key)).await.refusal(), (400, "idempotency_key_invalid".to_owned()), "{shown:?}");
    }
    // Two fields are one list, which is no key.
    let twice = head("POST /orders", &["idempotency-key: a", "Idempotency-Key: a"], 0);
    assert_eq!(exchange(&server, &twice).await.refusal(), (400, "idempotency_key_invalid".to_owned()));
    // Those the server refuses itself.
    for key in [&b"a\x01b"[..], b"a\0b", long.as_bytes()] {
        let refused = try_exchange(&server, &with(key)).await;
        assert!(refused.is_none_or(|answer| (400..500).contains(&answer.status)));
    }
    assert_eq!(count(&effects), 0);
    assert_eq!(posted(&server, "/orders", &["idempotency-key: \"good\""], "tea").await.status, 201);
}

#[tokio::test]
async fn an_application_that_never_heard_of_keys_needs_no_change() {
    let app =
        Router::new().route("/", get(|| async { "home" })).layer(IdempotencyLayer::new(orders_on_system_clock(r#"{"key": "required"}"#)));
    let server = serve(app).await;
    assert_eq!(said(&exchange(&server, &head("GET /", &[], 0)).await), (200, "home"));
    assert_eq!(exchange(&server, &head("GET /nowhere", &[], 0)).await.status, 404);
}
