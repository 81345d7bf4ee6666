//! Operations of stores as futures on Tokio.
//!
//! One task watches the queue's descriptor and settles a batch of operations when it becomes readable: no thread, no wake from a foreign
//! thread, and one crossing a batch.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::os::fd::{AsRawFd, RawFd};
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::{Completion, Queue, echo};
use crate::catalogue::Status;
use crate::{Error, Runtime};

/// So many operations are settled before other tasks get their turn; what is left keeps the descriptor readable.
const BATCH: usize = 256;

/// Why an operation has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueueError {
    /// As many operations are in flight as the queue has places.
    Full,
    /// The operation failed, or the queue was closed before it ended.
    Failed(Error),
}

impl fmt::Display for QueueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            QueueError::Full => f.write_str("the queue is full: too many operations are in flight"),
            QueueError::Failed(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for QueueError {}

impl From<Error> for QueueError {
    fn from(error: Error) -> Self {
        QueueError::Failed(error)
    }
}

/// A queue that is watched by a task of a Tokio runtime; any number of tasks may use it at the same time.
///
/// Closing it, dropping it, or closing its runtime ends what is in flight with an error of status `closed`. An operation whose future is
/// dropped is cancelled.
pub struct AsyncQueue {
    queue: Queue,
    waiting: Arc<Waiting>,
    tokens: AtomicI64,
}

/// The operations in flight, by token.
#[derive(Default)]
struct Waiting(Mutex<HashMap<i64, State>>);

enum State {
    InFlight(Option<Waker>),
    Done(Completion),
}

impl Waiting {
    fn lock(&self) -> MutexGuard<'_, HashMap<i64, State>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn settle(&self, completions: Vec<Completion>) {
        let mut wakers = Vec::with_capacity(completions.len());
        let mut waiting = self.lock();
        for completion in completions {
            // Nobody waits for one whose future was dropped.
            if let Some(state) = waiting.get_mut(&completion.token()) {
                if let State::InFlight(Some(waker)) = std::mem::replace(state, State::Done(completion)) {
                    wakers.push(waker);
                }
            }
        }
        drop(waiting);
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// The queue's descriptor, which stays open as long as the queue is held here.
struct Descriptor {
    number: RawFd,
    queue: Queue,
}

impl AsRawFd for Descriptor {
    fn as_raw_fd(&self) -> RawFd {
        self.number
    }
}

impl Descriptor {
    fn watched(queue: Queue) -> Result<AsyncFd<Descriptor>, Error> {
        let descriptor = Descriptor { number: queue.descriptor()?, queue };
        // What is to replace it is not there before Tokio 1.54; `Descriptor` keeps what it asks for.
        #[allow(deprecated)]
        AsyncFd::with_interest(descriptor, Interest::READABLE)
            .map_err(|problem| Error::new(Status::Io, format!("the queue's descriptor can't be watched: {problem}")))
    }
}

impl AsyncQueue {
    /// Makes a queue with so many places and lets the Tokio runtime of the caller watch it. An error outside of one.
    pub fn new(runtime: &Runtime, capacity: u64) -> Result<Self, Error> {
        let tokio = tokio::runtime::Handle::try_current()
            .map_err(|_| Error::new(Status::Unsupported, "an AsyncQueue is made inside of a Tokio runtime"))?;
        let queue = Queue::new(runtime, capacity)?;
        let waiting = Arc::new(Waiting::default());
        tokio.spawn(watch(Descriptor::watched(queue.clone())?, Arc::clone(&waiting)));
        Ok(AsyncQueue { queue, waiting, tokens: AtomicI64::new(1) })
    }

    /// Sends bytes to the echo store and returns its answer.
    pub async fn echo(&self, data: &[u8], how: echo::How) -> Result<Vec<u8>, QueueError> {
        let token = self.tokens.fetch_add(1, Ordering::Relaxed);
        self.waiting.lock().insert(token, State::InFlight(None));
        // From here on a drop takes the entry back, and cancels.
        let operation = Operation { queue: self, token };
        if !echo::submit(&self.queue, token, data, how)? {
            return Err(QueueError::Full);
        }
        let mut completion = operation.await;
        match completion.status() {
            Status::Ok => Ok(completion.take()?),
            Status::Closed => Err(Error::new(Status::Closed, "the queue was closed").into()),
            status => Err(Error::new(status, format!("the store answered {status}")).into()),
        }
    }

    /// Ends what is in flight as closed. Closing twice is fine.
    pub fn close(&self) -> Result<(), Error> {
        self.queue.close()
    }
}

impl Drop for AsyncQueue {
    fn drop(&mut self) {
        // It fails nowhere; the watching task ends by it.
        let _ = self.queue.close();
    }
}

impl fmt::Debug for AsyncQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncQueue").finish_non_exhaustive()
    }
}

/// One operation in flight.
struct Operation<'q> {
    queue: &'q AsyncQueue,
    token: i64,
}

impl Future for Operation<'_> {
    type Output = Completion;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Completion> {
        let mut waiting = self.queue.waiting.lock();
        match waiting.remove(&self.token) {
            Some(State::Done(completion)) => Poll::Ready(completion),
            _ => {
                waiting.insert(self.token, State::InFlight(Some(context.waker().clone())));
                Poll::Pending
            }
        }
    }
}

impl Drop for Operation<'_> {
    fn drop(&mut self) {
        let state = self.queue.waiting.lock().remove(&self.token);
        if let Some(State::InFlight(_)) = state {
            // Where nothing is in flight there is nothing to cancel.
            let _ = self.queue.queue.cancel(self.token);
        }
    }
}

/// Settles what completes, until the queue is closed and empty.
async fn watch(descriptor: AsyncFd<Descriptor>, waiting: Arc<Waiting>) {
    loop {
        let Ok(mut ready) = descriptor.readable().await else { return };
        loop {
            let Ok(completions) = descriptor.get_ref().queue.drain(BATCH) else { return };
            let drained = completions.len();
            waiting.settle(completions);
            // Tokio is told of edges, so only a queue without records may be waited for.
            if drained == 0 {
                ready.clear_ready();
                break;
            }
            tokio::task::yield_now().await;
        }
    }
}
