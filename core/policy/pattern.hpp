// The protocol of every pattern: enter -> permit | rejected | wait, exit -> done | again | wake, snapshot, metrics, controls.
//
// A pattern decides and remembers; it never calls, sleeps or locks on enter and exit. Adding one: a folder beside
// circuit_breaker/, one line in registry.cpp, its names in the catalogue.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/base/catalogue.hpp"
#include "core/base/clock.hpp"

namespace backstay::core {

class EventLog;
class MetricsWriter;
class SnapshotWriter;

inline constexpr int64_t kUnknown = -1;

struct EnterRequest {
  int64_t ticket = 0;              // 0 the first time; a wait's ticket; after again, the token that ended
  int64_t cost = 1;                // weight of the call
  int64_t deadline_ns = kUnknown;  // on the runtime's clock
};

// What enter decided. A permit has a token > 0; otherwise `reason` tells, and `wait_ns` when to come back.
struct Admission {
  int64_t token = 0;
  Reason reason = Reason::none;
  int64_t wait_ns = kUnknown;
};

struct ExitReport {
  int64_t token = 0;
  Outcome outcome = Outcome::success;
  int64_t elapsed_ns = kUnknown;
  int64_t retry_after_ns = kUnknown;
};

// What exit decided: BACKSTAY_EXIT_* flags, and the wait of `again`; or why the report was refused (the permit is still out).
struct Conclusion {
  Status status = Status::ok;
  int32_t flags = 0;
  int64_t wait_ns = 0;
};

// The hot words that a binding, or the policy for it, reads and adds to without asking the pattern; see backstay_gate.
struct GateWords {
  static constexpr int64_t kStart = 1;  // a call may start, the word being its token
  static constexpr int64_t kQuiet = 2;  // a success under the unchanged word is one added to a stripe

  const std::atomic<int64_t>* word = nullptr;
  std::atomic<int64_t>* stripes = nullptr;
  int64_t stripe_count = 0;
  int64_t stripe_stride = 0;
};

// What all instances of a policy are built into. Outlives them.
struct Surroundings {
  const Clock* clock = nullptr;
  EventLog* events = nullptr;
  std::string_view policy;  // the policy's name, for events and labels
  uint64_t seed = 0;        // for jitter; each instance mixes its key in
  bool pass_through = false;
};

class Pattern {
 public:
  virtual ~Pattern() = default;

  virtual Admission enter(const EnterRequest& request) noexcept = 0;
  virtual Conclusion exit(const ExitReport& report) noexcept = 0;
  // The ticket of the wait that enter just answered with; 0 where the pattern never waits.
  virtual int64_t ticket([[maybe_unused]] int64_t answer) noexcept { return 0; }
  // Gives a ticket up; refused where it is unknown.
  virtual Conclusion leave([[maybe_unused]] int64_t ticket) noexcept { return {.status = Status::invalid_argument}; }
  virtual bool needs_elapsed() const noexcept = 0;
  virtual GateWords gate() noexcept = 0;
  virtual void note_cause(int64_t token, std::string_view cause) noexcept = 0;
  // Voids every permit that is out: in the child of a fork they belong to the parent.
  virtual void void_permits() noexcept = 0;
  // After this, enter and exit answer closed.
  virtual void shut() noexcept = 0;

  virtual std::string_view kind() const noexcept = 0;
  // Name of the state for the snapshot's head; empty where the pattern has none.
  virtual std::string_view state() const noexcept = 0;
  virtual void snapshot(SnapshotWriter& out) const = 0;
  virtual void metrics(MetricsWriter& out) const = 0;
  // True when nothing would be lost by forgetting this instance (keyed eviction).
  virtual bool idle() const noexcept = 0;
};

// A pattern as configured: immutable, shared by all instances of a policy.
class Blueprint {
 public:
  virtual ~Blueprint() = default;
  // `key` is the instance's, empty where it has none; it outlives the pattern, as the surroundings do.
  virtual std::unique_ptr<Pattern> build(const Surroundings& surroundings, std::string_view key) const = 0;
};

}  // namespace backstay::core
