#include "core/base/findings.hpp"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace backstay::core {
namespace {

nlohmann::ordered_json as_json(const Finding& finding) {
  return {{"severity", finding.severity == Severity::error ? "error" : "warning"},
          {"path", finding.path},
          {"value", finding.value},
          {"problem", finding.problem},
          {"allowed", finding.allowed},
          {"message", finding.message()}};
}

std::string more(std::size_t left_out) { return "and " + std::to_string(left_out) + " more findings"; }

}  // namespace

std::string Finding::message() const {
  std::string out = (path.empty() ? "the document" : path) + ": " + problem;
  if (value.empty() && allowed.empty()) return out;
  out += " (" + value;
  if (!allowed.empty()) out += (value.empty() ? "allowed: " : "; allowed: ") + allowed;
  return out + ")";
}

void Findings::add(Finding finding) {
  if (finding.severity == Severity::error) ++errors_;
  if (list_.size() < kMaximum) {
    list_.push_back(std::move(finding));
  } else {
    ++left_out_;
  }
}

std::string Findings::error_lines() const {
  std::string out;
  for (const Finding& finding : list_) {
    if (finding.severity != Severity::error) continue;
    if (!out.empty()) out += '\n';
    out += finding.message();
  }
  if (left_out_ > 0) out += (out.empty() ? "" : "\n") + more(left_out_);
  return out;
}

std::vector<Finding> Findings::warnings() const {
  std::vector<Finding> out;
  for (const Finding& finding : list_) {
    if (finding.severity == Severity::warning) out.push_back(finding);
  }
  return out;
}

std::string Findings::json() const {
  nlohmann::ordered_json findings = nlohmann::ordered_json::array();
  for (const Finding& finding : list_) findings.push_back(as_json(finding));
  if (left_out_ > 0) {
    findings.push_back(as_json({.severity = errors_ > 0 ? Severity::error : Severity::warning,
                                .path = {},
                                .value = {},
                                .problem = more(left_out_),
                                .allowed = {}}));
  }
  const nlohmann::ordered_json report{{"valid", errors_ == 0}, {"findings", std::move(findings)}};
  return report.dump();
}

}  // namespace backstay::core
