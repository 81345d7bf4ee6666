//! What can go wrong: misuse of the library, and calls that did not end well.

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use crate::catalogue::{Reason, RefusalKind, Status};
use crate::names::Identity;

/// A misuse, a broken configuration or a closed runtime, in the core's own words, which are the same in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    status: Status,
    message: Box<str>,
}

impl Error {
    pub(crate) fn new(status: Status, message: impl Into<Box<str>>) -> Self {
        Error { status, message: message.into() }
    }

    /// What kind of error it is.
    pub fn status(&self) -> Status {
        self.status
    }

    /// What was wrong, where, and what is allowed.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A policy refused the call, which was not made, or not made again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rejection<E = Infallible> {
    /// Why.
    pub reason: Reason,
    /// How long until a call may pass, where that is known.
    pub retry_after: Option<Duration>,
    /// The error of the attempt before, where the call was refused when it was to be made again.
    pub last: Option<E>,
    pub(crate) identity: Identity,
}

impl<E> Rejection<E> {
    /// Name of the policy.
    pub fn policy(&self) -> &str {
        self.identity.name()
    }

    /// Key of the policy's instance, where it has one.
    pub fn key(&self) -> Option<&str> {
        self.identity.key()
    }

    /// What the reason amounts to; `None` for a reason that only a newer library knows.
    pub fn kind(&self) -> Option<RefusalKind> {
        self.reason.kind()
    }
}

impl<E> fmt::Display for Rejection<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} refused the call ({})", self.identity, self.reason)?;
        match self.retry_after {
            Some(wait) => write!(f, "; retry after {wait:.3?}"),
            None => Ok(()),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for Rejection<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.last.as_ref().map(|error| error as _)
    }
}

/// The call failed, and no other attempt is made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetriesExhausted<E = Infallible> {
    /// Why no other attempt is made.
    pub reason: Reason,
    /// How many attempts were made.
    pub attempts: u32,
    /// The time from the beginning of the call to its end.
    pub elapsed: Duration,
    /// The error of the last attempt; `None` where its deadline cut it, or where its value was judged a failure.
    pub last: Option<E>,
    pub(crate) identity: Identity,
}

impl<E> RetriesExhausted<E> {
    /// Name of the policy.
    pub fn policy(&self) -> &str {
        self.identity.name()
    }

    /// Key of the policy's instance, where it has one.
    pub fn key(&self) -> Option<&str> {
        self.identity.key()
    }
}

impl<E> fmt::Display for RetriesExhausted<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (attempts, elapsed) = (self.attempts, self.elapsed);
        write!(f, "{} gave up after {attempts} attempts in {elapsed:.3?} ({})", self.identity, self.reason)
    }
}

impl<E: std::error::Error + 'static> std::error::Error for RetriesExhausted<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.last.as_ref().map(|error| error as _)
    }
}

/// How a guarded call failed. `E` is the error of the guarded function; where there is none, as in [`Policy::enter`], it is
/// [`Infallible`].
///
/// [`Policy::enter`]: crate::Policy::enter
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError<E = Infallible> {
    /// The policy refused the call.
    Rejected(Rejection<E>),
    /// The deadline passed, and the call was cut.
    Timeout,
    /// The call failed, and no other attempt is made.
    RetriesExhausted(RetriesExhausted<E>),
    /// The library was misused, or the runtime is closed. Nothing was called.
    Misuse(Error),
    /// The error of the guarded function itself.
    Inner(E),
}

impl<E> CallError<E> {
    /// The refusal, where it is one.
    pub fn rejection(&self) -> Option<&Rejection<E>> {
        match self {
            CallError::Rejected(rejection) => Some(rejection),
            _ => None,
        }
    }

    /// Why the policy did not let the call go on; `None` where the call failed by itself.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            CallError::Rejected(rejection) => Some(rejection.reason),
            CallError::RetriesExhausted(exhausted) => Some(exhausted.reason),
            _ => None,
        }
    }

    /// The guarded function's error, its own or that of the last attempt.
    pub fn into_inner(self) -> Option<E> {
        match self {
            CallError::Inner(error) => Some(error),
            CallError::Rejected(rejection) => rejection.last,
            CallError::RetriesExhausted(exhausted) => exhausted.last,
            _ => None,
        }
    }

    /// The same with another type of error inside.
    pub fn map_inner<F>(self, change: impl FnOnce(E) -> F) -> CallError<F> {
        match self {
            CallError::Rejected(Rejection { reason, retry_after, last, identity }) => {
                CallError::Rejected(Rejection { reason, retry_after, last: last.map(change), identity })
            }
            CallError::RetriesExhausted(RetriesExhausted { reason, attempts, elapsed, last, identity }) => {
                let last = last.map(change);
                CallError::RetriesExhausted(RetriesExhausted { reason, attempts, elapsed, last, identity })
            }
            CallError::Timeout => CallError::Timeout,
            CallError::Misuse(error) => CallError::Misuse(error),
            CallError::Inner(error) => CallError::Inner(change(error)),
        }
    }

    /// The same as a boxed error, also where `E` itself is a box, an `anyhow::Error` or a text.
    pub fn into_boxed(self) -> Box<dyn std::error::Error + Send + Sync>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        match self {
            CallError::Inner(error) => error.into(),
            other => Box::new(other.map_inner(|error| Boxed(error.into()))),
        }
    }
}

impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Rejected(rejection) => rejection.fmt(f),
            CallError::Timeout => f.write_str("the deadline passed, and the call was cut"),
            CallError::RetriesExhausted(exhausted) => exhausted.fmt(f),
            CallError::Misuse(error) => error.fmt(f),
            CallError::Inner(error) => error.fmt(f),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for CallError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CallError::Rejected(rejection) => rejection.source(),
            CallError::RetriesExhausted(exhausted) => exhausted.source(),
            CallError::Inner(error) => error.source(),
            CallError::Timeout | CallError::Misuse(_) => None,
        }
    }
}

impl<E> From<Error> for CallError<E> {
    fn from(error: Error) -> Self {
        CallError::Misuse(error)
    }
}

/// A boxed error, which is no error itself, as one.
pub(crate) struct Boxed(pub(crate) Box<dyn std::error::Error + Send + Sync>);

impl fmt::Debug for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Boxed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
