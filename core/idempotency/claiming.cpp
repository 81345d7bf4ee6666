#include "core/idempotency/claiming.hpp"

#include <utility>

#include "core/base/duration.hpp"
#include "core/base/status.hpp"
#include "core/base/text.hpp"
#include "core/idempotency/place.hpp"
#include "core/idempotency/waiting.hpp"

namespace backstay::core::idempotency {

namespace {

ClaimUnit unit_of(Keeper& keeper, const Request& request) {
  Record wanted;
  wanted.claim = keeper.claim_ids().next();
  wanted.fingerprint = request.fingerprint;
  wanted.lease_ns = request.lease_ns < 0 ? keeper.terms().lease_ns() : request.lease_ns;
  const int64_t ttl_ns = keeper.kept_ns(wanted);
  return {place_of({keeper.name(), request.scope, request.key}), std::move(wanted), ttl_ns, keeper.terms().on_takeover};
}

}  // namespace

Claiming::Claiming(Keeper& keeper, const Request& request)
    : keeper_(keeper), key_(request.key), waited_ns_(request.waited_ns), unit_(unit_of(keeper, request)) {}

std::string Claiming::describe(const ClaimAnswer& answer) const {
  const auto subject = [&] { return "idempotency " + in_quotes(keeper_.name()) + ": the key " + in_quotes(key_); };
  switch (answer.status) {
    case Status::in_flight:
      return subject() + " is in flight; its lease runs out in " + format_duration_ms((answer.retry_after_ns + kNsPerMs - 1) / kNsPerMs);
    case Status::mismatch:
      return subject() + " was used for another request; use a new key";
    case Status::body_not_kept:
      return subject() + " was completed, and its answer was not kept";
    case Status::abandoned:
      return subject() + " was claimed by a call that never ended, and on_takeover is \"refuse\"; look what it did, then use a new key";
    case Status::replay:
      return answer.record.answer.kind == AnswerKind::failure ? message_of(answer.record.answer) : std::string();
    case Status::corrupt:
      return subject() + " holds what is no record of this library; somebody else changed it";
    default:
      return {};
  }
}

Claimed Claiming::told() {
  ClaimAnswer& answer = unit_.answer();
  keeper_.counts().checked(answer.status);
  std::string message = describe(answer);
  if (answer.status == Status::corrupt) throw Error(Status::corrupt, message);
  Claimed claimed;
  claimed.status = answer.status;
  claimed.retry_after_ns = answer.retry_after_ns;
  claimed.message = std::move(message);
  claimed.record = std::move(answer.record);
  if (answer.status == Status::in_flight) {
    claimed.again_ns = pause_ns(waited_ns_, keeper_.terms().wait_ns(), answer.retry_after_ns);
  }
  if (answer.fence != 0) claimed.holding = std::make_shared<Holding>(keeper_, unit_.key(), answer.fence, claimed.record);
  return claimed;
}

Claimed Claiming::failed(const Error& failure) {
  keeper_.counts().checked(Status::store_unavailable);
  if (failure.status() != Status::store_unavailable || !keeper_.runs_unguarded()) throw Error(failure);
  keeper_.counts().ran_unguarded();
  Claimed claimed;
  claimed.holding = std::make_shared<Holding>(keeper_);
  return claimed;
}

Claimed claim(Keeper& keeper, const Request& request) {
  Claiming claiming(keeper, request);
  try {
    keeper.store().run(claiming.unit());
  } catch (const Error& failure) {
    return claiming.failed(failure);
  }
  return claiming.told();
}

}  // namespace backstay::core::idempotency
