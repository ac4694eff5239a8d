/* SPDX-License-Identifier: MIT */
/* From status codes to exceptions. */
#include <string.h>

#include "binding.h"

PyObject *py_raise(const struct py_state *state, int status,
                   const char *problem)
{
    PyObject *type, *text;

    if (status == TIER1_ENOMEM)
        return PyErr_NoMemory();
    if (problem == NULL || problem[0] == '\0')
        problem = tier1_status_text(status);
    if (status > TIER1_EMISUSE || -status >= PyTuple_Size(state->errors))
        return PyErr_Format(PyExc_SystemError, "status %d: %s", status,
                            problem);
    type = PyTuple_GetItem(state->errors, -status);
    text =
        PyUnicode_DecodeUTF8(problem, (Py_ssize_t)strlen(problem), "replace");
    if (type != NULL && text != NULL)
        PyErr_SetObject(type, text);
    Py_XDECREF(text);
    return NULL;
}

PyObject *py_misuse(const struct py_state *state, const char *problem)
{
    return py_raise(state, TIER1_EMISUSE, problem);
}

PyObject *py_error_take(void)
{
    PyObject *type, *value, *trace;

    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    if (trace != NULL)
        (void)PyException_SetTraceback(value, trace);
    Py_XDECREF(type);
    Py_XDECREF(trace);
    return value;
}

void py_error_set(PyObject *exception)
{
    PyObject *type = (PyObject *)Py_TYPE(exception);

    PyErr_Restore(Py_NewRef(type), exception,
                  PyException_GetTraceback(exception));
}

PyObject *py_raise_because(py_engine *engine, int status, const char *problem)
{
    PyObject *raised;

    (void)py_raise(engine->state, status, problem);
    if (engine->host_error == NULL)
        return NULL;
    raised = py_error_take();
    PyException_SetCause(raised, Py_NewRef(engine->host_error));
    py_error_set(raised);
    return NULL;
}
