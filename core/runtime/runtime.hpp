// The composition root: owns the clock, the configuration, the policies and the events of one runtime.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/fork.hpp"
#include "core/base/random.hpp"
#include "core/base/reference_counted.hpp"
#include "core/idempotency/keeper.hpp"
#include "core/policy/policy.hpp"
#include "core/runtime/configuration.hpp"
#include "core/store/completion_queue.hpp"
#include "core/store/echo/echo_store.hpp"
#include "core/store/key_value.hpp"
#include "core/telemetry/event_log.hpp"

namespace backstay::core {

// One reference a handle, of the runtime or of any policy of it.
class Runtime : public ReferenceCounted<Runtime> {
 public:
  // What a document says, or BACKSTAY_DISABLED in the environment, or the caller.
  enum class Guarding { configured, disabled };

  // Both throw Error. The result has one reference.
  static Runtime* create(Configuration configuration, Guarding guarding);
  // A disabled runtime without a document: any name is a policy.
  static Runtime* create_pass_through();

  // A policy by name, with one reference for the caller; throws Error not_found with near matches.
  Policy* policy(std::string_view name);
  std::vector<std::string_view> names() const;

  // Throws Error not_found with near matches; it lives as long as the runtime.
  idempotency::Keeper& keeper(std::string_view name);

  // An operator's word, with its reason; recorded as an event.
  void set_on_unavailable(idempotency::Keeper& keeper, std::optional<idempotency::OnUnavailable> wanted, std::string_view reason);

  // Throws Error not_found with near matches; it lives as long as the runtime.
  store::KeyValueStore& store(std::string_view name);
  std::vector<std::string> store_names() const;

  // A completion queue that close() closes too; throws Error closed.
  std::shared_ptr<CompletionQueue> add_queue(int64_t capacity);
  echo::EchoStore& echo_store() noexcept { return echo_store_; }

  // Prometheus text; `process` may be empty.
  std::string metrics(std::string_view process);
  const Configuration& configuration() const noexcept { return configuration_; }
  bool disabled() const noexcept { return disabled_; }

  void advance(int64_t by_ns) { clock_.advance(by_ns); }
  // Who pauses on a manual clock moves it; false on the system's.
  bool pass_time(int64_t until_ns) { return clock_.pass_time(until_ns); }
  const Clock& clock() const noexcept { return clock_; }
  const EventLog& event_log() const noexcept { return events_; }

  void close() noexcept;
  bool closed() const noexcept { return closed_.load(std::memory_order_acquire); }

  // The runtime that a policy belongs to.
  static Runtime& of(const Policy& policy) noexcept { return *policy.plan().owner; }

 private:
  friend class ReferenceCounted<Runtime>;
  Runtime(Configuration configuration, bool disabled, bool any_name);
  ~Runtime();

  // Adds the policy, those that it borrows from first; `place` in the list of policies.
  Policy& add(const PolicySpec& spec, std::size_t place);
  void add_configured(std::size_t place);
  void open_stores();
  Pattern* lender_of(const PolicyLayer& layer);
  Policy* find(std::string_view name);
  Policy* find_or_add(std::string_view name);
  std::vector<Policy*> all() const;

  Configuration configuration_;
  bool disabled_;
  bool any_name_;
  Clock clock_;
  EventLog events_;
  uint64_t seed_;
  std::atomic<bool> closed_{false};
  // Plans stay where they are: policies refer to them. With any_name_ both grow, under the lock; otherwise they never change.
  mutable ForkSafeLock lock_;
  std::list<PolicyPlan> plans_;
  std::vector<Policy*> policies_;
  std::unordered_map<std::string_view, Policy*> by_name_;
  std::vector<std::weak_ptr<CompletionQueue>> queues_;  // under the lock
  echo::EchoStore echo_store_;
  Random random_;  // what is drawn from it must be unique in the world, so no seed goes into it
  // The stores end first: what they have accepted is for keepers.
  std::vector<std::unique_ptr<idempotency::Keeper>> keepers_;
  std::unordered_map<std::string, std::unique_ptr<store::KeyValueStore>> stores_;
};

}  // namespace backstay::core
