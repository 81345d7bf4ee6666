// The units against a store that answers as a test says: what happens between two operations, and where an answer is lost.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "core/idempotency/claim_unit.hpp"
#include "core/idempotency/holder_unit.hpp"

namespace backstay::core::idempotency {
namespace {

using store::Action;
using store::Found;
using store::Operation;
using store::Result;

constexpr int64_t kLease = 1'000;

Record in_flight(std::string claim) {
  Record record;
  record.claim = std::move(claim);
  record.lease_ns = kLease;
  return record;
}

Record done(std::string claim) {
  Record record = in_flight(std::move(claim));
  record.done = true;
  record.answer.body = "answer";
  return record;
}

Result conflict(const Record& record, int64_t fence, int64_t age_ns) {
  return {Found::conflict, {.value = encode(record), .fence = fence, .age_ns = age_ns}};
}

Result written(int64_t fence) {
  Result result;
  result.found = Found::done;
  result.entry.fence = fence;
  return result;
}

ClaimUnit claiming() { return {{"space", "key"}, in_flight("mine"), 5'000, OnTakeover::run}; }

TEST(ClaimUnit, CreatesTheRecord) {
  ClaimUnit unit = claiming();
  const Operation* const operation = unit.next(nullptr);
  ASSERT_NE(operation, nullptr);
  EXPECT_EQ(operation->action, Action::create);
  EXPECT_EQ(operation->ttl_ns, 5'000);
  const Result result = written(7);
  EXPECT_EQ(unit.next(&result), nullptr);
  EXPECT_EQ(unit.answer().status, Status::ok);
  EXPECT_EQ(unit.answer().fence, 7);
}

TEST(ClaimUnit, KnowsItsOwnRecordAgain) {
  ClaimUnit unit = claiming();
  unit.next(nullptr);
  const Result result = conflict(in_flight("mine"), 7, 10);
  EXPECT_EQ(unit.next(&result), nullptr);
  EXPECT_EQ(unit.answer().status, Status::ok);
  EXPECT_EQ(unit.answer().fence, 7);
}

TEST(ClaimUnit, KnowsItsOwnTakeoverAgain) {
  ClaimUnit unit = claiming();
  unit.next(nullptr);
  Record mine = in_flight("mine");
  mine.takeovers = 1;
  const Result result = conflict(mine, 8, 10);
  EXPECT_EQ(unit.next(&result), nullptr);
  EXPECT_EQ(unit.answer().status, Status::taken_over);
}

TEST(ClaimUnit, TakesOverWithTheFenceThatItSaw) {
  ClaimUnit unit = claiming();
  unit.next(nullptr);
  const Result expired = conflict(in_flight("theirs"), 7, kLease);
  const Operation* const operation = unit.next(&expired);
  ASSERT_NE(operation, nullptr);
  EXPECT_EQ(operation->action, Action::replace);
  EXPECT_EQ(operation->fence, 7);
  EXPECT_TRUE(operation->new_fence);
  const Result result = written(9);
  EXPECT_EQ(unit.next(&result), nullptr);
  EXPECT_EQ(unit.answer().status, Status::taken_over);
  EXPECT_EQ(unit.answer().fence, 9);
  EXPECT_EQ(unit.answer().record.takeovers, 1);
}

TEST(ClaimUnit, WhoLosesTheRaceForATakeoverJudgesAnew) {
  ClaimUnit unit = claiming();
  unit.next(nullptr);
  const Result expired = conflict(in_flight("theirs"), 7, kLease);
  unit.next(&expired);
  const Result faster = conflict(in_flight("faster"), 8, 1);
  EXPECT_EQ(unit.next(&faster), nullptr);
  EXPECT_EQ(unit.answer().status, Status::in_flight);
  EXPECT_EQ(unit.answer().retry_after_ns, kLease - 1);
  EXPECT_EQ(unit.answer().fence, 0);
}

TEST(ClaimUnit, ATakeoverOfWhatWasCompletedMeanwhileReplays) {
  ClaimUnit unit = claiming();
  unit.next(nullptr);
  const Result expired = conflict(in_flight("theirs"), 7, kLease);
  unit.next(&expired);
  const Result completed = conflict(done("theirs"), 8, 1);
  EXPECT_EQ(unit.next(&completed), nullptr);
  EXPECT_EQ(unit.answer().status, Status::replay);
  EXPECT_EQ(unit.answer().record.answer.body, "answer");
}

TEST(ClaimUnit, ATakeoverOfWhatWasReleasedMeanwhileBeginsAnew) {
  ClaimUnit unit = claiming();
  unit.next(nullptr);
  const Result expired = conflict(in_flight("theirs"), 7, kLease);
  unit.next(&expired);
  const Result gone;
  const Operation* const operation = unit.next(&gone);
  ASSERT_NE(operation, nullptr);
  EXPECT_EQ(operation->action, Action::create);
  const Result result = written(9);
  EXPECT_EQ(unit.next(&result), nullptr);
  EXPECT_EQ(unit.answer().status, Status::ok);
  EXPECT_EQ(unit.answer().record.takeovers, 0);
}

TEST(ClaimUnit, RefusesAHostileRow) {
  ClaimUnit unit = claiming();
  unit.next(nullptr);
  const Result hostile{Found::conflict, {.value = "mine now", .fence = 7, .age_ns = 0}};
  EXPECT_EQ(unit.next(&hostile), nullptr);
  EXPECT_EQ(unit.answer().status, Status::corrupt);
}

Status completion_after(const Result& result) {
  HolderUnit unit = HolderUnit::complete({"space", "key"}, 7, done("mine"), 5'000);
  EXPECT_EQ(unit.next(nullptr)->fence, 7);
  EXPECT_EQ(unit.next(&result), nullptr);
  return unit.status();
}

TEST(HolderUnit, ACompletionThatWasDoneBeforeIsDone) {
  EXPECT_EQ(completion_after(written(8)), Status::ok);
  EXPECT_EQ(completion_after(conflict(done("mine"), 8, 0)), Status::ok);
}

TEST(HolderUnit, AnybodyElsesRecordIsALostLease) {
  EXPECT_EQ(completion_after(conflict(done("theirs"), 8, 0)), Status::lost_lease);
  EXPECT_EQ(completion_after(conflict(in_flight("mine"), 8, 0)), Status::lost_lease);
  EXPECT_EQ(completion_after({Found::conflict, {.value = "hostile", .fence = 8, .age_ns = 0}}), Status::lost_lease);
  EXPECT_EQ(completion_after({}), Status::lost_lease);
}

TEST(HolderUnit, AReleaseOfWhatIsDoneIsALostLease) {
  HolderUnit unit = HolderUnit::release({"space", "key"}, 7);
  unit.next(nullptr);
  const Result completed = conflict(done("mine"), 8, 0);
  EXPECT_EQ(unit.next(&completed), nullptr);
  EXPECT_EQ(unit.status(), Status::lost_lease);
}

// A heartbeat, and a claim's own record, are the same the second time; an erase isn't.
TEST(HolderUnit, AReleaseWhoseAnswerWasLostFindsNothingAndIsDone) {
  HolderUnit unit = HolderUnit::release({"space", "key"}, 7);
  unit.next(nullptr);
  const Result gone;
  EXPECT_EQ(unit.next(&gone), nullptr);
  EXPECT_EQ(unit.status(), Status::lost_lease);
  unit.lost();
  EXPECT_EQ(unit.next(nullptr)->action, Action::erase);
  EXPECT_EQ(unit.next(&gone), nullptr);
  EXPECT_EQ(unit.status(), Status::ok);
}

TEST(HolderUnit, WhatElseFindsNothingWasLostBeforeItsAnswerWas) {
  HolderUnit unit = HolderUnit::heartbeat({"space", "key"}, 7, 5'000);
  unit.next(nullptr);
  unit.lost();
  unit.next(nullptr);
  const Result gone;
  EXPECT_EQ(unit.next(&gone), nullptr);
  EXPECT_EQ(unit.status(), Status::lost_lease);
}

}  // namespace
}  // namespace backstay::core::idempotency
