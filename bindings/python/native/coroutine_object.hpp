// The object behind GuardedCoroutine: how a call is played, apart from how it is sent to, thrown into and closed.
#pragma once

#include "coroutine.hpp"

namespace backstay::python {

enum class Stage : char {
  fresh,
  waiting,       // `inner` waits for the turn
  running,       // the permit is out, `inner` is the guarded coroutine
  falling_back,  // `inner` is what the fallback gave
  finished
};

struct Coroutine {
  PyObject_VAR_HEAD Guard* guard;
  HotPolicy* hot;  // from the first entry on
  PyObject* function;
  PyObject* prepared;  // the guarded coroutine, made at the call, until the first attempt
  PyObject* inner;     // what is driven
  PyObject* turn;      // while waiting
  PyObject* handled;   // the last attempt's error between attempts, or what a fallback stands in for
  PyObject* deadline;  // while running
  PyObject* value;     // of the context variable, during each step
  PyObject* cut;       // what cuts the attempt at the deadline
  PyObject* kwnames;
  PyObject* weak_references;
  Pass pass;
  Stage stage;
  bool busy;     // inside send, throw or close
  bool cut_due;  // a timer is to be started when something is really waited for
  PyObject* arguments[1];
};

inline Coroutine* as_coroutine(PyObject* object) noexcept { return reinterpret_cast<Coroutine*>(object); }

// Enters and makes what is driven first. False: an exception is pending, and play_on goes on from there.
bool begin(Coroutine* self) noexcept;
// Sends to what is driven, and goes on as long as nothing is waited for.
PySendResult play(Coroutine* self, PyObject* argument, PyObject** result) noexcept;
// After a step of another kind than send: `how` and `*result` as PyIter_Send gives them.
PySendResult play_on(Coroutine* self, PySendResult how, PyObject** result) noexcept;
// It is over: gives everything back that it holds.
void settle(Coroutine* self) noexcept;
// Reports a call in flight that its caller gave up. False: an exception is pending.
bool give_up(Coroutine* self) noexcept;

// One step of what is driven, under its deadline.
class Step {
 public:
  explicit Step(Coroutine* self) noexcept;
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  ~Step();

 private:
  Coroutine* self_;
  InForce in_force_;
  Handling handling_;
};

// Interns the names that playing looks up. False: an exception is pending.
bool prepare_play() noexcept;

}  // namespace backstay::python
