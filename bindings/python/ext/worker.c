/* SPDX-License-Identifier: MIT */
/* The worker of an engine: its hooks in a process of their own. */
#include <string.h>

#include "binding.h"

#if defined(__has_include)
#if __has_include(<tier1/sys/worker.h>)
#include <tier1/sys/worker.h>
#define HAVE_WORKER 1
#endif
#endif

#ifdef HAVE_WORKER
/* One option of a pair (name, value). */
static bool take_option(tier1_worker_options *o, PyObject *pair)
{
    const char *name;
    PyObject *value;
    unsigned long long number;

    if (!PyArg_ParseTuple(pair, "sO", &name, &value))
        return false;
    if (strcmp(name, "program") == 0) {
        if (!PyUnicode_Check(value)) {
            PyErr_Format(PyExc_TypeError, "program is a str, not %R", value);
            return false;
        }
        o->program = py_c_text(value);
        return o->program != NULL;
    }
    number = PyLong_AsUnsignedLongLong(value);
    if (PyErr_Occurred())
        return false;
    if (strcmp(name, "memory") == 0)
        o->memory = number;
    else if (strcmp(name, "cpu_seconds") == 0)
        o->cpu_seconds = number;
    else if (strcmp(name, "deadline_ms") == 0)
        o->deadline_ms = number;
    else
        PyErr_Format(PyExc_TypeError, "a worker has no option '%s'", name);
    return PyErr_Occurred() == NULL;
}

bool py_worker_start(py_engine *engine, PyObject *from)
{
    tier1_worker_options o = TIER1_WORKER_OPTIONS_INIT;
    PyObject *pairs = NULL;
    bool ok = true;
    int rc;

    if (from == Py_None || from == Py_False)
        return true;
    if (from != Py_True) {
        pairs = PyMapping_Items(from);
        ok = pairs != NULL;
    }
    for (Py_ssize_t i = 0; pairs != NULL && ok && i < PyList_Size(pairs); i++)
        ok = take_option(&o, PyList_GetItem(pairs, i));
    if (ok) {
        rc = tier1_worker_start(engine->c, &o);
        ok = rc == TIER1_OK;
        if (!ok)
            (void)py_raise(engine->state, rc, tier1_engine_problem(engine->c));
    }
    Py_XDECREF(pairs);
    return ok;
}
#else
bool py_worker_start(py_engine *engine, PyObject *from)
{
    if (from == Py_None || from == Py_False)
        return true;
    (void)py_raise(engine->state, TIER1_ENOTFOUND,
                   "this build of tier1 has no worker");
    return false;
}
#endif
