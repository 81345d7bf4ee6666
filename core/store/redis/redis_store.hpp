// A store in a Redis server (6 or newer), which many machines share.
//
// One thread talks to the server, and starts with the first unit. All units share a connection: what waits goes out together, and a
// newcomer needn't wait for the others' answers. Each operation is one script on the server, so a claim is one round trip. Time is the
// server's, unless the runtime's clock is manual. What the server has acknowledged it may still lose, in a crash or where a replica takes
// over: that is for its configuration to decide. In a forked child the store begins anew, with a thread and a connection of its own.
#pragma once

#include <memory>

#include "core/base/clock.hpp"
#include "core/base/fork.hpp"
#include "core/store/key_value.hpp"
#include "core/store/redis/place.hpp"

namespace backstay::core::redis {

class RedisStore final : public store::KeyValueStore {
 public:
  // Nothing is connected yet. The clock outlives it.
  RedisStore(Place place, const Clock& clock);
  // Ends what it has accepted, then closes the connection.
  ~RedisStore() override;

  bool blocks() const noexcept override { return true; }
  void run(store::Unit& unit) override;
  void start(std::unique_ptr<store::Job> job) noexcept override;
  // By a connection of its own.
  store::Examination examine() override;

 private:
  class Courier;
  Courier& courier();
  void leave_inherited() noexcept;

  const Place place_;
  const Clock& clock_;
  ForkSafeLock lock_;
  std::unique_ptr<Courier> courier_;
};

}  // namespace backstay::core::redis
