#include "core/idempotency/record.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "core/base/text.hpp"
#include "core/idempotency/limits.hpp"

namespace backstay::core::idempotency {

namespace {

using Json = nlohmann::json;

// Raised when an older version would misread what a newer one wrote. Keys that aren't known are for newer versions.
constexpr int64_t kFormat = 1;

Json binary(const std::string& bytes) { return Json::binary(std::vector<uint8_t>(bytes.begin(), bytes.end())); }

// Reads members, and remembers whether one was wrong.
class Members {
 public:
  explicit Members(const Json& object) : object_(object), whole_(object.is_object()) {}

  bool whole() const noexcept { return whole_; }

  int64_t integer(const char* key, int64_t lowest, int64_t highest = INT64_MAX) {
    const Json* const member = find(key);
    if (member == nullptr || !member->is_number_integer() || (member->is_number_unsigned() && member->get<uint64_t>() > INT64_MAX)) {
      return wrong<int64_t>();
    }
    const auto value = member->get<int64_t>();
    return value < lowest || value > highest ? wrong<int64_t>() : value;
  }

  std::string text(const char* key) {
    const Json* const member = find(key);
    if (member == nullptr || !member->is_string()) return wrong<std::string>();
    auto text = member->get<std::string>();
    return is_utf8(text) ? text : wrong<std::string>();
  }

  std::string bytes(const char* key) {
    const Json* const member = find(key);
    if (member == nullptr || !member->is_binary()) return wrong<std::string>();
    const auto& bytes = member->get_binary();
    return {bytes.begin(), bytes.end()};
  }

 private:
  const Json* find(const char* key) const {
    if (!whole_) return nullptr;
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
  }

  template <class Value>
  Value wrong() {
    whole_ = false;
    return {};
  }

  const Json& object_;
  bool whole_;
};

void add(Json& object, const Answer& answer) {
  object["kind"] = static_cast<int32_t>(answer.kind);
  object["status_code"] = answer.status_code;
  object["content_type"] = answer.content_type;
  object["headers"] = answer.headers;
  object["body"] = binary(answer.body);
}

Answer read_answer(Members& members) {
  Answer answer;
  answer.kind = static_cast<AnswerKind>(members.integer("kind", 0, static_cast<int64_t>(AnswerKind::not_kept)));
  answer.status_code = members.integer("status_code", 0, limits::kStatusCode.maximum);
  answer.content_type = members.text("content_type");
  answer.headers = members.text("headers");
  answer.body = members.bytes("body");
  return answer;
}

}  // namespace

std::string encode(const Record& record) {
  Json object = Json::object();  // member by member: a list of them would be copied twice
  object["format"] = kFormat;
  object["done"] = record.done ? 1 : 0;
  object["claim"] = binary(record.claim);
  object["fingerprint"] = binary(record.fingerprint);
  object["lease_ns"] = record.lease_ns;
  object["takeovers"] = record.takeovers;
  object["recovery_point"] = record.recovery_point;
  if (record.done) add(object, record.answer);
  std::string bytes;
  Json::to_cbor(object, bytes);
  return bytes;
}

std::optional<Record> decode(std::string_view bytes) {
  const Json object = Json::from_cbor(bytes, true, false);
  Members members(object);
  if (members.integer("format", kFormat, kFormat) != kFormat) return std::nullopt;
  Record record;
  record.done = members.integer("done", 0, 1) == 1;
  record.claim = members.bytes("claim");
  record.fingerprint = members.bytes("fingerprint");
  record.lease_ns = members.integer("lease_ns", 1);
  record.takeovers = members.integer("takeovers", 0);
  record.recovery_point = members.text("recovery_point");
  if (record.done) record.answer = read_answer(members);
  if (!members.whole()) return std::nullopt;
  return record;
}

}  // namespace backstay::core::idempotency
