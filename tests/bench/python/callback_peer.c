/* What a store without a completion queue would do: a thread of its own that takes the GIL and calls back, once a completion. Built by
 * bench_queue.py. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <pthread.h>

typedef struct request {
  struct request* next;
  PyObject *deliver, *future, *data; /* calls deliver(settle, future, data) */
} request;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static request *first, **last = &first;
static PyObject* settle;

static void* complete(void* unused) {
  (void)unused;
  for (;;) {
    pthread_mutex_lock(&lock);
    while (first == NULL) pthread_cond_wait(&changed, &lock);
    request* one = first;
    first = NULL;
    last = &first;
    pthread_mutex_unlock(&lock);
    while (one != NULL) {
      request* const next = one->next;
      const PyGILState_STATE state = PyGILState_Ensure();
      PyObject* const told = PyObject_CallFunctionObjArgs(one->deliver, settle, one->future, one->data, NULL);
      if (told == NULL) PyErr_WriteUnraisable(one->deliver);
      Py_XDECREF(told);
      Py_DECREF(one->deliver);
      Py_DECREF(one->future);
      Py_DECREF(one->data);
      PyGILState_Release(state);
      free(one);
      one = next;
    }
  }
  return NULL;
}

/* start(settle): the thread, for the life of the process. */
static PyObject* start(PyObject* module, PyObject* function) {
  pthread_t thread;
  (void)module;
  settle = Py_NewRef(function);
  if (pthread_create(&thread, NULL, complete, NULL) != 0) return PyErr_NoMemory();
  pthread_detach(thread);
  Py_RETURN_NONE;
}

/* submit(deliver, future, data) */
static PyObject* submit(PyObject* module, PyObject* const* arguments, Py_ssize_t count) {
  (void)module;
  request* const one = count == 3 ? malloc(sizeof(request)) : NULL;
  if (one == NULL) return PyErr_NoMemory();
  *one = (request){NULL, Py_NewRef(arguments[0]), Py_NewRef(arguments[1]), Py_NewRef(arguments[2])};
  pthread_mutex_lock(&lock);
  *last = one;
  last = &one->next;
  pthread_mutex_unlock(&lock);
  pthread_cond_signal(&changed);
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"start", start, METH_O, NULL}, {"submit", (PyCFunction)(void (*)(void))submit, METH_FASTCALL, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "callback_peer", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_callback_peer(void) { return PyModule_Create(&definition); }
