// How a call ended: judged by the guard's rules and reported. Everything but the quiet success comes through here.
#include "guard.hpp"

namespace backstay::python {

namespace {

Ending report(HotPolicy* hot, const Pass& pass, const Verdict& verdict) noexcept {
  if (verdict.cause != nullptr) hot->cause(pass, verdict.cause, verdict.cause_length);
  const int64_t answer = hot->report(pass, verdict.outcome, verdict.retry_after_ns);
  if (answer == kInterrupted) return {.failed = true};
  if (answer > 0 && (BACKSTAY_EXIT_FLAGS(answer) & BACKSTAY_EXIT_AGAIN) != 0) {
    return {.again = true, .wait_us = BACKSTAY_EXIT_WAIT_US(answer)};
  }
  return {};
}

}  // namespace

Ending conclude_exception(Guard* guard, HotPolicy* hot, const Pass& pass, PyObject* exception) noexcept {
  Verdict verdict;
  if (judge_exception(guard->classifier, exception, verdict)) return report(hot, pass, verdict);
  PendingError judging;  // a predicate raised, which goes on
  hot->report(pass, BACKSTAY_OUTCOME_NEUTRAL);
  return {.failed = true};
}

Ending conclude(Guard* guard, HotPolicy* hot, const Pass& pass, PyObject* result) noexcept {
  if (result == nullptr) {
    PendingError pending;
    return conclude_exception(guard, hot, pass, pending.exception());
  }
  Verdict verdict;
  if (guard->classifier.result_test != nullptr) {
    if (!judge_result(guard->classifier, result, verdict)) {
      PendingError judging;
      hot->report(pass, BACKSTAY_OUTCOME_NEUTRAL);
      return {.failed = true};
    }
    if (verdict.outcome == BACKSTAY_OUTCOME_SUCCESS && hot->succeed_quietly(pass)) return {};
  }
  return report(hot, pass, verdict);
}

}  // namespace backstay::python
