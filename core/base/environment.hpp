// Environment variables in text values: "${DATABASE_URL}", "${PORT:-5432}"; "$${" stands for "${".
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace backstay::core {

// The value of a variable, or nothing when it isn't set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// The variables of this process. Reads them when asked, so not while another thread sets some.
Environment process_environment();

struct ExpandedText {
  std::string text;
  bool expanded = false;  // a variable or its default was put in: the text may be a secret
  std::string problem;    // empty when all went well; names variables, never their values
};

// Puts the variables in. `${NAME:-default}` takes the default when NAME is unset or empty; a plain `${NAME}` must be set.
// A default reaches up to the next "}". What was put in isn't looked at again.
ExpandedText expand_environment(std::string_view text, const Environment& environment);

}  // namespace backstay::core
