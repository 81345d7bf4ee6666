#include "core/idempotency/submitted.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/clock.hpp"
#include "core/store/memory/memory_store.hpp"

namespace backstay::core::idempotency {
namespace {

using Reserved = CompletionQueue::Reserved;

// Jobs wait until they are let go, as behind a disk; the store can be gone as well.
class Slow final : public store::KeyValueStore {
 public:
  explicit Slow(const Clock& clock) : inner_(clock) {}
  bool blocks() const noexcept override { return true; }
  store::Examination examine() override { return {}; }
  void run(store::Unit& unit) override { inner_.run(unit); }
  void start(std::unique_ptr<store::Job> job) noexcept override { waiting_.push_back(std::move(job)); }

  void let_go() {
    for (auto& job : std::exchange(waiting_, {})) inner_.start(std::move(job));
  }
  void break_down() {
    const Error failure(Status::store_unavailable, "the disk is full");
    for (auto& job : std::exchange(waiting_, {})) {
      if (job->begin() != nullptr) job->over(&failure);
    }
  }

 private:
  memory::MemoryStore inner_;
  std::vector<std::unique_ptr<store::Job>> waiting_;
};

class SubmittedTest : public ::testing::Test {
 protected:
  Reserved submit(int64_t token, const std::string& key = "k") {
    Request request;
    request.key = key;
    return submit_claim(keeper_, request, queue_, token);
  }
  Claimed claim_now(const std::string& key = "k") {
    Request request;
    request.key = key;
    return claim(keeper_, request);
  }
  // The results that have come, by token; 0 where there is none.
  std::map<int64_t, std::pair<Status, int64_t>> drain() {
    std::array<int64_t, 8 * CompletionQueue::kRecordFields> numbers{};
    const int64_t count = queue_->drain(numbers.data(), 8);
    std::map<int64_t, std::pair<Status, int64_t>> records;
    for (int64_t i = 0; i < count; ++i) {
      const int64_t* const record = numbers.data() + i * CompletionQueue::kRecordFields;
      records[record[0]] = {static_cast<Status>(record[1]), record[2]};
    }
    return records;
  }
  Claimed claimed(int64_t token) {
    const auto records = drain();
    const auto delivery = queue_->take_delivery<ClaimDelivery>(records.at(token).second);
    return delivery->take();
  }
  Status ended(int64_t token) {
    const auto records = drain();
    return queue_->take_delivery<StepDelivery>(records.at(token).second)->take();
  }

