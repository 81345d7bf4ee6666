// What the document's own keys may be: the one place that the reader, the schema and the tests take ranges and names from.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/base/config_reader.hpp"
#include "core/runtime/configuration.hpp"

namespace backstay::core::limits {

inline constexpr std::size_t kPolicies = 10'000;
inline constexpr IntegerRange kVersion{1, 1'000'000};
inline constexpr IntegerRange kServiceBytes{0, 128};
inline constexpr IntegerRange kPolicyNameBytes{1, kPolicyNameMaximum};
inline constexpr IntegerRange kPrefixBytes{0, 64};
inline constexpr IntegerRange kSeed{0, INT64_MAX};
inline constexpr IntegerRange kEventCapacity{16, 65'536};
inline constexpr IntegerRange kKeyedMaximum{1, 1'000'000};
inline constexpr std::size_t kStores = 100;
inline constexpr IntegerRange kStoreNameBytes{1, 128};
inline constexpr IntegerRange kStoreUrlBytes{1, 4'096};
inline constexpr DurationRange kStoreTimeout{100, 60'000};
inline constexpr IntegerRange kStoreConnections{1, 64};
inline constexpr IntegerRange kStorePrefixBytes{1, 64};
inline constexpr IntegerRange kStoreFileBytes{1, 4'096};
inline constexpr std::size_t kIdempotencies = 10'000;

inline constexpr std::array<std::string_view, 2> kClocks{"system", "manual"};
inline constexpr std::array<std::string_view, 11> kDocumentKeys{"$schema", "version", "service",  "clock",  "seed",       "enabled",
                                                                "metrics", "events",  "policies", "stores", "idempotency"};
inline constexpr std::array<std::string_view, 3> kPoolers{"auto", "none", "transaction"};
inline constexpr std::array<std::string_view, 1> kMetricsKeys{"prefix"};
inline constexpr std::array<std::string_view, 1> kEventsKeys{"capacity"};
inline constexpr std::array<std::string_view, 1> kKeyedKeys{"maximum"};
inline constexpr std::array<std::string_view, 1> kUseKeys{"use"};

inline constexpr std::string_view kStorePrefixPattern = "^[a-zA-Z0-9_.:-]{1,64}$";
inline constexpr std::string_view kPrefixPattern = "^([a-zA-Z_][a-zA-Z0-9_]*)?$";

}  // namespace backstay::core::limits
