//! What a claim may say beside its key.

use std::ptr;
use std::time::Duration;

use backstay_sys as sys;

use super::Idempotency;
use super::claim::Claim;
use crate::Error;
use crate::native::{UNKNOWN, nanoseconds, optional_text, taken, text};

/// An idempotency with what some claims say of themselves: the scope of their keys, their request, their lease, which errors may be tried
/// again.
///
/// ```
/// use std::{io, time::Duration};
/// # let runtime = backstay::Runtime::from_json(r#"{"stores": {"main": "memory:"}, "idempotency": {"orders": {}}}"#)?;
/// # let orders = runtime.idempotency("orders")?;
/// # fn charge() -> Result<u32, io::Error> { Ok(7) }
/// let receipt = orders
///     .scope("tenant-7")
///     .fingerprint("POST /orders sha256:…")
///     .lease(Duration::from_secs(60))
///     .retryable(|error: &io::Error| error.kind() == io::ErrorKind::ConnectionRefused)
///     .once_blocking("order-7", || charge());
/// # assert_eq!(receipt.unwrap(), 7);
/// # Ok::<(), backstay::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "it does nothing until a key is claimed by it"]
pub struct Claiming<'i, R = NeverRetryable> {
    pub(super) idempotency: &'i Idempotency,
    scope: Option<&'i str>,
    fingerprint: Option<&'i str>,
    lease: Option<Duration>,
    pub(super) waited: Duration,
    pub(super) retryable: R,
}

/// Says after which errors the next call under the key may run. Closures of `&E` do.
pub trait Retryable<E> {
    /// Whether nothing has happened that may not happen again.
    fn is_retryable(&self, error: &E) -> bool;
}

/// After an error nobody knows what has happened.
#[derive(Debug, Clone, Copy, Default)]
pub struct NeverRetryable;

impl<E> Retryable<E> for NeverRetryable {
    fn is_retryable(&self, _: &E) -> bool {
        false
    }
}

impl<E, F: Fn(&E) -> bool> Retryable<E> for F {
    fn is_retryable(&self, error: &E) -> bool {
        self(error)
    }
}

impl<'i> Claiming<'i> {
    pub(super) fn new(idempotency: &'i Idempotency) -> Self {
        let (scope, fingerprint, lease) = (None, None, None);
        Claiming { idempotency, scope, fingerprint, lease, waited: Duration::ZERO, retryable: NeverRetryable }
    }
}

impl<'i, R> Claiming<'i, R> {
    /// Whose keys they are, up to 255 bytes without control characters: keys of different scopes are different keys. Empty: none.
    pub fn scope(mut self, scope: &'i str) -> Self {
        self.scope = Some(scope);
        self
    }

    /// Tells the request, up to 255 bytes: where both claims of a key gave a fingerprint, they must agree. Empty: none.
    pub fn fingerprint(mut self, fingerprint: &'i str) -> Self {
        self.fingerprint = Some(fingerprint);
        self
    }

    /// How long the key is held without a sign of life, 10 milliseconds to a day, in place of the configured lease.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = Some(lease);
        self
    }

    /// How long the caller has waited since its first try: the sum of what [`Claim::again`] told it.
    pub fn waited(mut self, waited: Duration) -> Self {
        self.waited = waited;
        self
    }

    /// Says after which errors of `once` the next call under the key runs, since nothing has happened that may not happen again.
    pub fn retryable<E, J: Fn(&E) -> bool>(self, retryable: J) -> Claiming<'i, J> {
        let Claiming { idempotency, scope, fingerprint, lease, waited, .. } = self;
        Claiming { idempotency, scope, fingerprint, lease, waited, retryable }
    }

    /// Claims a key, and tells at once how that ended; see [`Idempotency::claim`]. Without a fingerprint the one that was said before
    /// counts.
    pub async fn claim<'f>(&self, key: &str, fingerprint: impl Into<Option<&'f str>>) -> Result<Claim, Error> {
        self.claim_blocking(key, fingerprint)
    }

    /// The same on this thread.
    pub fn claim_blocking<'f>(&self, key: &str, fingerprint: impl Into<Option<&'f str>>) -> Result<Claim, Error> {
        self.ask(key, fingerprint.into().or(self.fingerprint), self.waited)
    }

    /// Claims a key for a caller who has waited so long.
    pub(super) fn ask_again(&self, key: &str, waited: Duration) -> Result<Claim, Error> {
        self.ask(key, self.fingerprint, waited)
    }

    fn ask(&self, key: &str, fingerprint: Option<&str>, waited: Duration) -> Result<Claim, Error> {
        let (scope, scope_length) = optional_text(self.scope);
        let (key, key_length) = text(key);
        let (fingerprint, fingerprint_length) = optional_text(fingerprint);
        let lease_ns = self.lease.map_or(UNKNOWN, nanoseconds);
        let (mut handle, mut status, mut claimed) = (ptr::null_mut(), sys::BACKSTAY_OK, unclaimed());
        let told = taken(|told, error| {
            // SAFETY: the handle is alive, the texts are borrowed for the call, `claimed` is memory of the size that it says, and the
            // other out-parameters are this call's own.
            status = unsafe {
                sys::backstay_idempotency_claim(
                    self.idempotency.inner.handle.as_ptr(),
                    scope,
                    scope_length,
                    key,
                    key_length,
                    fingerprint,
                    fingerprint_length,
                    lease_ns,
                    nanoseconds(waited),
                    &mut handle,
                    &mut claimed,
                    told,
                    error,
                )
            };
            status
        })?;
        Claim::adopt(handle, status, &claimed, &told)
    }
}

/// What `BACKSTAY_CLAIMED_INIT` says.
fn unclaimed() -> sys::backstay_claimed {
    sys::backstay_claimed {
        struct_size: size_of::<sys::backstay_claimed>() as i64,
        fence: 0,
        retry_after_ns: UNKNOWN,
        again_ns: 0,
        takeovers: 0,
        answer_kind: UNKNOWN,
        status_code: 0,
        message_length: 0,
        recovery_point_length: 0,
        content_type_length: 0,
        headers_length: 0,
        body_length: 0,
    }
}
