/* SPDX-License-Identifier: MIT */
/* Sessions: started, answered, and freed. */
#include <string.h>

#include "binding.h"

/* ---- calls ---- */

static bool is_open(const py_session *s)
{
    if (s->c == NULL)
        (void)py_misuse(s->state, "the session is closed");
    return s->c != NULL;
}

bool py_session_enter(py_session *s)
{
    return is_open(s) && py_enter(s->engine);
}

bool py_session_enter_hooks(py_session *s)
{
    return is_open(s) && py_enter_hooks(s->engine);
}

PyObject *py_session_moved(py_session *s, int rc)
{
    Py_CLEAR(s->view);
    if (rc < 0)
        (void)py_raise_because(s->engine, rc, tier1_session_problem(s->c));
    if (!py_leave(s->engine) || rc < 0)
        return NULL;
    return py_word(s->state, PY_WORD_STATE, rc, NULL);
}

PyObject *py_buffer_text(py_session *s, tier1_buf *buf, int rc)
{
    PyObject *text = NULL;

    if (rc == TIER1_OK)
        text = PyUnicode_DecodeUTF8(buf->ptr, (Py_ssize_t)buf->len, NULL);
    else
        (void)py_raise(s->state, rc, tier1_session_problem(s->c));
    tier1_buf_dispose(buf);
    if (!py_leave(s->engine))
        Py_CLEAR(text);
    return text;
}

/* ---- making and freeing ---- */

PyObject *py_session_wrap(py_engine *engine, tier1_session *c)
{
    struct py_state *state = engine->state;
    py_session *self = (py_session *)PyType_GenericAlloc(state->session, 0);
    struct py_grave *grave = PyMem_Calloc(1, sizeof *grave);

    if (self == NULL || grave == NULL) {
        PyMem_Free(grave);
        tier1_session_free(c);
        Py_XDECREF(self);
        return PyErr_NoMemory();
    }
    grave->c = c;
    self->state = state;
    self->grave = grave;
    self->c = c;
    self->engine = (py_engine *)Py_NewRef((PyObject *)engine);
    engine->sessions++;
    return (PyObject *)self;
}

PyObject *py_session_made(py_engine *engine, tier1_session *c, int rc)
{
    PyObject *session = NULL;

    if (rc < 0)
        (void)py_raise_because(engine, rc, tier1_engine_problem(engine->c));
    else
        session = py_session_wrap(engine, c);
    if (!py_leave(engine))
        Py_CLEAR(session);
    return session;
}

/* Frees the session of C now, or when the call is over that its engine is
 * in. */
static void release(py_session *s)
{
    if (s->c == NULL)
        return;
    s->c = NULL;
    s->engine->sessions--;
    s->grave->next = s->engine->graves;
    s->engine->graves = s->grave;
    s->grave = NULL;
    if (!s->engine->busy)
        py_engine_settle(s->engine);
}

static PyObject *session_close(PyObject *self, PyObject *Py_UNUSED(none))
{
    py_session *s = (py_session *)self;

    if (s->c != NULL && s->engine->busy)
        return py_misuse(s->state, "the engine of the session is in a call");
    release(s);
    Py_CLEAR(s->view);
    return Py_NewRef(Py_None);
}

static int session_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT((PyObject *)Py_TYPE(self));
    Py_VISIT((PyObject *)((py_session *)self)->engine);
    return 0;
}

