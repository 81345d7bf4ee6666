//! The calls about idempotency keys.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use backstay::{Answer, AnswerKind, Claim, ClaimStatus, Error, Idempotency, OnceError, Runtime, Served, Status, TriedToServe};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::answers::{Refused, absent, done, wait_of};
use crate::guarded::block_on;
use crate::http_calls::{self, Response};
use crate::interpreter::{duration, required, text};

pub struct ClaimCalls {
    runtime: Runtime,
    asynchronous: bool,
    /// Those that hold, or held, their key.
    claims: HashMap<String, Claim>,
    highest_fence: i64,
}

/// What a function fails with when a vector says so.
#[derive(Debug)]
struct Boom {
    retryable: bool,
}

impl fmt::Display for Boom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("boom")
    }
}

/// What a function returns.
enum Returned {
    Value(Value),
    Unencodable,
}

impl Serialize for Returned {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Returned::Value(value) => value.serialize(serializer),
            Returned::Unencodable => Err(S::Error::custom("it has no form as JSON")),
        }
    }
}

impl<'de> Deserialize<'de> for Returned {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Returned::Value)
    }
}

/// The one that a step is about.
pub fn idempotency_of(runtime: &Runtime, args: &Value) -> Result<Idempotency, Error> {
    runtime.idempotency(text(args, "idempotency").unwrap_or("orders"))
}

impl ClaimCalls {
    pub fn new(runtime: &Runtime, asynchronous: bool) -> Self {
        ClaimCalls { runtime: runtime.clone(), asynchronous, claims: HashMap::new(), highest_fence: 0 }
    }

    /// `None` where the call is about something else.
    pub fn answer(&mut self, call: &str, args: &Value, name: &str) -> Option<Result<Value, Refused>> {
        match call {
            "claim" => Some(self.claim(args, name)),
            "once" => Some(Ok(self.once(args))),
            "wants" => Some(http_calls::wants(&self.runtime, args)),
            "serve" => Some(self.serve(args, name)),
            "set_on_unavailable" => Some(http_calls::set_on_unavailable(&self.runtime, args)),
            "respond" | "complete_claim" | "fail_claim" | "release_claim" | "heartbeat" | "set_recovery_point" | "drop_claim" => {
                Some(self.of_claim(call, args))
            }
            _ => None,
        }
    }

    fn claim(&mut self, args: &Value, name: &str) -> Result<Value, Refused> {
        let (orders, key) = (idempotency_of(&self.runtime, args)?, text(args, "key").unwrap_or("k"));
        let mut claiming = orders.scope(text(args, "scope").unwrap_or_default());
        if let Some(lease) = duration(args, "lease_ns")? {
            claiming = claiming.lease(lease);
        }
        if let Some(waited) = duration(args, "waited_ns")? {
            claiming = claiming.waited(waited);
        }
        let fingerprint = text(args, "fingerprint");
        let claim = if self.asynchronous { block_on(claiming.claim(key, fingerprint)) } else { claiming.claim_blocking(key, fingerprint) }?;
        let mut observed = json!({
            "status": Status::from(claim.status()).as_str(),
            "takeovers": claim.takeovers(),
            "recovery_point": claim.recovery_point(),
            "retry_after_ns": wait_of(claim.retry_after()),
            "again_ns": wait_of(claim.again()),
            "message": claim.message(),
        });
        if let (ClaimStatus::Replay | ClaimStatus::BodyNotKept, Some(answer)) = (claim.status(), claim.answer()) {
            observed["answer"] = shown(answer);
        }
        if claim.held() {
            observed["fence_rises"] = self.hold(claim, name);
        }
        Ok(observed)
    }

    /// Whether its fence is above all earlier ones.
    fn hold(&mut self, claim: Claim, name: &str) -> Value {
        let rises = claim.fence() > self.highest_fence;
        self.highest_fence = claim.fence().max(self.highest_fence);
        if !name.is_empty() {
            self.claims.insert(name.to_owned(), claim);
        }
        json!(rises)
    }

    fn serve(&mut self, args: &Value, name: &str) -> Result<Value, Refused> {
        let served = http_calls::serve(&self.runtime, args, self.asynchronous)?;
        let mut observed = http_calls::shown(&served);
        if let TriedToServe::Served(Served::Hold(claim)) = served {
            observed["fence_rises"] = self.hold(claim, name);
        }
        Ok(observed)
    }

    fn of_claim(&mut self, call: &str, args: &Value) -> Result<Value, Refused> {
        let name = required(args, "claim")?;
        if call == "drop_claim" {
            return Ok(self.claims.remove(name).map_or_else(absent, |_| done()));
        }
        let Some(claim) = self.claims.get(name) else { return Ok(absent()) };
        let written = if self.asynchronous { block_on(write(claim, call, args)) } else { write_blocking(claim, call, args) };
        match written {
            Err(Refused(answer)) if answer["error"] == "lost_lease" => Ok(json!({"status": "lost_lease"})),
            Err(refused) => Err(refused),
            Ok(()) => Ok(json!({"status": "ok"})),
        }
    }

