#include "core/idempotency/http/responding.hpp"

#include <utility>

#include "core/idempotency/http/hygiene.hpp"
#include "core/idempotency/limits.hpp"

namespace backstay::core::idempotency::http {

namespace {

Answer answer_of(const Response& response, AnswerKind kind, KeptHeaders headers) {
  Answer answer{.kind = kind, .status_code = response.status_code};
  // The effect has happened, so headers that are too long are no misuse.
  const bool fits = static_cast<int64_t>(headers.lines.size()) <= limits::kHeadersBytes.maximum;
  if (!response.kept || !fits) {
    answer.kind = AnswerKind::not_kept;
    return answer;
  }
  answer.content_type = std::move(headers.content_type);
  answer.headers = std::move(headers.lines);
  answer.body = response.body;
  return answer;
}

}  // namespace

Step respond(const Holding& holding, const Response& response) {
  const idempotency::Terms& terms = holding.keeper().terms();
  KeptHeaders headers = keep_headers(response.headers, terms.http);
  switch (terms.http.fate_of(response.status_code)) {
    case Fate::released:
      return holding.release();
    case Fate::stored:
      return holding.complete(answer_of(response, AnswerKind::value, std::move(headers)));
    case Fate::failed:
      break;
  }
  if (terms.on_failure == OnFailure::lease) return holding.leave();
  return holding.complete(answer_of(response, AnswerKind::failure, std::move(headers)));
}

}  // namespace backstay::core::idempotency::http
