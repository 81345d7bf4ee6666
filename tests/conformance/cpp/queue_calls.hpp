// The calls about completion queues: a queue by its tokens, as an event loop drives it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "backstay/backstay.hpp"
#include "interpreter.hpp"

namespace backstay::conformance {

class QueueCalls {
 public:
  // Nothing where the call is about something else.
  std::optional<json> answer(Runtime& runtime, const std::string& call, const json& args, const std::string& name);

 private:
  struct Named {
    Queue queue;
    std::map<int64_t, Completion> drained;  // by token
  };

  static json drain(Named& named, std::size_t most);
  static json end_result(Named& named, bool take, int64_t token);

  std::map<std::string, Named> queues_;
};

}  // namespace backstay::conformance