static void session_dealloc(PyObject *self)
{
    py_session *s = (py_session *)self;
    PyTypeObject *type = Py_TYPE(self);

    PyObject_GC_UnTrack(self);
    release(s);
    Py_CLEAR(s->view);
    Py_XDECREF((PyObject *)s->engine);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

/* ---- what is said to it ---- */

/* With no argument: what acknowledges, and takes a default. */
static PyObject *session_answer(PyObject *self, PyObject *const *args,
                                Py_ssize_t count)
{
    py_session *s = (py_session *)self;
    tier1_value *value = NULL;
    const char *text = "";
    int rc;

    if (count > 1)
        return PyErr_Format(PyExc_TypeError, "one answer, not %zd", count);
    if (count == 1 && PyUnicode_Check(args[0]))
        text = py_c_text(args[0]);
    if (text == NULL || !py_session_enter_hooks(s))
        return NULL;
    if (count == 0 || PyUnicode_Check(args[0]))
        return py_session_moved(s, tier1_session_answer(s->c, text));
    if (!py_value_from(s->engine, args[0], &value)) {
        (void)py_leave(s->engine);
        return NULL;
    }
    rc = tier1_session_answer_value(s->c, value);
    tier1_value_free(value);
    return py_session_moved(s, rc);
}

/* A converter for O&: a token, none of which is too large. */
static int token_of(PyObject *from, void *out)
{
    unsigned long long token = PyLong_AsUnsignedLongLong(from);

    if (PyErr_Occurred())
        return 0;
    *(uint64_t *)out = token;
    return 1;
}

static PyObject *session_complete(PyObject *self, PyObject *args,
                                  PyObject *kwargs)
{
    static char *names[] = {"token", "value", NULL};
    py_session *s = (py_session *)self;
    PyObject *from = Py_None;
    tier1_value *value = NULL;
    uint64_t token;
    int rc;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O&|O:complete", names,
                                     token_of, &token, &from) ||
        !py_session_enter_hooks(s))
        return NULL;
    if (!py_value_from(s->engine, from, &value)) {
        (void)py_leave(s->engine);
        return NULL;
    }
    rc = tier1_session_complete(s->c, token, value);
    tier1_value_free(value);
    return py_session_moved(s, rc);
}

static PyObject *session_fail(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"token", "why", "timeout", NULL};
    py_session *s = (py_session *)self;
    uint64_t token;
    const char *why = NULL;
    int timeout = 0;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O&|z$p:fail", names,
                                     token_of, &token, &why, &timeout) ||
        !py_session_enter_hooks(s))
        return NULL;
    return py_session_moved(
        s, tier1_session_fail(s->c, token,
                              timeout ? TIER1_ETIMEOUT : TIER1_EHOST, why));
}

static PyObject *session_revise(PyObject *self, PyObject *args,
                                PyObject *kwargs)
{
    static char *names[] = {"step", "value", "why", NULL};
    py_session *s = (py_session *)self;
    const char *step, *why = NULL;
    tier1_value *value = NULL;
    PyObject *from;
    int rc;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "sO|z:revise", names, &step,
                                     &from, &why) ||
        !py_session_enter_hooks(s))
        return NULL;
    if (!py_value_from(s->engine, from, &value)) {
        (void)py_leave(s->engine);
        return NULL;
    }
    rc = tier1_session_revise(s->c, step, value, why);
    tier1_value_free(value);
    return py_session_moved(s, rc);
}

static PyObject *session_tick(PyObject *self, PyObject *Py_UNUSED(none))
{
    py_session *s = (py_session *)self;

    return py_session_enter_hooks(s)
               ? py_session_moved(s, tier1_session_tick(s->c))
               : NULL;
}

static PyObject *session_back(PyObject *self, PyObject *Py_UNUSED(none))
{
    py_session *s = (py_session *)self;

    return py_session_enter_hooks(s)
               ? py_session_moved(s, tier1_session_back(s->c))
               : NULL;
}

static PyObject *because(PyObject *self, PyObject *args, PyObject *kwargs,
                         int (*call)(tier1_session *session, const char *why))
{
    static char *names[] = {"why", NULL};
    py_session *s = (py_session *)self;
    const char *why = NULL;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|z", names, &why) ||
        !py_session_enter_hooks(s))
        return NULL;
    return py_session_moved(s, call(s->c, why));
}

static PyObject *session_escalate(PyObject *self, PyObject *args,
                                  PyObject *kwargs)
{
    return because(self, args, kwargs, tier1_session_escalate);
}

