//! A guarded call: what it is made with, and its loop on a thread of the caller.

use std::sync::Arc;
use std::time::Duration;

use crate::answer::Refusal;
use crate::error::CallError;
use crate::inner::{Attempt, Inner, Next};
use crate::native::{UNKNOWN, nanoseconds, number};
use crate::permit::Permit;
use crate::policy::Policy;
use crate::running::Running;
use crate::turn::{Ask, Turn};
use crate::verdict::{ByResult, Classify, Verdict};
use crate::{catalogue::Outcome, deadline};

/// A policy with what some calls say of themselves: their weight, their deadline, what counts as a failure, what stands in for it.
///
/// ```
/// use backstay::Outcome;
/// # let runtime = backstay::Runtime::from_json(r#"{"policies": {"search": {"circuit_breaker": "standard"}}}"#)?;
/// # let search = runtime.policy("search")?;
/// # fn query() -> Result<Vec<String>, std::io::Error> { Ok(vec![]) }
/// let found = search
///     .classify(|result: &Result<Vec<String>, std::io::Error>| match result {
///         Err(error) if error.kind() == std::io::ErrorKind::NotFound => Outcome::Neutral,
///         Err(error) if error.kind() == std::io::ErrorKind::TimedOut => Outcome::Timeout,
///         Err(_) => Outcome::Failure,
///         Ok(_) => Outcome::Success,
///     })
///     .fallback(|error| error.reason().map(|_| vec![]).ok_or(error))
///     .call(query);
/// # Ok::<(), backstay::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a guard does nothing until something is called under it"]
pub struct Guard<'p, C = ByResult, F = NoFallback> {
    pub(crate) policy: &'p Policy,
    pub(crate) cost: i64,
    pub(crate) limit: Option<Duration>,
    pub(crate) classify: C,
    pub(crate) fallback: F,
}

/// What stands in for a call that failed. Closures of [`CallError`] do.
pub trait Fallback<T, E> {
    /// That nothing ever stands in, so that the result of the call is the caller's as it is.
    #[doc(hidden)]
    const NEVER: bool = false;

    /// The value in its place, or the error that goes on.
    fn fall_back(&self, error: CallError<E>) -> Result<T, CallError<E>>;
}

/// Every error goes on to the caller.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFallback;

impl<T, E> Fallback<T, E> for NoFallback {
    const NEVER: bool = true;

    #[inline]
    fn fall_back(&self, error: CallError<E>) -> Result<T, CallError<E>> {
        Err(error)
    }
}

impl<T, E, F: Fn(CallError<E>) -> Result<T, CallError<E>>> Fallback<T, E> for F {
    fn fall_back(&self, error: CallError<E>) -> Result<T, CallError<E>> {
        self(error)
    }
}

impl<'p> Guard<'p> {
    #[inline]
    pub(crate) fn new(policy: &'p Policy) -> Self {
        Guard { policy, cost: 1, limit: None, classify: ByResult, fallback: NoFallback }
    }
}

impl<'p, C, F> Guard<'p, C, F> {
    /// The weight of each call for a rate limit, 1 unless said.
    pub fn cost(mut self, cost: u64) -> Self {
        self.cost = number(cost);
        self
    }

    /// The longest time for a call, from when it is made: nothing starts after it, no wait goes beyond it, and an asynchronous call
    /// is cut at it. Of this, the policy's own and those of the calls around it the earliest counts.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Says how the calls end, in place of `Ok` is a success and `Err` a failure.
    pub fn classify<T, E, V, J>(self, classify: J) -> Guard<'p, J, F>
    where
        J: Fn(&Result<T, E>) -> V,
        V: Into<Verdict>,
    {
        let Guard { policy, cost, limit, fallback, .. } = self;
        Guard { policy, cost, limit, classify, fallback }
    }

    /// Says what stands in for a call that was refused, was given up, or failed. A value that it returns is counted as a fallback.
    pub fn fallback<T, E, S>(self, fallback: S) -> Guard<'p, C, S>
    where
        S: Fn(CallError<E>) -> Result<T, CallError<E>>,
    {
        let Guard { policy, cost, limit, classify, .. } = self;
        Guard { policy, cost, limit, classify, fallback }
    }

    /// Asks for a permit; waits on this thread where the policy queues.
    pub fn enter(&self) -> Result<Permit, CallError> {
        let (ask, entered) = self.begin();
        let attempt = entered.map_err(|refusal| self.inner().refused(refusal, ask.cost, None))?;
        Ok(Permit::new(Arc::clone(&self.policy.inner), attempt))
    }

    /// Asks for a permit and never waits: where the caller would have to, it is refused with [`Reason::Wait`].
    ///
    /// [`Reason::Wait`]: crate::Reason::Wait
    pub fn try_enter(&self) -> Result<Permit, CallError> {
        let ask = self.ask();
        match self.inner().enter(0, ask.cost, ask.deadline_ns) {
            Ok(attempt) => Ok(Permit::new(Arc::clone(&self.policy.inner), attempt)),
            Err(refusal) => {
                if refusal.waits() {
                    self.inner().leave(self.inner().ticket(refusal));
                }
                Err(self.inner().refused(refusal, ask.cost, None))
            }
        }
    }

