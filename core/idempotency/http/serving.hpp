// A request on its way: whether it has a key, whom the key belongs to, and what its adapter is to do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/base/catalogue.hpp"
#include "core/base/status.hpp"
#include "core/idempotency/claiming.hpp"
#include "core/idempotency/http/refusal.hpp"
#include "core/idempotency/http/request.hpp"

namespace backstay::core::idempotency::http {

struct Served {
  ServeAction action = ServeAction::pass;
  Status status = Status::ok;
  int64_t takeovers = 0;
  int64_t retry_after_ns = -1;
  int64_t again_ns = 0;
  int64_t status_code = 0;
  // The parts of the text, in this order.
  std::size_t recovery_point_length = 0;
  std::size_t headers_length = 0;
  std::string text{};
  std::shared_ptr<Holding> holding{};  // with hold
};

// Bytes of the body that are wanted before the request is served; 0: it passes.
int64_t wanted_body(const Keeper& keeper, std::string_view method, bool has_key) noexcept;

class Serving {
 public:
  // The keeper outlives it; nothing of the request does.
  Serving(Keeper& keeper, const Request& request);

  // What has to be claimed; null where it is settled without.
  Claiming* claiming() noexcept { return claiming_ ? &*claiming_ : nullptr; }
  // Without a claim.
  Served settled() { return std::move(settled_); }
  // After the claim's unit.
  Served told();
  // Where the store failed. Throws what is no matter of the store: forked, out_of_memory.
  Served failed(const Error& failure);

 private:
  // False, with the reply, where there is nothing to claim.
  bool accepts(const Request& request);
  Served refuse(Refusal refusal, Status status, int64_t retry_after_ns = -1);
  Served tell(Claimed claimed);
  Served replay(const Claimed& claimed);

  Keeper& keeper_;
  std::string key_;
  Served settled_;
  std::optional<Claiming> claiming_;
};

// Waits for the store. Throws Error forked.
Served serve(Keeper& keeper, const Request& request);

}  // namespace backstay::core::idempotency::http
