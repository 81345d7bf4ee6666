//! The layer and bodies: long ones, streamed ones, and such that break off.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use axum::routing::post;
use backstay::tower::IdempotencyLayer;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::orders_on_system_clock;
use crate::web::{KEY, Server, exchange, head, parsed, post_keyed, serve};

type Piece = Result<&'static str, &'static str>;

/// A body of the pieces that come by a channel.
struct Channelled {
    pieces: UnboundedReceiver<Piece>,
    /// What it says of its length.
    length: Option<u64>,
}

impl http_body::Body for Channelled {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        self.pieces.poll_recv(context).map(|piece| piece.map(|piece| piece.map(|text| Frame::data(text.into()))))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

/// An application that streams what the test sends, and by what the test sends it.
async fn streaming(settings: &str, length: Option<u64>) -> (Server, UnboundedSender<Piece>, Arc<AtomicUsize>) {
    let (sender, pieces) = unbounded_channel();
    let effects = Arc::new(AtomicUsize::new(0));
    let (counted, pieces) = (Arc::clone(&effects), Arc::new(std::sync::Mutex::new(Some(pieces))));
    let stream = move || async move {
        counted.fetch_add(1, Ordering::SeqCst);
        let pieces = pieces.lock().unwrap().take().unwrap();
        Response::new(Body::new(Channelled { pieces, length }))
    };
    let app = Router::new().route("/orders", post(stream)).layer(IdempotencyLayer::new(orders_on_system_clock(settings)));
    (serve(app).await, sender, effects)
}

async fn started(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let key = format!("idempotency-key: {KEY}");
    let request = head("POST /orders", &[&key], 0);
    stream.write_all(&request).await.unwrap();
    stream
}

/// Reads until the text has come.
async fn read_until(stream: &mut TcpStream, text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    while !bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
        let mut more = [0; 1024];
        let count = stream.read(&mut more).await.unwrap();
        assert!(count > 0, "it ended: {:?}", String::from_utf8_lossy(&bytes));
        bytes.extend(&more[..count]);
    }
    bytes
}

const NOT_KEPT: &str = "idempotency_body_not_kept";
const IN_FLIGHT: &str = "idempotency_in_flight";

async fn code_now(server: &Server) -> String {
    post_keyed(server, "/orders", "").await.refusal().1
}

#[tokio::test]
async fn a_stream_is_passed_on_as_it_comes_and_is_not_kept() {
    let (server, sender, effects) = streaming("{}", None).await;
    let mut stream = started(&server).await;
    for piece in ["one", "two", "three"] {
        sender.send(Ok(piece)).unwrap();
        read_until(&mut stream, piece).await;
    }
    // The client has it all but the end, and the key is not free.
    assert_eq!(code_now(&server).await, IN_FLIGHT);
    drop(sender);
    read_until(&mut stream, "0\r\n\r\n").await;
    assert_eq!((code_now(&server).await.as_str(), effects.load(Ordering::SeqCst)), (NOT_KEPT, 1));
}

