#include "turn.hpp"

#include "hooks.hpp"
#include "lots.hpp"

namespace backstay::python {

namespace {

struct Turn {
  PyObject_HEAD HotPolicy* hot;
  Wait wait;  // ticket 0: nothing to give up any more
  Pass pass;  // token > 0: it has entered
  Parked parked;
  bool registered;  // by `park`; no more once it was taken back unwoken, or its wake was passed on
  bool again;       // a pause before another attempt: only time ends it
};

PyTypeObject* turn_type = nullptr;

Turn* as_turn(PyObject* object) noexcept { return reinterpret_cast<Turn*>(object); }

bool is_timed(const Turn* turn) noexcept { return turn->again || (turn->wait.next.ticket & BACKSTAY_TICKET_TIMED) != 0; }

bool was_woken(const Turn* turn) noexcept { return turn->registered && turn->parked.waker == nullptr; }

// Whoever has its answer, or gives up, is woken no more. A wake that it got before may have been meant for another.
void pass_wake_on(Turn* turn) noexcept {
  const bool woken = was_woken(turn);
  turn->registered = false;
  unpark(turn->parked);
  if (woken) wake_first(turn->parked.lot);
}

void give_up(Turn* turn) noexcept {
  pass_wake_on(turn);
  const int64_t ticket = std::exchange(turn->wait.next.ticket, 0);
  if (ticket != 0) turn->hot->leave(ticket);
}

// Dropped, its caller is gone.
void turn_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  Turn* turn = as_turn(self);
  {
    PendingError pending;
    give_up(turn);
    if (turn->pass.token > 0 && !turn->hot->report_last(turn->pass, BACKSTAY_OUTCOME_CANCELLED)) PyErr_WriteUnraisable(nullptr);
  }
  turn->hot->release();
  PyObject_Free(self);
  Py_DECREF(type);
}

PyObject* turn_park(PyObject* self, PyObject* waker) {
  Turn* turn = as_turn(self);
  unpark(turn->parked);
  turn->parked.ticket = turn->wait.next.ticket;
  turn->parked.lot = is_timed(turn) ? 0 : turn->hot->lot();
  turn->parked.runtime = turn->hot->source();
  turn->registered = park(turn->parked, waker);
  if (!turn->registered) return nullptr;
  Py_RETURN_NONE;
}

PyObject* turn_unpark(PyObject* self, PyObject*) {
  Turn* turn = as_turn(self);
  turn->registered = was_woken(turn);
  unpark(turn->parked);
  Py_RETURN_NONE;
}

PyObject* turn_enter(PyObject* self, PyObject*) {
  Turn* turn = as_turn(self);
  const Request request = turn->wait.next;
  if (request.ticket == 0) {
    PyErr_SetString(PyExc_RuntimeError, "this turn is over");
    return nullptr;
  }
  turn->wait.next.ticket = 0;
  turn->again = false;
  switch (turn->hot->cross(turn->pass, turn->wait, request)) {
    case Entry::entered:
      pass_wake_on(turn);
      Py_RETURN_TRUE;
    case Entry::waiting:
      Py_RETURN_FALSE;
    case Entry::refused:
      break;
  }
  PendingError refusal;
  pass_wake_on(turn);
  return nullptr;
}

PyObject* turn_leave(PyObject* self, PyObject*) {
  PendingError pending;
  give_up(as_turn(self));
  Py_RETURN_NONE;
}

PyObject* turn_pass_time(PyObject* self, PyObject*) {
  HotPolicy* hot = as_turn(self)->hot;
  if (!hot->manual_clock()) Py_RETURN_FALSE;
  return PyBool_FromLong(backstay_policy_pass_time(hot->get(), hot->now() + as_turn(self)->wait.wait_us * 1000) == 1);
}

PyObject* turn_get_ticket(PyObject* self, void*) { return PyLong_FromLongLong(as_turn(self)->wait.next.ticket); }
PyObject* turn_get_timed(PyObject* self, void*) { return PyBool_FromLong(is_timed(as_turn(self))); }
PyObject* turn_get_seconds(PyObject* self, void*) { return PyFloat_FromDouble(static_cast<double>(as_turn(self)->wait.wait_us) / 1e6); }

PyMethodDef turn_methods[] = {
    {"park", turn_park, METH_O, "Let `waker` be called when it may be this turn's time."},
    {"unpark", turn_unpark, METH_NOARGS, "Be woken no more."},
    {"enter", turn_enter, METH_NOARGS, "Enter with the ticket: True where the call may go on, False: wait again."},
    {"leave", turn_leave, METH_NOARGS, "Give the ticket up."},
    {"pass_time", turn_pass_time, METH_NOARGS, "Let the wait pass on a manual clock; False where the caller must sleep."},
    {nullptr, nullptr, 0, nullptr}};

PyGetSetDef turn_attributes[] = {{"ticket", turn_get_ticket, nullptr, "What the next enter is asked with.", nullptr},
                                 {"timed", turn_get_timed, nullptr, "Whether the wait ends with time alone.", nullptr},
                                 {"seconds", turn_get_seconds, nullptr, "How long to wait at most.", nullptr},
                                 {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyType_Slot turn_slots[] = {{Py_tp_doc, const_cast<char*>("A call that was told to come back.")},
                            {Py_tp_dealloc, reinterpret_cast<void*>(turn_dealloc)},
                            {Py_tp_methods, turn_methods},
                            {Py_tp_getset, turn_attributes},
                            {0, nullptr}};

PyType_Spec turn_spec = {"backstay._native.Turn", sizeof(Turn), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, turn_slots};

}  // namespace

PyObject* make_turn(HotPolicy* hot, const Wait& wait, bool again) noexcept {
  auto* turn = PyObject_New(Turn, turn_type);
  if (turn == nullptr) {
    hot->leave(wait.next.ticket);
    return nullptr;
  }
  hot->retain();
  turn->hot = hot;
  turn->wait = wait;
  turn->pass = Pass{};
  turn->parked = Parked{};
  turn->registered = false;
  turn->again = again;
  return reinterpret_cast<PyObject*>(turn);
}

bool wait_for_turn(HotPolicy* hot, const Wait& wait, bool again, Pass& pass) noexcept {
  Owned turn(make_turn(hot, wait, again));
  Owned done(turn ? PyObject_CallOneArg(hooks.wait, turn.get()) : nullptr);
  if (done) pass = take_pass(turn.get());
  return static_cast<bool>(done);
}

Pass take_pass(PyObject* turn) noexcept {
  const Pass pass = as_turn(turn)->pass;
  as_turn(turn)->pass.token = 0;
  return pass;
}

HotPolicy* turn_policy(PyObject* turn) noexcept { return as_turn(turn)->hot; }

bool define_turn(PyObject* module) noexcept {
  turn_type = make_type(module, &turn_spec);
  return turn_type != nullptr;
}

}  // namespace backstay::python
