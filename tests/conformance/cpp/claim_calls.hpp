// The calls about idempotency keys: claims by the names that a vector gives them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "backstay/backstay.hpp"
#include "interpreter.hpp"

namespace backstay::conformance {

class ClaimCalls {
 public:
  // Nothing where the call is about something else.
  std::optional<json> answer(Runtime& runtime, const std::string& call, const json& args, const std::string& name);

 private:
  json claim(Runtime& runtime, const json& args, const std::string& name);
  static json once(Runtime& runtime, const json& args);
  json serve(Runtime& runtime, const json& args, const std::string& name);
  json hold(Claim&& claim, const std::string& name);
  json of_claim(const std::string& call, const json& args);

  std::map<std::string, Claim> claims_;  // those that hold a key, or did
  int64_t highest_fence_ = 0;
};

}  // namespace backstay::conformance
