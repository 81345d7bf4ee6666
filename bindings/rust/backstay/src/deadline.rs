//! The deadline in force: until when the calls inside a guarded call must have ended.
//!
//! It is kept by thread while guarded code runs, and in asynchronous calls while the guarded future is polled, so it follows the
//! task and not the thread. A task or a thread that is started inside begins without one.

use std::cell::Cell;
use std::ptr;
use std::time::Duration;

use crate::inner::Inner;
use crate::native::{UNKNOWN, known};

thread_local! {
    static IN_FORCE: Cell<*const Frame> = const { Cell::new(ptr::null()) };
}

/// A deadline on the clock of a policy's runtime. It lives on the stack of the code that it is in force for.
struct Frame {
    policy: *const Inner,
    at_ns: i64,
}

/// Takes the frame before into force again, also when the code panics.
struct Restore(*const Frame);

impl Drop for Restore {
    fn drop(&mut self) {
        IN_FORCE.set(self.0);
    }
}

/// Calls `act` while the deadline is in force; [`UNKNOWN`]: the one before stays.
#[inline]
pub(crate) fn under<R>(policy: &Inner, at_ns: i64, act: impl FnOnce() -> R) -> R {
    if at_ns == UNKNOWN {
        return act();
    }
    let frame = Frame { policy, at_ns };
    let _restore = Restore(IN_FORCE.replace(&frame));
    act()
}

/// Whether there is a deadline that a call of this thread must keep.
#[inline]
pub(crate) fn is_in_force() -> bool {
    !IN_FORCE.get().is_null()
}

/// The deadline in force, on the clock of this policy; [`UNKNOWN`] without one.
pub(crate) fn for_policy(policy: &Inner) -> i64 {
    let frame = IN_FORCE.get();
    if frame.is_null() {
        return UNKNOWN;
    }
    // SAFETY: `under` holds the frame, and a borrow of its policy, on this thread's stack until it has restored the one before.
    let (frame, owner) = unsafe { (&*frame, &*(*frame).policy) };
    if owner.shares_clock(policy) {
        return frame.at_ns;
    }
    // Another runtime's clock: what is left counts.
    policy.now().saturating_add(frame.at_ns.saturating_sub(owner.now())).max(0)
}

/// The time left for the guarded call that runs on this thread: zero when its deadline has passed, `None` where it has none.
///
/// Synchronous code can't be cut, so a long call does well to ask.
///
/// ```
/// let runtime = backstay::Runtime::from_json(r#"{"policies": {"search": {"timeout": "2s"}}}"#)?;
/// let left = runtime.policy("search")?.call(|| Ok::<_, ()>(backstay::time_left()));
/// assert!(left.unwrap().unwrap().as_secs_f64() <= 2.0);
/// assert_eq!(backstay::time_left(), None);
/// # Ok::<(), backstay::Error>(())
/// ```
pub fn time_left() -> Option<Duration> {
    let frame = IN_FORCE.get();
    if frame.is_null() {
        return None;
    }
    // SAFETY: as in `for_policy`.
    let (frame, owner) = unsafe { (&*frame, &*(*frame).policy) };
    known(frame.at_ns.saturating_sub(owner.now()).max(0))
}
