// One value of a configuration with its path: typed reading that never throws over the content and reports every problem.
//
// A reader asks for what it knows; what is wrong becomes a finding and the fallback is returned, so that one pass finds all of it.
// Readers are small and copied freely. The document and the context outlive them; one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/environment.hpp"
#include "core/base/findings.hpp"

namespace backstay::core {

// Longest text value, in bytes, after the environment is filled in.
inline constexpr std::size_t kTextMaximum = 65'536;

struct IntegerRange {
  int64_t minimum;
  int64_t maximum;
};

struct RealRange {
  double minimum;
  double maximum;
  bool above_minimum = false;  // the minimum itself is outside
};

struct DurationRange {
  int64_t minimum_ms;
  int64_t maximum_ms;
};

// What all readers of one document share.
struct ConfigContext {
  Environment environment = process_environment();
  Findings findings;
  bool newer = false;  // written for a newer version: unknown keys are warnings
};

class ConfigReader {
 public:
  ConfigReader(const nlohmann::ordered_json& value, std::string path, ConfigContext& context)
      : value_(&value), path_(std::move(path)), context_(&context) {}

  // The same value, which no finding shows, nor anything in it: it may hold a password.
  ConfigReader hidden() const {
    ConfigReader copy = *this;
    copy.hidden_ = true;
    return copy;
  }

  const std::string& path() const noexcept { return path_; }
  bool is_text() const noexcept { return value_->is_string(); }
  bool is_number() const noexcept { return value_->is_number(); }
  bool is_object() const noexcept { return value_->is_object(); }
  bool has(std::string_view key) const { return find(key).has_value(); }

  // Errors in the whole document so far: compare before and after to see whether a part was fine.
  std::size_t error_count() const noexcept { return context_->findings.errors(); }
  bool newer() const noexcept { return context_->newer; }

  // False, with a finding, where the value is something else. `allowed` says what it may be.
  bool expect_object(std::string_view allowed = "an object") const;
  bool expect_list(std::string_view allowed = "a list") const;
  // A finding for each key that isn't among these, with near matches.
  void allow_keys(std::span<const std::string_view> known) const;
  // The members of an object or elements of a list, in their order; nothing for any other value.
  std::vector<std::pair<std::string, ConfigReader>> members() const;
  std::vector<ConfigReader> elements() const;
  std::optional<ConfigReader> find(std::string_view key) const;

  // This value as what it should be; nothing, with a finding, where it isn't.
  std::optional<bool> as_boolean() const;
  std::optional<int64_t> as_integer(IntegerRange range) const;
  std::optional<double> as_real(RealRange range) const;
  // Text with a unit, a whole number of milliseconds. Every duration of the configuration is one.
  std::optional<int64_t> as_duration_ms(DurationRange range) const;
  // Text with the environment filled in, without control characters.
  std::optional<std::string> as_text(IntegerRange bytes = {0, kTextMaximum}) const;
  // The index of one of the names.
  std::optional<std::size_t> as_choice(std::span<const std::string_view> names) const;

  // A member of this object; the fallback where it is absent or, with a finding, wrong.
  bool boolean(std::string_view key, bool fallback) const;
  int64_t integer(std::string_view key, int64_t fallback, IntegerRange range) const;
  double real(std::string_view key, double fallback, RealRange range) const;
  int64_t duration_ms(std::string_view key, int64_t fallback_ms, DurationRange range) const;
  std::string text(std::string_view key, std::string_view fallback, IntegerRange bytes = {0, kTextMaximum}) const;
  std::size_t choice(std::string_view key, std::size_t fallback, std::span<const std::string_view> names) const;

  // Findings where this value's own name is empty, has more bytes than that, or control characters.
  void check_name(std::string_view name, int64_t maximum_bytes) const;

  // A finding about this value.
  void error(std::string problem, std::string allowed = {}) const;
  void warning(std::string problem, std::string allowed = {}) const;
  // A finding about a member; where it is absent, about this object, with the key at its path's end all the same.
  void error_at(std::string_view key, std::string problem, std::string allowed = {}) const;
  void warning_at(std::string_view key, std::string problem, std::string allowed = {}) const;

 private:
  struct Text {
    std::string text;
    bool expanded;
  };
  ConfigReader part(const nlohmann::ordered_json& value, std::string path) const;
  std::optional<Text> expanded_text(std::string_view allowed) const;
  void add(Severity severity, std::string problem, std::string allowed) const;
  void add_at(Severity severity, std::string_view key, std::string problem, std::string allowed) const;
  // `is text` and the like, for a value of the wrong type.
  std::string wrong_type() const;

  const nlohmann::ordered_json* value_;
  std::string path_;
  ConfigContext* context_;
  bool hidden_ = false;
};

// Ranges in words, for findings and descriptions alike.
std::string describe(IntegerRange range);
std::string describe(RealRange range);
std::string describe(DurationRange range);

}  // namespace backstay::core
