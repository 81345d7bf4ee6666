//! Pauses of asynchronous calls: Tokio's timers where the task runs on Tokio, else one thread that wakes whoever is due.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

/// Becomes ready after a while.
pub(crate) struct Sleep {
    kind: Kind,
}

enum Kind {
    #[cfg(feature = "tokio")]
    Tokio(Pin<Box<tokio::time::Sleep>>),
    Thread(Alarm),
}

/// `generation` is the process's fork generation: threads don't survive a fork.
pub(crate) fn sleep(duration: Duration, generation: i64) -> Sleep {
    #[cfg(feature = "tokio")]
    if tokio::runtime::Handle::try_current().is_ok() {
        return Sleep { kind: Kind::Tokio(Box::pin(tokio::time::sleep(duration))) };
    }
    // Years from now is never.
    let due = Instant::now() + duration.min(Duration::from_secs(1 << 30));
    Sleep { kind: Kind::Thread(Alarm { due, generation, set: None }) }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.kind {
            #[cfg(feature = "tokio")]
            Kind::Tokio(sleep) => sleep.as_mut().poll(context),
            Kind::Thread(alarm) => alarm.poll(context.waker()),
        }
    }
}

/// Gives the other tasks of the executor their turn, once.
pub(crate) async fn give_way() {
    let mut given = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut given, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

struct Alarm {
    due: Instant,
    generation: i64,
    set: Option<Arc<Entry>>,
}

impl Alarm {
    fn poll(&mut self, waker: &Waker) -> Poll<()> {
        if Instant::now() >= self.due {
            return Poll::Ready(());
        }
        match &self.set {
            Some(entry) => lock(&entry.waker).clone_from(waker),
            None => {
                let entry = Entry { due: self.due, over: AtomicBool::new(false), waker: Mutex::new(waker.clone()) };
                let entry = Arc::new(entry);
                Clock::of_process(self.generation).add(Arc::clone(&entry));
                self.set = Some(entry);
            }
        }
        // It may have gone off with the waker before.
        if Instant::now() >= self.due { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if let Some(entry) = &self.set {
            entry.over.store(true, Ordering::Relaxed);
        }
    }
}

struct Entry {
    due: Instant,
    over: AtomicBool,
    waker: Mutex<Waker>,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.due == other.due
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.due.cmp(&other.due)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The thread's work: what is due next. It starts with the first pause outside of Tokio and stays.
struct Clock {
    generation: i64,
    entries: Mutex<BinaryHeap<Reverse<Arc<Entry>>>>,
    changed: Condvar,
}

impl Clock {
    fn of_process(generation: i64) -> &'static Clock {
        static CURRENT: AtomicPtr<Clock> = AtomicPtr::new(std::ptr::null_mut());
        loop {
            let known = CURRENT.load(Ordering::Acquire);
            // SAFETY: whatever was stored below lives for ever.
            if let Some(clock) = unsafe { known.as_ref() }.filter(|clock| clock.generation == generation) {
                return clock;
            }
            let made = Clock { generation, entries: Mutex::default(), changed: Condvar::new() };
            let made = Box::into_raw(Box::new(made));
            if CURRENT.compare_exchange(known, made, Ordering::AcqRel, Ordering::Acquire).is_err() {
                // SAFETY: nobody else has seen it.
                drop(unsafe { Box::from_raw(made) });
                continue;
            }
            // SAFETY: it lives for ever from now on.
            let clock: &'static Clock = unsafe { &*made };
            // Where no thread can be started, alarms are noticed by whoever polls.
            let _ = thread::Builder::new().name("backstay-timer".to_owned()).spawn(|| clock.run());
            return clock;
        }
    }

    fn add(&self, entry: Arc<Entry>) {
        lock(&self.entries).push(Reverse(entry));
        self.changed.notify_one();
    }

    fn run(&self) {
        let mut entries = lock(&self.entries);
        loop {
            let Some(next) = entries.peek() else {
                entries = self.changed.wait(entries).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = next.0.due.saturating_duration_since(Instant::now());
            if !left.is_zero() && !next.0.over.load(Ordering::Relaxed) {
                let waited = self.changed.wait_timeout(entries, left).unwrap_or_else(PoisonError::into_inner);
                entries = waited.0;
                continue;
            }
            let due = entries.pop();
            drop(entries);
            if let Some(Reverse(entry)) = due.filter(|entry| !entry.0.over.load(Ordering::Relaxed)) {
                let waker = lock(&entry.waker).clone();
                // A waker is the executor's code; that it panics must not stop the others' pauses.
                let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| waker.wake()));
            }
            entries = lock(&self.entries);
        }
    }
}
