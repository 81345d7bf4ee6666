// A policy's hot words and the crossings around one call. No pattern logic: bits of the gate word, enter_token, exit_token.
#pragma once

#include <backstay/backstay.h>

#include "deadline.hpp"
#include "event_source.hpp"
#include "python.hpp"

namespace backstay::python {

// What a call must remember from enter to exit.
struct Pass {
  int64_t token = 0;                       // > 0 while the permit is out
  int64_t started_ns = BACKSTAY_UNKNOWN;   // where the policy needs the elapsed time
  int64_t fork_generation = 0;             // differs at exit: the permit was taken before a fork
  int64_t deadline_ns = BACKSTAY_UNKNOWN;  // when the call must have ended, by the policy or by what stands around the call
  bool quiet = false;                      // the token is the gate word and a success needs no report while it is unchanged
  bool own_deadline = false;               // the policy itself sets deadlines, so what is called must see this one
};

// Of HotPolicy::report.
inline constexpr int64_t kInterrupted = INT64_MIN;

enum class Entry {
  entered,
  refused,  // an exception is pending
  waiting   // park for `wait_us`, then enter again with `ticket`
};

// What a call is asked with.
struct Request {
  int64_t ticket = 0;
  int64_t cost = 1;
  int64_t deadline_ns = BACKSTAY_UNKNOWN;
};

// What enter answered when it was no plain permit.
struct Wait {
  Request next;  // what the next enter is asked with
  int64_t wait_us = 0;
};

// The policy's C handle with its gate. Counted by hand under the GIL, because a call in flight must keep the policy it entered
// while a late-bound guard moves on to another.
class HotPolicy {
 public:
  // Takes over the reference of `policy`. `source` lives in the object `source_object`, which is kept. Null: an exception is pending.
  static HotPolicy* make(backstay_policy* policy, EventSource* source, PyObject* source_object, PyObject* name, PyObject* key);
  HotPolicy(const HotPolicy&) = delete;
  HotPolicy& operator=(const HotPolicy&) = delete;

  void retain() noexcept { ++references_; }
  void release() noexcept {
    if (--references_ == 0) delete this;
  }

  Entry enter(Pass& pass, Wait& wait, int64_t cost) noexcept {
    if (deadlines_alive != 0 || !start(pass)) [[unlikely]]
      return enter_asking(pass, wait, cost);
    return Entry::entered;
  }
  // Enters by enter_token, the first time or with a ticket.
  Entry cross(Pass& pass, Wait& wait, const Request& request) noexcept;

  // Counts a success without a crossing; false where it must be reported.
  bool succeed_quietly(const Pass& pass) const noexcept {
    if (!pass.quiet || load(gate_.word) != pass.token || load(gate_.fork_generation) != pass.fork_generation) return false;
    __atomic_fetch_add(stripe_, 1, __ATOMIC_RELAXED);
    return true;
  }
  // Reports by exit_token. Returns its answer; announces events with a pending exception kept safe, and returns kInterrupted where
  // that ended in a BaseException, which is pending then; nothing follows such a call.
  int64_t report(const Pass& pass, int64_t outcome, int64_t retry_after_ns = BACKSTAY_UNKNOWN) noexcept;
  // The same for what can't be repeated: another attempt is given up at once. False: kInterrupted.
  bool report_last(const Pass& pass, int64_t outcome, int64_t retry_after_ns = BACKSTAY_UNKNOWN) noexcept;
  // The ticket of an answer `again`, else 0.
  int64_t ticket(int64_t answer) const noexcept { return answer == 0 ? 0 : backstay_policy_ticket(policy_, answer); }
  // Gives a ticket up and wakes who gets the place.
  void leave(int64_t ticket) noexcept;
  // Notes why the call failed, before its report.
  void cause(const Pass& pass, const char* text, int64_t length) noexcept {
    backstay_policy_cause(policy_, pass.token, text, length, nullptr);
  }

  // Logs new events, if any. False: a BaseException is pending.
  bool announce_news() noexcept {
    if (load(gate_.event_sequence) == source_->logged()) [[likely]]
      return true;
    return announce(source_object_.get());
  }
  // Answers every new call with `answer`, as enter_token would; 0: asks the policy again. For tests.
  void force_answer(int64_t answer) noexcept;

  backstay_policy* get() const noexcept { return policy_; }
  PyObject* source() const noexcept { return source_object_.get(); }
  PyObject* name() const noexcept { return name_.get(); }
  PyObject* key() const noexcept { return key_.get(); }
  int64_t lot() const noexcept { return gate_.lot; }
  bool manual_clock() const noexcept { return manual_clock_; }
  int64_t now() const noexcept { return backstay_policy_now(policy_); }

 private:
  HotPolicy(backstay_policy* policy, EventSource* source, PyObject* source_object, PyObject* name, PyObject* key) noexcept
      : policy_(policy), source_(source), source_object_(Owned::share(source_object)), name_(Owned::share(name)), key_(Owned::share(key)) {}
  ~HotPolicy() { backstay_policy_release(policy_); }

  static int64_t load(const int64_t* word) noexcept { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }

  // Starts by the gate word alone; false where the policy must be asked.
  bool start(Pass& pass) noexcept {
    pass.token = load(gate_.word);
    pass.fork_generation = load(gate_.fork_generation);
    if ((pass.token & BACKSTAY_GATE_START) == 0 || pass.fork_generation != seen_generation_) [[unlikely]]
      return false;
    pass.quiet = (pass.token & BACKSTAY_GATE_QUIET) != 0;
    if (needs_elapsed_) pass.started_ns = now();
    return true;
  }
  Entry enter_asking(Pass& pass, Wait& wait, int64_t cost) noexcept;
  void wake() noexcept;

  backstay_gate gate_ = BACKSTAY_GATE_INIT;
  int64_t* stripe_ = nullptr;
  backstay_policy* policy_;
  EventSource* source_;
  bool needs_elapsed_ = false;
  bool has_deadlines_ = false;
  bool manual_clock_ = false;
  int64_t seen_generation_ = 0;  // the first entry after a fork crosses, so that the core notices the fork before the call
  int64_t forced_answer_ = 0;
  const int64_t* own_word_ = nullptr;  // of the gate, also while an answer is forced
  int64_t references_ = 1;
  Owned source_object_;
  Owned name_;
  Owned key_;
};

}  // namespace backstay::python
