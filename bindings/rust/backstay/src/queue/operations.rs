//! Operations in flight on a queue, as futures: who watches the queue settles them by the batch, on whatever executor they are awaited.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};

use super::{Completion, Queue};
use crate::Error;
use crate::catalogue::Status;

/// So many operations are settled before others get their turn; what is left keeps the queue readable.
const BATCH: usize = 256;

/// What is submitted to a store.
pub(crate) trait Submission {
    /// Whether it shall not happen any more once nobody awaits it.
    const CANCELLED_BY_DROP: bool;

    /// False where the queue is full.
    fn submit(&self, queue: &Queue, token: i64) -> Result<bool, Error>;

    /// The same without what is borrowed, for who stands in line.
    fn kept(&self) -> Kept;
}

/// Submits a token later; false where the queue is full.
pub(crate) type Kept = Box<dyn Fn(&Queue, i64) -> Result<bool, Error> + Send>;

/// A queue's operations.
pub(crate) struct Operations {
    pub(super) queue: Queue,
    state: Mutex<State>,
    /// Whether somebody stands in line.
    crowded: AtomicBool,
    /// Whether nobody watches the queue any more.
    over: AtomicBool,
    tokens: AtomicI64,
}

#[derive(Default)]
struct State {
    /// What is awaited, by token.
    awaited: HashMap<i64, Progress>,
    /// What waits for a place, the first one first.
    line: VecDeque<(i64, Kept)>,
}

enum Progress {
    InFlight(Option<Waker>),
    Done(Result<Completion, Error>),
}

impl State {
    /// Who is to be woken; gives the answer back where nobody awaits it.
    fn settle(&mut self, token: i64, answer: Result<Completion, Error>) -> Result<Option<Waker>, Result<Completion, Error>> {
        match self.awaited.get_mut(&token) {
            None => Err(answer),
            Some(progress) => match std::mem::replace(progress, Progress::Done(answer)) {
                Progress::InFlight(waker) => Ok(waker),
                Progress::Done(_) => Ok(None),
            },
        }
    }
}

/// A waker is the executor's code; that it panics must not stop the others' operations.
fn wake(wakers: Vec<Waker>) {
    for waker in wakers {
        let _ = catch_unwind(AssertUnwindSafe(|| waker.wake()));
    }
}

impl Operations {
    fn new(queue: Queue) -> Self {
        let (crowded, over) = (AtomicBool::new(false), AtomicBool::new(false));
        Operations { queue, state: Mutex::default(), crowded, over, tokens: AtomicI64::new(1) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An operation that is to be submitted under the token which it tells. From here on a drop takes it back.
    pub(super) fn begin(&self, cancelled_by_drop: bool) -> Operation<'_> {
        let token = self.tokens.fetch_add(1, Ordering::Relaxed);
        self.lock().awaited.insert(token, Progress::InFlight(None));
        Operation { operations: self, token, cancelled_by_drop, ended: false }
    }

    /// Submits, where the queue is full once it has a place, and gives what `take` makes of the completion.
    pub(crate) async fn answer<S: Submission, T>(
        &self,
        submission: &S,
        take: impl FnOnce(Completion) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let operation = self.begin(S::CANCELLED_BY_DROP);
        if self.is_crowded() || !submission.submit(&self.queue, operation.token)? {
            self.line_up(operation.token, submission.kept());
        }
        let answer = take(operation.await?);
        self.advance();
        answer
    }

    fn is_crowded(&self) -> bool {
        self.crowded.load(Ordering::Relaxed)
    }

    fn line_up(&self, token: i64, kept: Kept) {
        let mut state = self.lock();
        state.line.push_back((token, kept));
        self.crowded.store(true, Ordering::Relaxed);
        drop(state);
        // A place may have become free before it stood in line.
        self.advance();
    }

    /// Submits those in line for whom there are places now. Whoever frees one calls it; the queue's own lock sees to it that who finds the
    /// queue full has been seen in line by who frees a place after that.
    fn advance(&self) {
        if !self.is_crowded() {
            return;
        }
        let (mut wakers, mut gone) = (Vec::new(), Vec::new());
        let mut state = self.lock();
        while let Some((token, kept)) = state.line.front() {
            let (token, submitted) = (*token, kept(&self.queue, *token));
            if let Ok(false) = submitted {
                break;
            }
            gone.extend(state.line.pop_front());
            if let Err(error) = submitted {
                // Nobody hears of an end that nobody awaits.
                wakers.extend(state.settle(token, Err(error)).ok().flatten());
            }
        }
        self.crowded.store(!state.line.is_empty(), Ordering::Relaxed);
        drop(state);
        drop(gone);
        wake(wakers);
    }

    /// Settles what has completed and tells how much that was; an error once the queue is closed and empty.
    pub(super) fn settle(&self) -> Result<usize, Error> {
        let completions = self.queue.drain(BATCH)?;
        let drained = completions.len();
        let (mut wakers, mut unwanted) = (Vec::with_capacity(drained), Vec::new());
        let mut state = self.lock();
        for completion in completions {
            match state.settle(completion.token(), Ok(completion)) {
                Ok(waker) => wakers.extend(waker),
                Err(completion) => unwanted.push(completion),
            }
        }
        drop(state);
        // Outside of the lock: what nobody wants is dropped, which may be work for a store.
        drop(unwanted);
        wake(wakers);
        self.advance();
        Ok(drained)
    }

    /// Ends everything as closed, since nobody watches the queue any more.
    fn end(&self) {
        self.over.store(true, Ordering::Release);
        // It fails nowhere.
        let _ = self.queue.close();
        while self.settle().is_ok() {}
        self.advance();
    }

    fn forget(&self, token: i64, cancel: bool) {
        let mut state = self.lock();
        let left = state.awaited.remove(&token);
        let place = if cancel && self.is_crowded() { state.line.iter().position(|waiting| waiting.0 == token) } else { None };
        let gone = place.and_then(|place| state.line.remove(place));
        drop(state);
        drop(gone);
        match left {
            Some(Progress::InFlight(_)) if cancel => {
                // Where nothing is in flight there is nothing to cancel.
                let _ = self.queue.cancel(token);
            }
            Some(Progress::Done(answer)) => {
                drop(answer);
                self.advance();
            }
            _ => {}
        }
    }
}

/// One operation in flight.
pub(super) struct Operation<'o> {
    operations: &'o Operations,
    pub(super) token: i64,
    cancelled_by_drop: bool,
    ended: bool,
}

