// Units on their way to a Redis server: each has one operation in the pipeline at a time, all of them share a connection.
//
// Where the connection is lost, nobody knows which operations were done. Their units begin again on the next one, and learn from the
// store itself what came of it. A unit that isn't over when its time is has failed. One thread at a time.
#pragma once

#include <list>
#include <memory>
#include <optional>

#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/store/key_value.hpp"
#include "core/store/redis/connection.hpp"
#include "core/store/redis/place.hpp"

namespace backstay::core::redis {

// A job, and how far its unit has come.
struct Flight {
  std::unique_ptr<store::Job> job;
  Instant until;  // the unit has failed if it isn't over by then
  store::Unit* unit = nullptr;
  const store::Operation* operation = nullptr;  // the one to run; the unit's own
  bool by_text = false;                         // the server has forgotten the script
};

class Pipeline {
 public:
  // Nothing is connected yet. All of them outlive it.
  Pipeline(const Place& place, const Clock& clock, Descriptor& descriptor);

  bool idle() const noexcept { return ready_.empty() && sent_.empty(); }
  // Takes up the jobs that are still wanted.
  void take(std::list<Flight>& jobs) noexcept;
  // Does what can be done, and waits: for the server, for something at that descriptor, or for somebody's time to be over.
  void step(int wake) noexcept;

 private:
  // Gives the unit its last operation's reply, or begins it. Whether there is something to send; else it is over, and the job has heard.
  static bool advance(Flight& flight, const redisReply* reply, const Place& place) noexcept;
  void send();
  void settle(const redisReply& reply);

  void work(int wake);
  void connect(int wake);
  void wait(int wake, Instant until) const;
  void lose(const Refused& refused) noexcept;
  void fail_late();
  void fail_all(const Error& failure) noexcept;
  Instant first_end() const noexcept;

  const Place& place_;
  const Clock& clock_;
  Descriptor& descriptor_;
  Random random_;
  std::optional<Connection> connection_;
  std::list<Flight> ready_;  // to be sent
  std::list<Flight> sent_;   // in the order of the replies to come
  bool retired_ = false;     // the connection is good for the replies that it owes and for no more
  int attempts_ = 0;         // at a connection, since one was answered
  Instant next_attempt_{};
  std::optional<Error> last_failure_;  // since one was answered
};

}  // namespace backstay::core::redis
