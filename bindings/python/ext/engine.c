/* SPDX-License-Identifier: MIT */
/* The engine: its clock, ticks and randomness, and who may enter it when. */
#include <stdlib.h>
#include <string.h>

#include "binding.h"

/* ---- calls ---- */

bool py_enter(py_engine *engine)
{
    if (engine->c == NULL) {
        (void)py_misuse(engine->state, "the engine is closed");
        return false;
    }
    if (engine->busy) {
        (void)py_misuse(engine->state,
                        "the engine is in a call: it is used by another "
                        "thread, or by a function that it has called itself");
        return false;
    }
    engine->busy = true;
    Py_INCREF(engine);
    return true;
}

bool py_enter_hooks(py_engine *engine)
{
    if (!py_enter(engine))
        return false;
    Py_CLEAR(engine->host_error);
    return true;
}

void py_engine_settle(py_engine *engine)
{
    while (engine->graves != NULL) {
        struct py_grave *grave = engine->graves;

        engine->graves = grave->next;
        tier1_session_free(grave->c);
        PyMem_Free(grave);
    }
    if (engine->closed && engine->sessions == 0) {
        tier1_engine_free(engine->c);
        engine->c = NULL;
    }
}

bool py_leave(py_engine *engine)
{
    PyObject *thrown = engine->thrown;

    engine->thrown = NULL;
    engine->busy = false;
    py_engine_settle(engine);
    if (thrown != NULL) {
        PyErr_Clear();
        py_error_set(thrown);
    }
    Py_DECREF(engine);
    return thrown == NULL;
}

void py_throw(py_engine *engine)
{
    PyObject *exception = py_error_take();

    /* The first one is why the rest went wrong. */
    if (engine->thrown == NULL)
        engine->thrown = exception;
    else
        Py_DECREF(exception);
}

bool py_back_in(py_engine *engine)
{
    bool took = engine->released != NULL;

    if (took)
        PyEval_RestoreThread(engine->released);
    engine->released = NULL;
    return took;
}

void py_back_out(py_engine *engine, bool took)
{
    if (took)
        engine->released = PyEval_SaveThread();
}

/* ---- what the library calls ---- */

/* Milliseconds of a function; the last ones where it fails. */
static int64_t milliseconds(py_engine *engine, PyObject *function,
                            int64_t *last)
{
    bool took = py_back_in(engine);
    PyObject *given = PyObject_CallFunctionObjArgs(function, NULL);
    long long number = given == NULL ? -1 : PyLong_AsLongLong(given);

    Py_XDECREF(given);
    if (number == -1 && PyErr_Occurred())
        py_throw(engine);
    else
        *last = number;
    py_back_out(engine, took);
    return *last;
}

static int64_t told_clock(void *ud)
{
    py_engine *engine = ud;

    if (engine->clock == NULL)
        return engine->os.clock(engine->os.ud);
    return milliseconds(engine, engine->clock, &engine->last_clock);
}

static int64_t told_ticks(void *ud)
{
    py_engine *engine = ud;

    if (engine->ticks == NULL)
        return engine->os.ticks(engine->os.ud);
    return milliseconds(engine, engine->ticks, &engine->last_ticks);
}

/* Bytes of the host's function; false with an exception. */
static bool chance(PyObject *function, void *out, size_t length)
{
    PyObject *given = PyObject_CallFunction(function, "n", (Py_ssize_t)length);
    char *bytes;
    Py_ssize_t size;
    bool ok =
        given != NULL && PyBytes_AsStringAndSize(given, &bytes, &size) == 0;

    if (ok && (size_t)size != length) {
        PyErr_Format(PyExc_ValueError, "random gave %zd bytes, not %zu", size,
                     length);
        ok = false;
    }
    if (ok)
        memcpy(out, bytes, length);
    Py_XDECREF(given);
    return ok;
}

