//! Layers for Tower services: one guards a service, one answers requests of HTTP once a key.
//!
//! ```
//! use backstay::tower::GuardLayer;
//! use tower::{ServiceBuilder, ServiceExt, service_fn};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let runtime = backstay::Runtime::from_json(r#"{"policies": {"search": {"circuit_breaker": "standard"}}}"#)?;
//! let service = ServiceBuilder::new()
//!     .layer(GuardLayer::new(runtime.policy("search")?))
//!     .service(service_fn(|query: String| async move { Ok::<_, std::io::Error>(query.len()) }));
//! assert_eq!(service.oneshot("backstay".to_owned()).await?, 8);
//! # Ok(()) }
//! ```

mod body;
mod exchange;
mod idempotency;
mod message;
mod read;
mod streamed;

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

pub use self::body::{RequestBody, ResponseBody};
pub use self::idempotency::{IdempotencyLayer, Idempotent, IdempotentFuture};
use crate::attempts::Source;
use crate::catalogue::Outcome;
use crate::error::CallError;
use crate::guard::{Guard, NoFallback};
use crate::inner::{Inner, Next};
use crate::policy::Policy;
use crate::running::Running;
use crate::verdict::{ByResult, Classify, Verdict};

/// Guards each request to a service by a policy.
///
/// A refusal, a given-up retry and a passed deadline become [`CallError`]s, and the service's own errors [`CallError::Inner`]. A request
/// is sent once, unless [`GuardLayer::retrying`] says how to send it again.
#[derive(Debug, Clone)]
pub struct GuardLayer<C = ByResult, R = Once> {
    policy: Policy,
    classify: C,
    repeat: R,
}

/// A service behind a policy; [`GuardLayer`] makes it.
#[derive(Debug, Clone)]
pub struct Guarded<S, C = ByResult, R = Once> {
    service: S,
    policy: Policy,
    classify: C,
    repeat: R,
}

/// Makes a request again for another attempt. Closures of `&Request` that return an `Option<Request>` do.
pub trait Repeat<Request> {
    /// The request once more, `None` where it can be sent only once.
    fn repeat(&self, request: &Request) -> Option<Request>;
}

/// Requests are sent once.
#[derive(Debug, Clone, Copy, Default)]
pub struct Once;

impl<Request> Repeat<Request> for Once {
    fn repeat(&self, _request: &Request) -> Option<Request> {
        None
    }
}

impl<Request, F: Fn(&Request) -> Option<Request>> Repeat<Request> for F {
    fn repeat(&self, request: &Request) -> Option<Request> {
        self(request)
    }
}

impl GuardLayer {
    /// Guards by a policy: a response is a success, and an error of the service a failure.
    pub fn new(policy: Policy) -> Self {
        GuardLayer { policy, classify: ByResult, repeat: Once }
    }
}

impl<C, R> GuardLayer<C, R> {
    /// Says what a response means: `|result: &Result<Response, Error>| …`, which gives an [`Outcome`] or a [`Verdict`].
    pub fn classify<T, E, V, J>(self, classify: J) -> GuardLayer<J, R>
    where
        J: Fn(&Result<T, E>) -> V,
        V: Into<Verdict>,
    {
        GuardLayer { policy: self.policy, classify, repeat: self.repeat }
    }

    /// Says how a request is made again, where the policy retries: `|request: &Request| Some(request.clone())`.
    pub fn retrying<Request, F: Fn(&Request) -> Option<Request>>(self, repeat: F) -> GuardLayer<C, F> {
        GuardLayer { policy: self.policy, classify: self.classify, repeat }
    }
}

impl<S, C: Clone, R: Clone> Layer<S> for GuardLayer<C, R> {
    type Service = Guarded<S, C, R>;

    fn layer(&self, service: S) -> Guarded<S, C, R> {
        Guarded { service, policy: self.policy.clone(), classify: self.classify.clone(), repeat: self.repeat.clone() }
    }
}

