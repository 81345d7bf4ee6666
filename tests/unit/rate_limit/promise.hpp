// What a rate limit promises: in every span of time, no more than burst + time / interval passes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/policy/rate_limit/settings.hpp"

namespace backstay::core::rate_limit {

struct Pass {
  int64_t at_ns;
  int64_t cost;
};

// By how much the passes exceed what is promised, at worst over all pairs of them, in nanoseconds of the rate; 0 or less: not at all.
inline int64_t worst_excess(std::vector<Pass> passes, const Settings& settings) {
  std::stable_sort(passes.begin(), passes.end(), [](const Pass& a, const Pass& b) { return a.at_ns < b.at_ns; });
  int64_t worst = -settings.burst * settings.interval_ns;
  for (std::size_t from = 0; from < passes.size(); ++from) {
    int64_t cost = 0;
    for (std::size_t to = from; to < passes.size(); ++to) {
      cost += passes[to].cost;
      const int64_t promised = settings.burst * settings.interval_ns + passes[to].at_ns - passes[from].at_ns;
      worst = std::max(worst, cost * settings.interval_ns - promised);
    }
  }
  return worst;
}

}  // namespace backstay::core::rate_limit
