// Any bytes as a composed policy and what is done to it: every answer must be the model's.
#include <string>
#include <vector>

#include "core/policy/bulkhead/bulkhead.hpp"
#include "core/policy/policy.hpp"
#include "core/runtime/runtime.hpp"
#include "policy_model.hpp"
#include "target.hpp"

namespace {

using namespace backstay;
using fuzz::Model;
using fuzz::ModelConfig;
using fuzz::ModelEnding;
using fuzz::ModelEntry;
using fuzz::require;

constexpr int64_t kNsPerMs = 1'000'000;

class Bytes {
 public:
  Bytes(const uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  bool empty() const { return at_ >= size_; }
  // From 0 to below `range`; 0 when there are no more bytes.
  int64_t below(int64_t range) { return empty() ? 0 : data_[at_++] % range; }

 private:
  const uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

std::string ms(int64_t value) { return "\"" + std::to_string(value) + "ms\""; }

// The model's configuration and the document that says the same.
std::string choose(Bytes& bytes, ModelConfig& config) {
  const int64_t which = bytes.below(64);
  std::string json;
  const auto add = [&](const std::string& part) { json += (json.empty() ? "" : ",") + part; };
  if ((which & 1) != 0) add("\"timeout\":" + ms(*(config.timeout_ms = 1 + bytes.below(200))));
  if ((which & 2) != 0) {
    config.retry = {1 + bytes.below(4), bytes.below(30), bytes.below(3) * 40};
    add("\"retry\":{\"attempts\":" + std::to_string(config.retry->attempts) + ",\"backoff\":" + ms(config.retry->backoff_ms) +
        (config.retry->maximum_elapsed_ms > 0 ? ",\"maximum_elapsed\":" + ms(config.retry->maximum_elapsed_ms) : "") + "}");
  }
  if ((which & 4) != 0) {
    config.rate = {1 + bytes.below(20), 1 + bytes.below(4), bytes.below(3) * 15};
    add("\"rate_limit\":{\"rate\":\"1/" + std::to_string(config.rate->interval_ms) +
        "ms\",\"burst\":" + std::to_string(config.rate->burst) + ",\"wait\":" + ms(config.rate->wait_ms) + "}");
  }
  if ((which & 8) != 0) {
    config.breaker = {1 + bytes.below(4), 3'600'000};
    add("\"circuit_breaker\":{\"consecutive_failures\":" + std::to_string(config.breaker->failures) + ",\"open_for\":\"1h\"}");
  }
  if ((which & 16) != 0) {
    config.bulkhead = {1 + bytes.below(3), bytes.below(4), 1 + bytes.below(50)};
    add("\"bulkhead\":{\"limit\":" + std::to_string(config.bulkhead->limit) + ",\"queue\":" + std::to_string(config.bulkhead->queue) +
        (config.bulkhead->queue > 0 ? ",\"wait\":" + ms(config.bulkhead->wait_ms) : "") + "}");
  }
  if ((which & 32) != 0) add("\"attempt_timeout\":" + ms(*(config.attempt_timeout_ms = 1 + bytes.below(100))));
  if (json.empty()) json = "\"retry\":1", config.retry = {1, 0, 0};
  return "{\"clock\":\"manual\",\"policies\":{\"p\":{" + json + "}}}";
}

// The core beside the model. A call is known by its number; holders are what the core gave it.
class Pair {
 public:
  Pair(const std::string& document, const ModelConfig& config)
      : runtime_(core::Runtime::create(core::read_configuration(document), core::Runtime::Guarding::configured)),
        policy_(*runtime_->policy("p")),
        model_(config) {}
  ~Pair() {
    policy_.release();
    runtime_->release();  // the policy's handle
    runtime_->release();
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  void step(Bytes& bytes) {
    switch (bytes.below(8)) {
      case 0:
      case 1:
        return enter(1 + bytes.below(3), bytes.below(4) == 0 ? model_.now_ms + bytes.below(60) : fuzz::kNever);
      case 2:
        return with_one(running_, bytes, [&](std::size_t at) { exit(at, static_cast<core::Outcome>(bytes.below(6))); });
      case 3:
        return with_one(running_, bytes, [&](std::size_t at) { exit(at, core::Outcome::failure); });
      case 4:
        return with_one(waiting_, bytes, [&](std::size_t at) { come_back(at); });
      case 5:
        return with_one(waiting_, bytes, [&](std::size_t at) { leave(at); });
      case 6:
        model_.now_ms += bytes.below(64);
        return runtime_->advance(model_.now_ms * kNsPerMs - runtime_->clock().now_ns());
      default:
        return misuse(bytes);
    }
  }
  void finish() {
    while (!running_.empty()) exit(0, core::Outcome::neutral);
    while (!waiting_.empty()) leave(0);
    require(model_.in_flight() == 0 && model_.waiting() == 0, "the model's places come home");
    for (core::Pattern* const part : policy_.pattern().parts()) {
      if (part->kind() == "bulkhead") require(part->idle(), "the bulkhead's places come home");
    }
  }

 private:
  struct Held {
    int64_t call;
    int64_t holder;  // token or ticket
    int64_t since_ms;
  };

  template <class Act>
  void with_one(const std::vector<Held>& held, Bytes& bytes, Act act) {
    if (!held.empty()) act(static_cast<std::size_t>(bytes.below(static_cast<int64_t>(held.size()))));
  }
  static int64_t ns(int64_t at_ms) { return at_ms == fuzz::kNever ? core::kUnknown : at_ms * kNsPerMs; }

  void enter(int64_t cost, int64_t deadline_ms) {
    const int64_t call = ++calls_;
    const int64_t answer = policy_.enter_token({.ticket = 0, .cost = cost, .deadline_ns = ns(deadline_ms)});
    judge_entry(call, answer, model_.enter(call, cost, deadline_ms));
  }
  void come_back(std::size_t at) {
    const Held held = take(waiting_, at);
    const int64_t answer = policy_.enter_token({.ticket = held.holder});
    judge_entry(held.call, answer, model_.come_back(held.call));
  }
  void judge_entry(int64_t call, int64_t answer, const ModelEntry& expected) {
    if (expected.reason == Reason::none) {
      require(answer > 0, "a permit");
      // Only a composition remembers the caller's deadline.
      const bool composed = policy_.pattern().kind().empty() && (answer & core::GateWords::kStart) == 0;
      if (composed) require(policy_.deadline(answer) == ns(model_.deadline_ms(call)), "the deadline");
      return running_.push_back({call, answer, model_.now_ms});
    }
    require(answer < 0, "no permit");
    require(static_cast<Reason>(-answer & 0x7f) == expected.reason, "the reason");
    require((-answer >> 7 & 1) == (expected.wake ? 1 : 0), "the wake of an entry");
    const bool waits = expected.reason == Reason::wait;
    const int64_t told = waits ? -answer >> 8 & 0xffffffff : -answer >> 8;
    require(told == (expected.wait_ms < 0 ? (int64_t{1} << 54) - 1 : expected.wait_ms * 1000), "the wait");
    if (waits) waiting_.push_back({call, policy_.ticket(answer), model_.now_ms});
  }
  void exit(std::size_t at, core::Outcome outcome) {
    const Held held = take(running_, at);
    // Whoever begins under the gate word measures; otherwise the policy does.
    const bool measured = (held.holder & core::GateWords::kStart) != 0;
    const int64_t elapsed_ns = measured ? (model_.now_ms - held.since_ms) * kNsPerMs : core::kUnknown;
    const int64_t answer = policy_.exit_token({.token = held.holder, .outcome = outcome, .elapsed_ns = elapsed_ns});
    const ModelEnding expected = model_.exit(held.call, outcome);
    require(answer >= 0, "a report is taken");
    require(((answer & core::kExitAgain) != 0) == expected.again, "again");
    require(((answer & core::kExitWake) != 0) == expected.wake, "the wake of an exit");
    require(((answer & core::kExitLate) != 0) == expected.late, "late");
    require(((answer & core::kExitExhausted) != 0) == (expected.exhausted != Reason::none), "exhausted");
    if (expected.again) {
      require((answer >> 8 & 0xffffffff) == expected.pause_ms * 1000, "the pause");
      waiting_.push_back({held.call, policy_.ticket(answer), model_.now_ms});
    }
    if (expected.exhausted == Reason::none) return;
    require(static_cast<Reason>(answer >> 18 & 0xff) == expected.exhausted, "why it is given up");
    require((answer >> 8 & 0x3ff) == expected.attempts, "the attempts");
  }
  void leave(std::size_t at) {
    const Held held = take(waiting_, at);
    const int64_t answer = policy_.leave(held.holder);
    require(answer >= 0 && ((answer & core::kExitWake) != 0) == model_.leave(held.call), "the wake of a leave");
  }
  // Holders that were used up or never given change nothing.
  void misuse(Bytes& bytes) {
    const int64_t holder =
        used_.empty() ? 1 + bytes.below(100) * 4 : used_[static_cast<std::size_t>(bytes.below(static_cast<int64_t>(used_.size())))];
    if ((holder & (core::GateWords::kStart | core::GateWords::kQuiet)) != 0) return;
    if (is_held(holder)) return;
    require(policy_.leave(holder) < 0, "an unknown ticket can't leave");
    require(policy_.enter_token({.ticket = holder}) < 0, "an unknown ticket can't enter");
  }
  bool is_held(int64_t holder) const {
    const auto same = [&](const Held& held) { return held.holder == holder; };
    return std::any_of(running_.begin(), running_.end(), same) || std::any_of(waiting_.begin(), waiting_.end(), same);
  }
  Held take(std::vector<Held>& held, std::size_t at) {
    const Held taken = held[at];
    held.erase(held.begin() + static_cast<std::ptrdiff_t>(at));
    used_.push_back(taken.holder);
    return taken;
  }
  using Reason = core::Reason;

  core::Runtime* runtime_;
  core::Policy& policy_;
  Model model_;
  int64_t calls_ = 0;
  std::vector<Held> running_;
  std::vector<Held> waiting_;
  std::vector<int64_t> used_;
};

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  ModelConfig config;
  const std::string document = choose(bytes, config);
  Pair pair(document, config);
  while (!bytes.empty()) pair.step(bytes);
  pair.finish();
  return 0;
}
