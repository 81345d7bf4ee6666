// What a guarded call costs in C++, beside the floors of the same run: an empty call, an atomic add, a compare-and-swap, one and two
// readings of the clock. Every figure is the least of many short rounds in which all cases take turns, so that a busy machine
// disturbs all alike. Prints Markdown tables.
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "backstay/backstay.hpp"

namespace {

constexpr int kRounds = 60;
constexpr int64_t kCalls = 20'000;

constexpr const char* kConfig = R"({"policies": {
  "consecutive": {"circuit_breaker": {"consecutive_failures": 5}},
  "time window": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20}}},
  "count window": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": {"calls": 100}, "minimum_calls": 20}}},
  "slow calls": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20},
                                     "slow_calls": {"threshold": 0.8, "longer_than": "2s", "window": "10s", "minimum_calls": 20}}},
  "open": {"circuit_breaker": {"consecutive_failures": 1, "open_for": "24h"}}
}})";

// The compiler can neither skip the loop's body nor carry values across it.
inline void keep() { asm volatile("" ::: "memory"); }
__attribute__((noinline)) void empty_call() { keep(); }

int64_t read_clock() {
  timespec at{};
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1'000'000'000 + at.tv_nsec;
}

struct Case {
  std::string name;
  std::string aim;
  std::function<void(int64_t)> run;  // so many calls
  double best = std::numeric_limits<double>::infinity();
};

double elapsed_ns(const std::function<void(int64_t)>& run, int64_t calls) {
  const auto start = std::chrono::steady_clock::now();
  run(calls);
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
}

void measure(std::vector<Case>& cases) {
  for (int round = 0; round < kRounds; ++round) {
    for (Case& one : cases) one.best = std::min(one.best, elapsed_ns(one.run, kCalls) / static_cast<double>(kCalls));
  }
}

// One guarded call by scalars, as bindings make it: a clock is read only where the policy needs it.
std::function<void(int64_t)> guarded(backstay_policy* policy, int64_t failing_each = 0) {
  const bool timed = backstay_policy_needs_elapsed(policy) > 0;
  return [=](int64_t calls) {
    for (int64_t call = 1; call <= calls; ++call) {
      const int64_t token = backstay_policy_enter_token(policy, 0, 1, -1);
      const int64_t start = timed ? backstay_policy_now(policy) : 0;
      keep();
      const int64_t outcome = failing_each > 0 && call % failing_each == 0 ? BACKSTAY_OUTCOME_FAILURE : BACKSTAY_OUTCOME_SUCCESS;
      backstay_policy_exit_token(policy, token, outcome, timed ? backstay_policy_now(policy) - start : -1, -1);
    }
  };
}

std::function<void(int64_t)> by_call(backstay::Policy& policy) {
  return [&policy](int64_t calls) {
    for (int64_t call = 0; call < calls; ++call) policy.call([] { keep(); });
  };
}

