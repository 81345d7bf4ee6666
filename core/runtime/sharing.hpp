// Patterns that policies borrow from each other: `{"use": "database"}`. Read with each policy, settled when all are known.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/config_reader.hpp"
#include "core/runtime/configuration.hpp"

namespace backstay::core {

// One borrowing, as the document says it.
struct Loan {
  std::size_t policy;  // index of the borrower
  std::size_t layer;   // its layer that is borrowed, or that borrows a part
  ConfigReader use;    // the value of "use"
};

// The value of "use" in a pattern's value or in an object directly inside it; nothing where there is none.
std::optional<ConfigReader> find_use(const ConfigReader& pattern);

// Reports what is unknown, not there or goes round in a circle.
void settle_loans(const std::vector<PolicySpec>& policies, const std::vector<Loan>& loans);

}  // namespace backstay::core
