//! Where callers wait for their turn: the lots of the process, from a queue to the callers parked in it, lowest ticket first.
//!
//! Threads and tasks park alike, by what wakes them. Whoever parks asks once more before it sleeps, so a wake that came between the
//! answer and the parking is never missed; whoever was woken without needing it passes the wake on.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

/// Locks, also after a panic elsewhere: nothing here is left half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A caller that waits.
pub(crate) struct Parked {
    woken: AtomicBool,
    waker: Mutex<Waker>,
    /// The runtime whose closing wakes it, by its address.
    runtime: usize,
}

impl Parked {
    fn wake(&self) {
        self.woken.store(true, Ordering::Release);
        let waker = lock(&self.waker).clone();
        waker.wake();
    }

    pub(crate) fn is_woken(&self) -> bool {
        self.woken.load(Ordering::Acquire)
    }

    /// Says who is to be woken from now on.
    pub(crate) fn set_waker(&self, waker: &Waker) {
        lock(&self.waker).clone_from(waker);
    }
}

type Lot = BTreeMap<i64, Arc<Parked>>;

/// All lots of one process.
pub(crate) struct Lots {
    generation: i64,
    lots: Mutex<HashMap<i64, Lot>>,
}

impl Lots {
    /// Those of this process: a child of a fork begins with empty ones, and leaves the parent's, whose lock may be held, as they
    /// are. They are never freed, since threads may still wait while the process ends.
    pub(crate) fn of_process(generation: i64) -> &'static Lots {
        static CURRENT: AtomicPtr<Lots> = AtomicPtr::new(std::ptr::null_mut());
        loop {
            let known = CURRENT.load(Ordering::Acquire);
            // SAFETY: whatever was stored below lives for ever.
            if let Some(lots) = unsafe { known.as_ref() }.filter(|lots| lots.generation == generation) {
                return lots;
            }
            let made = Box::into_raw(Box::new(Lots { generation, lots: Mutex::default() }));
            if CURRENT.compare_exchange(known, made, Ordering::AcqRel, Ordering::Acquire).is_err() {
                // SAFETY: nobody else has seen it.
                drop(unsafe { Box::from_raw(made) });
            }
        }
    }

    fn park(&self, lot: i64, ticket: i64, parked: Arc<Parked>) {
        lock(&self.lots).entry(lot).or_default().insert(ticket, parked);
    }

    fn remove(&self, lot: i64, ticket: i64) {
        let mut lots = lock(&self.lots);
        if let Some(found) = lots.get_mut(&lot) {
            found.remove(&ticket);
            if found.is_empty() {
                lots.remove(&lot);
            }
        }
    }

    /// Wakes the caller that waits longest, of those that nobody woke yet.
    pub(crate) fn wake(&self, lot: i64) {
        let first = lock(&self.lots)
            .get(&lot)
            .and_then(|parked| parked.values().find(|parked| !parked.woken.swap(true, Ordering::AcqRel)))
            .cloned();
        // A waker may run code of the host, so it is called without the lock.
        if let Some(parked) = first {
            parked.wake();
        }
    }

    /// Wakes all callers of a lot.
    pub(crate) fn wake_all(&self, lot: i64) {
        let all: Vec<_> = lock(&self.lots).get(&lot).map(|lot| lot.values().cloned().collect()).unwrap_or_default();
        all.iter().for_each(|parked| parked.wake());
    }

    /// Wakes everybody who waits for a policy of one runtime.
    pub(crate) fn wake_runtime(&self, runtime: usize) {
        let all: Vec<_> = lock(&self.lots).values().flat_map(|lot| lot.values().cloned()).collect();
        all.iter().filter(|parked| parked.runtime == runtime).for_each(|parked| parked.wake());
    }
}

/// A caller's place in a lot, which it leaves when this is dropped.
pub(crate) struct Parking {
    lots: &'static Lots,
    lot: i64,
    ticket: i64,
    pub(crate) parked: Arc<Parked>,
    slept: bool,
}

impl Parking {
    pub(crate) fn new(lots: &'static Lots, lot: i64, ticket: i64, runtime: usize, waker: Waker) -> Self {
        let parked = Arc::new(Parked { woken: AtomicBool::new(false), waker: Mutex::new(waker), runtime });
        lots.park(lot, ticket, Arc::clone(&parked));
        Parking { lots, lot, ticket, parked, slept: false }
    }

    /// The caller slept and comes back to ask, so a wake was its own.
    pub(crate) fn has_slept(&mut self) {
        self.slept = true;
    }
}

impl Drop for Parking {
    fn drop(&mut self) {
        self.lots.remove(self.lot, self.ticket);
        // A wake that came while this caller found its turn by itself, or gave up, may have been meant for another.
        if self.parked.is_woken() && !self.slept {
            self.lots.wake(self.lot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;
    use std::task::Wake;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn park(lots: &'static Lots, ticket: i64, runtime: usize) -> (Parking, Arc<Count>) {
        let count = Arc::new(Count::default());
        (Parking::new(lots, 1, ticket, runtime, Waker::from(Arc::clone(&count))), count)
    }

    fn own() -> &'static Lots {
        Box::leak(Box::new(Lots { generation: 0, lots: Mutex::default() }))
    }

    #[test]
    fn the_lowest_ticket_is_woken_first() {
        let lots = own();
        let ((mut late, late_wakes), (mut early, early_wakes)) = (park(lots, 9, 0), park(lots, 3, 0));
        lots.wake(1);
        assert_eq!((early_wakes.0.load(Ordering::Relaxed), late_wakes.0.load(Ordering::Relaxed)), (1, 0));
        lots.wake(1);
        assert!(early.parked.is_woken() && late.parked.is_woken());
        early.has_slept();
        late.has_slept();
    }

    #[test]
    fn a_wake_that_was_not_needed_goes_on_to_the_next() {
        let lots = own();
        let ((first, _), (mut second, _)) = (park(lots, 3, 0), park(lots, 9, 0));
        lots.wake(1);
        assert!(!second.parked.is_woken());
        drop(first);
        assert!(second.parked.is_woken());
        second.has_slept();
    }

    #[test]
    fn who_slept_keeps_its_wake() {
        let lots = own();
        let ((mut first, _), (second, _)) = (park(lots, 3, 0), park(lots, 9, 0));
        lots.wake(1);
        first.has_slept();
        drop(first);
        assert!(!second.parked.is_woken());
    }

    #[test]
    fn closing_wakes_the_callers_of_one_runtime() {
        let lots = own();
        let ((one, _), (other, _)) = (park(lots, 3, 7), park(lots, 9, 8));
        lots.wake_runtime(8);
        assert!(!one.parked.is_woken() && other.parked.is_woken());
        lots.wake_all(1);
        assert!(one.parked.is_woken());
        assert!(lock(&lots.lots).contains_key(&1));
        drop(one);
        drop(other);
        assert!(lock(&lots.lots).is_empty());
    }

    #[test]
    fn a_child_of_a_fork_begins_with_empty_lots() {
        let parents = Lots::of_process(-1);
        let (mut parking, _) = park(parents, 3, 0);
        let childs = Lots::of_process(-2);
        assert!(!std::ptr::eq(parents, childs) && lock(&childs.lots).is_empty());
        parking.has_slept();
    }
}
