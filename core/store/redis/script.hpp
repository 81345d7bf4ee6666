// One operation of a unit on the server: a script that judges and writes in one step, as store::judge says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/key_value.hpp"
#include "core/store/redis/reply.hpp"

namespace backstay::core::redis {

extern const std::string_view kScript;

// What follows EVAL and the script's text, or EVALSHA and its digest. `now_ns` is the time to judge by; nothing: the server's own.
std::vector<std::string> arguments_of(const std::string& prefix, const store::Key& key, const store::Operation& operation,
                                      std::optional<int64_t> now_ns);

// Throws Error corrupt where the entry or the answer is none of ours; `subject` begins the message.
store::Result result_of(const redisReply& reply, const std::string& prefix, const store::Key& key, const std::string& subject);

}  // namespace backstay::core::redis
