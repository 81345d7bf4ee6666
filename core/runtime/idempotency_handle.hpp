// An idempotency, and a claim that it gave, as handles: each keeps its runtime.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "core/base/reference_counted.hpp"
#include "core/idempotency/holding.hpp"
#include "core/idempotency/keeper.hpp"
#include "core/runtime/runtime.hpp"

namespace backstay::core {

class Idempotency : public ReferenceCounted<Idempotency> {
 public:
  // Throws Error not_found; the result has one reference.
  static Idempotency* create(Runtime& runtime, std::string_view name) { return new Idempotency(runtime, runtime.keeper(name)); }

  Runtime& runtime() const noexcept { return runtime_; }
  idempotency::Keeper& keeper() const noexcept { return keeper_; }

 private:
  friend class ReferenceCounted<Idempotency>;
  Idempotency(Runtime& runtime, idempotency::Keeper& keeper) noexcept : runtime_(runtime), keeper_(keeper) { runtime_.retain(); }
  ~Idempotency() { runtime_.release(); }

  Runtime& runtime_;
  idempotency::Keeper& keeper_;
};

class Claim : public ReferenceCounted<Claim> {
 public:
  Claim(Runtime& runtime, std::shared_ptr<idempotency::Holding> holding) noexcept : runtime_(runtime), holding_(std::move(holding)) {
    runtime_.retain();
  }

  Runtime& runtime() const noexcept { return runtime_; }
  idempotency::Holding& holding() const noexcept { return *holding_; }
  // For steps on their way, which may outlive the handle, and must not keep the runtime: they end on its store's thread.
  const std::shared_ptr<idempotency::Holding>& shared() const noexcept { return holding_; }

 private:
  friend class ReferenceCounted<Claim>;
  ~Claim() {
    holding_.reset();
    runtime_.release();
  }

  Runtime& runtime_;
  std::shared_ptr<idempotency::Holding> holding_;
};

}  // namespace backstay::core
