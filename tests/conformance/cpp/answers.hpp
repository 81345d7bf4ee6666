// What the interpreter writes: refusals, samples and snapshots in the form that README.md describes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "backstay/backstay.hpp"
#include "interpreter.hpp"

namespace backstay::conformance {

json done();
json absent();
json waiting(int64_t wait_ns);
json wait_of(std::optional<Nanoseconds> wait);
json rejection(int32_t reason, std::optional<Nanoseconds> wait);
json exhausted(int32_t reason, int64_t attempts, Nanoseconds elapsed);

// The Prometheus text as {"name{label=\"value\"}": number}, labels in the order of their names.
json samples(const std::string& text);
// The head, the breaker's fields beside it, and all patterns' fields by pattern.
json flat(const json& snapshot);

// What a call came to: its value, a refusal or an error.
json observe(const std::function<json()>& act);

}  // namespace backstay::conformance