static int told_random(void *ud, void *out, size_t length)
{
    py_engine *engine = ud;
    bool took, ok;

    if (engine->random == NULL)
        return engine->os.random(engine->os.ud, out, length);
    took = py_back_in(engine);
    ok = chance(engine->random, out, length);
    if (!ok)
        py_throw(engine);
    py_back_out(engine, took);
    return ok ? 0 : -1;
}

/* ---- making one ---- */

static bool set_caps(const struct py_state *state, tier1_caps *caps,
                     PyObject *from)
{
    PyObject *pairs;
    bool ok = true;

    if (from == Py_None)
        return true;
    pairs = PyMapping_Items(from);
    for (Py_ssize_t i = 0; pairs != NULL && ok && i < PyList_Size(pairs); i++) {
        PyObject *pair = PyList_GetItem(pairs, i);
        const char *name;
        unsigned long long number;

        ok = PyArg_ParseTuple(pair, "sO", &name, &pair) != 0;
        number = ok ? PyLong_AsUnsignedLongLong(pair) : 0;
        ok = ok && PyErr_Occurred() == NULL;
        if (ok && tier1_caps_set(caps, name, number) != TIER1_OK) {
            PyObject *text = PyUnicode_FromFormat("there is no cap '%s'", name);

            if (text != NULL)
                (void)py_raise(state, TIER1_ENOTFOUND,
                               PyUnicode_AsUTF8AndSize(text, NULL));
            Py_XDECREF(text);
            ok = false;
        }
    }
    Py_XDECREF(pairs);
    return ok && pairs != NULL;
}

/* A function of the host: none for None, the system's where nothing is
 * given. */
static bool given(PyObject *from, const char *name, bool *has, PyObject **out)
{
    *has = from != Py_None;
    if (from == NULL || from == Py_None)
        return true;
    if (!PyCallable_Check(from)) {
        PyErr_Format(PyExc_TypeError, "%s is no function: %R", name, from);
        return false;
    }
    *out = Py_NewRef(from);
    return true;
}

