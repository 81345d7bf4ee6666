// Backstay for C++17 and newer: a thin, header-only face over the C interface, in the user's own ABI.
//
//   backstay::Runtime runtime{"backstay.json"};
//   auto payments = runtime.policy("payments");
//   auto receipt = payments.call([&] { return charge(order); });           // throws backstay::CircuitOpen when open
//   if (auto permit = payments.enter()) { charge(order); permit.success(); }
//
// Expected outcomes are values (a Permit that is false) or, from call, a Rejected exception. Misuse throws Error. Every object may
// be used from any thread, a Permit by one thread at a time. The core decides; nothing here knows which patterns a policy has.
#ifndef BACKSTAY_BACKSTAY_HPP
#define BACKSTAY_BACKSTAY_HPP

#include <cxxabi.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "backstay/backstay.h"

namespace backstay {

using Nanoseconds = std::chrono::nanoseconds;

enum class Outcome : int32_t {
  success = BACKSTAY_OUTCOME_SUCCESS,
  failure = BACKSTAY_OUTCOME_FAILURE,
  timeout = BACKSTAY_OUTCOME_TIMEOUT,
  cancelled = BACKSTAY_OUTCOME_CANCELLED,
  neutral = BACKSTAY_OUTCOME_NEUTRAL,
};

// A misuse, a broken configuration, a closed runtime. code() is a BACKSTAY_* status.
class Error : public std::runtime_error {
 public:
  Error(backstay_status code, const std::string& message) : std::runtime_error(message), code_(code) {}
  backstay_status code() const noexcept { return code_; }

 private:
  backstay_status code_;
};

// A call that the policy refused. reason() is a BACKSTAY_REASON_*; retry_after() is empty where it is unknown.
class Rejected : public std::runtime_error {
 public:
  Rejected(const std::string& policy, int32_t reason, std::optional<Nanoseconds> retry_after)
      : std::runtime_error("policy " + policy + " rejected the call"), policy_(policy), reason_(reason), retry_after_(retry_after) {}
  const std::string& policy() const noexcept { return policy_; }
  int32_t reason() const noexcept { return reason_; }
  std::optional<Nanoseconds> retry_after() const noexcept { return retry_after_; }

 private:
  std::string policy_;
  int32_t reason_;
  std::optional<Nanoseconds> retry_after_;
};

class CircuitOpen : public Rejected {
 public:
  using Rejected::Rejected;
};
class BulkheadFull : public Rejected {
 public:
  using Rejected::Rejected;
};
class RateLimited : public Rejected {
 public:
  using Rejected::Rejected;
};

// Throw these (or your own subclasses) from a guarded function to say how the call ended; any other exception is a failure.
class Timeout : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
class Cancelled : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

namespace detail {

inline std::optional<Nanoseconds> known(int64_t ns) { return ns < 0 ? std::nullopt : std::optional<Nanoseconds>(Nanoseconds(ns)); }

inline void check(backstay_status status, const backstay_error& error) {
  if (status < 0) throw Error(status, error.message);
}

// Calls a C function that fills bytes, and takes them over as text.
template <class Fill>
std::string text_from(Fill fill) {
  backstay_bytes bytes = BACKSTAY_BYTES_INIT;
  backstay_error error = BACKSTAY_ERROR_INIT;
  check(fill(&bytes, &error), error);
  std::string text(bytes.data, static_cast<std::size_t>(bytes.length));
  backstay_bytes_free(&bytes);
  return text;
}

inline int64_t length(std::string_view text) { return static_cast<int64_t>(text.size()); }
// An empty view may have no data; the C interface tells NULL from empty.
inline const char* data(std::string_view text) { return text.data() == nullptr ? "" : text.data(); }

inline std::string class_name(const std::type_info& type) {
  int status = 0;
  char* const readable = abi::__cxa_demangle(type.name(), nullptr, nullptr, &status);
  std::string name = status == 0 ? readable : type.name();
  std::free(readable);
  return name;
}

// Which stripe of the metrics a thread adds to. Only that: no error and no result travels by thread.
inline int64_t thread_number() {
  static std::atomic<int64_t> next{0};
  thread_local const int64_t number = next.fetch_add(1, std::memory_order_relaxed);
  return number;
}

// Rejections carry no wait that is of use where the answer is an error.
[[noreturn]] inline void throw_rejected(const std::string& policy, int32_t reason, std::optional<Nanoseconds> retry_after) {
  switch (reason) {
    case BACKSTAY_REASON_FULL:
      throw BulkheadFull(policy, reason, retry_after);
    case BACKSTAY_REASON_RATE:
      throw RateLimited(policy, reason, retry_after);
    case BACKSTAY_REASON_CLOSED:
      throw Error(BACKSTAY_CLOSED, "policy " + policy + ": the runtime was closed");
    case BACKSTAY_REASON_FORKED:
      throw Error(BACKSTAY_FORKED, "policy " + policy + " can't be used in a forked child");
    case BACKSTAY_REASON_ERROR:
      throw Error(BACKSTAY_INVALID_ARGUMENT, "policy " + policy + " refused the arguments");
    default:
      throw CircuitOpen(policy, reason, retry_after);
  }
}

}  // namespace detail

// A permit, or why there is none. Report it exactly once; a second report does nothing, and one that is dropped unreported counts
// as cancelled. It must not outlive its Policy.
class Permit {
 public:
  Permit(Permit&& other) noexcept
      : policy_(other.policy_),
        token_(std::exchange(other.token_, 0)),
        started_ns_(other.started_ns_),
        reason_(other.reason_),
        wait_ns_(other.wait_ns_) {}
  Permit& operator=(Permit&&) = delete;
  Permit(const Permit&) = delete;
  Permit& operator=(const Permit&) = delete;
  ~Permit() {
    if (token_ > 0) report(Outcome::cancelled);
  }

