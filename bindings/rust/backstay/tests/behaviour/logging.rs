//! One line for each transition, on the thread that noticed it.

use std::fmt::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backstay::testing;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Keeps the lines of the crate, with their levels and fields.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<(Level, String)>>>);

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "backstay"
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        self.0.lock().unwrap().push((*event.metadata().level(), text.0));
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl Lines {
    fn of(act: impl FnOnce()) -> Vec<(Level, String)> {
        let lines = Lines::default();
        tracing::subscriber::with_default(lines.clone(), act);
        std::mem::take(&mut lines.0.lock().unwrap())
    }
}

#[test]
fn transitions_are_logged_once() {
    let lines = Lines::of(|| {
        let runtime =
            testing::runtime(r#"{"policies": {"payments": {"circuit_breaker": {"consecutive_failures": 1, "open_for": "1s"}}}}"#).unwrap();
        let payments = runtime.policy("payments").unwrap();
        let _ = payments.call(|| Err::<(), _>(std::fmt::Error));
        runtime.advance(Duration::from_secs(1)).unwrap();
        payments.call(|| Ok::<_, ()>(())).unwrap();
        payments.force_open("maintenance", None).unwrap();
    });
    let levels: Vec<Level> = lines.iter().map(|(level, _)| *level).collect();
    assert_eq!(levels.first(), Some(&Level::WARN), "{lines:?}");
    assert_eq!(levels.last(), Some(&Level::WARN), "{lines:?}");
    assert!(lines[0].1.contains("closed -> open") && lines[0].1.contains(r#"policy="payments""#), "{lines:?}");
    assert!(lines[1].0 == Level::INFO && lines[1].1.contains("open -> half_open"), "{lines:?}");
    assert!(lines.last().is_some_and(|(_, text)| text.contains("maintenance") && text.contains(r#"to="forced_open""#)), "{lines:?}");
    let opened = lines.iter().filter(|(_, text)| text.contains("closed -> open")).count();
    assert_eq!(opened, 1, "{lines:?}");
}

#[test]
fn a_disabled_runtime_says_so() {
    let lines = Lines::of(|| drop(backstay::Runtime::disabled(None).unwrap()));
    assert!(lines.iter().any(|(level, text)| *level == Level::WARN && text.contains("disabled")), "{lines:?}");
}
