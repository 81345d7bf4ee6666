//! What observed values look like in the format of the vectors.

use std::any::Any;
use std::time::Duration;

use backstay::{CallError, Error, Event, PatternSnapshot, RateLimit, Report, Snapshot};
use serde_json::{Map, Value, json};

/// An answer in place of the one that a call would give.
pub struct Refused(pub Value);

impl Refused {
    pub fn interpreter(problem: &str) -> Self {
        Refused(json!({"interpreter": problem}))
    }

    /// A value that the API's own types don't hold: what other languages refuse when they run, Rust's compiler does.
    pub fn unrepresentable(name: &str, value: i64) -> Self {
        Refused(json!({"error": "invalid_argument", "message": format!("{name}: {value} is negative; its type holds none")}))
    }

    /// The same of a type that holds more than is allowed, and this value not.
    pub fn outside(name: &str, value: i64, allowed: &str) -> Self {
        Refused(json!({"error": "invalid_argument", "message": format!("{name}: {value}; its type holds none; allowed: {allowed}")}))
    }

    pub fn panicked(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref::<&str>().copied());
        Refused::interpreter(&format!("panicked: {}", text.unwrap_or("with something that is no text")))
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Refused(json!({"error": error.status().as_str(), "message": error.message()}))
    }
}

impl<E> From<CallError<E>> for Refused {
    fn from(error: CallError<E>) -> Self {
        match error {
            CallError::Rejected(refused) => {
                Refused(json!({"rejected": refused.reason.as_str(), "retry_after_ns": wait_of(refused.retry_after)}))
            }
            CallError::RetriesExhausted(given_up) => Refused(json!({
                "exhausted": given_up.reason.as_str(),
                "attempts": given_up.attempts,
                "elapsed_ns": ns(given_up.elapsed),
            })),
            CallError::Misuse(error) => error.into(),
            _ => Refused(json!({"raised": true})),
        }
    }
}

pub fn done() -> Value {
    json!({"done": true})
}

pub fn absent() -> Value {
    json!({"absent": true})
}

pub fn ns(duration: Duration) -> u64 {
    duration.as_nanos() as u64
}

pub fn wait_of(wait: Option<Duration>) -> Value {
    wait.map_or(Value::Null, |wait| json!(ns(wait)))
}

pub fn rate(rate: RateLimit) -> Value {
    json!({
        "allowed": rate.allowed,
        "limit": rate.limit,
        "remaining": rate.remaining,
        "retry_after_ns": wait_of(rate.retry_after),
        "reset_after_ns": ns(rate.reset_after),
    })
}

pub fn event(event: &Event) -> Value {
    json!({
        "sequence": event.sequence,
        "at_ns": ns(event.at),
        "wall_ns": event.wall.duration_since(std::time::UNIX_EPOCH).map(ns).unwrap_or_default(),
        "kind": event.kind.as_str(),
        "policy": event.policy,
        "key": event.key,
        "pattern": event.pattern,
        "from": event.from.map(|state| state.as_str()),
        "to": event.to.map(|state| state.as_str()),
        "reason": event.reason,
        "note": event.note,
        "wait_ns": wait_of(event.wait),
        "cause": event.cause,
        "message": event.message,
    })
}

pub fn report(report: &Report) -> Value {
    let findings: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| {
            json!({
                "severity": if finding.is_error { "error" } else { "warning" },
                "path": finding.path,
                "value": finding.value,
                "problem": finding.problem,
                "allowed": finding.allowed,
                "message": finding.message,
            })
        })
        .collect();
    json!({"valid": report.valid, "findings": findings})
}

/// The head, the breaker's fields beside it, and all patterns' fields by pattern.
pub fn snapshot(snapshot: &Snapshot) -> Value {
    let breaker = snapshot.pattern("circuit_breaker");
    let mut answer = breaker.map(fields).unwrap_or_default();
    let causes: Vec<Value> = breaker
        .map(|breaker| breaker.causes.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|cause| json!({"cause": cause.cause, "count": cause.count, "last_at_ns": ns(cause.last_at)}))
        .collect();
    let layers: Vec<&str> = snapshot.patterns.iter().map(|pattern| pattern.name.as_str()).filter(|name| *name != "fallback").collect();
    let patterns: Map<String, Value> =
        snapshot.patterns.iter().map(|pattern| (pattern.name.clone(), Value::Object(fields(pattern)))).collect();
    answer.insert("policy".into(), json!(snapshot.policy));
    answer.insert("key".into(), json!(snapshot.key));
    answer.insert("state".into(), json!(snapshot.state.map_or("", |state| state.as_str())));
    answer.insert("causes".into(), json!(causes));
    answer.insert("layers".into(), json!(layers));
    answer.insert("patterns".into(), Value::Object(patterns));
    Value::Object(answer)
}

fn fields(pattern: &PatternSnapshot) -> Map<String, Value> {
    let integers = pattern.integers.iter().map(|(name, value)| (name.clone(), json!(value)));
    let doubles = pattern.doubles.iter().map(|(name, value)| (name.clone(), json!(value)));
    let texts = pattern.texts.iter().map(|(name, value)| (name.clone(), json!(value)));
    integers.chain(doubles).chain(texts).collect()
}

/// Values by sample, the labels in the order of their names.
pub fn samples(text: &str) -> Value {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let samples: Map<String, Value> = lines
        .filter_map(|line| {
            let (name, value) = line.rsplit_once(' ')?;
            Some((sorted(name), json!(value.parse::<f64>().ok()?)))
        })
        .collect();
    Value::Object(samples)
}

fn sorted(name: &str) -> String {
    let Some((family, labels)) = name.split_once('{') else {
        return name.to_owned();
    };
    let labels = labels.trim_end_matches('}').trim_end_matches('"');
    let mut labels: Vec<String> = labels.split("\",").map(|label| format!("{label}\"")).collect();
    labels.sort();
    format!("{family}{{{}}}", labels.join(","))
}
