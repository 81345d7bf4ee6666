//! What a claim asks for, and asking it: on the thread or by a queue.

use std::borrow::Cow;
use std::ptr;

use backstay_sys as sys;

use super::claim::Claim;
use super::handles::Keeper;
use super::{Idempotency, Inner};
use crate::Error;
use crate::native::{UNKNOWN, optional_text, taken, text};
use crate::queue::operations::{Kept, Submission};
use crate::queue::{Queue, accepted};

pub(super) struct Request<'r> {
    pub(super) scope: Option<Cow<'r, str>>,
    pub(super) key: Cow<'r, str>,
    pub(super) fingerprint: Option<Cow<'r, str>>,
    pub(super) lease_ns: i64,
    pub(super) waited_ns: i64,
}

impl Request<'_> {
    /// Claims as a task, which waits where the store blocks. Dropped before its end it claims nothing.
    pub(super) async fn claim(&self, idempotency: &Idempotency) -> Result<Claim, Error> {
        let Inner { keeper, blocking, .. } = &*idempotency.inner;
        let Some(runtime) = blocking else { return self.claim_blocking(idempotency) };
        let operations = runtime.operations()?;
        let submission = OfKeeper { keeper, request: self };
        let take = |queue, result| {
            told(&idempotency.inner, |out, claimed, told, error| {
                // SAFETY: the handle is alive, `claimed` is memory of the size that it says, and the other out-parameters are the caller's own.
                unsafe { sys::backstay_idempotency_claim_take(queue, result, out, claimed, told, error) }
            })
        };
        operations.answer(&submission, |completion| completion.used_by(take)).await
    }

    /// Claims on this thread.
    pub(super) fn claim_blocking(&self, idempotency: &Idempotency) -> Result<Claim, Error> {
        let (scope, scope_length) = optional_text(self.scope.as_deref());
        let (key, key_length) = text(&self.key);
        let (fingerprint, fingerprint_length) = optional_text(self.fingerprint.as_deref());
        told(&idempotency.inner, |out, claimed, told, error| {
            // SAFETY: the handle is alive, the texts are borrowed for the call, `claimed` is memory of the size that it says, and the other
            // out-parameters are the caller's own.
            unsafe {
                sys::backstay_idempotency_claim(
                    idempotency.inner.keeper.handle(),
                    scope,
                    scope_length,
                    key,
                    key_length,
                    fingerprint,
                    fingerprint_length,
                    self.lease_ns,
                    self.waited_ns,
                    out,
                    claimed,
                    told,
                    error,
                )
            }
        })
    }

    fn kept(&self) -> Request<'static> {
        let owned = |text: &Option<Cow<'_, str>>| text.as_ref().map(|text| text.to_string().into());
        Request {
            scope: owned(&self.scope),
            key: self.key.to_string().into(),
            fingerprint: owned(&self.fingerprint),
            lease_ns: self.lease_ns,
            waited_ns: self.waited_ns,
        }
    }
}

/// Makes a claim of what a function of the C interface tells.
fn told(
    inner: &Inner,
    tell: impl FnOnce(*mut *mut sys::backstay_claim, *mut sys::backstay_claimed, *mut sys::backstay_bytes, *mut sys::backstay_error) -> i32,
) -> Result<Claim, Error> {
    let (mut handle, mut status, mut claimed) = (ptr::null_mut(), sys::BACKSTAY_OK, unclaimed());
    let text = taken(|text, error| {
        status = tell(&mut handle, &mut claimed, text, error);
        status
    })?;
    Claim::adopt(handle, status, &claimed, &text, &inner.blocking)
}

/// What `BACKSTAY_CLAIMED_INIT` says.
pub(super) fn unclaimed() -> sys::backstay_claimed {
    sys::backstay_claimed {
        struct_size: size_of::<sys::backstay_claimed>() as i64,
        fence: 0,
        retry_after_ns: UNKNOWN,
        again_ns: 0,
        takeovers: 0,
        answer_kind: UNKNOWN,
        status_code: 0,
        message_length: 0,
        recovery_point_length: 0,
        content_type_length: 0,
        headers_length: 0,
        body_length: 0,
    }
}

/// A request to an idempotency, to be submitted.
struct OfKeeper<'r> {
    keeper: &'r Keeper,
    request: &'r Request<'r>,
}

impl Submission for OfKeeper<'_> {
    /// Nobody would act on the key, nor give it up.
    const CANCELLED_BY_DROP: bool = true;

    fn submit(&self, queue: &Queue, token: i64) -> Result<bool, Error> {
        let (scope, scope_length) = optional_text(self.request.scope.as_deref());
        let (key, key_length) = text(&self.request.key);
        let (fingerprint, fingerprint_length) = optional_text(self.request.fingerprint.as_deref());
        accepted(|error| {
            // SAFETY: both handles are alive, and the texts are borrowed for the call.
            unsafe {
                sys::backstay_idempotency_claim_submit(
                    self.keeper.handle(),
                    queue.handle(),
                    token,
                    scope,
                    scope_length,
                    key,
                    key_length,
                    fingerprint,
                    fingerprint_length,
                    self.request.lease_ns,
                    self.request.waited_ns,
                    error,
                )
            }
        })
    }

    fn kept(&self) -> Kept {
        let (keeper, request) = (self.keeper.clone(), self.request.kept());
        Box::new(move |queue, token| OfKeeper { keeper: &keeper, request: &request }.submit(queue, token))
    }
}
