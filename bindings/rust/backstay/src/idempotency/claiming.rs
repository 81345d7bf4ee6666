//! What a claim may say beside its key.

use std::borrow::Cow;
use std::time::Duration;

use super::Idempotency;
use super::claim::Claim;
use super::request::Request;
use crate::Error;
use crate::native::{UNKNOWN, nanoseconds};

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
        let fingerprint = fingerprint.into();
        self.request(key, fingerprint, self.waited).claim(self.idempotency).await
    }

    /// The same on this thread.
    pub fn claim_blocking<'f>(&self, key: &str, fingerprint: impl Into<Option<&'f str>>) -> Result<Claim, Error> {
        self.request(key, fingerprint.into(), self.waited).claim_blocking(self.idempotency)
    }

    /// What a caller asks for who has waited so long.
    pub(super) fn request<'r>(&'r self, key: &'r str, fingerprint: Option<&'r str>, waited: Duration) -> Request<'r> {
        Request {
            scope: self.scope.map(Cow::Borrowed),
            key: Cow::Borrowed(key),
            fingerprint: fingerprint.or(self.fingerprint).map(Cow::Borrowed),
            lease_ns: self.lease.map_or(UNKNOWN, nanoseconds),
            waited_ns: nanoseconds(waited),
        }
    }
}
