// JSON in one form for all the ways to write the same: members by name, no spaces, texts with the fewest escapes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace backstay::core::idempotency::http {

// Numbers stay as they are written where they are no whole numbers of 64 bits, and members of one name stay as many, so that two documents
// with the same form say the same to everybody. Nothing where the text is no JSON, or nested more than 64 deep.
std::optional<std::string> canonical_json(std::string_view text);
// The same of an object with those of its members that are named, nothing also where the text is no object.
std::optional<std::string> canonical_members(std::string_view text, std::span<const std::string> names);

}  // namespace backstay::core::idempotency::http
