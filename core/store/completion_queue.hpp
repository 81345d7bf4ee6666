// How store operations come back: submit reserves a place, each token completes exactly once, a drain copies records.
//
// One queue belongs to one event loop, or to the threads that wait on it; stores complete into it from any thread. A place is taken
// from reserve until its record was drained and its result taken or dropped, so memory is bounded and only reserve can say full. The
// descriptor is readable exactly while there are records, and for ever once the queue is closed.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/fork.hpp"
#include "core/base/status.hpp"
#include "core/store/readiness.hpp"

namespace backstay::core {

// What an operation came to, where bytes can't say it: who submitted takes it as what it is.
class Delivery {
 public:
  virtual ~Delivery() = default;
  // Nobody takes it.
  virtual void dropped() noexcept {}
};

class CompletionQueue {
 public:
  static constexpr int64_t kHighestCapacity = 65'536;
  // Of a record: token, status, result (0: none), length of the result.
  static constexpr int64_t kRecordFields = 4;

  explicit CompletionQueue(int64_t capacity);
  ~CompletionQueue();
  CompletionQueue(const CompletionQueue&) = delete;
  CompletionQueue& operator=(const CompletionQueue&) = delete;

  // The store's side.

  enum class Reserved { accepted, full, duplicate, closed };
  struct Place {
    Reserved answer = Reserved::accepted;
    int64_t operation = 0;
  };
  // Takes a place for a token that is in flight nowhere else on this queue; `request` is kept with it.
  Place reserve(int64_t token, std::string request);
  // The operation in flight that has the token, 0 where none has.
  int64_t find(int64_t token);
  // Its request, once; nothing where the operation was cancelled, closed or taken up already.
  std::optional<std::string> take_request(int64_t operation);
  // False where the operation has completed already: cancelled, closed, or the caller came second.
  bool complete(int64_t operation, Status status, std::string result);
  // The same with ok and a delivery; where it is false, the delivery is still the caller's.
  bool complete(int64_t operation, std::unique_ptr<Delivery>& delivery);

  // The host's side.

  // False where nothing in flight has the token. It then completes as cancelled, whatever the store does later.
  bool cancel(int64_t token);
  // Copies at most so many records, the oldest first, and says how many.
  int64_t drain(int64_t* records, int64_t most);
  // Gives the bytes of a result to `read`, once; false where there is no such result any more. What `read` throws leaves it as it is.
  template <class Read>
  bool take(int64_t result, Read&& read);
  // Gives a delivery up, once; null where there is no such result any more, or it is of another kind.
  template <class Kind>
  std::unique_ptr<Kind> take_delivery(int64_t result);
  // False where there is no such result any more.
  bool drop(int64_t result);
  // Every result that nobody has taken; for the end, when nobody will.
  void drop_all() noexcept;
  // Made at the first call, and anew after a fork; throws Error io.
  int descriptor();
  enum class Waited { ready, nothing, closed };
  // Blocks until there is a record, the queue is closed, the time is over (-1: never) or a signal came.
  Waited wait(int64_t timeout_ns);
  // Everything in flight completes as closed; the records can still be drained.
  void close() noexcept;
  bool closed() const noexcept { return closed_.load(std::memory_order_acquire); }

 private:
  enum class Stage : int32_t { free, in_flight, taken_up, ready, drained };
  struct Slot {
    int64_t token = 0;
    int64_t round = 1;                   // tells an operation from those that had the slot before
    std::string bytes;                   // the request, later the result
    std::unique_ptr<Delivery> delivery;  // instead of bytes
    Status status = Status::ok;
    Stage stage = Stage::free;
    int32_t next = -1;  // in the list of ready records
  };
  struct State {
    explicit State(int64_t capacity);
    std::vector<Slot> slots;
    std::vector<int32_t> free;
    std::unordered_map<int64_t, int32_t> by_token;  // from reserve until the record is drained
    int32_t first = -1;                             // oldest ready record
    int32_t last = -1;
  };
  // The lock, in a process that the state belongs to.
  class Entry {
   public:
    explicit Entry(CompletionQueue& queue) : hold_(queue.lock_) { queue.adopt_fork(hold_.whole()); }

   private:
    ForkSafeHold hold_;
  };

  void adopt_fork(bool whole);
  static int64_t id_of(int32_t index, const Slot& slot) noexcept { return slot.round << 16 | index; }
  Slot* slot_of(int64_t id) noexcept;
  Slot* unfinished(int64_t operation) noexcept;
  Slot* untaken(int64_t result) noexcept;
  void finish(Slot& slot, Status status, std::string result) noexcept;
  void vacate(Slot& slot) noexcept;
  int open_descriptor();

  const int64_t capacity_;
  ForkSafeLock lock_;
  std::unique_ptr<State> state_;
  int64_t generation_;  // the process that the state and the descriptor belong to
  Readiness readiness_;
  std::atomic<bool> closed_{false};
};

template <class Read>
bool CompletionQueue::take(int64_t result, Read&& read) {
  const Entry entry(*this);
  Slot* const slot = untaken(result);
  if (slot == nullptr || slot->delivery) return false;
  read(static_cast<const std::string&>(slot->bytes));
  vacate(*slot);
  return true;
}

template <class Kind>
std::unique_ptr<Kind> CompletionQueue::take_delivery(int64_t result) {
  const Entry entry(*this);
  Slot* const slot = untaken(result);
  Kind* const kind = slot == nullptr ? nullptr : dynamic_cast<Kind*>(slot->delivery.get());
  if (kind == nullptr) return nullptr;
  static_cast<void>(slot->delivery.release());
  vacate(*slot);
  return std::unique_ptr<Kind>(kind);
}

}  // namespace backstay::core
