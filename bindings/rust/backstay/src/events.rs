//! What happened in a runtime, read by cursor.

use std::time::{Duration, SystemTime};

use serde::de::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::catalogue::{EventKind, State};
use crate::json::{integer, text};
use crate::native::known;

/// Some events, and where to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// Oldest first.
    pub events: Vec<Event>,
    /// The cursor for the next call.
    pub next: i64,
    /// How many were lost before the oldest of these, because nobody read them in time.
    pub dropped: u64,
}

/// One transition or other noteworthy thing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// 1, 2, …
    pub sequence: i64,
    /// When, since the runtime's epoch.
    pub at: Duration,
    /// The same instant on the wall's clock.
    pub wall: SystemTime,
    /// What it tells.
    pub kind: EventKind,
    /// Name of the policy.
    pub policy: Option<String>,
    /// Key of the policy's instance.
    pub key: Option<String>,
    /// The pattern that it is about.
    pub pattern: Option<String>,
    /// The state left.
    pub from: Option<State>,
    /// The state entered.
    pub to: Option<State>,
    /// Why, by the catalogue's name.
    pub reason: String,
    /// What an operator said.
    pub note: Option<String>,
    /// Until a call may pass, where that is known.
    pub wait: Option<Duration>,
    /// The last failure's cause.
    pub cause: Option<String>,
    /// The log line, the same in every language.
    pub message: String,
}

impl Event {
    /// Whether somebody may have to act on it; the others are information.
    pub fn is_alarming(&self) -> bool {
        matches!(self.kind, EventKind::ProbeLost | EventKind::Disabled) || matches!(self.to, Some(State::Open | State::ForcedOpen))
    }

    fn of(fields: &Map<String, Value>) -> Self {
        let instant = |name| known(integer(fields, name).unwrap_or(-1));
        let state = |name| State::from_name(fields.get(name)?.as_str()?);
        let kind = fields.get("kind").and_then(Value::as_str).and_then(EventKind::from_name);
        Event {
            sequence: integer(fields, "sequence").unwrap_or_default(),
            at: instant("at_ns").unwrap_or_default(),
            wall: SystemTime::UNIX_EPOCH + instant("wall_ns").unwrap_or_default(),
            kind: kind.unwrap_or(EventKind::Unknown),
            policy: text(fields, "policy"),
            key: text(fields, "key"),
            pattern: text(fields, "pattern"),
            from: state("from"),
            to: state("to"),
            reason: text(fields, "reason").unwrap_or_default(),
            note: text(fields, "note"),
            wait: instant("wait_ns"),
            cause: text(fields, "cause"),
            message: text(fields, "message").unwrap_or_default(),
        }
    }
}

impl<'de> Deserialize<'de> for Page {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Map::deserialize(deserializer)?;
        let events = fields.get("events").and_then(Value::as_array).into_iter().flatten();
        Ok(Page {
            events: events.filter_map(Value::as_object).map(Event::of).collect(),
            next: integer(&fields, "next").unwrap_or_default(),
            dropped: integer(&fields, "dropped").unwrap_or_default().unsigned_abs(),
        })
    }
}
