//! What a refused request is told; this much the crate leaves to the service.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backstay::{CallError, Error, Policy, Reason, RefusalKind, Rejection};
use serde_json::json;

pub enum Problem {
    /// A policy refused the call.
    Refused { policy: String, reason: Reason, retry_after: Option<Duration> },
    /// The request itself is wrong.
    Request(StatusCode),
    /// The library is misused.
    Ours(Error),
}

impl<E> From<Rejection<E>> for Problem {
    fn from(refused: Rejection<E>) -> Self {
        Problem::Refused { policy: refused.policy().to_owned(), reason: refused.reason, retry_after: refused.retry_after }
    }
}

impl From<CallError> for Problem {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Rejected(refused) => refused.into(),
            CallError::Misuse(error) => Problem::Ours(error),
            _ => Problem::Request(StatusCode::GATEWAY_TIMEOUT),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Problem::Ours(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (policy, reason, retry_after) = match self {
            Problem::Refused { policy, reason, retry_after } => (policy, reason, retry_after),
            Problem::Request(status) => return status.into_response(),
            Problem::Ours(error) => return (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        };
        let status = match reason.kind() {
            Some(RefusalKind::RateLimited) => StatusCode::TOO_MANY_REQUESTS,
            Some(RefusalKind::DeadlineExceeded) => StatusCode::GATEWAY_TIMEOUT,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        let body = json!({"title": "refused", "status": status.as_u16(), "policy": policy, "reason": reason.as_str()});
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(wait) = retry_after {
            headers.insert(header::RETRY_AFTER, whole_seconds(wait).max(1).into());
        }
        response
    }
}

/// The fields RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers).
pub fn rate_limit_fields(policy: &Policy) -> Result<[(&'static str, String); 2], Error> {
    let name = policy.name();
    let limit = policy.rate_limit(1)?;
    let window = policy.snapshot()?.double("rate").map_or(0.0, |rate| limit.limit as f64 / rate);
    let wait = limit.retry_after.filter(|_| !limit.allowed).unwrap_or(limit.reset_after);
    Ok([
        ("ratelimit-policy", format!("\"{name}\";q={};w={window:.0}", limit.limit)),
        ("ratelimit", format!("\"{name}\";r={};t={}", limit.remaining, whole_seconds(wait))),
    ])
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_nanos().div_ceil(1_000_000_000) as u64
}
