//! A value that each process makes for itself: a child of a fork begins with its own.

use std::marker::PhantomData;
use std::process;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// Made at the first use. A child leaves its parent's value as it is, since a thread that the child doesn't have may have held its lock;
/// that memory is never freed.
pub(crate) struct PerProcess<T> {
    current: AtomicPtr<Owned<T>>,
    owns: PhantomData<T>,
}

struct Owned<T> {
    process: u32,
    value: T,
}

impl<T> PerProcess<T> {
    pub(crate) fn new() -> Self {
        PerProcess { current: AtomicPtr::new(ptr::null_mut()), owns: PhantomData }
    }
}

impl<T: Default + Send + Sync> PerProcess<T> {
    /// This process's value.
    pub(crate) fn get(&self) -> &T {
        self.of(process::id())
    }

    fn of(&self, process: u32) -> &T {
        loop {
            let known = self.current.load(Ordering::Acquire);
            // SAFETY: what was stored is freed with this object, or never.
            if let Some(owned) = unsafe { known.as_ref() }.filter(|owned| owned.process == process) {
                return &owned.value;
            }
            let made = Box::into_raw(Box::new(Owned { process, value: T::default() }));
            if self.current.compare_exchange(known, made, Ordering::AcqRel, Ordering::Acquire).is_err() {
                // SAFETY: nobody else has seen it.
                drop(unsafe { Box::from_raw(made) });
            }
        }
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        let last = *self.current.get_mut();
        // SAFETY: it is null, or this object's own.
        if unsafe { last.as_ref() }.is_some_and(|owned| owned.process == process::id()) {
            // SAFETY: as above, and nobody borrows it any more.
            drop(unsafe { Box::from_raw(last) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn a_child_of_a_fork_begins_with_a_value_of_its_own() {
        let value = PerProcess::<Mutex<u32>>::new();
        *value.get().lock().unwrap() = 7;
        assert_eq!(*value.get().lock().unwrap(), 7);
        let locked_at_the_fork = value.get().lock().unwrap();
        assert_eq!(*value.of(0).lock().unwrap(), 0);
        drop(locked_at_the_fork);
    }
}
