#include "core/idempotency/claim_unit.hpp"

#include <utility>

namespace backstay::core::idempotency {

using store::Action;
using store::Entry;
using store::Found;
using store::Operation;
using store::Result;

ClaimUnit::ClaimUnit(store::Key key, Record wanted, int64_t ttl_ns, OnTakeover on_takeover)
    : key_(std::move(key)), wanted_(std::move(wanted)), ttl_ns_(ttl_ns), on_takeover_(on_takeover) {}

const Operation* ClaimUnit::next(const Result* last) {
  if (last == nullptr || last->found == Found::missing) return create();
  if (last->found == Found::conflict) return judge(last->entry);
  if (taking_) return hold(Status::taken_over, last->entry.fence, *std::exchange(taking_, std::nullopt));
  return hold(Status::ok, last->entry.fence, wanted_);
}

const Operation* ClaimUnit::create() {
  taking_.reset();
  operation_ = {.action = Action::create, .value = encode(wanted_), .ttl_ns = ttl_ns_};
  return &operation_;
}

const Operation* ClaimUnit::judge(const Entry& entry) {
  std::optional<Record> known = decode(entry.value);
  if (!known) return finish(Status::corrupt, {});
  if (known->claim == wanted_.claim && !known->done) {
    return hold(known->takeovers > 0 ? Status::taken_over : Status::ok, entry.fence, *std::move(known));
  }
  // Who gives no fingerprint asks for the key, whatever the request was.
  const bool compared = !known->fingerprint.empty() && !wanted_.fingerprint.empty();
  if (compared && known->fingerprint != wanted_.fingerprint) return finish(Status::mismatch, *std::move(known));
  if (known->done) {
    const bool kept = known->answer.kind != AnswerKind::not_kept;
    return finish(kept ? Status::replay : Status::body_not_kept, *std::move(known));
  }
  if (entry.age_ns < known->lease_ns) {
    answer_.retry_after_ns = known->lease_ns - entry.age_ns;
    return finish(Status::in_flight, *std::move(known));
  }
  if (on_takeover_ == OnTakeover::refuse) return finish(Status::abandoned, *std::move(known));
  return take_over(entry, *std::move(known));
}

const Operation* ClaimUnit::take_over(const Entry& entry, Record record) {
  record.claim = wanted_.claim;
  record.lease_ns = wanted_.lease_ns;
  if (!wanted_.fingerprint.empty()) record.fingerprint = wanted_.fingerprint;
  ++record.takeovers;
  operation_ = {.action = Action::replace, .value = encode(record), .fence = entry.fence, .new_fence = true, .ttl_ns = ttl_ns_};
  taking_ = std::move(record);
  return &operation_;
}

const Operation* ClaimUnit::finish(Status status, Record record) {
  answer_.status = status;
  answer_.record = std::move(record);
  return nullptr;
}

const Operation* ClaimUnit::hold(Status status, int64_t fence, Record record) {
  answer_.fence = fence;
  return finish(status, std::move(record));
}

}  // namespace backstay::core::idempotency
