#include "core/policy/composition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/policy/policy.hpp"
#include "core/telemetry/event_log.hpp"
#include "scripted_pattern.hpp"

namespace backstay::core {
namespace {

using Log = std::vector<std::string>;

constexpr int64_t kReasonBits = 0x7f;

Reason reason(int64_t answer) { return static_cast<Reason>(-answer & kReasonBits); }
bool wakes(int64_t answer) { return (-answer >> 7 & 1) != 0; }
int64_t wait_us(int64_t answer) { return (answer < 0 ? -answer : answer) >> 8 & 0xffffffff; }
int64_t flags(int64_t answer) { return answer & 0xff; }

// A policy of scripted patterns on a manual clock.
class CompositionTest : public testing::Test {
 protected:
  std::shared_ptr<Script> layer(const std::string& kind) {
    auto script = std::make_shared<Script>();
    script->kind = kind;
    script->log = &log_;
    plan_.layers.push_back({.kind = script->kind, .blueprint = std::make_shared<ScriptedBlueprint>(script)});
    return script;
  }
  Policy& policy() {
    if (!policy_) {
      plan_.name = "payments";
      plan_.surroundings = {.clock = &clock_, .events = &events_, .policy = plan_.name};
      policy_ = std::make_unique<Policy>(plan_, std::string());
    }
    return *policy_;
  }
  int64_t enter(int64_t ticket = 0, int64_t deadline_ns = kUnknown) {
    return policy().enter_token({.ticket = ticket, .deadline_ns = deadline_ns});
  }
  int64_t exit(int64_t token, Outcome outcome) { return policy().exit_token({.token = token, .outcome = outcome}); }
  // What was asked since the last time.
  Log news() { return std::exchange(log_, {}); }

