#include "core/idempotency/http/serving.hpp"

#include <utility>

#include "core/idempotency/http/identity.hpp"
#include "core/idempotency/http/key_header.hpp"
#include "core/idempotency/http/reply.hpp"

namespace backstay::core::idempotency::http {

namespace {

// How long a client is asked to leave a store alone that can't be used.
constexpr int64_t kUnavailableNs = kNsPerSecond;

bool is_too_long(const Request& request, int64_t maximum) noexcept {
  return static_cast<int64_t>(request.body.size()) > maximum || request.declared_length > maximum;
}

bool is_cut(const Request& request) noexcept {
  return request.declared_length >= 0 && request.declared_length != static_cast<int64_t>(request.body.size());
}

}  // namespace

int64_t wanted_body(const Keeper& keeper, std::string_view method, bool has_key) noexcept {
  const idempotency::Terms& terms = keeper.terms();
  const bool served = terms.http.covers(method) && (has_key || terms.key == KeyNeed::required);
  return served ? terms.http.maximum_request : 0;
}

Serving::Serving(Keeper& keeper, const Request& request) : keeper_(keeper) {
  if (!accepts(request)) return;
  const Identity identity = identify(request, key_, keeper.terms().http);
  claiming_.emplace(keeper, idempotency::Request{
                                .scope = identity.scope, .key = key_, .fingerprint = identity.fingerprint, .waited_ns = request.waited_ns});
}

bool Serving::accepts(const Request& request) {
  const idempotency::Terms& terms = keeper_.terms();
  if (wanted_body(keeper_, request.method, request.key_header.has_value()) == 0) return false;
  std::optional<Refusal> refusal;
  if (!request.key_header) {
    refusal = Refusal::key_missing;
  } else if (std::optional<std::string> key = parse_key(*request.key_header, terms.http); !key) {
    refusal = Refusal::key_invalid;
  } else if (is_too_long(request, terms.http.maximum_request)) {
    refusal = Refusal::request_too_large;
  } else if (is_cut(request)) {
    refusal = Refusal::length_mismatch;
  } else {
    key_ = *std::move(key);
  }
  if (refusal) settled_ = refuse(*refusal, Status::invalid_argument);
  return !refusal;
}

Served Serving::refuse(Refusal refusal, Status status, int64_t retry_after_ns) {
  keeper_.counts().refused(refusal);
  Served served = problem(refusal, keeper_.terms().http, retry_after_ns);
  served.status = status;
  return served;
}

Served Serving::told() {
  try {
    return tell(claiming_->told());
  } catch (const Error& error) {
    if (error.status() != Status::corrupt) throw;
    return refuse(Refusal::record_corrupt, Status::corrupt);
  }
}

Served Serving::failed(const Error& failure) {
  try {
    return tell(claiming_->failed(failure));
  } catch (const Error& error) {
    if (error.status() != Status::store_unavailable) throw;
    return refuse(Refusal::store_unavailable, Status::store_unavailable, kUnavailableNs);
  }
}

Served Serving::tell(Claimed claimed) {
  switch (claimed.status) {
    case Status::replay:
      return replay(claimed);
    case Status::body_not_kept:
      return refuse(Refusal::body_not_kept, claimed.status);
    case Status::mismatch:
      return refuse(Refusal::key_reused, claimed.status);
    case Status::abandoned:
      return refuse(Refusal::abandoned, claimed.status);
    case Status::in_flight:
      if (claimed.again_ns == 0) return refuse(Refusal::in_flight, claimed.status, claimed.retry_after_ns);
      return {.action = ServeAction::again, .status = claimed.status, .again_ns = claimed.again_ns};
    default:
      break;
  }
  Served served{.action = ServeAction::hold, .status = claimed.status, .takeovers = claimed.record.takeovers};
  served.text = std::move(claimed.record.recovery_point);
  served.recovery_point_length = served.text.size();
  served.holding = std::move(claimed.holding);
  return served;
}

// A failure that was stored without an answer of HTTP has words that are not meant for clients.
Served Serving::replay(const Claimed& claimed) {
  const Answer& answer = claimed.record.answer;
  if (answer.kind == AnswerKind::failure && answer.status_code == 0) return refuse(Refusal::failed, claimed.status);
  Served served = replayed(answer, keeper_.terms().http);
  served.status = claimed.status;
  return served;
}

Served serve(Keeper& keeper, const Request& request) {
  Serving serving(keeper, request);
  if (serving.claiming() == nullptr) return serving.settled();
  try {
    keeper.store().run(serving.claiming()->unit());
  } catch (const Error& failure) {
    return serving.failed(failure);
  }
  return serving.told();
}

}  // namespace backstay::core::idempotency::http
