#include "call.hpp"
#include "coroutine_object.hpp"
#include "cut.hpp"
#include "hooks.hpp"
#include "turn.hpp"

namespace backstay::python {

namespace {

PyObject* name_close = nullptr;

std::size_t positional_count(const Coroutine* self) noexcept {
  const Py_ssize_t named = self->kwnames == nullptr ? 0 : PyTuple_GET_SIZE(self->kwnames);
  return static_cast<std::size_t>(Py_SIZE(self) - named);
}

// The iterator that drives an awaitable; steals it. Null: it is none.
PyObject* driver_of(PyObject* awaitable) noexcept {
  if (awaitable == nullptr || PyCoro_CheckExact(awaitable)) return awaitable;
  Owned owned(awaitable);
  if (PyGen_CheckExact(awaitable)) {
    Owned code(PyObject_GetAttrString(awaitable, "gi_code"));
    if (code && (reinterpret_cast<PyCodeObject*>(code.get())->co_flags & CO_ITERABLE_COROUTINE) != 0) return owned.release();
    PyErr_Clear();
  }
  const PyAsyncMethods* slots = Py_TYPE(awaitable)->tp_as_async;
  if (slots == nullptr || slots->am_await == nullptr) {
    PyErr_Format(PyExc_TypeError, "the guarded function returned %s, which can't be awaited", Py_TYPE(awaitable)->tp_name);
    return nullptr;
  }
  return slots->am_await(awaitable);
}

bool is_awaitable(PyObject* object) noexcept {
  const PyAsyncMethods* slots = Py_TYPE(object)->tp_as_async;
  return slots != nullptr && slots->am_await != nullptr;
}

void close_quietly(PyObject* inner) noexcept {
  if (inner == nullptr) return;
  PendingError pending;
  Owned done(PyObject_CallMethodNoArgs(inner, name_close));
  if (!done) PyErr_Clear();
}

// False: an exception is pending, as if the attempt had raised it.
bool set_deadline(Coroutine* self) noexcept {
  const Pass& pass = self->pass;
  if (pass.deadline_ns == BACKSTAY_UNKNOWN) [[likely]]
    return true;
  Py_XSETREF(self->deadline, make_deadline(self->hot->source(), pass.deadline_ns));
  if (self->deadline == nullptr) return false;
  self->cut_due = needs_cut(*self->hot, pass.deadline_ns);
  Py_XSETREF(self->value, Py_NewRef(self->deadline));
  return true;
}

// Makes what is driven. It stays null, with an exception pending, where the function itself raised.
void start_attempt(Coroutine* self) noexcept {
  self->stage = Stage::running;
  Py_CLEAR(self->inner);
  if (!set_deadline(self)) return;
  self->inner = std::exchange(self->prepared, nullptr);
  if (self->inner == nullptr) {
    Step step(self);
    self->inner = PyObject_Vectorcall(self->function, self->arguments, positional_count(self), self->kwnames);
  }
  self->inner = driver_of(self->inner);
}

// As above, for the coroutine that waits.
void start_wait(Coroutine* self, const Wait& wait, bool again) noexcept {
  self->stage = Stage::waiting;
  Py_CLEAR(self->inner);
  Py_XSETREF(self->turn, make_turn(self->hot, wait, again));
  if (self->turn != nullptr) self->inner = driver_of(PyObject_CallOneArg(hooks.wait_async, self->turn));
}

// The attempt did not end by its deadline.
void stop_cut_quietly(Coroutine* self) noexcept {
  if (self->cut == nullptr) return;
  PendingError pending;
  Owned instead;
  if (!stop_cut(&self->cut, nullptr, instead)) PyErr_WriteUnraisable(self->function);
}

// An attempt is over: its deadline is not in force any more.
void end_attempt(Coroutine* self) noexcept {
  self->cut_due = false;
  Py_CLEAR(self->value);
  Py_CLEAR(self->deadline);
  Py_CLEAR(self->inner);
}

// The attempt ended: reports it. True: another one follows.
bool repeat(Coroutine* self, PyObject** result) noexcept {
  const Ending ending = conclude(self->guard, self->hot, self->pass, *result);
  self->pass.token = 0;
  if (ending.failed) Py_CLEAR(*result);
  if (ending.again == 0) return false;
  Py_CLEAR(*result);
  PendingError last;
  Py_XSETREF(self->handled, Py_XNewRef(last.exception()));
  last.drop();
  start_wait(self, {{.ticket = ending.again}, ending.wait_us}, true);
  return true;
}

// The call failed. True: the fallback is to be awaited; else *result is what it gave, or null with an exception pending.
bool answer_by_fallback(Coroutine* self, PyObject** result) noexcept {
  if (self->guard->fallback.value == nullptr || self->stage == Stage::falling_back) return false;
  Py_XSETREF(self->handled, begin_fallback(self->guard->fallback, self->hot));
  if (self->handled == nullptr) return false;
  self->stage = Stage::falling_back;
  *result = fall_back(self->guard->fallback, self->handled);
  if (*result == nullptr || !self->guard->fallback.is_function || !is_awaitable(*result)) return false;
  Py_XSETREF(self->inner, driver_of(std::exchange(*result, nullptr)));
  return true;
}

// What was driven ended with *result, or null and an exception pending. True: something else is to be driven, or has failed to begin
// (`inner` null).
bool go_on(Coroutine* self, PyObject** result) noexcept {
  if (self->stage == Stage::waiting && *result != nullptr) {
    Py_CLEAR(*result);
    Py_CLEAR(self->handled);
    self->pass = take_pass(self->turn);
    Py_CLEAR(self->turn);
    start_attempt(self);
    return true;
  }
  if (self->stage == Stage::running) {
    *result == nullptr ? stop_cut_pending(&self->cut) : stop_cut_quietly(self);
    end_attempt(self);
    if (repeat(self, result)) return true;
  }
  return *result == nullptr && answer_by_fallback(self, result);
}

// A success that needs no report.
bool is_plain(Coroutine* self, PySendResult how) noexcept {
  return how == PYGEN_RETURN && self->stage == Stage::running && self->cut == nullptr && self->guard->classifier.result_test == nullptr &&
         self->hot->succeed_quietly(self->pass);
}

// Something is really waited for: now a timer is worth its cost.
void start_timer(Coroutine* self) noexcept {
  self->cut_due = false;
  if (!start_cut(*self->hot, self->deadline, &self->cut)) PyErr_WriteUnraisable(self->function);
}

}  // namespace

Step::Step(Coroutine* self) noexcept
    : self_(self), in_force_(self->value), handling_(self->stage == Stage::running ? nullptr : self->handled) {
  if (!in_force_) PyErr_Clear();
  if (self->deadline != nullptr) as_deadline(self->deadline).driver = PyThreadState_Get();
}

Step::~Step() {
  in_force_.end(&self_->value);
  if (self_->deadline != nullptr) as_deadline(self_->deadline).driver = nullptr;
}

void settle(Coroutine* self) noexcept {
  // Never to be awaited, by decision; one that was forgotten warns.
  if (self->stage != Stage::fresh) close_quietly(self->prepared);
  self->stage = Stage::finished;
  self->pass.token = 0;
  PyObject** const held[] = {&self->inner, &self->prepared, &self->turn, &self->handled, &self->deadline, &self->value};
  for (PyObject** object : held) Py_CLEAR(*object);
  stop_cut_quietly(self);
  if (self->hot != nullptr) std::exchange(self->hot, nullptr)->release();
}

bool give_up(Coroutine* self) noexcept {
  if (self->stage != Stage::running || self->pass.token == 0) return true;
  const Pass pass = self->pass;
  self->pass.token = 0;
  return self->hot->report_last(pass, BACKSTAY_OUTCOME_CANCELLED);
}

PySendResult play_on(Coroutine* self, PySendResult how, PyObject** result) noexcept {
  for (;;) {
    if (how == PYGEN_NEXT) {
      if (self->cut_due) start_timer(self);
      return how;
    }
    if (how == PYGEN_ERROR) *result = nullptr;
    if (is_plain(self, how)) break;
    if (!go_on(self, result)) break;
    how = PYGEN_ERROR;
    if (self->inner == nullptr) continue;
    Step step(self);
    how = PyIter_Send(self->inner, Py_None, result);
  }
  settle(self);
  return *result == nullptr ? PYGEN_ERROR : PYGEN_RETURN;
}

PySendResult play(Coroutine* self, PyObject* argument, PyObject** result) noexcept {
  PySendResult how;
  if (self->value == nullptr && self->handled == nullptr) [[likely]] {
    how = PyIter_Send(self->inner, argument, result);
  } else {
    Step step(self);
    how = PyIter_Send(self->inner, argument, result);
  }
  return how == PYGEN_NEXT && !self->cut_due ? how : play_on(self, how, result);
}

bool begin(Coroutine* self) noexcept {
  HotPolicy* hot = hot_policy(self->guard);
  int64_t cost = 1;
  Wait wait;
  Entry entry = Entry::refused;
  if (hot != nullptr && cost_of(self->guard, self->arguments, positional_count(self), self->kwnames, cost)) {
    hot->retain();
    self->hot = hot;
    entry = hot->enter(self->pass, wait, cost);
  }
  if (entry == Entry::entered) [[likely]] {
    start_attempt(self);
  } else if (entry == Entry::waiting) {
    start_wait(self, wait, false);
  } else {
    self->stage = Stage::waiting;  // what failed is the entry, no attempt
  }
  return self->inner != nullptr;
}

bool prepare_play() noexcept {
  name_close = PyUnicode_InternFromString("close");
  return name_close != nullptr;
}

}  // namespace backstay::python
