//! An axum service that takes payments and tells prices through an upstream, every upstream call behind a policy.
//!
//!     BACKSTAY_CONFIG=../backstay.json UPSTREAM_URL=http://127.0.0.1:9000 cargo run -- 8000

mod problem;
mod upstream;

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::UNIX_EPOCH;
use std::{env, process};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use backstay::{CallError, Policy, Runtime};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::problem::{Problem, rate_limit_fields};
use crate::upstream::{UNREACHED, Upstream};

const OUTBOUND: [&str; 4] = ["payments", "baseline", "retries", "budgeted"];

#[derive(Clone)]
struct Checkout {
    runtime: Runtime,
    payments: Policy,
    prices: Policy,
    upstreams: Arc<HashMap<&'static str, Upstream>>,
}

impl Checkout {
    fn open() -> Result<Self, Box<dyn Error>> {
        let runtime = Runtime::open_default()?;
        let mut upstreams = HashMap::new();
        for name in OUTBOUND {
            upstreams.insert(name, Upstream::new(runtime.policy(name)?)?);
        }
        let (payments, prices) = (runtime.policy("payments")?, runtime.policy("prices")?);
        Ok(Checkout { runtime, payments, prices, upstreams: Arc::new(upstreams) })
    }
}

/// 200 when paid, 502 when the upstream failed, 504 when it took too long; a rejection is answered with problem details.
async fn pay(State(checkout): State<Checkout>, policy: Option<Path<String>>, headers: HeaderMap) -> Result<Response, Problem> {
    let name = policy.map_or("payments".to_owned(), |Path(name)| name);
    let upstream = checkout.upstreams.get(name.as_str()).ok_or(Problem::Request(StatusCode::NOT_FOUND))?;
    let (status, paid) = match upstream.send(Method::POST, "/charge", header(&headers, "idempotency-key")?).await {
        Ok(response) if response.status().is_success() => (StatusCode::OK, true),
        Err(CallError::Rejected(refused)) => return Err(refused.into()),
        Err(CallError::Timeout) => (StatusCode::GATEWAY_TIMEOUT, false),
        _ => (StatusCode::BAD_GATEWAY, false),
    };
    Ok((status, Json(json!({"paid": paid}))).into_response())
}

/// What something costs; who asks too often gets 429 and the RateLimit fields.
async fn price(State(checkout): State<Checkout>, headers: HeaderMap) -> Result<Response, Problem> {
    let customer = header(&headers, "x-customer")?;
    let prices = checkout.prices.keyed(customer.to_str().map_err(|_| Problem::Request(StatusCode::BAD_REQUEST))?)?;
    let entered = prices.enter_async().await;
    let fields = rate_limit_fields(&prices)?;
    let permit = match entered {
        Ok(permit) => permit,
        Err(error) => return Ok((fields, Problem::from(error)).into_response()),
    };
    let told = checkout.upstreams["payments"].send(Method::GET, "/price", header(&headers, "idempotency-key")?).await;
    permit.success();
    match told {
        Ok(response) => Ok((response.status(), fields, Json(json!({"price": 42}))).into_response()),
        Err(CallError::Rejected(refused)) => Err(refused.into()),
        Err(_) => Err(Problem::Request(StatusCode::BAD_GATEWAY)),
    }
}

fn header(headers: &HeaderMap, name: &str) -> Result<HeaderValue, Problem> {
    headers.get(name).cloned().ok_or(Problem::Request(StatusCode::BAD_REQUEST))
}

/// What this process knows: its breaker's transitions, and attempts that found no connection.
async fn events(State(checkout): State<Checkout>) -> Result<Json<Value>, Problem> {
    let page = checkout.runtime.events(0)?;
    let known: Vec<Value> = page
        .events
        .iter()
        .map(|event| {
            let wall_ns = event.wall.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() as u64;
            let [from, to] = [event.from, event.to].map(|state| state.map(|known| known.as_str()));
            json!({"wall_ns": wall_ns, "kind": event.kind.as_str(), "from": from, "to": to, "message": event.message})
        })
        .collect();
    let unreached = UNREACHED.load(Ordering::Relaxed);
    Ok(Json(json!({"worker": process::id(), "unreached": unreached, "dropped": page.dropped, "events": known})))
}

async fn metrics(State(checkout): State<Checkout>) -> Result<String, Problem> {
    Ok(checkout.runtime.metrics(Some(&process::id().to_string()))?)
}

/// Puts this process and its breaker's state on every answer, so that the driver can tell processes apart.
async fn name_the_worker(State(checkout): State<Checkout>, response: Response) -> Result<Response, Problem> {
    let state = checkout.payments.snapshot()?.state.map_or("", |state| state.as_str());
    Ok(([("x-worker", process::id().to_string()), ("x-breaker-state", state.to_owned())], response).into_response())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).unwrap_or("8000".to_owned()).parse()?;
    let checkout = Checkout::open()?;
    let app = Router::new()
        .route("/pay", post(pay))
        .route("/pay/{policy}", post(pay))
        .route("/price", get(price))
        .route("/events", get(events))
        .route("/metrics", get(metrics))
        .layer(middleware::map_response_with_state(checkout.clone(), name_the_worker))
        .with_state(checkout);
    axum::serve(TcpListener::bind(("127.0.0.1", port)).await?, app).await?;
    Ok(())
}
