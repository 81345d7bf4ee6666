// A key while it is held; any thread. Dropped without an end it holds the key until the lease runs out: who vanished may have done the
// work.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/idempotency/failure.hpp"
#include "core/idempotency/holder_unit.hpp"
#include "core/idempotency/keeper.hpp"
#include "core/idempotency/record.hpp"

namespace backstay::core::idempotency {

// One thing that a holder does with its key; nothing has happened yet.
struct Step {
  std::optional<HolderUnit> unit;  // what the store does; nothing: the key is left to its lease
  std::optional<End> as;           // how it ends the holding, where the key is still held
};

class Holding {
 public:
  // The keeper outlives it.
  Holding(Keeper& keeper, store::Key key, int64_t fence, Record record);

  // Without a store behind it: its steps do nothing, and are never refused before its end.
  explicit Holding(Keeper& keeper) : Holding(keeper, {}, 0, {}) {}

  // Greater than that of any claim before; 0: there is no store behind it.
  int64_t fence() const noexcept { return fence_; }
  Keeper& keeper() const noexcept { return keeper_; }

  Step complete(Answer answer) const;
  // It is made again under the key, or its failure is the answer, or the key waits for the end of the lease.
  Step fail(const Failure& failure) const;
  // To its lease, as if the caller had died.
  Step leave() const { return {std::nullopt, End::left}; }
  Step release() const;
  Step heartbeat() const;
  Step set_recovery_point(std::string_view point) const;

  // Takes a step. Gives ok, or lost_lease where the key is somebody else's, or another step has ended this holding or is about to. Throws
  // Error store_unavailable, forked, after which it may be asked again.
  Status take(Step step);

  // The same in two, for who doesn't wait: whether the store is to run the step's unit; if not, `status` is the answer.
  bool begin(const Step& step, Status& status) noexcept;
  // After the unit, or where the store failed.
  Status conclude(const Step& step) noexcept;
  void give_back(const Step& step) noexcept;

 private:
  // The step of a store, where there is one.
  template <class MakeUnit>
  Step step(MakeUnit&& make_unit, std::optional<End> as) const;

  enum class Stage : int32_t { held, ending, ended };

  Keeper& keeper_;
  const store::Key key_;
  const int64_t fence_;
  const Record record_;  // as it was claimed
  std::atomic<Stage> stage_{Stage::held};
};

}  // namespace backstay::core::idempotency
