// How a call ended: judged by the guard's rules and reported. Everything but the quiet success comes through here.
#include "errors.hpp"
#include "guard.hpp"

namespace backstay::python {

namespace {

constexpr Ending kFailed{.failed = true};

void note(HotPolicy* hot, const Pass& pass, const Verdict& verdict) noexcept {
  if (verdict.cause != nullptr) hot->cause(pass, verdict.cause, verdict.cause_length);
}

// Reports a verdict about `error` or `result`, and raises where the policy gives the call up.
Ending report(HotPolicy* hot, const Pass& pass, const Verdict& verdict, PyObject* error, PyObject* result) noexcept {
  note(hot, pass, verdict);
  const int64_t answer = hot->report(pass, verdict.outcome, verdict.retry_after_ns);
  if (answer == kInterrupted) return kFailed;
  if (answer <= 0) return {};
  if ((BACKSTAY_EXIT_FLAGS(answer) & BACKSTAY_EXIT_AGAIN) != 0) {
    return {.again = hot->ticket(answer), .wait_us = BACKSTAY_EXIT_WAIT_US(answer)};
  }
  if ((BACKSTAY_EXIT_FLAGS(answer) & BACKSTAY_EXIT_EXHAUSTED) == 0) return {};
  set_exhausted(*hot, answer, error, result);
  return kFailed;
}

// A predicate raised, which goes on.
Ending report_broken_rule(HotPolicy* hot, const Pass& pass) noexcept {
  PendingError judging;
  hot->report_last(pass, BACKSTAY_OUTCOME_NEUTRAL);
  return kFailed;
}

}  // namespace

bool conclude_block(Guard* guard, HotPolicy* hot, const Pass& pass, PyObject* exception) noexcept {
  Verdict verdict;
  if (!judge_exception(guard->classifier, exception, verdict)) return !report_broken_rule(hot, pass).failed;
  note(hot, pass, verdict);
  return hot->report_last(pass, verdict.outcome, verdict.retry_after_ns);
}

Ending conclude(Guard* guard, HotPolicy* hot, const Pass& pass, PyObject* result) noexcept {
  Verdict verdict;
  if (result == nullptr) {
    PendingError pending;
    PyObject* const error = pending.exception();
    if (!judge_exception(guard->classifier, error, verdict)) return report_broken_rule(hot, pass);
    return report(hot, pass, verdict, error, nullptr);
  }
  if (guard->classifier.result_test != nullptr) {
    if (!judge_result(guard->classifier, result, verdict)) return report_broken_rule(hot, pass);
    if (verdict.outcome == BACKSTAY_OUTCOME_SUCCESS && hot->succeed_quietly(pass)) return {};
  }
  return report(hot, pass, verdict, nullptr, result);
}

}  // namespace backstay::python