// Calls a second by two threads over those by one.
double scaling(const std::function<void(int64_t)>& run) {
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

void print(const char* title, const std::vector<Case>& cases, double unit) {
  std::printf("\n| %s | ns | atomic adds | aim (ns) |\n|---|---:|---:|---|\n", title);
  for (const Case& one : cases) std::printf("| %s | %.1f | %.1f | %s |\n", one.name.c_str(), one.best, one.best / unit, one.aim.c_str());
}

std::size_t allocated() { return mallinfo2().uordblks; }

// Bytes of the heap for one more named policy and for one more key, beside what all share.
void print_memory(const char* name, const std::string& breaker) {
  const auto runtime_with = [&](int policies) {
    std::string json = R"({"events": {"capacity": 16}, "policies": {)";
    for (int index = 0; index < policies; ++index) {
      json.append(index > 0 ? "," : "")
          .append("\"policy-")
          .append(std::to_string(index))
          .append(R"(": {"keyed": {"maximum": 100000}, "circuit_breaker": )")
          .append(breaker)
          .append("}");
    }
    return backstay::Runtime::from_json(json + "}}");
  };
  constexpr int kMany = 1'000;
  const std::size_t before = allocated();
  const auto small = runtime_with(1);
  const std::size_t one = allocated() - before;
  const auto large = runtime_with(kMany + 1);
  const std::size_t policies = allocated() - before - 2 * one;
  auto keyed = backstay::Runtime(small).policy("policy-0");
  {
    const auto first = keyed.keyed("host-000000000");
  }
  const std::size_t start = allocated();
  for (int index = 0; index < kMany; ++index) static_cast<void>(keyed.keyed("host-" + std::to_string(100'000'000 + index)));
  std::printf("| %s | %zu | %zu |\n", name, policies / kMany, (allocated() - start) / kMany);
}

// What nothing can beat.
std::vector<Case> floor_cases(std::atomic<int64_t>& word) {
  return {
      {"empty call", "",
       [](int64_t calls) {
         while (calls-- > 0) empty_call();
       }},
      {"atomic add", "",
       [&word](int64_t calls) {
         while (calls-- > 0) word.fetch_add(1, std::memory_order_relaxed);
       }},
      {"compare-and-swap", "",
       [&word](int64_t calls) {
         int64_t seen = word.load();
         while (calls-- > 0) word.compare_exchange_strong(seen, seen + 1) ? ++seen : seen;
       }},
      {"one clock reading", "",
       [](int64_t calls) {
         while (calls-- > 0) {
           read_clock();
           keep();
         }
       }},
      {"two clock readings", "",
       [](int64_t calls) {
         while (calls-- > 0) {
           read_clock();
           keep();
           read_clock();
           keep();
         }
       }},
  };
}

void print_scaling(const Case& one_word, backstay::Policy& consecutive, backstay::Policy& time_window, backstay::Policy& count_window) {
  std::printf("\n| two threads on one breaker | throughput of two / of one | aim |\n|---|---:|---|\n");
  std::printf("| one atomic word hammered by both | %.2f | |\n", scaling(one_word.run));
  std::printf("| consecutive rule, healthy | %.2f | 1.6 |\n", scaling(guarded(consecutive.handle())));
  std::printf("| time window, healthy | %.2f | |\n", scaling(guarded(time_window.handle())));
  std::printf("| time window, 1 %% failures | %.2f | |\n", scaling(guarded(time_window.handle(), 100)));
  std::printf("| count window of 100 | %.2f | exempt |\n", scaling(guarded(count_window.handle())));
}

void print_memories() {
  std::printf("\n| heap bytes of one breaker | named policy | key of a policy |\n|---|---:|---:|\n");
  print_memory("consecutive rule", R"({"consecutive_failures": 5})");
  print_memory("time window, 10 buckets", R"({"failure_rate": {"threshold": 0.5, "window": "10s"}})");
  print_memory("count window of 100", R"({"failure_rate": {"threshold": 0.5, "window": {"calls": 100}}})");
}

}  // namespace

int main() {
  auto runtime = backstay::Runtime::from_json(kConfig);
  auto consecutive = runtime.policy("consecutive");
  auto time_window = runtime.policy("time window");
  auto count_window = runtime.policy("count window");
  auto slow_calls = runtime.policy("slow calls");
  auto open = runtime.policy("open");
  open.enter().failure();

  std::atomic<int64_t> word{0};
  std::vector<Case> floors = floor_cases(word);
  std::vector<Case> cases{
      {"consecutive rule, healthy", "10", guarded(consecutive.handle())},
      {"consecutive rule, healthy, `Policy::call`", "", by_call(consecutive)},
      {"time window", "45", guarded(time_window.handle())},
      {"time window, `Policy::call`", "", by_call(time_window)},
      {"time window, 1 % failures", "", guarded(time_window.handle(), 100)},
      {"time window with slow-call rule", "65", guarded(slow_calls.handle())},
      {"count window of 100", "", guarded(count_window.handle())},
      {"reject when open", "30",
       [&](int64_t calls) {
         while (calls-- > 0) backstay_policy_enter_token(open.handle(), 0, 1, -1);
       }},
  };
  std::vector<Case> all(floors);
  all.insert(all.end(), cases.begin(), cases.end());
  measure(all);
  std::copy_n(all.begin(), floors.size(), floors.begin());
  std::copy(all.begin() + static_cast<std::ptrdiff_t>(floors.size()), all.end(), cases.begin());
  print("floor", floors, floors[1].best);
  print("one guarded call: enter and exit", cases, floors[1].best);
  print_scaling(floors[1], consecutive, time_window, count_window);
  print_memories();
}
