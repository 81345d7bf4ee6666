//! What a policy looks like at one moment.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::catalogue::State;
use crate::json::{self, Entries};
use crate::native::known;

/// One moment of a policy.
///
/// ```
/// # let runtime = backstay::Runtime::from_json(r#"{"policies": {"payments": {"circuit_breaker": "standard"}}}"#)?;
/// let snapshot = runtime.policy("payments")?.snapshot()?;
/// assert_eq!(snapshot.state, Some(backstay::State::Closed));
/// assert_eq!(snapshot.integer("consecutive_failures"), Some(0));
/// # Ok::<(), backstay::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Snapshot {
    /// Name of the policy.
    pub policy: String,
    /// Key of the instance, where it has one.
    pub key: Option<String>,
    /// State of the policy; `None` where none of its patterns has states.
    pub state: Option<State>,
    /// Its patterns, outermost first; none on a disabled runtime.
    pub patterns: Vec<PatternSnapshot>,
}

/// One moment of one pattern of a policy. The fields' names and units are the catalogue's, the same in every language.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct PatternSnapshot {
    /// Name of the pattern, such as `bulkhead`.
    pub name: String,
    /// Counts and durations; a duration that is not known is -1.
    pub integers: BTreeMap<String, i64>,
    /// Ratios and rates; one that does not apply just now is `None`.
    pub doubles: BTreeMap<String, Option<f64>>,
    /// Names and what operators said.
    pub texts: BTreeMap<String, String>,
    /// The last failures' causes, newest first: why a breaker is open.
    pub causes: Vec<Cause>,
}

/// Why calls failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cause {
    /// The class of the error, as it was reported.
    pub cause: String,
    /// How often.
    pub count: u64,
    /// When last, since the runtime's epoch.
    pub last_at: Duration,
}

impl Snapshot {
    /// One of its patterns by name.
    pub fn pattern(&self, name: &str) -> Option<&PatternSnapshot> {
        self.patterns.iter().find(|pattern| pattern.name == name)
    }

    /// An integer field of the outermost pattern that has it.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.patterns.iter().find_map(|pattern| pattern.integers.get(name).copied())
    }

    /// A ratio or rate of the outermost pattern that has it and to which it applies just now.
    pub fn double(&self, name: &str) -> Option<f64> {
        self.patterns.iter().find_map(|pattern| pattern.doubles.get(name).copied()).flatten()
    }

    /// A text of the outermost pattern that has it.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.patterns.iter().find_map(|pattern| pattern.texts.get(name)).map(String::as_str)
    }
}

impl PatternSnapshot {
    fn of(name: String, fields: &Map<String, Value>) -> Self {
        let group = |name: &str| fields.get(name).and_then(Value::as_object).into_iter().flatten();
        let causes = fields.get("causes").and_then(Value::as_array).into_iter().flatten();
        PatternSnapshot {
            name,
            integers: group("integers").filter_map(|(name, value)| Some((name.clone(), value.as_i64()?))).collect(),
            doubles: group("doubles").map(|(name, value)| (name.clone(), value.as_f64())).collect(),
            texts: group("texts").filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect(),
            causes: causes.filter_map(Value::as_object).filter_map(Cause::of).collect(),
        }
    }
}

impl Cause {
    fn of(fields: &Map<String, Value>) -> Option<Self> {
        Some(Cause {
            cause: json::text(fields, "cause")?,
            count: json::integer(fields, "count")?.unsigned_abs(),
            last_at: known(json::integer(fields, "last_at_ns")?).unwrap_or_default(),
        })
    }
}

impl<'de> Deserialize<'de> for Snapshot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Snapshot;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a snapshot")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Snapshot, A::Error> {
                let mut snapshot = Snapshot::default();
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        "policy" => snapshot.policy = map.next_value()?,
                        "key" => snapshot.key = map.next_value()?,
                        "state" => snapshot.state = State::from_name(&map.next_value::<String>()?),
                        "patterns" => {
                            let patterns: Entries<Map<String, Value>> = map.next_value()?;
                            snapshot.patterns = patterns.0.into_iter().map(|(name, fields)| PatternSnapshot::of(name, &fields)).collect();
                        }
                        // A newer core may tell more.
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(snapshot)
            }
        }

        deserializer.deserialize_map(Fields)
    }
}
