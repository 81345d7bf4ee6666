// Part of backstay.hpp: outcomes, errors and refusals.
#ifndef BACKSTAY_DETAIL_ERRORS_HPP
#define BACKSTAY_DETAIL_ERRORS_HPP

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>

#include "backstay/backstay.h"

namespace backstay {

using Nanoseconds = std::chrono::nanoseconds;

enum class Outcome : int32_t {
  success = BACKSTAY_OUTCOME_SUCCESS,
  failure = BACKSTAY_OUTCOME_FAILURE,
  timeout = BACKSTAY_OUTCOME_TIMEOUT,
  cancelled = BACKSTAY_OUTCOME_CANCELLED,
  neutral = BACKSTAY_OUTCOME_NEUTRAL,
  permanent = BACKSTAY_OUTCOME_PERMANENT,  // a failure that another attempt would not mend
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
      : std::runtime_error("policy " + policy + " rejected the call (" + backstay_reason_name(reason) + ")"),
        policy_(policy),
        reason_(reason),
        retry_after_(retry_after) {}
  const std::string& policy() const noexcept { return policy_; }
  int32_t reason() const noexcept { return reason_; }
  // The catalogue's name of the reason, such as "half_open".
  const char* reason_name() const noexcept { return backstay_reason_name(reason_); }
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
// The deadline passed before the call could start.
class DeadlineExceeded : public Rejected {
 public:
  using Rejected::Rejected;
};
// The call failed and is given up. The last error is nested (std::rethrow_if_nested), unless a result was judged a failure.
class RetriesExhausted : public Rejected {
 public:
  RetriesExhausted(const std::string& policy, int32_t reason, int64_t attempts, Nanoseconds elapsed)
      : Rejected(policy, reason, std::nullopt), attempts_(attempts), elapsed_(elapsed) {}
  int64_t attempts() const noexcept { return attempts_; }
  Nanoseconds elapsed() const noexcept { return elapsed_; }

 private:
  int64_t attempts_;
  Nanoseconds elapsed_;
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

// Throws `error`, with `last` nested where there is one.
template <class Rejection>
[[noreturn]] void throw_from(const Rejection& error, const std::exception_ptr& last) {
  if (!last) throw error;
  try {
    std::rethrow_exception(last);
  } catch (...) {
    std::throw_with_nested(error);
  }
}

// What a reason means: the error of the misuse, or the refusal, with the error of the attempt before nested.
[[noreturn]] inline void throw_rejected(const std::string& policy, int32_t reason, std::optional<Nanoseconds> retry_after,
                                        const std::exception_ptr& last = nullptr) {
  switch (reason) {
    case BACKSTAY_REASON_FULL:
      throw_from(BulkheadFull(policy, reason, retry_after), last);
    case BACKSTAY_REASON_RATE:
    case BACKSTAY_REASON_COST:
      throw_from(RateLimited(policy, reason, retry_after), last);
    case BACKSTAY_REASON_DEADLINE:
      throw_from(DeadlineExceeded(policy, reason, retry_after), last);
    case BACKSTAY_REASON_CLOSED:
      throw Error(BACKSTAY_CLOSED, "policy " + policy + ": the runtime was closed");
    case BACKSTAY_REASON_FORKED:
      throw Error(BACKSTAY_FORKED, "policy " + policy + ": the call began before a fork");
    case BACKSTAY_REASON_ERROR:
      throw Error(BACKSTAY_INVALID_ARGUMENT, "policy " + policy + " refused the arguments");
    case BACKSTAY_REASON_OPEN:
    case BACKSTAY_REASON_HALF_OPEN:
    case BACKSTAY_REASON_FORCED_OPEN:
      throw_from(CircuitOpen(policy, reason, retry_after), last);
    default:  // of a library that is newer than this header
      throw_from(Rejected(policy, reason, retry_after), last);
  }
}

}  // namespace detail

}  // namespace backstay

#endif
