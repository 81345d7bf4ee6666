//! Where a worker kills itself.

use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::thread;

/// A place in a worker's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    None,
    Claimed,
    Acted,
    Completing,
    Completed,
}

/// A name that no phase has.
#[derive(Debug)]
pub struct NoPhase;

impl fmt::Display for NoPhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no such phase; allowed: none, claimed, acted, completing, completed")
    }
}

impl Error for NoPhase {}

impl FromStr for Phase {
    type Err = NoPhase;

    fn from_str(name: &str) -> Result<Self, NoPhase> {
        Ok(match name {
            "none" => Phase::None,
            "claimed" => Phase::Claimed,
            "acted" => Phase::Acted,
            "completing" => Phase::Completing,
            "completed" => Phase::Completed,
            _ => return Err(NoPhase),
        })
    }
}

/// The phase, and at which time that it is passed.
pub struct Death {
    pub at: Phase,
    pub after: i64,
}

impl Death {
    /// Counts that the worker passes a phase, and says whether it is to die there now.
    pub fn due(&mut self, passed: Phase) -> bool {
        if passed != self.at {
            return false;
        }
        self.after -= 1;
        self.after == 0
    }

    pub fn pass(&mut self, passed: Phase) {
        if self.due(passed) {
            die();
        }
    }
}

/// Ends the process as a crash does: nothing is closed, flushed or told.
pub fn die() -> ! {
    // SAFETY: neither call touches memory.
    unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
    loop {
        thread::park();
    }
}
