#include "core/idempotency/keeper.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/duration.hpp"
#include "core/base/status.hpp"
#include "core/base/text.hpp"
#include "core/idempotency/waiting.hpp"

namespace backstay::core::idempotency {

namespace {

constexpr const char* kSpace = "idempotency";

// A record outlives its lease, however long a claim wants that.
int64_t kept_ns(const Terms& terms, const Record& record) { return std::max(terms.ttl_ns(), record.lease_ns); }

End end_of(AnswerKind kind) {
  switch (kind) {
    case AnswerKind::failure:
      return End::failure;
    case AnswerKind::not_kept:
      return End::not_kept;
    default:
      return End::value;
  }
}

std::string claim_id(Random& random) {
  std::array<uint8_t, 16> bytes{};
  random.fill(bytes);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Keeper::Keeper(std::string name, Terms terms, store::KeyValueStore& store, Random& random)
    : name_(std::move(name)), terms_(terms), store_(store), random_(random) {}

// Names and scopes have no control characters, so the parts can be told apart whatever the key holds.
store::Key Keeper::key_of(const Request& request) const {
  std::string key;
  key.reserve(name_.size() + request.scope.size() + request.key.size() + 2);
  key.append(name_).append("\n").append(request.scope).append("\n").append(request.key);
  return {kSpace, std::move(key)};
}

std::string Keeper::describe(const Request& request, const ClaimAnswer& answer) const {
  const auto subject = [&] { return "idempotency " + in_quotes(name_) + ": the key " + in_quotes(request.key); };
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

Claimed Keeper::claim(const Request& request) {
  Record wanted;
  wanted.claim = claim_id(random_);
  wanted.fingerprint = request.fingerprint;
  wanted.lease_ns = request.lease_ns < 0 ? terms_.lease_ns() : request.lease_ns;
  const int64_t ttl_ns = kept_ns(terms_, wanted);
  ClaimUnit unit(key_of(request), std::move(wanted), ttl_ns, terms_.on_takeover);
  try {
    store_.run(unit);
  } catch (const Error& error) {
    counts_.checked(error.status());
    throw;
  }
  return told(request, unit);
}

Claimed Keeper::told(const Request& request, ClaimUnit& unit) {
  ClaimAnswer& answer = unit.answer();
  counts_.checked(answer.status);
  std::string message = describe(request, answer);
  if (answer.status == Status::corrupt) throw Error(Status::corrupt, message);
  Claimed claimed;
  claimed.status = answer.status;
  claimed.retry_after_ns = answer.retry_after_ns;
  claimed.message = std::move(message);
  claimed.record = std::move(answer.record);
  if (answer.status == Status::in_flight) claimed.again_ns = pause_ns(request.waited_ns, terms_.wait_ns(), answer.retry_after_ns);
  if (answer.fence != 0) claimed.holding = std::make_unique<Holding>(*this, unit.key(), answer.fence, claimed.record);
  return claimed;
}

Holding::Holding(Keeper& keeper, store::Key key, int64_t fence, Record record)
    : keeper_(keeper), key_(std::move(key)), fence_(fence), record_(std::move(record)) {}

Status Holding::complete(Answer answer) {
  if (static_cast<int64_t>(answer.body.size()) > keeper_.terms_.maximum_body) answer.kind = AnswerKind::not_kept;
  if (answer.kind == AnswerKind::not_kept) answer.body.clear();
  const End as = end_of(answer.kind);
  Record done = record_;
  done.done = true;
  done.recovery_point.clear();
  done.answer = std::move(answer);
  return end(HolderUnit::complete(key_, fence_, done, keeper_.terms_.ttl_ns()), as);
}

Status Holding::fail(const Failure& failure) {
  if (failure.retryable) return release();
  return keeper_.terms_.on_failure == OnFailure::lease ? give_up() : complete(answer_of(failure));
}

Status Holding::release() { return end(HolderUnit::release(key_, fence_), End::released); }

Status Holding::heartbeat() { return go_on(HolderUnit::heartbeat(key_, fence_, kept_ns(keeper_.terms_, record_))); }

Status Holding::set_recovery_point(std::string_view point) {
  Record record = record_;
  record.recovery_point = point;
  return go_on(HolderUnit::rewrite(key_, fence_, record, kept_ns(keeper_.terms_, record_)));
}

// One of several that end it at once does; the store could not tell them apart.
Status Holding::end(HolderUnit unit, End as) {
  Stage held = Stage::held;
  if (!stage_.compare_exchange_strong(held, Stage::ending)) return Status::lost_lease;
  try {
    keeper_.store_.run(unit);
  } catch (...) {
    stage_.store(Stage::held);
    throw;
  }
  stage_.store(Stage::ended);
  keeper_.counts_.ended(unit.status() == Status::ok ? as : End::lost_lease);
  return unit.status();
}

// Nothing is written: the lease goes on without its holder.
Status Holding::give_up() {
  Stage held = Stage::held;
  if (!stage_.compare_exchange_strong(held, Stage::ended)) return Status::lost_lease;
  keeper_.counts_.ended(End::left);
  return Status::ok;
}

Status Holding::go_on(HolderUnit unit) {
  if (stage_.load() != Stage::held) return Status::lost_lease;
  keeper_.store_.run(unit);
  return unit.status();
}

}  // namespace backstay::core::idempotency
