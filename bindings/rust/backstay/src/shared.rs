//! What a runtime and its policies share: the handle, and how far its events were logged.

use std::process;
use std::ptr::{self, NonNull};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicPtr, Ordering};

use backstay_sys as sys;

use crate::Error;
use crate::events::Page;
use crate::native::{filled, parsed};
use crate::parking::Lots;
use crate::queue::loops::Loops;
use crate::queue::operations::Operations;

/// The number of forks so far, in the core's static memory; null until the first policy of the process was got.
static FORKS: AtomicPtr<AtomicI64> = AtomicPtr::new(ptr::null_mut());

fn forks() -> Option<i64> {
    // SAFETY: the address is in the core's static memory.
    unsafe { FORKS.load(Ordering::Acquire).as_ref() }.map(|forks| forks.load(Ordering::Relaxed))
}

/// Differs from what it was after a fork. The core tells it with its policies; where nobody has any, the process's own number does.
pub(crate) fn generation() -> i64 {
    forks().unwrap_or_else(|| -i64::from(process::id()))
}

/// The reference to a runtime. It lives as long as the runtime's object, its policies and what waits for its stores.
pub(crate) struct Shared {
    handle: NonNull<sys::backstay_runtime>,
    /// The number of events so far, in the core's memory; null until a policy was got.
    sequence: AtomicPtr<AtomicI64>,
    /// The newest event that was logged.
    logged: AtomicI64,
    loops: Loops,
}

// SAFETY: a handle may be used from any thread.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Shared {
    /// Takes the reference over that `handle` is.
    pub(crate) fn adopt(handle: NonNull<sys::backstay_runtime>) -> Self {
        Shared { handle, sequence: AtomicPtr::new(ptr::null_mut()), logged: AtomicI64::new(0), loops: Loops::new() }
    }

    /// By what tasks of the caller's executor await its stores.
    pub(crate) fn operations(&self) -> Result<Arc<Operations>, Error> {
        self.loops.operations(self)
    }

    pub(crate) fn handle(&self) -> *mut sys::backstay_runtime {
        self.handle.as_ptr()
    }

    /// Tells where the core counts this runtime's events, and forks.
    pub(crate) fn watch(&self, sequence: *const AtomicI64, forks: *const AtomicI64) {
        self.sequence.store(sequence.cast_mut(), Ordering::Release);
        FORKS.store(forks.cast_mut(), Ordering::Release);
    }

    /// Wakes everybody who waits for one of its policies.
    pub(crate) fn wake_all(&self) {
        // Without a policy nobody waits.
        if let Some(generation) = forks() {
            Lots::of_process(generation).wake_runtime(ptr::from_ref(self) as usize);
        }
    }

    pub(crate) fn events(&self, since: i64) -> Result<Page, Error> {
        // SAFETY: the handle is alive, and both out-parameters are this call's own.
        parsed(&filled(|out, error| unsafe { sys::backstay_runtime_events(self.handle(), since, out, error) })?)
    }

    /// Logs what is new, each event once, on the thread that noticed it first.
    #[inline]
    pub(crate) fn announce(&self) {
        if cfg!(not(feature = "tracing")) {
            return;
        }
        let sequence = self.sequence.load(Ordering::Acquire);
        // SAFETY: the address is in the runtime, which this object keeps.
        if !sequence.is_null() && unsafe { &*sequence }.load(Ordering::Relaxed) != self.logged.load(Ordering::Relaxed) {
            self.log();
        }
    }

    /// Logs what happened while the runtime was made.
    pub(crate) fn log_first(&self) {
        if cfg!(feature = "tracing") {
            self.log();
        }
    }

    /// No lock is held over the host's logger: the cursor is claimed after a page was read, and whoever loses looks again.
    #[cold]
    fn log(&self) {
        loop {
            let since = self.logged.load(Ordering::Relaxed);
            let Ok(page) = self.events(since) else { return };
            if page.next == since {
                return;
            }
            let claimed = self.logged.compare_exchange(since, page.next, Ordering::Relaxed, Ordering::Relaxed);
            if claimed.is_ok() {
                return crate::log::write(&page);
            }
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // SAFETY: the reference is this object's own.
        unsafe { sys::backstay_runtime_release(self.handle()) };
    }
}