impl Future for Operation<'_> {
    type Output = Result<Completion, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.operations.lock();
        match state.awaited.remove(&self.token) {
            Some(Progress::Done(answer)) => {
                drop(state);
                self.ended = true;
                Poll::Ready(answer.and_then(succeeded))
            }
            _ => {
                state.awaited.insert(self.token, Progress::InFlight(Some(context.waker().clone())));
                Poll::Pending
            }
        }
    }
}

impl Drop for Operation<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.operations.forget(self.token, self.cancelled_by_drop);
        }
    }
}

fn succeeded(completion: Completion) -> Result<Completion, Error> {
    match completion.status() {
        Status::Ok => Ok(completion),
        Status::Closed => Err(Error::new(Status::Closed, "the queue or its runtime was closed")),
        status => Err(Error::new(status, format!("the store answered {status}"))),
    }
}

/// The operations of a queue that somebody watches, which is closed when this is dropped.
pub(crate) struct Watched(Arc<Operations>);

impl Watched {
    pub(super) fn new(queue: Queue) -> Self {
        Watched(Arc::new(Operations::new(queue)))
    }

    pub(crate) fn operations(&self) -> &Arc<Operations> {
        &self.0
    }

    /// Whether nobody watches the queue any more, since it was closed or the watcher's executor has ended.
    pub(crate) fn is_over(&self) -> bool {
        self.0.over.load(Ordering::Acquire)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // It fails nowhere; the watcher ends by it.
        let _ = self.0.queue.close();
    }
}

/// What a watcher holds of the queue: nothing that keeps it, or its runtime. Dropped, by whatever ends the watcher, it ends the operations.
pub(super) struct Watcher(Weak<Operations>);

impl Watcher {
    pub(super) fn of(watched: &Watched) -> Self {
        Watcher(Arc::downgrade(&watched.0))
    }

