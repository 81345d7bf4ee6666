//! A named guard of a runtime.

use std::fmt;
use std::future::Future;
use std::ptr::{self, NonNull};
use std::sync::Arc;
use std::time::Duration;

use backstay_sys as sys;

use crate::attempts::Attempts;
use crate::catalogue::{Reason, Status};
use crate::error::{CallError, Error};
use crate::guard::Guard;
use crate::inner::Inner;
use crate::native::{UNKNOWN, check, filled, known, nanoseconds, number, parsed, text};
use crate::parking::Lots;
use crate::permit::Permit;
use crate::shared::Shared;
use crate::snapshot::Snapshot;
use crate::verdict::Verdict;

/// A named guard around calls, whatever patterns it is made of. Clones share the same state.
///
/// Get one by [`Runtime::policy`](crate::Runtime::policy), keep it, and use it from any thread.
#[derive(Clone)]
pub struct Policy {
    pub(crate) inner: Arc<Inner>,
}

/// What a rate limit would answer now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Whether a call of that cost would pass without a wait.
    pub allowed: bool,
    /// The burst: what may pass at once after a quiet time.
    pub limit: u64,
    /// What may pass now without a wait.
    pub remaining: u64,
    /// Until a call of that cost would pass; `None`: never.
    pub retry_after: Option<Duration>,
    /// Until the whole burst is there again.
    pub reset_after: Duration,
}

type Control =
    unsafe extern "C" fn(*mut sys::backstay_policy, *const core::ffi::c_char, i64, *mut sys::backstay_error) -> sys::backstay_status;

impl Policy {
    /// Takes the reference over that `handle` is.
    pub(crate) fn adopt(handle: *mut sys::backstay_policy, shared: &Arc<Shared>, key: Option<&str>) -> Result<Self, Error> {
        let handle = NonNull::new(handle).ok_or_else(|| Error::new(Status::Internal, "the core gave no policy"))?;
        let inner = Arc::new(Inner::adopt(handle, Arc::clone(shared), key)?);
        Ok(Policy { inner })
    }

    /// Its name in the configuration.
    pub fn name(&self) -> &str {
        self.inner.identity.name()
    }

    /// Its key, where it was got by [`Policy::keyed`].
    pub fn key(&self) -> Option<&str> {
        self.inner.identity.key()
    }

    /// Calls `function` under the policy: waits for its turn on this thread, and calls it again where the policy retries.
    ///
    /// An error counts as a failure, unless [`Policy::classify`] says otherwise; a panic counts as one and goes on.
    ///
    /// ```
    /// # let runtime = backstay::Runtime::from_json(r#"{"policies": {"payments": {"circuit_breaker": "standard"}}}"#)?;
    /// # fn charge() -> Result<u32, std::io::Error> { Ok(7) }
    /// use backstay::CallError;
    ///
    /// let payments = runtime.policy("payments")?;
    /// match payments.call(|| charge()) {
    ///     Ok(receipt) => println!("receipt {receipt}"),
    ///     Err(CallError::Rejected(refused)) => println!("come back after {:?}", refused.retry_after),
    ///     Err(CallError::Inner(error)) => println!("the charge itself failed: {error}"),
    ///     Err(other) => println!("{other}"),
    /// }
    /// # Ok::<(), backstay::Error>(())
    /// ```
    #[inline]
    pub fn call<T, E>(&self, function: impl FnMut() -> Result<T, E>) -> Result<T, CallError<E>> {
        Guard::new(self).call(function)
    }

