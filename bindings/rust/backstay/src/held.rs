//! Where a test may hold a call that would wait or pause, to look at it and let it go on.

use std::time::Duration;

#[cfg(feature = "testing")]
mod hook {
    use super::Duration;
    use std::cell::RefCell;

    /// Told before a call of this thread waits (`false`) or pauses between attempts (`true`), and for how long.
    pub type Hook = Box<dyn FnMut(bool, Duration)>;

    thread_local! {
        static HOOK: RefCell<Option<Hook>> = const { RefCell::new(None) };
    }

    /// Holds the calls of this thread: in place of each wait and pause the hook is called, and then the call asks again. A hook that
    /// panics cancels the call.
    pub fn hold_calls(hook: Hook) {
        HOOK.set(Some(hook));
    }

    pub(crate) fn stop(pauses: bool, wait: Duration) -> bool {
        let Some(mut hook) = HOOK.take() else { return false };
        hook(pauses, wait);
        HOOK.set(Some(hook));
        true
    }
}

#[cfg(feature = "testing")]
pub use hook::hold_calls;
#[cfg(feature = "testing")]
pub(crate) use hook::stop;

/// Nobody holds calls without the feature `testing`.
#[cfg(not(feature = "testing"))]
pub(crate) fn stop(_pauses: bool, _wait: Duration) -> bool {
    false
}
