//! A permit that the caller reports by hand.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::catalogue::Outcome;
use crate::inner::{Attempt, Inner};
use crate::native::{UNKNOWN, known};
use crate::running::Running;
use crate::verdict::Verdict;

/// Leave to make one call, to be reported by one of its functions. Dropped unreported it counts as cancelled.
///
/// A permit is one attempt: where the policy would allow another, it is given up.
///
/// ```
/// # let runtime = backstay::Runtime::from_json(r#"{"policies": {"payments": {"circuit_breaker": "standard"}}}"#)?;
/// # let payments = runtime.policy("payments")?;
/// # fn charge() -> Result<(), &'static str> { Ok(()) }
/// let permit = payments.enter()?;
/// match charge() {
///     Ok(()) => permit.success(),
///     Err(_) => permit.failure(),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a permit that is dropped unreported counts as cancelled"]
pub struct Permit {
    running: Running<Arc<Inner>>,
}

impl Permit {
    pub(crate) fn new(policy: Arc<Inner>, attempt: Attempt) -> Self {
        Permit { running: Running::new(policy, attempt) }
    }

    /// The call did what it should.
    pub fn success(mut self) {
        if !self.running.succeed_quietly() {
            self.report(Outcome::Success);
        }
    }

    /// The call failed.
    pub fn failure(self) {
        self.report(Outcome::Failure);
    }

    /// A deadline passed.
    pub fn timeout(self) {
        self.report(Outcome::Timeout);
    }

    /// The caller gave up: neutral, or a timeout when the call had lasted longer than the slow-call limit.
    pub fn cancelled(self) {
        self.report(Outcome::Cancelled);
    }

    /// The call counts neither for nor against.
    pub fn neutral(self) {
        self.report(Outcome::Neutral);
    }

    /// The call failed, and another attempt would fail too.
    pub fn permanent(self) {
        self.report(Outcome::Permanent);
    }

    /// Any of these with what else is known: `permit.report(Outcome::Failure.because("ConnectionReset"))`.
    pub fn report(mut self, verdict: impl Into<Verdict>) {
        let attempt = self.running.end();
        self.running.policy().conclude_last(&attempt, &verdict.into());
    }

    /// The time left until the call must have ended; `None` where it has no deadline.
    pub fn time_left(&self) -> Option<Duration> {
        match self.running.deadline_ns() {
            UNKNOWN => None,
            at_ns => known((at_ns - self.running.policy().now()).max(0)),
        }
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").field("policy", &self.running.policy().identity.to_string()).finish_non_exhaustive()
    }
}
