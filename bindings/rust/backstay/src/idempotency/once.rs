//! A call that is made once a key: claim, act, complete; who comes later is given the answer.

use std::any::Any;
use std::fmt::Display;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answer::Answer;
use super::claim::Claim;
use super::claiming::{Claiming, Retryable};
use super::error::OnceError;
use crate::catalogue::AnswerKind;
use crate::verdict::short_name;
use crate::{Error, held, shared, timer};

impl<R> Claiming<'_, R> {
    /// Runs the future where nobody did under this key; see [`Idempotency::once`](crate::Idempotency::once).
    pub async fn once<T, E>(&self, key: &str, function: impl Future<Output = Result<T, E>>) -> Result<T, OnceError<E>>
    where
        T: Serialize + DeserializeOwned,
        E: Display,
        R: Retryable<E>,
    {
        let claim = self.claim_waiting(key).await?;
        if !claim.held() {
            return answered(claim);
        }
        let mut function = pin!(function);
        let ended = poll_fn(|context| match caught(|| function.as_mut().poll(context)) {
            Ok(poll) => poll.map(Ok),
            Err(payload) => Poll::Ready(Err(payload)),
        });
        self.conclude(&claim, ended.await)
    }

    /// Calls the function where nobody did under this key; see [`Idempotency::once`](crate::Idempotency::once).
    pub fn once_blocking<T, E>(&self, key: &str, function: impl FnOnce() -> Result<T, E>) -> Result<T, OnceError<E>>
    where
        T: Serialize + DeserializeOwned,
        E: Display,
        R: Retryable<E>,
    {
        let claim = self.claim_waiting_blocking(key)?;
        if !claim.held() {
            return answered(claim);
        }
        self.conclude(&claim, caught(function))
    }

    /// Claims until the key is free, or the configured wait is over.
    async fn claim_waiting(&self, key: &str) -> Result<Claim, Error> {
        let mut waited = self.waited;
        loop {
            let claim = self.ask_again(key, waited)?;
            let Some(pause) = claim.again() else { return Ok(claim) };
            if self.pass(pause) {
                timer::give_way().await;
            } else {
                timer::sleep(pause, shared::generation()).await;
            }
            waited = waited.saturating_add(pause);
        }
    }

    /// The same on this thread.
    fn claim_waiting_blocking(&self, key: &str) -> Result<Claim, Error> {
        let mut waited = self.waited;
        loop {
            let claim = self.ask_again(key, waited)?;
            let Some(pause) = claim.again() else { return Ok(claim) };
            if self.pass(pause) {
                thread::yield_now();
            } else {
                thread::sleep(pause);
            }
            waited = waited.saturating_add(pause);
        }
    }

    /// Lets a pause pass where a test holds the call or the clock is a manual one; false where the caller must sleep.
    fn pass(&self, pause: Duration) -> bool {
        held::stop(false, pause) || self.idempotency.pass_time(pause)
    }

    /// Tells the key how its call ended.
    fn conclude<T, E>(&self, claim: &Claim, ended: thread::Result<Result<T, E>>) -> Result<T, OnceError<E>>
    where
        T: Serialize,
        E: Display,
        R: Retryable<E>,
    {
        let failed = match ended {
            Ok(Ok(value)) => return complete(claim, value),
            // Who judges and describes the error is the caller's code, too.
            Ok(Err(error)) => caught(|| (self.retryable.is_retryable(&error), error.to_string())).map(|judged| (error, judged)),
            Err(payload) => Err(payload),
        };
        match failed {
            Ok((error, (retryable, message))) => {
                // That the key was lost or the store is away is no news beside the failure.
                let _ = claim.fail_blocking(retryable, short_name::<E>(), &message);
                Err(OnceError::Inner(error))
            }
            Err(payload) => {
                let _ = claim.fail_blocking(false, "panic", words(payload.as_ref()));
                resume_unwind(payload)
            }
        }
    }
}

/// Stores the value as JSON. What can't be encoded was done all the same, so the key is completed in any case.
fn complete<T: Serialize, E>(claim: &Claim, value: T) -> Result<T, OnceError<E>> {
    let unencodable = match caught(|| serde_json::to_vec(&value)) {
        Ok(Ok(body)) => return claim.complete_blocking(&Answer::json(body)).map(|()| value).map_err(OnceError::from),
        Ok(Err(problem)) => Ok(problem),
        Err(payload) => Err(payload),
    };
    // That the key was lost or the store is away is no news beside it.
    let _ = claim.complete_blocking(&Answer::not_kept());
    Err(OnceError::Encoding(unencodable.unwrap_or_else(|payload| resume_unwind(payload))))
}

/// What somebody else's claim answers to this call.
fn answered<T: DeserializeOwned, E>(claim: Claim) -> Result<T, OnceError<E>> {
    match claim.answer() {
        Some(answer) if answer.kind == AnswerKind::Value => serde_json::from_slice(&answer.body).map_err(OnceError::Encoding),
        _ => Err(OnceError::refused(&claim)),
    }
}

/// Runs code of the caller's whose panic goes on once the key was told. What the code leaves broken nobody sees before that.
fn caught<T>(act: impl FnOnce() -> T) -> thread::Result<T> {
    catch_unwind(AssertUnwindSafe(act))
}

/// What a panic said, where it said something.
fn words(payload: &(dyn Any + Send)) -> &str {
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
