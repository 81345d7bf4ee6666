//! What an asynchronous call is made of: a future, which runs once, or a function that makes one for each attempt.

use std::future::Future;

/// Where the futures of a guarded call come from. Implemented for functions that return a future, and for a future itself.
///
/// A future can run only once. Under a policy that retries give a function; a plain future is not tried again.
pub trait Attempts<Kind> {
    /// The future of one attempt.
    type Future: Future;
    /// What makes them.
    type Source: Source<Future = Self::Future>;

    /// Begins a call.
    fn into_source(self) -> Self::Source;
}

/// Makes the future of each attempt.
pub trait Source {
    /// The future of one attempt.
    type Future: Future;

    /// Whether there is another one.
    fn has_next(&self) -> bool;
    /// The next one.
    fn next(&mut self) -> Option<Self::Future>;
}

/// Marks a plain future.
#[derive(Debug)]
pub enum Once {}
/// Marks a function that makes futures.
#[derive(Debug)]
pub enum Repeated {}

/// A future that runs once.
#[derive(Debug)]
pub struct OnceSource<F>(Option<F>);
/// A function that is called for each attempt.
#[derive(Debug)]
pub struct RepeatedSource<F>(F);

impl<F: Future> Attempts<Once> for F {
    type Future = F;
    type Source = OnceSource<F>;

    fn into_source(self) -> OnceSource<F> {
        OnceSource(Some(self))
    }
}

impl<F, R> Attempts<Repeated> for F
where
    F: FnMut() -> R,
    R: Future,
{
    type Future = R;
    type Source = RepeatedSource<F>;

    fn into_source(self) -> RepeatedSource<F> {
        RepeatedSource(self)
    }
}

impl<F: Future> Source for OnceSource<F> {
    type Future = F;

    fn has_next(&self) -> bool {
        self.0.is_some()
    }

    fn next(&mut self) -> Option<F> {
        self.0.take()
    }
}

impl<F, R> Source for RepeatedSource<F>
where
    F: FnMut() -> R,
    R: Future,
{
    type Future = R;

    fn has_next(&self) -> bool {
        true
    }

    fn next(&mut self) -> Option<R> {
        Some((self.0)())
    }
}