  // True when the call may go on.
  explicit operator bool() const noexcept { return reason_ == 0; }
  // BACKSTAY_REASON_* of a rejection, 0 of a permit.
  int32_t reason() const noexcept { return reason_; }
  std::optional<Nanoseconds> retry_after() const noexcept { return detail::known(wait_ns_); }
  // True once reported, and for a rejection.
  bool done() const noexcept { return token_ == 0; }

  // Each returns the BACKSTAY_EXIT_* flags of the report; 0 when it was reported already.
  int32_t success() { return report(Outcome::success); }
  // A negative Retry-After throws Error, and the permit is still out.
  int32_t failure(std::string_view cause = {}, std::optional<Nanoseconds> retry_after = std::nullopt) {
    if (retry_after && retry_after->count() < 0) throw Error(BACKSTAY_INVALID_ARGUMENT, "retry_after: is negative; allowed: 0 and more");
    if (token_ > 0 && !cause.empty()) backstay_policy_cause(policy_, token_, cause.data(), detail::length(cause), nullptr);
    return report(Outcome::failure, retry_after);
  }
  int32_t timeout() { return report(Outcome::timeout); }
  int32_t cancelled() { return report(Outcome::cancelled); }
  int32_t neutral() { return report(Outcome::neutral); }

  int32_t report(Outcome outcome, std::optional<Nanoseconds> retry_after = std::nullopt) noexcept {
    if (token_ <= 0) return 0;
    const int64_t elapsed = started_ns_ < 0 ? BACKSTAY_UNKNOWN : backstay_policy_now(policy_) - started_ns_;
    const int64_t wait = retry_after ? retry_after->count() : BACKSTAY_UNKNOWN;
    const int64_t answer = backstay_policy_exit_token(policy_, std::exchange(token_, 0), static_cast<int64_t>(outcome), elapsed,
                                                      wait < 0 ? BACKSTAY_UNKNOWN : wait);
    return answer < 0 ? 0 : BACKSTAY_EXIT_FLAGS(answer);
  }

 private:
  friend class Policy;
  Permit(backstay_policy* policy, int64_t answer, int64_t started_ns)
      : policy_(policy), token_(answer > 0 ? answer : 0), started_ns_(started_ns) {
    if (answer > 0) return;
    reason_ = BACKSTAY_ENTER_CODE(answer);
    const int64_t us = BACKSTAY_ENTER_WAIT_US(answer);
    wait_ns_ = us == BACKSTAY_WAIT_UNKNOWN_US ? BACKSTAY_UNKNOWN : us * 1000;
  }

