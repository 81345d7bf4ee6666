#include "core/base/environment.hpp"

#include <cstdlib>

#include "core/base/text.hpp"

namespace backstay::core {
namespace {

constexpr std::string_view kOpening = "${";
constexpr std::string_view kEscape = "$${";

bool is_name(std::string_view name) noexcept {
  if (name.empty() || is_digit(name[0])) return false;
  for (const char c : name) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    if (!letter && !is_digit(c)) return false;
  }
  return true;
}

// Adds what stands for the inside of one `${...}`; returns what is wrong, if anything.
std::string append_variable(std::string& out, std::string_view inside, const Environment& environment) {
  const std::size_t mark = inside.find(":-");
  const std::string_view name = inside.substr(0, mark);
  if (!is_name(name)) return "names no environment variable in \"${...}\"; write ${NAME} or ${NAME:-default}, or $${ for the characters ${";
  const std::optional<std::string> value = environment(std::string(name));
  if (mark != std::string_view::npos && (!value || value->empty())) {
    out += inside.substr(mark + 2);
    return {};
  }
  if (!value)
    return "needs the environment variable " + std::string(name) + ", which is not set; set it or write ${" + std::string(name) +
           ":-default}";
  if (!is_utf8(*value)) return "takes the environment variable " + std::string(name) + ", which is not UTF-8";
  out += *value;
  return {};
}

}  // namespace

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  };
}

ExpandedText expand_environment(std::string_view text, const Environment& environment) {
  ExpandedText result;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(kEscape)) {
      result.text += kOpening;
      at += kEscape.size();
    } else if (text.substr(at).starts_with(kOpening)) {
      const std::size_t end = text.find('}', at);
      if (end == std::string_view::npos) return {{}, true, "opens \"${\" without a closing \"}\"; write $${ for the characters ${"};
      result.expanded = true;
      const std::string_view inside = text.substr(at + kOpening.size(), end - at - kOpening.size());
      if (std::string problem = append_variable(result.text, inside, environment); !problem.empty()) return {{}, true, std::move(problem)};
      at = end + 1;
    } else {
      result.text += text[at++];
    }
  }
  return result;
}

}  // namespace backstay::core
