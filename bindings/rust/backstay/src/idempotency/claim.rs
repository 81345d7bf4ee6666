//! How a claim ended, and the key where it is held.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use backstay_sys as sys;

use super::answer::Answer;
use super::handles::Held;
use super::step::Step;
use crate::Error;
use crate::catalogue::{AnswerKind, Status};
use crate::native::known;
use crate::shared::Shared;

/// How a claim ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClaimStatus {
    /// The caller holds the key, as the first one: act, then complete.
    New,
    /// The caller holds the key after somebody whose lease ran out, and who may have acted: see the recovery point.
    TakenOver,
    /// The answer is there, and the caller gives it to its own.
    Replay,
    /// It was done, and what was answered was not kept.
    BodyNotKept,
    /// Somebody else holds the key.
    InFlight,
    /// The key was used for another request.
    Mismatch,
    /// A lease ran out, and the configuration says `on_takeover: refuse`.
    Abandoned,
}

impl ClaimStatus {
    fn of(status: Status) -> Option<Self> {
        Some(match status {
            Status::Ok => ClaimStatus::New,
            Status::TakenOver => ClaimStatus::TakenOver,
            Status::Replay => ClaimStatus::Replay,
            Status::BodyNotKept => ClaimStatus::BodyNotKept,
            Status::InFlight => ClaimStatus::InFlight,
            Status::Mismatch => ClaimStatus::Mismatch,
            Status::Abandoned => ClaimStatus::Abandoned,
            _ => return None,
        })
    }
}

impl From<ClaimStatus> for Status {
    fn from(status: ClaimStatus) -> Self {
        match status {
            ClaimStatus::New => Status::Ok,
            ClaimStatus::TakenOver => Status::TakenOver,
            ClaimStatus::Replay => Status::Replay,
            ClaimStatus::BodyNotKept => Status::BodyNotKept,
            ClaimStatus::InFlight => Status::InFlight,
            ClaimStatus::Mismatch => Status::Mismatch,
            ClaimStatus::Abandoned => Status::Abandoned,
        }
    }
}

/// How a claim ended, and the key where it is held.
///
/// Dropped unended it gives nothing up: the key stays held until the lease runs out, since who vanished may have acted. Whatever writes to
/// the key is refused with an error of status `lost_lease` once the key is not this claim's any more, because somebody took it over or
/// the claim has ended.
///
/// Those functions wait for the store as a task, on any executor; the `_blocking` ones do it on the thread. A future of theirs that is
/// dropped after it was polled once lets it happen all the same, since the work behind it is done.
#[must_use = "a claim that is dropped unended holds its key until the lease runs out"]
pub struct Claim {
    held: Option<Held>,
    /// Where the store blocks: the runtime, by whose queues tasks wait for it.
    blocking: Option<Arc<Shared>>,
    status: ClaimStatus,
    fence: i64,
    takeovers: u64,
    retry_after: Option<Duration>,
    again: Option<Duration>,
    message: String,
    recovery_point: String,
    answer: Option<Answer>,
}

impl Claim {
    /// Takes over what a claim of the C interface gave: the reference that `handle` is, and the parts of the text.
    pub(super) fn adopt(
        handle: *mut sys::backstay_claim,
        status: i32,
        claimed: &sys::backstay_claimed,
        text: &[u8],
        blocking: &Option<Arc<Shared>>,
    ) -> Result<Self, Error> {
        let held = Held::adopt(handle);
        let told = Status::from_value(status).and_then(ClaimStatus::of);
        let status = told.ok_or_else(|| Error::new(Status::Internal, format!("a claim ended with a status that is none: {status}")))?;
        let mut parts = Parts(text);
        let (message, recovery_point) = (parts.text(claimed.message_length), parts.text(claimed.recovery_point_length));
        let answered = matches!(status, ClaimStatus::Replay | ClaimStatus::BodyNotKept);
        let answer = answered.then(|| Answer {
            // Of a kind that only a newer library knows nobody can say what it was.
            kind: i32::try_from(claimed.answer_kind).ok().and_then(AnswerKind::from_value).unwrap_or(AnswerKind::NotKept),
            status_code: u16::try_from(claimed.status_code).unwrap_or_default(),
            content_type: parts.text(claimed.content_type_length),
            headers: parts.text(claimed.headers_length),
            body: parts.next(claimed.body_length).to_vec(),
        });
        Ok(Claim {
            blocking: held.as_ref().and(blocking.clone()),
            held,
            status,
            fence: claimed.fence,
            takeovers: u64::try_from(claimed.takeovers).unwrap_or_default(),
            retry_after: known(claimed.retry_after_ns),
            again: known(claimed.again_ns).filter(|pause| !pause.is_zero()),
            message,
            recovery_point,
            answer,
        })
    }

    /// How it ended.
    pub fn status(&self) -> ClaimStatus {
        self.status
    }

    /// Whether the caller got the key: it was new, or was taken over.
    pub fn held(&self) -> bool {
        self.held.is_some()
    }

    /// Where the key is held: greater than that of every claim before, for resources that refuse who comes late. Else 0.
    pub fn fence(&self) -> i64 {
        self.fence
    }

    /// How often the key changed hands because a lease had run out.
    pub fn takeovers(&self) -> u64 {
        self.takeovers
    }

    /// In flight: until the other lease would run out.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// In flight: claim again after so long, with [`Claiming::waited`] raised by it; `None` once the configured wait is over.
    ///
    /// [`Claiming::waited`]: crate::Claiming::waited
    pub fn again(&self) -> Option<Duration> {
        self.again
    }

