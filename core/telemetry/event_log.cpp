#include "core/telemetry/event_log.hpp"

#include <algorithm>

namespace backstay::core {

void EventLog::record(Event event) noexcept {
  const ForkSafeHold hold(lock_);
  const int64_t sequence = sequence_.load(std::memory_order_relaxed) + 1;
  event.sequence = sequence;
  ring_[static_cast<std::size_t>(sequence) % ring_.size()] = event;
  // After the record: a child that was forked in between finds the old sequence, and writes the half-written record again.
  sequence_.store(sequence, std::memory_order_release);
}

EventLog::Page EventLog::since(int64_t since) const {
  Page page;
  const int64_t capacity = static_cast<int64_t>(ring_.size());
  // Room is made outside the lock, so that nothing is allocated under it.
  const int64_t expected = sequence_.load(std::memory_order_acquire) - since;
  if (expected > 0) page.events.reserve(static_cast<std::size_t>(std::min(expected, capacity)));
  const ForkSafeHold hold(lock_);
  const int64_t last = sequence_.load(std::memory_order_relaxed);
  const int64_t oldest = std::max<int64_t>(1, last - capacity + 1);
  // A cursor from beyond the end (of another runtime, say) reads on from the end.
  const int64_t from = std::min(since, last);
  const int64_t first = std::max(from + 1, oldest);
  page.dropped = first - from - 1;
  page.next = first - 1;
  for (int64_t sequence = first; sequence <= last && page.events.size() < page.events.capacity(); ++sequence) {
    page.events.push_back(ring_[static_cast<std::size_t>(sequence) % ring_.size()]);
    page.next = sequence;
  }
  return page;
}

}  // namespace backstay::core
