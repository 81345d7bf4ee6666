// What idempotency takes: the one place that the reader, the schema, the wall and the tests take ranges and names from.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/base/config_reader.hpp"

namespace backstay::core::idempotency::limits {

inline constexpr int64_t kHourMs = 60 * 60 * 1'000;

inline constexpr IntegerRange kNameBytes{1, 128};
inline constexpr IntegerRange kScopeBytes{0, 255};
inline constexpr IntegerRange kKeyBytes{1, 255};
inline constexpr IntegerRange kFingerprintBytes{0, 255};
inline constexpr IntegerRange kRecoveryPointBytes{1, 4'096};
inline constexpr IntegerRange kFailureBytes{0, int64_t{64} * 1024 * 1024};
inline constexpr IntegerRange kContentTypeBytes{0, 255};
inline constexpr IntegerRange kHeadersBytes{0, 65'536};
inline constexpr IntegerRange kBodyBytes{0, int64_t{64} * 1024 * 1024};
inline constexpr IntegerRange kStatusCode{0, 999};
// Over HTTP. What a client sends is never a misuse, so texts may be as long as any server's.
inline constexpr IntegerRange kRequestBytes{1, int64_t{64} * 1024 * 1024};
inline constexpr IntegerRange kRequestTextBytes{0, int64_t{1024} * 1024};
inline constexpr IntegerRange kResponseStatus{100, 999};
inline constexpr IntegerRange kResponseHeadersBytes{0, int64_t{1024} * 1024};

// So much of a failure's kind and of its words is kept.
inline constexpr std::size_t kFailureTypeKept = 255;
inline constexpr std::size_t kFailureMessageKept = 65'536;

// Of who looks after keys: a page, a cursor in hexadecimal, a step of a sweep.
inline constexpr IntegerRange kListed{1, 1'000};
inline constexpr IntegerRange kCursorBytes{0, 4'096};
inline constexpr IntegerRange kSwept{1, 10'000};

inline constexpr DurationRange kTtl{1'000, 365 * 24 * kHourMs};
inline constexpr DurationRange kLease{10, 24 * kHourMs};
inline constexpr DurationRange kWait{0, kHourMs};

inline constexpr std::array<std::string_view, 2> kOnTakeover{"run", "refuse"};
inline constexpr std::array<std::string_view, 2> kOnFailure{"lease", "store"};
inline constexpr std::array<std::string_view, 2> kKeyNeeds{"optional", "required"};
inline constexpr std::array<std::string_view, 2> kOnUnavailable{"refuse", "run"};
inline constexpr std::array<std::string_view, 10> kKeys{"store",      "ttl",          "lease", "wait",           "on_takeover",
                                                        "on_failure", "maximum_body", "key",   "on_unavailable", "http"};

}  // namespace backstay::core::idempotency::limits
