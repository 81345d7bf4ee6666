// A composed policy in plain numbers, written from the documentation: one thread, no words, no bits. Milliseconds throughout.
//
// The default order: timeout, retry, rate_limit, circuit_breaker, bulkhead, attempt_timeout. A breaker that opened stays open here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>

#include "core/base/catalogue.hpp"

namespace backstay::fuzz {

using core::Outcome;
using core::Reason;

// For a test of the test: so many calls too many.
#ifndef BACKSTAY_MODEL_DEFECT
#define BACKSTAY_MODEL_DEFECT 0
#endif

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

struct ModelConfig {
  struct Retry {
    int64_t attempts, backoff_ms, maximum_elapsed_ms;
  };
  struct Rate {
    int64_t interval_ms, burst, wait_ms;
  };
  struct Breaker {
    int64_t failures, open_ms;
  };
  struct Bulkhead {
    int64_t limit, queue, wait_ms;
  };
  std::optional<int64_t> timeout_ms, attempt_timeout_ms;
  std::optional<Retry> retry;
  std::optional<Rate> rate;
  std::optional<Breaker> breaker;
  std::optional<Bulkhead> bulkhead;
};

// What enter answers. No reason: a permit.
struct ModelEntry {
  Reason reason = Reason::none;
  int64_t wait_ms = -1;
  bool wake = false;
};

struct ModelEnding {
  bool again = false;
  int64_t pause_ms = 0;
  bool wake = false;
  bool late = false;
  Reason exhausted = Reason::none;
  int64_t attempts = 0;
  int64_t elapsed_ms = 0;
};

class Model {
 public:
  explicit Model(const ModelConfig& config)
      : config_(config), limit_(config.bulkhead ? config.bulkhead->limit + BACKSTAY_MODEL_DEFECT : 0) {}

  int64_t now_ms = 0;

  ModelEntry enter(int64_t call, int64_t cost, int64_t deadline_ms) {
    if (now_ms >= deadline_ms) return {.reason = Reason::deadline};
    Call& made = calls_[call] = Call{.cost = cost, .call_deadline_ms = deadline_ms, .started_ms = now_ms};
    if (config_.timeout_ms) made.call_deadline_ms = std::min(deadline_ms, now_ms + *config_.timeout_ms);
    return begin_attempt(call);
  }
  ModelEntry come_back(int64_t call) {
    Call& known = calls_[call];
    if (known.state == State::pausing) {
      ++known.attempt;
      return now_ms >= known.call_deadline_ms ? refuse(call, Reason::deadline) : begin_attempt(call);
    }
    if (now_ms >= known.deadline_ms) {
      const bool wake = leave_wait(call);
      return refuse(call, Reason::deadline, -1, wake);
    }
    if (known.state == State::in_rate) {
      if (now_ms < known.until_ms) return {.reason = Reason::wait, .wait_ms = known.until_ms - now_ms};
      reservations_.erase(reservation_of(call));
      return after_rate(call);
    }
    if (known.granted) return run(call);
    if (now_ms < known.until_ms) return {.reason = Reason::wait, .wait_ms = known.until_ms - now_ms};
    leave_wait(call);
    return refuse(call, Reason::full);
  }
  // Whether somebody is to be woken.
  bool leave(int64_t call) {
    const bool wake = leave_wait(call);
    calls_.erase(call);
    return wake;
  }
  ModelEnding exit(int64_t call, Outcome outcome) {
    Call& known = calls_[call];
    ModelEnding ending;
    if (config_.bulkhead) ending.wake = give_place_back();
    const bool failed = outcome == Outcome::failure || outcome == Outcome::timeout || outcome == Outcome::permanent;
    if (config_.breaker) ending.late = !count(known, outcome, failed);
    if (config_.retry) decide(known, outcome, ending);
    if (ending.again) {
      known.state = State::pausing;
    } else {
      calls_.erase(call);
    }
    return ending;
  }
  // Whether somebody is to be woken: all may ask.
  void set_limit(int64_t limit) {
    limit_ = limit;
    grant();
  }

  int64_t deadline_ms(int64_t call) const { return calls_.at(call).deadline_ms; }
  int64_t in_flight() const { return in_flight_; }
  int64_t waiting() const { return static_cast<int64_t>(queue_.size()); }

 private:
  enum class State { running, in_rate, in_queue, pausing };
  struct Call {
    int64_t cost = 1;
    int64_t call_deadline_ms = kNever;
    int64_t started_ms = 0;
    int64_t deadline_ms = kNever;
    int64_t attempt = 1;
    int64_t trips_seen = 0;
    int64_t until_ms = 0;
    bool granted = false;
    State state = State::running;
  };

  struct Reservation {
    int64_t call, begin_ms, end_ms;
  };

