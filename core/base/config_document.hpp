// From text to JSON, strictly: everything that a lenient reader would let pass is a finding.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/findings.hpp"

namespace backstay::core {

inline constexpr std::size_t kDocumentMaximum = std::size_t{8} << 20U;  // bytes
inline constexpr std::size_t kNestingMaximum = 32;

// Parses a document. Nothing when it is no JSON at all; duplicate keys are findings, and the first of them counts. Not JSON: comments,
// NaN, trailing commas, a byte order mark, text that isn't UTF-8, NUL bytes, nothing. Too much: 8 MiB, 32 levels.
std::optional<nlohmann::ordered_json> parse_document(std::string_view text, Findings& findings);

// The path of a member or an element below `path`: `a.b`, `a["b c"]`, `a[3]`.
std::string member_path(const std::string& path, std::string_view key);
std::string element_path(const std::string& path, std::size_t index);

}  // namespace backstay::core
