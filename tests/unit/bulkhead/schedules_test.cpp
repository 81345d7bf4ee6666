// Random schedules of one thread against a bulkhead and a plain model of it: every answer agrees, no place is lost or doubled.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>
#include <vector>

#include "../rate_limit/pattern_world.hpp"
#include "core/policy/bulkhead/bulkhead.hpp"

namespace backstay::core::bulkhead {
namespace {

using World = PatternWorld<Bulkhead, Settings>;

constexpr int64_t kPatience = 100;

struct Waiter {
  int64_t ticket;
  int64_t until;
  int64_t deadline;
};

// What the documentation says, with a list for the queue.
struct Model {
  int64_t limit;
  int64_t queue;
  int64_t in_flight = 0;
  std::deque<Waiter> waiting;
  std::vector<Waiter> granted;
  int64_t permitted = 0, rejected = 0, waited = 0, expired = 0, cancelled = 0;

  bool hand_out() {
    bool any = false;
    for (; !waiting.empty() && in_flight < limit; any = true) {
      granted.push_back(waiting.front());
      waiting.pop_front();
      ++in_flight;
    }
    return any;
  }
  static Waiter* find(auto& list, int64_t ticket) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const Waiter& one) { return one.ticket == ticket; });
    return found == list.end() ? nullptr : &*found;
  }
  // True where it passed a grant on.
  bool remove(int64_t ticket) {
    const auto gone = [&](const Waiter& one) { return one.ticket == ticket; };
    if (find(granted, ticket) != nullptr) --in_flight;
    std::erase_if(waiting, gone);
    std::erase_if(granted, gone);
    return hand_out();
  }
};

int64_t earlier(int64_t a, int64_t b) { return a == kUnknown ? b : b == kUnknown ? a : std::min(a, b); }

class Schedule {
 public:
  explicit Schedule(uint64_t seed) : random_(seed), world_({.limit = pick(1, 4), .queue = pick(0, 5), .wait_ns = kPatience}) {
    model_.limit = world_.settings.limit;
    model_.queue = world_.settings.queue;
  }

