//! The runtime, which owns clock, configuration, policies and events.

use std::fmt;
use std::path::Path;
use std::ptr::{self, NonNull};
use std::sync::Arc;
use std::time::Duration;

use backstay_sys as sys;
use serde::de::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::Error;
use crate::catalogue::Status;
use crate::events::Page;
use crate::idempotency::Idempotency;
use crate::json;
use crate::native::{check, check_library, filled, known, nanoseconds, optional_text, parsed, text};
use crate::policy::Policy;
use crate::shared::Shared;

/// Everything that one configuration document describes. Clones are the same runtime; there is no global one.
///
/// ```
/// let runtime = backstay::Runtime::from_json(r#"{"policies": {"payments": {"circuit_breaker": "standard"}}}"#)?;
/// assert_eq!(runtime.policies()?, ["payments"]);
/// # Ok::<(), backstay::Error>(())
/// ```
#[derive(Clone)]
pub struct Runtime {
    shared: Arc<Shared>,
}

/// What a runtime was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Info {
    /// The service's name in the document.
    pub service: String,
    /// The document's version.
    pub version: i64,
    /// Whether only [`Runtime::advance`] moves the clock.
    pub manual_clock: bool,
    /// Whether every policy passes every call through.
    pub disabled: bool,
    /// SHA-256 of the canonical configuration, equal in every process that has the same one.
    pub fingerprint: String,
    /// What in the document makes little sense.
    pub warnings: Vec<String>,
}

impl<'de> Deserialize<'de> for Info {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Map::deserialize(deserializer)?;
        let text = |name| json::text(&fields, name).unwrap_or_default();
        let warnings = fields.get("warnings").and_then(Value::as_array).into_iter().flatten();
        Ok(Info {
            service: text("service"),
            version: json::integer(&fields, "version").unwrap_or_default(),
            manual_clock: text("clock") == "manual",
            disabled: fields.get("disabled").and_then(Value::as_bool).unwrap_or_default(),
            fingerprint: text("fingerprint"),
            warnings: warnings.filter_map(Value::as_str).map(str::to_owned).collect(),
        })
    }
}

/// Makes a runtime of what a function of the C interface gives.
fn made(create: impl FnOnce(*mut *mut sys::backstay_runtime, *mut sys::backstay_error) -> i32) -> Result<Runtime, Error> {
    check_library()?;
    let mut out = ptr::null_mut();
    check(|error| create(&mut out, error))?;
    let handle = NonNull::new(out).ok_or_else(|| Error::new(Status::Internal, "the core gave no runtime"))?;
    let shared = Arc::new(Shared::adopt(handle));
    shared.log_first();
    Ok(Runtime { shared })
}

impl Runtime {
    /// Opens the runtime that a configuration file describes.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().to_str().ok_or_else(|| {
            let shown = path.as_ref().display();
            Error::new(Status::InvalidArgument, format!("path: {shown} is no UTF-8; allowed: the path of a file, in UTF-8"))
        })?;
        let (bytes, length) = text(path);
        // SAFETY: the text is borrowed for the call, and `out` is the caller's own.
        made(|out, error| unsafe { sys::backstay_runtime_open(bytes, length, out, error) })
    }

    /// Opens the file that `$BACKSTAY_CONFIG` names, else `backstay.json` in the working directory.
    pub fn open_default() -> Result<Self, Error> {
        // SAFETY: no path means the default; `out` is the caller's own.
        made(|out, error| unsafe { sys::backstay_runtime_open(ptr::null(), 0, out, error) })
    }

    /// Makes a runtime from a configuration document. The error lists everything that is wrong with it.
    pub fn from_json(document: &str) -> Result<Self, Error> {
        let (bytes, length) = text(document);
        // SAFETY: the text is borrowed for the call, and `out` is the caller's own.
        made(|out, error| unsafe { sys::backstay_runtime_create(bytes, length, out, error) })
    }

    /// Makes a runtime whose policies pass every call through, for tests and for the night when the guard itself is suspected.
    /// Without a document any name is a policy.
    pub fn disabled(document: Option<&str>) -> Result<Self, Error> {
        let (bytes, length) = optional_text(document);
        // SAFETY: the text is borrowed for the call, and `out` is the caller's own.
        made(|out, error| unsafe { sys::backstay_runtime_create_disabled(bytes, length, out, error) })
    }

    /// A policy by its name in the configuration; the same name gives the same state.
    pub fn policy(&self, name: &str) -> Result<Policy, Error> {
        let mut out = ptr::null_mut();
        let (bytes, length) = text(name);
        // SAFETY: the handle is alive, the text is borrowed for the call, and `out` is this call's own.
        check(|error| unsafe { sys::backstay_runtime_policy(self.handle(), bytes, length, &mut out, error) })?;
        Policy::adopt(out, &self.shared, None)
    }

    /// The policies' names, in the order of the document.
    pub fn policies(&self) -> Result<Vec<String>, Error> {
        // SAFETY: the handle is alive, and both out-parameters are this call's own.
        parsed(&filled(|out, error| unsafe { sys::backstay_runtime_policies(self.handle(), out, error) })?)
    }

    /// An idempotency by its name in the configuration; the same name gives the same keys.
    pub fn idempotency(&self, name: &str) -> Result<Idempotency, Error> {
        Idempotency::of(self, name)
    }

    /// What the runtime was made from.
    pub fn info(&self) -> Result<Info, Error> {
        // SAFETY: the handle is alive, and both out-parameters are this call's own.
        parsed(&filled(|out, error| unsafe { sys::backstay_runtime_info(self.handle(), out, error) })?)
    }

    /// All metrics in the Prometheus text format. `process` becomes a label of every sample, for several processes that serve one port.
    pub fn metrics(&self, process: Option<&str>) -> Result<String, Error> {
        let (bytes, length) = optional_text(process);
        // SAFETY: the handle is alive, the text is borrowed for the call, and both out-parameters are this call's own.
        filled(|out, error| unsafe { sys::backstay_runtime_metrics(self.handle(), bytes, length, out, error) })
    }

    /// The events after a cursor; 0: from the oldest that is kept. Readers don't steal from each other.
    pub fn events(&self, since: i64) -> Result<Page, Error> {
        self.shared.events(since)
    }

    /// Moves the manual clock forward.
    pub fn advance(&self, by: Duration) -> Result<(), Error> {
        // SAFETY: the handle is alive.
        check(|error| unsafe { sys::backstay_runtime_advance(self.handle(), nanoseconds(by), error) })
    }

    /// The runtime's clock: the time since its epoch.
    pub fn now(&self) -> Result<Duration, Error> {
        let mut out_ns = 0;
        // SAFETY: the handle is alive, and `out_ns` is this call's own.
        check(|error| unsafe { sys::backstay_runtime_now(self.handle(), &mut out_ns, error) })?;
        Ok(known(out_ns).unwrap_or_default())
    }

    /// Closes the runtime: from now on it and its policies answer with an error of status `closed`, and who waits is told so. Closing
    /// twice is fine; a runtime that is only dropped lives as long as its policies.
    pub fn close(&self) -> Result<(), Error> {
        // SAFETY: the handle is alive.
        check(|error| unsafe { sys::backstay_runtime_close(self.handle(), error) })?;
        self.shared.wake_all();
        Ok(())
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(crate) fn handle(&self) -> *mut sys::backstay_runtime {
        self.shared.handle()
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime").finish_non_exhaustive()
    }
}
