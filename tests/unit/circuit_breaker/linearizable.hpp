// Could this history have happened one operation after another? Tries all orders that respect who responded before whom was
// invoked, and remembers dead ends (Wing and Gong 1993, with Lowe's memory of states).
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "sequential_model.hpp"

namespace backstay::test {

class LinearizabilityCheck {
 public:
  LinearizabilityCheck(const breaker::Settings& settings, const std::vector<Operation>& history) : history_(history), start_(settings) {}

  bool holds() { return search(0, start_); }

 private:
  using State = decltype(std::declval<SequentialModel>().state());

  bool search(uint64_t done, const SequentialModel& model) {
    if (done == (uint64_t{1} << history_.size()) - 1) return true;
    if (!seen_.insert({done, model.state()}).second) return false;
    for (std::size_t index = 0; index < history_.size(); ++index) {
      if ((done >> index & 1U) != 0 || !may_be_next(done, index)) continue;
      SequentialModel next = model;
      if (next.apply(history_[index]) && search(done | uint64_t{1} << index, next)) return true;
    }
    return false;
  }

  // Nobody still to come responded before this one was invoked.
  bool may_be_next(uint64_t done, std::size_t index) const {
    for (std::size_t other = 0; other < history_.size(); ++other) {
      if ((done >> other & 1U) == 0 && history_[other].responded < history_[index].invoked) return false;
    }
    return true;
  }

  const std::vector<Operation>& history_;
  SequentialModel start_;
  std::set<std::pair<uint64_t, State>> seen_;
};

}  // namespace backstay::test
