// What happened, kept in a ring of fixed records and read by cursor, so that readers don't steal from each other.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/catalogue.hpp"
#include "core/base/fork.hpp"
#include "core/base/text.hpp"

namespace backstay::core {

// Text of bounded length without an allocation; longer text is cut at a character's border.
template <std::size_t N>
class ShortText {
 public:
  ShortText() = default;
  ShortText(std::string_view text) noexcept { assign(text); }  // NOLINT: meant to convert
  void assign(std::string_view text) noexcept {
    const std::string_view kept = first_bytes(text, N);
    for (std::size_t i = 0; i < kept.size(); ++i) bytes_[i] = kept[i];
    length_ = static_cast<uint16_t>(kept.size());
  }
  std::string_view view() const noexcept { return {bytes_.data(), length_}; }

 private:
  std::array<char, N> bytes_{};
  uint16_t length_ = 0;
};

struct Event {
  int64_t sequence = 0;  // 1, 2, ...; given by the log
  int64_t at_ns = 0;
  int64_t wall_ns = 0;
  EventKind kind = EventKind::transition;
  State from = State::closed;
  State to = State::closed;
  TransitionReason reason = TransitionReason::none;
  int64_t wait_ns = -1;  // until a call may pass; -1 unknown
  ShortText<64> pattern;
  ShortText<128> policy;
  ShortText<128> key;
  ShortText<128> note;  // the operator's reason
  ShortText<64> cause;  // the last failure's cause
};

class EventLog {
 public:
  explicit EventLog(std::size_t capacity) : ring_(capacity) {}

  void record(Event event) noexcept;

  struct Page {
    std::vector<Event> events;
    int64_t next = 0;
    int64_t dropped = 0;
  };
  // Events with a sequence above `since`, oldest first.
  Page since(int64_t since) const;

  // Number of events ever recorded; its address is part of the gate.
  const std::atomic<int64_t>& sequence() const noexcept { return sequence_; }

 private:
  mutable ForkSafeLock lock_;
  std::atomic<int64_t> sequence_{0};
  std::vector<Event> ring_;
};

}  // namespace backstay::core
