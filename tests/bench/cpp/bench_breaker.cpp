// What a call guarded by a breaker costs, and what a breaker takes of memory.
#include <cstdio>

#include "tables.hpp"

namespace bench {

namespace {

constexpr const char* kConfig = R"({"policies": {
  "consecutive": {"circuit_breaker": {"consecutive_failures": 5}},
  "time window": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20}}},
  "count window": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": {"calls": 100}, "minimum_calls": 20}}},
  "slow calls": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20},
                                     "slow_calls": {"threshold": 0.8, "longer_than": "2s", "window": "10s", "minimum_calls": 20}}},
  "open": {"circuit_breaker": {"consecutive_failures": 1, "open_for": "24h"}}
}})";

backstay::Policy opened(backstay::Runtime& runtime) {
  auto policy = runtime.policy("open");
  policy.enter().failure();
  return policy;
}

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

}  // namespace

Breakers::Breakers() : runtime_(backstay::Runtime::from_json(kConfig)) {}

Table Breakers::table() {
  const auto consecutive = runtime_.policy("consecutive");
  const auto time_window = runtime_.policy("time window");
  return {"a breaker: enter and exit",
          {
              {"consecutive rule, healthy", "10", guarded(consecutive)},
              {"consecutive rule, healthy, `Policy::call`", "", by_call(consecutive)},
              {"time window", "45", guarded(time_window)},
              {"time window, `Policy::call`", "", by_call(time_window)},
              {"time window, 1 % failures", "", guarded(time_window, 100)},
              {"time window with slow-call rule", "65", guarded(runtime_.policy("slow calls"))},
              {"count window of 100", "", guarded(runtime_.policy("count window"))},
              {"reject when open", "30", refused(opened(runtime_))},
          }};
}

void Breakers::print_scaling(const Case& one_word) {
  std::printf("\n| two threads on one breaker | throughput of two / of one | aim |\n|---|---:|---|\n");
  std::printf("| one atomic word hammered by both | %.2f | |\n", scaling(one_word.run));
  std::printf("| consecutive rule, healthy | %.2f | 1.6 |\n", scaling(guarded(runtime_.policy("consecutive"))));
  std::printf("| time window, healthy | %.2f | |\n", scaling(guarded(runtime_.policy("time window"))));
  std::printf("| time window, 1 %% failures | %.2f | |\n", scaling(guarded(runtime_.policy("time window"), 100)));
  std::printf("| count window of 100 | %.2f | exempt |\n", scaling(guarded(runtime_.policy("count window"))));
}

void print_breaker_memory() {
  std::printf("\n| heap bytes of one breaker | named policy | key of a policy |\n|---|---:|---:|\n");
  print_memory("consecutive rule", R"({"consecutive_failures": 5})");
  print_memory("time window, 10 buckets", R"({"failure_rate": {"threshold": 0.5, "window": "10s"}})");
  print_memory("count window of 100", R"({"failure_rate": {"threshold": 0.5, "window": {"calls": 100}}})");
}

}  // namespace bench
