#include "core/idempotency/claiming.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/base/clock.hpp"
#include "core/base/status.hpp"
#include "core/store/memory/memory_store.hpp"

namespace backstay::core::idempotency {
namespace {

// A store that can be switched off, before or after it did what it was asked.
class Flaky final : public store::KeyValueStore {
 public:
  explicit Flaky(const Clock& clock) : inner_(clock) {}
  bool blocks() const noexcept override { return false; }
  void start(std::unique_ptr<store::Job>) noexcept override {}
  void run(store::Unit& unit) override {
    if (fails == Fails::before) throw Error(Status::store_unavailable, "the store is gone");
    inner_.run(unit);
    if (fails == Fails::after) throw Error(Status::store_unavailable, "the store's answer is lost");
  }
  store::Examination examine() override { return inner_.examine(); }
  enum class Fails { never, before, after };
  Fails fails = Fails::never;

 private:
  memory::MemoryStore inner_;
};

class KeeperTest : public ::testing::Test {
 protected:
  Claimed claim() {
    Request request;
    request.key = "k";
    return idempotency::claim(keeper_, request);
  }

  Clock clock_ = Clock::manual();
  Flaky store_{clock_};
  Random random_ = Random::system();
  Keeper keeper_{"orders", Terms{}, store_, random_};
};

TEST_F(KeeperTest, AnUnavailableStoreIsAnErrorAndEndsNothing) {
  const Claimed held = claim();
  ASSERT_TRUE(held.holding);
  store_.fails = Flaky::Fails::before;
  EXPECT_THROW(claim(), Error);
  EXPECT_THROW(held.holding->take(held.holding->complete({.body = "x"})), Error);
  EXPECT_THROW(held.holding->take(held.holding->heartbeat()), Error);
  store_.fails = Flaky::Fails::never;
  EXPECT_EQ(held.holding->take(held.holding->complete({.body = "x"})), Status::ok);
  EXPECT_EQ(claim().record.answer.body, "x");
}

TEST_F(KeeperTest, ACompletionWhoseAnswerWasLostCanBeAskedForAgain) {
  const Claimed held = claim();
  store_.fails = Flaky::Fails::after;
  EXPECT_THROW(held.holding->take(held.holding->complete({.body = "x"})), Error);
  store_.fails = Flaky::Fails::never;
  EXPECT_EQ(held.holding->take(held.holding->complete({.body = "x"})), Status::ok);
  EXPECT_EQ(held.holding->take(held.holding->complete({.body = "y"})), Status::lost_lease);
  EXPECT_EQ(claim().record.answer.body, "x");
}

TEST_F(KeeperTest, EachClaimHasAnIdOfItsOwn) {
  const Claimed first = claim();
  EXPECT_EQ(first.holding->take(first.holding->release()), Status::ok);
  const Claimed second = claim();
  EXPECT_EQ(first.record.claim.size(), 16U);
  EXPECT_NE(first.record.claim, second.record.claim);
}

}  // namespace
}  // namespace backstay::core::idempotency
