// The limiter's promise under random schedules: in every span of time, no more than burst + time / interval passes.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

#include "core/policy/rate_limit/rate_limit.hpp"
#include "pattern_world.hpp"
#include "promise.hpp"

namespace backstay::core::rate_limit {
namespace {

// What a schedule asks of a limiter: the time to wait, 0 now, nothing: refused; and a ticket where it waits.
struct Answer {
  std::optional<int64_t> wait_ns;
  int64_t ticket = 0;
};

class RealLimit {
 public:
  explicit RealLimit(const Settings& settings) : world_(settings) {}
  void advance(int64_t by) { world_.clock.advance(by); }
  Answer enter(int64_t cost) {
    const Look before = world_.subject.peek(1);
    const Admission told = world_.subject.enter({.cost = cost});
    if (told.token > 0) return {.wait_ns = 0};
    if (told.reason == Reason::wait) return {.wait_ns = told.wait_ns, .ticket = told.ticket};
    // A refusal writes nothing.
    const Look after = world_.subject.peek(1);
    EXPECT_EQ(before.reset_after_ns, after.reset_after_ns);
    EXPECT_EQ(before.remaining, after.remaining);
    return {};
  }
  bool come_back(int64_t ticket) { return world_.subject.resume({.ticket = ticket}).token > 0; }
  void leave(int64_t ticket) { EXPECT_EQ(world_.subject.leave(ticket).status, Status::ok); }
  int64_t waiting() const { return world_.count("waiting"); }

 private:
  PatternWorld<RateLimit, Settings> world_;
};

// A limiter with one of several mistakes.
class WrongLimit {
 public:
  enum Mistake { earns_beyond_the_burst, gives_back_in_the_middle, takes_one_too_many };
  WrongLimit(const Settings& settings, Mistake mistake) : settings_(settings), mistake_(mistake) {}
  void advance(int64_t by) { now_ += by; }
  Answer enter(int64_t cost) {
    const int64_t begin = mistake_ == earns_beyond_the_burst ? std::max(tat_, now_ - settings_.interval_ns) : std::max(tat_, now_);
    const int64_t room = (settings_.burst + (mistake_ == takes_one_too_many ? 1 : 0)) * settings_.interval_ns;
    const int64_t early = begin + cost * settings_.interval_ns - room - now_;
    if (cost > settings_.burst || (early > 0 && early > settings_.wait_ns)) return {};
    tat_ = begin + cost * settings_.interval_ns;
    costs_.push_back(cost);
    return {.wait_ns = std::max<int64_t>(early, 0), .ticket = static_cast<int64_t>(costs_.size())};
  }
  bool come_back(int64_t) { return true; }
  void leave(int64_t ticket) { tat_ -= costs_[static_cast<std::size_t>(ticket - 1)] * settings_.interval_ns; }

 private:
  Settings settings_;
  Mistake mistake_;
  std::vector<int64_t> costs_;
  int64_t tat_ = 0;
  int64_t now_ = 0;
};

// Callers who come at random, wait until exactly their turn or give up before, and what passed when.
template <class Limiter>
class Schedule {
 public:
  Schedule(Limiter& limiter, const Settings& settings, std::mt19937_64& random) : limiter_(limiter), settings_(settings), random_(random) {}

  std::vector<Pass> run(int steps) {
    for (int step = 0; step < steps; ++step) {
      const int64_t what = pick(0, 9);
      if (what < 6) {
        enter();
      } else if (what == 6 && !waiting_.empty()) {
        give_up();
      } else {
        advance(pick(0, 3) == 0 ? pick(0, 2 * settings_.burst * settings_.interval_ns) : pick(0, settings_.interval_ns));
      }
    }
    while (!waiting_.empty()) advance(settings_.interval_ns);
    return passes_;
  }

 private:
  struct Waiter {
    int64_t due;
    int64_t cost;
    int64_t ticket;
  };

  int64_t pick(int64_t least, int64_t most) { return std::uniform_int_distribution<int64_t>(least, most)(random_); }

