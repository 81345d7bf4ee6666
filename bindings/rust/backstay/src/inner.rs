//! A policy as the calls see it: its handle, its hot words, and the few functions of the core that a call needs.

use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use backstay_sys as sys;

use crate::answer::{Ending, GATE_QUIET, GATE_START, Refusal};
use crate::catalogue::{Outcome, Reason, Status};
use crate::error::{CallError, Error, Rejection, RetriesExhausted};
use crate::names::Identity;
use crate::native::{UNKNOWN, check, nanoseconds, text};
use crate::parking;
use crate::shared::Shared;
use crate::verdict::Verdict;

/// What `Policy` points to. The handle's reference is this object's own.
pub(crate) struct Inner {
    handle: NonNull<sys::backstay_policy>,
    word: NonNull<AtomicI64>,
    fork_generation: NonNull<AtomicI64>,
    stripes: NonNull<u8>,
    stripe_mask: usize,
    stripe_stride: usize,
    lot: i64,
    /// The fork generation that `enter_token` has seen.
    forks: AtomicI64,
    /// A report needs the elapsed time.
    timed: bool,
    /// A permit may have a deadline that the policy set.
    limited: bool,
    pub(crate) shared: Arc<Shared>,
    pub(crate) identity: Identity,
}

// SAFETY: a handle may be used from any thread, and the hot words are only read and written atomically.
unsafe impl Send for Inner {}
// SAFETY: as above.
unsafe impl Sync for Inner {}

/// A permit that is out, by what a report of it needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    pub(crate) token: i64,
    started_ns: i64,
    pub(crate) deadline_ns: i64,
}

/// What follows the report of an attempt.
pub(crate) enum Next {
    /// The call is over.
    Over,
    /// Another attempt may start after the pause, with the ticket.
    Again { ticket: i64, pause: Duration },
    /// The call failed, and no other attempt is made.
    GivenUp(Ending),
}

impl Inner {
    /// Takes the reference over that `handle` is.
    pub(crate) fn adopt(handle: NonNull<sys::backstay_policy>, shared: Arc<Shared>, key: Option<&str>) -> Result<Self, Error> {
        let owned = Reference(handle);
        let mut gate = sys::backstay_gate {
            struct_size: size_of::<sys::backstay_gate>() as i64,
            word: std::ptr::null(),
            stripes: std::ptr::null_mut(),
            stripe_count: 0,
            stripe_stride: 0,
            event_sequence: std::ptr::null(),
            fork_generation: std::ptr::null(),
            lot: 0,
        };
        // SAFETY: the handle is alive, and `gate` is memory of the size that it says.
        check(|error| unsafe { sys::backstay_policy_gate(handle.as_ptr(), &mut gate, error) })?;
        let missing = || Error::new(Status::Internal, "the policy has no gate");
        let word = NonNull::new(gate.word.cast_mut().cast()).ok_or_else(missing)?;
        let fork_generation = NonNull::new(gate.fork_generation.cast_mut().cast()).ok_or_else(missing)?;
        let stripes = NonNull::new(gate.stripes.cast()).ok_or_else(missing)?;
        shared.watch(gate.event_sequence.cast(), gate.fork_generation.cast());
        // SAFETY: the handle is alive; the name lives as long as it does, and ends with a NUL byte.
        let name = unsafe { std::ffi::CStr::from_ptr(sys::backstay_policy_name(handle.as_ptr())) };
        let identity = Identity::new(&name.to_string_lossy(), key);
        std::mem::forget(owned);
        let made = Inner {
            handle,
            word,
            fork_generation,
            stripes,
            stripe_mask: gate.stripe_count.max(1) as usize - 1,
            stripe_stride: gate.stripe_stride as usize,
            lot: gate.lot,
            forks: AtomicI64::new(0),
            // SAFETY: the handle is alive.
            timed: unsafe { sys::backstay_policy_needs_elapsed(handle.as_ptr()) } > 0,
            // SAFETY: the handle is alive.
            limited: unsafe { sys::backstay_policy_has_deadlines(handle.as_ptr()) } > 0,
            shared,
            identity,
        };
        made.forks.store(made.generation(), Ordering::Relaxed);
        Ok(made)
    }

    pub(crate) fn handle(&self) -> *mut sys::backstay_policy {
        self.handle.as_ptr()
    }

    /// Where callers park that an exit may wake; 0: nowhere.
    pub(crate) fn lot(&self) -> i64 {
        self.lot
    }

    /// Differs from what it was after a fork.
    #[inline]
    pub(crate) fn generation(&self) -> i64 {
        // SAFETY: the address is valid as long as the policy is referenced.
        unsafe { self.fork_generation.as_ref() }.load(Ordering::Relaxed)
    }

