#include "core/idempotency/holding.hpp"

#include <utility>

namespace backstay::core::idempotency {

namespace {

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

}  // namespace

Holding::Holding(Keeper& keeper, store::Key key, int64_t fence, Record record)
    : keeper_(keeper), key_(std::move(key)), fence_(fence), record_(std::move(record)) {}

template <class MakeUnit>
Step Holding::step(MakeUnit&& make_unit, std::optional<End> as) const {
  if (fence_ == 0) return {std::nullopt, as};
  return {make_unit(), as};
}

Step Holding::complete(Answer answer) const {
  if (static_cast<int64_t>(answer.body.size()) > keeper_.terms().maximum_body) answer.kind = AnswerKind::not_kept;
  if (answer.kind == AnswerKind::not_kept) answer.body.clear();
  const End as = end_of(answer.kind);
  return step(
      [&] {
        Record done = record_;
        done.done = true;
        done.recovery_point.clear();
        done.answer = std::move(answer);
        return HolderUnit::complete(key_, fence_, done, keeper_.terms().ttl_ns());
      },
      as);
}

Step Holding::fail(const Failure& failure) const {
  if (failure.retryable) return release();
  if (keeper_.terms().on_failure == OnFailure::lease) return leave();
  return complete(answer_of(failure));
}

Step Holding::release() const {
  return step([&] { return HolderUnit::release(key_, fence_); }, End::released);
}

Step Holding::heartbeat() const {
  return step([&] { return HolderUnit::heartbeat(key_, fence_, keeper_.kept_ns(record_)); }, std::nullopt);
}

Step Holding::set_recovery_point(std::string_view point) const {
  return step(
      [&] {
        Record record = record_;
        record.recovery_point = point;
        return HolderUnit::rewrite(key_, fence_, record, keeper_.kept_ns(record_));
      },
      std::nullopt);
}

Status Holding::take(Step step) {
  Status status = Status::ok;
  if (!begin(step, status)) return status;
  try {
    keeper_.store().run(*step.unit);
  } catch (...) {
    give_back(step);
    throw;
  }
  return conclude(step);
}

// One of several that end it at once does; the store could not tell them apart.
bool Holding::begin(const Step& step, Status& status) noexcept {
  Stage held = Stage::held;
  const bool may = step.as ? stage_.compare_exchange_strong(held, Stage::ending) : stage_.load() == Stage::held;
  if (!may) {
    status = Status::lost_lease;
    return false;
  }
  if (step.unit) return true;
  status = conclude(step);
  return false;
}

Status Holding::conclude(const Step& step) noexcept {
  const Status status = step.unit ? step.unit->status() : Status::ok;
  if (step.as) {
    stage_.store(Stage::ended);
    if (fence_ != 0) keeper_.counts().ended(status == Status::ok ? *step.as : End::lost_lease);
  }
  return status;
}

void Holding::give_back(const Step& step) noexcept {
  if (step.as) stage_.store(Stage::held);
}

}  // namespace backstay::core::idempotency