  backstay_policy* policy_;
  int64_t token_;
  int64_t started_ns_;
  int32_t reason_ = 0;
  int64_t wait_ns_ = BACKSTAY_UNKNOWN;
};

// A named guard of a runtime. Copies share the same breaker.
class Policy {
 public:
  Policy(const Policy& other) noexcept
      : handle_(backstay_policy_retain(other.handle_)), gate_(other.gate_), forks_(other.forks_), timed_(other.timed_) {}
  Policy(Policy&& other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)), gate_(other.gate_), forks_(other.forks_), timed_(other.timed_) {}
  Policy& operator=(Policy other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(gate_, other.gate_);
    std::swap(forks_, other.forks_);
    std::swap(timed_, other.timed_);
    return *this;
  }
  ~Policy() { backstay_policy_release(handle_); }

  std::string name() const { return backstay_policy_name(handle_); }

  // Asks for a permit; false where the policy rejects. Throws Error on a closed runtime.
  Permit enter() {
    const int64_t word = __atomic_load_n(gate_.word, __ATOMIC_ACQUIRE);
    const int64_t forks = __atomic_load_n(gate_.fork_generation, __ATOMIC_RELAXED);
    // The gate word lets a healthy call start without a crossing. The first one after a fork must cross.
    if ((word & BACKSTAY_GATE_START) != 0 && !timed_ && forks == __atomic_load_n(&forks_, __ATOMIC_RELAXED)) {
      return Permit(handle_, word, BACKSTAY_UNKNOWN);
    }
    Permit permit = ask();
    __atomic_store_n(&forks_, forks, __ATOMIC_RELAXED);
    return permit;
  }

  // Calls `function` under the policy and returns its result. Rejected (CircuitOpen, ...) where it may not run. An exception of the
  // function goes on to the caller: Timeout counts as timeout, Cancelled as cancelled, every other as a failure.
  template <class Function>
  std::invoke_result_t<Function&> call(Function&& function) {
    return call(std::forward<Function>(function), [](const std::exception* caught) { return classify(caught); });
  }

  // The same, with your own classifier: from the caught exception (nullptr: of no standard type) to an Outcome.
  template <class Function, class Classifier>
  std::invoke_result_t<Function&> call(Function&& function, Classifier&& classifier) {
    Permit permit = enter();
    if (!permit) detail::throw_rejected(name(), permit.reason(), permit.retry_after());
    if constexpr (std::is_void_v<std::invoke_result_t<Function&>>) {
      run(permit, function, classifier);
      succeed(permit);
    } else {
      std::invoke_result_t<Function&> result = run(permit, function, classifier);
      succeed(permit);
      return result;
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

  backstay_policy* handle() const noexcept { return handle_; }

 private:
  friend class Runtime;
  explicit Policy(backstay_policy* handle) : handle_(handle), timed_(backstay_policy_needs_elapsed(handle) > 0) {
    backstay_error error = BACKSTAY_ERROR_INIT;
    detail::check(backstay_policy_gate(handle, &gate_, &error), error);
    forks_ = *gate_.fork_generation;
  }

  Permit ask() {
    const int64_t answer = backstay_policy_enter_token(handle_, 0, 1, BACKSTAY_UNKNOWN);
    if (answer < 0) {
      const int32_t code = BACKSTAY_ENTER_CODE(answer);
      const bool misuse = code == BACKSTAY_REASON_CLOSED || code == BACKSTAY_REASON_FORKED || code == BACKSTAY_REASON_ERROR;
      if (misuse) detail::throw_rejected(name(), code, std::nullopt);
    }
    return Permit(handle_, answer, answer > 0 && timed_ ? backstay_policy_now(handle_) : BACKSTAY_UNKNOWN);
  }

  static Outcome classify(const std::exception* caught) {
    if (dynamic_cast<const Timeout*>(caught) != nullptr) return Outcome::timeout;
    if (dynamic_cast<const Cancelled*>(caught) != nullptr) return Outcome::cancelled;
    return Outcome::failure;
  }

  static void report_caught(Permit& permit, Outcome outcome, std::string_view cause) {
    if (outcome == Outcome::failure) {
      permit.failure(cause);
    } else {
      permit.report(outcome);
    }
  }

  template <class Function, class Classifier>
  static std::invoke_result_t<Function&> run(Permit& permit, Function& function, Classifier& classifier) {
    try {
      return function();
    } catch (const std::exception& caught) {
      report_caught(permit, classifier(&caught), detail::class_name(typeid(caught)));
      throw;
    } catch (...) {
      report_caught(permit, classifier(nullptr), "unknown exception");
      throw;
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
  bool timed_;
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
