// What the tests of every pattern's settings ask of its reader.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "core/base/config_document.hpp"
#include "core/base/config_reader.hpp"

namespace backstay::core {

// Findings as text, one per line; warnings say so.
inline std::string messages(const Findings& findings) {
  std::string out;
  for (const Finding& finding : findings.list()) {
    out += (out.empty() ? "" : "\n") + std::string(finding.severity == Severity::error ? "" : "warning ") + finding.message();
  }
  return out;
}

// `Read` is a pattern's read_settings.
template <auto Read>
class SettingsChecks {
 public:
  using Settings = typename decltype(Read(std::declval<const ConfigReader&>()))::value_type;

  // `root` is the path of the value.
  explicit SettingsChecks(std::string root) : root_(std::move(root)) {}

  // Settings without any finding.
  Settings good(const std::string& json) const {
    const Reading read(json, root_);
    EXPECT_TRUE(read.settings.has_value()) << json << "\n" << messages(read.findings);
    EXPECT_EQ(messages(read.findings), "") << json;
    return read.settings.value_or(Settings{});
  }
  // The findings of settings that are refused.
  std::string bad(const std::string& json) const {
    const Reading read(json, root_);
    EXPECT_FALSE(read.settings.has_value()) << json;
    return messages(read.findings);
  }
  // The findings of settings that are accepted all the same.
  std::string odd(const std::string& json) const {
    const Reading read(json, root_);
    EXPECT_TRUE(read.settings.has_value()) << json << "\n" << messages(read.findings);
    EXPECT_EQ(read.findings.errors(), 0U);
    return messages(read.findings);
  }

 private:
  struct Reading {
    Reading(const std::string& json, const std::string& root) {
      ConfigContext context;
      const auto document = parse_document(json, context.findings);
      if (document) settings = Read(ConfigReader(*document, root, context));
      findings = std::move(context.findings);
    }
    std::optional<Settings> settings;
    Findings findings;
  };

  std::string root_;
};

}  // namespace backstay::core
