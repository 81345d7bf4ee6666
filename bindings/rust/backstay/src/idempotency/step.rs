//! What the holder of a key asks for: its ends, the heartbeat and the recovery point, on the thread or by a queue.

use std::borrow::Cow;

use backstay_sys as sys;

use super::answer::Answer;
use super::handles::Held;
use super::http::lines::lines_of;
use crate::Error;
use crate::catalogue::Status;
use crate::native::{bytes, checked, text};
use crate::queue::operations::{Kept, Submission};
use crate::queue::{Queue, accepted};
use crate::shared::Shared;

/// The core says this one by its status alone.
const LOST_LEASE: &str = "the key is not the claim's any more";

pub(super) enum Step<'s> {
    Complete(Cow<'s, Answer>),
    /// Without a body it is not kept.
    Respond {
        status_code: u16,
        lines: Cow<'s, str>,
        body: Option<Cow<'s, [u8]>>,
    },
    Fail {
        retryable: bool,
        type_name: Cow<'s, str>,
        message: Cow<'s, str>,
    },
    Release,
    Heartbeat,
    RecoveryPoint(Cow<'s, str>),
}

/// The lease is lost where the core says so, and where nothing was ever held.
fn told(status: i32) -> Result<(), Error> {
    if status == sys::BACKSTAY_OK { Ok(()) } else { Err(Error::new(Status::LostLease, LOST_LEASE)) }
}

impl<'s> Step<'s> {
    pub(super) fn response(status_code: u16, headers: &[(String, String)], body: Option<&'s [u8]>) -> Self {
        Step::Respond { status_code, lines: Cow::Owned(lines_of(headers)), body: body.map(Cow::Borrowed) }
    }

    pub(super) fn failure(retryable: bool, type_name: &'s str, message: &'s str) -> Self {
        Step::Fail { retryable, type_name: Cow::Borrowed(type_name), message: Cow::Borrowed(message) }
    }

    /// Takes it on this thread, which waits for the store.
    pub(super) fn take(&self, held: Option<&Held>) -> Result<(), Error> {
        match held {
            Some(held) => told(checked(|error| self.call(held.handle(), error))?),
            None => told(sys::BACKSTAY_LOST_LEASE),
        }
    }

    /// Takes it by a queue of the runtime's, on which the task waits for the store. Once it is on its way it happens, awaited or not.
    pub(super) async fn take_awaited(&self, held: &Held, runtime: &Shared) -> Result<(), Error> {
        let take = |queue, result| {
            // SAFETY: the handle is alive.
            checked(|error| unsafe { sys::backstay_idempotency_end_take(queue, result, error) })
        };
        let submission = OfClaim { held, step: self };
        runtime.operations()?.answer(&submission, |completion| told(completion.used_by(take)?)).await
    }

    fn kept(&self) -> Step<'static> {
        match self {
            Step::Complete(answer) => Step::Complete(Cow::Owned(Answer::clone(answer))),
            Step::Respond { status_code, lines, body } => Step::Respond {
                status_code: *status_code,
                lines: lines.to_string().into(),
                body: body.as_ref().map(|body| body.to_vec().into()),
            },
            Step::Fail { retryable, type_name, message } => {
                Step::Fail { retryable: *retryable, type_name: type_name.to_string().into(), message: message.to_string().into() }
            }
            Step::Release => Step::Release,
            Step::Heartbeat => Step::Heartbeat,
            Step::RecoveryPoint(point) => Step::RecoveryPoint(point.to_string().into()),
        }
    }

    fn call(&self, claim: *mut sys::backstay_claim, error: *mut sys::backstay_error) -> i32 {
        match self {
            Step::Complete(answer) => {
                let (content_type, content_type_length) = text(&answer.content_type);
                let (headers, headers_length) = text(&answer.headers);
                let (body, body_length) = (answer.body.as_ptr().cast(), answer.body.len() as i64);
                let (kind, status_code) = (i64::from(answer.kind as i32), i64::from(answer.status_code));
                // SAFETY: the handle is alive, and texts and body are borrowed for the call.
                unsafe {
                    sys::backstay_idempotency_complete(
                        claim,
                        kind,
                        status_code,
                        content_type,
                        content_type_length,
                        headers,
                        headers_length,
                        body,
                        body_length,
                        error,
                    )
                }
            }
            Step::Respond { status_code, lines, body } => {
                let ((lines, lines_length), (kept, (body, body_length))) = (text(lines), response_body(body));
                let status_code = i64::from(*status_code);
                // SAFETY: the handle is alive, and lines and body are borrowed for the call.
                unsafe { sys::backstay_idempotency_respond(claim, status_code, lines, lines_length, body, body_length, kept, error) }
            }
            Step::Fail { retryable, type_name, message } => {
                let ((name, name_length), (words, words_length)) = (text(type_name), text(message));
                // SAFETY: the handle is alive, and the texts are borrowed for the call.
                unsafe { sys::backstay_idempotency_fail(claim, i64::from(*retryable), name, name_length, words, words_length, error) }
            }
            // SAFETY: the handle is alive.
            Step::Release => unsafe { sys::backstay_idempotency_release(claim, error) },
            // SAFETY: the handle is alive.
            Step::Heartbeat => unsafe { sys::backstay_idempotency_heartbeat(claim, error) },
            Step::RecoveryPoint(point) => {
                let (bytes, length) = text(point);
                // SAFETY: the handle is alive, and the text is borrowed for the call.
                unsafe { sys::backstay_idempotency_set_recovery_point(claim, bytes, length, error) }
            }
        }
    }

    fn submit(&self, claim: *mut sys::backstay_claim, queue: *mut sys::backstay_queue, token: i64, error: *mut sys::backstay_error) -> i32 {
        match self {
            Step::Complete(answer) => {
                let (content_type, content_type_length) = text(&answer.content_type);
                let (headers, headers_length) = text(&answer.headers);
                let (body, body_length) = (answer.body.as_ptr().cast(), answer.body.len() as i64);
                let (kind, status_code) = (i64::from(answer.kind as i32), i64::from(answer.status_code));
                // SAFETY: both handles are alive, and texts and body are borrowed for the call.
                unsafe {
                    sys::backstay_idempotency_complete_submit(
                        claim,
                        queue,
                        token,
                        kind,
                        status_code,
                        content_type,
                        content_type_length,
                        headers,
                        headers_length,
                        body,
                        body_length,
                        error,
                    )
                }
            }
            Step::Respond { status_code, lines, body } => {
                let ((lines, lines_length), (kept, (body, body_length))) = (text(lines), response_body(body));
                let status_code = i64::from(*status_code);
                // SAFETY: both handles are alive, and lines and body are borrowed for the call.
                unsafe {
                    sys::backstay_idempotency_respond_submit(
                        claim,
                        queue,
                        token,
                        status_code,
                        lines,
                        lines_length,
                        body,
                        body_length,
                        kept,
                        error,
                    )
                }
            }
            Step::Fail { retryable, type_name, message } => {
                let ((name, name_length), (words, words_length)) = (text(type_name), text(message));
                let retryable = i64::from(*retryable);
                // SAFETY: both handles are alive, and the texts are borrowed for the call.
                unsafe {
                    sys::backstay_idempotency_fail_submit(claim, queue, token, retryable, name, name_length, words, words_length, error)
                }
            }
            // SAFETY: both handles are alive.
            Step::Release => unsafe { sys::backstay_idempotency_release_submit(claim, queue, token, error) },
            // SAFETY: both handles are alive.
            Step::Heartbeat => unsafe { sys::backstay_idempotency_heartbeat_submit(claim, queue, token, error) },
            Step::RecoveryPoint(point) => {
                let (bytes, length) = text(point);
                // SAFETY: both handles are alive, and the text is borrowed for the call.
                unsafe { sys::backstay_idempotency_set_recovery_point_submit(claim, queue, token, bytes, length, error) }
            }
        }
    }
}

/// Whether it is kept, and its bytes.
fn response_body(body: &Option<Cow<'_, [u8]>>) -> (i64, (*const core::ffi::c_char, i64)) {
    (i64::from(body.is_some()), bytes(body.as_deref().unwrap_or_default()))
}

/// The step of a claim, to be submitted.
struct OfClaim<'s> {
    held: &'s Held,
    step: &'s Step<'s>,
}

impl Submission for OfClaim<'_> {
    /// The work behind it is done.
    const CANCELLED_BY_DROP: bool = false;

    fn submit(&self, queue: &Queue, token: i64) -> Result<bool, Error> {
        accepted(|error| self.step.submit(self.held.handle(), queue.handle(), token, error))
    }

    fn kept(&self) -> Kept {
        let (held, step) = (self.held.clone(), self.step.kept());
        Box::new(move |queue, token| OfClaim { held: &held, step: &step }.submit(queue, token))
    }
}