  void run(int steps) {
    for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
      switch (pick(0, 9)) {
        case 0:
        case 1:
        case 2:
          enter();
          break;
        case 3:
        case 4:
          exit();
          break;
        case 5:
        case 6:
          resume();
          break;
        case 7:
          leave();
          break;
        case 8:
          advance();
          break;
        default:
          if (pick(0, 4) == 0) set_limit();
      }
      compare();
    }
    drain();
  }

 private:
  int64_t pick(int64_t least, int64_t most) { return std::uniform_int_distribution<int64_t>(least, most)(random_); }

  void enter() {
    const int64_t deadline = pick(0, 3) == 0 ? now_ + pick(1, 2 * kPatience) : kUnknown;
    const Admission told = world_.subject.enter({.deadline_ns = deadline});
    if (model_.in_flight < model_.limit && model_.waiting.empty()) {
      ++model_.in_flight;
      ++model_.permitted;
      ASSERT_GT(told.token, 0);
      token_ = told.token;
      ++held_;
    } else if (static_cast<int64_t>(model_.waiting.size()) >= model_.queue) {
      ++model_.rejected;
      ASSERT_EQ(told.reason, Reason::full);
    } else {
      ++model_.waited;
      ASSERT_EQ(told.reason, Reason::wait);
      ASSERT_EQ(told.wait_ns, earlier(now_ + kPatience, deadline) - now_);
      ASSERT_GT(told.ticket, last_ticket_);
      last_ticket_ = told.ticket;
      model_.waiting.push_back({told.ticket, now_ + kPatience, deadline});
      tickets_.push_back(told.ticket);
    }
  }

  void exit() {
    if (held_ == 0) return;
    --held_;
    --model_.in_flight;
    const Conclusion told = world_.subject.exit({.token = token_});
    ASSERT_EQ(told.status, Status::ok);
    ASSERT_EQ(told.flags, model_.hand_out() ? kExitWake : 0);
  }

  int64_t any_ticket() { return tickets_[static_cast<std::size_t>(pick(0, static_cast<int64_t>(tickets_.size()) - 1))]; }

  void resume() {
    if (tickets_.empty()) return;
    const int64_t ticket = any_ticket();
    const Admission told = world_.subject.resume({.ticket = ticket});
    Waiter* const granted = Model::find(model_.granted, ticket);
    Waiter* const waiter = granted != nullptr ? granted : Model::find(model_.waiting, ticket);
    ASSERT_NE(waiter, nullptr);
    if (waiter->deadline != kUnknown && now_ >= waiter->deadline) {
      ++model_.expired;
      ASSERT_EQ(told.reason, Reason::deadline);
      ASSERT_EQ(told.wake, model_.remove(ticket));
    } else if (granted != nullptr) {
      ASSERT_GT(told.token, 0);
      token_ = told.token;
      std::erase_if(model_.granted, [&](const Waiter& one) { return one.ticket == ticket; });
      ++model_.permitted;
      ++held_;
    } else if (now_ >= waiter->until) {
      ++model_.expired;
      ASSERT_EQ(told.reason, Reason::full);
      ASSERT_FALSE(model_.remove(ticket));
    } else {
      ASSERT_EQ(told.reason, Reason::wait);
      ASSERT_EQ(told.wait_ns, earlier(waiter->until, waiter->deadline) - now_);
      return;
    }
    std::erase(tickets_, ticket);
  }

  void leave() {
    if (tickets_.empty()) return;
    const int64_t ticket = any_ticket();
    std::erase(tickets_, ticket);
    ++model_.cancelled;
    const Conclusion told = world_.subject.leave(ticket);
    ASSERT_EQ(told.status, Status::ok);
    ASSERT_EQ(told.flags, model_.remove(ticket) ? kExitWake : 0);
  }

  void advance() {
    const int64_t by = pick(1, kPatience);
    world_.clock.advance(by);
    now_ += by;
  }

  void set_limit() {
    model_.limit = pick(1, 5);
    const bool woken = world_.subject.set_limit(model_.limit, "test");
    ASSERT_EQ(woken, model_.hand_out());
  }

  void compare() {
    const Written told(world_.subject);
    ASSERT_EQ(told["limit"], model_.limit);
    ASSERT_EQ(told["in_flight"], model_.in_flight);
    ASSERT_EQ(told["in_flight"], held_ + static_cast<int64_t>(model_.granted.size()));
    ASSERT_EQ(told["waiting"], model_.waiting.size());
    ASSERT_EQ(told["permitted"], model_.permitted);
    ASSERT_EQ(told["rejected"], model_.rejected);
    ASSERT_EQ(told["waited"], model_.waited);
    ASSERT_EQ(told["expired"], model_.expired);
    ASSERT_EQ(told["cancelled"], model_.cancelled);
  }

  // All go home, and then exactly the limit may come.
  void drain() {
    while (!tickets_.empty() && !testing::Test::HasFatalFailure()) leave();
    while (held_ > 0 && !testing::Test::HasFatalFailure()) exit();
    for (int64_t i = 0; i < model_.limit; ++i) ASSERT_GT(world_.subject.enter({}).token, 0);
    ASSERT_EQ(world_.subject.enter({}).token, 0);
  }

  std::mt19937_64 random_;
  World world_;
  Model model_{};
  std::vector<int64_t> tickets_;
  int64_t now_ = 0;
  int64_t held_ = 0;
  int64_t token_ = 0;
  int64_t last_ticket_ = 0;
};

TEST(BulkheadSchedules, AgreeWithTheModelInEveryAnswer) {
  for (uint64_t seed = 1; seed <= 1'000 && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Schedule(seed).run(200);
  }
}

}  // namespace
}  // namespace backstay::core::bulkhead
