// What the holder of a key does with it, as units of a store: one operation each, which only the holder's fence lets pass.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/catalogue.hpp"
#include "core/idempotency/record.hpp"
#include "core/store/key_value.hpp"

namespace backstay::core::idempotency {

class HolderUnit final : public store::Unit {
 public:
  // Writes the answer and gives the key up. A claim that does it again, since it never heard how the first try ended, is told the same.
  static HolderUnit complete(store::Key key, int64_t fence, const Record& done, int64_t ttl_ns);
  // Writes the record anew, and begins its lease anew.
  static HolderUnit rewrite(store::Key key, int64_t fence, const Record& record, int64_t ttl_ns);
  // Begins the lease anew.
  static HolderUnit heartbeat(store::Key key, int64_t fence, int64_t ttl_ns);
  // Gives the key up as if it had never been claimed.
  static HolderUnit release(store::Key key, int64_t fence);

  const store::Key& key() const noexcept override { return key_; }
  const store::Operation* next(const store::Result* last) override;
  void lost() noexcept override { again_ = true; }

  // After the end: ok, or lost_lease.
  Status status() const noexcept { return status_; }

 private:
  HolderUnit(store::Key key, store::Operation operation, std::string completes);

  store::Key key_;
  store::Operation operation_;
  std::string completes_;  // the claim that a complete is for
  bool again_ = false;     // an earlier try may have been done
  Status status_ = Status::lost_lease;
};

}  // namespace backstay::core::idempotency
