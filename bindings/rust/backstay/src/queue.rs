//! The completion queue, by which the answers of stores come back without a callback and without a blocked thread.
//!
//! A store is given an operation and a token of the host's; its completion comes back as a record that carries the token. Each event
//! loop has a queue of its own, whose descriptor becomes readable when there are completions; threads wait instead. With the feature
//! `tokio` operations are futures: see [`AsyncQueue`]. Stores are built on it; [`echo`] is the example of one.

pub(crate) mod loops;
pub(crate) mod operations;
mod thread;
#[cfg(feature = "tokio")]
mod tokio;

use std::fmt;
use std::os::fd::RawFd;
#[cfg(feature = "tokio")]
use std::os::fd::{BorrowedFd, OwnedFd};
use std::ptr::{self, NonNull};
use std::sync::Arc;
use std::time::Duration;

use backstay_sys as sys;

#[cfg(feature = "tokio")]
pub use self::tokio::{AsyncQueue, QueueError};
use crate::catalogue::Status;
use crate::native::{UNKNOWN, check, checked, nanoseconds, number, taken};
use crate::shared::Shared;
use crate::{Error, Runtime};

const FIELDS: usize = sys::BACKSTAY_RECORD_FIELDS as usize;

/// Where the answers of stores arrive. Clones share the same queue; the last one closes it.
#[derive(Clone)]
pub struct Queue {
    handle: Arc<Handle>,
}

/// The reference to a queue.
struct Handle(NonNull<sys::backstay_queue>);

// SAFETY: a handle may be used from any thread.
unsafe impl Send for Handle {}
// SAFETY: as above.
unsafe impl Sync for Handle {}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: the reference is this object's own.
        unsafe { sys::backstay_queue_release(self.0.as_ptr()) };
    }
}

/// Makes a call that submits; false where the queue is full.
pub(crate) fn accepted(submit: impl FnOnce(*mut sys::backstay_error) -> i32) -> Result<bool, Error> {
    Ok(checked(submit)? != sys::BACKSTAY_FULL)
}

/// How one operation ended. Holds its result until that is taken, and frees its place when it is dropped.
#[derive(Debug)]
pub struct Completion {
    queue: Queue,
    token: i64,
    status: Status,
    result: i64,
    length: usize,
}

/// A negative answer as an error. The scalar functions tell a status and no words.
fn scalar(answer: i64) -> Result<i64, Error> {
    if answer >= 0 {
        return Ok(answer);
    }
    let status = i32::try_from(answer).ok().and_then(Status::from_value).unwrap_or(Status::Internal);
    let words = if status == Status::Closed { "the queue was closed" } else { "the queue refused the call" };
    Err(Error::new(status, format!("{words} ({status})")))
}

impl Queue {
    /// Makes a queue with so many places, 1 to 65,536; twice what is in flight at most is plenty.
    pub fn new(runtime: &Runtime, capacity: u64) -> Result<Self, Error> {
        Queue::of(runtime.shared(), capacity)
    }

    pub(crate) fn of(runtime: &Shared, capacity: u64) -> Result<Self, Error> {
        let mut out = ptr::null_mut();
        // SAFETY: the handle is alive, and `out` is this call's own.
        check(|error| unsafe { sys::backstay_queue_create(runtime.handle(), number(capacity), &mut out, error) })?;
        let handle = NonNull::new(out).ok_or_else(|| Error::new(Status::Internal, "the core gave no queue"))?;
        Ok(Queue { handle: Arc::new(Handle(handle)) })
    }

    pub(crate) fn handle(&self) -> *mut sys::backstay_queue {
        self.handle.0.as_ptr()
    }

    /// The descriptor to watch: readable while there are completions, and from close on for ever. Don't read, write or close it; it goes
    /// with the queue. After a fork ask for it anew.
    pub fn descriptor(&self) -> Result<RawFd, Error> {
        // SAFETY: the handle is alive.
        Ok(scalar(unsafe { sys::backstay_queue_fd(self.handle()) })? as RawFd)
    }

    /// The same as one of the caller's own, which may outlive the queue.
    #[cfg(feature = "tokio")]
    pub(crate) fn own_descriptor(&self) -> Result<OwnedFd, Error> {
        let number = self.descriptor()?;
        // SAFETY: the queue keeps it open while it is borrowed.
        let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
        descriptor.try_clone_to_owned().map_err(|problem| Error::new(Status::Io, format!("no descriptor for the queue: {problem}")))
    }

