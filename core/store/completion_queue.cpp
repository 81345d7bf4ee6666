#include "core/store/completion_queue.hpp"

#include <poll.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/clock.hpp"

namespace backstay::core {

namespace {

int64_t current_generation() noexcept { return fork_generation.load(std::memory_order_relaxed); }

}  // namespace

CompletionQueue::State::State(int64_t capacity) : slots(static_cast<std::size_t>(capacity)) {
  free.reserve(slots.size());
  by_token.reserve(slots.size());
  for (std::size_t index = slots.size(); index-- > 0;) free.push_back(static_cast<int32_t>(index));
}

// What is in flight at a fork completes in the parent, so the child begins empty; the descriptor is the parent's event too, and is neither
// read nor written here.
void CompletionQueue::adopt_fork(bool whole) {
  if (generation_ == current_generation()) return;
  auto fresh = std::make_unique<State>(capacity_);
  if (!whole) static_cast<void>(state_.release());  // half-written: not even fit to be destroyed
  state_ = std::move(fresh);
  readiness_.abandon();
  generation_ = current_generation();
}

CompletionQueue::CompletionQueue(int64_t capacity)
    : capacity_(capacity), state_(std::make_unique<State>(capacity)), generation_(current_generation()) {}

CompletionQueue::~CompletionQueue() {
  // A child doesn't know whether the parent was in the middle of a change.
  if (generation_ != current_generation()) static_cast<void>(state_.release());
}

CompletionQueue::Slot* CompletionQueue::slot_of(int64_t id) noexcept {
  const int64_t index = id & 0xffff;
  if (id <= 0 || index >= capacity_) return nullptr;
  Slot& slot = state_->slots[static_cast<std::size_t>(index)];
  return slot.round == id >> 16 ? &slot : nullptr;
}

CompletionQueue::Place CompletionQueue::reserve(int64_t token, std::string request) {
  const Entry entry(*this);
  if (closed()) return {Reserved::closed};
  if (state_->by_token.contains(token)) return {Reserved::duplicate};
  if (state_->free.empty()) return {Reserved::full};
  const int32_t index = state_->free.back();
  state_->by_token.emplace(token, index);
  state_->free.pop_back();
  Slot& slot = state_->slots[static_cast<std::size_t>(index)];
  slot.token = token;
  slot.bytes = std::move(request);
  slot.stage = Stage::in_flight;
  return {Reserved::accepted, id_of(index, slot)};
}

int64_t CompletionQueue::find(int64_t token) {
  const Entry entry(*this);
  const auto found = state_->by_token.find(token);
  if (found == state_->by_token.end()) return 0;
  const Slot& slot = state_->slots[static_cast<std::size_t>(found->second)];
  return slot.stage == Stage::ready ? 0 : id_of(found->second, slot);
}

std::optional<std::string> CompletionQueue::take_request(int64_t operation) {
  const Entry entry(*this);
  Slot* const slot = slot_of(operation);
  if (slot == nullptr || slot->stage != Stage::in_flight) return std::nullopt;
  slot->stage = Stage::taken_up;
  return std::exchange(slot->bytes, {});
}

CompletionQueue::Slot* CompletionQueue::unfinished(int64_t operation) noexcept {
  Slot* const slot = slot_of(operation);
  return slot != nullptr && (slot->stage == Stage::in_flight || slot->stage == Stage::taken_up) ? slot : nullptr;
}

CompletionQueue::Slot* CompletionQueue::untaken(int64_t result) noexcept {
  Slot* const slot = slot_of(result);
  return slot != nullptr && slot->stage == Stage::drained ? slot : nullptr;
}

bool CompletionQueue::complete(int64_t operation, Status status, std::string result) {
  const Entry entry(*this);
  Slot* const slot = unfinished(operation);
  if (slot == nullptr) return false;
  finish(*slot, status, std::move(result));
  return true;
}

bool CompletionQueue::complete(int64_t operation, std::unique_ptr<Delivery>& delivery) {
  const Entry entry(*this);
  Slot* const slot = unfinished(operation);
  if (slot == nullptr) return false;
  slot->delivery = std::move(delivery);
  finish(*slot, Status::ok, {});
  return true;
}

bool CompletionQueue::drop(int64_t result) {
  std::unique_ptr<Delivery> delivery;
  {
    const Entry entry(*this);
    Slot* const slot = untaken(result);
    if (slot == nullptr) return false;
    delivery = std::move(slot->delivery);
    vacate(*slot);
  }
  if (delivery) delivery->dropped();  // outside the lock: it may have work for a store
  return true;
}

// One at a time, since to gather them could fail; nobody else is here any more.
void CompletionQueue::drop_all() noexcept {
  for (std::size_t index = 0; index < static_cast<std::size_t>(capacity_); ++index) {
    std::unique_ptr<Delivery> delivery;
    {
      const Entry entry(*this);
      delivery = std::move(state_->slots[index].delivery);
    }
    if (delivery) delivery->dropped();
  }
}

bool CompletionQueue::cancel(int64_t token) {
  const Entry entry(*this);
  const auto found = state_->by_token.find(token);
  if (found == state_->by_token.end()) return false;
  Slot& slot = state_->slots[static_cast<std::size_t>(found->second)];
  if (slot.stage == Stage::ready) return false;
  finish(slot, Status::cancelled, {});
  return true;
}

// The one way into the list of ready records.
void CompletionQueue::finish(Slot& slot, Status status, std::string result) noexcept {
  slot.status = status;
  slot.bytes = std::move(result);
  slot.stage = Stage::ready;
  slot.next = -1;
  const auto index = static_cast<int32_t>(&slot - state_->slots.data());
  if (state_->last < 0) {
    state_->first = index;
  } else {
    state_->slots[static_cast<std::size_t>(state_->last)].next = index;
  }
  state_->last = index;
  readiness_.raise();
}

int64_t CompletionQueue::drain(int64_t* records, int64_t most) {
  const Entry entry(*this);
  int64_t count = 0;
  for (; count < most && state_->first >= 0; ++count) {
    const int32_t index = state_->first;
    Slot& slot = state_->slots[static_cast<std::size_t>(index)];
    const bool has_result = slot.status == Status::ok;
    int64_t* const record = records + count * kRecordFields;
    record[0] = slot.token;
    record[1] = static_cast<int64_t>(slot.status);
    record[2] = has_result ? id_of(index, slot) : 0;
    record[3] = static_cast<int64_t>(slot.bytes.size());
    state_->first = slot.next;
    state_->by_token.erase(slot.token);
    slot.stage = Stage::drained;
    if (!has_result) vacate(slot);
  }
  if (state_->first < 0) {
    state_->last = -1;
    if (!closed()) readiness_.lower();
  }
  return count;
}

void CompletionQueue::vacate(Slot& slot) noexcept {
  slot.stage = Stage::free;
  slot.round = (slot.round + 1) & 0x3fff'ffff'ffff;  // an id stays positive
  slot.bytes = {};
  slot.delivery.reset();
  state_->free.push_back(static_cast<int32_t>(&slot - state_->slots.data()));  // never beyond what was reserved
}

int CompletionQueue::descriptor() {
  const Entry entry(*this);
  return open_descriptor();
}

int CompletionQueue::open_descriptor() {
  const bool fresh = !readiness_.is_open();
  const int descriptor = readiness_.open();
  if (fresh && (state_->first >= 0 || closed())) readiness_.raise();
  return descriptor;
}

CompletionQueue::Waited CompletionQueue::wait(int64_t timeout_ns) {
  const auto look = [this] {
    if (state_->first >= 0) return Waited::ready;
    return closed() ? Waited::closed : Waited::nothing;
  };
  pollfd watched{.fd = -1, .events = POLLIN, .revents = 0};
  {
    const Entry entry(*this);
    if (const Waited now = look(); now != Waited::nothing || timeout_ns == 0) return now;
    watched.fd = open_descriptor();
  }
  // Rounded up; who waits for more than poll can take asks again.
  const int64_t time_ms = timeout_ns < 0 ? -1 : timeout_ns / kNsPerMs + (timeout_ns % kNsPerMs == 0 ? 0 : 1);
  ::poll(&watched, 1, static_cast<int>(std::min<int64_t>(time_ms, std::numeric_limits<int>::max())));
  const Entry entry(*this);
  return look();
}

void CompletionQueue::close() noexcept {
  const ForkSafeHold hold(lock_);
  closed_.store(true, std::memory_order_release);
  if (generation_ != current_generation()) return;  // what is in flight is the parent's
  for (Slot& slot : state_->slots) {
    if (slot.stage == Stage::in_flight || slot.stage == Stage::taken_up) finish(slot, Status::closed, {});
  }
  readiness_.raise();
}

}  // namespace backstay::core
