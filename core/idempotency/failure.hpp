// The failure of a call, and the answer that it is where failures are stored.
#pragma once

#include <string>
#include <string_view>

#include "core/idempotency/record.hpp"

namespace backstay::core::idempotency {

struct Failure {
  bool retryable = false;      // nothing had happened
  std::string_view type{};     // the error's kind, as its language names it
  std::string_view message{};  // its words
};

// JSON with "error" and "message".
Answer answer_of(const Failure& failure);
// The words of a stored failure; nothing where a caller stored another kind of body.
std::string message_of(const Answer& answer);

}  // namespace backstay::core::idempotency