impl<S, C, R, Request> Service<Request> for Guarded<S, C, R>
where
    S: Service<Request> + Clone + Send + 'static,
    S::Future: Send + 'static,
    S::Response: Send + 'static,
    S::Error: Send + 'static,
    Request: Send + 'static,
    C: Classify<S::Response, S::Error> + Clone + Send + Sync + 'static,
    R: Repeat<Request> + Clone + Send + Sync + 'static,
{
    type Response = S::Response;
    type Error = CallError<S::Error>;
    type Future = ResponseFuture<S::Future, C, S::Response, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(context).map_err(CallError::Inner)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let copy = self.repeat.repeat(&request);
        let quick = if copy.is_none() { Guard::new(&self.policy).begin_quietly() } else { None };
        if let Some(attempt) = quick {
            let mut running = Running::new(Arc::clone(&self.policy.inner), attempt);
            let future = running.run(|| self.service.call(request));
            return ResponseFuture { state: State::Quick { future, running, classify: self.classify.clone() } };
        }
        // The service that is ready goes into the future, and a clone stays for the next request.
        let spare = self.service.clone();
        let service = std::mem::replace(&mut self.service, spare);
        let call = Call { service, policy: self.policy.clone(), classify: self.classify.clone(), repeat: self.repeat.clone() };
        ResponseFuture { state: State::Whole { future: Box::pin(call.run(request, copy)) } }
    }
}

type Boxed<T, E> = Pin<Box<dyn Future<Output = Result<T, CallError<E>>> + Send>>;

pin_project! {
    /// The response of a guarded service.
    pub struct ResponseFuture<F, C, T, E> {
        #[pin]
        state: State<F, C, T, E>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, C, T, E> {
        // The policy let the call start without being asked.
        Quick { #[pin] future: F, running: Running<Arc<Inner>>, classify: C },
        // It waits, keeps a deadline, or is made again.
        Whole { future: Boxed<T, E> },
    }
}

impl<F, C, T, E> Future for ResponseFuture<F, C, T, E>
where
    F: Future<Output = Result<T, E>>,
    C: Classify<T, E>,
{
    type Output = Result<T, CallError<E>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Whole { future } => future.as_mut().poll(context),
            StateProjection::Quick { future, running, classify } => {
                let (result, verdict) = ready!(running.run(|| {
                    future.poll(context).map(|result| {
                        let verdict = classify.classify(&result);
                        (result, verdict)
                    })
                }));
                if verdict.outcome == Outcome::Success && running.succeed_quietly() {
                    return Poll::Ready(result.map_err(CallError::Inner));
                }
                let attempt = running.end();
                Poll::Ready(match running.policy().conclude_last(&attempt, &verdict) {
                    Next::GivenUp(ending) => Err(running.policy().exhausted(ending, result.err())),
                    _ => result.map_err(CallError::Inner),
                })
            }
        }
    }
}

/// A request that needs more than one look at the policy.
struct Call<S, C, R> {
    service: S,
    policy: Policy,
    classify: C,
    repeat: R,
}

impl<S, C, R> Call<S, C, R> {
    async fn run<Request>(self, request: Request, copy: Option<Request>) -> Result<S::Response, CallError<S::Error>>
    where
        S: Service<Request> + Clone + Send + 'static,
        S::Future: Send,
        Request: Send + 'static,
        C: Classify<S::Response, S::Error>,
        R: Repeat<Request>,
    {
        let guard = Guard { policy: &self.policy, cost: 1, limit: None, classify: ByRef(&self.classify), fallback: NoFallback };
        let spare = self.service.clone();
        let sends = Sends { ready: Some(self.service), spare, next: Some(request), copy, repeat: &self.repeat };
        guard.call_plainly_async(sends).await
    }
}

/// The attempts of one request.
struct Sends<'r, S, Request, R> {
    /// The service that is ready, for the first attempt.
    ready: Option<S>,
    spare: S,
    /// The request of the next attempt, where it can be made again.
    next: Option<Request>,
    /// A copy of it, where there is one already.
    copy: Option<Request>,
    repeat: &'r R,
}

impl<S, Request, R> Source for Sends<'_, S, Request, R>
where
    S: Service<Request> + Clone + Send + 'static,
    S::Future: Send,
    Request: Send + 'static,
    R: Repeat<Request>,
{
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn has_next(&self) -> bool {
        self.next.is_some()
    }

    fn next(&mut self) -> Option<Self::Future> {
        let request = self.next.take()?;
        self.next = self.copy.take().or_else(|| self.repeat.repeat(&request));
        if let Some(mut service) = self.ready.take() {
            return Some(Box::pin(async move { service.call(request).await }));
        }
        let mut service = self.spare.clone();
        Some(Box::pin(async move {
            poll_fn(|context| service.poll_ready(context)).await?;
            service.call(request).await
        }))
    }
}

/// A borrowed judge.
struct ByRef<'a, C>(&'a C);

impl<T, E, C: Classify<T, E>> Classify<T, E> for ByRef<'_, C> {
    fn classify(&self, result: &Result<T, E>) -> Verdict {
        self.0.classify(result)
    }
}
