// The rate limit's decisions, one at a time on the manual clock: alone, as a whole policy, and as a layer.
#include "core/policy/rate_limit/rate_limit.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "core/base/fork.hpp"
#include "core/base/status.hpp"
#include "core/policy/bulkhead/bulkhead.hpp"
#include "pattern_world.hpp"

namespace backstay::core::rate_limit {
namespace {

using World = PatternWorld<RateLimit, Settings>;

// One in every 100 ns.
constexpr int64_t kStep = 100;

Settings burst(int64_t number, int64_t wait_ns = 0) {
  return {.interval_ns = kStep, .burst = number, .per_second = 1e7, .wait_ns = wait_ns};
}

TEST(RateLimit, LetsABurstPassAndThenTheRate) {
  World w(burst(3));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(w.subject.enter({}).token, GateWords::kQuiet);
  const Admission refused = w.subject.enter({});
  EXPECT_EQ(refused.token, 0);
  EXPECT_EQ(refused.reason, Reason::rate);
  EXPECT_EQ(refused.wait_ns, kStep);
  w.clock.advance(kStep - 1);
  EXPECT_EQ(w.subject.enter({}).wait_ns, 1);
  w.clock.advance(1);
  EXPECT_GT(w.subject.enter({}).token, 0);
  EXPECT_EQ(w.subject.enter({}).wait_ns, kStep);
  EXPECT_EQ(w.count("permitted"), 4);
  EXPECT_EQ(w.count("rejected"), 3);
}

TEST(RateLimit, AQuietTimeEarnsNoMoreThanTheBurst) {
  World w(burst(3));
  w.clock.advance(1'000 * kStep);
  for (int i = 0; i < 3; ++i) EXPECT_GT(w.subject.enter({}).token, 0);
  EXPECT_EQ(w.subject.enter({}).wait_ns, kStep);
}

TEST(RateLimit, ACallWeighsItsCost) {
  World w(burst(10));
  EXPECT_GT(w.subject.enter({.cost = 7}).token, 0);
  EXPECT_EQ(w.subject.enter({.cost = 4}).wait_ns, kStep);
  EXPECT_GT(w.subject.enter({.cost = 3}).token, 0);
  w.clock.advance(10 * kStep);
  EXPECT_GT(w.subject.enter({.cost = 10}).token, 0);
  for (const int64_t never : {int64_t{11}, int64_t{1} << 31}) {
    const Admission refused = w.subject.enter({.cost = never});
    EXPECT_EQ(refused.reason, Reason::cost);
    EXPECT_EQ(refused.wait_ns, kUnknown);
  }
  const Written told(w.subject);
  EXPECT_EQ(told["rate_limit_rejected_total reason=cost"], 2);
  EXPECT_EQ(told["rate_limit_rejected_total reason=rate"], 1);
  EXPECT_EQ(told["rejected"], 3);
}

TEST(RateLimit, TheLargestNumbersFit) {
  // Ten years of burst at the end of the clock.
  World w({.interval_ns = 31'536'000'000'000'000, .burst = 10, .per_second = 1.0 / 31'536'000, .wait_ns = 3'600 * kNsPerSecond});
  w.clock.advance(kClockMaximumNs);
  EXPECT_GT(w.subject.enter({.cost = 10}).token, 0);
  const Admission refused = w.subject.enter({.cost = 10});
  EXPECT_EQ(refused.reason, Reason::rate);
  EXPECT_EQ(refused.wait_ns, 315'360'000'000'000'000);
  EXPECT_EQ(w.count("remaining"), 0);
}

TEST(RateLimit, ExitOfAnyOutcomeIsFine) {
  World w(burst(1));
  const int64_t token = w.subject.enter({}).token;
  for (const Outcome outcome : {Outcome::success, Outcome::failure, Outcome::timeout, Outcome::cancelled, Outcome::neutral}) {
    const Conclusion out = w.subject.exit({.token = token, .outcome = outcome});
    EXPECT_EQ(out.status, Status::ok);
    EXPECT_EQ(out.flags, 0);
  }
  for (const int64_t wrong : {int64_t{0}, int64_t{1}, int64_t{3}, int64_t{4}})
    EXPECT_EQ(w.subject.exit({.token = wrong}).status, Status::invalid_argument);
}

TEST(RateLimit, ReservesATurnForWhoMayWait) {
  World w(burst(1, 250));
  EXPECT_GT(w.subject.enter({}).token, 0);
  const Admission first = w.subject.enter({});
  EXPECT_EQ(first.reason, Reason::wait);
  EXPECT_EQ(first.wait_ns, 100);
  EXPECT_TRUE(Ticket::is(first.ticket));
  EXPECT_NE(first.ticket & Ticket::kTimed, 0);
  EXPECT_EQ(w.subject.ticket(Ticket::place(first.ticket)), first.ticket);
  const Admission second = w.subject.enter({});
  EXPECT_EQ(second.wait_ns, 200);
  // Its turn would come after the wait.
  const Admission third = w.subject.enter({});
  EXPECT_EQ(third.reason, Reason::rate);
  EXPECT_EQ(third.wait_ns, 300);
  EXPECT_EQ(w.count("waiting"), 2);

  w.clock.advance(60);
  const Admission early = w.subject.resume({.ticket = first.ticket});
  EXPECT_EQ(early.reason, Reason::wait);
  EXPECT_EQ(early.wait_ns, 40);
  EXPECT_EQ(early.ticket, first.ticket);
  w.clock.advance(40);
  EXPECT_EQ(w.subject.resume({.ticket = first.ticket}).token, GateWords::kQuiet);
  EXPECT_EQ(w.subject.resume({.ticket = first.ticket}).reason, Reason::error);
  EXPECT_EQ(w.subject.ticket(Ticket::place(first.ticket)), 0);
  // Late, but in.
  w.clock.advance(5'000);
  EXPECT_GT(w.subject.resume({.ticket = second.ticket}).token, 0);
  EXPECT_EQ(w.count("permitted"), 3);
  EXPECT_EQ(w.count("waited"), 2);
  EXPECT_EQ(w.count("waiting"), 0);
}

TEST(RateLimit, NobodyWaitsInVainForTheDeadline) {
  World w(burst(1, 1'000));
  w.subject.enter({});
  const Admission refused = w.subject.enter({.deadline_ns = 100});
  EXPECT_EQ(refused.reason, Reason::rate);
  EXPECT_EQ(refused.wait_ns, 100);
  EXPECT_EQ(w.count("reset_after_ns"), 100);
  const Admission waits = w.subject.enter({.deadline_ns = 101});
  EXPECT_EQ(waits.reason, Reason::wait);
  // Who comes back too late doesn't start; nobody reserved after it, so its turn is given back.
  w.clock.advance(101);
  EXPECT_EQ(w.subject.resume({.ticket = waits.ticket}).reason, Reason::deadline);
  EXPECT_EQ(w.count("cancelled"), 1);
  EXPECT_GT(w.subject.enter({}).token, 0);
}

TEST(RateLimit, ATurnGivenUpAtTheEndIsGivenBack) {
  World w(burst(1, 1'000));
  w.subject.enter({});
  const int64_t first = w.subject.enter({}).ticket;
  const int64_t second = w.subject.enter({.cost = 1}).ticket;
  EXPECT_EQ(w.count("reset_after_ns"), 3 * kStep);
  EXPECT_EQ(w.subject.leave(second).status, Status::ok);
  EXPECT_EQ(w.count("reset_after_ns"), 2 * kStep);
  EXPECT_EQ(w.subject.leave(first).status, Status::ok);
  EXPECT_EQ(w.count("reset_after_ns"), kStep);
  EXPECT_EQ(w.count("cancelled"), 2);
  EXPECT_EQ(w.count("waiting"), 0);
  for (const int64_t gone : {first, second, int64_t{0}, int64_t{2}}) EXPECT_EQ(w.subject.leave(gone).status, Status::invalid_argument);
}

TEST(RateLimit, ATurnGivenUpInTheMiddleIsGivenBackWithTheNext) {
  World w(burst(1, 1'000));
  w.subject.enter({});
  const int64_t first = w.subject.enter({}).ticket;
  const int64_t second = w.subject.enter({}).ticket;
  const int64_t third = w.subject.enter({}).ticket;
  w.subject.leave(first);
  w.subject.leave(second);
  // The third has been told its turn; another beside it would be two at once.
  EXPECT_EQ(w.count("reset_after_ns"), 4 * kStep);
  w.subject.leave(third);
  EXPECT_EQ(w.count("reset_after_ns"), kStep);
}

TEST(RateLimit, ATurnGivenUpInTheMiddleIsLostWhenTheNextPasses) {
  World w(burst(1, 1'000));
  w.subject.enter({});
  const int64_t first = w.subject.enter({}).ticket;
  const int64_t second = w.subject.enter({}).ticket;
  w.subject.leave(first);
  w.clock.advance(2 * kStep);
  EXPECT_GT(w.subject.resume({.ticket = second}).token, 0);
  EXPECT_EQ(w.subject.enter({}).wait_ns, kStep);
}

TEST(RateLimit, ATurnGivenUpLateIsNotGivenBackAcrossOneThatWasTaken) {
  World w(burst(1, 1'000));
  w.subject.enter({});
  const int64_t asleep = w.subject.enter({}).ticket;
  const int64_t second = w.subject.enter({}).ticket;
  const int64_t third = w.subject.enter({}).ticket;
  w.clock.advance(2 * kStep);
  EXPECT_GT(w.subject.resume({.ticket = second}).token, 0);
  w.subject.leave(asleep);
  w.subject.leave(third);
  EXPECT_EQ(w.subject.enter({}).wait_ns, kStep);
}

TEST(RateLimit, ATurnFromBeforeAResetIsVoid) {
  World w(burst(1, 1'000));
  w.subject.enter({});
  const int64_t old = w.subject.enter({}).ticket;
  w.subject.reset("test");
  w.subject.enter({});
  w.subject.enter({});
  EXPECT_EQ(w.count("reset_after_ns"), 2 * kStep);  // where the old turn ended
  w.subject.leave(old);
  EXPECT_EQ(w.count("reset_after_ns"), 2 * kStep);
}

TEST(RateLimit, BoundsTheReservations) {
  World w({.interval_ns = 1'000, .burst = 1, .per_second = 1e6, .wait_ns = 3'600 * kNsPerSecond});
  w.subject.enter({});
  int64_t last = 0;
  for (int64_t i = 1; i <= RateLimit::kMostReservations; ++i) {
    const Admission waits = w.subject.enter({});
    ASSERT_EQ(waits.reason, Reason::wait);
    ASSERT_EQ(waits.wait_ns, i * 1'000);
    ASSERT_GT(waits.ticket, last);
    last = waits.ticket;
  }
  EXPECT_EQ(w.subject.enter({}).reason, Reason::rate);
  EXPECT_EQ(w.subject.leave(last).status, Status::ok);
  EXPECT_EQ(w.subject.enter({}).reason, Reason::wait);
}

TEST(RateLimit, LooksAheadWithoutTakingAnything) {
  World w(burst(10));
  w.subject.enter({.cost = 8});
  for (int i = 0; i < 2; ++i) {
    const Look look = w.subject.peek(2);
    EXPECT_TRUE(look.allowed);
    EXPECT_EQ(look.limit, 10);
    EXPECT_EQ(look.remaining, 2);
    EXPECT_EQ(look.retry_after_ns, 0);
    EXPECT_EQ(look.reset_after_ns, 8 * kStep);
  }
  w.clock.advance(99);
  EXPECT_EQ(w.subject.peek(1).remaining, 2);
  EXPECT_EQ(w.subject.peek(3).retry_after_ns, 1);
  EXPECT_FALSE(w.subject.peek(3).allowed);
  w.clock.advance(1);
  EXPECT_EQ(w.subject.peek(1).remaining, 3);
  EXPECT_TRUE(w.subject.peek(3).allowed);
  const Look never = w.subject.peek(11);
  EXPECT_FALSE(never.allowed);
  EXPECT_EQ(never.retry_after_ns, kUnknown);
  w.clock.advance(1'000'000);
  EXPECT_EQ(w.subject.peek(1).remaining, 10);
  EXPECT_EQ(w.subject.peek(1).reset_after_ns, 0);
}

TEST(RateLimit, AResetGivesTheWholeBurstBackAndIsAnEvent) {
  World w(burst(3));
  w.clock.advance(7);
  w.subject.enter({.cost = 3});
  w.subject.reset("the quota was raised");
  EXPECT_EQ(w.subject.peek(3).remaining, 3);
  EXPECT_TRUE(w.subject.peek(3).allowed);
  const Event event = w.last_event();
  EXPECT_EQ(event.kind, EventKind::control);
  EXPECT_EQ(event.reason, TransitionReason::operator_);
  EXPECT_EQ(event.note.view(), "the quota was raised");
  EXPECT_EQ(event.pattern.view(), "rate_limit");
  EXPECT_EQ(event.at_ns, 7);
}

TEST(RateLimit, TellsThatItRefusesAtMostOnceInTenSeconds) {
  World w({.interval_ns = 3'600 * kNsPerSecond, .burst = 1, .per_second = 1.0 / 3'600});
  w.subject.enter({});
  w.subject.enter({.cost = 2});
  EXPECT_EQ(w.event_count(), 0);  // a cost is the caller's mistake
  for (int i = 0; i < 3; ++i) w.subject.enter({});
  EXPECT_EQ(w.event_count(), 1);
  EXPECT_EQ(w.last_event().kind, EventKind::refusing);
  EXPECT_EQ(w.last_event().reason, TransitionReason::rate);
  w.clock.advance(10 * kNsPerSecond - 1);
  w.subject.enter({});
  EXPECT_EQ(w.event_count(), 1);
  w.clock.advance(1);
  w.subject.enter({});
  EXPECT_EQ(w.event_count(), 2);
}

TEST(RateLimit, AnswersClosedOnceShut) {
  World w(burst(1, 1'000));
  const int64_t token = w.subject.enter({}).token;
  const int64_t ticket = w.subject.enter({}).ticket;
  w.subject.shut();
  EXPECT_EQ(w.subject.state(), "shut");
  EXPECT_EQ(w.subject.enter({}).reason, Reason::closed);
  EXPECT_EQ(w.subject.resume({.ticket = ticket}).reason, Reason::closed);
  EXPECT_EQ(w.subject.exit({.token = token}).status, Status::closed);
}

TEST(RateLimit, LetsEverythingPassInADisabledRuntime) {
  World w(burst(1), true);
  for (int i = 0; i < 5; ++i) {
    const int64_t token = w.subject.enter({.cost = 100}).token;
    EXPECT_EQ(token, GateWords::kStart | GateWords::kQuiet);
    EXPECT_EQ(w.subject.exit({.token = token}).status, Status::ok);
  }
  EXPECT_THROW(w.subject.peek(1), Error);
  EXPECT_THROW(w.subject.reset("no"), Error);
  w.subject.shut();
  EXPECT_EQ(w.subject.enter({}).reason, Reason::closed);
}

TEST(RateLimit, IsIdleWhenNothingWouldBeForgotten) {
  World w(burst(2, 1'000));
  EXPECT_TRUE(w.subject.idle());
  w.subject.enter({.cost = 2});
  const int64_t ticket = w.subject.enter({}).ticket;
  w.clock.advance(3 * kStep - 1);
  EXPECT_FALSE(w.subject.idle());
  w.clock.advance(1);
  EXPECT_FALSE(w.subject.idle());  // somebody will come back
  w.subject.resume({.ticket = ticket});
  EXPECT_TRUE(w.subject.idle());
}

TEST(RateLimit, TellsTheSameInMetricsAndSnapshot) {
  World w(burst(2, kStep));
  w.subject.enter({});
  w.subject.enter({});
  w.subject.enter({});
  w.subject.enter({});
  const Written told(w.subject);
  EXPECT_EQ(told["limit"], 2);
  EXPECT_EQ(told["rate"], 1e7);
  EXPECT_EQ(told["remaining"], 0);
  EXPECT_EQ(told["retry_after_ns"], 2 * kStep);
  EXPECT_EQ(told["reset_after_ns"], 3 * kStep);
  EXPECT_EQ(told["permitted"], 2);
  EXPECT_EQ(told["rejected"], 1);
  EXPECT_EQ(told["waited"], 1);
  EXPECT_EQ(told["waiting"], 1);
  EXPECT_EQ(told["cancelled"], 0);
  EXPECT_EQ(told["rate_limit_limit"], 2);
  EXPECT_EQ(told["rate_limit_remaining"], 0);
  EXPECT_EQ(told["rate_limit_permitted_total"], 2);
  EXPECT_EQ(told["rate_limit_rejected_total reason=rate"], 1);
  EXPECT_EQ(told["rate_limit_waits_total"], 1);
  EXPECT_EQ(told.names().size(), 16U);
}

TEST(RateLimitPolicy, ASuccessNeedsNoReport) {
  PolicyWorld w;
  Policy& policy = w.with<RateLimit>(burst(2, 1'000)).policy();
  const int64_t token = policy.enter_token({});
  ASSERT_GT(token, 0);
  EXPECT_EQ(policy.exit_token({.token = token}), 0);
  EXPECT_EQ(policy.exit_token({.token = token, .outcome = Outcome::failure}), 0);
  EXPECT_GT(policy.enter_token({}), 0);
  const int64_t answer = policy.enter_token({});
  EXPECT_EQ(PolicyWorld::reason(answer), Reason::wait);
  const int64_t ticket = policy.ticket(answer);
  EXPECT_NE(ticket & Ticket::kTimed, 0);
  w.clock.advance(kStep);
  EXPECT_EQ(policy.enter_token({.ticket = ticket}), token);
}

TEST(RateLimitPolicy, ATicketOfALayerIsTimedToo) {
  PolicyWorld w;
  Policy& policy = w.with<RateLimit>(burst(1, 1'000)).with<bulkhead::Bulkhead>(bulkhead::Settings{.limit = 1}).policy();
  const int64_t token = policy.enter_token({});
  ASSERT_GT(token, 0);
  const int64_t ticket = policy.ticket(policy.enter_token({}));
  EXPECT_NE(ticket & Ticket::kTimed, 0);
  w.clock.advance(kStep);
  // Its turn has come, and the bulkhead is full.
  EXPECT_EQ(PolicyWorld::reason(policy.enter_token({.ticket = ticket})), Reason::full);
  EXPECT_EQ(policy.exit_token({.token = token}), 0);
  w.clock.advance(kStep);
  EXPECT_GT(policy.enter_token({}), 0);
}

TEST(RateLimitFork, TheChildGoesOnWithACopy) {
  watch_forks();
  PolicyWorld w;
  Policy& policy = w.with<RateLimit>(burst(2, 1'000)).policy();
  const int64_t token = policy.enter_token({.cost = 2});
  const int64_t ticket = policy.ticket(policy.enter_token({}));
  const pid_t child = fork();
  if (child == 0) {
    bool fine = PolicyWorld::reason(policy.enter_token({.ticket = ticket})) == Reason::forked;
    fine = fine && policy.leave(ticket) < 0;
    fine = fine && policy.exit_token({.token = token, .outcome = Outcome::failure}) == 0;
    const int64_t answer = policy.enter_token({});
    fine = fine && (-answer >> 8 & 0xffffffff) == 1 && policy.ticket(answer) > ticket;
    _exit(fine ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  w.clock.advance(kStep);
  EXPECT_EQ(policy.enter_token({.ticket = ticket}), token);
}

}  // namespace
}  // namespace backstay::core::rate_limit
