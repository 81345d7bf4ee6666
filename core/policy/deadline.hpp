// Deadlines that may not be there: kUnknown means never.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/policy/pattern.hpp"

namespace backstay::core {

// The earlier of two instants.
constexpr int64_t earlier(int64_t a, int64_t b) noexcept {
  if (a == kUnknown || b == kUnknown) return std::max(a, b);
  return std::min(a, b);
}

// Nothing starts at a deadline or after it.
constexpr bool passed(int64_t deadline_ns, int64_t now_ns) noexcept { return deadline_ns != kUnknown && now_ns >= deadline_ns; }

}  // namespace backstay::core
