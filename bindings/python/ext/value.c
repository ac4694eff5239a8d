/* SPDX-License-Identifier: MIT */
/* Values, to Python's objects and from them. */
#include <string.h>

#include "binding.h"

static PyObject *list_to(const tier1_value *value)
{
    size_t count = tier1_value_count(value);
    PyObject *list = PyList_New((Py_ssize_t)count);

    for (size_t i = 0; list != NULL && i < count; i++) {
        PyObject *item = py_value_to(tier1_value_at(value, i));

        if (item == NULL || PyList_SetItem(list, (Py_ssize_t)i, item) != 0)
            Py_CLEAR(list);
    }
    return list;
}

static PyObject *map_to(const tier1_value *value)
{
    size_t count = tier1_value_count(value);
    PyObject *map = PyDict_New();

    for (size_t i = 0; map != NULL && i < count; i++) {
        PyObject *item = py_value_to(tier1_value_at(value, i));

        if (item == NULL ||
            PyDict_SetItemString(map, tier1_value_key(value, i), item) != 0)
            Py_CLEAR(map);
        Py_XDECREF(item);
    }
    return map;
}

PyObject *py_value_to(const tier1_value *value)
{
    switch (tier1_value_kind(value)) {
    case TIER1_BOOLEAN:
        return PyBool_FromLong(tier1_value_boolean(value));
    case TIER1_INTEGER:
        return PyLong_FromLongLong(tier1_value_integer(value));
    case TIER1_NUMBER:
        return PyFloat_FromDouble(tier1_value_number(value));
    case TIER1_TEXT:
        return py_text(tier1_value_text(value));
    case TIER1_LIST:
        return list_to(value);
    case TIER1_MAP:
        return map_to(value);
    case TIER1_NULL:
    default:
        return Py_NewRef(Py_None);
    }
}

PyObject *py_values_to(const tier1_value *const *values, size_t count)
{
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);

    for (size_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *one = py_value_to(values[i]);

        if (one == NULL || PyTuple_SetItem(tuple, (Py_ssize_t)i, one) != 0)
            Py_CLEAR(tuple);
    }
    return tuple;
}

/* Raises where it failed; `*out` is then NULL. */
static bool made(py_engine *engine, int rc, tier1_value **out)
{
    if (rc == TIER1_OK)
        return true;
    *out = NULL;
    (void)py_raise(engine->state, rc, tier1_engine_problem(engine->c));
    return false;
}

const char *py_c_text(PyObject *from)
{
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(from, &length);

    if (text != NULL && strlen(text) != (size_t)length) {
        PyErr_SetString(PyExc_ValueError, "a text has a NUL inside");
        return NULL;
    }
    return text;
}

static bool integer_from(py_engine *engine, PyObject *from, tier1_value **out)
{
    long long integer = PyLong_AsLongLong(from);

    if (integer == -1 && PyErr_Occurred())
        return false;
    return made(engine, tier1_value_new_integer(out, engine->c, integer), out);
}

static bool list_from(py_engine *engine, PyObject *from, tier1_value **out)
{
    if (!made(engine, tier1_value_new_list(out, engine->c), out))
        return false;
    for (Py_ssize_t i = 0; i < PySequence_Size(from); i++) {
        PyObject *item = PySequence_GetItem(from, i);
        tier1_value *value = NULL;
        bool ok = item != NULL && py_value_from(engine, item, &value);

        Py_XDECREF(item);
        if (ok) {
            int rc = tier1_value_append(*out, value);

            ok = rc == TIER1_OK;
            if (!ok)
                (void)py_raise(engine->state, rc, NULL);
        }
        if (!ok) {
            tier1_value_free(*out);
            *out = NULL;
            return false;
        }
    }
    return true;
}

/* One pair of a dict into a map. */
static bool pair_from(py_engine *engine, PyObject *pair, tier1_value *map)
{
    PyObject *key = PyTuple_GetItem(pair, 0);
    tier1_value *value = NULL;
    const char *name;
    int rc;

    if (!PyUnicode_Check(key)) {
        PyErr_Format(PyExc_TypeError, "a key of a map is a text, not %R", key);
        return false;
    }
    if (!py_value_from(engine, PyTuple_GetItem(pair, 1), &value))
        return false;
    name = py_c_text(key);
    if (name == NULL) {
        tier1_value_free(value);
        return false;
    }
    rc = tier1_value_set(map, name, value);
    if (rc != TIER1_OK)
        (void)py_raise(engine->state, rc, NULL);
    return rc == TIER1_OK;
}

static bool map_from(py_engine *engine, PyObject *from, tier1_value **out)
{
    PyObject *pairs = PyDict_Items(from);
    bool ok =
        pairs != NULL && made(engine, tier1_value_new_map(out, engine->c), out);

    for (Py_ssize_t i = 0; ok && i < PyList_Size(pairs); i++)
        ok = pair_from(engine, PyList_GetItem(pairs, i), *out);
    Py_XDECREF(pairs);
    if (!ok) {
        tier1_value_free(*out);
        *out = NULL;
    }
    return ok;
}

/* What is none of the plain types is made one of them first. */
static bool other_from(py_engine *engine, PyObject *from, tier1_value **out)
{
    PyObject *plain =
        PyObject_CallFunctionObjArgs(engine->state->plain, from, NULL);
    bool ok = plain != NULL && py_value_from(engine, plain, out);

    Py_XDECREF(plain);
    return ok;
}

static bool nested_from(py_engine *engine, PyObject *from, tier1_value **out)
{
    bool ok;

    if (Py_EnterRecursiveCall(" while a value is made"))
        return false;
    if (PyList_Check(from) || PyTuple_Check(from))
        ok = list_from(engine, from, out);
    else if (PyDict_Check(from))
        ok = map_from(engine, from, out);
    else
        ok = other_from(engine, from, out);
    Py_LeaveRecursiveCall();
    return ok;
}

bool py_value_from(py_engine *engine, PyObject *from, tier1_value **out)
{
    *out = NULL;
    if (from == Py_None)
        return made(engine, tier1_value_new_null(out, engine->c), out);
    if (PyBool_Check(from))
        return made(engine,
                    tier1_value_new_boolean(out, engine->c, from == Py_True),
                    out);
    if (PyUnicode_Check(from)) {
        const char *text = py_c_text(from);

        return text != NULL &&
               made(engine, tier1_value_new_text(out, engine->c, text), out);
    }
    if (PyLong_Check(from))
        return integer_from(engine, from, out);
    if (PyFloat_Check(from))
        return made(
            engine,
            tier1_value_new_number(out, engine->c, PyFloat_AsDouble(from)),
            out);
    return nested_from(engine, from, out);
}
