//! The references of the C interface to an idempotency and to a key that is held.

use std::ptr::NonNull;

use backstay_sys as sys;

/// The reference to an idempotency, which also keeps the runtime.
pub(super) struct Keeper(NonNull<sys::backstay_idempotency>);

/// The reference to a key that is held.
pub(super) struct Held(NonNull<sys::backstay_claim>);

// SAFETY: a handle may be used from any thread.
unsafe impl Send for Keeper {}
// SAFETY: as above.
unsafe impl Sync for Keeper {}
// SAFETY: as above.
unsafe impl Send for Held {}
// SAFETY: as above.
unsafe impl Sync for Held {}

impl Keeper {
    /// Takes the reference over that `handle` is; `None` where it is null.
    pub(super) fn adopt(handle: *mut sys::backstay_idempotency) -> Option<Self> {
        NonNull::new(handle).map(Keeper)
    }

    pub(super) fn handle(&self) -> *mut sys::backstay_idempotency {
        self.0.as_ptr()
    }
}

impl Clone for Keeper {
    fn clone(&self) -> Self {
        // SAFETY: the handle is alive; the reference that is added is the clone's.
        unsafe { sys::backstay_idempotency_handle_retain(self.handle()) };
        Keeper(self.0)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // SAFETY: the reference is this object's own.
        unsafe { sys::backstay_idempotency_handle_release(self.handle()) };
    }
}

impl Held {
    /// Takes the reference over that `handle` is; `None` where it is null.
    pub(super) fn adopt(handle: *mut sys::backstay_claim) -> Option<Self> {
        NonNull::new(handle).map(Held)
    }

    pub(super) fn handle(&self) -> *mut sys::backstay_claim {
        self.0.as_ptr()
    }
}

impl Clone for Held {
    fn clone(&self) -> Self {
        // SAFETY: the handle is alive; the reference that is added is the clone's.
        unsafe { sys::backstay_claim_retain(self.handle()) };
        Held(self.0)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY: the reference is this object's own.
        unsafe { sys::backstay_claim_release(self.handle()) };
    }
}
