// A connection on which several units' operations are on their way at once: each is a transaction of its own, answered in order.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "core/store/postgres/call.hpp"
#include "core/store/postgres/flight.hpp"
#include "core/store/postgres/setup.hpp"

namespace backstay::core::postgres {

// What came back of an operation: its result, or what the server said.
struct Landed {
  std::unique_ptr<Flight> flight{};
  std::optional<Refused> refused{};
  store::Result result{};
};

class Pipeline {
 public:
  // Throws Refused.
  explicit Pipeline(Ready ready);

  int descriptor() const noexcept { return PQsocket(link_->get()); }
  std::size_t load() const noexcept { return flying_.size(); }
  bool wants_to_write() const noexcept { return unsent_; }
  // The instant by which something must have come.
  int64_t until_ns() const noexcept;

  // Takes the flight, unless it throws Refused: then the connection is lost.
  void send(std::unique_ptr<Flight>& flight, const Moment& moment);
  // Both throw Refused where the connection is lost.
  void flush();
  void receive(const std::function<void(Landed)>& land);
  // What was on its way when the connection was lost, in the order in which it was sent.
  Flights give_up() noexcept;

  // What was prepared is gone: a pooler that nobody knew of.
  void forget_prepared() noexcept { prepared_ = false; }

  bool alone = false;    // it is for a flight that waits for a lock
  bool retired = false;  // it ends once it is empty: what it was set up with is no more

 private:
  void take(const Answer& answer);

  std::unique_ptr<Link> link_;
  bool prepared_;
  bool unsent_ = false;
  Flights flying_;
  std::optional<Landed> landing_;  // of the first one that flies, until its transaction is over
};

}  // namespace backstay::core::postgres
