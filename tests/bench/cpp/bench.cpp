#include "bench.hpp"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace bench {

namespace {

constexpr int kRounds = 60;
constexpr int64_t kCalls = 20'000;

double elapsed_ns(const Run& run, int64_t calls) {
  const auto start = std::chrono::steady_clock::now();
  run(calls);
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "bench: not as expected: %s\n", what);
  std::exit(1);
}

Run guarded(const backstay::Policy& policy, int64_t failing_each) {
  const bool timed = backstay_policy_needs_elapsed(policy.handle()) > 0;
  const int64_t token = backstay_policy_enter_token(policy.handle(), 0, 1, -1);
  expect(token > 0 && backstay_policy_exit_token(policy.handle(), token, BACKSTAY_OUTCOME_SUCCESS, timed ? 1 : -1, -1) == 0,
         "a call passes, and that is all");
  return [=](int64_t calls) {
    backstay_policy* const handle = policy.handle();
    for (int64_t call = 1; call <= calls; ++call) {
      const int64_t permit = backstay_policy_enter_token(handle, 0, 1, -1);
      const int64_t start = timed ? backstay_policy_now(handle) : 0;
      keep();
      const int64_t outcome = failing_each > 0 && call % failing_each == 0 ? BACKSTAY_OUTCOME_FAILURE : BACKSTAY_OUTCOME_SUCCESS;
      backstay_policy_exit_token(handle, permit, outcome, timed ? backstay_policy_now(handle) - start : -1, -1);
    }
  };
}

Run entered(const backstay::Policy& policy) {
  return [=](int64_t calls) {
    while (calls-- > 0) backstay_policy_enter_token(policy.handle(), 0, 1, -1);
  };
}

Run by_call(const backstay::Policy& policy) {
  return [policy = policy](int64_t calls) mutable {
    for (int64_t call = 0; call < calls; ++call) policy.call([] { keep(); });
  };
}

Run refused(const backstay::Policy& policy) {
  const int64_t answer = backstay_policy_enter_token(policy.handle(), 0, 1, -1);
  expect(answer < 0 && BACKSTAY_ENTER_CODE(answer) != BACKSTAY_REASON_ERROR, "a call is refused");
  return entered(policy);
}

void measure(std::vector<Table>& tables) {
  for (int round = 0; round < kRounds; ++round) {
    for (Table& table : tables) {
      for (Case& one : table.cases) one.best = std::min(one.best, elapsed_ns(one.run, kCalls) / static_cast<double>(kCalls));
    }
  }
}

void print(const std::vector<Table>& tables, const Case& unit) {
  for (const Table& table : tables) {
    std::printf("\n| %s | ns | %ss | aim (ns) |\n|---|---:|---:|---|\n", table.title.c_str(), unit.name.c_str());
    for (const Case& one : table.cases)
      std::printf("| %s | %.1f | %.1f | %s |\n", one.name.c_str(), one.best, one.best / unit.best, one.aim.c_str());
  }
}

double scaling(const Run& run) {
  constexpr int64_t kMany = kCalls * 100;  // long enough that starting a thread is nothing beside it
  double one = std::numeric_limits<double>::infinity();
  double two = one;
  for (int round = 0; round < 9; ++round) {
    one = std::min(one, elapsed_ns(run, kMany));
    two = std::min(two, elapsed_ns(
                            [&](int64_t calls) {
                              std::thread other([&] { run(calls); });
                              run(calls);
                              other.join();
                            },
                            kMany));
  }
  return 2 * one / two;
}

std::size_t allocated() { return mallinfo2().uordblks; }

}  // namespace bench
