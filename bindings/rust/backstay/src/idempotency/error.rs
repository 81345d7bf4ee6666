//! How a call that is made once a key failed.

use std::fmt;
use std::time::Duration;

use super::claim::{Claim, ClaimStatus};
use crate::catalogue::Status;
use crate::error::{Boxed, Error};

/// How `once` failed. `E` is the error of the function itself.
#[derive(Debug)]
#[non_exhaustive]
pub enum OnceError<E> {
    /// Somebody else holds the key.
    #[non_exhaustive]
    InFlight {
        /// Until the other lease would run out.
        retry_after: Option<Duration>,
        /// The core's words.
        error: Error,
    },
    /// The key was used for another request.
    KeyMismatch(Error),
    /// The function was called, and its answer was not stored: the key is somebody else's since the lease ran out.
    LostLease(Error),
    /// The store can't be reached. Before the function nothing was done; after it the answer was not stored.
    StoreUnavailable(Error),
    /// The call was made before, and its answer was not kept.
    BodyNotKept(Error),
    /// The call was begun before and never ended, and may not be made again.
    Abandoned(Error),
    /// The call was made before and failed, which is its answer; in that failure's own words.
    FailedBefore(Error),
    /// The value can't be encoded as JSON, and was not kept though the function was called; or the stored one is none of the type.
    Encoding(serde_json::Error),
    /// The library was misused, or the runtime is closed.
    Misuse(Error),
    /// The error of the function itself.
    Inner(E),
}

impl<E> OnceError<E> {
    /// Of a claim that neither holds its key nor has a value.
    pub(super) fn refused(claim: &Claim) -> Self {
        let error = Error::new(claim.status().into(), claim.message());
        match claim.status() {
            ClaimStatus::InFlight => OnceError::InFlight { retry_after: claim.retry_after(), error },
            ClaimStatus::Mismatch => OnceError::KeyMismatch(error),
            ClaimStatus::Abandoned => OnceError::Abandoned(error),
            ClaimStatus::BodyNotKept => OnceError::BodyNotKept(error),
            _ => OnceError::FailedBefore(error),
        }
    }

    /// The core's own words and their status, where the failure is neither the function's nor that of its value.
    pub fn error(&self) -> Option<&Error> {
        match self {
            OnceError::InFlight { error, .. }
            | OnceError::KeyMismatch(error)
            | OnceError::LostLease(error)
            | OnceError::StoreUnavailable(error)
            | OnceError::BodyNotKept(error)
            | OnceError::Abandoned(error)
            | OnceError::FailedBefore(error)
            | OnceError::Misuse(error) => Some(error),
            OnceError::Encoding(_) | OnceError::Inner(_) => None,
        }
    }

    /// The function's own error.
    pub fn into_inner(self) -> Option<E> {
        match self {
            OnceError::Inner(error) => Some(error),
            _ => None,
        }
    }

    /// The same with another type of error inside.
    pub fn map_inner<F>(self, change: impl FnOnce(E) -> F) -> OnceError<F> {
        match self {
            OnceError::InFlight { retry_after, error } => OnceError::InFlight { retry_after, error },
            OnceError::KeyMismatch(error) => OnceError::KeyMismatch(error),
            OnceError::LostLease(error) => OnceError::LostLease(error),
            OnceError::StoreUnavailable(error) => OnceError::StoreUnavailable(error),
            OnceError::BodyNotKept(error) => OnceError::BodyNotKept(error),
            OnceError::Abandoned(error) => OnceError::Abandoned(error),
            OnceError::FailedBefore(error) => OnceError::FailedBefore(error),
            OnceError::Encoding(problem) => OnceError::Encoding(problem),
            OnceError::Misuse(error) => OnceError::Misuse(error),
            OnceError::Inner(error) => OnceError::Inner(change(error)),
        }
    }

    /// The same as a boxed error, also where `E` itself is a box, an `anyhow::Error` or a text.
    pub fn into_boxed(self) -> Box<dyn std::error::Error + Send + Sync>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        match self {
            OnceError::Inner(error) => error.into(),
            other => Box::new(other.map_inner(|error| Boxed(error.into()))),
        }
    }
}

impl<E: fmt::Display> fmt::Display for OnceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OnceError::InFlight { error, .. }
            | OnceError::KeyMismatch(error)
            | OnceError::LostLease(error)
            | OnceError::StoreUnavailable(error)
            | OnceError::BodyNotKept(error)
            | OnceError::Abandoned(error)
            | OnceError::FailedBefore(error)
            | OnceError::Misuse(error) => error.fmt(f),
            OnceError::Encoding(problem) => problem.fmt(f),
            OnceError::Inner(error) => error.fmt(f),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for OnceError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OnceError::Inner(error) => error.source(),
            OnceError::Encoding(problem) => problem.source(),
            _ => None,
        }
    }
}

impl<E> From<Error> for OnceError<E> {
    fn from(error: Error) -> Self {
        match error.status() {
            Status::LostLease => OnceError::LostLease(error),
            Status::StoreUnavailable => OnceError::StoreUnavailable(error),
            _ => OnceError::Misuse(error),
        }
    }
}
