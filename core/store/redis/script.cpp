#include "core/store/redis/script.hpp"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <charconv>
#include <span>

namespace backstay::core::redis {

using store::Action;
using store::Found;
using store::Operation;
using store::Result;

// Lua's numbers are doubles, which can't hold nanoseconds. So an instant is text of 19 digits, which compares as it should, and the
// ages are computed here; in Lua there are microseconds, exact until the year 2255.
//
// A fence is the last one and one more, yet no less than the server's microseconds: so none comes again where the server has lost the
// last ones, in a crash or since another took over from it.
//
// Nobody has to sweep. A list looks at all keys of the database, some at a time; the cursor is the server's.
//
// An entry's own time decides whether it is over; Redis then clears it away. Under a manual clock the wall says nothing about that, and
// what tests leave behind goes after a day.
const std::string_view kScript = R"(
local entry, fences = KEYS[1], KEYS[2]
local action, wanted, renew, value = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local now, expires, ttl_us = ARGV[5], ARGV[6], ARGV[7]

local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
local by_hand = now ~= ''
local over_us = now_us + (tonumber(ttl_us) or 0)
local never = over_us > 9e15
if not by_hand then
  now = string.format('%016.0f000', now_us)
  expires = never and '9223372036854775807' or string.format('%016.0f000', over_us)
end

local function is_instant(text) return text and #text == 19 and not string.find(text, '%D') end

if action == 'sweep' then return {'done', '0'} end
if action == 'list' then
  local page = redis.call('SCAN', value == '' and '0' or value, 'MATCH', ARGV[8], 'COUNT', ARGV[9])
  local listed = {'list', now, page[1] == '0' and '' or page[1]}
  for _, key in ipairs(page[2]) do
    local known = redis.pcall('HMGET', key, 'fence', 'written', 'expires', 'value')
    if is_instant(known[2]) and is_instant(known[3]) and known[1] and known[4] and known[3] > now then
      for _, part in ipairs({key, known[1], known[2], known[3], known[4]}) do listed[#listed + 1] = part end
    end
  end
  return listed
end

local kept = redis.call('HMGET', entry, 'fence', 'written', 'expires')
local fence, written, over = kept[1], kept[2], kept[3]
local there = is_instant(written) and is_instant(over) and fence
if not there and redis.call('EXISTS', entry) == 1 then return {'corrupt'} end
if there and over <= now then
  redis.call('DEL', entry)
  there = false
end

local found = 'done'
if action == 'create' then
  if there then found = 'conflict' end
elseif not there then
  return {'missing'}
elseif action ~= 'read' and wanted ~= fence then
  found = 'conflict'
end
if found == 'conflict' or action == 'read' then
  return {found, fence, now, written, redis.call('HGET', entry, 'value')}
end
if action == 'erase' then
  redis.call('DEL', entry)
  return {found, fence}
end

if action == 'create' or renew == '1' then
  local last = redis.call('GET', fences)
  local next_fence = now_us
  if last then
    local number = not string.find(last, '%D') and tonumber(last)
    if not number or number >= 9007199254740991 then return {'corrupt'} end
    if number >= next_fence then next_fence = number + 1 end
  end
  fence = string.format('%.0f', next_fence)
  redis.call('SET', fences, fence)
end
if action == 'touch' then
  redis.call('HSET', entry, 'fence', fence, 'written', now, 'expires', expires)
else
  redis.call('HSET', entry, 'value', value, 'fence', fence, 'written', now, 'expires', expires)
end
if by_hand then
  redis.call('PEXPIRE', entry, 86400000)
elseif never then
  redis.call('PERSIST', entry)
else
  redis.call('PEXPIREAT', entry, string.format('%.0f', math.ceil(over_us / 1000)))
end
return {found, fence}
)";

namespace {

constexpr std::size_t kInstantDigits = 19;
constexpr int64_t kNsPerUs = 1'000;

const char* word_of(Action action) {
  switch (action) {
    case Action::read:
      return "read";
    case Action::create:
      return "create";
    case Action::replace:
      return "replace";
    case Action::touch:
      return "touch";
    case Action::erase:
      return "erase";
    case Action::list:
      return "list";
    case Action::sweep:
      return "sweep";
  }
  return "";
}

std::string instant(int64_t ns) {
  const std::string digits = std::to_string(ns);
  return std::string(kInstantDigits - std::min(kInstantDigits, digits.size()), '0') + digits;
}

// Rounded up: an entry is never gone too early.
std::string microseconds(int64_t ns) { return std::to_string(ns / kNsPerUs + (ns % kNsPerUs == 0 ? 0 : 1)); }

std::string_view text_of(const redisReply* element) {
  return element != nullptr && element->type == REDIS_REPLY_STRING ? std::string_view(element->str, element->len) : std::string_view();
}

// -1 where it isn't a number from 0 on.
int64_t number_of(const redisReply* element) {
  const std::string_view digits = text_of(element);
  int64_t value = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() && value >= 0 ? value : -1;
}

// The text itself, in a pattern of keys.
std::string literally(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("\\*?[]").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

std::optional<Found> found_of(std::string_view word) {
  if (word == "done") return Found::done;
  if (word == "conflict") return Found::conflict;
  if (word == "missing") return Found::missing;
  return std::nullopt;
}

// The word, now, the cursor; then of each entry its key, fence, written, expires, value. `before` is what stands before a port's key.
std::optional<Result> read_list(std::span<const redisReply* const> parts, std::size_t before) {
  constexpr std::size_t kHead = 3;
  constexpr std::size_t kEach = 5;
  if (parts.size() < kHead || (parts.size() - kHead) % kEach != 0) return std::nullopt;
  Result result{.found = Found::done};
  const int64_t now_ns = number_of(parts[1]);
  result.cursor = text_of(parts[2]);
  for (std::size_t at = kHead; at < parts.size(); at += kEach) {
    const std::string_view key = text_of(parts[at]);
    const int64_t fence = number_of(parts[at + 1]);
    const int64_t written_ns = number_of(parts[at + 2]);
    const int64_t expires_ns = number_of(parts[at + 3]);
    if (now_ns < 0 || fence < 0 || written_ns < 0 || expires_ns < now_ns || key.size() < before) return std::nullopt;
    result.listed.push_back(
        {.key = std::string(key.substr(before)),
         .entry = {.value = std::string(text_of(parts[at + 4])), .fence = fence, .age_ns = std::max<int64_t>(now_ns - written_ns, 0)},
         .left_ns = expires_ns - now_ns});
  }
  return result;
}

// Found and fence; with the whole entry also now, written, value.
std::optional<Result> read_result(std::span<const redisReply* const> parts) {
  if (parts.empty()) return std::nullopt;
  const auto found = found_of(text_of(parts[0]));
  if (!found) return std::nullopt;
  Result result;
  result.found = *found;
  if (*found == Found::missing) return result;
  if (parts.size() != 2 && parts.size() != 5) return std::nullopt;
  result.entry.fence = number_of(parts[1]);
  if (result.entry.fence < 0) return std::nullopt;
  if (parts.size() == 2) return result;
  const int64_t now_ns = number_of(parts[2]);
  const int64_t written_ns = number_of(parts[3]);
  if (now_ns < 0 || written_ns < 0 || parts[4]->type != REDIS_REPLY_STRING) return std::nullopt;
  result.entry.age_ns = std::max<int64_t>(now_ns - written_ns, 0);  // the server's clock may have been set back
  result.entry.value = text_of(parts[4]);
  return result;
}

std::string tag_of(const std::string& prefix) { return "{" + prefix + "}:"; }

std::string space_of(const std::string& prefix, const store::Key& key) {
  return tag_of(prefix) + std::to_string(key.space.size()) + ":" + key.space;
}

}  // namespace

// The braces are a hash tag: all of a store lies in one slot, so that a script may use both keys. The length keeps space and key apart.
std::vector<std::string> arguments_of(const std::string& prefix, const store::Key& key, const Operation& operation,
                                      std::optional<int64_t> now_ns) {
  std::vector<std::string> arguments{
      "2",
      space_of(prefix, key) + key.key,
      tag_of(prefix) + "fence",
      word_of(operation.action),
      std::to_string(operation.fence),
      operation.new_fence ? "1" : "0",
      operation.value,
      now_ns ? instant(*now_ns) : "",
      now_ns ? instant(store::later(*now_ns, operation.ttl_ns)) : "",
      microseconds(operation.ttl_ns),
  };
  if (operation.action == Action::list) {
    arguments.push_back(literally(arguments[1]) + "*");
    arguments.push_back(std::to_string(operation.most));
  }
  return arguments;
}

Result result_of(const redisReply& reply, const std::string& prefix, const store::Key& key, const std::string& subject) {
  std::optional<Result> result;
  if (reply.type == REDIS_REPLY_ARRAY && reply.elements > 0) {
    const std::span<const redisReply* const> parts(reply.element, reply.elements);
    result = text_of(parts[0]) == "list" ? read_list(parts, space_of(prefix, key).size()) : read_result(parts);
  }
  if (!result) throw Error(Status::corrupt, subject + ": what lies under the key is no entry of this library; somebody else changed it");
  return *std::move(result);
}

}  // namespace backstay::core::redis
