// The connections of a store: units go to the one with the least to do, more are opened under load, and lost ones are replaced.
//
// The loop's thread alone calls it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/random.hpp"
#include "core/store/postgres/connector.hpp"
#include "core/store/postgres/descriptors.hpp"
#include "core/store/postgres/pipeline.hpp"

namespace backstay::core::postgres {

class Pool {
 public:
  // `tell` is called on another thread, with what `arrived` is to be given then. All of them outlive it.
  Pool(const Target& target, Descriptors& descriptors, int stop, std::function<void(Attempt)> tell);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  std::vector<std::unique_ptr<Pipeline>>& pipelines() noexcept { return pipelines_; }
  // Whether anything is on its way.
  bool busy() const noexcept;
  // The instant by which something must have come.
  int64_t until_ns() const noexcept;
  bool connecting() const noexcept { return connector_.has_value(); }
  // When the next attempt may be; now or before: at once.
  int64_t again_ns() const noexcept { return again_ns_; }

  // Where a flight can go now; null where it has to wait.
  Pipeline* place_for(const Flight& flight);
  // Begins to make a connection where units wait for one, or all that there are have much to do. Throws Error out_of_memory.
  void grow(bool somebody_waits, bool somebody_waits_alone);
  // Throws Refused where there is none.
  void arrived(Attempt attempt);
  // The server has answered: what failed before counts no more.
  void proved() noexcept { failures_ = 0; }
  // Closes a connection; nothing is on its way on it.
  void drop(const Pipeline& lost);
  // Closes what is empty and has no more use.
  void tidy(bool somebody_waits_alone);

 private:
  void failed() noexcept;
  std::size_t shared() const noexcept;
  std::size_t most_for(bool somebody_waits_alone) const noexcept;

  const Target& target_;
  Descriptors& descriptors_;
  const int stop_;
  const std::function<void(Attempt)> tell_;
  Random random_ = Random::system();
  std::vector<std::unique_ptr<Pipeline>> pipelines_;
  std::optional<Connector> connector_;
  int64_t again_ns_ = 0;
  int failures_ = 0;  // one after another
};

}  // namespace backstay::core::postgres
