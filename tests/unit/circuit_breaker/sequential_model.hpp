// What the breaker means, one operation after another: the consecutive rule and half-open, written from the documentation with
// plain numbers. The concurrency checks ask whether a history could have happened in it. Time is an operation's own: the reading
// it acted on lies somewhere between its invocation and its response, and need not be that of the moment it takes effect. The
// maximum time of half-open is in force at the latest when the call that moved the breaker returns: a step of its own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <tuple>

#include "core/policy/circuit_breaker/settings.hpp"

namespace backstay::test {

namespace breaker = core::circuit_breaker;

// One operation of a history, with what the machine answered. Invocation and response are moments of one common order.
struct Operation {
  enum class Kind { enter, success, failure, neutral, limit } kind = Kind::enter;
  int64_t given = -1;  // exit: the generation of the permit that is reported
  int64_t now_ns = 0;  // the clock reading it acted on
  int64_t answer = 0;  // enter: the generation of the permit, -1 rejected; exit: 0 counted, 1 late
  int64_t invoked = 0;
  int64_t responded = 0;
};

class SequentialModel {
 public:
  explicit SequentialModel(const breaker::Settings& settings) : settings_(&settings) {}

  // True when the operation, done now, answers as the history says.
  bool apply(const Operation& operation) {
    now_ns_ = operation.now_ns;
    if (operation.kind == Operation::Kind::limit) return put_limit_in_force(operation.given);
    if (operation.kind == Operation::Kind::enter) return enter() == operation.answer;
    return (exit(operation) ? 1 : 0) == operation.answer;
  }

  auto state() const {
    return std::tuple(phase_, generation_, failures_, until_ms_, in_flight_, successes_, lease_until_ms_, limit_ms_, limited_);
  }

 private:
  enum class Phase { closed, open, half_open };

  int64_t now_ms_up() const { return (now_ns_ + 999'999) / 1'000'000; }

  int64_t enter() {
    if (phase_ == Phase::closed) return generation_;
    if (phase_ == Phase::open) {
      if (now_ns_ < until_ms_ * 1'000'000) return -1;
      move(Phase::half_open);
      successes_ = 0;
      in_flight_ = 0;
      start_limit(false);
      return take();
    }
    if (overdue()) {
      open();
      return -1;
    }
    if (in_flight_ < settings_->half_open.permits) return take();
    if (now_ns_ / 64'000'000 < lease_until_ms_ / 64) return -1;
    move(Phase::half_open);  // every lease ran out: a new round keeps what was learnt
    in_flight_ = 0;
    start_limit(limited_);
    return take();
  }

  int64_t take() {
    ++in_flight_;
    lease_until_ms_ = (now_ns_ + settings_->half_open.lease_ms * 1'000'000 + 63'999'999) / 64'000'000 * 64;
    return generation_;
  }

  // True when late.
  bool exit(const Operation& operation) {
    if (operation.given != generation_) return true;
    if (phase_ == Phase::closed) {
      if (operation.kind == Operation::Kind::success) failures_ = 0;
      if (operation.kind == Operation::Kind::failure && ++failures_ >= settings_->consecutive_failures) open();
      return false;
    }
    if (phase_ != Phase::half_open || in_flight_ == 0) return true;
    if (overdue()) {
      open();
      return true;
    }
    --in_flight_;
    if (operation.kind == Operation::Kind::failure) open();
    if (operation.kind == Operation::Kind::success && ++successes_ >= settings_->half_open.successes) move(Phase::closed);
    return false;
  }

  void start_limit(bool keep) {
    if (!keep) limit_ms_ = now_ms_up() + settings_->half_open.maximum_time_ms;
    limited_ = false;
  }
  // False: the call hasn't moved the breaker yet.
  bool put_limit_in_force(int64_t generation) {
    if (generation > generation_) return false;
    if (generation == generation_) limited_ = true;
    return true;
  }
  bool overdue() const { return limited_ && settings_->half_open.maximum_time_ms > 0 && now_ns_ >= limit_ms_ * 1'000'000; }
  void open() {
    move(Phase::open);
    until_ms_ = now_ms_up() + settings_->open.initial_ms;
  }
  void move(Phase phase) {
    phase_ = phase;
    ++generation_;
    failures_ = 0;
  }

  const breaker::Settings* settings_;
  Phase phase_ = Phase::closed;
  int64_t generation_ = 1;
  int64_t failures_ = 0;
  int64_t until_ms_ = 0;
  int64_t in_flight_ = 0;
  int64_t successes_ = 0;
  int64_t lease_until_ms_ = 0;
  int64_t limit_ms_ = 0;
  bool limited_ = false;
  int64_t now_ns_ = 0;
};

}  // namespace backstay::test