  Clock clock_ = Clock::manual();
  Slow store_{clock_};
  Random random_ = Random::system();
  Keeper keeper_{"orders", Terms{}, store_, random_};
  std::shared_ptr<CompletionQueue> queue_ = std::make_shared<CompletionQueue>(8);
};

TEST_F(SubmittedTest, SaysWhatTheWaitingFormSays) {
  ASSERT_EQ(submit(1), Reserved::accepted);
  EXPECT_TRUE(drain().empty());
  store_.let_go();
  const Claimed first = claimed(1);
  EXPECT_EQ(first.status, Status::ok);
  ASSERT_EQ(submit_step(first.holding, first.holding->complete({.body = "x"}), queue_, 2), Reserved::accepted);
  store_.let_go();
  EXPECT_EQ(ended(2), Status::ok);
  submit(3);
  store_.let_go();
  const Claimed second = claimed(3);
  EXPECT_EQ(second.status, Status::replay);
  EXPECT_EQ(second.record.answer.body, "x");
}

TEST_F(SubmittedTest, AClaimThatIsCancelledInTimeNeverHappens) {
  submit(1);
  EXPECT_TRUE(queue_->cancel(1));
  store_.let_go();
  EXPECT_EQ(drain().at(1).first, Status::cancelled);
  EXPECT_EQ(claim_now().status, Status::ok);
}

// The store has it in hand when the caller leaves: it gets the key, and gives it back.
TEST_F(SubmittedTest, AClaimThatNobodyHearsOfGivesItsKeyBack) {
  submit(1);
  store_.let_go();
  const auto records = drain();
  EXPECT_EQ(claim_now().status, Status::in_flight);
  EXPECT_TRUE(queue_->drop(records.at(1).second));
  store_.let_go();
  EXPECT_EQ(claim_now().status, Status::ok);
}

TEST_F(SubmittedTest, AQueueThatEndsGivesBackWhatNobodyTook) {
  submit(1, "undrained");
  submit(2, "drained");
  store_.let_go();
  std::array<int64_t, CompletionQueue::kRecordFields> record{};
  EXPECT_EQ(queue_->drain(record.data(), 1), 1);
  queue_->close();
  queue_->drop_all();
  store_.let_go();
  EXPECT_EQ(claim_now("undrained").status, Status::ok);
  EXPECT_EQ(claim_now("drained").status, Status::ok);
}

TEST_F(SubmittedTest, ATakeoverThatNobodyHearsOfIsLeftToItsLease) {
  claim_now();
  clock_.advance(keeper_.terms().lease_ns());
  submit(1);
  store_.let_go();
  const auto records = drain();
  EXPECT_TRUE(queue_->drop(records.at(1).second));
  store_.let_go();
  EXPECT_EQ(claim_now().status, Status::in_flight);
}

TEST_F(SubmittedTest, AnEndThatIsCancelledHappensAllTheSame) {
  const Claimed held = claim_now();
  submit_step(held.holding, held.holding->complete({.body = "x"}), queue_, 1);
  EXPECT_TRUE(queue_->cancel(1));
  store_.let_go();
  EXPECT_EQ(drain().at(1).first, Status::cancelled);
  EXPECT_EQ(claim_now().record.answer.body, "x");
}

TEST_F(SubmittedTest, AnEndOutlivesWhoHeldTheKey) {
  Claimed held = claim_now();
  submit_step(held.holding, held.holding->complete({.body = "x"}), queue_, 1);
  held.holding.reset();
  store_.let_go();
  EXPECT_EQ(ended(1), Status::ok);
}

TEST_F(SubmittedTest, ABrokenStoreSaysWhyAndEndsNothing) {
  submit(1);
  store_.break_down();
  try {
    claimed(1);
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::store_unavailable);
    EXPECT_STREQ(error.what(), "the disk is full");
  }
  const Claimed held = claim_now();
  submit_step(held.holding, held.holding->release(), queue_, 2);
  store_.break_down();
  EXPECT_THROW(ended(2), Error);
  submit_step(held.holding, held.holding->release(), queue_, 3);
  store_.let_go();
  EXPECT_EQ(ended(3), Status::ok);
}

TEST_F(SubmittedTest, OfTwoEndsOnTheirWayOneCounts) {
  const Claimed held = claim_now();
  submit_step(held.holding, held.holding->complete({.body = "x"}), queue_, 1);
  submit_step(held.holding, held.holding->release(), queue_, 2);
  store_.let_go();
  const auto records = drain();
  EXPECT_EQ(queue_->take_delivery<StepDelivery>(records.at(1).second)->take(), Status::ok);
  EXPECT_EQ(queue_->take_delivery<StepDelivery>(records.at(2).second)->take(), Status::lost_lease);
}

TEST_F(SubmittedTest, LeavesTheKeyToItsLeaseWithoutTheStore) {
  const Claimed held = claim_now();
  submit_step(held.holding, held.holding->fail({.type = "Boom", .message = "boom"}), queue_, 1);
  store_.let_go();
  EXPECT_EQ(ended(1), Status::ok);
  EXPECT_EQ(claim_now().status, Status::in_flight);
}

TEST_F(SubmittedTest, AFullQueueAcceptsNothing) {
  for (int64_t token = 1; token <= 8; ++token) ASSERT_EQ(submit(token, std::to_string(token)), Reserved::accepted);
  EXPECT_EQ(submit(9, "9"), Reserved::full);
  store_.let_go();
  EXPECT_EQ(claim_now("9").status, Status::ok);
}

TEST_F(SubmittedTest, AResultIsOfItsKind) {
  submit(1);
  store_.let_go();
  const int64_t result = drain().at(1).second;
  EXPECT_EQ(queue_->take_delivery<StepDelivery>(result), nullptr);
  EXPECT_FALSE(queue_->take(result, [](const std::string&) {}));
  EXPECT_NE(queue_->take_delivery<ClaimDelivery>(result), nullptr);
  EXPECT_EQ(queue_->take_delivery<ClaimDelivery>(result), nullptr);
}

TEST_F(SubmittedTest, AClosedQueueLetsGoOfItsClaims) {
  submit(1);
  queue_->close();
  store_.let_go();
  EXPECT_EQ(drain().at(1).first, Status::closed);
  EXPECT_EQ(submit(2), Reserved::closed);
  EXPECT_EQ(claim_now().status, Status::ok);
}

}  // namespace
}  // namespace backstay::core::idempotency
