//! The pauses of who waits for somebody else's answer.

use std::thread;
use std::time::Duration;

use backstay_sys as sys;

use super::Idempotency;
use crate::native::nanoseconds;
use crate::{held, shared, timer};

impl Idempotency {
    pub(super) async fn pause(&self, pause: Duration) {
        if self.pass(pause) {
            timer::give_way().await;
        } else {
            timer::sleep(pause, shared::generation()).await;
        }
    }

    /// The same on this thread.
    pub(super) fn pause_blocking(&self, pause: Duration) {
        if self.pass(pause) {
            thread::yield_now();
        } else {
            thread::sleep(pause);
        }
    }

    /// Lets a pause pass where a test holds the call or the clock is a manual one; false where the caller must sleep.
    fn pass(&self, pause: Duration) -> bool {
        // SAFETY: the handle is alive.
        held::stop(false, pause) || unsafe { sys::backstay_idempotency_pass_time(self.inner.keeper.handle(), nanoseconds(pause)) > 0 }
    }
}
