// Whole policies under real threads that give up at random: every permit, place and reservation comes home.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/policy/policy.hpp"
#include "core/runtime/runtime.hpp"

namespace backstay::core {
namespace {

constexpr int kThreads = 32;
constexpr int kCalls = 400;
constexpr int64_t kReasonBits = 0x7f;

Reason reason(int64_t answer) { return static_cast<Reason>(-answer & kReasonBits); }

// One thread's calls, each ended somewhere along its way by chance.
class Caller {
 public:
  Caller(Policy& policy, std::atomic<int>& inside, std::atomic<int>& most, unsigned seed)
      : policy_(policy), inside_(inside), most_(most), random_(seed) {}

  void run() {
    for (int i = 0; i < kCalls; ++i) call();
  }
  int64_t ran() const { return ran_; }

 private:
  bool chance(unsigned of) { return random_() % of == 0; }

  void call() {
    int64_t answer = policy_.enter_token({});
    for (;;) {
      while (answer < 0 && reason(answer) == Reason::wait) {
        const int64_t ticket = policy_.ticket(answer);
        if (chance(8)) return leave(ticket);
        std::this_thread::yield();
        answer = policy_.enter_token({.ticket = ticket});
      }
      if (answer <= 0) return;
      const int64_t again = act(answer);
      if (again == 0) return;
      if (chance(4)) return leave(again);
      answer = policy_.enter_token({.ticket = again});
    }
  }
  // The ticket of another attempt, or 0.
  int64_t act(int64_t token) {
    const int now = ++inside_;
    for (int seen = most_.load(); now > seen && !most_.compare_exchange_weak(seen, now);) {
    }
    if (chance(3)) std::this_thread::yield();
    --inside_;
    ++ran_;
    const auto outcome = static_cast<Outcome>(random_() % 6);
    const int64_t ended = policy_.exit_token({.token = token, .outcome = outcome});
    EXPECT_GE(ended, 0);
    return (ended & kExitAgain) != 0 ? policy_.ticket(ended) : 0;
  }
  void leave(int64_t ticket) { EXPECT_GE(policy_.leave(ticket), 0); }

  Policy& policy_;
  std::atomic<int>& inside_;
  std::atomic<int>& most_;
  std::minstd_rand random_;
  int64_t ran_ = 0;
};

TEST(ComposedThreads, EverythingComesHome) {
  Runtime* const runtime = Runtime::create(read_configuration(R"({"policies": {
      "search": {"timeout": "1h", "retry": {"attempts": 3, "backoff": "0ms", "budget": {"ratio": 1}}, "rate_limit": {"rate": "1000000/s", "wait": "1s"},
                 "circuit_breaker": {"failure_rate": {"threshold": 1.0, "minimum_calls": 1000000}},
                 "bulkhead": {"limit": 3, "queue": 20, "wait": "1h"}, "attempt_timeout": "1h"},
      "suggest": {"retry": {"attempts": 2, "backoff": "0ms", "budget": {"use": "search"}}, "bulkhead": {"use": "search"}}}})"),
                                           Runtime::Guarding::configured);
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::atomic<int64_t> ran{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      Policy* const policy = runtime->policy(t % 2 == 0 ? "search" : "suggest");
      Caller caller(*policy, inside, most, static_cast<unsigned>(t + 1));
      caller.run();
      ran += caller.ran();
      policy->release();
      runtime->release();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(ran, kCalls);  // how many are refused is the scheduler's choice
  EXPECT_LE(most, 3);
  EXPECT_GE(most, 1);
  Policy* const policy = runtime->policy("search");
  for (Pattern* const part : policy->pattern().parts()) {
    if (part->kind() != "bulkhead") continue;
    EXPECT_TRUE(part->idle());
  }
  // All places are free: as many as the limit get in without a wait, and no more.
  std::vector<int64_t> tokens;
  for (int i = 0; i < 3; ++i) tokens.push_back(policy->enter_token({}));
  for (const int64_t token : tokens) EXPECT_GT(token, 0);
  const int64_t fourth = policy->enter_token({});
  EXPECT_EQ(reason(fourth), Reason::wait);
  EXPECT_GE(policy->leave(policy->ticket(fourth)), 0);
  for (const int64_t token : tokens) EXPECT_GE(policy->exit_token({.token = token}), 0);
  policy->release();
  runtime->release();
  runtime->release();
}

}  // namespace
}  // namespace backstay::core