    /// Runs the future of each attempt under the policy: the task waits for its turn and pauses between attempts, and a future that is
    /// still running at its deadline is dropped, which gives [`CallError::Timeout`].
    ///
    /// Give a function that makes a future for each attempt; a plain future will do too, and is not tried again. Dropped before its
    /// end the call counts as cancelled; a panic counts as a failure and goes on.
    ///
    /// ```
    /// # let runtime = backstay::Runtime::from_json(r#"{"policies": {"search": {"retry": 3}}}"#)?;
    /// # async fn query() -> Result<u32, std::io::Error> { Ok(7) }
    /// # async fn example(search: backstay::Policy) -> Result<(), backstay::CallError<std::io::Error>> {
    /// let found = search.call_async(|| query()).await?;
    /// let again = search.call_async(|| async { query().await.map(|n| n + 1) }).await?;
    /// let once = search.call_async(async { query().await }).await?;
    /// # Ok(()) }
    /// # Ok::<(), backstay::Error>(())
    /// ```
    #[inline]
    pub async fn call_async<T, E, K, A>(&self, attempts: A) -> Result<T, CallError<E>>
    where
        A: Attempts<K>,
        A::Future: Future<Output = Result<T, E>>,
    {
        Guard::new(self).call_async(attempts).await
    }

    /// Asks for a permit; waits on this thread where the policy queues.
    #[inline]
    pub fn enter(&self) -> Result<Permit, CallError> {
        Guard::new(self).enter()
    }

    /// Asks for a permit; the task waits where the policy queues.
    pub async fn enter_async(&self) -> Result<Permit, CallError> {
        Guard::new(self).enter_async().await
    }

    /// Asks for a permit and never waits: where the caller would have to, it is refused with [`Reason::Wait`].
    pub fn try_enter(&self) -> Result<Permit, CallError> {
        Guard::new(self).try_enter()
    }

