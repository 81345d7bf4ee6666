//! What tests of your own need: a clock that only [`Runtime::advance`] moves, a policy that is forced open, recorded events.
//!
//! ```
//! use backstay::{CallError, testing};
//! use std::time::Duration;
//!
//! let runtime = testing::runtime(r#"{"policies": {"payments": {"circuit_breaker": {"consecutive_failures": 1, "open_for": "30s"}}}}"#)?;
//! let events = testing::Recorder::new(&runtime);
//! let payments = runtime.policy("payments")?;
//! let _ = payments.call(|| Err::<(), _>("down"));
//! assert!(matches!(payments.call(|| Ok::<_, ()>(())), Err(CallError::Rejected(_))));
//! runtime.advance(Duration::from_secs(30))?;
//! assert!(payments.call(|| Ok::<_, ()>(())).is_ok());
//! assert!(events.messages()[0].contains("closed -> open"));
//! # Ok::<(), backstay::Error>(())
//! ```

use serde_json::Value;
use serde_json::value::RawValue;

use crate::catalogue::Status;
use crate::json::Entries;
use crate::{Error, Event, Policy, Runtime};

pub use crate::held::hold_calls;

/// A runtime on the manual clock, of a document that needs not ask for it.
pub fn runtime(document: &str) -> Result<Runtime, Error> {
    let Ok(Entries(fields)) = serde_json::from_str::<Entries<&RawValue>>(document) else {
        // The core says what is wrong with it.
        return Runtime::from_json(document);
    };
    let mut manual = String::from(r#"{"clock": "manual""#);
    for (name, value) in fields.iter().filter(|(name, _)| name != "clock") {
        manual += &format!(", {}: {value}", Value::from(name.as_str()));
    }
    Runtime::from_json(&(manual + "}"))
}

/// A policy whose breaker is open until it is told otherwise, in a runtime of its own on the manual clock.
pub fn forced_open(name: &str) -> Result<Policy, Error> {
    let document = serde_json::json!({"policies": {name: {"circuit_breaker": {}}}});
    let policy = runtime(&document.to_string())?.policy(name)?;
    policy.force_open("testing", None)?;
    Ok(policy)
}

/// The events of a runtime from a moment on. It takes them from nobody.
#[derive(Debug)]
pub struct Recorder {
    runtime: Runtime,
    since: i64,
}

impl Recorder {
    /// Records from now on.
    pub fn new(runtime: &Runtime) -> Self {
        let since = runtime.events(0).map_or(0, |page| page.next);
        Recorder { runtime: runtime.clone(), since }
    }

    /// What happened since, oldest first; an error where the runtime was closed or so much happened that some of it was lost.
    pub fn events(&self) -> Result<Vec<Event>, Error> {
        let page = self.runtime.events(self.since)?;
        if page.dropped > 0 {
            return Err(Error::new(Status::Internal, format!("{} events were lost before they were read", page.dropped)));
        }
        Ok(page.events)
    }

    /// Their log lines; none where they can't be read.
    pub fn messages(&self) -> Vec<String> {
        self.events().unwrap_or_default().into_iter().map(|event| event.message).collect()
    }
}
