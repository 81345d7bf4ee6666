//! What the end of a call means to the policy.

use std::borrow::Cow;
use std::time::Duration;

use crate::catalogue::Outcome;

/// An outcome with what else is known of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// How the call ended.
    pub outcome: Outcome,
    /// The class of the error, at most 64 bytes, which snapshot and log show as the cause.
    pub cause: Option<Cow<'static, str>>,
    /// When the upstream said that it may be called again.
    pub retry_after: Option<Duration>,
}

impl From<Outcome> for Verdict {
    fn from(outcome: Outcome) -> Self {
        Verdict { outcome, cause: None, retry_after: None }
    }
}

impl Verdict {
    /// Names the class of the error.
    pub fn because(mut self, cause: impl Into<Cow<'static, str>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Passes on when the upstream said that it may be called again.
    pub fn retry_after(mut self, wait: impl Into<Option<Duration>>) -> Self {
        self.retry_after = wait.into();
        self
    }
}

impl Outcome {
    /// A verdict of this outcome that names the class of the error.
    pub fn because(self, cause: impl Into<Cow<'static, str>>) -> Verdict {
        Verdict::from(self).because(cause)
    }

    /// A verdict of this outcome with the time after which the upstream may be called again.
    pub fn retry_after(self, wait: impl Into<Option<Duration>>) -> Verdict {
        Verdict::from(self).retry_after(wait)
    }
}

/// Judges how a call ended. Closures of `&Result<T, E>` that return an [`Outcome`] or a [`Verdict`] do.
pub trait Classify<T, E> {
    /// What the result means.
    fn classify(&self, result: &Result<T, E>) -> Verdict;
}

/// `Ok` is a success and `Err` a failure whose cause is the name of its type.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByResult;

impl<T, E> Classify<T, E> for ByResult {
    #[inline]
    fn classify(&self, result: &Result<T, E>) -> Verdict {
        match result {
            Ok(_) => Outcome::Success.into(),
            Err(_) => Outcome::Failure.because(short_name::<E>()),
        }
    }
}

impl<T, E, V, F> Classify<T, E> for F
where
    F: Fn(&Result<T, E>) -> V,
    V: Into<Verdict>,
{
    #[inline]
    fn classify(&self, result: &Result<T, E>) -> Verdict {
        self(result).into()
    }
}

/// A type's name without its path and its parameters.
pub(crate) fn short_name<E>() -> &'static str {
    let whole = std::any::type_name::<E>();
    let plain = &whole[..whole.find('<').unwrap_or(whole.len())];
    plain.rsplit("::").next().unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types_are_short() {
        assert_eq!(short_name::<std::io::Error>(), "Error");
        assert_eq!(short_name::<Box<dyn std::error::Error>>(), "Box");
        assert_eq!(short_name::<Vec<String>>(), "Vec");
    }

    #[test]
    fn a_failure_names_its_cause() {
        let judged = ByResult.classify(&Err::<(), _>(std::fmt::Error));
        assert_eq!(judged, Outcome::Failure.because("Error"));
        let closure = |result: &Result<i32, ()>| match result {
            Ok(0) => Outcome::Neutral,
            _ => Outcome::Success,
        };
        assert_eq!(closure.classify(&Ok(0)).outcome, Outcome::Neutral);
    }
}
