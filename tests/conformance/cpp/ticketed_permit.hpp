// A permit that may wait or be between two attempts, through the C interface: the C++ face waits and pauses by itself, in its thread,
// and a vector wants to see what happens in between.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "backstay/backstay.hpp"
#include "interpreter.hpp"

namespace backstay::conformance {

class TicketedPermit {
 public:
  TicketedPermit(Policy policy, int64_t cost, int64_t deadline_ns);
  ~TicketedPermit();
  TicketedPermit(const TicketedPermit&) = delete;
  TicketedPermit& operator=(const TicketedPermit&) = delete;

  // Asks for the first time, or with the ticket.
  json enter();
  // Reports; where another attempt might follow, it is given up, as a Permit does.
  json report(Outcome outcome, const std::string& cause, std::optional<Nanoseconds> retry_after);
  // Reports, and keeps what follows.
  json end_attempt(Outcome outcome, const std::string& cause, std::optional<Nanoseconds> retry_after);
  json leave();
  json deadline() const;

  bool waits() const { return permit_.ticket > 0; }
  bool runs() const { return permit_.token > 0; }
  bool refused() const { return refused_; }

 private:
  Policy policy_;
  backstay_permit permit_ = BACKSTAY_PERMIT_INIT;
  bool refused_ = false;
};

}  // namespace backstay::conformance
