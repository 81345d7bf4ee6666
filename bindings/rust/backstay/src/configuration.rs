//! The configuration document, checked and described without building anything.

use backstay_sys as sys;
use serde::de::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::Error;
use crate::json;
use crate::native::{check_library, filled, parsed, text};

/// What is to say about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Whether a runtime can be made of it.
    pub valid: bool,
    /// All errors and warnings together.
    pub findings: Vec<Finding>,
}

/// One error or warning.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Whether the document is refused for it; otherwise it is a warning.
    pub is_error: bool,
    /// Where: `policies.payments.circuit_breaker.open_for`.
    pub path: String,
    /// The value, as the document has it.
    pub value: String,
    /// What is wrong with it.
    pub problem: String,
    /// What would be right.
    pub allowed: String,
    /// All of it in one sentence.
    pub message: String,
}

impl Finding {
    fn of(fields: &Map<String, Value>) -> Self {
        let text = |name| json::text(fields, name).unwrap_or_default();
        Finding {
            is_error: fields.get("severity").and_then(Value::as_str) == Some("error"),
            path: text("path"),
            value: text("value"),
            problem: text("problem"),
            allowed: text("allowed"),
            message: text("message"),
        }
    }
}

impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Map::deserialize(deserializer)?;
        let findings = fields.get("findings").and_then(Value::as_array).into_iter().flatten();
        Ok(Report {
            valid: fields.get("valid").and_then(Value::as_bool).unwrap_or_default(),
            findings: findings.filter_map(Value::as_object).map(Finding::of).collect(),
        })
    }
}

/// Checks a configuration document and reports all findings.
///
/// ```
/// let report = backstay::check(r#"{"policies": {"payments": {"circuit_braker": "standard"}}}"#)?;
/// assert!(!report.valid);
/// assert!(report.findings[0].message.contains("circuit_breaker"));
/// # Ok::<(), backstay::Error>(())
/// ```
pub fn check(document: &str) -> Result<Report, Error> {
    check_library()?;
    let (bytes, length) = text(document);
    // SAFETY: the text is borrowed for the call, and both out-parameters are this call's own.
    parsed(&filled(|out, error| unsafe { sys::backstay_config_check(bytes, length, out, error) })?)
}

/// The JSON Schema of the configuration, with defaults and descriptions, for editors.
pub fn schema() -> Result<String, Error> {
    check_library()?;
    // SAFETY: both out-parameters are this call's own.
    filled(|out, error| unsafe { sys::backstay_config_schema(out, error) })
}
