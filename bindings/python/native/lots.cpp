#include "lots.hpp"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace backstay::python {

namespace {

using Lot = std::set<std::pair<int64_t, Parked*>>;

// Never destroyed: an exit may wake somebody while the process ends.
std::map<int64_t, Lot>& lots() {
  static auto* const all = new std::map<int64_t, Lot>;
  return *all;
}

// Out of its lot; the waker is the caller's.
Owned take_out(std::map<int64_t, Lot>::iterator lot, Parked& parked) noexcept {
  lot->second.erase({parked.ticket, &parked});
  if (lot->second.empty()) lots().erase(lot);
  return Owned(std::exchange(parked.waker, nullptr));
}

// A caller that can't be told, because its loop was closed, waits no more.
void call(const Owned& waker) noexcept {
  PendingError pending;
  Owned done(PyObject_CallNoArgs(waker.get()));
  if (!done) PyErr_WriteUnraisable(waker.get());
}

// All are taken out before the first is told, because a waker runs Python code, and who was woken may park again.
template <typename Matches>
void take_all(Matches matches, std::vector<Owned>& wakers) {
  std::vector<std::pair<int64_t, Parked*>> chosen;
  for (auto lot = lots().begin(); lot != lots().end();) {
    const auto here = lot++;
    chosen.clear();
    for (const auto& entry : here->second) {
      if (matches(*entry.second)) chosen.push_back(entry);
    }
    wakers.reserve(wakers.size() + chosen.size());
    for (const auto& entry : chosen) wakers.push_back(take_out(here, *entry.second));
  }
}

template <typename Matches>
void wake_all(Matches matches) noexcept {
  std::vector<Owned> wakers;
  try {
    take_all(matches, wakers);
  } catch (const std::exception&) {
    // No memory: those who were not reached come back when their wait is over.
  }
  for (const Owned& waker : wakers) call(waker);
}

}  // namespace

bool park(Parked& parked, PyObject* waker) noexcept {
  unpark(parked);
  try {
    lots()[parked.lot].insert({parked.ticket, &parked});
  } catch (const std::exception&) {
    PyErr_NoMemory();
    return false;
  }
  parked.waker = Py_NewRef(waker);
  return true;
}

void unpark(Parked& parked) noexcept {
  if (parked.waker == nullptr) return;
  const auto lot = lots().find(parked.lot);
  const Owned waker = take_out(lot, parked);
}

void wake_first(int64_t lot) noexcept {
  const auto found = lot == 0 ? lots().end() : lots().find(lot);
  if (found == lots().end()) return;
  call(take_out(found, *found->second.begin()->second));
}

void wake_lot(int64_t lot) noexcept {
  if (lot == 0) return;
  wake_all([lot](const Parked& parked) { return parked.lot == lot; });
}

void wake_runtime(const void* runtime, bool sleepers) noexcept {
  wake_all([=](const Parked& parked) { return parked.runtime == runtime && (sleepers || parked.lot != 0); });
}

}  // namespace backstay::python