    #[inline]
    fn word(&self) -> i64 {
        // SAFETY: the address is valid as long as the policy is referenced.
        unsafe { self.word.as_ref() }.load(Ordering::Acquire)
    }

    #[inline]
    fn same_process(&self) -> bool {
        self.generation() == self.forks.load(Ordering::Relaxed)
    }

    /// The runtime's clock.
    #[inline]
    pub(crate) fn now(&self) -> i64 {
        // SAFETY: the handle is alive.
        unsafe { sys::backstay_policy_now(self.handle()) }
    }

    pub(crate) fn shares_clock(&self, other: &Inner) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// A healthy policy lets a call begin without being asked; `None` where it must be asked.
    #[inline]
    pub(crate) fn begin_quietly(&self) -> Option<Attempt> {
        let word = self.word();
        if word & GATE_START == 0 || !self.same_process() {
            return None;
        }
        let started_ns = if self.timed { self.now() } else { UNKNOWN };
        Some(Attempt { token: word, started_ns, deadline_ns: UNKNOWN })
    }

    /// A success under an unchanged quiet word is one add to a stripe; false where it must be reported.
    #[inline]
    pub(crate) fn succeed_quietly(&self, attempt: &Attempt) -> bool {
        if attempt.token & GATE_QUIET == 0 || self.word() != attempt.token || !self.same_process() {
            return false;
        }
        let stripe = thread_number() & self.stripe_mask;
        // SAFETY: the stripes are `stripe_mask + 1` places of `stripe_stride` bytes, each beginning with an aligned integer, and
        // valid as long as the policy is referenced.
        let count = unsafe { &*self.stripes.as_ptr().add(stripe * self.stripe_stride).cast::<AtomicI64>() };
        count.fetch_add(1, Ordering::Relaxed);
        true
    }

    /// Asks whether the call may start: its token, or why not.
    pub(crate) fn enter(&self, ticket: i64, cost: i64, deadline_ns: i64) -> Result<Attempt, Refusal> {
        let answer = self.ask(ticket, cost, deadline_ns);
        if answer > 0 { Ok(self.admitted(answer, deadline_ns)) } else { Err(Refusal(answer)) }
    }

    /// Asks, and returns the answer as it is: one number, which stays in a register.
    #[inline]
    pub(crate) fn ask(&self, ticket: i64, cost: i64, deadline_ns: i64) -> i64 {
        let generation = self.generation();
        // SAFETY: the handle is alive.
        let answer = unsafe { sys::backstay_policy_enter_token(self.handle(), ticket, cost, deadline_ns) };
        if self.forks.load(Ordering::Relaxed) != generation {
            self.forks.store(generation, Ordering::Relaxed);
        }
        if answer <= 0 && Refusal(answer).wakes() {
            self.wake();
        }
        self.shared.announce();
        answer
    }

    /// The attempt that a token stands for.
    #[inline]
    pub(crate) fn admitted(&self, token: i64, deadline_ns: i64) -> Attempt {
        let started_ns = if self.timed { self.now() } else { UNKNOWN };
        let deadline_ns = if self.limited {
            // SAFETY: the handle is alive.
            unsafe { sys::backstay_policy_deadline(self.handle(), token) }
        } else {
            deadline_ns
        };
        Attempt { token, started_ns, deadline_ns }
    }

    /// Reports how an attempt ended. Whoever waits is woken, and what is worth a log line is written.
    fn report(&self, attempt: &Attempt, verdict: &Verdict) -> Ending {
        let failed = matches!(verdict.outcome, Outcome::Failure | Outcome::Timeout | Outcome::Permanent);
        if let Some(cause) = verdict.cause.as_deref().filter(|cause| failed && !cause.is_empty()) {
            let (cause, length) = text(cause);
            // SAFETY: the handle is alive and the text is borrowed for the call; a cause that can't be noted is left out.
            unsafe { sys::backstay_policy_cause(self.handle(), attempt.token, cause, length, std::ptr::null_mut()) };
        }
        let elapsed_ns = match attempt.started_ns {
            UNKNOWN => UNKNOWN,
            started_ns => (self.now() - started_ns).max(0),
        };
        let wait_ns = verdict.retry_after.map_or(UNKNOWN, nanoseconds);
        let outcome = i64::from(verdict.outcome as i32);
        // SAFETY: the handle is alive.
        let answer = Ending(unsafe { sys::backstay_policy_exit_token(self.handle(), attempt.token, outcome, elapsed_ns, wait_ns) });
        if answer.wakes() {
            self.wake();
        }
        self.shared.announce();
        answer
    }

    /// Reports an attempt after which another may follow.
    pub(crate) fn conclude(&self, attempt: &Attempt, verdict: &Verdict) -> Next {
        let ending = self.report(attempt, verdict);
        if ending.again() {
            // SAFETY: the handle is alive.
            let ticket = unsafe { sys::backstay_policy_ticket(self.handle(), ending.0) };
            return Next::Again { ticket, pause: ending.pause() };
        }
        if ending.exhausted() { Next::GivenUp(ending) } else { Next::Over }
    }

