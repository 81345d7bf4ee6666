//! A call that is made once a key: claim, act, complete; who comes later is given the answer.

use std::fmt::Display;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::claim::Claim;
use super::claiming::{Claiming, Retryable};
use super::conclusion::{Conclusion, caught};
use super::error::OnceError;
use crate::Error;
use crate::catalogue::AnswerKind;

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
        let conclusion = Conclusion::of(ended.await, &self.retryable);
        let told = claim.take(&conclusion.step).await;
        conclusion.after(told)
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
        let conclusion = Conclusion::of(caught(function), &self.retryable);
        let told = claim.take_blocking(&conclusion.step);
        conclusion.after(told)
    }

    /// Claims until the key is free, or the configured wait is over.
    async fn claim_waiting(&self, key: &str) -> Result<Claim, Error> {
        let mut waited = self.waited;
        loop {
            let claim = self.request(key, None, waited).claim(self.idempotency).await?;
            let Some(pause) = claim.again() else { return Ok(claim) };
            self.idempotency.pause(pause).await;
            waited = waited.saturating_add(pause);
        }
    }

    /// The same on this thread.
    fn claim_waiting_blocking(&self, key: &str) -> Result<Claim, Error> {
        let mut waited = self.waited;
        loop {
            let claim = self.request(key, None, waited).claim_blocking(self.idempotency)?;
            let Some(pause) = claim.again() else { return Ok(claim) };
            self.idempotency.pause_blocking(pause);
            waited = waited.saturating_add(pause);
        }
    }
}

/// What somebody else's claim answers to this call.
fn answered<T: DeserializeOwned, E>(claim: Claim) -> Result<T, OnceError<E>> {
    match claim.answer() {
        Some(answer) if answer.kind == AnswerKind::Value => serde_json::from_slice(&answer.body).map_err(OnceError::Encoding),
        _ => Err(OnceError::refused(&claim)),
    }
}
