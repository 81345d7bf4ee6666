// What the C++ benches share: how a case is measured, how calls are made, and the tables.
//
// Every figure is the least of many short rounds in which all cases take turns, so that a busy machine disturbs all alike.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "backstay/backstay.hpp"

namespace bench {

// So many calls.
using Run = std::function<void(int64_t)>;

struct Case {
  std::string name;
  std::string aim;
  Run run;
  double best = std::numeric_limits<double>::infinity();
};

struct Table {
  std::string title;
  std::vector<Case> cases;
};

// The compiler can neither skip the loop's body nor carry values across it.
inline void keep() { asm volatile("" ::: "memory"); }

// One guarded call by scalars, as bindings make it: a clock is read only where the policy needs it. `failing_each`: each of so many
// calls fails; 0: none.
Run guarded(const backstay::Policy& policy, int64_t failing_each = 0);
// One guarded call as users make it.
Run by_call(const backstay::Policy& policy);
// The first half of it: calls that enter, and nobody reports.
Run entered(const backstay::Policy& policy);
// One call that is refused.
Run refused(const backstay::Policy& policy);

// Times all cases of all tables.
void measure(std::vector<Table>& tables);
// Every figure also in units of that case.
void print(const std::vector<Table>& tables, const Case& unit);

// Ends the bench where a case does not do what its name says: its figure would be one of something else.
void expect(bool holds, const char* what);

// Calls a second by two threads over those by one.
double scaling(const Run& run);

// Bytes of the heap in use.
std::size_t allocated();

}  // namespace bench
