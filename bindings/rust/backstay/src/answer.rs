//! Answers of the core, taken apart as `docs/protocol.md` says.

use std::time::Duration;

use backstay_sys as sys;

use crate::catalogue::Reason;
use crate::native::known;

/// Bit of a ticket: the wait ends with time alone.
const TICKET_TIMED: i64 = 1 << 61;
/// The gate word's bits.
pub(crate) const GATE_START: i64 = 1;
pub(crate) const GATE_QUIET: i64 = 2;
/// The wait, in microseconds, that means: unknown.
const WAIT_UNKNOWN_US: i64 = (1 << 54) - 1;
const WAIT_MASK: i64 = 0xffff_ffff;

/// Whether a ticket waits for time alone, and nobody wakes it.
pub(crate) fn is_timed(ticket: i64) -> bool {
    ticket & TICKET_TIMED != 0
}

fn microseconds(us: i64) -> i64 {
    us.saturating_mul(1000)
}

/// A negative answer of `enter_token`: no permit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refusal(pub(crate) i64);

impl Refusal {
    fn magnitude(self) -> i64 {
        self.0.checked_neg().unwrap_or(i64::MAX)
    }

    fn code(self) -> i32 {
        (self.magnitude() & 0x7f) as i32
    }

    #[inline]
    pub(crate) fn reason(self) -> Reason {
        Reason::from_value(self.code()).unwrap_or(Reason::Unknown)
    }

    pub(crate) fn waits(self) -> bool {
        self.code() == sys::BACKSTAY_REASON_WAIT
    }

    pub(crate) fn wakes(self) -> bool {
        self.magnitude() >> 7 & 1 != 0
    }

    /// How long until a call may pass.
    #[inline]
    pub(crate) fn retry_after(self) -> Option<Duration> {
        let us = self.magnitude() >> 8;
        if us == WAIT_UNKNOWN_US { None } else { known(microseconds(us)) }
    }

    /// How long to wait at most, of one that waits.
    pub(crate) fn wait(self) -> Duration {
        Duration::from_micros((self.magnitude() >> 8 & WAIT_MASK) as u64)
    }
}

/// A positive answer of `exit_token`: something is left to do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ending(pub(crate) i64);

impl Ending {
    fn has(self, flag: i32) -> bool {
        self.0 > 0 && self.0 & i64::from(flag) != 0
    }

    pub(crate) fn again(self) -> bool {
        self.has(sys::BACKSTAY_EXIT_AGAIN)
    }

    pub(crate) fn wakes(self) -> bool {
        self.has(sys::BACKSTAY_EXIT_WAKE)
    }

    pub(crate) fn exhausted(self) -> bool {
        self.has(sys::BACKSTAY_EXIT_EXHAUSTED)
    }

    /// The pause before another attempt.
    pub(crate) fn pause(self) -> Duration {
        Duration::from_micros((self.0 >> 8 & WAIT_MASK) as u64)
    }

    pub(crate) fn attempts(self) -> u32 {
        (self.0 >> 8 & 0x3ff) as u32
    }

    #[inline]
    pub(crate) fn reason(self) -> Reason {
        Reason::from_value((self.0 >> 18 & 0xff) as i32).unwrap_or(Reason::Unknown)
    }

    pub(crate) fn elapsed(self) -> Duration {
        known(microseconds(self.0 >> 26)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_tells_reason_and_wait() {
        let refusal = Refusal(-(30_000_000 << 8 | i64::from(sys::BACKSTAY_REASON_OPEN)));
        assert_eq!(refusal.reason(), Reason::Open);
        assert_eq!(refusal.retry_after(), Some(Duration::from_secs(30)));
        assert!(!refusal.wakes() && !refusal.waits());
        assert_eq!(Refusal(-(WAIT_UNKNOWN_US << 8 | 1 << 7 | 1)).retry_after(), None);
        assert!(Refusal(-(WAIT_UNKNOWN_US << 8 | 1 << 7 | 1)).wakes());
    }

    #[test]
    fn a_code_of_a_newer_library_is_a_refusal() {
        assert_eq!(Refusal(-100).reason(), Reason::Unknown);
        assert_eq!(Refusal(i64::MIN).reason(), Reason::Unknown);
    }

    #[test]
    fn the_upper_bits_of_a_wait_are_not_its_length() {
        let answer = -(77 << 40 | 1500 << 8 | i64::from(sys::BACKSTAY_REASON_WAIT));
        assert!(Refusal(answer).waits());
        assert_eq!(Refusal(answer).wait(), Duration::from_micros(1500));
    }

    #[test]
    fn an_error_is_no_ending_to_act_on() {
        let error = Ending(i64::from(sys::BACKSTAY_CLOSED));
        assert!(!error.again() && !error.wakes() && !error.exhausted());
    }

    #[test]
    fn an_exhausted_call_tells_why() {
        let flags = i64::from(sys::BACKSTAY_EXIT_EXHAUSTED);
        let ending = Ending(250_000 << 26 | i64::from(sys::BACKSTAY_REASON_ATTEMPTS) << 18 | 3 << 8 | flags);
        assert!(ending.exhausted());
        assert_eq!((ending.attempts(), ending.reason()), (3, Reason::Attempts));
        assert_eq!(ending.elapsed(), Duration::from_millis(250));
    }
}
