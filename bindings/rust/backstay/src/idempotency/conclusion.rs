//! How the work under a key ended, as what its key is told and what its caller gets after that.

use std::any::Any;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use serde::Serialize;

use super::answer::Answer;
use super::claiming::Retryable;
use super::error::OnceError;
use super::step::Step;
use crate::Error;
use crate::verdict::short_name;

/// What the key is told, and what follows from it.
pub(super) struct Conclusion<T, E> {
    pub(super) step: Step<'static>,
    end: End<T, E>,
}

enum End<T, E> {
    Returned(T),
    Failed(OnceError<E>),
    Panicked(Box<dyn Any + Send>),
}

impl<T: Serialize, E: std::fmt::Display> Conclusion<T, E> {
    /// Of the work's end. Who judges, describes and encodes is the caller's code, too, and may panic.
    pub(super) fn of(ended: thread::Result<Result<T, E>>, retryable: &impl Retryable<E>) -> Self {
        match ended {
            Ok(Ok(value)) => Conclusion::returned(value),
            Ok(Err(error)) => match caught(|| (retryable.is_retryable(&error), error.to_string())) {
                Ok((retryable, message)) => {
                    let type_name = Cow::Borrowed(short_name::<E>());
                    let step = Step::Fail { retryable, type_name, message: Cow::Owned(message) };
                    Conclusion { step, end: End::Failed(OnceError::Inner(error)) }
                }
                Err(payload) => Conclusion::panicked(payload),
            },
            Err(payload) => Conclusion::panicked(payload),
        }
    }

    /// The value is stored as JSON. What can't be encoded was done all the same, so the key is completed in any case.
    fn returned(value: T) -> Self {
        let end = match caught(|| serde_json::to_vec(&value)) {
            Ok(Ok(body)) => return Conclusion { step: Step::Complete(Cow::Owned(Answer::json(body))), end: End::Returned(value) },
            Ok(Err(problem)) => End::Failed(OnceError::Encoding(problem)),
            Err(payload) => End::Panicked(payload),
        };
        Conclusion { step: Step::Complete(Cow::Owned(Answer::not_kept())), end }
    }

    fn panicked(payload: Box<dyn Any + Send>) -> Self {
        let message = Cow::Owned(words(payload.as_ref()).to_owned());
        let step = Step::Fail { retryable: false, type_name: Cow::Borrowed("panic"), message };
        Conclusion { step, end: End::Panicked(payload) }
    }
}

impl<T, E> Conclusion<T, E> {
    /// What the caller gets once the key was told. That it was lost, or the store is away, is no news beside a failure.
    pub(super) fn after(self, told: Result<(), Error>) -> Result<T, OnceError<E>> {
        match self.end {
            End::Returned(value) => told.map(|()| value).map_err(OnceError::from),
            End::Failed(error) => Err(error),
            End::Panicked(payload) => resume_unwind(payload),
        }
    }
}

/// Runs code of the caller's whose panic goes on once the key was told. What the code leaves broken nobody sees before that.
pub(crate) fn caught<T>(act: impl FnOnce() -> T) -> thread::Result<T> {
    catch_unwind(AssertUnwindSafe(act))
}

/// What a panic said, where it said something.
pub(crate) fn words(payload: &(dyn Any + Send)) -> &str {
    payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_says_what_it_said() {
        assert_eq!(words(caught(|| panic!("boom")).unwrap_err().as_ref()), "boom");
        assert_eq!(words(caught(|| panic!("boom {}", 7)).unwrap_err().as_ref()), "boom 7");
        assert_eq!(words(caught(|| resume_unwind(Box::new(7))).unwrap_err().as_ref()), "");
    }
}
