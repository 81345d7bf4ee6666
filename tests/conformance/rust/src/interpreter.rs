//! One runtime and what a vector's steps named.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use backstay::{CallError, Outcome, Permit, Policy, Runtime, Verdict};
use serde_json::{Value, json};

use crate::answers::{self, Refused, absent, done, ns, wait_of};
use crate::claim_calls::ClaimCalls;
use crate::guarded::{act_out, attempt_by_attempt, block_on, doings, guard};
use crate::held_call::{Command, HeldCall, Said};
use crate::queue_calls::QueueCalls;

type Answer = Result<Value, Refused>;

/// A text that may be absent.
pub fn text<'a>(args: &'a Value, name: &str) -> Option<&'a str> {
    args[name].as_str()
}

/// A required text.
pub fn required<'a>(args: &'a Value, name: &str) -> Result<&'a str, Refused> {
    text(args, name).ok_or_else(|| Refused::interpreter(&format!("no {name} in {args}")))
}

fn unsigned(args: &Value, name: &str) -> Result<Option<u64>, Refused> {
    match args[name].as_i64() {
        None => Ok(None),
        Some(value) => u64::try_from(value).map(Some).map_err(|_| Refused::unrepresentable(name, value)),
    }
}

/// A duration that may be absent.
pub fn duration(args: &Value, name: &str) -> Result<Option<Duration>, Refused> {
    Ok(unsigned(args, name)?.map(Duration::from_nanos))
}

struct Interpreter {
    runtime: Runtime,
    asynchronous: bool,
    now: u64,
    /// Names of permits whose attempts end one by one.
    attempts: HashSet<String>,
    /// `None`: reported already.
    permits: HashMap<String, Option<Permit>>,
    held: HashMap<String, HeldCall>,
    policies: HashMap<String, Policy>,
    queues: QueueCalls,
    claims: ClaimCalls,
}

impl Interpreter {
    fn new(vector: &Value, asynchronous: bool) -> Result<Self, Refused> {
        let given = &vector["given"];
        let document = text(given, "text").map_or_else(|| given["config"].to_string(), str::to_owned);
        let disabled = given["disabled"] == true;
        let runtime = if disabled { Runtime::disabled(Some(&document)) } else { Runtime::from_json(&document) }?;
        let ends = vector["steps"].as_array().into_iter().flatten().filter(|step| step["call"] == "end_attempt");
        Ok(Interpreter {
            queues: QueueCalls::new(&runtime, asynchronous),
            claims: ClaimCalls::new(&runtime, asynchronous),
            runtime,
            asynchronous,
            now: 0,
            attempts: ends.filter_map(|step| text(&step["args"], "permit")).map(str::to_owned).collect(),
            permits: HashMap::new(),
            held: HashMap::new(),
            policies: HashMap::new(),
        })
    }

    fn finish(mut self) {
        self.held.values_mut().for_each(HeldCall::cancel);
        self.permits.clear();
        // It fails nowhere; closing twice is fine.
        let _ = self.runtime.close();
    }

    fn step(&mut self, step: &Value) -> Answer {
        let at = step["at_ns"].as_u64().unwrap_or_default();
        if at > self.now {
            self.move_to(at)?;
        }
        let (args, name) = (&step["args"], text(step, "as").unwrap_or_default());
        let call = required(step, "call")?;
        let mut observed = Err(Refused::interpreter("no call was made"));
        for _ in 0..step["times"].as_u64().unwrap_or(1) {
            observed = self.answer(call, args, name);
        }
        observed
    }

    fn move_to(&mut self, at: u64) -> Result<(), Refused> {
        self.now = ns(self.runtime.now()?); // a pause may have moved it
        if at > self.now {
            self.runtime.advance(Duration::from_nanos(at - self.now))?;
            self.now = at;
        }
        Ok(())
    }

