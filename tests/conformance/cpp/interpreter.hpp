// Runs one vector through backstay.hpp as a user would, and answers what was observed at every step. README.md has the format.
#pragma once

#include <nlohmann/json.hpp>

namespace backstay::conformance {

// A document keeps the order of its keys, because a runtime lists its policies in it.
using json = nlohmann::ordered_json;

// {"id", "steps": [answer, ...]}
json run(const json& vector);

}  // namespace backstay::conformance
