// A timeout's configuration, checked and in machine units.
#pragma once

#include <cstdint>

namespace backstay::core::timeout {

struct Settings {
  int64_t limit_ms = 0;  // 1 ms to 24 h; there is no default
};

}  // namespace backstay::core::timeout
