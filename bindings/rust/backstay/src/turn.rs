//! A call that was told to come back: it waits for its turn or pauses before another attempt, and gives its ticket up when its
//! caller goes away.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crate::answer::{Refusal, is_timed};
use crate::held;
use crate::inner::{Attempt, Inner};
use crate::native::UNKNOWN;
use crate::parking::{Lots, Parking};
use crate::timer;

/// What every enter of a call is asked with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) cost: i64,
    pub(crate) deadline_ns: i64,
}

impl Ask {
    /// That of a call that says nothing of itself.
    pub(crate) const PLAIN: Ask = Ask { cost: 1, deadline_ns: UNKNOWN };
}

pub(crate) struct Turn<'p> {
    policy: &'p Inner,
    ask: Ask,
    /// 0: nothing to give up any more.
    ticket: i64,
    wait: Duration,
    /// The wait is the pause between two attempts: only time ends it.
    pauses: bool,
}

/// What an enter came to; `None`: wait on.
type Entered = Option<Result<Attempt, Refusal>>;

impl<'p> Turn<'p> {
    /// The wait that a refusal told.
    pub(crate) fn waiting(policy: &'p Inner, ask: Ask, refusal: Refusal) -> Self {
        Turn { policy, ask, ticket: policy.ticket(refusal), wait: refusal.wait(), pauses: false }
    }

    /// The pause before another attempt.
    pub(crate) fn pausing(policy: &'p Inner, ask: Ask, ticket: i64, pause: Duration) -> Self {
        Turn { policy, ask, ticket, wait: pause, pauses: true }
    }

    fn timed(&self) -> bool {
        self.pauses || is_timed(self.ticket)
    }

    fn enter(&mut self) -> Entered {
        let ticket = std::mem::take(&mut self.ticket);
        self.pauses = false;
        match self.policy.enter(ticket, self.ask.cost, self.ask.deadline_ns) {
            Err(refusal) if refusal.waits() => {
                self.ticket = self.policy.ticket(refusal);
                self.wait = refusal.wait();
                None
            }
            other => Some(other),
        }
    }

    fn park(&self, waker: Waker) -> Parking {
        let lots = Lots::of_process(self.policy.generation());
        let runtime = Arc::as_ptr(&self.policy.shared) as usize;
        Parking::new(lots, self.policy.lot(), self.ticket, runtime, waker)
    }

    /// Asks once more after parking, since whoever ended before it had nobody to wake. `None`: sleep.
    fn enter_parked(&mut self, parking: Parking) -> Result<Parking, Entered> {
        let ticket = self.ticket;
        match self.enter() {
            None if self.ticket == ticket => Ok(parking),
            entered => Err(entered),
        }
    }

    /// Waits on this thread.
    pub(crate) fn take(mut self) -> Result<Attempt, Refusal> {
        loop {
            if let Some(entered) = self.step() {
                return entered;
            }
        }
    }

    fn step(&mut self) -> Entered {
        if held::stop(self.pauses, self.wait) {
            return self.enter();
        }
        if self.timed() {
            if !self.wait.is_zero() && !self.policy.pass_time(self.wait) {
                thread::sleep(self.wait);
            }
            return self.enter();
        }
        let parking = self.park(Waker::from(Arc::new(ThreadWaker(thread::current()))));
        match self.enter_parked(parking) {
            Ok(mut parking) => {
                sleep_parked(&parking, self.wait);
                parking.has_slept();
                drop(parking);
                self.enter()
            }
            Err(entered) => entered,
        }
    }

    /// Waits as a task.
    pub(crate) async fn take_async(mut self) -> Result<Attempt, Refusal> {
        loop {
            if let Some(entered) = self.step_async().await {
                return entered;
            }
        }
    }

    async fn step_async(&mut self) -> Entered {
        if held::stop(self.pauses, self.wait) {
            return self.enter();
        }
        if self.timed() {
            if self.wait.is_zero() {
                timer::give_way().await;
            } else if !self.policy.pass_time(self.wait) {
                timer::sleep(self.wait, self.policy.generation()).await;
            }
            return self.enter();
        }
        let parking = self.park(Waker::noop().clone());
        match self.enter_parked(parking) {
            Ok(mut parking) => {
                Parked { parking: &parking, timer: pin!(timer::sleep(self.wait, self.policy.generation())) }.await;
                parking.has_slept();
                drop(parking);
                self.enter()
            }
            Err(entered) => entered,
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let ticket = std::mem::take(&mut self.ticket);
        if ticket != 0 {
            self.policy.leave(ticket);
        }
    }
}

struct ThreadWaker(Thread);

impl Wake for ThreadWaker {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Sleeps until somebody wakes this thread, or the time is over.
fn sleep_parked(parking: &Parking, at_most: Duration) {
    let due = Instant::now() + at_most;
    while !parking.parked.is_woken() {
        let left = due.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        thread::park_timeout(left);
    }
}

/// The same as a future.
struct Parked<'a> {
    parking: &'a Parking,
    timer: Pin<&'a mut timer::Sleep>,
}

impl Future for Parked<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.parking.parked.set_waker(context.waker());
        if self.parking.parked.is_woken() {
            return Poll::Ready(());
        }
        self.timer.as_mut().poll(context)
    }
}
