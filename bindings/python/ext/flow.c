/* SPDX-License-Identifier: MIT */
/* A flow of a library, which it keeps alive. */
#include <string.h>

#include "binding.h"

PyObject *py_flow_new(struct py_state *state, tier1_library *library,
                      const tier1_flow *flow)
{
    py_flow *self = (py_flow *)PyType_GenericAlloc(state->flow, 0);

    if (self == NULL)
        return NULL;
    self->state = state;
    self->library = tier1_library_retain(library);
    self->c = flow;
    return (PyObject *)self;
}

static void flow_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);

    tier1_library_free(((py_flow *)self)->library);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *flow_id(PyObject *self, void *Py_UNUSED(unused))
{
    return py_text(tier1_flow_about(((py_flow *)self)->c)->id);
}

static PyObject *flow_about(PyObject *self, void *Py_UNUSED(unused))
{
    py_flow *flow = (py_flow *)self;
    const tier1_flow_info *about = tier1_flow_about(flow->c);
    struct py_fill fill;

    py_begin(&fill, flow->state, PY_RECORD_FLOW_INFO);
    PY_PUT(&fill, py_text(about->id));
    PY_PUT(&fill, py_text(about->title));
    PY_PUT(&fill, py_text(about->version));
    PY_PUT(&fill, py_text(about->language));
    PY_PUT(&fill, py_text(about->summary));
    PY_PUT(&fill, py_text(about->owner));
    PY_PUT(&fill, py_path(about->file));
    PY_PUT(&fill, py_text(about->sha256));
    PY_PUT(&fill, py_text(about->fingerprint));
    PY_PUT(&fill, PyBool_FromLong(about->for_agent));
    PY_PUT(&fill, PyBool_FromLong(about->for_customer));
    PY_PUT(&fill, PyLong_FromLongLong(about->target_seconds));
    return py_end(&fill);
}

static PyObject *flow_steps(PyObject *self, void *Py_UNUSED(unused))
{
    const tier1_flow *flow = ((py_flow *)self)->c;
    size_t count = tier1_flow_about(flow)->step_count;
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);

    for (size_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *id = py_text(tier1_flow_step(flow, i));

        if (id == NULL || PyTuple_SetItem(tuple, (Py_ssize_t)i, id) != 0)
            Py_CLEAR(tuple);
    }
    return tuple;
}

static PyObject *variable_of(const struct py_state *state,
                             const tier1_variable_info *v)
{
    struct py_fill fill;

    py_begin(&fill, state, PY_RECORD_VARIABLE);
    PY_PUT(&fill, py_text(v->name));
    PY_PUT(&fill, py_text(v->label));
    PY_PUT(&fill, py_text(v->type));
    PY_PUT(&fill, PyBool_FromLong(v->given));
    PY_PUT(&fill, PyBool_FromLong(v->required));
    PY_PUT(&fill, PyBool_FromLong(v->sensitive));
    PY_PUT(&fill, PyBool_FromLong(v->agent_only));
    return py_end(&fill);
}

static PyObject *flow_variables(PyObject *self, void *Py_UNUSED(unused))
{
    py_flow *flow = (py_flow *)self;
    PyObject *list = PyList_New(0), *tuple = NULL;
    tier1_variable_info v;
    bool ok = list != NULL;

    for (size_t i = 0; ok && tier1_flow_variable(flow->c, i, &v); i++) {
        PyObject *one = variable_of(flow->state, &v);

        ok = one != NULL && PyList_Append(list, one) == 0;
        Py_XDECREF(one);
    }
    if (ok)
        tuple = PyList_AsTuple(list);
    Py_XDECREF(list);
    return tuple;
}

static PyObject *translation_of(const struct py_state *state,
                                const tier1_translation_info *t)
{
    struct py_fill fill;

    py_begin(&fill, state, PY_RECORD_TRANSLATION);
    PY_PUT(&fill, py_text(t->language));
    PY_PUT(&fill, py_text(t->title));
    PY_PUT(&fill, py_text(t->summary));
    PY_PUT(&fill, py_path(t->file));
    PY_PUT(&fill, py_text(t->sha256));
    PY_PUT(&fill, PyLong_FromSize_t(t->texts));
    PY_PUT(&fill, PyLong_FromSize_t(t->translated));
    return py_end(&fill);
}

static PyObject *flow_translations(PyObject *self, void *Py_UNUSED(unused))
{
    py_flow *flow = (py_flow *)self;
    size_t count = tier1_flow_translation_count(flow->c);
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);

    for (size_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *one =
            translation_of(flow->state, tier1_flow_translation_at(flow->c, i));

        if (one == NULL || PyTuple_SetItem(tuple, (Py_ssize_t)i, one) != 0)
            Py_CLEAR(tuple);
    }
    return tuple;
}

static PyObject *flow_translation(PyObject *self, PyObject *language)
{
    py_flow *flow = (py_flow *)self;
    const char *tag = py_c_text(language);
    const tier1_translation_info *found;

    if (tag == NULL)
        return NULL;
    found = tier1_flow_translation(flow->c, tag);
    return found == NULL ? Py_NewRef(Py_None)
                         : translation_of(flow->state, found);
}

static PyMethodDef methods[] = {
    {"translation", flow_translation, METH_O,
     "translation($self, language, /)\n--\n\n"
     "The translation that somebody sees who asks for a language; None: the "
     "flow's own\nwords."},
    {NULL, NULL, 0, NULL},
};

static PyObject *flow_repr(PyObject *self)
{
    return PyUnicode_FromFormat("<tier1.Flow %s>",
                                tier1_flow_about(((py_flow *)self)->c)->id);
}

/* Two objects may stand for one flow. */
static PyObject *flow_compare(PyObject *a, PyObject *b, int how)
{
    bool same;

    if (!Py_IS_TYPE(b, Py_TYPE(a)) || (how != Py_EQ && how != Py_NE))
        return Py_NewRef(Py_NotImplemented);
    same = ((py_flow *)a)->c == ((py_flow *)b)->c;
    return PyBool_FromLong(same == (how == Py_EQ));
}

static Py_hash_t flow_hash(PyObject *self)
{
    Py_hash_t hash = (Py_hash_t)((uintptr_t)((py_flow *)self)->c >> 4);

    return hash == -1 ? -2 : hash;
}

static PyGetSetDef getset[] = {
    {"id", flow_id, NULL, "Its id.", NULL},
    {"about", flow_about, NULL, "What its file says of it.", NULL},
    {"steps", flow_steps, NULL, "The ids of its steps, in their order.", NULL},
    {"variables", flow_variables, NULL,
     "Its variables: declared, or filled by a step.", NULL},
    {"translations", flow_translations, NULL,
     "What it is translated into, by the languages' tags.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "A flow of a library, which it keeps alive."},
    {Py_tp_dealloc, flow_dealloc},
    {Py_tp_repr, flow_repr},
    {Py_tp_richcompare, flow_compare},
    {Py_tp_hash, flow_hash},
    {Py_tp_methods, methods},
    {Py_tp_getset, getset},
    {0, NULL},
};

PyType_Spec py_flow_spec = {
    .name = "tier1.Flow",
    .basicsize = sizeof(py_flow),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION |
             Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
