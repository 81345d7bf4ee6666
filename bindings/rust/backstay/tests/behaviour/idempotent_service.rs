//! The layer around services that fail, and what no server lets through.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;
use axum::routing::post;
use axum::{BoxError, Router};
use backstay::tower::{IdempotencyLayer, RequestBody, ResponseBody};
use backstay::{Error, Status};
use serde_json::Value;
use tower::{Layer, Service, ServiceBuilder, ServiceExt, service_fn};

use crate::web::{KEY, exchange, head, post_keyed, serve};
use crate::{orders, orders_on_system_clock};

fn request(method: Method, key: &[u8], body: Body) -> Request {
    let builder = Request::builder().method(method).uri("/orders");
    builder.header("idempotency-key", HeaderValue::from_bytes(key).unwrap()).body(body).unwrap()
}

fn keyed() -> Request {
    request(Method::POST, KEY.as_bytes(), Body::empty())
}

async fn text(response: Response<ResponseBody<Body>>) -> String {
    let bytes = to_bytes(Body::new(response.into_body()), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn code(response: Response<ResponseBody<Body>>) -> String {
    serde_json::from_str::<Value>(&text(response).await).unwrap()["code"].as_str().unwrap().to_owned()
}

/// A service that fails the first time.
fn flaky(
    calls: Arc<AtomicUsize>,
) -> impl Service<Request<RequestBody<Body>>, Response = Response, Error = io::Error, Future: Send> + Clone + Send {
    service_fn(move |_| {
        let first = calls.fetch_add(1, Ordering::SeqCst) == 0;
        async move { if first { Err(io::Error::other("no card")) } else { Ok(Response::new(Body::from("7"))) } }
    })
}

#[tokio::test]
async fn an_error_of_the_service_goes_on_and_is_a_failure() {
    for (on_failure, after) in [("lease", "idempotency_in_flight"), ("store", "idempotency_failed")] {
        let (_runtime, orders) = orders(&format!(r#"{{"on_failure": "{on_failure}"}}"#));
        let calls = Arc::new(AtomicUsize::new(0));
        let service = ServiceBuilder::new().layer(IdempotencyLayer::new(orders.clone())).service(flaky(Arc::clone(&calls)));
        assert_eq!(service.clone().oneshot(keyed()).await.err().unwrap().to_string(), "no card");
        assert_eq!((code(service.oneshot(keyed()).await.unwrap()).await.as_str(), calls.load(Ordering::SeqCst)), (after, 1));
    }
}

#[tokio::test]
async fn boxed_errors_will_do() {
    let (_runtime, orders) = orders("{}");
    let service = service_fn(|_: Request<RequestBody<Body>>| async { Err::<Response, BoxError>("no card".into()) });
    let failed = IdempotencyLayer::new(orders).layer(service).oneshot(keyed()).await;
    assert_eq!(failed.err().unwrap().to_string(), "no card");
}

#[tokio::test]
async fn a_panic_of_the_handler_goes_on_and_is_a_failure() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let place = move || async move {
        counted.fetch_add(1, Ordering::SeqCst);
        // Without the words that a panic prints.
        std::panic::resume_unwind(Box::new("boom"));
        #[allow(unreachable_code)]
        ""
    };
    let orders = orders_on_system_clock(r#"{"on_failure": "store"}"#);
    let app: Router = Router::new().route("/orders", post(place)).layer(IdempotencyLayer::new(orders));
    let panicked = tokio::spawn(app.clone().oneshot(keyed())).await.unwrap_err().into_panic();
    assert_eq!(panicked.downcast_ref::<&str>(), Some(&"boom"));
    let server = serve(app).await;
    assert_eq!(post_keyed(&server, "/orders", "").await.refusal(), (500, "idempotency_failed".to_owned()));
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_a_status_means_is_the_configuration_s_to_say() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let place = move |body: String| async move {
        counted.fetch_add(1, Ordering::SeqCst);
        (StatusCode::from_bytes(body.as_bytes()).unwrap(), "said")
    };
    let orders = orders_on_system_clock(r#"{"on_failure": "store", "http": {"key_format": "text"}}"#);
    let server = serve(Router::new().route("/orders", post(place)).layer(IdempotencyLayer::new(orders))).await;
    for (status, runs) in [("200", 1), ("404", 1), ("409", 2), ("503", 2), ("500", 1)] {
        calls.store(0, Ordering::SeqCst);
        for _ in 0..2 {
            let request = [head("POST /orders", &[&format!("idempotency-key: key-{status}")], 3), status.into()].concat();
            let answer = exchange(&server, &request).await;
            assert_eq!((answer.status.to_string().as_str(), answer.body.as_slice()), (status, &b"said"[..]));
        }
        assert_eq!(calls.load(Ordering::SeqCst), runs, "{status}");
    }
}

fn plain() -> impl Service<Request<RequestBody<Body>>, Response = Response, Error = Infallible, Future: Send> + Clone + Send {
    service_fn(|request: Request<RequestBody<Body>>| async move {
        let body = to_bytes(Body::new(request.into_body()), usize::MAX).await.unwrap();
        Ok(Response::new(Body::from(body)))
    })
}

#[tokio::test]
async fn a_key_of_ten_megabytes_is_refused() {
    let (_runtime, orders) = orders(r#"{"http": {"key_format": "text"}}"#);
    let service = IdempotencyLayer::new(orders).layer(plain());
    let long = vec![b'k'; 10 * 1024 * 1024];
    let refused = service.clone().oneshot(request(Method::POST, &long, Body::empty())).await.unwrap();
    assert_eq!((refused.status(), code(refused).await.as_str()), (StatusCode::BAD_REQUEST, "idempotency_key_invalid"));
    assert_eq!(service.oneshot(keyed()).await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_closed_runtime_lets_nothing_happen() {
    let (runtime, orders) = orders("{}");
    let service = IdempotencyLayer::new(orders).layer(plain());
    runtime.close().unwrap();
    let refused = service.oneshot(keyed()).await.unwrap();
    assert_eq!(
        (refused.status(), refused.extensions().get::<Error>().unwrap().status()),
        (StatusCode::INTERNAL_SERVER_ERROR, Status::Closed)
    );
    assert_eq!(text(refused).await, "");
}

#[tokio::test]
async fn headers_that_are_too_many_to_be_stored_don_t_free_the_key() {
    let (_runtime, orders) = orders("{}");
    let long = HeaderValue::from_str(&"x".repeat(2 * 1024 * 1024)).unwrap();
    let service = service_fn(move |_: Request<RequestBody<Body>>| {
        let mut response = Response::new(Body::from("7"));
        response.headers_mut().insert("x-long", long.clone());
        async { Ok::<_, Infallible>(response) }
    });
    let service = IdempotencyLayer::new(orders).layer(service);
    assert_eq!(text(service.clone().oneshot(keyed()).await.unwrap()).await, "7");
    assert_eq!(code(service.oneshot(keyed()).await.unwrap()).await, "idempotency_body_not_kept");
}

#[tokio::test]
async fn an_answer_to_head_has_no_body() {
    let (_runtime, orders) = orders(r#"{"http": {"methods": ["HEAD"]}}"#);
    // As a proxy might, it says a length and streams.
    let service = service_fn(|_: Request<RequestBody<Body>>| async {
        Ok::<_, Infallible>(Response::builder().header("x-seen", "1").body(Body::from("a body")).unwrap())
    });
    let service = IdempotencyLayer::new(orders).layer(service);
    let head = || request(Method::HEAD, KEY.as_bytes(), Body::empty());
    // A server drops the body unread.
    drop(service.clone().oneshot(head()).await.unwrap());
    let again = service.oneshot(head()).await.unwrap();
    assert_eq!((again.headers()["x-idempotent-replay"].as_bytes(), again.headers()["x-seen"].as_bytes()), (&b"true"[..], &b"1"[..]));
    assert_eq!(text(again).await, "");
}

#[tokio::test]
async fn trailers_go_through() {
    use http_body::Body as _;
    use http_body::Frame;
    /// Two frames, the second of which are trailers.
    struct Trailing(u8);
    impl http_body::Body for Trailing {
        type Data = bytes::Bytes;
        type Error = Infallible;
        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<Frame<bytes::Bytes>, Infallible>>> {
            self.0 += 1;
            std::task::Poll::Ready(match self.0 {
                1 => Some(Ok(Frame::data("7".into()))),
                2 => Some(Ok(Frame::trailers([(axum::http::header::ETAG, HeaderValue::from_static("e"))].into_iter().collect()))),
                _ => None,
            })
        }
    }
    let (_runtime, orders) = orders("{}");
    let echo =
        service_fn(|request: Request<RequestBody<Body>>| async { Ok::<_, Infallible>(Response::new(Body::new(request.into_body()))) });
    let response =
        IdempotencyLayer::new(orders).layer(echo).oneshot(request(Method::POST, KEY.as_bytes(), Body::new(Trailing(0)))).await.unwrap();
    let mut body = std::pin::pin!(response.into_body());
    let mut frames = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await {
        frames.push(frame.unwrap());
    }
    assert_eq!((frames.len(), frames[0].data_ref().unwrap().as_ref()), (2, &b"7"[..]));
    assert_eq!(frames[1].trailers_ref().unwrap()["etag"], "e");
    assert!(body.is_end_stream());
}
