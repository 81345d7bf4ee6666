// Backstay for C++17 and newer: a thin, header-only face over the C interface, in the user's own ABI.
//
//   backstay::Runtime runtime{"backstay.json"};
//   auto payments = runtime.policy("payments");
//   auto receipt = payments.call([&] { return charge(order); });           // throws backstay::CircuitOpen when open
//   if (auto permit = payments.enter()) { charge(order); permit.success(); }
//
// call waits where the policy queues, and pauses and calls again where it retries. Expected outcomes are values (a Permit that is
// false) or, from call, a Rejected exception. Misuse throws Error. Every object may be used from any thread, a Permit by one thread
// at a time. The core decides; nothing here knows which patterns a policy has.
#ifndef BACKSTAY_BACKSTAY_HPP
#define BACKSTAY_BACKSTAY_HPP

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "backstay/backstay.h"
#include "backstay/detail/errors.hpp"
#include "backstay/detail/idempotency.hpp"
#include "backstay/detail/permit.hpp"
#include "backstay/detail/queue.hpp"

namespace backstay {

// A named guard of a runtime. Copies share the same breaker.
class Policy {
 public:
  Policy(const Policy& other) noexcept
      : handle_(backstay_policy_retain(other.handle_)),
        gate_(other.gate_),
        forks_(other.forks_),
        timed_(other.timed_),
        limited_(other.limited_) {}
  Policy(Policy&& other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)),
        gate_(other.gate_),
        forks_(other.forks_),
        timed_(other.timed_),
        limited_(other.limited_) {}
  Policy& operator=(Policy other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(gate_, other.gate_);
    std::swap(forks_, other.forks_);
    std::swap(timed_, other.timed_);
    std::swap(limited_, other.limited_);
    return *this;
  }
  ~Policy() { backstay_policy_release(handle_); }

  std::string name() const { return backstay_policy_name(handle_); }

  // Asks for a permit; false where the policy rejects. Where it queues, the thread waits for its turn. Throws Error on a closed runtime.
  Permit enter(const CallOptions& options = {}) {
    const int64_t word = __atomic_load_n(gate_.word, __ATOMIC_ACQUIRE);
    const int64_t forks = __atomic_load_n(gate_.fork_generation, __ATOMIC_RELAXED);
    // The gate word lets a healthy call start without a crossing. The first one after a fork must cross, and so must what is to be checked.
    if ((word & BACKSTAY_GATE_START) != 0 && !options.deadline && options.cost == 1 &&
        forks == __atomic_load_n(&forks_, __ATOMIC_RELAXED)) {
      return Permit(handle_, gate_.lot, word, timed_ ? backstay_policy_now(handle_) : BACKSTAY_UNKNOWN, BACKSTAY_UNKNOWN);
    }
    Permit permit = ask(0, options, true);
    __atomic_store_n(&forks_, forks, __ATOMIC_RELAXED);
    return permit;
  }
  // The same without ever waiting: a Permit that is false with BACKSTAY_REASON_WAIT where the thread would have to.
  Permit try_enter(const CallOptions& options = {}) { return ask(0, options, false); }

  // Calls `function` under the policy and returns its result. It may take the `const Permit&` of its attempt, to know the time left.
  // Waits for its turn, pauses between attempts. Rejected (CircuitOpen, ...) where it may not run; RetriesExhausted, with the last error
  // nested, where its attempts are given up. Any other exception of the function goes on to the caller: Timeout counts as timeout,
  // Cancelled as cancelled, every other as a failure.
  template <class Function>
  auto call(Function&& function, const CallOptions& options = {}) {
    return call(std::forward<Function>(function), [](const std::exception* caught) { return classify(caught); }, options);
  }

  // The same, with your own classifier: from the caught exception (nullptr: of no standard type) to an Outcome. One that also takes
  // the function's result judges results too.
  template <class Function, class Classifier, class = std::enable_if_t<std::is_invocable_r_v<Outcome, Classifier&, const std::exception*>>>
  auto call(Function&& function, Classifier&& classifier, const CallOptions& options = {}) -> detail::result_of<Function> {
    Permit permit = enter(options);
    std::exception_ptr last;
    for (;;) {
      if (!permit) reject(permit, last);
      int64_t answer = 0;
      try {
        if constexpr (std::is_void_v<detail::result_of<Function>>) {
          detail::invoke(function, permit);
          return succeed(permit);
        } else {
          detail::result_of<Function> result = detail::invoke(function, permit);
          const Outcome outcome = judge(classifier, result);
          if (outcome == Outcome::success) succeed(permit);
          if (permit.done()) return result;
          answer = permit.exit(outcome);
          if (answer <= 0 || (BACKSTAY_EXIT_FLAGS(answer) & (BACKSTAY_EXIT_AGAIN | BACKSTAY_EXIT_EXHAUSTED)) == 0) return result;
          last = nullptr;
        }
      } catch (const std::exception& caught) {
        answer = end(permit, classifier(&caught), detail::class_name(typeid(caught)));
        if (!goes_on(answer)) throw;
        last = std::current_exception();
      } catch (...) {
        answer = end(permit, classifier(nullptr), "unknown exception");
        if (!goes_on(answer)) throw;
        last = std::current_exception();
      }
      permit = next_attempt(answer, options, last);
    }
  }

