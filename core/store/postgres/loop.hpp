// The thread of a store: takes jobs in, keeps the connections busy, and tells each job how it ended.
//
// It waits for all connections at once and for nothing else: what may block is the connector's. A unit whose answer is lost is begun
// again, as long as it has time: the store itself then says what came of it.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/clock.hpp"
#include "core/base/fork.hpp"
#include "core/store/key_value.hpp"
#include "core/store/postgres/pool.hpp"
#include "core/store/readiness.hpp"

namespace backstay::core::postgres {

class Loop {
 public:
  // Both outlive it. Throws Error io, out_of_memory.
  Loop(const Target& target, const Clock& clock);
  // Ends what it has accepted.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Takes the job, unless it throws bad_alloc.
  void add(std::unique_ptr<store::Job>& job);

  // A child has this object and not its thread.
  bool inherited() const noexcept { return generation_ != fork_generation.load(std::memory_order_relaxed); }
  // In a child, instead of the destructor.
  void abandon() noexcept;

 private:
  void run() noexcept;
  // False at the end.
  bool turn();
  bool take_in();
  void connected(Attempt attempt);
  void expire();
  void assign();
  bool dispatch(std::unique_ptr<Flight>& flight);
  bool somebody_waits_alone() const noexcept;
  void grow();
  void flush();
  void wait();
  int64_t next_ns() const noexcept;
  void receive(Pipeline& pipeline);
  void land(Pipeline& pipeline, Landed landed);
  void refused(Pipeline& pipeline, std::unique_ptr<Flight>& flight, const Refused& refused);
  void lose(Pipeline& pipeline, const Refused& why);
  template <class Step>
  void go_on(std::unique_ptr<Flight>& flight, Step&& step) noexcept;
  Moment moment(const Flight& flight) const noexcept;
  void fail(Flight& flight, const Error& why) noexcept;
  void fail_waiting(const Error& why) noexcept;

  const Target& target_;
  const Clock& clock_;
  const int64_t generation_;

  std::mutex mutex_;
  Flights incoming_;
  std::optional<Attempt> attempt_;
  bool stopping_ = false;
  Readiness wake_;

  // The thread's.
  Readiness stop_;  // for who is connecting
  Flights waiting_;
  bool stale_ = false;            // a connection was lost since the waiting were looked at
  std::optional<Error> trouble_;  // why there is no connection
  Descriptors descriptors_;
  std::optional<Pool> pool_;

  std::thread thread_;  // last: it uses all the others
};

}  // namespace backstay::core::postgres
