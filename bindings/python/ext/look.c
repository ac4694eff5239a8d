/* SPDX-License-Identifier: MIT */
/* What a session shows without moving. Each look may wake it, which takes
 * memory: where there is none, it is said. */
#include "binding.h"

PyObject *py_session_get_state(PyObject *self, void *Py_UNUSED(unused))
{
    py_session *s = (py_session *)self;

    if (s->c == NULL)
        return py_misuse(s->state, "the session is closed");
    return py_word(s->state, PY_WORD_STATE, tier1_session_state(s->c), NULL);
}

/* Ends a look. */
static PyObject *seen(py_session *s, PyObject *object)
{
    if (!py_leave(s->engine))
        Py_CLEAR(object);
    return object;
}

PyObject *py_session_get_view(PyObject *self, void *Py_UNUSED(unused))
{
    py_session *s = (py_session *)self;
    const tier1_view *view;
    PyObject *made;

    if (s->view != NULL)
        return Py_NewRef(s->view);
    if (!py_session_enter(s))
        return NULL;
    view = tier1_session_view(s->c);
    made = view->state == TIER1_ENOMEM ? PyErr_NoMemory()
                                       : py_view(s->state, view);
    made = seen(s, made);
    if (made != NULL && s->view == NULL)
        s->view = Py_NewRef(made);
    return made;
}

PyObject *py_session_get_outcome(PyObject *self, void *Py_UNUSED(unused))
{
    py_session *s = (py_session *)self;
    const tier1_outcome *o;
    struct py_fill fill;

    if (!py_session_enter(s))
        return NULL;
    o = tier1_session_outcome(s->c);
    if (o->flow == NULL)
        return seen(s, PyErr_NoMemory());
    py_begin(&fill, s->state, PY_RECORD_OUTCOME);
    PY_PUT(&fill,
           py_word(s->state, PY_WORD_END, (int)o->end, tier1_end_text(o->end)));
    PY_PUT(&fill, py_text(o->reason));
    PY_PUT(&fill, py_text(o->code));
    PY_PUT(&fill, py_text(o->flow));
    PY_PUT(&fill, py_text(o->step));
    PY_PUT(&fill, py_text(o->text));
    PY_PUT(&fill, py_text(o->detail));
    return seen(s, py_end(&fill));
}

static PyObject *visit_of(const struct py_state *state, const tier1_visit *v)
{
    struct py_fill fill;

    py_begin(&fill, state, PY_RECORD_VISIT);
    PY_PUT(&fill, py_text(v->flow));
    PY_PUT(&fill, py_text(v->step));
    PY_PUT(&fill, py_word(state, PY_WORD_KIND, (int)v->kind,
                          tier1_kind_text(v->kind)));
    PY_PUT(&fill, PyLong_FromLong(v->depth));
    PY_PUT(&fill, PyLong_FromLongLong(v->at));
    PY_PUT(&fill, PyLong_FromLongLong(v->milliseconds));
    PY_PUT(&fill, py_text(v->route));
    PY_PUT(&fill, py_text(v->choice));
    PY_PUT(&fill, PyLong_FromLong(v->route_number));
    PY_PUT(&fill, py_value_to(v->answer));
    PY_PUT(&fill, PyBool_FromLong(v->undone));
    return py_end(&fill);
}

PyObject *py_session_get_visits(PyObject *self, void *Py_UNUSED(unused))
{
    py_session *s = (py_session *)self;
    PyObject *tuple;
    tier1_visit visit;
    size_t count;

    if (!py_session_enter(s))
        return NULL;
    count = tier1_session_visit_count(s->c);
    /* There is always the first step, but for want of memory. */
    tuple = count == 0 ? PyErr_NoMemory() : PyTuple_New((Py_ssize_t)count);
    for (size_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *one = tier1_session_visit(s->c, i, &visit)
                            ? visit_of(s->state, &visit)
                            : PyErr_NoMemory();

        if (one == NULL || PyTuple_SetItem(tuple, (Py_ssize_t)i, one) != 0)
            Py_CLEAR(tuple);
    }
    return seen(s, tuple);
}

static PyObject *change_of(const struct py_state *state, const tier1_change *c)
{
    struct py_fill fill;

    py_begin(&fill, state, PY_RECORD_CHANGE);
    PY_PUT(&fill, py_text(c->flow));
    PY_PUT(&fill, py_text(c->step));
    PY_PUT(&fill, py_word(state, PY_WORD_FATE, (int)c->fate, NULL));
    PY_PUT(&fill, py_text(c->reason));
    return py_end(&fill);
}

/* Wakes the session, so that "none" means none; false with an exception. */
static bool awake(py_session *s)
{
    if (tier1_session_view(s->c)->state != TIER1_ENOMEM)
        return true;
    (void)PyErr_NoMemory();
    return false;
}

PyObject *py_session_get_changes(PyObject *self, void *Py_UNUSED(unused))
{
    py_session *s = (py_session *)self;
    PyObject *tuple = NULL;
    tier1_change change;
    size_t count;

    if (!py_session_enter(s))
        return NULL;
    if (!awake(s))
        return seen(s, NULL);
    count = tier1_session_change_count(s->c);
    tuple = PyTuple_New((Py_ssize_t)count);
    for (size_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *one = tier1_session_change(s->c, i, &change)
                            ? change_of(s->state, &change)
                            : PyErr_NoMemory();

        if (one == NULL || PyTuple_SetItem(tuple, (Py_ssize_t)i, one) != 0)
            Py_CLEAR(tuple);
    }
    return seen(s, tuple);
}

PyObject *py_session_get_id(PyObject *self, void *Py_UNUSED(unused))
{
    py_session *s = (py_session *)self;
    const char *id;

    if (!py_session_enter(s))
        return NULL;
    id = tier1_session_id(s->c);
    return seen(s, id[0] == '\0' ? PyErr_NoMemory() : py_text(id));
}

PyObject *py_session_get_problem(PyObject *self, void *Py_UNUSED(unused))
{
    py_session *s = (py_session *)self;

    if (!py_session_enter(s))
        return NULL;
    return seen(s, py_text(tier1_session_problem(s->c)));
}

PyObject *py_session_get_flow(PyObject *self, void *Py_UNUSED(unused))
{
    py_session *s = (py_session *)self;

    if (s->c == NULL)
        return py_misuse(s->state, "the session is closed");
    return py_flow_new(s->state, tier1_session_library(s->c),
                       tier1_session_flow(s->c));
}

PyObject *py_session_get_language(PyObject *self, void *Py_UNUSED(unused))
{
    py_session *s = (py_session *)self;
    const char *tag;

    if (!py_session_enter(s))
        return NULL;
    tag = tier1_session_language(s->c);
    return seen(s, tag == NULL ? PyErr_NoMemory() : py_text(tag));
}

PyObject *py_session_variable(PyObject *self, PyObject *name)
{
    py_session *s = (py_session *)self;
    const char *text = py_c_text(name);

    if (text == NULL || !py_session_enter(s))
        return NULL;
    return seen(s, awake(s) ? py_value_to(tier1_session_variable(s->c, text))
                            : NULL);
}
