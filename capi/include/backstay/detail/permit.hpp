// Part of backstay.hpp: the permit, what a call says of itself, and small helpers.
#ifndef BACKSTAY_DETAIL_PERMIT_HPP
#define BACKSTAY_DETAIL_PERMIT_HPP

#include <cxxabi.h>

#include <atomic>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "backstay/backstay.h"
#include "backstay/detail/errors.hpp"
#include "backstay/detail/parking.hpp"

namespace backstay {

class Permit;

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
// Text that may be absent.
inline const char* data_or_null(std::optional<std::string_view> text) { return text ? data(*text) : nullptr; }
inline int64_t length_or_zero(std::optional<std::string_view> text) { return text ? length(*text) : 0; }

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

// A function may take the permit of its attempt.
template <class Function>
decltype(auto) invoke(Function& function, const Permit& permit) {
  if constexpr (std::is_invocable_v<Function&, const Permit&>) {
    return function(permit);
  } else {
    return function();
  }
}
template <class Function>
using result_of = decltype(invoke(std::declval<std::remove_reference_t<Function>&>(), std::declval<const Permit&>()));

inline Lots& lots(backstay_policy* policy) {
  backstay_gate gate = BACKSTAY_GATE_INIT;
  backstay_policy_gate(policy, &gate, nullptr);
  return Lots::of_process(__atomic_load_n(gate.fork_generation, __ATOMIC_RELAXED));
}

// Lets the thread that waits longest in the lot ask again, or all.
inline void wake(backstay_policy* policy, int64_t lot, bool all = false) noexcept {
  if (lot != 0) lots(policy).wake(lot, all);
}

}  // namespace detail

// What a call may say of itself.
struct CallOptions {
  int64_t cost = 1;                     // weight for a rate limit, 1 to 2^31
  std::optional<Nanoseconds> deadline;  // on the runtime's clock (Runtime::now): nothing starts after it and no wait goes beyond it
};

// What a rate limit would answer now.
struct RateLimit {
  bool allowed;
  int64_t limit;                           // the burst
  int64_t remaining;                       // what may pass now without a wait
  std::optional<Nanoseconds> retry_after;  // empty: never
  Nanoseconds reset_after;
};

// A permit, or why there is none. Report it exactly once; a second report does nothing, and one that is dropped unreported counts
// as cancelled. It must not outlive its Policy.
class Permit {
 public:
  Permit(Permit&& other) noexcept
      : policy_(other.policy_),
        lot_(other.lot_),
        token_(std::exchange(other.token_, 0)),
        started_ns_(other.started_ns_),
        reason_(other.reason_),
        wait_ns_(other.wait_ns_),
        deadline_ns_(other.deadline_ns_) {}
  Permit& operator=(Permit&& other) noexcept {
    if (this == &other) return *this;
    if (token_ > 0) report(Outcome::cancelled);
    policy_ = other.policy_;
    lot_ = other.lot_;
    token_ = std::exchange(other.token_, 0);
    started_ns_ = other.started_ns_;
    reason_ = other.reason_;
    wait_ns_ = other.wait_ns_;
    deadline_ns_ = other.deadline_ns_;
    return *this;
  }
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
  // When the call must have ended, on the runtime's clock; empty: no deadline. Pass it on as CallOptions::deadline.
  std::optional<Nanoseconds> deadline() const noexcept { return detail::known(deadline_ns_); }
  // The time left until then, never negative.
  std::optional<Nanoseconds> time_left() const noexcept {
    if (deadline_ns_ < 0) return std::nullopt;
    const int64_t left = deadline_ns_ - backstay_policy_now(policy_);
    return Nanoseconds(left > 0 ? left : 0);
  }
  // True once reported, and for a rejection.
  bool done() const noexcept { return token_ == 0; }

  // Each returns the BACKSTAY_EXIT_* flags of the report; 0 when it was reported already. A permit guards one attempt: where the policy
  // would allow another, it is given up.
  int32_t success() { return report(Outcome::success); }
  // A negative Retry-After throws Error, and the permit is still out.
  int32_t failure(std::string_view cause = {}, std::optional<Nanoseconds> retry_after = std::nullopt) {
    if (retry_after && retry_after->count() < 0) throw Error(BACKSTAY_INVALID_ARGUMENT, "retry_after: is negative; allowed: 0 and more");
    note(cause);
    return report(Outcome::failure, retry_after);
  }
  int32_t timeout() { return report(Outcome::timeout); }
  int32_t cancelled() { return report(Outcome::cancelled); }
  int32_t neutral() { return report(Outcome::neutral); }

  int32_t report(Outcome outcome, std::optional<Nanoseconds> retry_after = std::nullopt) noexcept {
    if (token_ <= 0) return 0;
    const int64_t answer = exit(outcome, retry_after);
    if (answer < 0) return 0;
    const int32_t flags = BACKSTAY_EXIT_FLAGS(answer);
    if ((flags & BACKSTAY_EXIT_AGAIN) != 0) leave(policy_, lot_, backstay_policy_ticket(policy_, answer));
    return flags;
  }

 private:
  friend class Policy;
  Permit(backstay_policy* policy, int64_t lot, int64_t answer, int64_t started_ns, int64_t deadline_ns)
      : policy_(policy), lot_(lot), token_(answer > 0 ? answer : 0), started_ns_(started_ns), deadline_ns_(deadline_ns) {
    if (answer > 0) return;
    reason_ = BACKSTAY_ENTER_CODE(answer);
    const int64_t us = BACKSTAY_ENTER_WAIT_US(answer);
    wait_ns_ = us == BACKSTAY_WAIT_UNKNOWN_US ? BACKSTAY_UNKNOWN : us * 1000;
  }

  void note(std::string_view cause) noexcept {
    if (token_ > 0 && !cause.empty()) backstay_policy_cause(policy_, token_, cause.data(), detail::length(cause), nullptr);
  }
  // The answer of the report; whoever waits is woken where it says so.
  int64_t exit(Outcome outcome, std::optional<Nanoseconds> retry_after = std::nullopt) noexcept {
    const int64_t elapsed = started_ns_ < 0 ? BACKSTAY_UNKNOWN : backstay_policy_now(policy_) - started_ns_;
    const int64_t wait = retry_after && retry_after->count() >= 0 ? retry_after->count() : BACKSTAY_UNKNOWN;
    const int64_t answer = backstay_policy_exit_token(policy_, std::exchange(token_, 0), static_cast<int64_t>(outcome), elapsed, wait);
    if (answer > 0 && (BACKSTAY_EXIT_FLAGS(answer) & BACKSTAY_EXIT_WAKE) != 0) detail::wake(policy_, lot_);
    return answer;
  }
  static void leave(backstay_policy* policy, int64_t lot, int64_t ticket) noexcept {
    const int64_t answer = backstay_policy_leave(policy, ticket);
    if (answer > 0 && (BACKSTAY_EXIT_FLAGS(answer) & BACKSTAY_EXIT_WAKE) != 0) detail::wake(policy, lot);
  }

  backstay_policy* policy_;
  int64_t lot_;
  int64_t token_;
  int64_t started_ns_;
  int32_t reason_ = 0;
  int64_t wait_ns_ = BACKSTAY_UNKNOWN;
  int64_t deadline_ns_;
};

}  // namespace backstay

#endif
