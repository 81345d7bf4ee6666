//! A request of HTTP, and asking what is to be done with it: on the thread or by a queue.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use backstay_sys as sys;

use super::super::handles::Keeper;
use super::super::{Idempotency, Inner};
use super::served::{TriedToServe, told};
use crate::Error;
use crate::native::{UNKNOWN, bytes, nanoseconds, number, optional_bytes};
use crate::queue::operations::{Kept, Submission};
use crate::queue::{Queue, accepted};

/// A request of HTTP, as its client sent it. Its texts are any bytes, up to 1 MiB each.
///
/// ```
/// let body = br#"{"item": 7}"#;
/// let request = backstay::HttpRequest::new("POST", "/orders")
///     .key_header(Some(b"8e03978e-40d5-43dd-bc93-6894a57f9324"))
///     .principal("user-7")
///     .body(body)
///     .declared_length(body.len() as u64);
/// ```
#[derive(Clone)]
#[must_use = "it does nothing until it is served"]
pub struct HttpRequest<'r> {
    method: Cow<'r, [u8]>,
    target: Cow<'r, [u8]>,
    route: Cow<'r, [u8]>,
    key_header: Option<Cow<'r, [u8]>>,
    tenant: Cow<'r, [u8]>,
    principal: Cow<'r, [u8]>,
    credentials: Cow<'r, [u8]>,
    body: Cow<'r, [u8]>,
    declared_length: Option<u64>,
    pub(super) waited: Duration,
}

fn borrowed<T: AsRef<[u8]> + ?Sized>(bytes: &T) -> Cow<'_, [u8]> {
    Cow::Borrowed(bytes.as_ref())
}

impl<'r> HttpRequest<'r> {
    /// Of this method, to this target: path and query.
    pub fn new<M: AsRef<[u8]> + ?Sized, T: AsRef<[u8]> + ?Sized>(method: &'r M, target: &'r T) -> Self {
        HttpRequest {
            method: borrowed(method),
            target: borrowed(target),
            route: borrowed(""),
            key_header: None,
            tenant: borrowed(""),
            principal: borrowed(""),
            credentials: borrowed(""),
            body: borrowed(""),
            declared_length: None,
            waited: Duration::ZERO,
        }
    }

    /// The value of the header that [`Idempotency::key_header`](crate::Idempotency::key_header) names, several ones joined by `, `. `None`:
    /// it is absent.
    pub fn key_header(mut self, value: Option<&'r [u8]>) -> Self {
        self.key_header = value.map(Cow::Borrowed);
        self
    }

    /// The path's pattern. Empty: the path.
    pub fn route<T: AsRef<[u8]> + ?Sized>(mut self, route: &'r T) -> Self {
        self.route = borrowed(route);
        self
    }

    /// Whose customer asks, as the application knows it. Empty: there is none.
    pub fn tenant<T: AsRef<[u8]> + ?Sized>(mut self, tenant: &'r T) -> Self {
        self.tenant = borrowed(tenant);
        self
    }

    /// Who asks, as the application knows it. Empty: not known; then the credentials tell users apart.
    pub fn principal<T: AsRef<[u8]> + ?Sized>(mut self, principal: &'r T) -> Self {
        self.principal = borrowed(principal);
        self
    }

    /// The value of Authorization, a line feed, and the value of Cookie, either empty where it is absent.
    pub fn credentials<T: AsRef<[u8]> + ?Sized>(mut self, credentials: &'r T) -> Self {
        self.credentials = borrowed(credentials);
        self
    }

    /// The body; where it is longer than [`Idempotency::wants`](crate::Idempotency::wants) said, any part of it that is longer than that.
    pub fn body<T: AsRef<[u8]> + ?Sized>(mut self, body: &'r T) -> Self {
        self.body = borrowed(body);
        self
    }

    /// What Content-Length says. `None`: nothing.
    pub fn declared_length(mut self, length: impl Into<Option<u64>>) -> Self {
        self.declared_length = length.into();
        self
    }

    /// How long the caller has waited since its first try: the sum of what [`TriedToServe::Again`] told it.
    pub fn waited(mut self, waited: Duration) -> Self {
        self.waited = waited;
        self
    }

