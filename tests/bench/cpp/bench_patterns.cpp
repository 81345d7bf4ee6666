// What a call costs that is guarded by retry, timeout, rate limit or bulkhead, and by several of them at once.
#include <cstdio>

#include "tables.hpp"

namespace bench {

namespace {

// Bounds that no measurement reaches, so that nothing is refused, unless the name says so.
constexpr const char* kConfig = R"({"policies": {
  "rate limit": {"rate_limit": {"rate": "1000000/s", "burst": 1000000000}},
  "bulkhead": {"bulkhead": 1000},
  "retry": {"retry": {"attempts": 3}},
  "retry with a budget": {"retry": "standard"},
  "retry at once": {"retry": {"attempts": 2, "backoff": "0ms"}},
  "timeout": {"timeout": "24h"},
  "retry and breaker": {"retry": {"attempts": 3}, "circuit_breaker": {"consecutive_failures": 5}},
  "five layers": {"timeout": "24h", "retry": {"attempts": 3}, "rate_limit": {"rate": "1000000/s", "burst": 1000000000},
                  "circuit_breaker": {"consecutive_failures": 5}, "bulkhead": 1000},
  "six layers": {"timeout": "24h", "retry": {"attempts": 3}, "rate_limit": {"rate": "1000000/s", "burst": 1000000000},
                 "circuit_breaker": {"consecutive_failures": 5}, "bulkhead": 1000, "attempt_timeout": "24h"},
  "spent": {"rate_limit": "1/365d"},
  "full": {"bulkhead": 1},
  "full and queue": {"bulkhead": {"limit": 1, "queue": 1}},
  "five layers, full": {"timeout": "24h", "retry": {"attempts": 3}, "rate_limit": {"rate": "1000000/s", "burst": 1000000000},
                        "circuit_breaker": {"consecutive_failures": 5}, "bulkhead": 1}
}})";

// Each call fails once, and its second attempt, at once, succeeds.
Run failing_once(const backstay::Policy& policy) {
  return [=](int64_t calls) {
    backstay_policy* const handle = policy.handle();
    const bool timed = backstay_policy_needs_elapsed(handle) > 0;
    while (calls-- > 0) {
      const int64_t first = backstay_policy_enter_token(handle, 0, 1, -1);
      const int64_t start = timed ? backstay_policy_now(handle) : 0;
      keep();
      const int64_t answer =
          backstay_policy_exit_token(handle, first, BACKSTAY_OUTCOME_FAILURE, timed ? backstay_policy_now(handle) - start : -1, -1);
      const int64_t second = backstay_policy_enter_token(handle, backstay_policy_ticket(handle, answer), 1, -1);
      keep();
      expect(backstay_policy_exit_token(handle, second, BACKSTAY_OUTCOME_SUCCESS, timed ? 0 : -1, -1) == 0, "the second attempt ends it");
    }
  };
}

// A policy in which so many calls are in flight for ever.
backstay::Policy filled(backstay::Policy policy, int calls) {
  while (calls-- > 0) backstay_policy_enter_token(policy.handle(), 0, 1, -1);
  return policy;
}

}  // namespace

Patterns::Patterns() : runtime_(backstay::Runtime::from_json(kConfig)) {}

Table Patterns::alone() {
  const auto rate_limit = runtime_.policy("rate limit");
  const auto bulkhead = runtime_.policy("bulkhead");
  const auto retry = runtime_.policy("retry");
  const auto timeout = runtime_.policy("timeout");
  return {"one other pattern: enter and exit",
          {
              {"rate limit: enter alone", "40", entered(rate_limit)},
              {"rate limit", "", guarded(rate_limit)},
              {"rate limit, `Policy::call`", "", by_call(rate_limit)},
              {"bulkhead", "25", guarded(bulkhead)},
              {"bulkhead, `Policy::call`", "", by_call(bulkhead)},
              {"retry, first attempt succeeds", "", guarded(retry)},
              {"retry, first attempt succeeds, `Policy::call`", "", by_call(retry)},
              {"retry with a budget, first attempt succeeds, `Policy::call`", "", by_call(runtime_.policy("retry with a budget"))},
              {"retry, second attempt succeeds, no pause", "", failing_once(runtime_.policy("retry at once"))},
              {"timeout", "", guarded(timeout)},
              {"timeout, `Policy::call`", "", by_call(timeout)},
          }};
}

Table Patterns::together() {
  const auto five = runtime_.policy("five layers");
  return {"several patterns: enter and exit",
          {
              {"retry and breaker", "", guarded(runtime_.policy("retry and breaker"))},
              {"five: timeout, retry, rate limit, breaker, bulkhead", "", guarded(five)},
              {"the same five, `Policy::call`", "", by_call(five)},
              {"the same five and attempt timeout", "", guarded(runtime_.policy("six layers"))},
          }};
}

Table Patterns::refusals() {
  return {"a refusal",
          {
              {"rate limit", "", refused(filled(runtime_.policy("spent"), 1))},
              {"bulkhead", "", refused(filled(runtime_.policy("full"), 1))},
              {"bulkhead with a full queue", "", refused(filled(runtime_.policy("full and queue"), 2))},
              {"five patterns, the innermost refuses", "", refused(filled(runtime_.policy("five layers, full"), 1))},
          }};
}

void Patterns::print_scaling(const Case& one_word) {
  std::printf("\n| two threads on one policy | throughput of two / of one | aim |\n|---|---:|---|\n");
  std::printf("| one atomic word hammered by both | %.2f | |\n", scaling(one_word.run));
  for (const char* name : {"rate limit", "bulkhead", "retry", "timeout", "five layers"})
    std::printf("| %s | %.2f | |\n", name, scaling(guarded(runtime_.policy(name))));
}

// A million keys are seen, and ten thousand kept: the heap must not grow with what was forgotten.
void print_keyed_memory() {
  auto runtime = backstay::Runtime::from_json(
      R"({"events": {"capacity": 16}, "policies": {"api": {"rate_limit": "100/s", "keyed": {"maximum": 10000}}}})");
  auto policy = runtime.policy("api");
  std::printf("\n| a rate limit by key, at most 10,000 kept: keys seen | heap bytes | bytes a kept key |\n|---:|---:|---:|\n");
  const std::size_t start = allocated();
  int seen = 0;
  for (const int until : {10'000, 100'000, 1'000'000}) {
    for (; seen < until; ++seen) policy.keyed("tenant-" + std::to_string(100'000'000 + seen)).call([] { keep(); });
    const std::size_t bytes = allocated() - start;
    std::printf("| %d | %zu | %zu |\n", until, bytes, bytes / 10'000);
  }
}

}  // namespace bench
