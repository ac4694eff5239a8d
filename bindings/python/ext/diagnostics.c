/* SPDX-License-Identifier: MIT */
/* Diagnostics and rules. */
#include "binding.h"

static PyObject *explained(const struct py_state *state,
                           const tier1_diagnostic *d)
{
    tier1_buf buf = TIER1_BUF_INIT;
    int rc = tier1_diagnostic_render(&buf, d, 1);
    PyObject *text;

    if (rc != TIER1_OK)
        return py_raise(state, rc, NULL);
    text = py_path(buf.ptr);
    tier1_buf_dispose(&buf);
    return text;
}

static PyObject *diagnostic_of(const struct py_state *state,
                               const tier1_diagnostic *d)
{
    struct py_fill fill;

    py_begin(&fill, state, PY_RECORD_DIAGNOSTIC);
    PY_PUT(&fill, py_word(state, PY_WORD_SEVERITY, (int)d->severity, NULL));
    PY_PUT(&fill, py_text(d->rule));
    PY_PUT(&fill, py_path(d->file));
    PY_PUT(&fill, PyLong_FromUnsignedLong(d->line));
    PY_PUT(&fill, PyLong_FromUnsignedLong(d->column));
    PY_PUT(&fill, PyLong_FromUnsignedLong(d->end_line));
    PY_PUT(&fill, PyLong_FromUnsignedLong(d->end_column));
    PY_PUT(&fill, py_path(d->message));
    PY_PUT(&fill, py_path(d->hint));
    PY_PUT(&fill, py_path(d->source));
    PY_PUT(&fill, explained(state, d));
    return py_end(&fill);
}

PyObject *py_diagnostics(const struct py_state *state,
                         const tier1_diagnostics *list)
{
    size_t count = tier1_diagnostics_count(list);
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);

    for (size_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *one = diagnostic_of(state, tier1_diagnostics_at(list, i));

        if (one == NULL || PyTuple_SetItem(tuple, (Py_ssize_t)i, one) != 0)
            Py_CLEAR(tuple);
    }
    return tuple;
}

PyObject *py_rules(PyObject *module, PyObject *Py_UNUSED(none))
{
    const struct py_state *state = PyModule_GetState(module);
    size_t count = tier1_rule_count();
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);

    for (size_t i = 0; tuple != NULL && i < count; i++) {
        const tier1_rule *rule = tier1_rule_at(i);
        struct py_fill fill;
        PyObject *one;

        py_begin(&fill, state, PY_RECORD_RULE);
        PY_PUT(&fill, py_text(rule->name));
        PY_PUT(&fill,
               py_word(state, PY_WORD_SEVERITY, (int)rule->severity, NULL));
        PY_PUT(&fill, py_text(rule->about));
        one = py_end(&fill);
        if (one == NULL || PyTuple_SetItem(tuple, (Py_ssize_t)i, one) != 0)
            Py_CLEAR(tuple);
    }
    return tuple;
}
