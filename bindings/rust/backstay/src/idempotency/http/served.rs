//! What is to be done with a request.

use std::ptr;
use std::time::Duration;

use backstay_sys as sys;

use super::super::Inner;
use super::super::claim::{Claim, Parts};
use super::super::request::unclaimed;
use super::lines::fields_of;
use crate::Error;
use crate::catalogue::Status;
use crate::native::{UNKNOWN, known, taken};

/// What is to be done with a request; see [`Idempotency::serve`](crate::Idempotency::serve).
#[derive(Debug)]
#[must_use = "a claim that is dropped holds its key until the lease runs out"]
pub enum Served {
    /// The handler runs, and there is nothing to report.
    Pass,
    /// The handler runs, its answer is reported by [`Claim::respond`], and then sent.
    Hold(Claim),
    /// This is sent, and the handler doesn't run.
    Reply(HttpReply),
}

/// What one try came to; see [`Idempotency::try_serve`](crate::Idempotency::try_serve).
#[derive(Debug)]
pub enum TriedToServe {
    /// It is decided.
    Served(Served),
    /// Somebody else holds the key: try again after so long, with [`HttpRequest::waited`](crate::HttpRequest::waited) raised by it.
    Again(Duration),
}

/// An answer in place of the handler's: the first one's, or a problem (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpReply {
    /// What the claim was told; invalid argument: the request was refused.
    pub status: Status,
    /// The status of HTTP, 100 to 999.
    pub status_code: u16,
    /// Names and values, in their order; one name may come several times. Content-Length is there where the answer may have one. Values are
    /// to be sent in Latin-1.
    pub headers: Vec<(String, String)>,
    /// Any bytes. Not sent in answer to HEAD.
    pub body: Vec<u8>,
    /// What its Retry-After says.
    pub retry_after: Option<Duration>,
}

/// Makes of it what a function of the C interface tells.
pub(super) fn told(
    inner: &Inner,
    tell: impl FnOnce(*mut *mut sys::backstay_claim, *mut sys::backstay_served, *mut sys::backstay_bytes, *mut sys::backstay_error) -> i32,
) -> Result<TriedToServe, Error> {
    let (mut handle, mut served) = (ptr::null_mut(), unserved());
    let text = taken(|text, error| tell(&mut handle, &mut served, text, error))?;
    Ok(TriedToServe::Served(match i32::try_from(served.action) {
        Ok(sys::BACKSTAY_SERVE_PASS) => Served::Pass,
        Ok(sys::BACKSTAY_SERVE_HOLD) => {
            let claimed = sys::backstay_claimed {
                fence: served.fence,
                takeovers: served.takeovers,
                recovery_point_length: served.recovery_point_length,
                ..unclaimed()
            };
            Served::Hold(Claim::adopt(handle, served.status as i32, &claimed, &text, &inner.blocking)?)
        }
        Ok(sys::BACKSTAY_SERVE_REPLY) => Served::Reply(reply(&served, &text)),
        Ok(sys::BACKSTAY_SERVE_AGAIN) => return Ok(TriedToServe::Again(known(served.again_ns).unwrap_or_default())),
        _ => return Err(Error::new(Status::Internal, format!("a request is to be served in a way that is none: {}", served.action))),
    }))
}

fn reply(served: &sys::backstay_served, text: &[u8]) -> HttpReply {
    let mut parts = Parts(text);
    parts.next(served.recovery_point_length);
    HttpReply {
        status: Status::from_value(served.status as i32).unwrap_or(Status::Internal),
        status_code: u16::try_from(served.status_code).unwrap_or_default(),
        headers: fields_of(&parts.text(served.headers_length)),
        body: parts.next(served.body_length).to_vec(),
        retry_after: known(served.retry_after_ns),
    }
}

/// What `BACKSTAY_SERVED_INIT` says.
fn unserved() -> sys::backstay_served {
    sys::backstay_served {
        struct_size: size_of::<sys::backstay_served>() as i64,
        action: i64::from(sys::BACKSTAY_SERVE_PASS),
        status: 0,
        fence: 0,
        takeovers: 0,
        retry_after_ns: UNKNOWN,
        again_ns: 0,
        status_code: 0,
        recovery_point_length: 0,
        headers_length: 0,
        body_length: 0,
    }
}
