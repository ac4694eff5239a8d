/* SPDX-License-Identifier: MIT */
/* Host functions: registered, called, and what they raise. */
#include "binding.h"

/* The text of an exception as a result of C; NULL, as null, where it says
 * nothing. */
static int why(py_engine *engine, PyObject *exception, bool ours,
               tier1_value **result)
{
    PyObject *text = PyObject_Str(exception);
    int rc = TIER1_OK;

    if (text != NULL && PyUnicode_GetLength(text) == 0 && !ours) {
        Py_DECREF(text);
        text =
            PyObject_GetAttrString((PyObject *)Py_TYPE(exception), "__name__");
    }
    if (text != NULL && PyUnicode_GetLength(text) != 0) {
        const char *bytes = PyUnicode_AsUTF8AndSize(text, NULL);

        rc = bytes == NULL ? TIER1_EINVALID
                           : tier1_value_new_text(result, engine->c, bytes);
    }
    Py_XDECREF(text);
    PyErr_Clear();
    if (rc != TIER1_OK)
        *result = NULL;
    return rc;
}

/* What a host function raised, as an answer of C. */
static int failed(py_engine *engine, tier1_value **result)
{
    const struct py_state *state = engine->state;
    PyObject *raised, *old;
    bool ours;
    int status = TIER1_EHOST;

    if (!PyErr_ExceptionMatches(PyExc_Exception)) {
        py_throw(engine); /* a program that is to end, ends */
        return TIER1_EHOST;
    }
    if (PyErr_ExceptionMatches(PyExc_TimeoutError))
        status = TIER1_ETIMEOUT;
    raised = py_error_take();
    ours = PyErr_GivenExceptionMatches(raised, state->host_error) ||
           PyErr_GivenExceptionMatches(raised, state->timeout_error);
    if (PyErr_GivenExceptionMatches(raised, PyExc_MemoryError) ||
        why(engine, raised, ours, result) == TIER1_ENOMEM)
        status = TIER1_ENOMEM;
    old = engine->host_error;
    engine->host_error = raised;
    Py_XDECREF(old);
    return status;
}

static PyObject *call_of(const struct py_state *state, const tier1_call *c)
{
    struct py_fill fill;

    py_begin(&fill, state, PY_RECORD_CALL);
    PY_PUT(&fill, py_text(c->name));
    PY_PUT(&fill, py_values_to(c->args, c->arg_count));
    PY_PUT(&fill, PyLong_FromUnsignedLongLong(c->token));
    PY_PUT(&fill, py_text(tier1_session_id(c->session)));
    return py_end(&fill);
}

static int answer(struct py_host *host, const tier1_call *c,
                  tier1_value **result)
{
    py_engine *engine = host->engine;
    PyObject *function = Py_XNewRef(host->function);
    PyObject *call = NULL, *given = NULL;
    int rc = TIER1_OK;

    if (function == NULL) /* a cycle of Python's is being collected */
        PyErr_SetString(PyExc_RuntimeError, "the host function is gone");
    else
        call = call_of(engine->state, c);
    if (call != NULL)
        given = PyObject_CallFunctionObjArgs(function, call, NULL);
    if (given == engine->state->later && given != NULL)
        rc = TIER1_WAIT;
    else if (given == NULL || !py_value_from(engine, given, result))
        rc = failed(engine, result);
    Py_XDECREF(given);
    Py_XDECREF(call);
    Py_XDECREF(function);
    return rc;
}

static int called(void *ud, const tier1_call *c, tier1_value **result)
{
    struct py_host *host = ud;
    bool took = py_back_in(host->engine);
    int rc;

    *result = NULL;
    rc = answer(host, c, result);
    py_back_out(host->engine, took);
    return rc;
}

/* ---- registering ---- */

/* The name for C; false with an exception where it is none. */
static bool name_of(PyObject *from, const char **name)
{
    *name = NULL;
    if (from == Py_None)
        return true;
    if (!PyUnicode_Check(from)) {
        PyErr_Format(PyExc_TypeError, "a name is a text or None, not %R", from);
        return false;
    }
    *name = py_c_text(from);
    return *name != NULL;
}

static struct py_host **place_of(py_engine *engine, PyObject *name)
{
    struct py_host **at = &engine->hosts;

    while (*at != NULL &&
           PyObject_RichCompareBool((*at)->name, name, Py_EQ) == 0)
        at = &(*at)->next;
    return at;
}

static void host_free(struct py_host *host)
{
    Py_XDECREF(host->function);
    Py_DECREF(host->name);
    PyMem_Free(host);
}

void py_hosts_free(py_engine *engine)
{
    while (engine->hosts != NULL) {
        struct py_host *host = engine->hosts;

        engine->hosts = host->next;
        host_free(host);
    }
}

/* Puts a function, or NULL, under a name; false with an exception. */
static bool put(py_engine *engine, PyObject *name, PyObject *function)
{
    struct py_host *host = NULL, *old = NULL, **at;
    const char *text;
    bool ok;
    int rc;

    if (!name_of(name, &text) || !py_enter(engine))
        return false;
    if (function != NULL) {
        host = PyMem_Calloc(1, sizeof *host);
        if (host == NULL) {
            (void)PyErr_NoMemory();
            (void)py_leave(engine);
            return false;
        }
        host->engine = engine;
        host->name = Py_NewRef(name);
        host->function = Py_NewRef(function);
    }
    rc = tier1_engine_host(engine->c, text, host != NULL ? called : NULL, host);
    ok = rc == TIER1_OK;
    if (ok) {
        at = place_of(engine, name);
        old = *at;
        if (old != NULL)
            *at = old->next;
        if (host != NULL) {
            host->next = engine->hosts;
            engine->hosts = host;
        }
    } else {
        (void)py_raise(engine->state, rc, tier1_engine_problem(engine->c));
        old = host;
    }
    ok = py_leave(engine) && ok;
    if (old != NULL) {
        PyObject *type, *value, *trace;

        PyErr_Fetch(&type, &value, &trace); /* freeing may run anything */
        host_free(old);
        PyErr_Restore(type, value, trace);
    }
    return ok;
}

static PyObject *decorate(PyObject *bound, PyObject *function)
{
    py_engine *engine = (py_engine *)PyTuple_GetItem(bound, 0);

    if (!PyCallable_Check(function))
        return PyErr_Format(PyExc_TypeError, "no function: %R", function);
    if (!put(engine, PyTuple_GetItem(bound, 1), function))
        return NULL;
    return Py_NewRef(function);
}

static PyMethodDef decorator = {
    "decorator", decorate, METH_O,
    "decorator(function, /)\n--\n\nRegisters the function and returns it."};

PyObject *py_engine_host(PyObject *self, PyObject *args)
{
    PyObject *name, *function = NULL;

    if (!PyArg_ParseTuple(args, "O|O:host", &name, &function))
        return NULL;
    if (function == NULL || function == Py_None) {
        const char *text;
        PyObject *bound, *made;

        if (!name_of(name, &text))
            return NULL;
        bound = PyTuple_Pack(2, self, name);
        made = bound == NULL ? NULL : PyCFunction_New(&decorator, bound);
        Py_XDECREF(bound);
        return made;
    }
    if (!PyCallable_Check(function))
        return PyErr_Format(PyExc_TypeError, "no function: %R", function);
    return put((py_engine *)self, name, function) ? Py_NewRef(Py_None) : NULL;
}

PyObject *py_engine_forget(PyObject *self, PyObject *name)
{
    return put((py_engine *)self, name, NULL) ? Py_NewRef(Py_None) : NULL;
}