  Clock clock_ = Clock::manual();
  EventLog events_{16};
  PolicyPlan plan_;
  Log log_;
  std::unique_ptr<Policy> policy_;
};

TEST_F(CompositionTest, EntersOutermostFirstAndReportsInnermostFirst) {
  layer("a");
  layer("b");
  const int64_t token = enter();
  ASSERT_GT(token, 0);
  EXPECT_EQ(exit(token, Outcome::failure), 0);
  EXPECT_EQ(news(), (Log{"a.enter", "b.enter", "b.exit 1 failure x1", "a.exit 1 failure x1"}));
}

TEST_F(CompositionTest, AReportIsTakenOnce) {
  layer("a");
  layer("b");
  const int64_t token = enter();
  EXPECT_EQ(exit(token, Outcome::success), 0);
  EXPECT_EQ(exit(token, Outcome::success), static_cast<int64_t>(Status::invalid_argument));
  const int64_t next = enter();
  EXPECT_NE(next, token);
  EXPECT_EQ(exit(token, Outcome::success), static_cast<int64_t>(Status::invalid_argument));
  EXPECT_EQ(exit(next, Outcome::success), 0);
  EXPECT_EQ(exit(1, Outcome::success), static_cast<int64_t>(Status::invalid_argument));
  EXPECT_EQ(exit(INT64_MAX, Outcome::success), static_cast<int64_t>(Status::invalid_argument));
}

TEST_F(CompositionTest, APatternWhoseGateWordAnswersIsNotAsked) {
  constexpr int64_t kWord = 4 | GateWords::kStart | GateWords::kQuiet;
  const auto open = layer("a");
  open->word = kWord;
  layer("b");
  EXPECT_EQ(exit(enter(), Outcome::success), 0);
  EXPECT_EQ(news(), (Log{"b.enter", "b.exit 1 success x1"}));
  EXPECT_EQ(open->quiet, 1);
  EXPECT_EQ(exit(enter(), Outcome::failure), 0);
  EXPECT_EQ(news(), (Log{"b.enter", "b.exit 2 failure x1", "a.exit 7 failure x1"}));
  const int64_t token = enter();
  open->word = 0;
  EXPECT_EQ(exit(token, Outcome::success), 0);
  EXPECT_EQ(news(), (Log{"b.enter", "b.exit 3 success x1", "a.exit 7 success x1"}));
  EXPECT_EQ(open->quiet, 1);
}

TEST_F(CompositionTest, WhoAskedWasCountedThen) {
  const auto asked = layer("a");
  asked->word = GateWords::kQuiet;
  asked->answers = {{.token = GateWords::kQuiet}};
  layer("b");
  EXPECT_EQ(exit(enter(), Outcome::success), 0);
  EXPECT_EQ(news(), (Log{"a.enter", "b.enter", "b.exit 1 success x1"}));
  EXPECT_EQ(asked->quiet, 0);
}

TEST_F(CompositionTest, ACallOfSeveralAttemptsIsToldToAllOutsideThem) {
  constexpr int64_t kWord = 4 | GateWords::kStart | GateWords::kQuiet;
  const auto outside = layer("a");
  const auto repeating = layer("r");
  repeating->repeats = true;
  repeating->repetitions = {{.again = true}};
  const auto inside = layer("b");
  for (const auto& script : {outside, repeating, inside}) script->word = kWord;
  const int64_t again = exit(enter(), Outcome::failure);
  EXPECT_EQ(flags(again), kExitAgain);
  EXPECT_EQ(exit(enter(policy().ticket(again)), Outcome::success), 0);
  EXPECT_EQ(news(), (Log{"b.exit 7 failure x1", "r.repeat 1 failure", "r.exit 7 success x2", "a.exit 7 success x2"}));
  EXPECT_EQ(inside->quiet, 1);
  EXPECT_EQ(outside->quiet, 0);
}

TEST_F(CompositionTest, ARefusalLeavesWhatWasEntered) {
  layer("a")->conclusions = {{.flags = kExitWake}};
  layer("b")->answers = {{.reason = Reason::open, .wait_ns = 5'000}};
  layer("c");
  const int64_t answer = enter();
  EXPECT_EQ(reason(answer), Reason::open);
  EXPECT_EQ(wait_us(answer), 5);
  EXPECT_TRUE(wakes(answer));
  EXPECT_EQ(news(), (Log{"a.enter", "b.enter", "a.exit 1 neutral x1"}));
}

TEST_F(CompositionTest, AttemptsReenterOnlyWhatIsInside) {
  layer("outside");
  const auto retry = layer("retry");
  retry->repeats = true;
  retry->repetitions = {{.again = true, .delay_ns = 7'000}};
  layer("inside");
  const int64_t token = enter();
  const int64_t again = exit(token, Outcome::failure);
  EXPECT_EQ(flags(again), kExitAgain);
  EXPECT_EQ(wait_us(again), 7);
  EXPECT_EQ(news(), (Log{"outside.enter", "retry.enter", "inside.enter", "inside.exit 1 failure x1", "retry.repeat 1 failure"}));
  const int64_t ticket = policy().ticket(again);
  ASSERT_GT(ticket, 0);
  const int64_t second = enter(ticket);
  ASSERT_GT(second, 0);
  EXPECT_EQ(exit(second, Outcome::success), 0);
  EXPECT_EQ(news(), (Log{"inside.enter", "inside.exit 2 success x1", "retry.exit 1 success x2", "outside.exit 1 success x2"}));
}

TEST_F(CompositionTest, GivingUpTellsReasonAttemptsAndTime) {
  const auto retry = layer("retry");
  retry->repeats = true;
  retry->repetitions = {{.again = true, .delay_ns = 0}, {.reason = Reason::attempts}};
  layer("inside");
  const int64_t again = exit(enter(), Outcome::failure);
  clock_.advance(3'000'000);
  const int64_t answer = exit(enter(policy().ticket(again)), Outcome::timeout);
  EXPECT_EQ(flags(answer), kExitExhausted);
  EXPECT_EQ(answer >> 8 & 0x3ff, 2);
  EXPECT_EQ(static_cast<Reason>(answer >> 18 & 0xff), Reason::attempts);
  EXPECT_EQ(answer >> 26, 3'000);
}

TEST_F(CompositionTest, ARefusedAttemptEndsTheCallAsTheLastOneDid) {
  layer("outside");
  const auto retry = layer("retry");
  retry->repeats = true;
  retry->repetitions = {{.again = true}};
  layer("inside");
  const auto gate = layer("gate");
  gate->answers = {{.token = 9}, {.reason = Reason::full}};
  const int64_t again = exit(enter(), Outcome::timeout);
  news();
  EXPECT_EQ(reason(enter(policy().ticket(again))), Reason::full);
  EXPECT_EQ(news(),
            (Log{"inside.enter", "gate.enter", "inside.exit 2 neutral x1", "retry.exit 1 timeout x1", "outside.exit 1 timeout x1"}));
}

TEST_F(CompositionTest, APauseMayBeGivenUp) {
  layer("outside");
  const auto retry = layer("retry");
  retry->repeats = true;
  retry->repetitions = {{.again = true}};
  const int64_t again = exit(enter(), Outcome::failure);
  const int64_t ticket = policy().ticket(again);
  news();
  EXPECT_EQ(policy().leave(ticket), 0);
  EXPECT_EQ(news(), (Log{"retry.exit 1 cancelled x1", "outside.exit 1 cancelled x1"}));
  EXPECT_EQ(policy().leave(ticket), static_cast<int64_t>(Status::invalid_argument));
  EXPECT_EQ(reason(enter(ticket)), Reason::error);
}

TEST_F(CompositionTest, AWaitingCallKeepsItsNumberAndGoesOnWhereItStood) {
  layer("a");
  const auto queue = layer("queue");
  queue->wakes = true;
  queue->answers = {{.reason = Reason::wait, .wait_ns = 9'000, .ticket = Ticket::make(77, 3)},
                    {.reason = Reason::wait, .wait_ns = 4'000, .ticket = Ticket::make(77, 3)},
                    {.token = 5}};
  layer("b");
  const int64_t answer = enter();
  EXPECT_EQ(reason(answer), Reason::wait);
  EXPECT_EQ(wait_us(answer), 9);
  const int64_t ticket = policy().ticket(answer);
  EXPECT_EQ(ticket >> Ticket::kPlaceBits, Ticket::make(77, 3) >> Ticket::kPlaceBits);
  EXPECT_EQ(exit(ticket, Outcome::success), static_cast<int64_t>(Status::invalid_argument));
  EXPECT_EQ(wait_us(enter(ticket)), 4);
  const int64_t token = enter(ticket);
  ASSERT_GT(token, 0);
  EXPECT_EQ(exit(token, Outcome::success), 0);
  EXPECT_EQ(news(), (Log{"a.enter", "queue.enter", "queue.resume 3", "queue.resume 3", "b.enter", "b.exit 1 success x1",
                         "queue.exit 5 success x1", "a.exit 1 success x1"}));
  EXPECT_EQ(policy().pattern().lot(), policy().pattern().parts()[1]);
}

TEST_F(CompositionTest, AWaiterThatLeavesIsClearedAway) {
  layer("a");
  const auto queue = layer("queue");
  queue->answers = {{.reason = Reason::wait, .wait_ns = 9'000, .ticket = Ticket::make(1, 0)}};
  queue->conclusions = {{.flags = kExitWake}};
  const int64_t ticket = policy().ticket(enter());
  EXPECT_EQ(policy().leave(ticket), kExitWake);
  EXPECT_EQ(news(), (Log{"a.enter", "queue.enter", "queue.leave 0", "a.exit 1 cancelled x0"}));
}

TEST_F(CompositionTest, TheEarliestDeadlineCounts) {
  layer("call")->limit_ns = 1'000;
  layer("a");
  const auto retry = layer("retry");
  retry->repeats = true;
  retry->repetitions = {{.again = true}};
  layer("attempt")->limit_ns = 300;
  layer("b");
  const int64_t token = enter(0, 5'000);
  EXPECT_EQ(policy().deadline(token), 300);
  EXPECT_EQ(news(), (Log{"call.enter by 5000", "a.enter by 1000", "retry.enter by 1000", "attempt.enter by 1000", "b.enter by 300"}));
  clock_.advance(800);
  const int64_t again = exit(token, Outcome::failure);
  EXPECT_EQ(policy().deadline(token), 300) << "between attempts the token still names the call";
  const int64_t second = enter(policy().ticket(again));
  EXPECT_EQ(policy().deadline(second), 1'000);
  EXPECT_EQ(exit(second, Outcome::success), 0);
  EXPECT_EQ(policy().deadline(second), kUnknown);
}

TEST_F(CompositionTest, NothingStartsAtTheDeadline) {
  const auto limit = layer("call");
  limit->limit_ns = 1'000;
  const auto retry = layer("retry");
  retry->repeats = true;
  retry->repetitions = {{.again = true}};
  layer("a");
  EXPECT_EQ(reason(enter(0, 0)), Reason::deadline);
  const int64_t again = exit(enter(), Outcome::failure);
  clock_.advance(1'000);
  EXPECT_EQ(reason(enter(policy().ticket(again))), Reason::deadline);
}

TEST_F(CompositionTest, AWaiterWhoseDeadlinePassedLeavesTheQueue) {
  layer("call")->limit_ns = 1'000;
  const auto queue = layer("queue");
  queue->answers = {{.reason = Reason::wait, .wait_ns = 1'000, .ticket = Ticket::make(1, 0)}};
  queue->conclusions = {{.flags = kExitWake}};
  const int64_t ticket = policy().ticket(enter());
  clock_.advance(1'000);
  news();
  const int64_t answer = enter(ticket);
  EXPECT_EQ(reason(answer), Reason::deadline);
  EXPECT_TRUE(wakes(answer));
  const Log asked = news();
  EXPECT_EQ(std::count(asked.begin(), asked.end(), "queue.leave 0"), 1);
  EXPECT_EQ(std::count(asked.begin(), asked.end(), "queue.resume 0"), 0);
}

TEST_F(CompositionTest, PermanentIsAFailureToAllButTheRepeater) {
  const auto retry = layer("retry");
  retry->repeats = true;
  layer("a");
  EXPECT_EQ(exit(enter(), Outcome::permanent), 0);
  EXPECT_EQ(news(), (Log{"retry.enter", "a.enter", "a.exit 1 failure x1", "retry.repeat 1 permanent", "retry.exit 1 failure x1"}));
}

TEST_F(CompositionTest, AClosedOneAnswersSoAndClearsUp) {
  layer("a");
  const auto queue = layer("queue");
  queue->answers = {{.token = 1}, {.reason = Reason::wait, .wait_ns = 9'000, .ticket = Ticket::make(1, 0)}};
  const int64_t token = enter();
  const int64_t ticket = policy().ticket(enter());
  policy().shut();
  EXPECT_EQ(reason(enter()), Reason::closed);
  EXPECT_EQ(reason(enter(ticket)), Reason::closed);
  EXPECT_EQ(exit(token, Outcome::success), static_cast<int64_t>(Status::closed));
  EXPECT_EQ(policy().pattern().state(), "shut");
}

TEST_F(CompositionTest, BorrowedPatternsAreNeitherShutNorTold) {
  auto lent = std::make_shared<Script>();
  lent->kind = "lent";
  lent->log = &log_;
  ScriptedPattern lender(lent);
  layer("own");
  plan_.layers.push_back({.kind = "lent", .blueprint = nullptr, .lender = &lender});
  EXPECT_EQ(exit(enter(), Outcome::success), 0);
  policy().shut();
  EXPECT_EQ(news(), (Log{"own.enter", "lent.enter", "lent.exit 1 success x1", "own.exit 1 success x1", "own.shut"}));
}

TEST_F(CompositionTest, ManyCallsInFlightEachHaveATokenOfTheirOwn) {
  layer("a");
  layer("b");
  std::vector<int64_t> tokens;
  for (int i = 0; i < 5'000; ++i) tokens.push_back(enter());
  std::vector<int64_t> sorted = tokens;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(std::adjacent_find(sorted.begin(), sorted.end()), sorted.end());
  EXPECT_GT(sorted.front(), 0);
  for (const int64_t token : tokens) EXPECT_EQ(exit(token, Outcome::success), 0);
  const int64_t reused = enter();
  EXPECT_FALSE(std::binary_search(sorted.begin(), sorted.end(), reused));
}

}  // namespace
}  // namespace backstay::core
