//! A Tower service under one layer. The service's future is ready at once, and polled without an executor.

use std::convert::Infallible;
use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use backstay::tower::GuardLayer;
use tower::{Layer, Service, service_fn};
use tower_resilience_circuitbreaker::{CircuitBreakerLayer, SlidingWindowType};

use crate::calls::policy;
use crate::measure::{Row, table};

fn send<S: Service<u64>>(service: &mut S) -> bool {
    let mut context = Context::from_waker(Waker::noop());
    if !matches!(service.poll_ready(&mut context), Poll::Ready(Ok(()))) {
        return false;
    }
    let response = pin!(service.call(black_box(1)));
    matches!(black_box(response.poll(&mut context)), Poll::Ready(Ok(_)))
}

async fn echo(request: u64) -> Result<u64, Infallible> {
    Ok(request)
}

pub fn one_layer() -> Result<(), Box<dyn std::error::Error>> {
    let mut consecutive = GuardLayer::new(policy(r#"{"consecutive_failures": 5}"#)?).layer(service_fn(echo));
    let window = r#"{"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20}}"#;
    let mut over_time = GuardLayer::new(policy(window)?).layer(service_fn(echo));
    let peer = CircuitBreakerLayer::builder().consecutive_failures(5).build()?;
    let mut peer = peer.layer(service_fn(echo));
    let peer_over_time = CircuitBreakerLayer::builder()
        .failure_rate_threshold(0.5)
        .sliding_window_type(SlidingWindowType::TimeBased)
        .sliding_window_duration(Duration::from_secs(10))
        .minimum_number_of_calls(20)
        .build()?;
    let mut peer_over_time = peer_over_time.layer(service_fn(echo));
    let mut peer_counts =
        CircuitBreakerLayer::builder().failure_rate_threshold(0.5).sliding_window_size(100).build()?.layer(service_fn(echo));
    let mut bare = service_fn(echo);
    table(
        "Rust, one Tower layer around a service that answers at once",
        vec![
            Row::new("backstay, consecutive rule", "3 × below tower-resilience", || assert!(send(&mut consecutive))),
            Row::new("backstay, time window", "", || assert!(send(&mut over_time))),
            Row::new("tower-resilience, consecutive failures", "", || assert!(send(&mut peer))),
            Row::new("tower-resilience, window of 100 calls", "", || assert!(send(&mut peer_counts))),
            Row::new("tower-resilience, window of 10 s (grows with its calls)", "", || assert!(send(&mut peer_over_time))),
            Row::new("the service alone", "", || assert!(send(&mut bare))),
        ],
    );
    Ok(())
}
