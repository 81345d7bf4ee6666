// What is wrong with a document: all of it together, each finding with its path, value and what is allowed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace backstay::core {

enum class Severity : int32_t { error, warning };

struct Finding {
  Severity severity = Severity::error;
  std::string path;     // as in `policies.payments.circuit_breaker.open_for`; empty: the document itself
  std::string value;    // as JSON and as written, before the environment is filled in; empty where there is none; may be cut
  std::string problem;  // as in `has no unit`
  std::string allowed;  // as in `a duration such as "30s", from 1ms to 24h`; may be empty

  // One line of all of it: `path: problem (value; allowed: ...)`.
  std::string message() const;
};

class Findings {
 public:
  // So many are kept; the others are only counted.
  static constexpr std::size_t kMaximum = 1000;

  void add(Finding finding);

  const std::vector<Finding>& list() const noexcept { return list_; }
  // Errors so far, those left out included.
  std::size_t errors() const noexcept { return errors_; }
  std::size_t left_out() const noexcept { return left_out_; }

  // The errors' messages, one per line, without a last newline.
  std::string error_lines() const;
  std::vector<Finding> warnings() const;
  // {"valid": bool, "findings": [{"severity", "path", "value", "problem", "allowed", "message"}]}
  std::string json() const;

 private:
  std::vector<Finding> list_;
  std::size_t errors_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace backstay::core
