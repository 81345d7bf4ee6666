// A line of callers who were told to come back: first come first, each with a ticket that finds its entry again.
//
// Whoever owns the line guards it with a lock of its own. Entries live in places that are reused; what they were used for before is
// told apart by the number in the ticket.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>

#include "core/base/fork.hpp"
#include "core/policy/pattern.hpp"

namespace backstay::core {

template <class Entry>
class TicketLine {
 public:
  static constexpr int64_t kNone = -1;
  static_assert(std::is_trivially_copyable_v<Entry>);

  // At most so many tickets at a time. `bits`: what every ticket has set besides, such as Ticket::kTimed.
  explicit TicketLine(int64_t most, int64_t bits = 0) : most_(std::min(most, Ticket::kPlaceMask + 1)), bits_(bits) {}

  // Joins the end of the line; kNone: too many tickets are out, or there is no memory.
  int64_t join(const Entry& entry) noexcept {
    const int64_t place = take_place();
    if (place == kNone) return kNone;
    Node& node = at(place);
    node = {.ticket = Ticket::make(++numbers_, place) | bits_, .before = last_, .after = kNone, .in_line = true, .entry = entry};
    (last_ == kNone ? first_ : at(last_).after) = place;
    last_ = place;
    ++length_;
    return place;
  }
  // Leaves the line; the ticket stays good.
  void step_out(int64_t place) noexcept {
    Node& node = at(place);
    if (!node.in_line) return;
    (node.before == kNone ? first_ : at(node.before).after) = node.after;
    (node.after == kNone ? last_ : at(node.after).before) = node.before;
    node.in_line = false;
    --length_;
  }
  // The ticket is over.
  void release(int64_t place) noexcept {
    step_out(place);
    at(place).ticket = 0;
    at(place).after = free_;
    free_ = place;
  }

  // The place of a ticket that is out; kNone: no such ticket.
  int64_t find(int64_t ticket) const noexcept {
    const int64_t place = Ticket::place(ticket);
    return Ticket::is(ticket) && this->ticket(place) == ticket ? place : kNone;
  }
  // True for a ticket from before the last clear.
  bool voided(int64_t ticket) const noexcept {
    return Ticket::is(ticket) && (ticket >> Ticket::kPlaceBits & Ticket::kNumberMask) <= voided_ && find(ticket) == kNone;
  }
  // The ticket that is out in a place; 0: none.
  int64_t ticket(int64_t place) const noexcept { return place >= 0 && place < used_ ? at(place).ticket : 0; }
  Entry& operator[](int64_t place) noexcept { return at(place).entry; }

  bool empty() const noexcept { return length_ == 0; }
  int64_t length() const noexcept { return length_; }
  int64_t first() const noexcept { return first_; }
  // Who joined next and is still in line; kNone: nobody.
  int64_t after(int64_t place) const noexcept { return at(place).in_line ? at(place).after : kNone; }
  bool in_line(int64_t place) const noexcept { return at(place).in_line; }

  // Voids all tickets. `whole` is false where the line may be half-written; its memory is then left alone for ever.
  void clear(bool whole) noexcept {
    if (!whole) {
      static_cast<void>(nodes_.release());
      made_ = 0;
    }
    voided_ = numbers_;
    used_ = 0;
    length_ = 0;
    first_ = last_ = free_ = kNone;
  }

 private:
  struct Node {
    int64_t ticket;  // 0: the place is free
    int64_t before;
    int64_t after;  // in line; or the next free place
    bool in_line;
    Entry entry;
  };
  static constexpr int64_t kFirstPlaces = 16;

  Node& at(int64_t place) const noexcept { return nodes_[static_cast<std::size_t>(place)]; }

  int64_t take_place() noexcept {
    if (free_ != kNone) {
      const int64_t place = free_;
      free_ = at(place).after;
      return place;
    }
    if (used_ == made_ && !grow()) return kNone;
    return used_++;
  }

  bool grow() noexcept {
    const int64_t wanted = std::min(most_, std::max(kFirstPlaces, 2 * made_));
    if (wanted <= made_) return false;
    auto* const nodes = new (std::nothrow) Node[static_cast<std::size_t>(wanted)];
    if (nodes == nullptr) return false;
    std::copy(nodes_.get(), nodes_.get() + used_, nodes);
    nodes_.reset(nodes);
    made_ = wanted;
    return true;
  }

  int64_t most_;
  int64_t bits_;
  int64_t numbers_ = 0;
  int64_t voided_ = 0;
  int64_t made_ = 0;  // places with memory
  int64_t used_ = 0;  // places that have had a ticket; those above are fresh
  int64_t length_ = 0;
  int64_t first_ = kNone;
  int64_t last_ = kNone;
  int64_t free_ = kNone;
  std::unique_ptr<Node[]> nodes_;
};

// Holds the lock of a line for a block, and drops the line where a fork left it half-written.
class LineHold {
 public:
  template <class Entry>
  LineHold(ForkSafeLock& lock, TicketLine<Entry>& line) noexcept : hold_(lock) {
    if (!hold_.whole()) line.clear(false);
  }

 private:
  ForkSafeHold hold_;
};

}  // namespace backstay::core