  void enter() {
    const int64_t cost = pick(0, 2) == 0 ? pick(1, settings_.burst) : 1;
    const Answer answer = limiter_.enter(cost);
    if (!answer.wait_ns) return;
    if (*answer.wait_ns == 0) {
      passes_.push_back({now_, cost});
    } else {
      waiting_.push_back({now_ + *answer.wait_ns, cost, answer.ticket});
    }
  }

  void give_up() {
    const auto at = waiting_.begin() + pick(0, static_cast<int64_t>(waiting_.size()) - 1);
    limiter_.leave(at->ticket);
    waiting_.erase(at);
  }

  void advance(int64_t by) {
    for (const int64_t until = now_ + by;;) {
      const auto next = std::min_element(waiting_.begin(), waiting_.end(), [](const Waiter& a, const Waiter& b) { return a.due < b.due; });
      const bool comes = next != waiting_.end() && next->due <= until;
      const int64_t to = comes ? next->due : until;
      limiter_.advance(to - now_);
      now_ = to;
      if (!comes) return;
      EXPECT_TRUE(limiter_.come_back(next->ticket));
      passes_.push_back({now_, next->cost});
      waiting_.erase(next);
    }
  }

  Limiter& limiter_;
  const Settings& settings_;
  std::mt19937_64& random_;
  std::vector<Waiter> waiting_;
  std::vector<Pass> passes_;
  int64_t now_ = 0;
};

Settings random_settings(std::mt19937_64& random) {
  const auto pick = [&random](int64_t least, int64_t most) { return std::uniform_int_distribution<int64_t>(least, most)(random); };
  const int64_t interval = pick(1, 1'000);
  return {.interval_ns = interval, .burst = pick(1, 8), .per_second = 1, .wait_ns = pick(0, 2) == 0 ? 0 : pick(0, 10 * interval)};
}

TEST(RateLimitSchedules, NeverPassMoreThanIsPromised) {
  for (uint64_t seed = 1; seed <= 2'000 && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    const Settings settings = random_settings(random);
    RealLimit limiter(settings);
    const auto passes = Schedule<RealLimit>(limiter, settings, random).run(150);
    ASSERT_LE(worst_excess(passes, settings), 0);
    ASSERT_EQ(limiter.waiting(), 0);
  }
}

// The check above sees each of these.
TEST(RateLimitSchedules, WouldNoticeAWrongLimiter) {
  for (const auto mistake : {WrongLimit::earns_beyond_the_burst, WrongLimit::gives_back_in_the_middle, WrongLimit::takes_one_too_many}) {
    int noticed = 0;
    for (uint64_t seed = 1; seed <= 200; ++seed) {
      std::mt19937_64 random(seed);
      const Settings settings = random_settings(random);
      WrongLimit limiter(settings, mistake);
      noticed += worst_excess(Schedule<WrongLimit>(limiter, settings, random).run(150), settings) > 0 ? 1 : 0;
    }
    EXPECT_GT(noticed, 0) << mistake;
  }
}

// Nor less: who always asks gets all that is promised, and who comes back when told passes, but no nanosecond before.
TEST(RateLimitSchedules, PassAllThatIsPromised) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    std::mt19937_64 random(seed);
    Settings settings = random_settings(random);
    settings.wait_ns = 0;
    PatternWorld<RateLimit, Settings> world(settings);
    int64_t passed = 0;
    for (int64_t now = 0; passed < settings.burst + 50;) {
      const Admission told = world.subject.enter({});
      if (told.token > 0) {
        ++passed;
        continue;
      }
      ASSERT_EQ(passed, settings.burst + now / settings.interval_ns);
      world.clock.advance(told.wait_ns - 1);
      ASSERT_EQ(world.subject.enter({}).wait_ns, 1);
      world.clock.advance(1);
      now += told.wait_ns;
      ASSERT_TRUE(world.subject.peek(1).allowed);
    }
  }
}

}  // namespace
}  // namespace backstay::core::rate_limit