    /// Reports the last attempt of a caller who makes no other.
    pub(crate) fn conclude_last(&self, attempt: &Attempt, verdict: &Verdict) -> Next {
        match self.conclude(attempt, verdict) {
            Next::Again { ticket, .. } => {
                self.leave(ticket);
                Next::Over
            }
            other => other,
        }
    }

    /// The ticket of a refusal that waits.
    pub(crate) fn ticket(&self, refusal: Refusal) -> i64 {
        // SAFETY: the handle is alive.
        unsafe { sys::backstay_policy_ticket(self.handle(), refusal.0) }
    }

    /// Gives a ticket up.
    pub(crate) fn leave(&self, ticket: i64) {
        // SAFETY: the handle is alive.
        if Ending(unsafe { sys::backstay_policy_leave(self.handle(), ticket) }).wakes() {
            self.wake();
        }
        self.shared.announce();
    }

    /// Lets a pause pass on a manual clock; false where the caller must sleep.
    pub(crate) fn pass_time(&self, pause: Duration) -> bool {
        let until = self.now().saturating_add(nanoseconds(pause));
        // SAFETY: the handle is alive.
        unsafe { sys::backstay_policy_pass_time(self.handle(), until) > 0 }
    }

    pub(crate) fn wake(&self) {
        parking::Lots::of_process(self.generation()).wake(self.lot);
    }

    /// Why a call may not go on, with the error of the attempt before.
    #[inline]
    pub(crate) fn refused<E>(&self, refusal: Refusal, cost: i64, last: Option<E>) -> CallError<E> {
        let reason = refusal.reason();
        if let Some(status) = reason.misuse() {
            return self.misused(status, cost);
        }
        let retry_after = refusal.retry_after();
        CallError::Rejected(Rejection { reason, retry_after, last, identity: self.identity.clone() })
    }

    #[cold]
    #[inline(never)]
    fn misused<E>(&self, status: Status, cost: i64) -> CallError<E> {
        CallError::Misuse(self.explain(status, cost))
    }

    /// The call failed, and no other attempt is made.
    #[cold]
    pub(crate) fn exhausted<E>(&self, ending: Ending, last: Option<E>) -> CallError<E> {
        CallError::RetriesExhausted(RetriesExhausted {
            reason: ending.reason(),
            attempts: ending.attempts(),
            elapsed: ending.elapsed(),
            last,
            identity: self.identity.clone(),
        })
    }

    /// The core's words for a misuse. The scalar form has none, so it is asked once more in the form that has.
    fn explain(&self, status: Status, cost: i64) -> Error {
        let mut permit = sys::backstay_permit {
            struct_size: size_of::<sys::backstay_permit>() as i64,
            token: 0,
            retry_after_ns: UNKNOWN,
            started_ns: UNKNOWN,
            reason: 0,
            flags: 0,
            ticket: 0,
            cost,
            deadline_ns: UNKNOWN,
            attempts: 0,
            elapsed_ns: 0,
        };
        // SAFETY: the handle is alive, and `permit` is memory of the size that it says.
        let asked = check(|error| unsafe { sys::backstay_policy_enter(self.handle(), &mut permit, error) });
        if permit.token > 0 {
            let attempt = Attempt { token: permit.token, started_ns: permit.started_ns, deadline_ns: UNKNOWN };
            self.conclude_last(&attempt, &Outcome::Cancelled.into());
        } else if permit.ticket > 0 {
            self.leave(permit.ticket);
        }
        match asked {
            Err(error) if error.status() == status => error,
            _ => Error::new(status, format!("{}: the call can't go on ({status})", self.identity)),
        }
    }

    /// Counts that a fallback supplied the result.
    pub(crate) fn count_fallback(&self, reason: Option<Reason>) -> Result<(), Error> {
        let reason = reason.map_or(0, |reason| reason as i32);
        // SAFETY: the handle is alive.
        check(|error| unsafe { sys::backstay_policy_fallback(self.handle(), reason, error) })
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        drop(Reference(self.handle));
    }
}

/// A reference that is given back.
struct Reference(NonNull<sys::backstay_policy>);

impl Drop for Reference {
    fn drop(&mut self) {
        // SAFETY: the reference is this object's own.
        unsafe { sys::backstay_policy_release(self.0.as_ptr()) };
    }
}

/// Which stripe of the metrics a thread adds to.
#[inline]
fn thread_number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        // 0: this thread has none yet.
        static NUMBER: Cell<usize> = const { Cell::new(0) };
    }
    match NUMBER.get() {
        0 => {
            let number = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
            NUMBER.set(number);
            number
        }
        number => number,
    }
}
