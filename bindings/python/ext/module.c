/* SPDX-License-Identifier: MIT */
/* The module: its types, and what it takes from the package around it. */
#include "binding.h"

static PyObject *version(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none))
{
    return py_text(tier1_version());
}

static PyObject *is_compiled(PyObject *Py_UNUSED(module), PyObject *data)
{
    char *bytes;
    Py_ssize_t length;

    if (PyBytes_AsStringAndSize(data, &bytes, &length) != 0)
        return NULL;
    return PyBool_FromLong(tier1_library_is_compiled(bytes, (size_t)length));
}

static PyObject *translation_stamp(PyObject *Py_UNUSED(module), PyObject *text)
{
    char stamp[TIER1_STAMP_BYTES];
    Py_ssize_t length;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &length);

    if (bytes == NULL)
        return NULL;
    tier1_translation_stamp(stamp, bytes, (size_t)length);
    return py_text(stamp);
}

static PyMethodDef methods[] = {
    {"version", version, METH_NOARGS,
     "version($module, /)\n--\n\nThe version of the library that runs."},
    {"is_compiled", is_compiled, METH_O,
     "is_compiled($module, data, /)\n--\n\n"
     "Do bytes say that they are a compiled file?"},
    {"look", py_look, METH_O,
     "look($module, snapshot, /)\n--\n\n"
     "The head of a snapshot. Neither checksum nor signature is checked."},
    {"rules", py_rules, METH_NOARGS,
     "rules($module, /)\n--\n\nThe rules of diagnostics, by their names."},
    {"translation_stamp", translation_stamp, METH_O,
     "translation_stamp($module, text, /)\n--\n\n"
     "What a translation notes of the text that it was made from."},
    {NULL, NULL, 0, NULL},
};

/* ---- the package around it ---- */

/* The descriptors of the slots of a class; NULL with an exception. */
static PyObject *slots_of(PyObject *type)
{
    PyObject *names = PyObject_GetAttrString(type, "__match_args__");
    Py_ssize_t count = names == NULL ? 0 : PyTuple_Size(names);
    PyObject *slots = names == NULL ? NULL : PyTuple_New(count);

    for (Py_ssize_t i = 0; slots != NULL && i < count; i++) {
        PyObject *slot = PyObject_GetAttr(type, PyTuple_GetItem(names, i));

        if (slot == NULL || PyTuple_SetItem(slots, i, slot) != 0)
            Py_CLEAR(slots);
    }
    Py_XDECREF(names);
    return slots;
}

static bool take_record(struct py_record *record, PyObject *types,
                        const char *name)
{
    PyObject *type = PyObject_GetAttrString(types, name);
    PyTypeObject *of_slots;

    if (type == NULL)
        return false;
    record->type = (PyTypeObject *)type;
    record->slots = slots_of(type);
    record->count = record->slots == NULL ? 0 : PyTuple_Size(record->slots);
    if (record->count <= 0)
        return false;
    /* Those of slots are all of one type; a class without them has none. */
    of_slots = Py_TYPE(PyTuple_GetItem(record->slots, 0));
    record->set = (descrsetfunc)PyType_GetSlot(of_slots, Py_tp_descr_set);
    for (Py_ssize_t i = 0; i < record->count; i++)
        if (!Py_IS_TYPE(PyTuple_GetItem(record->slots, i), of_slots))
            return false;
    return record->set != NULL;
}

