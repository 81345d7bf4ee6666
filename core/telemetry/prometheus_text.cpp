#include "core/telemetry/prometheus_text.hpp"

#include <charconv>
#include <cmath>

#include "core/base/status.hpp"

namespace backstay::core {

namespace {

void append_label(std::string& line, char& separator, std::string_view label, std::string_view value) {
  line += separator;
  separator = ',';
  line.append(label).append("=\"");
  for (const char c : value) {
    if (c == '\n') {
      line += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') line += '\\';
    line += c;
  }
  line += '"';
}

// Shortest text that reads back as the same number; whole numbers without a point.
void append_number(std::string& line, double value) {
  char digits[40];
  const bool whole = std::nearbyint(value) == value && std::fabs(value) < 9.0e15;
  const auto end = whole ? std::to_chars(digits, digits + sizeof digits, static_cast<int64_t>(value)).ptr
                         : std::to_chars(digits, digits + sizeof digits, value).ptr;
  line.append(digits, end);
}

std::size_t index_of(std::string_view family) {
  for (std::size_t index = 0; index < std::size(kMetricFamilies); ++index) {
    if (kMetricFamilies[index].name == family) return index;
  }
  throw Error(Status::internal, "metric family not in the catalogue: " + std::string(family));
}

}  // namespace

void PrometheusText::sample(std::string_view family, Labels labels, double value) {
  std::string& lines = lines_[index_of(family)];
  if (std::isnan(value)) return;
  lines.append(prefix_).append(family);
  char separator = '{';
  if (!service_.empty()) append_label(lines, separator, "service", service_);
  if (!key_.empty()) append_label(lines, separator, "key", key_);
  for (const auto& [label, text] : labels) append_label(lines, separator, label, text);
  if (!process_.empty()) append_label(lines, separator, "process", process_);
  lines += separator == '{' ? " " : "} ";
  append_number(lines, value);
  lines += '\n';
}

std::string PrometheusText::finish() const {
  std::string text;
  for (std::size_t index = 0; index < lines_.size(); ++index) {
    if (lines_[index].empty()) continue;
    const MetricFamily& family = kMetricFamilies[index];
    text.append("# HELP ").append(prefix_).append(family.name).append(" ").append(family.help).append("\n");
    text.append("# TYPE ").append(prefix_).append(family.name).append(" ").append(family.type).append("\n");
    text += lines_[index];
  }
  return text;
}

}  // namespace backstay::core
