#include "core/idempotency/failure.hpp"

#include <nlohmann/json.hpp>

#include "core/base/text.hpp"
#include "core/idempotency/limits.hpp"

namespace backstay::core::idempotency {

Answer answer_of(const Failure& failure) {
  using Json = nlohmann::ordered_json;
  const Json body{{"error", first_bytes(failure.type, limits::kFailureTypeKept)},
                  {"message", first_bytes(failure.message, limits::kFailureMessageKept)}};
  // Errors come with words of all kinds, and none of them may keep the key from being ended.
  return {
      .kind = AnswerKind::failure, .content_type = "application/json", .body = body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

std::string message_of(const Answer& answer) {
  const auto body = nlohmann::json::parse(answer.body, nullptr, false);
  if (!body.is_object()) return {};
  const auto message = body.find("message");
  return message == body.end() || !message->is_string() ? std::string() : message->get<std::string>();
}

}  // namespace backstay::core::idempotency
