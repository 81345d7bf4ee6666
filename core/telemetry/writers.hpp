// Where patterns write what they know: a snapshot for one policy, samples for all metrics.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace backstay::core {

class SnapshotWriter {
 public:
  virtual ~SnapshotWriter() = default;
  virtual void integer(std::string_view name, int64_t value) = 0;
  virtual void real(std::string_view name, double value) = 0;  // NaN is written as null
  virtual void text(std::string_view name, std::string_view value) = 0;
  virtual void cause(std::string_view cause, int64_t count, int64_t last_at_ns) = 0;
};

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class MetricsWriter {
 public:
  virtual ~MetricsWriter() = default;
  // One sample of a family of the catalogue. The policy's own labels (service, key) are added by the writer.
  virtual void sample(std::string_view family, Labels labels, double value) = 0;
};

}  // namespace backstay::core
