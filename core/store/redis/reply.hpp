// What a Redis server answers, as hiredis read it.
#pragma once

#include <memory>

struct redisReply;

namespace backstay::core::redis {

struct FreeReply {
  void operator()(redisReply* reply) const noexcept;
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

}  // namespace backstay::core::redis
