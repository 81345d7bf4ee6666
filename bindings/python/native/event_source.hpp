// A runtime's events, and how far they were logged: the words that decide whether a call has something to announce.
#pragma once

#include <backstay/backstay.h>

#include <string>

#include "python.hpp"

namespace backstay::python {

// One for each runtime, owned by a Python object and changed under the GIL alone.
class EventSource {
 public:
  explicit EventSource(backstay_runtime* runtime) : runtime_(backstay_runtime_retain(runtime)) {}
  EventSource(const EventSource&) = delete;
  EventSource& operator=(const EventSource&) = delete;
  ~EventSource() { backstay_runtime_release(runtime_); }

  int64_t logged() const noexcept { return logged_; }
  // The runtime's clock; `otherwise` where the runtime was closed.
  int64_t now(int64_t otherwise) const noexcept {
    int64_t now_ns = 0;
    return backstay_runtime_now(runtime_, &now_ns, nullptr) < 0 ? otherwise : now_ns;
  }
  // Moves the cursor from `since` to `next`; false where another thread did so first, which then logs those events.
  bool claim(int64_t since, int64_t next) noexcept;
  // The page of events after `since`, as JSON.
  std::string read(int64_t since) const;

 private:
  backstay_runtime* runtime_;
  int64_t logged_ = 0;
};

// The EventSource of a Python object. Null: it is none, an exception is pending.
EventSource* source_of(PyObject* object) noexcept;

// Logs what is new, with a pending exception kept safe. False where a BaseException that is no Exception (such as
// KeyboardInterrupt) came out of the log call and is pending now; an Exception there is reported as unraisable, because a broken
// log handler must not break the guarded call.
bool announce(PyObject* source) noexcept;

}  // namespace backstay::python