    /// Asks as a task, which waits where the store blocks. Dropped before its end it claims nothing.
    pub(super) async fn serve(&self, idempotency: &Idempotency) -> Result<TriedToServe, Error> {
        let Inner { keeper, blocking, .. } = &*idempotency.inner;
        let Some(runtime) = blocking else { return self.serve_blocking(idempotency) };
        let operations = runtime.operations()?;
        let submission = OfKeeper { keeper, request: self };
        let take = |queue, result| {
            told(&idempotency.inner, |out, served, text, error| {
                // SAFETY: the handle is alive, `served` is memory of the size that it says, and the other out-parameters are the caller's
                // own.
                unsafe { sys::backstay_idempotency_serve_take(queue, result, out, served, text, error) }
            })
        };
        operations.answer(&submission, |completion| completion.used_by(take)).await
    }

    /// Asks on this thread.
    pub(super) fn serve_blocking(&self, idempotency: &Idempotency) -> Result<TriedToServe, Error> {
        let ((method, method_length), (target, target_length)) = (bytes(&self.method), bytes(&self.target));
        let ((route, route_length), (key, key_length)) = (bytes(&self.route), optional_bytes(self.key_header.as_deref()));
        let ((tenant, tenant_length), (principal, principal_length)) = (bytes(&self.tenant), bytes(&self.principal));
        let ((credentials, credentials_length), (body, body_length)) = (bytes(&self.credentials), bytes(&self.body));
        told(&idempotency.inner, |out, served, text, error| {
            // SAFETY: the handle is alive, the texts are borrowed for the call, `served` is memory of the size that it says, and the other
            // out-parameters are the caller's own.
            unsafe {
                sys::backstay_idempotency_serve(
                    idempotency.inner.keeper.handle(),
                    method,
                    method_length,
                    target,
                    target_length,
                    route,
                    route_length,
                    key,
                    key_length,
                    tenant,
                    tenant_length,
                    principal,
                    principal_length,
                    credentials,
                    credentials_length,
                    body,
                    body_length,
                    self.declared_length.map_or(UNKNOWN, number),
                    nanoseconds(self.waited),
                    out,
                    served,
                    text,
                    error,
                )
            }
        })
    }

    fn kept(&self) -> HttpRequest<'static> {
        let owned = |bytes: &Cow<'_, [u8]>| Cow::Owned(bytes.to_vec());
        HttpRequest {
            method: owned(&self.method),
            target: owned(&self.target),
            route: owned(&self.route),
            key_header: self.key_header.as_ref().map(owned),
            tenant: owned(&self.tenant),
            principal: owned(&self.principal),
            credentials: owned(&self.credentials),
            body: owned(&self.body),
            declared_length: self.declared_length,
            waited: self.waited,
        }
    }
}

/// Neither credentials nor bodies are for logs.
impl fmt::Debug for HttpRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, target) = (String::from_utf8_lossy(&self.method), String::from_utf8_lossy(&self.target));
        f.debug_struct("HttpRequest").field("method", &method).field("target", &target).finish_non_exhaustive()
    }
}

/// A request to an idempotency, to be submitted.
struct OfKeeper<'r> {
    keeper: &'r Keeper,
    request: &'r HttpRequest<'r>,
}

impl Submission for OfKeeper<'_> {
    /// Nobody would act on the key, nor give it up.
    const CANCELLED_BY_DROP: bool = true;

    fn submit(&self, queue: &Queue, token: i64) -> Result<bool, Error> {
        let request = self.request;
        let ((method, method_length), (target, target_length)) = (bytes(&request.method), bytes(&request.target));
        let ((route, route_length), (key, key_length)) = (bytes(&request.route), optional_bytes(request.key_header.as_deref()));
        let ((tenant, tenant_length), (principal, principal_length)) = (bytes(&request.tenant), bytes(&request.principal));
        let ((credentials, credentials_length), (body, body_length)) = (bytes(&request.credentials), bytes(&request.body));
        accepted(|error| {
            // SAFETY: both handles are alive, and the texts are borrowed for the call.
            unsafe {
                sys::backstay_idempotency_serve_submit(
                    self.keeper.handle(),
                    queue.handle(),
                    token,
                    method,
                    method_length,
                    target,
                    target_length,
                    route,
                    route_length,
                    key,
                    key_length,
                    tenant,
                    tenant_length,
                    principal,
                    principal_length,
                    credentials,
                    credentials_length,
                    body,
                    body_length,
                    request.declared_length.map_or(UNKNOWN, number),
                    nanoseconds(request.waited),
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
