// What the configuration says of one idempotency: how long a claim holds a key, and how long its answer stands.
#pragma once

#include <cstdint>

#include "core/base/clock.hpp"
#include "core/idempotency/http/terms.hpp"

namespace backstay::core::idempotency {

enum class OnTakeover : int32_t {
  run,     // the next claim after a lease gets the key: effects are at most one more than takeovers
  refuse,  // nobody does: the effect happens at most once
};

enum class OnFailure : int32_t {
  lease,  // as if the caller had died: the key is free once the lease ran out
  store,  // the failure is the answer
};

// Whether a request over HTTP must have a key.
enum class KeyNeed : int32_t { optional, required };

// What a claim does while its store can't be used.
enum class OnUnavailable : int32_t {
  refuse,  // fails
  run,     // goes on without the store: nobody learns of it, and nothing keeps the effect from happening twice
};

struct Terms {
  int64_t ttl_ms = 24 * 60 * 60 * 1000;         // the record's, from its last write
  int64_t lease_ms = 30'000;                    // a claim's, from its last sign of life
  int64_t wait_ms = 0;                          // how long a claim waits for somebody else's, in all
  int64_t maximum_body = int64_t{1024} * 1024;  // bytes of an answer that are kept
  OnTakeover on_takeover = OnTakeover::run;
  OnFailure on_failure = OnFailure::lease;  // of a call whose failure is not to be tried again
  OnUnavailable on_unavailable = OnUnavailable::refuse;
  KeyNeed key = KeyNeed::optional;
  http::Terms http{};

  int64_t ttl_ns() const noexcept { return ttl_ms * kNsPerMs; }
  int64_t lease_ns() const noexcept { return lease_ms * kNsPerMs; }
  int64_t wait_ns() const noexcept { return wait_ms * kNsPerMs; }
};

}  // namespace backstay::core::idempotency