#[tokio::test]
async fn a_long_answer_of_known_length_is_reported_before_its_last_byte() {
    let (server, sender, effects) = streaming(r#"{"maximum_body": 4}"#, Some(6)).await;
    let mut stream = started(&server).await;
    sender.send(Ok("one")).unwrap();
    let bytes = read_until(&mut stream, "one").await;
    assert!(String::from_utf8_lossy(&bytes).contains("content-length: 6"));
    assert_eq!(code_now(&server).await, IN_FLIGHT);
    sender.send(Ok("two")).unwrap();
    read_until(&mut stream, "two").await;
    // The handler has not ended its body, and a server doesn't ask for more than it has declared.
    assert_eq!((code_now(&server).await.as_str(), effects.load(Ordering::SeqCst)), (NOT_KEPT, 1));
}

#[tokio::test]
async fn a_short_answer_that_comes_in_pieces_is_stored_before_any_of_it_is_sent() {
    let (server, sender, effects) = streaming("{}", Some(6)).await;
    let mut stream = started(&server).await;
    sender.send(Ok("one")).unwrap();
    while effects.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(code_now(&server).await, IN_FLIGHT);
    sender.send(Ok("two")).unwrap();
    drop(sender);
    read_until(&mut stream, "onetwo").await;
    let again = post_keyed(&server, "/orders", "").await;
    assert_eq!((again.body.as_slice(), again.is_replay()), (&b"onetwo"[..], true));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_a_failure() {
    for (length, on_failure, after) in
        [(None, "lease", IN_FLIGHT), (None, "store", "idempotency_failed"), (Some(6), "store", "idempotency_failed")]
    {
        let (server, sender, effects) = streaming(&format!(r#"{{"on_failure": "{on_failure}"}}"#), length).await;
        sender.send(Ok("one")).unwrap();
        sender.send(Err("it broke")).unwrap();
        let mut bytes = Vec::new();
        started(&server).await.read_to_end(&mut bytes).await.unwrap();
        assert_eq!(parsed(&bytes), None, "a client sees that it broke off");
        assert_eq!((code_now(&server).await.as_str(), effects.load(Ordering::SeqCst)), (after, 1));
    }
}

#[tokio::test]
async fn a_client_that_leaves_a_stream_leaves_the_key_to_the_lease() {
    let (server, sender, effects) = streaming("{}", None).await;
    let mut stream = started(&server).await;
    sender.send(Ok("one")).unwrap();
    read_until(&mut stream, "one").await;
    drop(stream);
    // The server notices at the latest when it sends more.
    while sender.send(Ok("two")).is_ok() {
        tokio::task::yield_now().await;
    }
    assert_eq!((code_now(&server).await.as_str(), effects.load(Ordering::SeqCst)), (IN_FLIGHT, 1));
}

/// An application that answers with the length and the text of what it was sent, and how often it did.
async fn echoing(settings: &str) -> (Server, Arc<AtomicUsize>) {
    let effects = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&effects);
    let echo = move |body: Bytes| async move {
        counted.fetch_add(1, Ordering::SeqCst);
        body
    };
    let app = Router::new().route("/orders", post(echo)).layer(IdempotencyLayer::new(orders_on_system_clock(settings)));
    (serve(app).await, effects)
}

#[tokio::test]
async fn the_handler_gets_the_bytes_that_were_sent() {
    let (server, _) = echoing("{}").await;
    let body = "é\0🚀".repeat(40_000);
    for is_replay in [false, true] {
        let answer = post_keyed(&server, "/orders", &body).await;
        assert_eq!((answer.body == body.as_bytes(), answer.is_replay()), (true, is_replay));
    }
    assert_eq!(post_keyed(&server, "/orders", &body[..body.len() - 4]).await.status, 422);
}

#[tokio::test]
async fn an_answer_above_the_maximum_is_sent_and_not_kept() {
    let (server, effects) = echoing(r#"{"maximum_body": 1000}"#).await;
    let body = "x".repeat(1001);
    assert_eq!(post_keyed(&server, "/orders", &body).await.body, body.as_bytes());
    assert_eq!(post_keyed(&server, "/orders", &body).await.refusal(), (409, NOT_KEPT.to_owned()));
    assert_eq!(effects.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_request_that_is_too_long_is_refused_before_it_is_sent_where_it_says_so() {
    let (server, effects) = echoing(r#"{"http": {"maximum_request": 1000}}"#).await;
    let key = format!("idempotency-key: {KEY}");
    let too_long = (413, "idempotency_request_too_large".to_owned());
    assert_eq!(exchange(&server, &head("POST /orders", &[&key], 1001)).await.refusal(), too_long);
    // Nobody asks the client for what is not wanted.
    assert_eq!(exchange(&server, &head("POST /orders", &[&key, "expect: 100-continue"], 1 << 40)).await.refusal(), too_long);
    let chunked = |length: usize| {
        let line = format!("POST /orders HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ntransfer-encoding: chunked\r\n{key}\r\n\r\n");
        format!("{line}{:x}\r\n{}\r\n1\r\ny\r\n0\r\n\r\n", length - 1, "x".repeat(length - 1)).into_bytes()
    };
    assert_eq!(exchange(&server, &chunked(1001)).await.refusal(), too_long);
    assert_eq!(effects.load(Ordering::SeqCst), 0);
    assert_eq!(exchange(&server, &chunked(1000)).await.body.len(), 1000);
    assert_eq!(post_keyed(&server, "/orders", &format!("{}y", "x".repeat(999))).await.status, 200);
    assert_eq!(effects.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_request_that_breaks_off_is_not_handled_and_its_key_is_free() {
    let (server, effects) = echoing("{}").await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let key = format!("idempotency-key: {KEY}");
    stream.write_all(&head("POST /orders", &[&key], 5)).await.unwrap();
    stream.write_all(b"one").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    assert_eq!(effects.load(Ordering::SeqCst), 0);
    assert_eq!(post_keyed(&server, "/orders", "other").await.status, 200);
}
