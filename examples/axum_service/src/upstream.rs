//! The upstream behind a policy: a reqwest client under the crate's Tower layer.

use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, process};

use axum::http::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use backstay::tower::GuardLayer;
use backstay::{CallError, Outcome, Policy, Verdict};
use reqwest::{Client, Method, Request, Response, Url};
use tower::util::BoxCloneSyncService;
use tower::{ServiceBuilder, ServiceExt};

/// Attempts that found no connection, which is what the upstream can't know.
pub static UNREACHED: AtomicU64 = AtomicU64::new(0);

#[derive(Clone)]
pub struct Upstream {
    url: Url,
    service: BoxCloneSyncService<Request, Response, CallError<reqwest::Error>>,
}

impl Upstream {
    /// A client whose every request is made under that policy: its timeouts, retries, breaker and bulkhead.
    pub fn new(policy: Policy) -> Result<Self, Box<dyn std::error::Error>> {
        let service = env::var("SERVICE_NAME").unwrap_or_else(|_| "axum".to_owned());
        let caller = HeaderValue::from_str(&format!("{service}/{}", process::id()))?;
        let client = Client::builder().no_proxy().default_headers(HeaderMap::from_iter([("x-caller".try_into()?, caller)])).build()?;
        // All attempts carry the same Idempotency-Key, which is what makes it safe to repeat a payment.
        let guard = GuardLayer::new(policy.clone()).classify(move |result: &_| judged(&policy, result)).retrying(Request::try_clone);
        let service = ServiceBuilder::new().layer(guard).map_err(counted).service(client);
        Ok(Upstream { url: env::var("UPSTREAM_URL")?.parse()?, service: BoxCloneSyncService::new(service) })
    }

    pub async fn send(&self, method: Method, path: &str, key: HeaderValue) -> Result<Response, CallError<reqwest::Error>> {
        let mut request = Request::new(method, self.url.clone());
        request.url_mut().set_path(path);
        request.headers_mut().insert("idempotency-key", key);
        self.service.clone().oneshot(request).await
    }
}

/// 500 and above are failures, which the upstream may say more about.
fn judged(policy: &Policy, result: &Result<Response, reqwest::Error>) -> Verdict {
    match result {
        Ok(response) if response.status().is_server_error() => {
            let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
            let wait = header.and_then(|text| policy.retry_after(text).ok().flatten());
            Outcome::Failure.because(format!("HTTP {}", response.status().as_u16())).retry_after(wait)
        }
        Ok(_) => Outcome::Success.into(),
        Err(error) if error.is_timeout() => Outcome::Timeout.into(),
        Err(_) => Outcome::Failure.because("reqwest::Error"),
    }
}

/// Below the guard, which cuts an attempt at its deadline: so what arrives here was refused, or reset before the upstream took it.
fn counted(error: reqwest::Error) -> reqwest::Error {
    UNREACHED.fetch_add(1, Ordering::Relaxed);
    error
}
