// A deterministic scheduler: fibers that may be switched before every atomic operation and every clock reading, in an order that a
// strategy chooses. What it runs is the product's own code, instantiated with the atomics below.
#pragma once

#include <ucontext.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace backstay::test {

// Chooses at every step which of the runnable fibers goes on.
class Strategy {
 public:
  virtual ~Strategy() = default;
  // `runnable` is not empty; `current` is among them or -1.
  virtual int choose(const std::vector<int>& runnable, int current) = 0;
};

class RandomStrategy final : public Strategy {
 public:
  // Switches about one step in `stay` + 1, so that some runs have long stretches and others none.
  RandomStrategy(uint64_t seed, int stay) : random_(seed), stay_(stay) {}
  int choose(const std::vector<int>& runnable, int current) override {
    if (current >= 0 && static_cast<int>(random_() % static_cast<uint64_t>(stay_ + 1)) != 0) return current;
    return runnable[random_() % runnable.size()];
  }

 private:
  std::mt19937_64 random_;
  int stay_;
};

// All orders with at most so many preemptions, one a run: depth first over the choices.
class ExhaustiveStrategy final : public Strategy {
 public:
  explicit ExhaustiveStrategy(int preemptions) : preemptions_(preemptions) {}

  int choose(const std::vector<int>& runnable, int current) override {
    if (step_ == path_.size()) path_.push_back({0, options(runnable, current)});
    const int chosen = path_[step_].options[path_[step_].taken];
    if (current >= 0 && chosen != current) ++used_;
    ++step_;
    return chosen;
  }

  // Goes to the next order; false after the last.
  bool next() {
    step_ = 0;
    used_ = 0;
    while (!path_.empty() && ++path_.back().taken == path_.back().options.size()) path_.pop_back();
    return !path_.empty();
  }

 private:
  struct Choice {
    std::size_t taken;
    std::vector<int> options;
  };

  // Going on comes first; leaving a fiber that could go on is a preemption.
  std::vector<int> options(const std::vector<int>& runnable, int current) const {
    if (current < 0) return runnable;
    std::vector<int> order{current};
    if (used_ >= preemptions_) return order;
    for (const int fiber : runnable) {
      if (fiber != current) order.push_back(fiber);
    }
    return order;
  }

  int preemptions_;
  int used_ = 0;
  std::size_t step_ = 0;
  std::vector<Choice> path_;
};

class Scheduler {
 public:
  // Runs the bodies to their ends.
  static void run(const std::vector<std::function<void()>>& bodies, Strategy& strategy) {
    Scheduler scheduler(bodies, strategy);
    active() = &scheduler;
    scheduler.loop();
    active() = nullptr;
  }

  // A point where another fiber may go on; nothing outside a run.
  static void step() {
    Scheduler* const scheduler = active();
    if (scheduler == nullptr || scheduler->current_ < 0) return;
    Fiber& self = *scheduler->fibers_[static_cast<std::size_t>(scheduler->current_)];
    swapcontext(&self.context, &scheduler->home_);
  }

  // Number of the running fiber, 0 outside a run.
  static int fiber() {
    const Scheduler* const scheduler = active();
    return scheduler == nullptr || scheduler->current_ < 0 ? 0 : scheduler->current_;
  }

 private:
  static constexpr std::size_t kStackBytes = 128 * 1024;
  struct Fiber {
    ucontext_t context{};
    std::unique_ptr<char[]> stack{new char[kStackBytes]};
    const std::function<void()>* body = nullptr;
    bool done = false;
  };

  Scheduler(const std::vector<std::function<void()>>& bodies, Strategy& strategy) : strategy_(strategy) {
    for (const auto& body : bodies) {
      auto& fiber = fibers_.emplace_back(std::make_unique<Fiber>());
      fiber->body = &body;
      getcontext(&fiber->context);
      fiber->context.uc_stack.ss_sp = fiber->stack.get();
      fiber->context.uc_stack.ss_size = kStackBytes;
      fiber->context.uc_link = &home_;
      makecontext(&fiber->context, &Scheduler::enter, 0);
    }
  }

  static Scheduler*& active() {
    static Scheduler* scheduler = nullptr;
    return scheduler;
  }

  static void enter() {
    Scheduler& scheduler = *active();
    Fiber& self = *scheduler.fibers_[static_cast<std::size_t>(scheduler.current_)];
    (*self.body)();
    self.done = true;
  }

  void loop() {
    int last = -1;
    for (;;) {
      std::vector<int> runnable;
      for (std::size_t index = 0; index < fibers_.size(); ++index) {
        if (!fibers_[index]->done) runnable.push_back(static_cast<int>(index));
      }
      if (runnable.empty()) return;
      const bool goes_on = last >= 0 && !fibers_[static_cast<std::size_t>(last)]->done;
      current_ = strategy_.choose(runnable, goes_on ? last : -1);
      last = current_;
      swapcontext(&home_, &fibers_[static_cast<std::size_t>(current_)]->context);
      current_ = -1;
    }
  }

  Strategy& strategy_;
  std::vector<std::unique_ptr<Fiber>> fibers_;
  ucontext_t home_{};
  int current_ = -1;
};

// An atomic whose every operation is a scheduling point. `kBroken` makes compare-and-swap a load and a store: what the checker must
// be able to notice.
template <class T, bool kBroken = false>
class ScheduledAtomic {
 public:
  ScheduledAtomic(T value = T{}) : value_(value) {}  // NOLINT: as std::atomic
  T load() const {
    Scheduler::step();
    return value_;
  }
  void store(T value) {
    Scheduler::step();
    value_ = value;
  }
  bool compare_exchange_strong(T& expected, T desired) {
    Scheduler::step();
    if (value_ != expected) {
      expected = value_;
      return false;
    }
    if constexpr (kBroken) Scheduler::step();
    value_ = desired;
    return true;
  }

 private:
  T value_;
};

// A clock that fibers read one at a time; it remembers each one's last reading.
struct ScheduledClock {
  static constexpr std::size_t kFibers = 8;
  int64_t ns = 0;
  mutable int64_t last[kFibers] = {};

  int64_t now_ns() const {
    Scheduler::step();
    return last[Scheduler::fiber()] = ns;
  }
  int64_t coarse_ns() const { return now_ns(); }
};

template <bool kBroken>
struct ScheduledEnvironment {
  template <class T>
  using Atomic = ScheduledAtomic<T, kBroken>;
  using Clock = ScheduledClock;
  static int64_t stripe() { return Scheduler::fiber(); }
};

}  // namespace backstay::test