    /// Calls of another weight; see [`Guard::cost`].
    pub fn cost(&self, cost: u64) -> Guard<'_> {
        Guard::new(self).cost(cost)
    }

    /// Calls with a deadline of their own; see [`Guard::deadline`].
    pub fn deadline(&self, limit: Duration) -> Guard<'_> {
        Guard::new(self).deadline(limit)
    }

    /// Says how calls end, in place of `Ok` is a success and `Err` a failure.
    pub fn classify<T, E, V, J>(&self, classify: J) -> Guard<'_, J>
    where
        J: Fn(&Result<T, E>) -> V,
        V: Into<Verdict>,
    {
        Guard::new(self).classify(classify)
    }

    /// Says what stands in for a call that did not end well; see [`Guard::fallback`].
    pub fn fallback<T, E, S>(&self, fallback: S) -> Guard<'_, crate::ByResult, S>
    where
        S: Fn(CallError<E>) -> Result<T, CallError<E>>,
    {
        Guard::new(self).fallback(fallback)
    }

    /// Counts that a fallback of yours supplied the result: `reason` of the refusal, `None` where the call itself failed. Those of
    /// [`Policy::fallback`] are counted already.
    pub fn count_fallback(&self, reason: Option<Reason>) -> Result<(), Error> {
        self.inner.count_fallback(reason)
    }

    /// The policy's own instance for one host, tenant or user. Their number is bounded: the longest unused healthy one is forgotten.
    pub fn keyed(&self, key: &str) -> Result<Policy, Error> {
        let mut out = ptr::null_mut();
        let (bytes, length) = text(key);
        // SAFETY: the handle is alive, the text is borrowed for the call, and `out` is this call's own.
        check(|error| unsafe { sys::backstay_policy_keyed(self.inner.handle(), bytes, length, &mut out, error) })?;
        Policy::adopt(out, &self.inner.shared, Some(key))
    }

    /// What the policy looks like now. Changes nothing.
    pub fn snapshot(&self) -> Result<Snapshot, Error> {
        // SAFETY: the handle is alive, and both out-parameters are this call's own.
        parsed(&filled(|out, error| unsafe { sys::backstay_policy_snapshot(self.inner.handle(), out, error) })?)
    }

    /// A `Retry-After` header, seconds or an HTTP date, as a duration from now; `None` where it is neither.
    pub fn retry_after(&self, header: &str) -> Result<Option<Duration>, Error> {
        let mut out_ns = UNKNOWN;
        let (bytes, length) = text(header);
        let asked = check(|error| {
            // SAFETY: the handle is alive, the text is borrowed for the call, and `out_ns` is this call's own.
            unsafe { sys::backstay_policy_retry_after(self.inner.handle(), bytes, length, &mut out_ns, error) }
        });
        match asked {
            Ok(()) => Ok(known(out_ns)),
            Err(error) if error.status() == Status::InvalidArgument => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Rejects every call: for a time, and then probes may pass; without one until another control. Like every control it takes the
    /// operator's reason, 1 to 128 bytes, and is an error of status `unsupported` on a policy without a circuit breaker.
    pub fn force_open(&self, reason: &str, duration: Option<Duration>) -> Result<(), Error> {
        let (bytes, length) = text(reason);
        let ns = duration.map_or(UNKNOWN, nanoseconds);
        self.controlled(check(|error| {
            // SAFETY: the handle is alive, and the text is borrowed for the call.
            unsafe { sys::backstay_circuit_breaker_force_open(self.inner.handle(), bytes, length, ns, error) }
        }))
    }

    /// Moves the breaker once to closed with an empty window; its rules apply on.
    pub fn force_closed(&self, reason: &str) -> Result<(), Error> {
        self.control(sys::backstay_circuit_breaker_force_closed, reason)
    }

    /// Lets every call pass and evaluates nothing, until another control.
    pub fn disable(&self, reason: &str) -> Result<(), Error> {
        self.control(sys::backstay_circuit_breaker_disable, reason)
    }

    /// Lets every call pass, counts all of them and never trips, until another control.
    pub fn metrics_only(&self, reason: &str) -> Result<(), Error> {
        self.control(sys::backstay_circuit_breaker_metrics_only, reason)
    }

    /// Goes back to how the breaker was configured to start.
    pub fn reset(&self, reason: &str) -> Result<(), Error> {
        self.control(sys::backstay_circuit_breaker_reset, reason)
    }

    /// Changes the limit of a bulkhead, 1 to 1,000,000, until the next change.
    pub fn set_limit(&self, limit: u64, reason: &str) -> Result<(), Error> {
        let (bytes, length) = text(reason);
        let limit = number(limit);
        self.controlled(check(|error| {
            // SAFETY: the handle is alive, and the text is borrowed for the call.
            unsafe { sys::backstay_bulkhead_set_limit(self.inner.handle(), limit, bytes, length, error) }
        }))
    }

    /// What a rate limit would answer to a call of that cost now; takes nothing.
    pub fn rate_limit(&self, cost: u64) -> Result<RateLimit, Error> {
        let mut rate = sys::backstay_rate {
            struct_size: size_of::<sys::backstay_rate>() as i64,
            allowed: 0,
            limit: 0,
            remaining: 0,
            retry_after_ns: 0,
            reset_after_ns: 0,
        };
        // SAFETY: the handle is alive, and `rate` is memory of the size that it says.
        check(|error| unsafe { sys::backstay_rate_limit_peek(self.inner.handle(), number(cost), &mut rate, error) })?;
        Ok(RateLimit {
            allowed: rate.allowed != 0,
            limit: rate.limit.unsigned_abs(),
            remaining: rate.remaining.max(0).unsigned_abs(),
            retry_after: known(rate.retry_after_ns),
            reset_after: known(rate.reset_after_ns).unwrap_or_default(),
        })
    }

    /// Gives the whole burst of a rate limit back at once.
    pub fn reset_rate_limit(&self, reason: &str) -> Result<(), Error> {
        self.control(sys::backstay_rate_limit_reset, reason)
    }

    fn control(&self, act: Control, reason: &str) -> Result<(), Error> {
        let (bytes, length) = text(reason);
        // SAFETY: the handle is alive, and the text is borrowed for the call.
        self.controlled(check(|error| unsafe { act(self.inner.handle(), bytes, length, error) }))
    }

    /// A control may free places and is worth a log line.
    fn controlled(&self, done: Result<(), Error>) -> Result<(), Error> {
        done?;
        if self.inner.lot() != 0 {
            Lots::of_process(self.inner.generation()).wake_all(self.inner.lot());
        }
        self.inner.shared.announce();
        Ok(())
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Policy").field(&self.inner.identity.to_string()).finish()
    }
}