    fn policy(&mut self, args: &Value) -> Result<Policy, Refused> {
        let name = text(args, "policy").unwrap_or("payments");
        if !self.policies.contains_key(name) {
            self.policies.insert(name.to_owned(), self.runtime.policy(name)?);
        }
        Ok(self.policies[name].clone())
    }

    fn named(&mut self, name: &str, policy: Policy) -> Value {
        let answer = json!({"name": policy.name(), "key": policy.key()});
        self.policies.insert(name.to_owned(), policy);
        answer
    }

    fn answer(&mut self, call: &str, args: &Value, name: &str) -> Answer {
        match call {
            "create" => Ok(done()),
            "enter" => self.enter(args, name),
            "come_back" => self.come_back(args),
            "leave" => self.leave(args),
            "end_attempt" => self.end_attempt(args),
            "deadline" => self.deadline(args),
            "success" => self.report(args, Outcome::Success),
            "failure" => self.report(args, Outcome::Failure),
            "timeout" => self.report(args, Outcome::Timeout),
            "cancelled" => self.report(args, Outcome::Cancelled),
            "neutral" => self.report(args, Outcome::Neutral),
            "permanent" => self.report(args, Outcome::Permanent),
            "drop" => Ok(self.permits.remove(required(args, "permit")?).map_or_else(absent, |_| done())),
            "call" => self.call(args),
            "drop_policy" => Ok(self.policies.remove(required(args, "policy")?).map_or_else(absent, |_| done())),
            _ => self.of_policy(call, args, name),
        }
    }

    fn of_policy(&mut self, call: &str, args: &Value, name: &str) -> Answer {
        let reason = || required(args, "reason");
        match call {
            "keyed" => {
                let policy = self.policy(args)?.keyed(required(args, "key")?)?;
                return Ok(self.named(name, policy));
            }
            "snapshot" => return Ok(answers::snapshot(&self.policy(args)?.snapshot()?)),
            "retry_after" => {
                return Ok(json!({"wait_ns": wait_of(self.policy(args)?.retry_after(required(args, "header")?)?)}));
            }
            "rate_limit" => {
                return Ok(answers::rate(self.policy(args)?.rate_limit(unsigned(args, "cost")?.unwrap_or(1))?));
            }
            "force_open" => self.policy(args)?.force_open(reason()?, duration(args, "duration_ns")?)?,
            "force_closed" => self.policy(args)?.force_closed(reason()?)?,
            "disable" => self.policy(args)?.disable(reason()?)?,
            "metrics_only" => self.policy(args)?.metrics_only(reason()?)?,
            "reset" => self.policy(args)?.reset(reason()?)?,
            "reset_rate_limit" => self.policy(args)?.reset_rate_limit(reason()?)?,
            "set_limit" => self.policy(args)?.set_limit(unsigned(args, "limit")?.unwrap_or_default(), reason()?)?,
            _ => return self.of_runtime(call, args, name),
        }
        Ok(done())
    }

    fn of_runtime(&mut self, call: &str, args: &Value, name: &str) -> Answer {
        Ok(match call {
            "policy" => {
                let policy = self.runtime.policy(required(args, "name")?)?;
                self.named(name, policy)
            }
            "policies" => json!({"names": self.runtime.policies()?}),
            "events" => {
                let page = self.runtime.events(args["since"].as_i64().unwrap_or_default())?;
                let events: Vec<Value> = page.events.iter().map(answers::event).collect();
                json!({"next": page.next, "dropped": page.dropped, "events": events})
            }
            "metrics" => {
                json!({"samples": answers::samples(&self.runtime.metrics(text(args, "process"))?)})
            }
            "check" => answers::report(&backstay::check(&args["document"].to_string())?),
            "now" => json!({"now_ns": ns(self.runtime.now()?)}),
            "advance" => {
                let by = duration(args, "by_ns")?.unwrap_or_default();
                self.runtime.advance(by)?;
                self.now += ns(by);
                done()
            }
            "close" => {
                self.runtime.close()?;
                done()
            }
            _ => return self.of_claims(call, args, name),
        })
    }

