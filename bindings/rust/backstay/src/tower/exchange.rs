//! One request that is served: its body is read, the core decides, the service runs, and its answer is reported before it is sent.

use std::fmt::Display;
use std::future::poll_fn;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::task::Poll;
use std::thread;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, Response};
use http_body::Body;
use tower_service::Service;

use super::body::{RequestBody, ResponseBody};
use super::idempotency::{Hook, IdempotencyLayer};
use super::message::{credentials_of, declared_length, fields_of, has_no_body, replied, unread, unserved};
use super::read::ReadBody;
use super::streamed::Streamed;
use crate::catalogue::Status;
use crate::idempotency::conclusion::{caught, words};
use crate::verdict::short_name;
use crate::{Claim, Error, HttpRequest, Served};

pub(super) struct Exchange<S> {
    pub(super) service: S,
    pub(super) layer: Arc<IdempotencyLayer>,
    pub(super) key: Option<Vec<u8>>,
    /// So much of the body is taken.
    pub(super) wanted: u64,
}

impl<S> Exchange<S> {
    pub(super) async fn run<B, A>(mut self, request: Request<B>) -> Result<Response<ResponseBody<A>>, S::Error>
    where
        S: Service<Request<RequestBody<B>>, Response = Response<A>>,
        S::Error: Display,
        B: Body<Data = Bytes>,
        A: Body<Data = Bytes>,
    {
        let (parts, body) = request.into_parts();
        // A client that waits for leave to send its body is not asked for one that is too long.
        let is_short = declared_length(&parts.headers).is_none_or(|declared| declared <= self.wanted);
        let body = if is_short { ReadBody::read(body, self.wanted).await } else { ReadBody::unread(body) };
        if body.is_broken() {
            return Ok(unread());
        }
        let served = served(&self.layer, self.key.as_deref(), &parts, body.data()).await;
        let method = parts.method.clone();
        let request = Request::from_parts(parts, RequestBody::read(body));
        match served {
            Err(error) => Ok(unserved(error)),
            Ok(Served::Reply(reply)) => Ok(replied(&method, reply)),
            Ok(Served::Pass) => self.service.call(request).await.map(|response| response.map(ResponseBody::untouched)),
            Ok(Served::Hold(claim)) => self.hold(Arc::new(claim), &method, request).await,
        }
    }

    /// Runs the service, and reports what comes of it. It finds the claim among the request's extensions.
    async fn hold<B, A>(
        &mut self,
        claim: Arc<Claim>,
        method: &Method,
        mut request: Request<B>,
    ) -> Result<Response<ResponseBody<A>>, S::Error>
    where
        S: Service<Request<B>, Response = Response<A>>,
        S::Error: Display,
        A: Body<Data = Bytes>,
    {
        request.extensions_mut().insert(Arc::clone(&claim));
        match called(&mut self.service, request).await {
            Ok(Ok(response)) => Ok(reported(claim, self.layer.idempotency.maximum_body(), method, response).await),
            Ok(Err(error)) => {
                // The error goes on, whatever becomes of the key.
                let _ = claim.fail(false, short_name::<S::Error>(), &error.to_string()).await;
                Err(error)
            }
            Err(payload) => {
                let _ = claim.fail(false, "panic", words(payload.as_ref())).await;
                resume_unwind(payload)
            }
        }
    }
}

/// Asks what is to be done with a request.
async fn served(layer: &IdempotencyLayer, key: Option<&[u8]>, parts: &Parts, body: &[u8]) -> Result<Served, Error> {
    let told = |hook: &Option<Hook>| hook.as_ref().and_then(|hook| hook(parts)).unwrap_or_default();
    let (tenant, principal, route) = (told(&layer.tenant), told(&layer.principal), told(&layer.route));
    let credentials = credentials_of(&parts.headers);
    let target = parts.uri.path_and_query().map_or_else(|| parts.uri.path(), |target| target.as_str());
    let request = HttpRequest::new(parts.method.as_str(), target)
        .key_header(key)
        .route(&route)
        .tenant(&tenant)
        .principal(&principal)
        .credentials(&credentials)
        .body(body)
        .declared_length(declared_length(&parts.headers));
    layer.idempotency.serve(&request).await
}

/// Calls the service; its panic goes on once the key was told.
async fn called<S: Service<Request>, Request>(service: &mut S, request: Request) -> thread::Result<Result<S::Response, S::Error>> {
    let mut future = Box::pin(caught(|| service.call(request))?);
    poll_fn(|context| match caught(|| future.as_mut().poll(context)) {
        Ok(poll) => poll.map(Ok),
        Err(payload) => Poll::Ready(Err(payload)),
    })
    .await
}

/// Reports a response that can be read now, and sees to it that any other one reports itself.
async fn reported<A>(claim: Arc<Claim>, maximum: u64, method: &Method, response: Response<A>) -> Response<ResponseBody<A>>
where
    A: Body<Data = Bytes>,
{
    let (parts, body) = response.into_parts();
    let report = Report { claim, status_code: parts.status.as_u16(), headers: fields_of(&parts.headers) };
    let body = if has_no_body(method, parts.status) {
        report.whole(&[]).await;
        ResponseBody::untouched(body)
    } else if body.size_hint().exact().is_none_or(|length| length > maximum) {
        ResponseBody::streamed(Streamed::new(ReadBody::unread(body), report))
    } else {
        let body = ReadBody::read(body, maximum).await;
        if body.is_whole() {
            report.whole(body.data()).await;
            ResponseBody::read(body)
        } else {
            ResponseBody::streamed(Streamed::new(body, report))
        }
    };
    Response::from_parts(parts, body)
}

/// What is to be said of a response. That nobody could be told is no reason not to send it: its effect has happened.
pub(super) struct Report {
    claim: Arc<Claim>,
    status_code: u16,
    headers: Vec<(String, String)>,
}

impl Report {
    async fn whole(&self, body: &[u8]) {
        let told = self.claim.respond(self.status_code, &self.headers, Some(body)).await;
        // Of headers that can't be stored, since there are too many, at least the effect is.
        if told.is_err_and(|error| error.status() == Status::InvalidArgument) {
            let _ = self.claim.respond(self.status_code, &[], None).await;
        }
    }

    /// All of it was sent but its last byte.
    pub(super) async fn streamed(self) {
        let _ = self.claim.respond(self.status_code, &[], None).await;
    }

    /// Its body ended in an error.
    pub(super) async fn broke(self) {
        let _ = self.claim.fail(false, "body", "the body of the answer ended in an error").await;
    }
}