  ModelEntry refuse(int64_t call, Reason reason, int64_t wait_ms = -1, bool wake = false) {
    calls_.erase(call);
    return {.reason = reason, .wait_ms = wait_ms, .wake = wake};
  }
  ModelEntry begin_attempt(int64_t call) {
    Call& known = calls_[call];
    known.deadline_ms = known.call_deadline_ms;
    if (!config_.rate) return after_rate(call);
    const ModelConfig::Rate& rate = *config_.rate;
    if (known.cost > rate.burst) return refuse(call, Reason::cost);
    const int64_t next = std::max(arrival_ms_, now_ms) + known.cost * rate.interval_ms;
    const int64_t early_by = next - rate.burst * rate.interval_ms - now_ms;
    if (early_by > 0 && (early_by > rate.wait_ms || now_ms + early_by >= known.deadline_ms)) return refuse(call, Reason::rate, early_by);
    const int64_t begin = std::max(arrival_ms_, now_ms);
    arrival_ms_ = next;
    if (early_by <= 0) return after_rate(call);
    reservations_.push_back({call, begin, next});
    known.state = State::in_rate;
    known.until_ms = now_ms + early_by;
    return {.reason = Reason::wait, .wait_ms = early_by};
  }
  ModelEntry after_rate(int64_t call) {
    Call& known = calls_[call];
    if (config_.breaker && open_until_ms_ > now_ms) return refuse(call, Reason::open, open_until_ms_ - now_ms);
    known.trips_seen = trips_;
    if (!config_.bulkhead) return run(call);
    if (in_flight_ < limit_ && queue_.empty()) {
      ++in_flight_;
      return run(call);
    }
    if (waiting() >= config_.bulkhead->queue) return refuse(call, Reason::full);
    known.state = State::in_queue;
    known.granted = false;
    known.until_ms = std::min(now_ms + config_.bulkhead->wait_ms, known.deadline_ms);
    queue_.push_back(call);
    return {.reason = Reason::wait, .wait_ms = known.until_ms - now_ms};
  }
  ModelEntry run(int64_t call) {
    Call& known = calls_[call];
    known.state = State::running;
    known.granted = false;
    if (config_.attempt_timeout_ms) known.deadline_ms = std::min(known.deadline_ms, now_ms + *config_.attempt_timeout_ms);
    return {};
  }
  // A waiter goes; whether its place went to another.
  bool leave_wait(int64_t call) {
    Call& known = calls_[call];
    if (known.state == State::in_rate) cancel(call);
    if (known.state != State::in_queue) return false;
    if (known.granted) return give_place_back();
    queue_.erase(std::find(queue_.begin(), queue_.end(), call));
    return false;
  }
  std::deque<Reservation>::iterator reservation_of(int64_t call) {
    return std::find_if(reservations_.begin(), reservations_.end(), [&](const Reservation& one) { return one.call == call; });
  }
  // Only the last one's time can be given to others: in front of a later turn it would be taken twice. The next to cancel gives both.
  void cancel(int64_t call) {
    const auto gone = reservation_of(call);
    const auto next = gone + 1;
    if (arrival_ms_ == gone->end_ms) {
      arrival_ms_ = gone->begin_ms;
    } else if (next != reservations_.end() && next->begin_ms == gone->end_ms) {
      next->begin_ms = gone->begin_ms;
    }
    reservations_.erase(gone);
  }
  bool give_place_back() {
    --in_flight_;
    return grant();
  }
  bool grant() {
    bool any = false;
    for (; in_flight_ < limit_ && !queue_.empty(); any = true) {
      ++in_flight_;
      calls_[queue_.front()].granted = true;
      queue_.pop_front();
    }
    return any;
  }
  // False where the result is of before the breaker opened.
  bool count(const Call& call, Outcome outcome, bool failed) {
    if (call.trips_seen != trips_) return false;
    if (outcome == Outcome::success) failures_ = 0;
    if (failed && ++failures_ >= config_.breaker->failures) {
      ++trips_;
      open_until_ms_ = now_ms + config_.breaker->open_ms;
    }
    return true;
  }
  void decide(const Call& call, Outcome outcome, ModelEnding& ending) {
    const ModelConfig::Retry& retry = *config_.retry;
    if ((outcome != Outcome::failure && outcome != Outcome::timeout) || retry.attempts == 1) return;
    if (outcome == Outcome::timeout && now_ms >= call.call_deadline_ms) return;
    ending.attempts = call.attempt;
    ending.elapsed_ms = now_ms - call.started_ms;
    ending.pause_ms = retry.backoff_ms;
    if (call.attempt >= retry.attempts) {
      ending.exhausted = Reason::attempts;
    } else if (retry.maximum_elapsed_ms > 0 && ending.elapsed_ms + retry.backoff_ms >= retry.maximum_elapsed_ms) {
      ending.exhausted = Reason::elapsed;
    } else if (call.call_deadline_ms != kNever && now_ms + retry.backoff_ms >= call.call_deadline_ms) {
      ending.exhausted = Reason::deadline;
    } else {
      ending.again = true;
    }
  }

  ModelConfig config_;
  int64_t limit_;
  int64_t in_flight_ = 0;
  int64_t arrival_ms_ = std::numeric_limits<int64_t>::min() / 2;
  int64_t failures_ = 0;
  int64_t trips_ = 0;
  int64_t open_until_ms_ = -1;
  std::deque<int64_t> queue_;  // that nothing was granted to
  std::deque<Reservation> reservations_;
  std::map<int64_t, Call> calls_;
};

}  // namespace backstay::fuzz
