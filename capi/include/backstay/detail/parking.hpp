// Part of backstay.hpp: where threads wait for their turn and pause between attempts.
//
// A lot is a queue that several policies may share. Whoever parks asks once more before it sleeps, so a wake that came between the
// answer and the parking is never missed.
#ifndef BACKSTAY_DETAIL_PARKING_HPP
#define BACKSTAY_DETAIL_PARKING_HPP

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "backstay/backstay.h"

namespace backstay::detail {

// All lots of the process, by their number. Never destroyed, so that threads may still wait while the process ends.
class Lots {
 public:
  struct Parked {
    std::condition_variable awake;
    bool woken = false;
  };

  // Those of this process: a child of a fork begins with empty ones, and leaves the parent's, whose lock may be held, as they are.
  static Lots& of_process(int64_t fork_generation) {
    static std::atomic<Lots*> current{nullptr};
    Lots* known = current.load();
    while (known == nullptr || known->generation_ != fork_generation) {
      auto* const made = new Lots(fork_generation);
      if (current.compare_exchange_strong(known, made)) return *made;
      delete made;
    }
    return *known;
  }

  void park(int64_t lot, int64_t ticket, Parked& parked) {
    const std::lock_guard<std::mutex> hold(lock_);
    lots_[lot].emplace(ticket, &parked);
  }
  // Sleeps until somebody wakes this one, or the time is over.
  void sleep(Parked& parked, std::chrono::microseconds at_most) {
    std::unique_lock<std::mutex> hold(lock_);
    parked.awake.wait_for(hold, at_most, [&] { return parked.woken; });
  }
  void remove(int64_t lot, int64_t ticket) {
    const std::lock_guard<std::mutex> hold(lock_);
    const auto found = lots_.find(lot);
    if (found == lots_.end()) return;
    found->second.erase(ticket);
    if (found->second.empty()) lots_.erase(found);
  }
  // Wakes the lowest ticket, the one that waits longest; or all.
  void wake(int64_t lot, bool all = false) {
    const std::lock_guard<std::mutex> hold(lock_);
    const auto found = lots_.find(lot);
    if (found == lots_.end()) return;
    for (auto& [ticket, parked] : found->second) {
      if (parked->woken && !all) continue;
      parked->woken = true;
      parked->awake.notify_one();
      if (!all) return;
    }
  }

 private:
  explicit Lots(int64_t generation) : generation_(generation) {}

  int64_t generation_;
  std::mutex lock_;
  std::map<int64_t, std::map<int64_t, Parked*>> lots_;
};

// Keeps a thread's place in a lot for a block.
class Parking {
 public:
  Parking(Lots& lots, int64_t lot, int64_t ticket) : lots_(lots), lot_(lot), ticket_(ticket) { lots_.park(lot_, ticket_, parked_); }
  // A wake that came while this thread found its turn by itself may have been meant for another: it is passed on.
  ~Parking() {
    lots_.remove(lot_, ticket_);
    if (parked_.woken && !slept_) lots_.wake(lot_);
  }
  Parking(const Parking&) = delete;
  Parking& operator=(const Parking&) = delete;

  void sleep(int64_t at_most_us) {
    lots_.sleep(parked_, std::chrono::microseconds(at_most_us));
    slept_ = true;
  }

 private:
  Lots& lots_;
  int64_t lot_;
  int64_t ticket_;
  Lots::Parked parked_;
  bool slept_ = false;
};

// On a manual clock the pause is over at once, and the clock has moved.
inline void pause(backstay_policy* policy, int64_t pause_us) {
  if (backstay_policy_pass_time(policy, backstay_policy_now(policy) + pause_us * 1000) > 0) return;
  std::this_thread::sleep_for(std::chrono::microseconds(pause_us));
}

}  // namespace backstay::detail

#endif
