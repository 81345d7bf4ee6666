//! The same loop for futures: waits and pauses are awaited, and a deadline cuts the future.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::answer::Refusal;
use crate::attempts::{Attempts, Source};
use crate::catalogue::Outcome;
use crate::error::CallError;
use crate::guard::{Fallback, Guard};
use crate::inner::{Attempt, Inner, Next};
use crate::native::{UNKNOWN, known};
use crate::permit::Permit;
use crate::running::Running;
use crate::timer;
use crate::turn::{Ask, Turn};
use crate::verdict::{Classify, Verdict};

/// A timer may go off early; then it is asked again after so long.
const SHORTEST: Duration = Duration::from_millis(1);

/// How an attempt ended.
enum Ended<T, E> {
    Result(Result<T, E>),
    /// Its deadline passed.
    Cut,
}

impl<T, E> Ended<T, E> {
    fn verdict(&self, classify: &impl Classify<T, E>) -> Verdict {
        match self {
            Ended::Result(result) => classify.classify(result),
            Ended::Cut => Outcome::Timeout.because("Timeout"),
        }
    }

    fn into_result(self) -> Result<T, CallError<E>> {
        match self {
            Ended::Result(result) => result.map_err(CallError::Inner),
            Ended::Cut => Err(CallError::Timeout),
        }
    }

    fn into_error(self) -> Option<E> {
        match self {
            Ended::Result(result) => result.err(),
            Ended::Cut => None,
        }
    }
}

impl<'p, C, F> Guard<'p, C, F> {
    /// Asks for a permit; the task waits where the policy queues.
    pub async fn enter_async(&self) -> Result<Permit, CallError> {
        let (ask, entered) = self.begin_async().await;
        let attempt = entered.map_err(|refusal| self.inner().refused(refusal, ask.cost, None))?;
        Ok(Permit::new(Arc::clone(&self.policy.inner), attempt))
    }

    async fn begin_async(&self) -> (Ask, Result<Attempt, Refusal>) {
        if let Some(attempt) = self.begin_quietly() {
            return (Ask::PLAIN, Ok(attempt));
        }
        let ask = self.ask();
        let entered = match self.inner().enter(0, ask.cost, ask.deadline_ns) {
            Err(refusal) if refusal.waits() => Turn::waiting(self.inner(), ask, refusal).take_async().await,
            other => other,
        };
        (ask, entered)
    }

    /// Runs the future of each attempt under the policy: `call_async(|| async { … })`. The task waits for its turn and pauses between
    /// attempts, and a future that is still running at its deadline is dropped. A plain future, `call_async(async { … })`, will do
    /// too; it is not tried again.
    ///
    /// Dropped before its end the call counts as cancelled; a panic counts as a failure and goes on.
    pub async fn call_async<T, E, K, A>(&self, attempts: A) -> Result<T, CallError<E>>
    where
        A: Attempts<K>,
        A::Future: Future<Output = Result<T, E>>,
        C: Classify<T, E>,
        F: Fallback<T, E>,
    {
        match self.call_plainly_async(attempts.into_source()).await {
            Ok(value) => Ok(value),
            Err(error) => self.fall_back(error),
        }
    }

    pub(crate) async fn call_plainly_async<T, E, S>(&self, mut attempts: S) -> Result<T, CallError<E>>
    where
        S: Source,
        S::Future: Future<Output = Result<T, E>>,
        C: Classify<T, E>,
    {
        let (ask, entered) = self.begin_async().await;
        let mut attempt = match entered {
            Ok(attempt) => attempt,
            Err(refusal) => return Err(self.inner().refused(refusal, ask.cost, None)),
        };
        loop {
            let mut running = Running::new(self.inner(), attempt);
            // The function that makes the future is guarded code, too.
            let Some(future) = running.run(|| attempts.next()) else { return Err(CallError::Timeout) };
            let ended = play(&mut running, future).await;
            let verdict = running.run(|| ended.verdict(&self.classify));
            if verdict.outcome == Outcome::Success && running.succeed_quietly() {
                return ended.into_result();
            }
            let next = if attempts.has_next() {
                self.inner().conclude(&running.end(), &verdict)
            } else {
                self.inner().conclude_last(&running.end(), &verdict)
            };
            let turn = match next {
                Next::Over => return ended.into_result(),
                Next::GivenUp(ending) => return Err(self.inner().exhausted(ending, ended.into_error())),
                Next::Again { ticket, pause } => Turn::pausing(self.inner(), ask, ticket, pause),
            };
            attempt = match turn.take_async().await {
                Ok(attempt) => attempt,
                Err(refusal) => return Err(self.inner().refused(refusal, ask.cost, ended.into_error())),
            };
        }
    }
}

/// Runs a future to its end or to the attempt's deadline.
async fn play<T, E>(running: &mut Running<&Inner>, future: impl Future<Output = Result<T, E>>) -> Ended<T, E> {
    let mut future = pin!(future);
    let mut cut = Cut { deadline_ns: running.deadline_ns(), timer: None };
    poll_fn(|context| {
        // The result first: what ends at its deadline is no timeout.
        match running.run(|| future.as_mut().poll(context)) {
            Poll::Ready(result) => Poll::Ready(Ended::Result(result)),
            Poll::Pending => cut.poll(running.policy(), context).map(|()| Ended::Cut),
        }
    })
    .await
}

/// Ready once the deadline has passed on the runtime's clock.
struct Cut {
    deadline_ns: i64,
    timer: Option<timer::Sleep>,
}

impl Cut {
    fn poll(&mut self, policy: &Inner, context: &mut Context<'_>) -> Poll<()> {
        if self.deadline_ns == UNKNOWN {
            return Poll::Pending;
        }
        loop {
            if self.timer.is_none() {
                let Some(left) = known(self.deadline_ns - policy.now()).filter(|left| !left.is_zero()) else {
                    return Poll::Ready(());
                };
                self.timer = Some(timer::sleep(left.max(SHORTEST), policy.generation()));
            }
            match self.timer.as_mut().map(|timer| Pin::new(timer).poll(context)) {
                Some(Poll::Pending) => return Poll::Pending,
                _ => self.timer = None,
            }
        }
    }
}