static PyObject *engine_new(PyTypeObject *type, PyObject *args,
                            PyObject *kwargs)
{
    static char *names[] = {"clock", "ticks", "random", "caps", "worker", NULL};
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    PyObject *clock = NULL, *ticks = NULL, *random = NULL, *caps = Py_None;
    PyObject *worker = Py_None;
    bool has_clock, has_ticks, has_random;
    py_engine *self;
    int rc;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|$OOOOO:Engine", names,
                                     &clock, &ticks, &random, &caps, &worker))
        return NULL;
    self = (py_engine *)PyType_GenericAlloc(type, 0);
    if (self == NULL)
        return NULL;
    self->state = PyType_GetModuleState(type);
    self->os = (tier1_engine_options)TIER1_ENGINE_OPTIONS_INIT;
    tier1_posix_engine(&self->os);
    if (!given(clock, "clock", &has_clock, &self->clock) ||
        !given(ticks, "ticks", &has_ticks, &self->ticks) ||
        !given(random, "random", &has_random, &self->random) ||
        !set_caps(self->state, &options.caps, caps)) {
        Py_DECREF(self);
        return NULL;
    }
    options.clock = has_clock ? told_clock : NULL;
    options.ticks = has_ticks ? told_ticks : NULL;
    options.random = has_random ? told_random : NULL;
    options.ud = self;
    rc = tier1_engine_new(&self->c, &options);
    if (rc != TIER1_OK) {
        self->c = NULL;
        (void)py_raise(self->state, rc, NULL);
        Py_CLEAR(self);
    } else if (!py_worker_start(self, worker)) {
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

/* ---- the type ---- */

static int engine_traverse(PyObject *self, visitproc visit, void *arg)
{
    py_engine *engine = (py_engine *)self;

    Py_VISIT((PyObject *)Py_TYPE(self));
    Py_VISIT(engine->clock);
    Py_VISIT(engine->ticks);
    Py_VISIT(engine->random);
    Py_VISIT(engine->host_error);
    Py_VISIT(engine->thrown);
    for (struct py_host *h = engine->hosts; h != NULL; h = h->next)
        Py_VISIT(h->function);
    return 0;
}

/* The functions of clock, ticks and random stay: nothing is called while
 * objects are freed, and without them the system's would be. */
static int engine_clear(PyObject *self)
{
    py_engine *engine = (py_engine *)self;

    Py_CLEAR(engine->host_error);
    Py_CLEAR(engine->thrown);
    for (struct py_host *h = engine->hosts; h != NULL; h = h->next)
        Py_CLEAR(h->function);
    return 0;
}

static void engine_dealloc(PyObject *self)
{
    py_engine *engine = (py_engine *)self;
    PyTypeObject *type = Py_TYPE(self);

    PyObject_GC_UnTrack(self);
    engine->closed = true;
    py_engine_settle(engine); /* no session is left: each keeps its engine */
    (void)engine_clear(self);
    py_hosts_free(engine);
    Py_CLEAR(engine->clock);
    Py_CLEAR(engine->ticks);
    Py_CLEAR(engine->random);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyObject *engine_close(PyObject *self, PyObject *Py_UNUSED(none))
{
    py_engine *engine = (py_engine *)self;

    if (engine->busy)
        return py_misuse(engine->state, "the engine is in a call");
    engine->closed = true;
    py_engine_settle(engine);
    return Py_NewRef(Py_None);
}

static PyObject *engine_enter(PyObject *self, PyObject *Py_UNUSED(none))
{
    return Py_NewRef(self);
}

static PyObject *engine_exit(PyObject *self, PyObject *Py_UNUSED(args))
{
    return engine_close(self, NULL);
}

static PyObject *engine_host_error(PyObject *self, void *Py_UNUSED(unused))
{
    PyObject *error = ((py_engine *)self)->host_error;

    return Py_NewRef(error != NULL ? error : Py_None);
}

static PyObject *engine_closed(PyObject *self, void *Py_UNUSED(unused))
{
    return PyBool_FromLong(((py_engine *)self)->closed);
}

static PyMethodDef methods[] = {
    {"host", py_engine_host, METH_VARARGS,
     "host($self, name, function=None, /)\n--\n\n"
     "Register a host function under a name; under None for every call that "
     "no\nother takes. Without the function: a decorator. It takes a Call, "
     "and returns\nwhat a value is made of, or LATER. What it raises is the "
     "error of the hook."},
    {"forget", py_engine_forget, METH_O,
     "forget($self, name, /)\n--\n\nTake a host function away."},
    {"close", engine_close, METH_NOARGS,
     "close($self, /)\n--\n\n"
     "Give the engine up. Its open sessions can still be used."},
    {"__enter__", engine_enter, METH_NOARGS, "__enter__($self, /)\n--\n\n"},
    {"__exit__", engine_exit, METH_VARARGS,
     "__exit__($self, /, *args)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getset[] = {
    {"host_error", engine_host_error, NULL,
     "What the host function raised that failed last in the last call that "
     "could run hooks; or "
     "None.",
     NULL},
    {"closed", engine_closed, NULL, "Was it given up?", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc,
     "Engine(*, clock=..., ticks=..., random=..., caps=None, worker=None)\n"
     "--\n\n"
     "Clock, randomness, caps, host functions, and the Lua in which hooks "
     "run.\n\n"
     "clock and ticks give milliseconds, random as many bytes as it is "
     "asked for;\nby default all three are the system's, and None is none. "
     "caps are by their\nnames. With worker, True or a dict of its options, "
     "hooks run in a process of\ntheir own. One thread at a time."},
    {Py_tp_new, engine_new},
    {Py_tp_dealloc, engine_dealloc},
    {Py_tp_traverse, engine_traverse},
    {Py_tp_clear, engine_clear},
    {Py_tp_methods, methods},
    {Py_tp_getset, getset},
    {0, NULL},
};

PyType_Spec py_engine_spec = {
    .name = "tier1.Engine",
    .basicsize = sizeof(py_engine),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
