//! Idempotency keys: an effect happens once a key, and every caller gets the first answer.

mod answer;
mod claim;
mod claiming;
pub(crate) mod conclusion;
mod error;
mod handles;
pub(crate) mod http;
mod once;
mod pause;
mod request;
mod step;

use std::fmt::{self, Display};
use std::future::Future;
use std::ptr;
use std::sync::Arc;
use std::time::Duration;

use backstay_sys as sys;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::answer::Answer;
pub use self::claim::{Claim, ClaimStatus};
pub use self::claiming::{Claiming, NeverRetryable, Retryable};
pub use self::error::OnceError;
use self::handles::Keeper;
pub use self::http::{HttpReply, HttpRequest, OnUnavailable, Served, TriedToServe};
use crate::catalogue::Status;
use crate::native::{check, text};
use crate::shared::Shared;
use crate::{Error, Runtime};

/// A configured idempotency: it claims keys. Clones are the same one.
///
/// Get one by [`Runtime::idempotency`](crate::Runtime::idempotency), keep it, and use it from any thread.
#[derive(Clone)]
pub struct Idempotency {
    inner: Arc<Inner>,
}

struct Inner {
    keeper: Keeper,
    /// Where the store blocks: the runtime, by whose queues tasks wait for it. Else tasks call it, too.
    blocking: Option<Arc<Shared>>,
    name: Box<str>,
}

impl Idempotency {
    /// The one of this name of a runtime.
    pub(crate) fn of(runtime: &Runtime, name: &str) -> Result<Self, Error> {
        let mut out = ptr::null_mut();
        let (bytes, length) = text(name);
        // SAFETY: the handle is alive, the text is borrowed for the call, and `out` is this call's own.
        check(|error| unsafe { sys::backstay_runtime_idempotency(runtime.handle(), bytes, length, &mut out, error) })?;
        let keeper = Keeper::adopt(out).ok_or_else(|| Error::new(Status::Internal, "the core gave no idempotency"))?;
        // SAFETY: the handle is alive.
        let blocks = unsafe { sys::backstay_idempotency_blocks(keeper.handle()) } == 1;
        let blocking = blocks.then(|| Arc::clone(runtime.shared()));
        Ok(Idempotency { inner: Arc::new(Inner { keeper, blocking, name: name.into() }) })
    }

    /// Its name in the configuration.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Runs the future where nobody did under this key, and stores what it answers as JSON; where somebody did, gives that answer and
    /// drops the future unpolled.
    ///
    /// While somebody else holds the key the task waits as long as the configured `wait` says. An error of the future's own is
    /// [`OnceError::Inner`]: where it was declared [`retryable`](Idempotency::retryable), the next call runs; otherwise the configured
    /// `on_failure` says whether it is the answer from now on. A panic is such a failure and goes on. A call that is dropped while it
    /// claims leaves the key free, and later leaves it to its lease: it may have acted.
    ///
    /// ```
    /// # let runtime = backstay::Runtime::from_json(r#"{"stores": {"main": "memory:"}, "idempotency": {"orders": {}}}"#)?;
    /// # async fn charge() -> Result<u32, std::io::Error> { Ok(7) }
    /// # async fn example(orders: backstay::Idempotency) -> Result<(), backstay::OnceError<std::io::Error>> {
    /// let receipt: u32 = orders.once("order-7", async { charge().await }).await?;
    /// # Ok(()) }
    /// # Ok::<(), backstay::Error>(())
    /// ```
    pub async fn once<T, E>(&self, key: &str, function: impl Future<Output = Result<T, E>>) -> Result<T, OnceError<E>>
    where
        T: Serialize + DeserializeOwned,
        E: Display,
    {
        Claiming::new(self).once(key, function).await
    }

    /// The same on this thread: calls the function where nobody did under this key.
    ///
    /// ```
    /// # let runtime = backstay::Runtime::from_json(r#"{"stores": {"main": "memory:"}, "idempotency": {"orders": {}}}"#)?;
    /// let orders = runtime.idempotency("orders")?;
    /// let first = orders.once_blocking("order-7", || Ok::<_, std::io::Error>(7));
    /// let again = orders.once_blocking("order-7", || Ok::<_, std::io::Error>(8));
    /// assert_eq!((first.unwrap(), again.unwrap()), (7, 7));
    /// # Ok::<(), backstay::Error>(())
    /// ```
    pub fn once_blocking<T, E>(&self, key: &str, function: impl FnOnce() -> Result<T, E>) -> Result<T, OnceError<E>>
    where
        T: Serialize + DeserializeOwned,
        E: Display,
    {
        Claiming::new(self).once_blocking(key, function)
    }

    /// Claims a key of 1 to 255 bytes, and tells at once how that ended. The fingerprint, up to 255 bytes, tells the request: where both
    /// claims of a key gave one, they must agree.
    ///
    /// A future that is dropped before its end leaves the key as it was.
    ///
    /// ```
    /// use backstay::{Answer, ClaimStatus};
    /// # async fn charge() -> String { String::from("7") }
    /// # async fn example(orders: backstay::Idempotency) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    /// let claim = orders.claim("order-7", "sha256:…").await?;
    /// if claim.held() {
    ///     let receipt = Answer::json(charge().await);
    ///     claim.complete(&receipt).await?;
    ///     return Ok(receipt.body);
    /// }
    /// match claim.status() {
    ///     ClaimStatus::Replay => Ok(claim.answer().unwrap().body.clone()),
    ///     _ => Err(claim.message().into()),
    /// }
    /// # }
    /// ```
    pub async fn claim<'f>(&self, key: &str, fingerprint: impl Into<Option<&'f str>>) -> Result<Claim, Error> {
        Claiming::new(self).claim(key, fingerprint).await
    }

    /// The same on this thread.
    pub fn claim_blocking<'f>(&self, key: &str, fingerprint: impl Into<Option<&'f str>>) -> Result<Claim, Error> {
        Claiming::new(self).claim_blocking(key, fingerprint)
    }

    /// Keys of this scope, which are other ones than those without; see [`Claiming::scope`].
    pub fn scope<'i>(&'i self, scope: &'i str) -> Claiming<'i> {
        Claiming::new(self).scope(scope)
    }

    /// Claims for requests with this fingerprint; see [`Claiming::fingerprint`].
    pub fn fingerprint<'i>(&'i self, fingerprint: &'i str) -> Claiming<'i> {
        Claiming::new(self).fingerprint(fingerprint)
    }

    /// Claims with a lease of their own; see [`Claiming::lease`].
    pub fn lease(&self, lease: Duration) -> Claiming<'_> {
        Claiming::new(self).lease(lease)
    }

    /// Claims of a caller who waited already; see [`Claiming::waited`].
    pub fn waited(&self, waited: Duration) -> Claiming<'_> {
        Claiming::new(self).waited(waited)
    }

    /// Says after which errors the next call runs; see [`Claiming::retryable`].
    pub fn retryable<E, J: Fn(&E) -> bool>(&self, retryable: J) -> Claiming<'_, J> {
        Claiming::new(self).retryable(retryable)
    }
}

impl fmt::Debug for Idempotency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Idempotency").field(&self.name()).finish()
    }
}
