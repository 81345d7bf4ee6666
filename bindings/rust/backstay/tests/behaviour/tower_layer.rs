//! The layer under a real `ServiceBuilder`, and under a real server.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::error_handling::HandleErrorLayer;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use backstay::tower::GuardLayer;
use backstay::{CallError, Outcome, Policy, testing};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::{Service, ServiceBuilder, ServiceExt, service_fn};

use crate::{field, payments, payments_on_system_clock};

#[tokio::test]
async fn responses_and_errors_are_counted() {
    let policy = payments(r#"{"circuit_breaker": {"consecutive_failures": 2}}"#);
    let mut service = ServiceBuilder::new()
        .layer(GuardLayer::new(policy.clone()))
        .service(service_fn(|good: bool| async move { if good { Ok("fine") } else { Err("broken") } }));
    assert_eq!(service.ready().await.unwrap().call(true).await, Ok("fine"));
    for _ in 0..2 {
        assert_eq!(service.ready().await.unwrap().call(false).await, Err(CallError::Inner("broken")));
    }
    assert!(matches!(service.ready().await.unwrap().call(true).await, Err(CallError::Rejected(_))));
    assert_eq!((field(&policy, "successes"), field(&policy, "failures"), field(&policy, "not_permitted")), (1, 2, 1));
}

#[tokio::test]
async fn responses_can_be_judged() {
    let policy = payments(r#"{"circuit_breaker": {"consecutive_failures": 2}}"#);
    let layer = GuardLayer::new(policy.clone()).classify(|result: &Result<u16, Infallible>| match result {
        Ok(500..) => Outcome::Failure,
        _ => Outcome::Success,
    });
    let mut service = ServiceBuilder::new().layer(layer).service(service_fn(|status: u16| async move { Ok(status) }));
    for status in [200, 503] {
        assert_eq!(service.ready().await.unwrap().call(status).await, Ok(status));
    }
    assert_eq!((field(&policy, "successes"), field(&policy, "failures")), (1, 1));
}

fn flaky(calls: Arc<AtomicUsize>) -> impl Service<u32, Response = u32, Error = &'static str, Future: Send> + Clone + Send {
    service_fn(move |request| {
        let first = calls.fetch_add(1, Ordering::Relaxed) == 0;
        async move { if first { Err("broken") } else { Ok(request) } }
    })
}

#[tokio::test]
async fn a_request_is_sent_again_where_it_can_be() {
    let policy = payments(r#"{"retry": {"attempts": 3, "backoff": "10ms"}}"#);
    let calls = Arc::new(AtomicUsize::new(0));
    let layer = GuardLayer::new(policy.clone()).retrying(|request: &u32| Some(*request));
    assert_eq!(ServiceBuilder::new().layer(layer).service(flaky(Arc::clone(&calls))).oneshot(7).await, Ok(7));
    assert_eq!(calls.swap(0, Ordering::Relaxed), 2);
    let once = ServiceBuilder::new().layer(GuardLayer::new(policy)).service(flaky(Arc::clone(&calls)));
    assert_eq!(once.oneshot(7).await, Err(CallError::Inner("broken")));
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_request_waits_for_its_turn_and_is_cut() {
    let policy = payments_on_system_clock(r#"{"timeout": "20ms", "bulkhead": {"limit": 1, "queue": 4, "wait": "60s"}}"#);
    let service = ServiceBuilder::new()
        .layer(GuardLayer::new(policy.clone()))
        .service(service_fn(|()| std::future::pending::<Result<(), Infallible>>()));
    let (first, second) = tokio::join!(service.clone().oneshot(()), service.oneshot(()));
    assert_eq!(first, Err(CallError::Timeout));
    assert!(matches!(second, Err(CallError::Rejected(_) | CallError::Timeout)), "{second:?}");
    assert_eq!((field(&policy, "in_flight"), field(&policy, "waiting")), (0, 0));
}

#[tokio::test]
async fn a_dropped_response_is_cancelled() {
    let policy = payments(r#"{"circuit_breaker": {}}"#);
    let service = ServiceBuilder::new()
        .layer(GuardLayer::new(policy.clone()))
        .service(service_fn(|()| std::future::pending::<Result<(), Infallible>>()));
    let mut response = Box::pin(service.oneshot(()));
    assert!(response.as_mut().poll(&mut Context::from_waker(std::task::Waker::noop())).is_pending());
    drop(response);
    assert_eq!(field(&policy, "cancelled"), 1);
}

#[tokio::test]
async fn a_service_that_is_not_ready_is_not_asked() {
    #[derive(Clone)]
    struct NeverReady;
    impl Service<()> for NeverReady {
        type Response = ();
        type Error = Infallible;
        type Future = std::future::Ready<Result<(), Infallible>>;
        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Pending
        }
        fn call(&mut self, _: ()) -> Self::Future {
            panic!("it is not ready")
        }
    }
    let policy = testing::forced_open("payments").unwrap();
    let mut service = ServiceBuilder::new().layer(GuardLayer::new(policy)).service(NeverReady);
    assert!(service.poll_ready(&mut Context::from_waker(std::task::Waker::noop())).is_pending());
}

/// What a service answers where the policy refused.
async fn refused(error: CallError<Infallible>) -> Response {
    match error {
        CallError::Rejected(refused) => {
            let wait = refused.retry_after.unwrap_or(Duration::from_secs(1)).as_secs().max(1);
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, wait.to_string())]).into_response()
        }
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn serve(policy: &Policy) -> std::net::SocketAddr {
    let guard = GuardLayer::new(policy.clone()).classify(|result: &Result<Response, Infallible>| match result {
        Ok(response) if response.status().is_server_error() => Outcome::Failure,
        _ => Outcome::Success,
    });
    let app = axum::Router::new()
        .route("/good", get(|| async { "good" }))
        .route("/bad", get(|| async { StatusCode::BAD_GATEWAY }))
        .layer(ServiceBuilder::new().layer(HandleErrorLayer::new(refused)).layer(guard));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// The head of a response over a connection of its own.
async fn fetch(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response.to_lowercase()
}

#[tokio::test]
async fn an_axum_service_answers_503_while_open() {
    let policy = payments(r#"{"circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}}"#);
    let address = serve(&policy).await;
    assert!(fetch(address, "/good").await.starts_with("http/1.1 200"));
    for _ in 0..2 {
        assert!(fetch(address, "/bad").await.starts_with("http/1.1 502"));
    }
    let open = fetch(address, "/good").await;
    assert!(open.starts_with("http/1.1 503") && open.contains("retry-after: 30"), "{open}");
    assert_eq!(field(&policy, "not_permitted"), 1);
}
