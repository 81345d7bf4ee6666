#include "core/policy/retry/retry.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "../policy/written.hpp"
#include "core/base/clock.hpp"
#include "core/base/config_document.hpp"
#include "core/base/config_reader.hpp"
#include "core/base/status.hpp"
#include "core/policy/policy.hpp"
#include "core/policy/retry/pattern_type.hpp"
#include "core/telemetry/event_log.hpp"

namespace backstay::core::retry {
namespace {

constexpr int64_t kFar = int64_t{1} << 62;

std::unique_ptr<Blueprint> blueprint(const std::string& json) {
  ConfigContext context;
  const auto document = parse_document(json, context.findings);
  auto made = kPatternType.read(ConfigReader(*document, "r", context));
  EXPECT_NE(made, nullptr) << context.findings.error_lines();
  return made;
}

// Retries on a manual clock, which keep what they were built from.
class RetryTest : public testing::Test {
 protected:
  Retry& make(const std::string& json, Pattern* lender = nullptr, std::string_view key = {}) {
    blueprints_.push_back(blueprint(json));
    retries_.push_back(blueprints_.back()->build(surroundings_, key, lender));
    return dynamic_cast<Retry&>(*retries_.back());
  }
  static Repetition repeat(Retry& retry, const Attempt& attempt) { return retry.repeat(attempt); }
  // A whole call of one attempt, as a composition tells it.
  static void call(Retry& retry, Outcome outcome) {
    const int64_t token = retry.enter({}).token;
    if (outcome != Outcome::success) retry.repeat({.number = 1, .outcome = outcome});
    retry.exit({.token = token, .outcome = outcome, .attempts = 1});
  }

  Clock clock_ = Clock::manual();
  EventLog events_{16};
  Surroundings surroundings_{.clock = &clock_, .events = &events_, .policy = "payments", .seed = 42, .pass_through = false};
  std::vector<std::unique_ptr<Blueprint>> blueprints_;
  std::vector<std::unique_ptr<Pattern>> retries_;
};

TEST_F(RetryTest, LetsEveryCallEnterUntilItIsShut) {
  Retry& retry = make("3");
  const Admission admission = retry.enter({.deadline_ns = 0, .now_ns = 5});
  EXPECT_GT(admission.token, 0);
  EXPECT_EQ(retry.exit({.token = admission.token}).status, Status::ok);
  EXPECT_EQ(retry.exit({.token = admission.token + 1}).status, Status::invalid_argument);
  EXPECT_EQ(retry.exit({.token = 0}).status, Status::invalid_argument);
  retry.shut();
  EXPECT_EQ(retry.enter({}).reason, Reason::closed);
  EXPECT_EQ(retry.exit({.token = admission.token}).status, Status::closed);
  EXPECT_EQ(retry.exit({.token = 0}).status, Status::closed);
  EXPECT_EQ(Written(retry)["calls"], 1);
}

TEST_F(RetryTest, GoesOnAfterAFailureOrATimeout) {
  Retry& retry = make(R"({"attempts": 3, "backoff": "100ms"})");
  for (const Outcome outcome : {Outcome::failure, Outcome::timeout}) {
    const Repetition repetition = repeat(retry, {.number = 2, .outcome = outcome});
    EXPECT_TRUE(repetition.again);
    EXPECT_EQ(repetition.delay_ns, 100 * kNsPerMs);
    EXPECT_EQ(repetition.reason, Reason::none);
    EXPECT_EQ(repetition.flags, 0);
  }
  EXPECT_EQ(Written(retry)["retries"], 2);
}

TEST_F(RetryTest, IsOverAfterEveryOtherOutcome) {
  Retry& retry = make(R"({"budget": {"burst": 1}})");
  for (const Outcome outcome : {Outcome::success, Outcome::neutral, Outcome::cancelled, Outcome::permanent}) {
    // Whatever else would be a reason to give up.
    const Repetition repetition = repeat(retry, {.number = 5, .outcome = outcome, .now_ns = 10, .elapsed_ns = kFar, .deadline_ns = 5});
    EXPECT_FALSE(repetition.again);
    EXPECT_EQ(repetition.reason, Reason::none);
  }
  const Written written(retry);
  EXPECT_EQ(written["permanent"], 1);
  EXPECT_EQ(written["exhausted_attempts"] + written["exhausted_elapsed"] + written["exhausted_budget"] + written["exhausted_deadline"], 0);
  EXPECT_EQ(written["budget_left"], 1.0);
}

// Each case below has every later reason too, so that the order shows.
TEST_F(RetryTest, GivesUpForTheFirstReasonThatHolds) {
  Retry& retry = make(R"({"attempts": 3, "backoff": "100ms", "maximum_elapsed": "10s",
                          "budget": {"ratio": 0, "minimum_per_second": 0.001, "burst": 1}})");
  ASSERT_TRUE(retry.budget()->withdraw());
  const int64_t now = 60'000 * kNsPerMs;
  const Attempt all{.number = 3, .outcome = Outcome::timeout, .now_ns = now, .elapsed_ns = now, .deadline_ns = now};

