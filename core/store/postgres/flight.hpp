// A job on its way to the server and back, on however many connections that takes.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <utility>

#include "core/store/key_value.hpp"

namespace backstay::core::postgres {

class Flight {
 public:
  explicit Flight(int64_t until_ns) noexcept : until_ns_(until_ns) {}
  // Before anything else.
  void take(std::unique_ptr<store::Job> job) noexcept { job_ = std::move(job); }

  int64_t until_ns() const noexcept { return until_ns_; }
  bool urgent() const noexcept { return job_->urgent(); }
  // Whether its answer was lost once: then nobody knows what came of it.
  bool unknown() const noexcept { return unknown_; }

  // Takes the job up, once; false where nobody wants it any more, and then it is over. Throws what the unit throws.
  bool begin();
  // The operation to send; after begin.
  const store::Key& key() const noexcept { return unit_->key(); }
  const store::Operation& operation() const noexcept { return *operation_; }
  // The operation's result is there. False where the unit is over by that, and its job knows. Throws what the unit throws.
  bool answered(const store::Result& result);
  // The operation's result will never be there: the unit begins again. Throws what the unit throws.
  void lost();
  // It is over.
  void fail(const Error& failure) noexcept;

  // Somebody else holds the lock that it needs: from now on it waits on a connection of its own.
  bool alone = false;

 private:
  std::unique_ptr<store::Job> job_;
  int64_t until_ns_;
  store::Unit* unit_ = nullptr;
  const store::Operation* operation_ = nullptr;
  bool unknown_ = false;
};

// A list, so that moving them about can't fail for want of memory: each has a job that must hear how it ended.
using Flights = std::list<std::unique_ptr<Flight>>;

}  // namespace backstay::core::postgres
