//! An attempt that is out, and what counts when nobody says how it ended.

use std::ops::Deref;

use crate::catalogue::Outcome;
use crate::inner::{Attempt, Inner};
use crate::verdict::Verdict;

/// Reports the attempt when it is dropped: a failure where the guarded code panicked, cancelled where its caller went away.
pub(crate) struct Running<P: Deref<Target = Inner>> {
    policy: P,
    /// Its token is 0 once the attempt is reported.
    attempt: Attempt,
    /// Guarded code is on the stack, so a drop means that it panics.
    inside: bool,
}

impl<P: Deref<Target = Inner>> Running<P> {
    #[inline]
    pub(crate) fn new(policy: P, attempt: Attempt) -> Self {
        Running { policy, attempt, inside: false }
    }

    #[inline]
    pub(crate) fn policy(&self) -> &Inner {
        &self.policy
    }

    #[inline]
    pub(crate) fn deadline_ns(&self) -> i64 {
        self.attempt.deadline_ns
    }

    /// Calls guarded code, under the attempt's deadline.
    #[inline]
    pub(crate) fn run<R>(&mut self, act: impl FnOnce() -> R) -> R {
        self.inside = true;
        let result = crate::deadline::under(&self.policy, self.attempt.deadline_ns, act);
        self.inside = false;
        result
    }

    /// Takes a success that needs no report; false where it must be reported.
    #[inline]
    pub(crate) fn succeed_quietly(&mut self) -> bool {
        let quiet = self.policy.succeed_quietly(&self.attempt);
        if quiet {
            self.attempt.token = 0;
        }
        quiet
    }

    /// The attempt, whose report is the caller's now.
    #[inline]
    pub(crate) fn end(&mut self) -> Attempt {
        let attempt = self.attempt;
        self.attempt.token = 0;
        attempt
    }
}

impl<P: Deref<Target = Inner>> Drop for Running<P> {
    #[inline]
    fn drop(&mut self) {
        if self.attempt.token != 0 {
            let verdict = if self.inside { Outcome::Failure.because("panic") } else { Outcome::Cancelled.into() };
            let attempt = self.end();
            report_dropped(&self.policy, &attempt, &verdict);
        }
    }
}

#[cold]
fn report_dropped(policy: &Inner, attempt: &Attempt, verdict: &Verdict) {
    policy.conclude_last(attempt, verdict);
}
