// The Prometheus text format, version 0.0.4: samples gathered by family, written with their help and type.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/base/catalogue.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core {

class PrometheusText final : public MetricsWriter {
 public:
  // `prefix` stands before every family's name; `process`, where not empty, is a label of every sample.
  PrometheusText(std::string_view prefix, std::string_view process) : prefix_(prefix), process_(process) {}

  // The samples that follow belong to this policy; empty: to the runtime.
  void enter_policy(std::string_view service, std::string_view key) {
    service_ = service;
    key_ = key;
  }
  // A NaN has no sample; a family that isn't in the catalogue is a defect and throws Error internal.
  void sample(std::string_view family, Labels labels, double value) override;
  std::string finish() const;

 private:
  std::string prefix_;
  std::string process_;
  std::string_view service_;
  std::string_view key_;
  std::array<std::string, std::size(kMetricFamilies)> lines_;
};

}  // namespace backstay::core