    #[inline]
    pub(crate) fn inner(&self) -> &'p Inner {
        &self.policy.inner
    }

    /// The caller's deadline: its own, or that of the call around it, whichever is earlier.
    pub(crate) fn ask(&self) -> Ask {
        if self.limit.is_none() && !deadline::is_in_force() {
            return Ask { cost: self.cost, deadline_ns: UNKNOWN };
        }
        let around = deadline::for_policy(self.inner());
        let own = self.limit.map(|limit| self.inner().now().saturating_add(nanoseconds(limit)));
        let deadline_ns = match own {
            None => around,
            Some(own) if around == UNKNOWN => own,
            Some(own) => own.min(around),
        };
        Ask { cost: self.cost, deadline_ns }
    }

    /// Begins without a crossing, where the policy is healthy and the call asks for nothing.
    #[inline]
    pub(crate) fn begin_quietly(&self) -> Option<Attempt> {
        let plain = self.cost == 1 && self.limit.is_none() && !deadline::is_in_force();
        if plain { self.inner().begin_quietly() } else { None }
    }

    #[inline]
    fn begin(&self) -> (Ask, Result<Attempt, Refusal>) {
        match self.begin_quietly() {
            Some(attempt) => (Ask::PLAIN, Ok(attempt)),
            None => self.begin_asking(),
        }
    }

    fn begin_asking(&self) -> (Ask, Result<Attempt, Refusal>) {
        let ask = self.ask();
        let entered = match self.inner().enter(0, ask.cost, ask.deadline_ns) {
            Err(refusal) if refusal.waits() => Turn::waiting(self.inner(), ask, refusal).take(),
            other => other,
        };
        (ask, entered)
    }

    /// Calls `function` under the policy: waits for its turn, and calls it again where the policy retries. A panic counts as a failure
    /// and goes on.
    #[inline]
    pub fn call<T, E>(&self, function: impl FnMut() -> Result<T, E>) -> Result<T, CallError<E>>
    where
        C: Classify<T, E>,
        F: Fallback<T, E>,
    {
        let result = self.call_plainly(function);
        match result {
            Err(error) if !F::NEVER => self.fall_back(error),
            _ => result,
        }
    }

    #[inline]
    fn call_plainly<T, E>(&self, mut function: impl FnMut() -> Result<T, E>) -> Result<T, CallError<E>>
    where
        C: Classify<T, E>,
    {
        // Apart from the other way in, so that what a healthy call needs stays in registers.
        let Some(attempt) = self.begin_quietly() else { return self.call_asking(function) };
        let mut running = Running::new(self.inner(), attempt);
        let (result, verdict) = running.run(|| self.judged(function()));
        if verdict.outcome == Outcome::Success && running.succeed_quietly() {
            // It holds a borrow and is reported, so there is nothing to drop.
            std::mem::forget(running);
            return result.map_err(CallError::Inner);
        }
        self.go_on(Ask::PLAIN, running.end(), result, verdict, function)
    }

    #[inline(never)]
    fn call_asking<T, E>(&self, function: impl FnMut() -> Result<T, E>) -> Result<T, CallError<E>>
    where
        C: Classify<T, E>,
    {
        let ask = self.ask();
        let answer = self.inner().ask(0, ask.cost, ask.deadline_ns);
        // A refusal is told as soon as it is known: it is the case that must not cost anything.
        let refusal = if answer > 0 {
            return self.go_through(ask, self.inner().admitted(answer, ask.deadline_ns), function);
        } else if Refusal(answer).waits() {
            match Turn::waiting(self.inner(), ask, Refusal(answer)).take() {
                Ok(attempt) => return self.go_through(ask, attempt, function),
                Err(refusal) => refusal,
            }
        } else {
            Refusal(answer)
        };
        Err(self.inner().refused(refusal, ask.cost, None))
    }

    /// Makes the call that was let in, and others where the policy says so.
    #[inline]
    fn go_through<T, E>(&self, ask: Ask, attempt: Attempt, mut function: impl FnMut() -> Result<T, E>) -> Result<T, CallError<E>>
    where
        C: Classify<T, E>,
    {
        let mut running = Running::new(self.inner(), attempt);
        let (result, verdict) = running.run(|| self.judged(function()));
        if verdict.outcome == Outcome::Success && running.succeed_quietly() {
            return result.map_err(CallError::Inner);
        }
        self.go_on(ask, running.end(), result, verdict, function)
    }

    #[inline]
    fn judged<T, E>(&self, result: Result<T, E>) -> (Result<T, E>, Verdict)
    where
        C: Classify<T, E>,
    {
        let verdict = self.classify.classify(&result);
        (result, verdict)
    }

    /// Reports attempts and makes others, as long as the policy says so.
    fn go_on<T, E>(
        &self,
        ask: Ask,
        mut ended: Attempt,
        mut result: Result<T, E>,
        mut verdict: Verdict,
        mut function: impl FnMut() -> Result<T, E>,
    ) -> Result<T, CallError<E>>
    where
        C: Classify<T, E>,
    {
        loop {
            let (ticket, pause) = match self.inner().conclude(&ended, &verdict) {
                Next::Over => return result.map_err(CallError::Inner),
                Next::GivenUp(ending) => return Err(self.inner().exhausted(ending, result.err())),
                Next::Again { ticket, pause } => (ticket, pause),
            };
            let attempt = match Turn::pausing(self.inner(), ask, ticket, pause).take() {
                Ok(attempt) => attempt,
                Err(refusal) => return Err(self.inner().refused(refusal, ask.cost, result.err())),
            };
            let mut running = Running::new(self.inner(), attempt);
            (result, verdict) = running.run(|| self.judged(function()));
            ended = running.end();
        }
    }

    #[inline]
    pub(crate) fn fall_back<T, E>(&self, error: CallError<E>) -> Result<T, CallError<E>>
    where
        F: Fallback<T, E>,
    {
        let reason = error.reason();
        let value = self.fallback.fall_back(error)?;
        // It fails only where the runtime was closed in between.
        let _ = self.inner().count_fallback(reason);
        Ok(value)
    }
}
