/* SPDX-License-Identifier: MIT */
/* Makes the objects of _types.py. */
#include <string.h>

#include "binding.h"

void py_begin(struct py_fill *fill, const struct py_state *state,
              enum py_record_id id)
{
    fill->record = &state->records[id];
    fill->next = 0;
    fill->object = PyType_GenericAlloc(fill->record->type, 0);
}

void py_put(struct py_fill *fill, PyObject *value)
{
    PyObject *slot = NULL;

    if (value != NULL)
        slot = PyTuple_GetItem(fill->record->slots, fill->next++);
    /* The class is frozen: this goes past its own __setattr__(). */
    if (slot == NULL || fill->record->set(slot, fill->object, value) != 0)
        Py_CLEAR(fill->object);
    Py_XDECREF(value);
}

PyObject *py_end(struct py_fill *fill)
{
    if (fill->object != NULL && fill->next != fill->record->count) {
        PyErr_SetString(PyExc_SystemError, "a record is not filled");
        Py_CLEAR(fill->object);
    }
    return fill->object;
}

static PyObject *decoded(const char *text, const char *errors)
{
    if (text == NULL)
        return Py_NewRef(Py_None);
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), errors);
}

PyObject *py_text(const char *text)
{
    return decoded(text, NULL);
}

PyObject *py_path(const char *text)
{
    return decoded(text, "surrogateescape");
}

PyObject *py_word(const struct py_state *state, enum py_word_id id, int number,
                  const char *word)
{
    if (number >= 0 && number < PyTuple_Size(state->words[id]))
        return Py_XNewRef(PyTuple_GetItem(state->words[id], number));
    return word != NULL ? py_text(word) : PyUnicode_FromFormat("%d", number);
}

int py_word_number(const struct py_state *state, enum py_word_id id,
                   PyObject *word)
{
    PyObject *table = state->words[id];
    Py_ssize_t count = PyTuple_Size(table);

    for (Py_ssize_t i = 0; i < count; i++) {
        int same =
            PyObject_RichCompareBool(PyTuple_GetItem(table, i), word, Py_EQ);

        if (same != 0)
            return same < 0 ? -1 : (int)i;
    }
    PyErr_Format(PyExc_ValueError, "%R is none of %R", word, table);
    return -1;
}

PyObject *py_tuple(const struct py_state *state, py_make_fn make,
                   const void *items, size_t count, size_t size)
{
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);

    for (size_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *one = make(state, (const char *)items + i * size);

        if (one == NULL || PyTuple_SetItem(tuple, (Py_ssize_t)i, one) != 0)
            Py_CLEAR(tuple);
    }
    return tuple;
}