  EXPECT_EQ(repeat(retry, all).reason, Reason::none);
  EXPECT_EQ(Written(retry)["exhausted_deadline"], 1);
  Attempt attempt = all;
  attempt.outcome = Outcome::failure;
  EXPECT_EQ(repeat(retry, attempt).reason, Reason::attempts);
  attempt.number = 2;
  EXPECT_EQ(repeat(retry, attempt).reason, Reason::elapsed);
  attempt.elapsed_ns = 0;
  EXPECT_EQ(repeat(retry, attempt).reason, Reason::deadline);
  attempt.deadline_ns = kUnknown;
  EXPECT_EQ(repeat(retry, attempt).reason, Reason::budget);
  const Written written(retry);
  EXPECT_EQ(written["exhausted_attempts"], 1);
  EXPECT_EQ(written["exhausted_elapsed"], 1);
  EXPECT_EQ(written["exhausted_deadline"], 2);
  EXPECT_EQ(written["exhausted_budget"], 1);
  EXPECT_EQ(written["retries"], 0);
}

TEST_F(RetryTest, ATimeoutBeforeTheDeadlineIsAFailureLikeAnyOther) {
  Retry& retry = make(R"({"attempts": 3, "backoff": "100ms"})");
  Attempt attempt{.number = 3, .outcome = Outcome::timeout, .now_ns = 99 * kNsPerMs, .deadline_ns = 100 * kNsPerMs};
  EXPECT_EQ(repeat(retry, attempt).reason, Reason::attempts);
  attempt.number = 1;
  EXPECT_EQ(repeat(retry, attempt).reason, Reason::deadline);
  attempt.now_ns = attempt.deadline_ns;
  EXPECT_EQ(repeat(retry, attempt).reason, Reason::none);
}

TEST_F(RetryTest, AnotherAttemptBeginsBeforeTheLimits) {
  Retry& retry = make(R"({"attempts": 9, "backoff": "100ms", "maximum_elapsed": "1s"})");
  EXPECT_TRUE(repeat(retry, {.outcome = Outcome::failure, .elapsed_ns = 900 * kNsPerMs - 1}).again);
  EXPECT_EQ(repeat(retry, {.outcome = Outcome::failure, .elapsed_ns = 900 * kNsPerMs}).reason, Reason::elapsed);
  EXPECT_TRUE(repeat(retry, {.outcome = Outcome::failure, .now_ns = 400 * kNsPerMs - 1, .deadline_ns = 500 * kNsPerMs}).again);
  EXPECT_EQ(repeat(retry, {.outcome = Outcome::failure, .now_ns = 400 * kNsPerMs, .deadline_ns = 500 * kNsPerMs}).reason, Reason::deadline);
}

TEST_F(RetryTest, OneAttemptExhaustsNothing) {
  Retry& retry = make(R"("once")");
  for (const int64_t deadline : {kUnknown, int64_t{5}}) {
    for (const Outcome outcome : {Outcome::failure, Outcome::timeout}) {
      const Repetition repetition = repeat(retry, {.number = 1, .outcome = outcome, .now_ns = 5, .deadline_ns = deadline});
      EXPECT_FALSE(repetition.again);
      EXPECT_EQ(repetition.reason, Reason::none);
    }
  }
  repeat(retry, {.number = 1, .outcome = Outcome::permanent});
  const Written written(retry);
  EXPECT_EQ(written["exhausted_attempts"] + written["exhausted_deadline"], 0);
  EXPECT_EQ(written["permanent"], 1);
}

TEST_F(RetryTest, ReraiseCountsAndGivesNoReason) {
  Retry& retry =
      make(R"({"attempts": 2, "backoff": "0ms", "reraise": true, "budget": {"ratio": 0, "minimum_per_second": 0.001, "burst": 1}})");
  EXPECT_TRUE(repeat(retry, {.number = 1, .outcome = Outcome::failure}).again);
  const Repetition refused = repeat(retry, {.number = 1, .outcome = Outcome::failure});
  EXPECT_EQ(refused.reason, Reason::none);
  EXPECT_EQ(refused.flags, kExitEvents);
  EXPECT_EQ(repeat(retry, {.number = 2, .outcome = Outcome::failure}).reason, Reason::none);
  EXPECT_EQ(Written(retry)["exhausted_budget"], 1);
  EXPECT_EQ(Written(retry)["exhausted_attempts"], 1);
}

TEST_F(RetryTest, ARetryAfterLengthensThePauseUpToItsMaximum) {
  Retry& retry = make(R"({"backoff": "100ms", "retry_after_maximum": "2s"})");
  const auto delay = [&](int64_t retry_after_ns) {
    return repeat(retry, {.outcome = Outcome::failure, .retry_after_ns = retry_after_ns}).delay_ns;
  };
  EXPECT_EQ(delay(kUnknown), 100 * kNsPerMs);
  EXPECT_EQ(delay(0), 100 * kNsPerMs);
  EXPECT_EQ(delay(99 * kNsPerMs), 100 * kNsPerMs);
  EXPECT_EQ(delay(101 * kNsPerMs), 101 * kNsPerMs);
  EXPECT_EQ(delay(2'000 * kNsPerMs), 2'000 * kNsPerMs);
  EXPECT_EQ(delay(2'001 * kNsPerMs), 2'000 * kNsPerMs);
  EXPECT_EQ(delay(INT64_MAX), 2'000 * kNsPerMs);
  Retry& deaf = make(R"({"backoff": "100ms", "retry_after_maximum": "0ms"})");
  EXPECT_EQ(repeat(deaf, {.outcome = Outcome::failure, .retry_after_ns = INT64_MAX}).delay_ns, 100 * kNsPerMs);
  Retry& plain = make(R"({"backoff": "100ms"})");
  EXPECT_EQ(repeat(plain, {.outcome = Outcome::failure, .retry_after_ns = INT64_MAX}).delay_ns, 60'000 * kNsPerMs);
  // The limits see the lengthened pause.
  Retry& limited = make(R"({"backoff": "100ms", "maximum_elapsed": "1s"})");
  EXPECT_EQ(repeat(limited, {.outcome = Outcome::failure, .retry_after_ns = 1'000 * kNsPerMs}).reason, Reason::elapsed);
}

TEST_F(RetryTest, HostileNumbersOverflowNothing) {
  Retry& retry =
      make(R"({"attempts": 1000, "maximum_elapsed": "24h", "retry_after_maximum": "1h", "budget": {"minimum_per_second": 1000000},
                          "backoff": {"initial": "1h", "multiplier": 100, "maximum": "1h", "jitter": "none"}})");
  clock_.advance(kFar);
  Attempt attempt{.number = 999,
                  .outcome = Outcome::failure,
                  .retry_after_ns = INT64_MAX,
                  .now_ns = kFar,
                  .elapsed_ns = INT64_MAX,
                  .deadline_ns = INT64_MAX,
                  .last_delay_ns = INT64_MAX};
  EXPECT_EQ(repeat(retry, attempt).reason, Reason::elapsed);
  attempt.elapsed_ns = 0;
  EXPECT_EQ(repeat(retry, attempt).delay_ns, 3'600'000 * kNsPerMs);
  attempt.deadline_ns = kFar + 1;
  EXPECT_EQ(repeat(retry, attempt).reason, Reason::deadline);
  attempt.deadline_ns = 0;
  EXPECT_EQ(repeat(retry, attempt).reason, Reason::deadline);
}

TEST_F(RetryTest, CountsCallsAndAttempts) {
  Retry& retry = make("5");
  call(retry, Outcome::success);
  call(retry, Outcome::failure);
  call(retry, Outcome::cancelled);
  const int64_t token = retry.enter({}).token;
  retry.exit({.token = token, .outcome = Outcome::success, .attempts = 3});
  retry.exit({.token = token, .outcome = Outcome::failure, .attempts = 5});
  // An inner layer refused the first attempt.
  retry.exit({.token = token, .outcome = Outcome::neutral, .attempts = 0});
  const Written written(retry);
  EXPECT_EQ(written["calls"], 6);
  EXPECT_EQ(written["attempts"], 11);
  EXPECT_EQ(written["recovered"], 1);
  EXPECT_EQ(written["retries"], 1);
}

TEST_F(RetryTest, WritesEveryFieldAndFamilyOfTheCatalogue) {
  Retry& retry = make(R"("standard")");
  call(retry, Outcome::permanent);
  repeat(retry, {.number = 3, .outcome = Outcome::failure});
  const Written written(retry);
  std::set<std::string> expected;
  for (const SnapshotField& field : kSnapshotFields) {
    if (field.pattern == "retry") expected.emplace(field.name);
  }
  for (const std::string family : {"calls", "attempts", "retries", "recovered"}) {
    expected.insert("retry_" + family + "_total");
    EXPECT_EQ(written["retry_" + family + "_total"], written[family]);
  }
  for (const std::string reason : {"attempts", "elapsed", "budget", "deadline"}) {
    expected.insert("retry_exhausted_total reason=" + reason);
    EXPECT_EQ(written["retry_exhausted_total reason=" + reason], written["exhausted_" + reason]);
  }
  expected.insert({"retry_exhausted_total reason=permanent", "retry_budget_left"});
  EXPECT_EQ(written["retry_exhausted_total reason=permanent"], 1);
  EXPECT_EQ(written["exhausted_attempts"], 1);
  EXPECT_EQ(written["retry_budget_left"], 10.0);
  EXPECT_EQ(written.names(), expected);
}

TEST_F(RetryTest, WithoutABudgetNoneIsLeft) {
  Retry& retry = make("3");
  EXPECT_EQ(retry.budget(), nullptr);
  EXPECT_TRUE(std::isnan(Written(retry)["budget_left"]));
  EXPECT_TRUE(std::isnan(Written(retry)["retry_budget_left"]));
  EXPECT_TRUE(retry.idle());
}

TEST_F(RetryTest, ACallDepositsOnceWhenItsFirstAttemptEnds) {
  Retry& retry = make(R"({"attempts": 9, "budget": {"ratio": 1, "minimum_per_second": 0, "burst": 100}})");
  while (retry.budget()->withdraw()) {
  }
  EXPECT_FALSE(retry.idle());
  const auto left = [&] { return retry.budget()->left(); };
  for (const Outcome outcome : {Outcome::success, Outcome::neutral, Outcome::cancelled, Outcome::permanent}) {
    const double before = left();
    call(retry, outcome);
    EXPECT_EQ(left(), before + 1) << name(outcome);
  }
  // The first attempt deposits 1 and the retry takes it; the second deposits nothing, nor does the end.
  ASSERT_EQ(left(), 4);
  EXPECT_TRUE(repeat(retry, {.number = 1, .outcome = Outcome::failure}).again);
  EXPECT_EQ(left(), 4);
  EXPECT_TRUE(repeat(retry, {.number = 2, .outcome = Outcome::failure}).again);
  EXPECT_EQ(left(), 3);
  retry.exit({.token = retry.enter({}).token, .outcome = Outcome::success, .attempts = 3});
  EXPECT_EQ(left(), 3);
  // In flight, or refused before its first attempt, a call has proved nothing.
  retry.exit({.token = retry.enter({}).token, .outcome = Outcome::neutral, .attempts = 0});
  EXPECT_EQ(left(), 3);
}

TEST_F(RetryTest, NothingIsTakenForAnAttemptThatCannotBegin) {
  Retry& retry = make(R"({"attempts": 2, "maximum_elapsed": "1s", "budget": {}})");
  repeat(retry, {.number = 2, .outcome = Outcome::failure});
  repeat(retry, {.number = 1, .outcome = Outcome::failure, .elapsed_ns = kFar});
  repeat(retry, {.number = 1, .outcome = Outcome::failure, .now_ns = 5, .deadline_ns = 5});
  EXPECT_EQ(Written(retry)["budget_left"], 10.0);
  EXPECT_TRUE(retry.idle());
}

TEST_F(RetryTest, TellsARefusingBudgetAtMostOnceInTenSeconds) {
  Retry& retry =
      make(R"({"attempts": 9, "backoff": "0ms", "budget": {"ratio": 0, "minimum_per_second": 0.001, "burst": 1}})", nullptr, "tenant-7");
  const auto fail = [&] { return repeat(retry, {.number = 1, .outcome = Outcome::failure}); };
  EXPECT_TRUE(fail().again);
  EXPECT_EQ(fail().flags, kExitEvents);
  EXPECT_EQ(fail().flags, 0);
  clock_.advance(10 * kNsPerSecond - 1);
  EXPECT_EQ(fail().flags, 0);
  clock_.advance(1);
  EXPECT_EQ(fail().flags, kExitEvents);
  const auto events = events_.since(0).events;
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].kind, EventKind::refusing);
  EXPECT_EQ(events[0].reason, TransitionReason::budget);
  EXPECT_EQ(events[0].pattern.view(), "retry");
  EXPECT_EQ(events[0].policy.view(), "payments");
  EXPECT_EQ(events[0].key.view(), "tenant-7");
  EXPECT_EQ(events[1].at_ns, 10 * kNsPerSecond);
}

TEST_F(RetryTest, ABorrowedBudgetCountsTheCallsOfBoth) {
  Retry& owner = make(R"({"budget": {"ratio": 0.5, "minimum_per_second": 0, "burst": 2}})");
  Retry& borrower = make(R"({"backoff": "0ms", "budget": {"use": "owner"}})", &owner);
  EXPECT_EQ(borrower.budget(), owner.budget());
  // Whoever borrows from a borrower gets the same.
  EXPECT_EQ(make(R"({"budget": {"use": "borrower"}})", &borrower).budget(), owner.budget());
  while (owner.budget()->withdraw()) {
  }
  EXPECT_EQ(repeat(borrower, {.number = 2, .outcome = Outcome::failure}).reason, Reason::budget);
  call(borrower, Outcome::success);
  EXPECT_EQ(owner.budget()->left(), 0.5);
  call(owner, Outcome::success);
  EXPECT_EQ(owner.budget()->left(), 1.0);
  EXPECT_TRUE(repeat(borrower, {.number = 2, .outcome = Outcome::failure}).again);
  EXPECT_EQ(repeat(owner, {.number = 2, .outcome = Outcome::failure}).reason, Reason::budget);
  call(borrower, Outcome::cancelled);
  EXPECT_EQ(Written(borrower)["budget_left"], 0.5);
  // The owner's calls are its own, and the owner alone tells the metric.
  EXPECT_EQ(Written(owner)["calls"], 1);
  EXPECT_EQ(Written(borrower)["calls"], 2);
  EXPECT_EQ(Written(owner)["retry_budget_left"], 0.5);
  EXPECT_TRUE(std::isnan(Written(borrower)["retry_budget_left"]));
  EXPECT_TRUE(borrower.idle());
}

TEST_F(RetryTest, NothingToBorrowIsRefused) {
  const auto borrower = blueprint(R"({"budget": {"use": "owner"}})");
  try {
    borrower->build(surroundings_, {}, &make("3"));
    ADD_FAILURE() << "built";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::invalid_config);
    EXPECT_STREQ(error.what(), "budget.use: the policy \"owner\" has no retry with a budget");
  }
  EXPECT_THROW(borrower->build(surroundings_, {}, nullptr), Error);
  surroundings_.pass_through = true;
  EXPECT_NE(borrower->build(surroundings_, {}, nullptr), nullptr);
}

TEST_F(RetryTest, KeysDrawTheirOwnJitter) {
  const auto delay = [](Retry& retry) { return repeat(retry, {.outcome = Outcome::failure}).delay_ns; };
  const int64_t first = delay(make("3"));
  EXPECT_EQ(first, 74'156'488);  // of seed 42
  EXPECT_EQ(delay(make("3")), first);
  EXPECT_NE(delay(make("3", nullptr, "tenant-7")), first);
}

TEST_F(RetryTest, TheGateLetsCallsStartAndSucceedQuietly) {
  Retry& own = make(R"("standard")");
  const GateWords gate = own.gate();
  const int64_t word = gate.word->load();
  EXPECT_GT(word, 3);
  EXPECT_EQ(word & 3, GateWords::kStart | GateWords::kQuiet);
  EXPECT_TRUE(own.needs_elapsed());
  EXPECT_TRUE(own.repeats());
  ++gate.stripes[(gate.stripe_count - 1) * gate.stripe_stride / 8];
  EXPECT_EQ(Written(own)["calls"], 1);
  EXPECT_EQ(Written(own)["attempts"], 1);
  EXPECT_EQ(Written(own)["recovered"], 0);
  // A success of another policy must reach the lender's budget.
  EXPECT_EQ(make(R"({"budget": {"use": "owner"}})", &own).gate().word->load() & 3, GateWords::kStart);
  own.shut();
  EXPECT_EQ(gate.word->load(), 0);
}

// A policy of one retry: what a binding sees.
class LoneRetryTest : public RetryTest {
 protected:
  Policy& policy(const std::string& json, Pattern* lender = nullptr) {
    plan_.name = "payments";
    plan_.surroundings = surroundings_;
    plan_.layers.push_back({.kind = "retry", .blueprint = blueprint(json), .lender = lender});
    policy_ = std::make_unique<Policy>(plan_, std::string());
    return *policy_;
  }
  Written written() { return Written(*policy_->pattern().parts().front()); }

  PolicyPlan plan_;
  std::unique_ptr<Policy> policy_;
};

TEST_F(LoneRetryTest, CallsAgainUntilTheAttemptsAreUsedUp) {
  Policy& guard = policy(R"({"attempts": 3, "backoff": "10ms"})");
  const int64_t token = guard.enter_token({});
  EXPECT_EQ(token & GateWords::kStart, GateWords::kStart);
  EXPECT_EQ(guard.exit_token({.token = token, .outcome = Outcome::success}), 0);
  clock_.advance(5 * kNsPerMs);
  int64_t answer = guard.exit_token({.token = guard.enter_token({}), .outcome = Outcome::failure, .elapsed_ns = 5 * kNsPerMs});
  for (int attempt = 2; attempt <= 3; ++attempt) {
    ASSERT_EQ(answer & 0xff, kExitAgain);
    EXPECT_EQ(answer >> 8 & 0xffffffff, 10'000);
    clock_.advance(10 * kNsPerMs);
    const int64_t next = guard.enter_token({.ticket = guard.ticket(answer)});
    ASSERT_GT(next, 0);
    answer = guard.exit_token({.token = next, .outcome = Outcome::failure});
  }
  ASSERT_EQ(answer & 0xff, kExitExhausted);
  EXPECT_EQ(answer >> 8 & 0x3ff, 3);
  EXPECT_EQ(static_cast<Reason>(answer >> 18 & 0xff), Reason::attempts);
  EXPECT_EQ(answer >> 26, 25'000);
  EXPECT_EQ(written()["calls"], 2);
  EXPECT_EQ(written()["attempts"], 4);
  EXPECT_EQ(written()["retries"], 2);
}

TEST_F(LoneRetryTest, ABorrowersSuccessIsADeposit) {
  Retry& owner = make(R"({"budget": {"ratio": 0.5, "minimum_per_second": 0, "burst": 2}})");
  while (owner.budget()->withdraw()) {
  }
  Policy& guard = policy(R"({"budget": {"use": "owner"}})", &owner);
  EXPECT_EQ(guard.exit_token({.token = guard.enter_token({}), .outcome = Outcome::success}), 0);
  EXPECT_EQ(owner.budget()->left(), 0.5);
  EXPECT_EQ(written()["calls"], 1);
}

TEST_F(LoneRetryTest, IsClosedWhenItIsShut) {
  Policy& guard = policy("3");
  const int64_t token = guard.enter_token({});
  guard.shut();
  EXPECT_EQ(static_cast<Reason>(-guard.enter_token({}) & 0x7f), Reason::closed);
  EXPECT_EQ(guard.exit_token({.token = token, .outcome = Outcome::failure}), static_cast<int64_t>(Status::closed));
  EXPECT_EQ(guard.exit_token({.token = token, .outcome = Outcome::success}), static_cast<int64_t>(Status::closed));
}

}  // namespace
}  // namespace backstay::core::retry
