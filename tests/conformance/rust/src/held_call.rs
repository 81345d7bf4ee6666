//! Calls that stop where they would wait, pause or act, so that a vector's other steps can happen in between.
//!
//! Each runs on a thread of its own, through the same functions that users call. What the crate would sleep on is told to the interpreter
//! instead, and goes on when the vector says `come_back`, or is cancelled when it says `leave`.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use backstay::Permit;
use serde_json::Value;

use crate::answers::Refused;

/// Nothing here sleeps, so whoever has said nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a held call is.
pub enum Said {
    /// Guarded code runs, which must have ended then on the runtime's clock.
    Running(Option<Duration>),
    Waiting(Duration),
    Pausing(Duration),
    Ended(Option<Permit>),
    /// It ended without a permit or a result.
    Refused(Refused),
    /// It was cancelled.
    Left,
}

/// What a held call is told.
pub enum Command {
    ComeBack,
    /// End the attempt so.
    End(Value),
    Leave,
}

/// The other end of a held call, on its own thread.
pub struct Line {
    said: Sender<Said>,
    asked: Receiver<Command>,
}

/// What unwinds a thread whose caller is cancelled.
struct Cancelled;

impl Line {
    /// Says where the call is, and waits for what to do.
    pub fn stop(&self, said: Said) -> Command {
        let told = self.said.send(said).ok().and_then(|()| self.asked.recv().ok());
        match told {
            None | Some(Command::Leave) => resume_unwind(Box::new(Cancelled)),
            Some(command) => command,
        }
    }
}

pub struct HeldCall {
    pub state: Said,
    asked: Sender<Command>,
    said: Receiver<Said>,
    thread: Option<JoinHandle<()>>,
}

impl HeldCall {
    pub fn start(act: impl FnOnce(Rc<Line>) -> Result<Option<Permit>, Refused> + Send + 'static) -> Self {
        let (asked, asks) = channel();
        let (says, said) = channel();
        let thread = thread::spawn(move || {
            let ending = says.clone();
            let line = Rc::new(Line { said: says, asked: asks });
            let hooked = Rc::clone(&line);
            backstay::testing::hold_calls(Box::new(move |pauses, wait| {
                hooked.stop(if pauses { Said::Pausing(wait) } else { Said::Waiting(wait) });
            }));
            let ended = match catch_unwind(AssertUnwindSafe(|| act(line))) {
                Ok(Ok(permit)) => Said::Ended(permit),
                Ok(Err(refused)) => Said::Refused(refused),
                Err(payload) if payload.is::<Cancelled>() => Said::Left,
                Err(payload) => Said::Refused(Refused::panicked(payload.as_ref())),
            };
            // Nobody listens any more where the interpreter itself has failed.
            let _ = ending.send(ended);
        });
        let mut call = HeldCall { state: Said::Left, asked, said, thread: Some(thread) };
        call.listen();
        call
    }

    pub fn is_over(&self) -> bool {
        matches!(self.state, Said::Ended(_) | Said::Refused(_) | Said::Left)
    }

    pub fn waits(&self) -> bool {
        matches!(self.state, Said::Waiting(_) | Said::Pausing(_))
    }

    /// Lets it go on, until it stops again.
    pub fn go_on(&mut self, command: Command) {
        let _ = self.asked.send(command);
        self.listen();
    }

    pub fn cancel(&mut self) {
        while !self.is_over() {
            self.go_on(Command::Leave);
        }
    }

    fn listen(&mut self) {
        let hangs = |_| Said::Refused(Refused::interpreter("a held call hangs"));
        self.state = self.said.recv_timeout(PATIENCE).unwrap_or_else(hangs);
        if let Some(thread) = self.thread.take_if(|_| matches!(self.state, Said::Ended(_) | Said::Left)) {
            let _ = thread.join();
        }
    }
}
