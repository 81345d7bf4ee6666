// How the claims of one idempotency were answered, and how they ended: counters for its metrics.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/catalogue.hpp"
#include "core/idempotency/http/refusal.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core::idempotency {

// How a claim ended that had got its key.
enum class End : int32_t {
  value,       // completed with what the call returned
  failure,     // completed with its failure
  not_kept,    // completed without an answer that could be told again
  released,    // the key is free
  left,        // to the lease
  lost_lease,  // the key was somebody else's by then
};

class Counts {
 public:
  void checked(Status status) noexcept;
  void refused(http::Refusal refusal) noexcept { add(refused_[static_cast<std::size_t>(refusal)]); }
  void ran_unguarded() noexcept { add(unguarded_); }
  void ended(End end) noexcept { add(ends_[static_cast<std::size_t>(end)]); }
  // `name` is the idempotency's.
  void metrics(std::string_view name, MetricsWriter& out) const;

 private:
  using Counter = std::atomic<int64_t>;
  static void add(Counter& counter) noexcept { counter.fetch_add(1, std::memory_order_relaxed); }

  static constexpr std::size_t kChecks = 9;
  static constexpr std::size_t kEnds = 6;
  std::array<Counter, kChecks> checks_{};
  std::array<Counter, kEnds> ends_{};
  std::array<Counter, http::kRefusals.size()> refused_{};
  Counter unguarded_{};
};

}  // namespace backstay::core::idempotency
