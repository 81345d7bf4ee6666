//! A layer that answers a request of HTTP once a key.

use std::fmt::{self, Display};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use super::body::{RequestBody, ResponseBody};
use super::exchange::Exchange;
use super::message::{key_of, unserved};
use crate::{Error, Idempotency};

/// Answers each request once a key: the service runs for the first one, and whoever asks again is given its answer.
///
/// The configuration says which methods have keys, in which header, and what becomes of an answer. Everything else passes by, request and
/// response untouched. Put it around a router for all of its routes, or around one route; layers with other idempotencies may be beside it.
///
/// - An answer whose length is known, and is no more than `maximum_body`, is stored before any of it is sent. Any other one is streamed as
///   the service sends it, frame by frame, and remembered as not kept before its last byte is sent.
/// - An error, a panic and a body that ends in an error are failures of the work, and go on.
/// - A request whose client goes away leaves its key as it was, or, once the service runs, to its lease. Nothing renews the lease by
///   itself.
/// - The service finds its [`Claim`](crate::Claim), in an [`Arc`], among the request's extensions: for the fence, recovery points and
///   heartbeats.
/// - What can't be served since the runtime is closed or was misused is answered with status 500; the response's extensions hold the
///   [`Error`].
///
/// Request and response bodies have [`Bytes`] as their data, as those of axum and hyper do.
///
/// ```
/// use backstay::tower::IdempotencyLayer;
/// # #[derive(Clone)] struct User { id: String }
///
/// # fn main() -> Result<(), backstay::Error> {
/// let runtime = backstay::Runtime::from_json(r#"{"stores": {"main": "memory:"}, "idempotency": {"orders": {}}}"#)?;
/// let idempotent = IdempotencyLayer::new(runtime.idempotency("orders")?)
///     .principal(|request| request.extensions.get::<User>().map(|user| user.id.clone()));
/// let app: axum::Router = axum::Router::new()
///     .route("/orders", axum::routing::post(|| async { "placed" }))
///     .layer(idempotent);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct IdempotencyLayer {
    pub(super) idempotency: Idempotency,
    pub(super) tenant: Option<Hook>,
    pub(super) principal: Option<Hook>,
    pub(super) route: Option<Hook>,
}

/// Tells something of a request.
pub(super) type Hook = Arc<dyn Fn(&Parts) -> Option<String> + Send + Sync>;

impl IdempotencyLayer {
    /// With the keys of this idempotency.
    pub fn new(idempotency: Idempotency) -> Self {
        IdempotencyLayer { idempotency, tenant: None, principal: None, route: None }
    }

    /// Says whose customer asks. Keys of different tenants are different keys.
    pub fn tenant(mut self, tenant: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        self.tenant = Some(Arc::new(tenant));
        self
    }

    /// Says who asks, so that nobody is given the answer to another one's key. Without it, and where it tells nobody, the header
    /// Authorization tells users apart, and without that Cookie.
    pub fn principal(mut self, principal: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        self.principal = Some(Arc::new(principal));
        self
    }

    /// Says which route a request takes: keys of different routes are different keys. Without it that is the path. Routers that are nested
    /// in axum see only the rest of the path; its `MatchedPath` is all of it:
    ///
    /// ```
    /// # use axum::extract::MatchedPath;
    /// # fn layer(orders: backstay::Idempotency) -> backstay::tower::IdempotencyLayer {
    /// # use backstay::tower::IdempotencyLayer;
    /// IdempotencyLayer::new(orders).route(|request| Some(request.extensions.get::<MatchedPath>()?.as_str().to_owned()))
    /// # }
    /// ```
    pub fn route(mut self, route: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        self.route = Some(Arc::new(route));
        self
    }
}

impl fmt::Debug for IdempotencyLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IdempotencyLayer").field(&self.idempotency.name()).finish()
    }
}

impl<S> Layer<S> for IdempotencyLayer {
    type Service = Idempotent<S>;

    fn layer(&self, service: S) -> Idempotent<S> {
        Idempotent { service, layer: Arc::new(self.clone()) }
    }
}

/// A service that answers once a key; [`IdempotencyLayer`] makes it.
#[derive(Debug, Clone)]
pub struct Idempotent<S> {
    service: S,
    layer: Arc<IdempotencyLayer>,
}

impl<S, B, A> Service<Request<B>> for Idempotent<S>
where
    S: Service<Request<RequestBody<B>>, Response = Response<A>> + Clone + Send + 'static,
    S::Future: Send + 'static,
    S::Error: Display + Send + 'static,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Send + 'static,
    A: Body<Data = Bytes> + Send + 'static,
    A::Error: Send + 'static,
{
    type Response = Response<ResponseBody<A>>;
    type Error = S::Error;
    type Future = IdempotentFuture<S::Future, A, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let key = key_of(request.headers(), self.layer.idempotency.key_header());
        let wanted = match self.layer.idempotency.wants(request.method().as_str(), key.as_deref()) {
            Ok(0) => return IdempotentFuture::passing(self.service.call(request.map(RequestBody::untouched))),
            Ok(wanted) => wanted,
            Err(error) => return IdempotentFuture::boxed(refused(error)),
        };
        // The service that is ready goes into the future, and a clone stays for the next request.
        let spare = self.service.clone();
        let service = std::mem::replace(&mut self.service, spare);
        let exchange = Exchange { service, layer: Arc::clone(&self.layer), key, wanted };
        IdempotentFuture::boxed(exchange.run(request))
    }
}

async fn refused<A: Body, E>(error: Error) -> Result<Response<ResponseBody<A>>, E> {
    Ok(unserved(error))
}

type Boxed<A, E> = Pin<Box<dyn Future<Output = Result<Response<ResponseBody<A>>, E>> + Send>>;

pin_project! {
    /// The response of a service that answers once a key.
    pub struct IdempotentFuture<F, A, E>
    where
        A: Body,
    {
        #[pin]
        state: State<F, A, E>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, A, E>
    where
        A: Body,
    {
        Passes { #[pin] future: F },
        IsServed { future: Boxed<A, E> },
    }
}

impl<F, A: Body, E> IdempotentFuture<F, A, E> {
    fn passing(future: F) -> Self {
        IdempotentFuture { state: State::Passes { future } }
    }

    fn boxed(future: impl Future<Output = Result<Response<ResponseBody<A>>, E>> + Send + 'static) -> Self {
        IdempotentFuture { state: State::IsServed { future: Box::pin(future) } }
    }
}

impl<F, A, E> Future for IdempotentFuture<F, A, E>
where
    F: Future<Output = Result<Response<A>, E>>,
    A: Body,
{
    type Output = Result<Response<ResponseBody<A>>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Passes { future } => future.poll(context).map_ok(|response| response.map(ResponseBody::untouched)),
            StateProjection::IsServed { future } => future.as_mut().poll(context),
        }
    }
}
