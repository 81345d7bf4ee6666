//! One line for each event, through `tracing`.

use crate::events::Page;

#[cfg(feature = "tracing")]
pub(crate) fn write(page: &Page) {
    if page.dropped > 0 {
        tracing::warn!(target: "backstay", dropped = page.dropped, "events were dropped before they could be logged");
    }
    for event in &page.events {
        let (policy, key, reason) = (event.policy.as_deref(), event.key.as_deref(), event.reason.as_str());
        let (from, to) = (event.from.map(|state| state.as_str()), event.to.map(|state| state.as_str()));
        if event.is_alarming() {
            tracing::warn!(target: "backstay", policy, key, from, to, reason, "{}", event.message);
        } else {
            tracing::info!(target: "backstay", policy, key, from, to, reason, "{}", event.message);
        }
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn write(_page: &Page) {}