static bool take_types(struct py_state *state, PyObject *types)
{
    PyObject *words;
    bool ok = true;

#define TAKE(id, name)                                                         \
    ok = ok && take_record(&state->records[PY_RECORD_##id], types, name);
    PY_RECORDS(TAKE)
#undef TAKE
    words = PyObject_GetAttrString(types, "WORDS");
    ok = ok && words != NULL;
#define TAKE(id)                                                               \
    if (ok) {                                                                  \
        state->words[PY_WORD_##id] =                                           \
            Py_XNewRef(PyDict_GetItemString(words, #id));                      \
        ok = state->words[PY_WORD_##id] != NULL &&                             \
             PyTuple_Check(state->words[PY_WORD_##id]);                        \
    }
    PY_WORDS(TAKE)
#undef TAKE
    Py_XDECREF(words);
    if (!ok && !PyErr_Occurred())
        PyErr_SetString(PyExc_ImportError, "the package is not whole");
    return ok;
}

/* Puts an attribute of a module of the package into a place. */
static bool take(const char *module, const char *name, PyObject **out)
{
    PyObject *from = PyImport_ImportModule(module);

    *out = from == NULL ? NULL : PyObject_GetAttrString(from, name);
    Py_XDECREF(from);
    return *out != NULL;
}

static bool add_type(PyObject *module, PyType_Spec *spec, PyTypeObject **out)
{
    *out = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
    return *out != NULL && PyModule_AddType(module, *out) == 0;
}

static int execute(PyObject *module)
{
    struct py_state *state = PyModule_GetState(module);
    PyObject *types = PyImport_ImportModule("tier1._types");
    bool ok = types != NULL && take_types(state, types);

    Py_XDECREF(types);
    ok = ok && take("tier1._types", "LATER", &state->later) &&
         take("tier1._types", "Source", &state->source) &&
         take("tier1._plain", "plain", &state->plain) &&
         take("tier1._errors", "BY_STATUS", &state->errors) &&
         take("tier1._errors", "HostError", &state->host_error) &&
         take("tier1._errors", "HostTimeout", &state->timeout_error) &&
         add_type(module, &py_engine_spec, &state->engine) &&
         add_type(module, &py_library_spec, &state->library) &&
         add_type(module, &py_flow_spec, &state->flow) &&
         add_type(module, &py_session_spec, &state->session);
    return ok ? 0 : -1;
}

static int traverse(PyObject *module, visitproc visit, void *arg)
{
    struct py_state *state = PyModule_GetState(module);

    Py_VISIT((PyObject *)state->engine);
    Py_VISIT((PyObject *)state->library);
    Py_VISIT((PyObject *)state->flow);
    Py_VISIT((PyObject *)state->session);
    Py_VISIT(state->errors);
    Py_VISIT(state->plain);
    Py_VISIT(state->source);
    Py_VISIT(state->later);
    Py_VISIT(state->host_error);
    Py_VISIT(state->timeout_error);
    for (int i = 0; i < PY_RECORD_COUNT; i++) {
        Py_VISIT((PyObject *)state->records[i].type);
        Py_VISIT(state->records[i].slots);
    }
    for (int i = 0; i < PY_WORD_COUNT; i++)
        Py_VISIT(state->words[i]);
    return 0;
}

static int clear(PyObject *module)
{
    struct py_state *state = PyModule_GetState(module);

    Py_CLEAR(state->engine);
    Py_CLEAR(state->library);
    Py_CLEAR(state->flow);
    Py_CLEAR(state->session);
    Py_CLEAR(state->errors);
    Py_CLEAR(state->plain);
    Py_CLEAR(state->source);
    Py_CLEAR(state->later);
    Py_CLEAR(state->host_error);
    Py_CLEAR(state->timeout_error);
    for (int i = 0; i < PY_RECORD_COUNT; i++) {
        Py_CLEAR(state->records[i].type);
        Py_CLEAR(state->records[i].slots);
    }
    for (int i = 0; i < PY_WORD_COUNT; i++)
        Py_CLEAR(state->words[i]);
    return 0;
}

static void release(void *module)
{
    (void)clear(module);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)(uintptr_t)execute},
    {0, NULL},
};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "tier1._tier1",
    .m_doc = "The part of tier1 that is in C.",
    .m_size = sizeof(struct py_state),
    .m_methods = methods,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
    .m_free = release,
};

PyMODINIT_FUNC PyInit__tier1(void);

PyMODINIT_FUNC PyInit__tier1(void)
{
    return PyModuleDef_Init(&definition);
}
