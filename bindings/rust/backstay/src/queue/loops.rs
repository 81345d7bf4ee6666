//! The queues by which tasks await a runtime's stores: one for each Tokio runtime, and one for all other executors.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::operations::{Operations, Watched};
use super::{Queue, thread};
use crate::Error;
use crate::per_process::PerProcess;
use crate::shared::Shared;

/// What is more in flight stands in line.
const PLACES: u64 = 4096;

/// The Tokio runtime of the caller; `None` outside of one.
#[cfg(feature = "tokio")]
type Here = Option<tokio::runtime::Id>;
/// Without the feature nobody is inside of one.
#[cfg(not(feature = "tokio"))]
type Here = Option<std::convert::Infallible>;

/// The queues of one runtime, each made when it is first needed. One that nobody watches any more goes with the next one that is made.
pub(crate) struct Loops {
    queues: PerProcess<Mutex<HashMap<Here, Watched>>>,
}

impl Loops {
    pub(crate) fn new() -> Self {
        Loops { queues: PerProcess::new() }
    }

    /// Those of the caller's executor.
    pub(crate) fn operations(&self, runtime: &Shared) -> Result<Arc<Operations>, Error> {
        let here = here();
        let mut queues = self.queues.get().lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = queues.get(&here).filter(|known| !known.is_over()) {
            return Ok(Arc::clone(known.operations()));
        }
        queues.retain(|_, watched| !watched.is_over());
        let made = watched(Queue::of(runtime, PLACES)?)?;
        let operations = Arc::clone(made.operations());
        queues.insert(here, made);
        Ok(operations)
    }
}

#[cfg(feature = "tokio")]
fn here() -> Here {
    tokio::runtime::Handle::try_current().ok().map(|tokio| tokio.id())
}

#[cfg(not(feature = "tokio"))]
fn here() -> Here {
    None
}

fn watched(queue: Queue) -> Result<Watched, Error> {
    #[cfg(feature = "tokio")]
    if let Ok(tokio) = tokio::runtime::Handle::try_current() {
        return super::tokio::watched(queue, &tokio);
    }
    thread::watched(queue)
}