  // The policy's own instance for one host, tenant or user.
  Policy keyed(std::string_view key) {
    backstay_policy* out = nullptr;
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_policy_keyed(handle_, detail::data(key), detail::length(key), &out, &error), error);
    return Policy(out);
  }

  // The snapshot as JSON; the fields are in the catalogue.
  std::string snapshot() const {
    return detail::text_from([this](backstay_bytes* out, backstay_error* error) { return backstay_policy_snapshot(handle_, out, error); });
  }

  // A Retry-After header (seconds or HTTP date) as a duration from now; empty where it is neither.
  std::optional<Nanoseconds> retry_after(std::string_view header) const {
    int64_t ns = 0;
    backstay_error error = BACKSTAY_ERROR_INIT;
    const backstay_status status = backstay_policy_retry_after(handle_, detail::data(header), detail::length(header), &ns, &error);
    if (status == BACKSTAY_INVALID_ARGUMENT) return std::nullopt;
    detail::check(status, error);
    return Nanoseconds(ns);
  }

  // Operator controls; the reason is recorded. Error UNSUPPORTED on a policy without a breaker.
  void force_open(std::string_view reason, std::optional<Nanoseconds> duration = std::nullopt) {
    backstay_error error = BACKSTAY_ERROR_INIT;
    const int64_t ns = duration ? duration->count() : BACKSTAY_UNKNOWN;
    if (duration && ns < 0) throw Error(BACKSTAY_INVALID_ARGUMENT, "duration: is negative; allowed: more than 0");
    detail::check(backstay_circuit_breaker_force_open(handle_, detail::data(reason), detail::length(reason), ns, &error), error);
  }
  void force_closed(std::string_view reason) { control(backstay_circuit_breaker_force_closed, reason); }
  void disable(std::string_view reason) { control(backstay_circuit_breaker_disable, reason); }
  void metrics_only(std::string_view reason) { control(backstay_circuit_breaker_metrics_only, reason); }
  void reset(std::string_view reason) { control(backstay_circuit_breaker_reset, reason); }

  // What a rate limit would answer to a call of that cost now; takes nothing. Error UNSUPPORTED on a policy without one.
  RateLimit rate_limit(int64_t cost = 1) const {
    backstay_rate rate = BACKSTAY_RATE_INIT;
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_rate_limit_peek(handle_, cost, &rate, &error), error);
    return {rate.allowed != 0, rate.limit, rate.remaining, detail::known(rate.retry_after_ns), Nanoseconds(rate.reset_after_ns)};
  }
  // Gives the whole burst of a rate limit back at once.
  void reset_rate_limit(std::string_view reason) { control(backstay_rate_limit_reset, reason); }
  // Changes the limit of a bulkhead, 1 to 1,000,000.
  void set_limit(int64_t limit, std::string_view reason) {
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_bulkhead_set_limit(handle_, limit, detail::data(reason), detail::length(reason), &error), error);
    detail::wake(handle_, gate_.lot, true);
  }
  // Counts that a fallback of yours supplied the result: `reason` of the Rejected, 0 where the call itself failed.
  void count_fallback(int32_t reason = 0) {
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_policy_fallback(handle_, reason, &error), error);
  }

  backstay_policy* handle() const noexcept { return handle_; }

 private:
  friend class Runtime;
  explicit Policy(backstay_policy* handle)
      : handle_(handle), timed_(backstay_policy_needs_elapsed(handle) > 0), limited_(backstay_policy_has_deadlines(handle) > 0) {
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_policy_gate(handle, &gate_, &error), error);
    forks_ = *gate_.fork_generation;
  }

  Permit ask(int64_t ticket, const CallOptions& options, bool waits) {
    const int64_t deadline = options.deadline ? options.deadline->count() : BACKSTAY_UNKNOWN;
    int64_t answer = cross(ticket, options.cost, deadline);
    while (answer < 0 && BACKSTAY_ENTER_CODE(answer) == BACKSTAY_REASON_WAIT) {
      const int64_t own = backstay_policy_ticket(handle_, answer);
      if (!waits) {
        Permit::leave(handle_, gate_.lot, own);
        break;
      }
      answer = wait_for_turn(own, answer, options.cost, deadline);
    }
    if (answer < 0) {
      const int32_t code = BACKSTAY_ENTER_CODE(answer);
      const bool misuse = code == BACKSTAY_REASON_CLOSED || code == BACKSTAY_REASON_FORKED || code == BACKSTAY_REASON_ERROR;
      if (misuse) detail::throw_rejected(name(), code, std::nullopt);
      return Permit(handle_, gate_.lot, answer, BACKSTAY_UNKNOWN, BACKSTAY_UNKNOWN);
    }
    const int64_t ends = limited_ ? backstay_policy_deadline(handle_, answer) : deadline;
    return Permit(handle_, gate_.lot, answer, timed_ ? backstay_policy_now(handle_) : BACKSTAY_UNKNOWN, ends);
  }

  // enter_token, with a wake passed on.
  int64_t cross(int64_t ticket, int64_t cost, int64_t deadline) {
    const int64_t answer = backstay_policy_enter_token(handle_, ticket, cost, deadline);
    if (answer < 0 && BACKSTAY_ENTER_WAKE(answer) != 0) detail::wake(handle_, gate_.lot);
    return answer;
  }

  // One wait, for as long as the answer said, or until it is this thread's turn; then asks again.
  int64_t wait_for_turn(int64_t ticket, int64_t answer, int64_t cost, int64_t deadline) {
    if ((ticket & BACKSTAY_TICKET_TIMED) != 0) {
      detail::pause(handle_, BACKSTAY_ENTER_WAIT_US(answer));
      return cross(ticket, cost, deadline);
    }
    detail::Parking parking(detail::lots(handle_), gate_.lot, ticket);
    answer = cross(ticket, cost, deadline);
    if (answer > 0 || BACKSTAY_ENTER_CODE(answer) != BACKSTAY_REASON_WAIT) return answer;
    parking.sleep(BACKSTAY_ENTER_WAIT_US(answer));
    return cross(ticket, cost, deadline);
  }

  static bool goes_on(int64_t answer) {
    return answer > 0 && (BACKSTAY_EXIT_FLAGS(answer) & (BACKSTAY_EXIT_AGAIN | BACKSTAY_EXIT_EXHAUSTED)) != 0;
  }

  // Pauses and enters for another attempt, or gives up.
  Permit next_attempt(int64_t answer, const CallOptions& options, const std::exception_ptr& last) {
    if ((BACKSTAY_EXIT_FLAGS(answer) & BACKSTAY_EXIT_EXHAUSTED) != 0) {
      const RetriesExhausted given_up(name(), BACKSTAY_EXIT_REASON(answer), BACKSTAY_EXIT_ATTEMPTS(answer),
                                      Nanoseconds(BACKSTAY_EXIT_ELAPSED_US(answer) * 1000));
      detail::throw_from(given_up, last);
    }
    const int64_t ticket = backstay_policy_ticket(handle_, answer);
    detail::pause(handle_, BACKSTAY_EXIT_WAIT_US(answer));
    return ask(ticket, options, true);
  }

  [[noreturn]] void reject(const Permit& permit, const std::exception_ptr& last) {
    detail::throw_rejected(name(), permit.reason(), permit.retry_after(), last);
  }

  static Outcome classify(const std::exception* caught) {
    if (dynamic_cast<const Timeout*>(caught) != nullptr) return Outcome::timeout;
    if (dynamic_cast<const Cancelled*>(caught) != nullptr) return Outcome::cancelled;
    return Outcome::failure;
  }

  // Reports an attempt that threw; the answer of the report.
  static int64_t end(Permit& permit, Outcome outcome, std::string_view cause) {
    if (permit.done()) return 0;
    const bool failed = outcome == Outcome::failure || outcome == Outcome::timeout || outcome == Outcome::permanent;
    if (failed) permit.note(cause);
    return permit.exit(outcome);
  }

  template <class Classifier, class Result>
  static Outcome judge(Classifier& classifier, const Result& result) {
    if constexpr (std::is_invocable_r_v<Outcome, Classifier&, const Result&>) {
      return classifier(result);
    } else {
      return Outcome::success;
    }
  }

  // A success under an unchanged quiet word is one add to a stripe; anything else is reported.
  void succeed(Permit& permit) {
    const bool quiet = (permit.token_ & BACKSTAY_GATE_QUIET) != 0 && __atomic_load_n(gate_.word, __ATOMIC_ACQUIRE) == permit.token_ &&
                       __atomic_load_n(gate_.fork_generation, __ATOMIC_RELAXED) == __atomic_load_n(&forks_, __ATOMIC_RELAXED);
    if (!quiet) {
      permit.success();
      return;
    }
    permit.token_ = 0;
    const int64_t stripe = detail::thread_number() & (gate_.stripe_count - 1);
    __atomic_fetch_add(gate_.stripes + stripe * gate_.stripe_stride / static_cast<int64_t>(sizeof(int64_t)), 1, __ATOMIC_RELAXED);
  }

  using Control = backstay_status (*)(backstay_policy*, const char*, int64_t, backstay_error*);
  void control(Control act, std::string_view reason) {
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(act(handle_, detail::data(reason), detail::length(reason), &error), error);
  }

  backstay_policy* handle_;
  backstay_gate gate_ = BACKSTAY_GATE_INIT;
  int64_t forks_ = 0;  // the fork generation that enter_token has seen
  bool timed_;         // a report needs the elapsed time
  bool limited_;       // a permit may have a deadline of its own
};

