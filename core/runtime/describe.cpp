// What a runtime and its policies tell, as JSON.
#include "core/runtime/describe.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/duration.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core {

namespace {

using Json = nlohmann::ordered_json;

// Text of ours is valid UTF-8; the handler is for what a host may have passed through a cut.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }
Json time_or_null(int64_t ns) { return ns < 0 ? Json(nullptr) : Json(ns); }

class JsonSnapshot final : public SnapshotWriter {
 public:
  void integer(std::string_view name, int64_t value) override { integers_[std::string(name)] = value; }
  void real(std::string_view name, double value) override { doubles_[std::string(name)] = std::isnan(value) ? Json(nullptr) : Json(value); }
  void text(std::string_view name, std::string_view value) override { texts_[std::string(name)] = value; }
  void cause(std::string_view cause, int64_t count, int64_t last_at_ns) override {
    causes_.push_back({{"cause", cause}, {"count", count}, {"last_at_ns", last_at_ns}});
  }
  Json finish(std::string_view state) const {
    return {{"state", state}, {"integers", integers_}, {"doubles", doubles_}, {"texts", texts_}, {"causes", causes_}};
  }

 private:
  Json integers_ = Json::object();
  Json doubles_ = Json::object();
  Json texts_ = Json::object();
  Json causes_ = Json::array();
};

std::string pattern_in_words(std::string_view pattern) {
  std::string words(pattern);
  for (char& c : words) {
    if (c == '_') c = ' ';
  }
  return words;
}

// The log line, the same in all languages.
std::string message(const Event& event) {
  if (event.kind == EventKind::disabled) return "backstay is disabled: every policy passes every call through";
  std::string text = pattern_in_words(event.pattern.view()) + " " + std::string(event.policy.view());
  if (!event.key.view().empty()) text.append("[").append(event.key.view()).append("]");
  if (event.kind == EventKind::refusing) return text + ": began to refuse calls (" + std::string(name(event.reason)) + ")";
  if (event.kind == EventKind::control) return text + ": " + std::string(event.note.view());
  if (event.kind == EventKind::probe_lost) return text + ": a half-open probe never reported; a new one may pass";
  text.append(": ").append(name(event.from)).append(" -> ").append(name(event.to));
  text.append(" (").append(name(event.reason));
  if (!event.note.view().empty()) text.append(": ").append(event.note.view());
  if (!event.cause.view().empty()) text.append(", cause ").append(event.cause.view());
  text += ")";
  if (event.wait_ns > 0) text.append("; next probe in ").append(format_duration_ms(event.wait_ns / kNsPerMs));
  return text;
}

Json describe(const Event& event) {
  return {{"sequence", event.sequence},
          {"at_ns", event.at_ns},
          {"wall_ns", event.wall_ns},
          {"kind", name(event.kind)},
          {"policy", text_or_null(event.policy.view())},
          {"key", text_or_null(event.key.view())},
          {"pattern", text_or_null(event.pattern.view())},
          {"from", name(event.from)},
          {"to", name(event.to)},
          {"reason", name(event.reason)},
          {"note", text_or_null(event.note.view())},
          {"wait_ns", time_or_null(event.wait_ns)},
          {"cause", text_or_null(event.cause.view())},
          {"message", message(event)}};
}

}  // namespace

std::string snapshot_json(Policy& policy) {
  Pattern& pattern = policy.pattern();
  Json patterns = Json::object();
  for (Pattern* const part : pattern.parts()) {
    if (part->kind().empty()) continue;
    JsonSnapshot snapshot;
    part->snapshot(snapshot);
    patterns[std::string(part->kind())] = snapshot.finish(part->state());
  }
  if (policy.plan().fallbacks.total() > 0) {
    JsonSnapshot snapshot;
    policy.plan().fallbacks.snapshot(snapshot);
    patterns["fallback"] = snapshot.finish({});
  }
  return dump({{"policy", policy.plan().name}, {"key", text_or_null(policy.key())}, {"state", pattern.state()}, {"patterns", patterns}});
}

std::string events_json(const EventLog::Page& page) {
  Json events = Json::array();
  for (const Event& event : page.events) events.push_back(describe(event));
  return dump({{"next", page.next}, {"dropped", page.dropped}, {"events", std::move(events)}});
}

std::string names_json(const std::vector<std::string_view>& names) {
  Json list = Json::array();
  for (const std::string_view one : names) list.push_back(one);
  return dump(list);
}

std::string info_json(const Configuration& configuration, bool disabled) {
  Json warnings = Json::array();
  for (const Finding& finding : configuration.warnings) warnings.push_back(finding.message());
  return dump({{"service", configuration.service},
               {"version", configuration.version},
               {"clock", configuration.manual_clock ? "manual" : "system"},
               {"disabled", disabled},
               {"fingerprint", configuration.fingerprint},
               {"warnings", std::move(warnings)}});
}

}  // namespace backstay::core