    /// At most so many completions, those that came first; none where there are none. An error of status `closed` once a closed queue
    /// is empty.
    pub fn drain(&self, most: usize) -> Result<Vec<Completion>, Error> {
        let mut records = vec![0i64; most.saturating_mul(FIELDS)];
        // SAFETY: the handle is alive, and `records` has room for `most` records.
        let count = scalar(unsafe { sys::backstay_queue_drain(self.handle(), records.as_mut_ptr(), most as i64) })?;
        let drained = records.chunks_exact(FIELDS).take(count as usize);
        Ok(drained.map(|record| Completion::of(self, record)).collect())
    }

    /// Blocks this thread until there are completions, at most for the timeout. False: there are none yet, which a signal may cause,
    /// too.
    pub fn wait(&self, timeout: Option<Duration>) -> Result<bool, Error> {
        let timeout_ns = timeout.map_or(UNKNOWN, nanoseconds);
        // SAFETY: the handle is alive.
        Ok(scalar(unsafe { sys::backstay_queue_wait(self.handle(), timeout_ns) })? == 1)
    }

    /// Cancels what is in flight with that token; false where nothing is.
    pub fn cancel(&self, token: i64) -> Result<bool, Error> {
        // SAFETY: the handle is alive.
        Ok(scalar(unsafe { sys::backstay_queue_cancel(self.handle(), token) })? == 1)
    }

    /// Ends what is in flight as closed, and accepts nothing more. What has completed can still be drained.
    pub fn close(&self) -> Result<(), Error> {
        // SAFETY: the handle is alive.
        check(|error| unsafe { sys::backstay_queue_close(self.handle(), error) })
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").finish_non_exhaustive()
    }
}

impl Completion {
    fn of(queue: &Queue, record: &[i64]) -> Self {
        let field = |index: i64| record[index as usize];
        let status = i32::try_from(field(sys::BACKSTAY_RECORD_STATUS)).ok().and_then(Status::from_value);
        Completion {
            queue: queue.clone(),
            token: field(sys::BACKSTAY_RECORD_TOKEN),
            status: status.unwrap_or(Status::Internal),
            result: field(sys::BACKSTAY_RECORD_RESULT),
            length: usize::try_from(field(sys::BACKSTAY_RECORD_LENGTH)).unwrap_or(0),
        }
    }

    /// The number that the operation was given.
    pub fn token(&self) -> i64 {
        self.token
    }

    /// `ok`, `cancelled`, `closed`, or with what the operation failed.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Bytes of the result.
    pub fn length(&self) -> usize {
        self.length
    }

    /// The result's bytes, once. An error where there is none, or it was taken before.
    pub fn take(&mut self) -> Result<Vec<u8>, Error> {
        // SAFETY: the handle is alive, and both out-parameters are this call's own.
        let bytes = taken(|out, error| unsafe { sys::backstay_queue_take(self.queue.handle(), self.result, out, error) })?;
        self.result = 0;
        Ok(bytes)
    }

    /// Gives the result to who knows what it is, and uses it up.
    pub(crate) fn used_by<T>(mut self, take: impl FnOnce(*mut sys::backstay_queue, i64) -> T) -> T {
        let result = std::mem::take(&mut self.result);
        take(self.queue.handle(), result)
    }

    /// Frees the result's place unread; false where there is none any more.
    pub fn discard(&mut self) -> bool {
        let result = std::mem::take(&mut self.result);
        // SAFETY: the handle is alive.
        result != 0 && unsafe { sys::backstay_queue_drop(self.queue.handle(), result) } == 0
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        self.discard();
    }
}

/// An example of a store, which answers with what it was sent.
pub mod echo {
    use super::{Error, Queue, accepted, scalar, sys};

    /// When it answers.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum How {
        /// Before `submit` returns, as a store in memory does.
        AtOnce,
        /// When it is told to.
        Held,
        /// From a thread of its own, as a store with a connection does.
        OnThread,
    }

    /// Submits bytes under a token of yours, any number that is not on its way. False where the queue is full: drain, and submit again.
    pub fn submit(queue: &Queue, token: i64, data: &[u8], how: How) -> Result<bool, Error> {
        let how = match how {
            How::AtOnce => sys::BACKSTAY_ECHO_AT_ONCE,
            How::Held => sys::BACKSTAY_ECHO_HELD,
            How::OnThread => sys::BACKSTAY_ECHO_THREAD,
        };
        let (bytes, length) = (data.as_ptr().cast(), data.len() as i64);
        // SAFETY: the handle is alive, and the bytes are borrowed for the call.
        accepted(|error| unsafe { sys::backstay_echo_submit(queue.handle(), token, bytes, length, how, error) })
    }

    /// Completes what is held; false where nothing is, any more.
    pub fn complete(queue: &Queue, token: i64) -> Result<bool, Error> {
        // SAFETY: the handle is alive.
        Ok(scalar(unsafe { sys::backstay_echo_complete(queue.handle(), token) })? == 1)
    }
}