// Owns clock, configuration, policies and events. Throws Error where the configuration is wrong (all findings in the message).
class Runtime {
 public:
  // $BACKSTAY_CONFIG, else ./backstay.json.
  Runtime() : handle_(opened(nullptr, 0)) {}
  explicit Runtime(const std::string& path) : handle_(opened(path.data(), detail::length(path))) {}
  static Runtime from_json(std::string_view json) {
    backstay_runtime* out = nullptr;
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_runtime_create(detail::data(json), detail::length(json), &out, &error), error);
    return Runtime(out);
  }
  // Every policy passes every call through; without a document any name is a policy.
  static Runtime disabled(std::optional<std::string_view> json = std::nullopt) {
    backstay_runtime* out = nullptr;
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_runtime_create_disabled(json ? detail::data(*json) : nullptr, json ? detail::length(*json) : 0, &out, &error),
                  error);
    return Runtime(out);
  }

  Runtime(const Runtime& other) noexcept : handle_(backstay_runtime_retain(other.handle_)) {}
  Runtime(Runtime&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Runtime& operator=(Runtime other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Runtime() { backstay_runtime_release(handle_); }

  Policy policy(std::string_view name) {
    backstay_policy* out = nullptr;
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_runtime_policy(handle_, detail::data(name), detail::length(name), &out, &error), error);
    return Policy(out);
  }
  // The policies' names, as a JSON array.
  std::string policies() const {
    return detail::text_from([this](backstay_bytes* out, backstay_error* error) { return backstay_runtime_policies(handle_, out, error); });
  }
  // What happens once a key, by its name in the document.
  Idempotency idempotency(std::string_view name) {
    backstay_idempotency* out = nullptr;
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_runtime_idempotency(handle_, detail::data(name), detail::length(name), &out, &error), error);
    return Idempotency(out);
  }
  // A completion queue with so many places, for one event loop; closing the runtime closes it.
  Queue queue(int64_t capacity = 1024) {
    backstay_queue* out = nullptr;
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_queue_create(handle_, capacity, &out, &error), error);
    return Queue(out);
  }
  // Prometheus text; `process` becomes a label of every sample.
  std::string metrics(std::optional<std::string_view> process = std::nullopt) const {
    return detail::text_from([&](backstay_bytes* out, backstay_error* error) {
      return backstay_runtime_metrics(handle_, process ? detail::data(*process) : nullptr, process ? detail::length(*process) : 0, out,
                                      error);
    });
  }
  // Events after a cursor, as JSON: {"next", "dropped", "events"}.
  std::string events(int64_t since = 0) const {
    return detail::text_from(
        [&](backstay_bytes* out, backstay_error* error) { return backstay_runtime_events(handle_, since, out, error); });
  }
  // Service, version, clock, disabled, fingerprint and warnings, as JSON.
  std::string info() const {
    return detail::text_from([this](backstay_bytes* out, backstay_error* error) { return backstay_runtime_info(handle_, out, error); });
  }
  // Moves the manual clock.
  void advance(Nanoseconds by) {
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_runtime_advance(handle_, by.count(), &error), error);
  }
  // Since the runtime's epoch.
  Nanoseconds now() const {
    int64_t ns = 0;
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_runtime_now(handle_, &ns, &error), error);
    return Nanoseconds(ns);
  }
  void close() {
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_runtime_close(handle_, &error), error);
  }

  backstay_runtime* handle() const noexcept { return handle_; }

 private:
  explicit Runtime(backstay_runtime* handle) : handle_(handle) {}
  static backstay_runtime* opened(const char* path, int64_t length) {
    backstay_runtime* out = nullptr;
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_runtime_open(path, length, &out, &error), error);
    return out;
  }

  backstay_runtime* handle_;
};

// All findings of a configuration document, as JSON; throws nothing over its content.
inline std::string check_configuration(std::string_view json) {
  return detail::text_from([&](backstay_bytes* out, backstay_error* error) {
    return backstay_config_check(detail::data(json), detail::length(json), out, error);
  });
}

}  // namespace backstay

#endif