    /// What the holder set last; empty where it set none.
    pub fn recovery_point(&self) -> &str {
        &self.recovery_point
    }

    /// Where the key is not held: why there is no value, for people. Of a failure that was stored its own words.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Replay and body not kept: the first caller's answer.
    pub fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref()
    }

    /// Stores the answer and gives the key up. After an error of status `store_unavailable` it may be asked again.
    pub async fn complete(&self, answer: &Answer) -> Result<(), Error> {
        self.take(&Step::Complete(Cow::Borrowed(answer))).await
    }

    /// The same on this thread.
    pub fn complete_blocking(&self, answer: &Answer) -> Result<(), Error> {
        self.take_blocking(&Step::Complete(Cow::Borrowed(answer)))
    }

    /// Reports the answer of a web server's handler, with its status of HTTP (100 to 999) and its header fields, names and values; what
    /// came as bytes is decoded from Latin-1. By its status and the configuration the answer is stored, or the key is free, or it is left
    /// as a failure leaves it. Fields that belong to one connection or one moment, and Set-Cookie, are not stored. Without a body, since it
    /// was streamed or is too long, the answer is remembered as not kept.
    ///
    /// Send the answer after that, also where the lease was lost: its effect has happened. A field that would break the answer in two is an
    /// error of status `invalid_argument`, and the claim goes on.
    pub async fn respond(&self, status_code: u16, headers: &[(String, String)], body: Option<&[u8]>) -> Result<(), Error> {
        self.take(&Step::response(status_code, headers, body)).await
    }

    /// The same on this thread.
    pub fn respond_blocking(&self, status_code: u16, headers: &[(String, String)], body: Option<&[u8]>) -> Result<(), Error> {
        self.take_blocking(&Step::response(status_code, headers, body))
    }

    /// Says that the work failed, by the name of the error's type, of which 255 bytes are kept, and its words, of which 64 KiB are. Retryable:
    /// the next claim acts. Otherwise as the configured `on_failure` says: the key stays held until the lease runs out, or the failure is
    /// the answer from now on.
    pub async fn fail(&self, retryable: bool, type_name: &str, message: &str) -> Result<(), Error> {
        self.take(&Step::failure(retryable, type_name, message)).await
    }

    /// The same on this thread.
    pub fn fail_blocking(&self, retryable: bool, type_name: &str, message: &str) -> Result<(), Error> {
        self.take_blocking(&Step::failure(retryable, type_name, message))
    }

    /// Gives the key up as if it had never been claimed: the next claim acts.
    pub async fn release(&self) -> Result<(), Error> {
        self.take(&Step::Release).await
    }

    /// The same on this thread.
    pub fn release_blocking(&self) -> Result<(), Error> {
        self.take_blocking(&Step::Release)
    }

    /// Begins the lease anew; may come from another thread or task than the work's.
    pub async fn heartbeat(&self) -> Result<(), Error> {
        self.take(&Step::Heartbeat).await
    }

    /// The same on this thread.
    pub fn heartbeat_blocking(&self) -> Result<(), Error> {
        self.take_blocking(&Step::Heartbeat)
    }

    /// Says how far the work has come, 1 to 4,096 bytes, for whoever takes the key over; begins the lease anew.
    pub async fn set_recovery_point(&self, point: &str) -> Result<(), Error> {
        self.take(&Step::RecoveryPoint(Cow::Borrowed(point))).await
    }

    /// The same on this thread.
    pub fn set_recovery_point_blocking(&self, point: &str) -> Result<(), Error> {
        self.take_blocking(&Step::RecoveryPoint(Cow::Borrowed(point)))
    }

    pub(super) async fn take(&self, step: &Step<'_>) -> Result<(), Error> {
        match (&self.held, &self.blocking) {
            (Some(held), Some(runtime)) => step.take_awaited(held, runtime).await,
            _ => self.take_blocking(step),
        }
    }

    pub(super) fn take_blocking(&self, step: &Step<'_>) -> Result<(), Error> {
        step.take(self.held.as_ref())
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim").field("status", &self.status).field("fence", &self.fence).finish_non_exhaustive()
    }
}

/// The parts of a text that lie one after the other.
pub(super) struct Parts<'t>(pub(super) &'t [u8]);

impl<'t> Parts<'t> {
    pub(super) fn next(&mut self, length: i64) -> &'t [u8] {
        let length = usize::try_from(length).unwrap_or(0).min(self.0.len());
        let (part, rest) = self.0.split_at(length);
        self.0 = rest;
        part
    }

    pub(super) fn text(&mut self, length: i64) -> String {
        String::from_utf8_lossy(self.next(length)).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_a_claim_is_one_of_the_interface() {
        use ClaimStatus::*;
        for status in [New, TakenOver, Replay, BodyNotKept, InFlight, Mismatch, Abandoned] {
            assert_eq!(ClaimStatus::of(status.into()), Some(status));
        }
        assert_eq!(ClaimStatus::of(Status::LostLease), None);
    }

    #[test]
    fn a_text_that_is_shorter_than_its_parts_has_empty_ones() {
        let mut parts = Parts(b"abc");
        assert_eq!((parts.text(2), parts.text(-1), parts.text(7), parts.text(1)), ("ab".into(), "".into(), "c".into(), "".into()));
    }
}