    fn of_claims(&mut self, call: &str, args: &Value, name: &str) -> Answer {
        match self.claims.answer(call, args, name) {
            Some(answer) => answer,
            None => self.queues.answer(call, args, name),
        }
    }

    /// What a call says of itself, and how much time it has.
    fn options(&self, args: &Value) -> Result<(u64, Option<Duration>), Refused> {
        let left = match args["deadline_ns"].as_i64() {
            None => None,
            Some(at) => Some(Duration::from_nanos(u64::try_from(at).unwrap_or(0)).saturating_sub(self.runtime.now()?)),
        };
        Ok((unsigned(args, "cost")?.unwrap_or(1), left))
    }

    fn enter(&mut self, args: &Value, name: &str) -> Answer {
        let (policy, (cost, limit), asynchronous) = (self.policy(args)?, self.options(args)?, self.asynchronous);
        let runtime = self.runtime.clone();
        let call = if self.attempts.contains(name) {
            HeldCall::start(move |line| attempt_by_attempt(&guard(&policy, cost, limit), &runtime, asynchronous, &line))
        } else {
            HeldCall::start(move |_| {
                let guard = guard(&policy, cost, limit);
                let entered = if asynchronous { block_on(guard.enter_async()) } else { guard.enter() };
                Ok(Some(entered?))
            })
        };
        if !name.is_empty() {
            self.held.insert(name.to_owned(), call);
            return self.entered(name);
        }
        // A permit without a name is dropped, and so is a place in a queue.
        let mut call = call;
        let answer = outcome(&call);
        call.cancel();
        answer
    }

    /// Where a held call is now; with a permit it is held no longer.
    fn entered(&mut self, name: &str) -> Answer {
        let Some(call) = self.held.get_mut(name) else {
            return Ok(absent());
        };
        let answer = outcome(call);
        if let Said::Ended(permit) = &mut call.state {
            if let Some(permit) = permit.take() {
                self.permits.insert(name.to_owned(), Some(permit));
                self.held.remove(name);
            }
        } else if call.is_over() {
            self.held.remove(name);
        }
        answer
    }

    fn come_back(&mut self, args: &Value) -> Answer {
        let name = required(args, "waiter")?;
        match self.held.get_mut(name).filter(|call| call.waits()) {
            None => Ok(absent()),
            Some(call) => {
                call.go_on(Command::ComeBack);
                self.entered(name)
            }
        }
    }

    fn leave(&mut self, args: &Value) -> Answer {
        let name = required(args, "waiter")?;
        if !self.held.get(name).is_some_and(HeldCall::waits) {
            return Ok(absent());
        }
        let Some(mut call) = self.held.remove(name) else {
            return Ok(absent());
        };
        call.cancel();
        if matches!(call.state, Said::Left) { Ok(done()) } else { outcome(&call) }
    }

    fn end_attempt(&mut self, args: &Value) -> Answer {
        let running = |call: &&mut HeldCall| matches!(call.state, Said::Running(_));
        let Some(call) = self.held.get_mut(required(args, "permit")?).filter(running) else {
            return Ok(absent());
        };
        if let Some(wait) = args["retry_after_ns"].as_i64().filter(|wait| *wait < 0) {
            return Err(Refused::unrepresentable("retry_after_ns", wait));
        }
        call.go_on(Command::End(args.clone()));
        match &call.state {
            Said::Pausing(wait) => Ok(json!({"again": true, "wait_ns": ns(*wait)})),
            Said::Refused(Refused(answer)) if answer.get("raised").is_none() => Err(Refused(answer.clone())),
            _ => Ok(done()),
        }
    }

