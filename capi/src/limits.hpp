// What numbers may be that come through the wall, and how long its texts, in bytes.
#pragma once

#include "arguments.hpp"

namespace backstay::capi {

inline constexpr TextLimits kPath{1, 4096};
inline constexpr TextLimits kName{1, 1024};
inline constexpr TextLimits kKey{1, 256};
inline constexpr TextLimits kReason{1, 128};
inline constexpr TextLimits kCause{1, 65'536};
inline constexpr TextLimits kHeader{0, 1024};
inline constexpr TextLimits kProcess{1, 256};
inline constexpr TextLimits kEchoed{0, 1'048'576};
inline constexpr int64_t kLongestDocument = 8'388'608;
inline constexpr int64_t kHighestCost = int64_t{1} << 31;

inline bool is_outcome(int64_t outcome) { return outcome >= BACKSTAY_OUTCOME_SUCCESS && outcome <= BACKSTAY_OUTCOME_PERMANENT; }

// A configuration document: only its presence and length are looked at here; what is wrong inside becomes a finding.
std::string_view document(const char* json, int64_t length);

}  // namespace backstay::capi
