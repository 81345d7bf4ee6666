// What a pattern writes about itself, kept by name.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "core/policy/pattern.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core {

class Written final : public SnapshotWriter, public MetricsWriter {
 public:
  explicit Written(const Pattern& pattern) {
    pattern.snapshot(*this);
    pattern.metrics(*this);
  }
  void integer(std::string_view name, int64_t value) override { values_[std::string(name)] = static_cast<double>(value); }
  void real(std::string_view name, double value) override { values_[std::string(name)] = value; }
  void text(std::string_view, std::string_view) override {}
  void cause(std::string_view, int64_t, int64_t) override {}
  void sample(std::string_view family, Labels labels, double value) override {
    std::string name(family);
    for (const auto& [label, text] : labels) name += " " + std::string(label) + "=" + std::string(text);
    values_[name] = value;
  }
  double operator[](const std::string& name) const { return values_.at(name); }
  std::set<std::string> names() const {
    std::set<std::string> names;
    for (const auto& [name, value] : values_) names.insert(name);
    return names;
  }

 private:
  std::map<std::string, double> values_;
};

}  // namespace backstay::core