static PyObject *session_abandon(PyObject *self, PyObject *args,
                                 PyObject *kwargs)
{
    return because(self, args, kwargs, tier1_session_abandon);
}

static PyObject *session_transfer(PyObject *self, PyObject *args,
                                  PyObject *kwargs)
{
    static char *names[] = {"to", "why", NULL};
    py_session *s = (py_session *)self;
    const char *to, *why = NULL;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "s|z:transfer", names, &to,
                                     &why) ||
        !py_session_enter_hooks(s))
        return NULL;
    return py_session_moved(s, tier1_session_transfer(s->c, to, why));
}

static PyObject *session_set_language(PyObject *self, PyObject *language)
{
    py_session *s = (py_session *)self;
    const char *tag = py_c_text(language);

    if (tag == NULL || !py_session_enter_hooks(s))
        return NULL;
    return py_session_moved(s, tier1_session_set_language(s->c, tag));
}

static PyObject *session_rest(PyObject *self, PyObject *Py_UNUSED(none))
{
    py_session *s = (py_session *)self;
    int rc;

    if (!py_session_enter(s))
        return NULL;
    rc = tier1_session_rest(s->c);
    if (rc != TIER1_OK)
        (void)py_raise(s->state, rc, NULL);
    return py_leave(s->engine) && rc == TIER1_OK ? Py_NewRef(Py_None) : NULL;
}

/* ---- the type ---- */

static PyObject *session_enter(PyObject *self, PyObject *Py_UNUSED(none))
{
    return Py_NewRef(self);
}

static PyObject *session_exit(PyObject *self, PyObject *Py_UNUSED(args))
{
    return session_close(self, NULL);
}

static PyObject *session_engine(PyObject *self, void *Py_UNUSED(unused))
{
    return Py_NewRef((PyObject *)((py_session *)self)->engine);
}

static PyObject *session_closed(PyObject *self, void *Py_UNUSED(unused))
{
    return PyBool_FromLong(((py_session *)self)->c == NULL);
}

#define KEYWORDS (METH_VARARGS | METH_KEYWORDS)

