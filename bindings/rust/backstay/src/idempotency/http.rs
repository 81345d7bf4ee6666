//! Idempotency of a web server's requests, whatever framework reads them. What a framework's middleware does is below.

pub(crate) mod lines;
mod request;
mod served;

use std::ffi::CStr;

use backstay_sys as sys;

pub use self::request::HttpRequest;
pub use self::served::{HttpReply, Served, TriedToServe};
use super::Idempotency;
use crate::Error;
use crate::catalogue::Status;
use crate::native::{UNKNOWN, bytes, check, optional_bytes, text};

/// What happens while a store can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnUnavailable {
    /// Claims are refused: nothing happens.
    Refuse,
    /// Claims are held without the store: an effect may happen twice.
    Run,
}

impl Idempotency {
    /// The name of the request header that holds the key, as configured.
    pub fn key_header(&self) -> &str {
        // SAFETY: the handle is alive.
        let name = unsafe { sys::backstay_idempotency_key_header(self.inner.keeper.handle()) };
        // SAFETY: the text lives as long as the handle, and ends with a NUL byte. The core takes tokens alone, which are ASCII.
        unsafe { CStr::from_ptr(name) }.to_str().unwrap_or_default()
    }

    /// How many bytes of an answer's body are kept, as configured: who buffers it needs no more, and responds without it where there is
    /// more.
    pub fn maximum_body(&self) -> u64 {
        // SAFETY: the handle is alive.
        u64::try_from(unsafe { sys::backstay_idempotency_maximum_body(self.inner.keeper.handle()) }).unwrap_or_default()
    }

    /// How many bytes of a request's body are taken: read up to that and one more, then [`serve`](Idempotency::serve). 0: the request
    /// passes, and that was all. Cheap: for every request. The key header is that of [`HttpRequest::key_header`].
    pub fn wants(&self, method: impl AsRef<[u8]>, key_header: Option<&[u8]>) -> Result<u64, Error> {
        let (method, method_length) = bytes(method.as_ref());
        let (key, key_length) = optional_bytes(key_header);
        // SAFETY: the handle is alive, and the texts are borrowed for the call.
        let wanted = unsafe { sys::backstay_idempotency_wants(self.inner.keeper.handle(), method, method_length, key, key_length) };
        u64::try_from(wanted).map_err(|_| {
            let status = i32::try_from(wanted).ok().and_then(Status::from_value).unwrap_or(Status::Internal);
            Error::new(status, format!("wants: the request can't be served ({status})"))
        })
    }

    /// Decides what is done with a request, and claims its key. While somebody else holds the key it waits as long as the configured `wait`
    /// says.
    ///
    /// What the client did wrong and what the store can't do is a reply, too; errors are misuse and a closed runtime. A future that is
    /// dropped before its end leaves the key as it was.
    ///
    /// ```
    /// use backstay::{HttpRequest, Served};
    /// # fn place(_: &[u8]) -> Vec<u8> { b"7".to_vec() }
    /// # fn send(_: u16, _: &[(String, String)], _: &[u8]) {}
    /// # async fn example(orders: backstay::Idempotency, key: Option<&[u8]>, body: &[u8]) -> Result<(), backstay::Error> {
    /// if orders.wants("POST", key)? == 0 {
    ///     send(200, &[], &place(body));
    ///     return Ok(());
    /// }
    /// let request = HttpRequest::new("POST", "/orders").key_header(key).body(body);
    /// match orders.serve(&request).await? {
    ///     Served::Reply(reply) => send(reply.status_code, &reply.headers, &reply.body),
    ///     Served::Pass => send(201, &[], &place(body)),
    ///     Served::Hold(claim) => {
    ///         let receipt = place(body);
    ///         // A lease that was lost is no reason to send nothing: the effect has happened.
    ///         let _ = claim.respond(201, &[], Some(&receipt)).await;
    ///         send(201, &[], &receipt);
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn serve(&self, request: &HttpRequest<'_>) -> Result<Served, Error> {
        let mut request = request.clone();
        loop {
            match request.serve(self).await? {
                TriedToServe::Served(served) => return Ok(served),
                TriedToServe::Again(pause) => {
                    self.pause(pause).await;
                    request.waited = request.waited.saturating_add(pause);
                }
            }
        }
    }

    /// The same on this thread.
    pub fn serve_blocking(&self, request: &HttpRequest<'_>) -> Result<Served, Error> {
        let mut request = request.clone();
        loop {
            match request.serve_blocking(self)? {
                TriedToServe::Served(served) => return Ok(served),
                TriedToServe::Again(pause) => {
                    self.pause_blocking(pause);
                    request.waited = request.waited.saturating_add(pause);
                }
            }
        }
    }

    /// The same as one try, for who pauses in a way of its own.
    pub async fn try_serve(&self, request: &HttpRequest<'_>) -> Result<TriedToServe, Error> {
        request.serve(self).await
    }

    /// The same on this thread.
    pub fn try_serve_blocking(&self, request: &HttpRequest<'_>) -> Result<TriedToServe, Error> {
        request.serve_blocking(self)
    }

    /// Says what happens while the store can't be used, until told otherwise; `None`: as configured. The reason, 1 to 128 bytes, is
    /// recorded in an event.
    pub fn set_on_unavailable(&self, mode: impl Into<Option<OnUnavailable>>, reason: &str) -> Result<(), Error> {
        let mode = mode.into().map_or(UNKNOWN, |mode| i64::from(mode == OnUnavailable::Run));
        let (reason, length) = text(reason);
        // SAFETY: the handle is alive, and the text is borrowed for the call.
        check(|error| unsafe { sys::backstay_idempotency_set_on_unavailable(self.inner.keeper.handle(), mode, reason, length, error) })
    }
}
