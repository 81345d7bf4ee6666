#include <hiredis/hiredis.h>

#include <array>
#include <chrono>
#include <string_view>

#include "core/store/clock_offset.hpp"
#include "core/store/redis/connection.hpp"
#include "core/store/redis/redis_store.hpp"

namespace backstay::core::redis {

namespace {

// A line of INFO, such as "role:master".
std::string told(std::string_view info, std::string_view name) {
  for (std::size_t at = 0; at < info.size();) {
    const std::size_t end = std::min(info.find("\r\n", at), info.size());
    const std::string_view line = info.substr(at, end - at);
    if (line.starts_with(name) && line.substr(name.size()).starts_with(":")) return std::string(line.substr(name.size() + 1));
    at = end + 2;
  }
  return {};
}

// Empty where the server doesn't tell us.
std::string setting(Connection& connection, std::string_view name, Instant until) {
  const Reply reply = connection.ask(std::array<std::string_view, 3>{"CONFIG", "GET", name}, until);
  if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2 || reply->element[1]->type != REDIS_REPLY_STRING) return {};
  return {reply->element[1]->str, reply->element[1]->len};
}

int64_t time_ns(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_ARRAY || reply.elements != 2) return 0;
  return std::strtoll(reply.element[0]->str, nullptr, 10) * kNsPerSecond + std::strtoll(reply.element[1]->str, nullptr, 10) * 1'000;
}

void judge_durability(const std::string& file, const std::string& sync, const std::string& policy, store::Examination& examination) {
  if (file == "no") {
    examination.warnings.emplace_back("appendonly is off: a crash of the server loses what was acknowledged");
  } else if (file == "yes" && !sync.empty() && sync != "always") {
    examination.warnings.emplace_back("appendfsync is " + sync + ": a crash of the server loses what it acknowledged last");
  }
  if (!policy.empty() && policy != "noeviction") {
    examination.warnings.emplace_back("maxmemory-policy is " + policy + ": where memory is short, records are dropped and nobody is told");
  }
}

}  // namespace

store::Examination RedisStore::examine() {
  const Instant until = std::chrono::steady_clock::now() + std::chrono::milliseconds(place_.options.timeout_ms);
  Descriptor descriptor{-1};
  Connection connection(place_, descriptor, until);
  const Reply reply = connection.ask(std::array<std::string_view, 1>{"INFO"}, until);
  check(*reply, place_);
  const std::string_view info(reply->type == REDIS_REPLY_STRING ? reply->str : "", reply->type == REDIS_REPLY_STRING ? reply->len : 0);
  const int64_t before_ns = store::wall_now_ns();
  const int64_t server_ns = time_ns(*connection.ask(std::array<std::string_view, 1>{"TIME"}, until));
  store::Examination examination{.product = "Redis " + told(info, "redis_version"), .facts = {{"role", told(info, "role")}}};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) examination.facts.push_back({name, value});
  };
  const std::string file = setting(connection, "appendonly", until);
  const std::string sync = setting(connection, "appendfsync", until);
  const std::string policy = told(info, "maxmemory_policy");
  add("appendonly", file);
  add("appendfsync", sync);
  add("maxmemory_policy", policy);
  judge_durability(file, sync, policy, examination);
  if (told(info, "role") != "master") examination.warnings.emplace_back("the server is a replica, which takes no writes");
  store::add_clock(server_ns, before_ns, store::wall_now_ns(), examination);
  return examination;
}

}  // namespace backstay::core::redis
