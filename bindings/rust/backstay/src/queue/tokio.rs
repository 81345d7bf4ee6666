//! Operations of stores as futures on Tokio.
//!
//! One task watches the queue's descriptor and settles a batch of operations when it becomes readable: no thread, no wake from a foreign
//! thread, and one crossing a batch.

use std::fmt;
use std::os::fd::OwnedFd;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::runtime::Handle;

use super::operations::{Watched, Watcher};
use super::{Queue, echo};
use crate::catalogue::Status;
use crate::{Error, Runtime};

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
/// Closing it, dropping it, or closing its runtime ends what is in flight with an error of status `closed`, and so does the end of the Tokio
/// runtime. An operation whose future is dropped is cancelled.
pub struct AsyncQueue {
    watched: Watched,
}

impl AsyncQueue {
    /// Makes a queue with so many places and lets the Tokio runtime of the caller watch it, whose I/O must be enabled, as `#[tokio::main]`
    /// does. An error outside of one.
    pub fn new(runtime: &Runtime, capacity: u64) -> Result<Self, Error> {
        let tokio =
            Handle::try_current().map_err(|_| Error::new(Status::Unsupported, "an AsyncQueue is made inside of a Tokio runtime"))?;
        Ok(AsyncQueue { watched: watched(Queue::new(runtime, capacity)?, &tokio)? })
    }

    /// Sends bytes to the echo store and returns its answer.
    pub async fn echo(&self, data: &[u8], how: echo::How) -> Result<Vec<u8>, QueueError> {
        let operations = self.watched.operations();
        let operation = operations.begin(true);
        if !echo::submit(&operations.queue, operation.token, data, how)? {
            return Err(QueueError::Full);
        }
        Ok(operation.await?.take()?)
    }

    /// Ends what is in flight as closed. Closing twice is fine.
    pub fn close(&self) -> Result<(), Error> {
        self.watched.operations().queue.close()
    }
}

impl fmt::Debug for AsyncQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncQueue").finish_non_exhaustive()
    }
}

/// The queue, watched by a task of that Tokio runtime, which is the caller's.
pub(super) fn watched(queue: Queue, tokio: &Handle) -> Result<Watched, Error> {
    // What is to replace it is not there before Tokio 1.54; the descriptor is the task's own.
    #[allow(deprecated)]
    let descriptor = AsyncFd::with_interest(queue.own_descriptor()?, Interest::READABLE)
        .map_err(|problem| Error::new(Status::Io, format!("the queue's descriptor can't be watched: {problem}")))?;
    let watched = Watched::new(queue);
    tokio.spawn(watch(descriptor, Watcher::of(&watched)));
    Ok(watched)
}

/// Settles what completes, until the queue is closed and empty.
async fn watch(descriptor: AsyncFd<OwnedFd>, watcher: Watcher) {
    loop {
        let Ok(mut ready) = descriptor.readable().await else { return };
        loop {
            let Some(drained) = watcher.settle() else { return };
            // Tokio is told of edges, so only a queue without records may be waited for.
            if drained == 0 {
                ready.clear_ready();
                break;
            }
            tokio::task::yield_now().await;
        }
    }
}
