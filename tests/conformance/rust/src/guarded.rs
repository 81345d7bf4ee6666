//! Functions that end as a vector says, and the guard that judges them.

use std::future::Future;
use std::time::Duration;

use backstay::{Guard, Outcome, Permit, Policy, Runtime, Verdict};
use serde_json::{Value, json};

use crate::answers::Refused;
use crate::held_call::{Command, Line, Said};

/// What a guarded function fails with when a vector says so.
pub struct Oops {
    verdict: Verdict,
}

/// Acts out what a vector says.
pub fn act_out(doing: &Value) -> Result<(), Oops> {
    let verdict = match doing["does"].as_str().unwrap_or_default() {
        "raise" => Outcome::Failure.because("Boom"),
        "raise_timeout" => Outcome::Timeout.because("TooSlow"),
        "raise_permanent" => Outcome::Permanent.because("Hopeless"),
        _ => return Ok(()),
    };
    let wait = doing["retry_after_ns"].as_u64().map(Duration::from_nanos);
    Err(Oops { verdict: verdict.retry_after(wait) })
}

fn judge<T>(result: &Result<T, Oops>) -> Verdict {
    match result {
        Ok(_) => Outcome::Success.into(),
        Err(oops) => oops.verdict.clone(),
    }
}

/// What a function does, attempt by attempt.
pub fn doings(does: &Value) -> Vec<Value> {
    let one = |does: &Value| {
        if does.is_string() { json!({"does": does}) } else { does.clone() }
    };
    does.as_array().map_or_else(|| vec![one(does)], |list| list.iter().map(one).collect())
}

pub type Judge = fn(&Result<Value, Oops>) -> Verdict;

pub fn guard(policy: &Policy, cost: u64, limit: Option<Duration>) -> Guard<'_, Judge> {
    let guard = policy.classify(judge as Judge).cost(cost);
    match limit {
        Some(limit) => guard.deadline(limit),
        None => guard,
    }
}

/// A guarded call whose attempts end when the vector says so.
pub fn attempt_by_attempt(guard: &Guard<'_, Judge>, runtime: &Runtime, asynchronous: bool, line: &Line) -> Result<Option<Permit>, Refused> {
    let attempt = || {
        let deadline = backstay::time_left().and_then(|left| Some(runtime.now().ok()? + left));
        match line.stop(Said::Running(deadline)) {
            Command::End(doing) => act_out(&doing).map(|()| Value::Null),
            _ => Ok(Value::Null),
        }
    };
    let ended = if asynchronous { block_on(guard.call_async(|| async { attempt() })) } else { guard.call(attempt) };
    ended?;
    Ok(None)
}

/// Runs a future to its end on this thread.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(executor) => executor.block_on(future),
        Err(problem) => panic!("no executor: {problem}"),
    }
}
