#include "core/policy/pattern.hpp"

#include "core/base/status.hpp"

namespace backstay::core {

namespace {

// Nobody adds to it, since no call starts under the word beside it.
constinit std::atomic<int64_t> unused_stripe{0};

}  // namespace

constinit const std::atomic<int64_t> GateWords::kShut{0};

GateWords GateWords::none() noexcept {
  return {.word = &kShut, .stripes = &unused_stripe, .stripe_count = 1, .stripe_stride = kStripeBytes};
}

void Surroundings::require_enabled() const {
  if (!pass_through) return;
  throw Error(Status::unsupported,
              "the runtime is disabled (BACKSTAY_DISABLED, \"enabled\": false or a disabled runtime); controls have no effect");
}

void Pattern::void_inherited() noexcept {
  const int64_t now = fork_generation.load(std::memory_order_relaxed);
  int64_t seen = forks_.load(std::memory_order_relaxed);
  while (seen != now) {
    if (!forks_.compare_exchange_weak(seen, now)) continue;
    void_permits();
    return;
  }
}

}  // namespace backstay::core
