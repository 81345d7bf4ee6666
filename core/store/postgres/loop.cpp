#include "core/store/postgres/loop.hpp"

#include <poll.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "core/base/text.hpp"
#include "core/base/thread.hpp"

namespace backstay::core::postgres {

namespace {

// So long an operation waits behind others' locks before it leaves the connection to who doesn't have to.
constexpr int64_t kShortLockNs = 100 * kNsPerMs;
// The server gives a lock up so long before the unit's time is over, so that it is the server that says so.
constexpr int64_t kAnswerNs = 100 * kNsPerMs;

// Rolled back without a fault of anybody's: 40001 serialization, 40P01 deadlock.
bool is_worth_a_try(const std::string& code) { return code == "40001" || code == "40P01"; }
bool is_locked(const std::string& code) { return code == "55P03"; }
// Somebody else has the session by now, or had it before.
bool is_unprepared(const std::string& code) { return code == "26000" || code == "42P05" || code == "08P01"; }
// What the connection was set up with is no more: the tables, or the right to write.
bool is_outdated(const std::string& code) { return code == "42883" || code == "42P01" || code == "3F000" || code == "25006"; }

}  // namespace

Loop::Loop(const Target& target, const Clock& clock)
    : target_(target), clock_(clock), generation_(fork_generation.load(std::memory_order_relaxed)) {
  wake_.open();
  pool_.emplace(target_, descriptors_, stop_.open(), [this](Attempt attempt) {
    const std::lock_guard hold(mutex_);
    attempt_ = std::move(attempt);
    wake_.raise();
  });
  thread_ = start_thread("a PostgreSQL store", [this] { run(); });
}

Loop::~Loop() {
  {
    const std::lock_guard hold(mutex_);
    stopping_ = true;
    wake_.raise();
  }
  thread_.join();
}

void Loop::abandon() noexcept {
  descriptors_.close_all();
  wake_.abandon();
  stop_.abandon();
}

void Loop::add(std::unique_ptr<store::Job>& job) {
  Flights one;
  one.push_back(std::make_unique<Flight>(monotonic_ns() + target_.options.timeout_ms * kNsPerMs));
  one.back()->take(std::move(job));
  const std::lock_guard hold(mutex_);
  incoming_.splice(incoming_.end(), one);
  wake_.raise();
}

void Loop::run() noexcept {
  for (bool more = true; more;) {
    try {
      more = turn();
    } catch (const Error& error) {
      fail_waiting(error);
    } catch (const std::bad_alloc&) {
      fail_waiting(Error(Status::out_of_memory, "out of memory"));
    }
  }
  stop_.raise();
  pool_.reset();
}

bool Loop::turn() {
  if (!take_in()) return false;
  expire();
  assign();
  grow();
  flush();
  wait();
  return true;
}

// What is urgent goes before all that wait.
bool Loop::take_in() {
  Flights incoming;
  std::optional<Attempt> attempt;
  bool stopping = false;
  {
    const std::lock_guard hold(mutex_);
    wake_.lower();
    incoming.swap(incoming_);
    attempt.swap(attempt_);
    stopping = stopping_;
  }
  Flights urgent;
  while (!incoming.empty()) {
    Flights& to = incoming.front()->urgent() ? urgent : waiting_;
    to.splice(to.end(), incoming, incoming.begin());
  }
  waiting_.splice(waiting_.begin(), urgent);
  if (attempt) connected(*std::move(attempt));
  return !stopping || !waiting_.empty() || pool_->busy();
}

// Where trying again soon is of no use, nobody waits for it.
void Loop::connected(Attempt attempt) {
  try {
    pool_->arrived(std::move(attempt));
    trouble_.reset();
  } catch (const Refused& refused) {
    trouble_ = refused;
    if (refused.lasting() && pool_->pipelines().empty()) fail_waiting(refused);
  }
}

void Loop::expire() {
  const int64_t now_ns = monotonic_ns();
  const Error none(Status::store_unavailable, "no connection was free in time");
  for (auto flight = waiting_.begin(); flight != waiting_.end();) {
    const bool over = (*flight)->until_ns() <= now_ns;
    if (over) fail(**flight, trouble_ ? *trouble_ : none);
    flight = over ? waiting_.erase(flight) : std::next(flight);
  }
  for (std::size_t index = pool_->pipelines().size(); index-- > 0;) {
    Pipeline& pipeline = *pool_->pipelines()[index];
    if (pipeline.until_ns() <= now_ns) lose(pipeline, Refused("the server has not answered in time", {}));
  }
  pool_->tidy(somebody_waits_alone());
}

void Loop::assign() {
  do {
    stale_ = false;
    for (auto flight = waiting_.begin(); flight != waiting_.end();) flight = dispatch(*flight) ? waiting_.erase(flight) : std::next(flight);
  } while (stale_);
}

// False where it has to wait.
bool Loop::dispatch(std::unique_ptr<Flight>& flight) {
  Pipeline* const pipeline = pool_->place_for(*flight);
  if (pipeline == nullptr) return false;
  try {
    if (flight->begin()) pipeline->send(flight, moment(*flight));
    return true;
  } catch (const Refused& refused) {
    lose(*pipeline, refused);
    return false;
  } catch (const Error& error) {
    fail(*flight, error);
  } catch (const std::bad_alloc&) {
    fail(*flight, Error(Status::out_of_memory, "out of memory"));
  }
  return true;
}

Moment Loop::moment(const Flight& flight) const noexcept {
  const int64_t left_ns = std::max(flight.until_ns() - monotonic_ns() - kAnswerNs, kNsPerMs);
  const int64_t lock_ns = flight.alone ? left_ns : std::min(left_ns, kShortLockNs);
  Moment moment{.now_ns = std::nullopt, .lock_ms = static_cast<int32_t>(std::max<int64_t>(lock_ns / kNsPerMs, 1))};
  if (clock_.is_manual()) moment.now_ns = clock_.wall_ns(clock_.now_ns());
  return moment;
}

bool Loop::somebody_waits_alone() const noexcept {
  return std::ranges::any_of(waiting_, [](const auto& flight) { return flight->alone; });
}

void Loop::grow() {
  const bool others = std::ranges::any_of(waiting_, [](const auto& flight) { return !flight->alone; });
  pool_->grow(others, somebody_waits_alone());
}

void Loop::flush() {
  for (std::size_t index = pool_->pipelines().size(); index-- > 0;) {
    Pipeline& pipeline = *pool_->pipelines()[index];
    try {
      if (pipeline.wants_to_write()) pipeline.flush();
    } catch (const Refused& refused) {
      lose(pipeline, refused);
    }
  }
}

int64_t Loop::next_ns() const noexcept {
  if (stale_) return 0;
  int64_t next = pool_->until_ns();
  for (const auto& flight : waiting_) next = std::min(next, flight->until_ns());
  if (!waiting_.empty() && !pool_->connecting() && pool_->again_ns() > monotonic_ns()) next = std::min(next, pool_->again_ns());
  return next;
}

void Loop::wait() {
  auto& pipelines = pool_->pipelines();
  std::vector<pollfd> watched{{.fd = wake_.open(), .events = POLLIN, .revents = 0}};
  for (const auto& pipeline : pipelines) {
    const short events = pipeline->wants_to_write() ? POLLIN | POLLOUT : POLLIN;
    watched.push_back({.fd = pipeline->descriptor(), .events = events, .revents = 0});
  }
  if (::poll(watched.data(), watched.size(), poll_ms(next_ns())) <= 0) return;
  for (std::size_t index = pipelines.size(); index-- > 0;) {
    if ((watched[index + 1].revents & ~POLLOUT) != 0) receive(*pipelines[index]);
  }
}

void Loop::receive(Pipeline& pipeline) {
  try {
    pipeline.receive([&](Landed landed) { land(pipeline, std::move(landed)); });
  } catch (const Refused& refused) {
    lose(pipeline, refused);
  }
}

void Loop::land(Pipeline& pipeline, Landed landed) {
  if (landed.refused) return refused(pipeline, landed.flight, *landed.refused);
  pool_->proved();
  go_on(landed.flight, [&] { return landed.flight->answered(landed.result); });
}

void Loop::refused(Pipeline& pipeline, std::unique_ptr<Flight>& flight, const Refused& refused) {
  const bool unprepared = is_unprepared(refused.code());
  const bool locked = is_locked(refused.code()) && !flight->alone;
  if (unprepared) pipeline.forget_prepared();
  if (locked) flight->alone = true;
  pipeline.retired = pipeline.retired || is_outdated(refused.code());
  if (!unprepared && !locked && !is_worth_a_try(refused.code())) return fail(*flight, refused);
  go_on(flight, [] { return true; });
}

// Those whose time isn't over begin again, in the order in which they had come.
void Loop::lose(Pipeline& pipeline, const Refused& why) {
  Flights flights = pipeline.give_up();
  pool_->drop(pipeline);
  stale_ = true;
  trouble_ = why;
  const int64_t now_ns = monotonic_ns();
  for (auto flight = flights.rbegin(); flight != flights.rend(); ++flight) {
    go_on(*flight, [&] {
      (*flight)->lost();
      if ((*flight)->until_ns() <= now_ns) throw Error(why);
      return true;
    });
  }
}

// Takes a step that says whether the unit has another operation, which then waits for its turn before all others.
template <class Step>
void Loop::go_on(std::unique_ptr<Flight>& flight, Step&& step) noexcept {
  try {
    if (step()) waiting_.push_front(std::move(flight));
  } catch (const Error& error) {
    fail(*flight, error);
  } catch (const std::bad_alloc&) {
    fail(*flight, Error(Status::out_of_memory, "out of memory"));
  }
}

void Loop::fail(Flight& flight, const Error& why) noexcept {
  try {
    std::string message = "store " + in_quotes(target_.name) + ": PostgreSQL: " + why.what();
    if (flight.unknown()) message += "; whether it was done is not known: claiming the same key again settles it";
    flight.fail(Error(why.status() == Status::invalid_argument ? Status::store_unavailable : why.status(), message));
  } catch (const std::bad_alloc&) {
    flight.fail(why);
  }
}

void Loop::fail_waiting(const Error& why) noexcept {
  for (auto& flight : waiting_) fail(*flight, why);
  waiting_.clear();
}

}  // namespace backstay::core::postgres
