// The descriptors that a store has open, so that a forked child can close them whatever its parent's thread was about.
#pragma once

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>

namespace backstay::core::postgres {

class Descriptors {
 public:
  // One more than a configuration may ask for, and one that is new while an old one goes.
  static constexpr std::size_t kMost = 66;

  void add(int descriptor) noexcept {
    for (std::atomic<int>& place : places_) {
      int none = kNone;
      if (place.compare_exchange_strong(none, descriptor)) return;
    }
  }
  // Before it is closed: its number may be somebody else's right after.
  void remove(int descriptor) noexcept {
    for (std::atomic<int>& place : places_) {
      int known = descriptor;
      if (place.compare_exchange_strong(known, kNone)) return;
    }
  }
  // In a child: without a word to the server, to which the parent still speaks.
  void close_all() noexcept {
    for (std::atomic<int>& place : places_) {
      const int descriptor = place.exchange(kNone);
      if (descriptor != kNone) ::close(descriptor);
    }
  }

 private:
  static constexpr int kNone = -1;
  struct Places : std::array<std::atomic<int>, kMost> {
    Places() noexcept {
      for (std::atomic<int>& place : *this) place.store(kNone, std::memory_order_relaxed);
    }
  };
  Places places_;
};

}  // namespace backstay::core::postgres
