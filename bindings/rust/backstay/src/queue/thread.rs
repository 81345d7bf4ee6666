//! Operations of stores as futures on any executor: a thread waits for the queue, and wakes whoever awaits what has completed.

use std::thread;

use super::Queue;
use super::operations::{Watched, Watcher};
use crate::Error;
use crate::catalogue::Status;

/// The queue, watched by a thread of its own, which ends when the queue is closed.
pub(super) fn watched(queue: Queue) -> Result<Watched, Error> {
    // That the system has none left is better said here than found out by the thread.
    queue.descriptor()?;
    let watched = Watched::new(queue.clone());
    let watcher = Watcher::of(&watched);
    thread::Builder::new()
        .name("backstay-queue".to_owned())
        .spawn(move || watch(&queue, &watcher))
        .map_err(|problem| Error::new(Status::OutOfMemory, format!("no thread can be started for the queue: {problem}")))?;
    Ok(watched)
}

fn watch(queue: &Queue, watcher: &Watcher) {
    // Closed and empty it can't be waited for, nor settled.
    while queue.wait(None).is_ok() && watcher.settle().is_some() {}
}