    fn deadline(&mut self, args: &Value) -> Answer {
        let name = required(args, "permit")?;
        let deadline = match (self.held.get(name).map(|call| &call.state), self.permits.get(name)) {
            (Some(Said::Running(deadline)), _) => *deadline,
            (_, Some(Some(permit))) => {
                let now = self.runtime.now()?;
                permit.time_left().map(|left| now + left)
            }
            _ => return Ok(absent()),
        };
        Ok(json!({"deadline_ns": wait_of(deadline)}))
    }

    fn report(&mut self, args: &Value, outcome: Outcome) -> Answer {
        let mut verdict = Verdict::from(outcome).retry_after(duration(args, "retry_after_ns")?);
        if let Some(cause) = text(args, "cause") {
            verdict = verdict.because(cause.to_owned());
        }
        match self.permits.get_mut(required(args, "permit")?) {
            None => Ok(absent()),
            // A report uses the permit up, so a second one can't be written in Rust.
            Some(permit) => {
                match permit.take() {
                    Some(permit) if outcome == Outcome::Success => permit.success(),
                    Some(permit) => permit.report(verdict),
                    None => {}
                }
                Ok(done())
            }
        }
    }

    fn call(&mut self, args: &Value) -> Answer {
        let doings = doings(&args["does"]);
        let (policy, (cost, limit), asynchronous) = (self.policy(args)?, self.options(args)?, self.asynchronous);
        let mut called = 0;
        let act = RefCell::new(|| {
            let doing = &doings[called.min(doings.len() - 1)];
            called += 1;
            let takes = doing["takes_ns"].as_u64().or(args["takes_ns"].as_u64()).unwrap_or_default();
            // A clock that can't be moved shows in the snapshots.
            let now = self.runtime.now().map(ns).unwrap_or_default();
            let _ = self.move_to(now + takes);
            act_out(doing).map(|()| args["value"].clone())
        });
        let guard = guard(&policy, cost, limit).fallback(|error| match (args.get("fallback"), error) {
            (Some(value), CallError::Rejected(_) | CallError::RetriesExhausted(_)) => Ok(value.clone()),
            (Some(value), CallError::Inner(_)) if args["fallback_failures"] == true => Ok(value.clone()),
            (_, error) => Err(error),
        });
        let result =
            if asynchronous { block_on(guard.call_async(|| async { act.borrow_mut()() })) } else { guard.call(|| act.borrow_mut()()) };
        let mut answer = match result {
            Ok(value) => json!({"returned": value}),
            Err(CallError::Misuse(error)) => return Err(error.into()),
            Err(error) => Refused::from(error).0,
        };
        answer["called"] = json!(called);
        Ok(answer)
    }
}

fn outcome(call: &HeldCall) -> Answer {
    match &call.state {
        Said::Refused(Refused(answer)) => Err(Refused(answer.clone())),
        Said::Waiting(wait) | Said::Pausing(wait) => Ok(json!({"waiting": true, "wait_ns": ns(*wait)})),
        _ => Ok(json!({"admitted": true})),
    }
}

/// The observed values of a vector: `{"id", "steps"}`.
pub fn run(vector: &Value, asynchronous: bool) -> Value {
    let steps: Vec<Value> = match Interpreter::new(vector, asynchronous) {
        Err(Refused(created)) => each(vector, |step| match step["call"].as_str() {
            Some("create") => created.clone(),
            _ => json!({"interpreter": format!("no runtime: {created}")}),
        }),
        Ok(mut interpreter) => {
            let observed = each(vector, |step| {
                let answer = catch_unwind(AssertUnwindSafe(|| interpreter.step(step)));
                answer.unwrap_or_else(|payload| Err(Refused::panicked(payload.as_ref()))).unwrap_or_else(|refused| refused.0)
            });
            interpreter.finish();
            observed
        }
    };
    json!({"id": vector["id"], "steps": steps})
}

fn each(vector: &Value, answer: impl FnMut(&Value) -> Value) -> Vec<Value> {
    vector["steps"].as_array().into_iter().flatten().map(answer).collect()
}
