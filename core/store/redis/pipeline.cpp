#include "core/store/redis/pipeline.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <new>
#include <string>
#include <vector>

#include "core/base/duration.hpp"
#include "core/store/redis/script.hpp"

namespace backstay::core::redis {

namespace {

using std::chrono::milliseconds;

// Between attempts at a connection; the first one more is made at once.
constexpr int64_t kPauseMs = 50;
constexpr int64_t kLongestPauseMs = 1'000;
constexpr int kDoublings = 5;

Instant now() { return std::chrono::steady_clock::now(); }

// The server has become a replica, or our rights are gone: another connection may have better luck.
bool retires(const redisReply& reply) { return is_error(reply, "READONLY") || is_error(reply, "NOAUTH"); }

}  // namespace

Pipeline::Pipeline(const Place& place, const Clock& clock, Descriptor& descriptor)
    : place_(place), clock_(clock), descriptor_(descriptor), random_(Random::system()) {}

void Pipeline::take(std::list<Flight>& jobs) noexcept {
  while (!jobs.empty()) {
    Flight& flight = jobs.front();
    flight.unit = flight.job->begin();
    if (flight.unit == nullptr || !advance(flight, nullptr, place_)) {
      jobs.pop_front();
    } else {
      ready_.splice(flight.job->urgent() ? ready_.begin() : ready_.end(), jobs, jobs.begin());
    }
  }
}

bool Pipeline::advance(Flight& flight, const redisReply* reply, const Place& place) noexcept {
  try {
    store::Result result;
    if (reply != nullptr) {
      check(*reply, place);
      result = result_of(*reply, place.options.prefix, flight.unit->key(), place.subject());
    }
    flight.by_text = false;
    flight.operation = flight.unit->next(reply != nullptr ? &result : nullptr);
    if (flight.operation != nullptr) return true;
    flight.job->over(nullptr);
  } catch (const Error& error) {
    flight.job->over(&error);
  } catch (const std::bad_alloc&) {
    const Error failure(Status::out_of_memory, "out of memory");
    flight.job->over(&failure);
  }
  return false;
}

void Pipeline::step(int wake) noexcept {
  try {
    fail_late();
    if (retired_ && sent_.empty()) {
      connection_.reset();
      retired_ = false;
    }
    if (connection_) return work(wake);
    if (!ready_.empty()) return connect(wake);
    wait(wake, Instant::max());
  } catch (const Refused& refused) {
    lose(refused);
  } catch (const Error& error) {
    fail_all(error);
  } catch (const std::bad_alloc&) {
    fail_all(Error(Status::out_of_memory, "out of memory"));
  }
}

void Pipeline::work(int wake) {
  if (!retired_) send();
  connection_->exchange();
  bool answered = false;
  while (const Reply reply = connection_->next()) {
    settle(*reply);
    answered = true;
  }
  // What follows on the replies goes out before there is any waiting.
  if (!answered) wait(wake, first_end());
}

void Pipeline::send() {
  while (!ready_.empty()) {
    Flight& flight = ready_.front();
    const auto now_ns = clock_.is_manual() ? std::optional(clock_.wall_ns(clock_.now_ns())) : std::nullopt;
    const std::vector<std::string> arguments = arguments_of(place_.options.prefix, flight.unit->key(), *flight.operation, now_ns);
    std::vector<std::string_view> words{flight.by_text ? "EVAL" : "EVALSHA",
                                        flight.by_text ? kScript : std::string_view(connection_->digest())};
    words.insert(words.end(), arguments.begin(), arguments.end());
    connection_->append(words);
    sent_.splice(sent_.end(), ready_, ready_.begin());
  }
}

void Pipeline::settle(const redisReply& reply) {
  if (sent_.empty()) throw Refused(place_, "the server answered what nobody asked", true);
  if (is_passing(reply)) return check(reply, place_);
  last_failure_.reset();
  attempts_ = 0;
  retired_ = retired_ || retires(reply);
  Flight& flight = sent_.front();
  const bool forgotten = is_error(reply, "NOSCRIPT") && !flight.by_text;
  if (forgotten || advance(flight, &reply, place_)) {
    flight.by_text = forgotten;
    ready_.splice(ready_.begin(), sent_, sent_.begin());
  } else {
    sent_.pop_front();
  }
}

void Pipeline::connect(int wake) {
  if (now() < next_attempt_) return wait(wake, std::min(next_attempt_, first_end()));
  Instant last_end = now();
  for (const Flight& flight : ready_) last_end = std::max(last_end, flight.until);
  ++attempts_;
  connection_.emplace(place_, descriptor_, std::min(now() + milliseconds(place_.options.connect_timeout_ms), last_end));
}

void Pipeline::wait(int wake, Instant until) const {
  const short events = connection_ && connection_->has_to_write() ? POLLIN | POLLOUT : POLLIN;
  std::array<pollfd, 2> watched{{
      {.fd = wake, .events = POLLIN, .revents = 0},
      {.fd = connection_ ? connection_->descriptor() : -1, .events = events, .revents = 0},
  }};
  ::poll(watched.data(), watched.size(), milliseconds_until(until));
}

// The last one first, so that all of them are before the others and in their order.
void Pipeline::lose(const Refused& refused) noexcept {
  if (!refused.passing()) return fail_all(refused);
  connection_.reset();
  retired_ = false;
  last_failure_ = refused;
  while (!sent_.empty()) {
    const auto flight = std::prev(sent_.end());
    flight->unit->lost();
    if (advance(*flight, nullptr, place_)) {
      ready_.splice(ready_.begin(), sent_, flight);
    } else {
      sent_.erase(flight);
    }
  }
  if (attempts_ == 0) return;
  const int64_t pause_ms = std::min(kPauseMs << std::min(attempts_ - 1, kDoublings), kLongestPauseMs);
  next_attempt_ = now() + milliseconds(pause_ms / 2 + static_cast<int64_t>(random_.unit() * static_cast<double>(pause_ms) / 2));
}

// A server that answers nobody in time gets a new connection: the one that is there may be dead without anybody knowing.
void Pipeline::fail_late() {
  const Instant at = now();
  if (first_end() > at) return;
  const Refused silent(place_, "no answer within " + format_duration_ms(place_.options.timeout_ms), true);
  const Error failure = last_failure_.value_or(silent);
  const auto fail = [&](std::list<Flight>& flights) {
    return flights.remove_if([&](Flight& flight) {
      if (flight.until > at) return false;
      flight.job->over(&failure);
      return true;
    });
  };
  fail(ready_);
  if (fail(sent_) > 0) lose(silent);
}

void Pipeline::fail_all(const Error& failure) noexcept {
  connection_.reset();
  retired_ = false;
  for (std::list<Flight>* const flights : {&sent_, &ready_}) {
    for (Flight& flight : *flights) flight.job->over(&failure);
    flights->clear();
  }
}

Instant Pipeline::first_end() const noexcept {
  Instant first = Instant::max();
  for (const std::list<Flight>* const flights : {&sent_, &ready_}) {
    for (const Flight& flight : *flights) first = std::min(first, flight.until);
  }
  return first;
}

}  // namespace backstay::core::redis
