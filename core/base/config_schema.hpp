// Parts of a JSON Schema (draft 2020-12), made from the same ranges that the reader checks.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "core/base/config_reader.hpp"

namespace backstay::core::schema {

using Json = nlohmann::ordered_json;

Json integer(std::string_view description, IntegerRange range);
Json real(std::string_view description, RealRange range);
Json boolean(std::string_view description);
// Text that any environment variable may fill in. Lengths are the reader's to check, which counts bytes.
Json text(std::string_view description);
// One of the names, or a text that the environment fills in.
Json choice(std::string_view description, std::span<const std::string_view> names);
// A reference to `duration_definition`, with the range in the description.
Json duration(std::string_view description, DurationRange range);
// An object with these members and no others.
Json object(std::string_view description, Json properties);

// What `$defs.duration` holds.
Json duration_definition();

// The same part with the value that stands for an absent one.
Json with_default(Json part, Json value);
Json with_default_ms(Json part, int64_t ms);

}  // namespace backstay::core::schema