    fn once(&self, args: &Value) -> Value {
        let called = Cell::new(0);
        let mut answer = self.call_once(args, &called).unwrap_or_else(|Refused(answer)| answer);
        answer["called"] = json!(called.get());
        answer
    }

    fn call_once(&self, args: &Value, called: &Cell<u32>) -> Result<Value, Refused> {
        let (orders, key) = (idempotency_of(&self.runtime, args)?, text(args, "key").unwrap_or("k"));
        let mut claiming = orders
            .scope(text(args, "scope").unwrap_or_default())
            .fingerprint(text(args, "fingerprint").unwrap_or_default())
            .retryable(|boom: &Boom| boom.retryable);
        if let Some(lease) = duration(args, "lease_ns")? {
            claiming = claiming.lease(lease);
        }
        let takes = duration(args, "takes_ns")?.unwrap_or_default();
        let act = || {
            called.set(called.get() + 1);
            // A clock that can't be moved shows in what later claims answer.
            let _ = self.pass(takes);
            act_out(args)
        };
        let ended = if self.asynchronous { block_on(claiming.once(key, async { act() })) } else { claiming.once_blocking(key, act) };
        Ok(observed(ended))
    }

    fn pass(&self, takes: Duration) -> Result<(), Error> {
        if takes.is_zero() { Ok(()) } else { self.runtime.advance(takes) }
    }
}

fn act_out(args: &Value) -> Result<Returned, Boom> {
    match text(args, "does").unwrap_or("return") {
        "raise" => Err(Boom { retryable: false }),
        "raise_retryable" => Err(Boom { retryable: true }),
        "unencodable" => Ok(Returned::Unencodable),
        _ => Ok(Returned::Value(args["value"].clone())),
    }
}

fn observed(ended: Result<Returned, OnceError<Boom>>) -> Value {
    match ended {
        Ok(Returned::Value(value)) => json!({"returned": value}),
        Ok(Returned::Unencodable) => json!({"interpreter": "what has no form as JSON was returned"}),
        Err(OnceError::Inner(_)) => json!({"raised": true}),
        Err(OnceError::Encoding(_)) => json!({"unencodable": true}),
        Err(OnceError::FailedBefore(told)) => json!({"failed_before": told.message()}),
        Err(error) => match error.error() {
            Some(told) => json!({"error": told.status().as_str(), "message": told.message()}),
            None => json!({"interpreter": format!("an error that is none: {error}")}),
        },
    }
}

async fn write(claim: &Claim, call: &str, args: &Value) -> Result<(), Refused> {
    match call {
        "complete_claim" => claim.complete(&given(args)?).await?,
        "respond" => {
            let response = Response::given(args)?;
            claim.respond(response.status_code, &response.headers, response.body).await?;
        }
        "fail_claim" => claim.fail(args["retryable"] == true, part(args, "type"), part(args, "message")).await?,
        "release_claim" => claim.release().await?,
        "heartbeat" => claim.heartbeat().await?,
        _ => claim.set_recovery_point(required(args, "point")?).await?,
    }
    Ok(())
}

fn write_blocking(claim: &Claim, call: &str, args: &Value) -> Result<(), Refused> {
    match call {
        "complete_claim" => claim.complete_blocking(&given(args)?)?,
        "respond" => {
            let response = Response::given(args)?;
            claim.respond_blocking(response.status_code, &response.headers, response.body)?;
        }
        "fail_claim" => claim.fail_blocking(args["retryable"] == true, part(args, "type"), part(args, "message"))?,
        "release_claim" => claim.release_blocking()?,
        "heartbeat" => claim.heartbeat_blocking()?,
        _ => claim.set_recovery_point_blocking(required(args, "point")?)?,
    }
    Ok(())
}

/// A text that is empty where a vector gives none.
pub fn part<'a>(args: &'a Value, name: &str) -> &'a str {
    text(args, name).unwrap_or_default()
}

/// The answer that a vector gives.
fn given(args: &Value) -> Result<Answer, Refused> {
    let mut answer = Answer::new(part(args, "body")).content_type(part(args, "content_type")).headers(part(args, "headers"));
    if let Some(status_code) = args["status_code"].as_i64() {
        answer.status_code = u16::try_from(status_code).map_err(|_| Refused::outside("status_code", status_code, "0 to 999"))?;
    }
    answer.kind = AnswerKind::from_name(text(args, "kind").unwrap_or("value"))
        .ok_or_else(|| Refused::interpreter(&format!("no kind of answer in {args}")))?;
    Ok(answer)
}

fn shown(answer: &Answer) -> Value {
    json!({
        "kind": answer.kind.as_str(),
        "status_code": answer.status_code,
        "content_type": answer.content_type,
        "headers": answer.headers,
        "body": String::from_utf8_lossy(&answer.body),
    })
}
