// The bulkhead's decisions, one at a time on the manual clock: alone, as a whole policy, and as a layer.
#include "core/policy/bulkhead/bulkhead.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "../rate_limit/pattern_world.hpp"
#include "core/base/fork.hpp"
#include "core/base/status.hpp"
#include "core/policy/rate_limit/rate_limit.hpp"

namespace backstay::core::bulkhead {
namespace {

using World = PatternWorld<Bulkhead, Settings>;

constexpr int64_t kWait = 1'000;

Settings places(int64_t limit, int64_t queue = 0) { return {.limit = limit, .queue = queue, .wait_ns = kWait}; }

TEST(Bulkhead, LetsSoManyIn) {
  World w(places(2));
  const Admission first = w.subject.enter({});
  EXPECT_GT(first.token, 0);
  EXPECT_EQ(first.token & 3, 0);
  EXPECT_FALSE(Ticket::is(first.token));
  EXPECT_GT(w.subject.enter({}).token, 0);
  const Admission refused = w.subject.enter({});
  EXPECT_EQ(refused.token, 0);
  EXPECT_EQ(refused.reason, Reason::full);
  EXPECT_EQ(refused.wait_ns, kUnknown);
  EXPECT_EQ(w.subject.exit({.token = first.token}).status, Status::ok);
  EXPECT_GT(w.subject.enter({}).token, 0);
  EXPECT_EQ(w.count("in_flight"), 2);
  EXPECT_EQ(w.count("permitted"), 3);
  EXPECT_EQ(w.count("rejected"), 1);
}

TEST(Bulkhead, TakesOnePlaceWhateverTheCost) {
  World w(places(2));
  EXPECT_GT(w.subject.enter({.cost = 100}).token, 0);
  EXPECT_GT(w.subject.enter({.cost = 100}).token, 0);
}

TEST(Bulkhead, EveryOutcomeReturnsThePlace) {
  World w(places(1));
  for (const Outcome outcome :
       {Outcome::success, Outcome::failure, Outcome::timeout, Outcome::cancelled, Outcome::neutral, Outcome::permanent}) {
    const Admission in = w.subject.enter({});
    ASSERT_GT(in.token, 0);
    const Conclusion out = w.subject.exit({.token = in.token, .outcome = outcome});
    EXPECT_EQ(out.status, Status::ok);
    EXPECT_EQ(out.flags, 0);
  }
  EXPECT_TRUE(w.subject.idle());
}

TEST(Bulkhead, RefusesReportsOfWhatWasNeverGiven) {
  World w(places(1, 1));
  const int64_t token = w.subject.enter({}).token;
  for (const int64_t wrong : {int64_t{0}, int64_t{1}, int64_t{2}, token + 4, token | 1, w.subject.enter({}).ticket}) {
    EXPECT_EQ(w.subject.exit({.token = wrong}).status, Status::invalid_argument) << wrong;
  }
  EXPECT_EQ(w.count("in_flight"), 1);
  w.subject.exit({.token = token});
  w.subject.exit({.token = token});  // of the place that was granted to the waiter
  EXPECT_EQ(w.subject.exit({.token = token}).status, Status::invalid_argument);
  EXPECT_EQ(w.count("in_flight"), 0);
}

TEST(Bulkhead, GrantsAFreePlaceToTheLongestWaiter) {
  World w(places(1, 2));
  const int64_t token = w.subject.enter({}).token;
  const Admission first = w.subject.enter({});
  EXPECT_EQ(first.reason, Reason::wait);
  EXPECT_EQ(first.wait_ns, kWait);
  EXPECT_TRUE(Ticket::is(first.ticket));
  const Admission second = w.subject.enter({});
  EXPECT_GT(second.ticket, first.ticket);
  EXPECT_EQ(w.subject.ticket(Ticket::place(second.ticket)), second.ticket);
  EXPECT_EQ(w.subject.enter({}).reason, Reason::full);
  EXPECT_EQ(w.count("waiting"), 2);

  EXPECT_EQ(w.subject.exit({.token = token}).flags, kExitWake);
  EXPECT_EQ(w.count("in_flight"), 1);
  EXPECT_EQ(w.count("waiting"), 1);
  // Who was not granted the place goes on waiting, and newcomers don't overtake.
  w.clock.advance(300);
  const Admission still = w.subject.resume({.ticket = second.ticket});
  EXPECT_EQ(still.reason, Reason::wait);
  EXPECT_EQ(still.wait_ns, kWait - 300);
  EXPECT_EQ(still.ticket, second.ticket);
  EXPECT_EQ(w.subject.enter({}).reason, Reason::wait);
  // A grant is good however late it is fetched.
  w.clock.advance(kWait);
  EXPECT_EQ(w.subject.resume({.ticket = first.ticket}).token, token);
  EXPECT_EQ(w.subject.ticket(Ticket::place(first.ticket)), 0);
  EXPECT_EQ(w.subject.resume({.ticket = first.ticket}).reason, Reason::error);
  EXPECT_EQ(w.count("permitted"), 2);
  EXPECT_EQ(w.count("waited"), 3);
}

TEST(Bulkhead, EndsAWaitThatWasTooLong) {
  World w(places(1, 2));
  const int64_t token = w.subject.enter({}).token;
  const int64_t ticket = w.subject.enter({}).ticket;
  w.clock.advance(kWait - 1);
  EXPECT_EQ(w.subject.resume({.ticket = ticket}).wait_ns, 1);
  w.clock.advance(1);
  const Admission over = w.subject.resume({.ticket = ticket});
  EXPECT_EQ(over.reason, Reason::full);
  EXPECT_EQ(over.wait_ns, kUnknown);
  EXPECT_EQ(w.count("expired"), 1);
  EXPECT_EQ(w.count("waiting"), 0);
  EXPECT_EQ(w.subject.exit({.token = token}).flags, 0);
  EXPECT_TRUE(w.subject.idle());
}

TEST(Bulkhead, NoWaitGoesBeyondTheDeadline) {
  World w(places(1, 3));
  const int64_t token = w.subject.enter({}).token;
  const Admission waits = w.subject.enter({.deadline_ns = 400});
  EXPECT_EQ(waits.wait_ns, 400);
  const Admission granted = w.subject.enter({.deadline_ns = 400});
  const Admission last = w.subject.enter({});
  // An earlier deadline counts from when it is told.
  EXPECT_EQ(w.subject.resume({.ticket = waits.ticket, .deadline_ns = 300}).wait_ns, 300);
  w.clock.advance(300);
  EXPECT_EQ(w.subject.resume({.ticket = waits.ticket}).reason, Reason::deadline);
  w.subject.exit({.token = token});
  w.clock.advance(100);
  // Nothing starts after the deadline: the place that was granted goes on.
  const Admission late = w.subject.resume({.ticket = granted.ticket});
  EXPECT_EQ(late.reason, Reason::deadline);
  EXPECT_TRUE(late.wake);
  EXPECT_GT(w.subject.resume({.ticket = last.ticket}).token, 0);
  EXPECT_EQ(w.count("expired"), 2);
}

TEST(Bulkhead, WhoLeavesPassesAGrantOn) {
  World w(places(1, 3));
  const int64_t token = w.subject.enter({}).token;
  const int64_t first = w.subject.enter({}).ticket;
  const int64_t second = w.subject.enter({}).ticket;
  const int64_t third = w.subject.enter({}).ticket;
  EXPECT_EQ(w.subject.leave(second).flags, 0);
  w.subject.exit({.token = token});
  EXPECT_EQ(w.subject.leave(first).flags, kExitWake);
  EXPECT_GT(w.subject.resume({.ticket = third}).token, 0);
  for (const int64_t gone : {first, second, third, int64_t{0}, token})
    EXPECT_EQ(w.subject.leave(gone).status, Status::invalid_argument) << gone;
  EXPECT_EQ(w.count("cancelled"), 2);
  w.subject.exit({.token = token});
  EXPECT_TRUE(w.subject.idle());
}

TEST(Bulkhead, LeavingWithTheLastGrantFreesThePlace) {
  World w(places(1, 1));
  const int64_t token = w.subject.enter({}).token;
  const int64_t ticket = w.subject.enter({}).ticket;
  w.subject.exit({.token = token});
  EXPECT_EQ(w.subject.leave(ticket).flags, 0);
  EXPECT_EQ(w.count("in_flight"), 0);
  EXPECT_GT(w.subject.enter({}).token, 0);
}

TEST(Bulkhead, AGrantNoLongerTakesRoomInTheQueue) {
  World w(places(100, 1));
  int64_t token = 0;
  for (int i = 0; i < 100; ++i) token = w.subject.enter({}).token;
  std::vector<int64_t> granted;
  for (int i = 0; i < 100; ++i) {
    const Admission waits = w.subject.enter({});
    ASSERT_EQ(waits.reason, Reason::wait);
    granted.push_back(waits.ticket);
    ASSERT_EQ(w.subject.exit({.token = token}).flags, kExitWake);
  }
  EXPECT_EQ(w.count("waiting"), 0);
  EXPECT_EQ(w.count("in_flight"), 100);
  for (const int64_t ticket : granted) EXPECT_EQ(w.subject.resume({.ticket = ticket}).token, token);
}

TEST(Bulkhead, ReusesPlacesUnderNewTickets) {
  World w(places(1, 1));
  const int64_t token = w.subject.enter({}).token;
  const int64_t old = w.subject.enter({}).ticket;
  w.subject.leave(old);
  const int64_t fresh = w.subject.enter({}).ticket;
  EXPECT_EQ(Ticket::place(fresh), Ticket::place(old));
  EXPECT_GT(fresh, old);
  EXPECT_EQ(w.subject.resume({.ticket = old}).reason, Reason::error);
  EXPECT_EQ(w.subject.resume({.ticket = fresh}).reason, Reason::wait);
  EXPECT_EQ(w.subject.exit({.token = token}).flags, kExitWake);
}

TEST(Bulkhead, ALimitCanBeRaised) {
  World w(places(1, 3));
  w.subject.enter({});
  const int64_t first = w.subject.enter({}).ticket;
  const int64_t second = w.subject.enter({}).ticket;
  const int64_t third = w.subject.enter({}).ticket;
  EXPECT_TRUE(w.subject.set_limit(3, "more instances"));
  EXPECT_EQ(w.count("in_flight"), 3);
  EXPECT_EQ(w.subject.resume({.ticket = third}).reason, Reason::wait);
  EXPECT_GT(w.subject.resume({.ticket = second}).token, 0);
  EXPECT_GT(w.subject.resume({.ticket = first}).token, 0);
  EXPECT_TRUE(w.subject.set_limit(10, "more"));
  EXPECT_FALSE(w.subject.set_limit(11, "more"));
  EXPECT_EQ(w.count("limit"), 11);
  EXPECT_EQ(w.count("permitted"), 3);
  EXPECT_GT(w.subject.enter({}).token, 0);
}

TEST(Bulkhead, ALimitCanBeLoweredAndThrowsNobodyOut) {
  World w(places(3, 1));
  const int64_t token = w.subject.enter({}).token;
  w.subject.enter({});
  w.subject.enter({});
  EXPECT_FALSE(w.subject.idle());
  EXPECT_FALSE(w.subject.set_limit(1, "fewer"));
  EXPECT_EQ(w.count("in_flight"), 3);
  const int64_t ticket = w.subject.enter({}).ticket;
  EXPECT_EQ(w.subject.exit({.token = token}).flags, 0);
  EXPECT_EQ(w.subject.exit({.token = token}).flags, 0);
  EXPECT_EQ(w.subject.exit({.token = token}).flags, kExitWake);
  EXPECT_GT(w.subject.resume({.ticket = ticket}).token, 0);
  EXPECT_EQ(w.count("in_flight"), 1);
  w.subject.exit({.token = token});
  EXPECT_FALSE(w.subject.idle());  // the changed limit would be forgotten
  EXPECT_FALSE(w.subject.set_limit(3, "as before"));
  EXPECT_TRUE(w.subject.idle());
}

TEST(Bulkhead, ControlsAreEventsAndHaveARange) {
  World w(places(16));
  w.clock.advance(5);
  w.subject.set_limit(8, "a slow database");
  const Event event = w.last_event();
  EXPECT_EQ(event.kind, EventKind::control);
  EXPECT_EQ(event.reason, TransitionReason::operator_);
  EXPECT_EQ(event.note.view(), "limit 16 -> 8: a slow database");
  EXPECT_EQ(event.pattern.view(), "bulkhead");
  EXPECT_EQ(event.policy.view(), "p");
  EXPECT_EQ(event.key.view(), "k");
  EXPECT_EQ(event.at_ns, 5);
  for (const int64_t wrong : {int64_t{0}, int64_t{-1}, int64_t{1'000'001}}) {
    try {
      w.subject.set_limit(wrong, "no");
      ADD_FAILURE() << wrong;
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Status::invalid_argument);
    }
  }
  EXPECT_EQ(w.count("limit"), 8);
  EXPECT_EQ(w.event_count(), 1);
}

TEST(Bulkhead, TellsThatItRefusesAtMostOnceInTenSeconds) {
  World w(places(1));
  w.subject.enter({});
  for (int i = 0; i < 3; ++i) w.subject.enter({});
  EXPECT_EQ(w.event_count(), 1);
  EXPECT_EQ(w.last_event().kind, EventKind::refusing);
  EXPECT_EQ(w.last_event().reason, TransitionReason::full);
  w.clock.advance(10 * kNsPerSecond - 1);
  w.subject.enter({});
  EXPECT_EQ(w.event_count(), 1);
  w.clock.advance(1);
  w.subject.enter({});
  w.subject.enter({});
  EXPECT_EQ(w.event_count(), 2);
}

TEST(Bulkhead, AnswersClosedOnceShut) {
  World w(places(1, 1));
  const int64_t token = w.subject.enter({}).token;
  const int64_t ticket = w.subject.enter({}).ticket;
  w.subject.shut();
  EXPECT_EQ(w.subject.state(), "shut");
  EXPECT_EQ(w.subject.enter({}).reason, Reason::closed);
  EXPECT_EQ(w.subject.resume({.ticket = ticket}).reason, Reason::closed);
  EXPECT_EQ(w.subject.exit({.token = token}).status, Status::closed);
}

TEST(Bulkhead, LetsEverythingPassInADisabledRuntime) {
  World w(places(1), true);
  EXPECT_EQ(w.subject.gate().word->load(), GateWords::kStart | GateWords::kQuiet);
  std::vector<int64_t> tokens;
  for (int i = 0; i < 5; ++i) tokens.push_back(w.subject.enter({}).token);
  for (const int64_t token : tokens) {
    EXPECT_GT(token, 0);
    EXPECT_EQ(w.subject.exit({.token = token}).status, Status::ok);
  }
  EXPECT_EQ(w.subject.exit({.token = 4}).status, Status::invalid_argument);
  EXPECT_THROW(w.subject.set_limit(2, "no"), Error);
  EXPECT_EQ(w.subject.state(), "");
  w.subject.shut();
  EXPECT_EQ(w.subject.state(), "shut");
  EXPECT_EQ(w.subject.enter({}).reason, Reason::closed);
  EXPECT_EQ(w.subject.exit({.token = tokens[0]}).status, Status::closed);
}

TEST(Bulkhead, TellsTheSameInMetricsAndSnapshot) {
  World w(places(1, 1));
  w.subject.enter({});
  w.subject.enter({});
  w.subject.enter({});
  Written told(w.subject);
  EXPECT_EQ(told["bulkhead_limit"], told["limit"]);
  EXPECT_EQ(told["bulkhead_in_flight"], 1);
  EXPECT_EQ(told["bulkhead_waiting"], 1);
  EXPECT_EQ(told["bulkhead_permitted_total"], 1);
  EXPECT_EQ(told["bulkhead_rejected_total reason=full"], 1);
  EXPECT_EQ(told["bulkhead_rejected_total reason=timeout"], 0);
  EXPECT_EQ(told["bulkhead_waits_total"], 1);
  EXPECT_EQ(told["queue"], 1);
  EXPECT_EQ(told.names().size(), 16U);
}

TEST(BulkheadPolicy, WaitsByAnswerAndTicket) {
  PolicyWorld w;
  Policy& policy = w.with<Bulkhead>(places(1, 2)).policy();
  const int64_t token = policy.enter_token({});
  ASSERT_GT(token, 0);
  const int64_t answer = policy.enter_token({});
  EXPECT_EQ(PolicyWorld::reason(answer), Reason::wait);
  EXPECT_EQ(-answer >> 8 & 0xffffffff, 1);  // microseconds, rounded up
  const int64_t ticket = policy.ticket(answer);
  EXPECT_TRUE(Ticket::is(ticket));
  EXPECT_EQ(policy.exit_token({.token = token}), kExitWake);
  EXPECT_EQ(policy.enter_token({.ticket = ticket}), token);
  EXPECT_EQ(PolicyWorld::reason(policy.enter_token({.ticket = ticket})), Reason::error);
  EXPECT_LT(policy.leave(ticket), 0);
  EXPECT_EQ(policy.exit_token({.token = token, .outcome = Outcome::permanent}), 0);
  w.clock.advance(100);
  EXPECT_EQ(PolicyWorld::reason(policy.enter_token({.deadline_ns = 100})), Reason::deadline);
}

TEST(BulkheadPolicy, AsALayerHandsItsGrantOnWhenTheDeadlineHasPassed) {
  PolicyWorld w;
  Policy& policy =
      w.with<rate_limit::RateLimit>(rate_limit::Settings{.interval_ns = 1'000'000, .burst = 100}).with<Bulkhead>(places(1, 2)).policy();
  const int64_t token = policy.enter_token({});
  const int64_t late = policy.ticket(policy.enter_token({.deadline_ns = 50}));
  const int64_t next = policy.ticket(policy.enter_token({}));
  EXPECT_LT(late, next);
  EXPECT_EQ(policy.exit_token({.token = token}), kExitWake);
  w.clock.advance(50);
  const int64_t answer = policy.enter_token({.ticket = late});
  EXPECT_EQ(PolicyWorld::reason(answer), Reason::deadline);
  EXPECT_TRUE(PolicyWorld::wake(answer));
  const int64_t entered = policy.enter_token({.ticket = next});
  ASSERT_GT(entered, 0);
  EXPECT_EQ(policy.exit_token({.token = entered}), 0);
}

TEST(BulkheadFork, TheChildStartsFree) {
  watch_forks();
  PolicyWorld w;
  Policy& policy = w.with<Bulkhead>(places(2, 2)).policy();
  const int64_t token = policy.enter_token({});
  policy.enter_token({});
  const int64_t granted = policy.ticket(policy.enter_token({}));
  const int64_t waits = policy.ticket(policy.enter_token({}));
  policy.exit_token({.token = token});
  const pid_t child = fork();
  if (child == 0) {
    const int64_t own = policy.enter_token({});
    bool fine = own > 0 && own != token;
    fine = fine && policy.enter_token({}) == own;
    fine = fine && policy.exit_token({.token = token}) == 0;  // the parent's: neutral
    const int64_t answer = policy.enter_token({});
    fine = fine && PolicyWorld::reason(answer) == Reason::wait;
    fine = fine && PolicyWorld::reason(policy.enter_token({.ticket = granted})) == Reason::forked;
    fine = fine && PolicyWorld::reason(policy.enter_token({.ticket = waits})) == Reason::forked;
    fine = fine && policy.leave(waits) < 0;
    fine = fine && policy.exit_token({.token = own}) == kExitWake;
    fine = fine && policy.enter_token({.ticket = policy.ticket(answer)}) == own;
    _exit(fine ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(policy.enter_token({.ticket = granted}), token);
}

}  // namespace
}  // namespace backstay::core::bulkhead