    /// Settles what has completed and tells how much that was; `None` once there is nothing to watch.
    pub(super) fn settle(&self) -> Option<usize> {
        self.0.upgrade()?.settle().ok()
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        if let Some(operations) = self.0.upgrade() {
            operations.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{echo, thread};
    use super::*;
    use crate::Runtime;
    use std::pin::pin;

    /// Bytes for the echo store, which answers when it is told to.
    struct Echo<const CANCELLED_BY_DROP: bool>(&'static str);

    impl<const CANCELLED_BY_DROP: bool> Submission for Echo<CANCELLED_BY_DROP> {
        const CANCELLED_BY_DROP: bool = CANCELLED_BY_DROP;

        fn submit(&self, queue: &Queue, token: i64) -> Result<bool, Error> {
            echo::submit(queue, token, self.0.as_bytes(), echo::How::Held)
        }

        fn kept(&self) -> Kept {
            let bytes = self.0;
            Box::new(move |queue, token| echo::submit(queue, token, bytes.as_bytes(), echo::How::Held))
        }
    }

    /// The operations of a queue with one place.
    fn narrow() -> (Runtime, Watched) {
        let runtime = Runtime::from_json(r#"{"policies": {}}"#).unwrap();
        let watched = thread::watched(Queue::new(&runtime, 1).unwrap()).unwrap();
        (runtime, watched)
    }

    fn polled<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    fn until_ready<F: Future>(mut future: Pin<&mut F>) -> F::Output {
        loop {
            if let Poll::Ready(output) = polled(future.as_mut()) {
                return output;
            }
            std::thread::yield_now();
        }
    }

    /// Tokens count from 1. Completes what may still stand in line, for which a place becomes free in its time.
    fn complete(watched: &Watched, token: i64) {
        while !echo::complete(&watched.operations().queue, token).unwrap() {
            std::thread::yield_now();
        }
    }

    #[test]
    fn who_stands_in_line_gets_the_next_place() {
        let (_runtime, watched) = narrow();
        let operations = watched.operations();
        let mut first = pin!(operations.answer(&Echo::<true>("first"), |mut done| done.take()));
        let mut second = pin!(operations.answer(&Echo::<true>("second"), |mut done| done.take()));
        assert!(polled(first.as_mut()).is_pending() && !operations.is_crowded());
        assert!(polled(second.as_mut()).is_pending() && operations.is_crowded());
        complete(&watched, 1);
        assert_eq!(until_ready(first).unwrap(), b"first");
        assert!(!operations.is_crowded());
        complete(&watched, 2);
        assert_eq!(until_ready(second).unwrap(), b"second");
    }

    #[test]
    fn who_leaves_the_line_is_never_submitted_unless_it_is_an_end() {
        let (_runtime, watched) = narrow();
        let operations = watched.operations();
        let mut first = pin!(operations.answer(&Echo::<true>("first"), |mut done| done.take()));
        assert!(polled(first.as_mut()).is_pending());
        {
            let mut claim = pin!(operations.answer(&Echo::<true>("claim"), |mut done| done.take()));
            assert!(polled(claim.as_mut()).is_pending());
            let mut end = pin!(operations.answer(&Echo::<false>("end"), |mut done| done.take()));
            assert!(polled(end.as_mut()).is_pending());
        }
        let waiting: Vec<_> = operations.lock().line.iter().map(|waiting| waiting.0).collect();
        assert_eq!(waiting, [3]);
        complete(&watched, 1);
        assert!(until_ready(first).is_ok());
        complete(&watched, 3);
    }

    #[test]
    fn what_is_dropped_once_it_was_answered_frees_its_place() {
        let (_runtime, watched) = narrow();
        let operations = watched.operations();
        let mut second = pin!(operations.answer(&Echo::<true>("second"), |mut done| done.take()));
        {
            let mut first = pin!(operations.answer(&Echo::<true>("first"), |mut done| done.take()));
            assert!(polled(first.as_mut()).is_pending() && polled(second.as_mut()).is_pending());
            complete(&watched, 1);
            while !matches!(operations.lock().awaited.get(&1), Some(Progress::Done(_))) {
                std::thread::yield_now();
            }
        }
        complete(&watched, 2);
        assert_eq!(until_ready(second).unwrap(), b"second");
    }

    #[test]
    fn closing_ends_the_line_too() {
        let (runtime, watched) = narrow();
        let operations = watched.operations();
        let mut first = pin!(operations.answer(&Echo::<true>("first"), |mut done| done.take()));
        let mut second = pin!(operations.answer(&Echo::<true>("second"), |mut done| done.take()));
        assert!(polled(first.as_mut()).is_pending() && polled(second.as_mut()).is_pending());
        runtime.close().unwrap();
        for ended in [until_ready(first), until_ready(second)] {
            assert_eq!(ended.unwrap_err().status(), Status::Closed);
        }
        while !watched.is_over() {
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_waker_that_panics_stops_nobody() {
        struct Panics;
        impl std::task::Wake for Panics {
            fn wake(self: Arc<Self>) {
                // Without the words that a panic prints.
                std::panic::resume_unwind(Box::new(()));
            }
        }
        let (_runtime, watched) = narrow();
        let operations = watched.operations();
        let mut first = pin!(operations.answer(&Echo::<true>("first"), |mut done| done.take()));
        assert!(first.as_mut().poll(&mut Context::from_waker(&Waker::from(Arc::new(Panics)))).is_pending());
        complete(&watched, 1);
        assert!(until_ready(first).is_ok());
        let mut second = pin!(operations.answer(&Echo::<true>("second"), |mut done| done.take()));
        assert!(polled(second.as_mut()).is_pending());
        complete(&watched, 2);
        assert!(until_ready(second).is_ok());
    }
}