static PyMethodDef methods[] = {
    {"start", PY_KEYWORDS(py_session_start), KEYWORDS | METH_CLASS,
     "start($type, /, engine, flow, *, id=None, audience=None, language=None, "
     "channel=None, owner=None, requester=None, submitter=None, "
     "traceparent=None, external=None, given=None, history=None, "
     "problem=None, custom=None)\n--\n\n"
     "Start a walk, and go to the first step that needs an answer. Of a "
     "Library its\nfirst flow."},
    {"replay", PY_KEYWORDS(py_session_replay), KEYWORDS | METH_CLASS,
     "replay($type, /, engine, library, record, *, policy='pin', "
     "reworded=False, why=None)\n--\n\nMake a session again from its record."},
    {"restore", PY_KEYWORDS(py_session_restore), KEYWORDS | METH_CLASS,
     "restore($type, /, engine, library, snapshot, *, key=None)\n--\n\n"
     "Take a session up again."},
    {"answer", (PyCFunction)(void (*)(void))session_answer, METH_FASTCALL,
     "answer($self, value='', /)\n--\n\n"
     "Answer the present step, and move on: a text as typed, or a value. "
     "Without one:\nwhat acknowledges, or takes the default."},
    {"complete", PY_KEYWORDS(session_complete), KEYWORDS,
     "complete($self, /, token, value=None)\n--\n\n"
     "Bring what the session waits for."},
    {"fail", PY_KEYWORDS(session_fail), KEYWORDS,
     "fail($self, /, token, why=None, *, timeout=False)\n--\n\n"
     "Say that what the session waits for will not come."},
    {"tick", session_tick, METH_NOARGS,
     "tick($self, /)\n--\n\n"
     "Let time pass: past its deadline a wait ends."},
    {"back", session_back, METH_NOARGS,
     "back($self, /)\n--\n\nTake the last answer back."},
    {"revise", PY_KEYWORDS(session_revise), KEYWORDS,
     "revise($self, /, step, value, why=None)\n--\n\n"
     "Change an earlier answer; changes tell what became of the others."},
    {"escalate", PY_KEYWORDS(session_escalate), KEYWORDS,
     "escalate($self, /, why=None)\n--\n\nAsk for Tier 2, here and now."},
    {"abandon", PY_KEYWORDS(session_abandon), KEYWORDS,
     "abandon($self, /, why=None)\n--\n\n"
     "Give the session up: the person has gone."},
    {"transfer", PY_KEYWORDS(session_transfer), KEYWORDS,
     "transfer($self, /, to, why=None)\n--\n\n"
     "Hand the problem to another owner."},
    {"set_language", session_set_language, METH_O,
     "set_language($self, language, /)\n--\n\n"
     "Go on in another language, at the same step."},
    {"rest", session_rest, METH_NOARGS,
     "rest($self, /)\n--\n\nGive memory back until the next call."},
    {"migrate", PY_KEYWORDS(py_session_migrate), KEYWORDS,
     "migrate($self, /, library, *, policy='migrate', reworded=False, "
     "why=None)\n--\n\nMove to the version of the flow that a library has."},
    {"variable", py_session_variable, METH_O,
     "variable($self, name, /)\n--\n\n"
     "The value of a variable; None where it has none, and of a sensitive "
     "one."},
    {"record", py_session_record, METH_NOARGS,
     "record($self, /)\n--\n\nThe whole log, as JSON for people."},
    {"snapshot", PY_KEYWORDS(py_session_snapshot), KEYWORDS,
     "snapshot($self, /, *, key=None)\n--\n\n"
     "The session in a few bytes; signed, with a key."},
    {"what_if", py_session_what_if, METH_NOARGS,
     "what_if($self, /)\n--\n\n"
     "A copy that goes its own way, to see what would come of an answer."},
    {"packet", PY_KEYWORDS(py_session_packet), KEYWORDS,
     "packet($self, /, form='json', *, for_customer=False)\n--\n\n"
     "The document of a session that has ended."},
    {"close", session_close, METH_NOARGS, "close($self, /)\n--\n\nFree it."},
    {"__enter__", session_enter, METH_NOARGS, "__enter__($self, /)\n--\n\n"},
    {"__exit__", session_exit, METH_VARARGS,
     "__exit__($self, /, *args)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getset[] = {
    {"state", py_session_get_state, NULL, "What it waits for.", NULL},
    {"view", py_session_get_view, NULL, "What it shows now.", NULL},
    {"outcome", py_session_get_outcome, NULL,
     "How it ended, or that it has not.", NULL},
    {"visits", py_session_get_visits, NULL,
     "The steps that were entered, undone ones too.", NULL},
    {"changes", py_session_get_changes, NULL,
     "What became of the answers in the last change of one, or of the flow.",
     NULL},
    {"id", py_session_get_id, NULL, "Its id.", NULL},
    {"problem", py_session_get_problem, NULL,
     "Why the last call failed, in one line for a person; or ''.", NULL},
    {"flow", py_session_get_flow, NULL, "The flow that was started.", NULL},
    {"language", py_session_get_language, NULL,
     "As begun, switched to, or assigned by a hook.", NULL},
    {"engine", session_engine, NULL, "Its engine.", NULL},
    {"closed", session_closed, NULL, "Was it freed?", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "One walk through a flow. One thread at a time, as its "
                "engine; also to look."},
    {Py_tp_dealloc, session_dealloc},
    {Py_tp_traverse, session_traverse},
    {Py_tp_methods, methods},
    {Py_tp_getset, getset},
    {0, NULL},
};

PyType_Spec py_session_spec = {
    .name = "tier1.Session",
    .basicsize = sizeof(py_session),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC |
             Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
