/* SPDX-License-Identifier: MIT */
/* Sessions that are begun, put away, taken up again, moved and copied; and
 * their documents. */
#include "binding.h"

/* ---- starting ---- */

/* The values of the options of a session. */
enum { EXTERNAL, GIVEN, HISTORY, PROBLEM, CUSTOM, VALUES };

/* The flow of an argument, a Flow or a Library. */
static const tier1_flow *flow_of(const struct py_state *state, PyObject *from)
{
    const tier1_library *library;
    const tier1_flow *flow;

    if (Py_IS_TYPE(from, state->flow))
        return ((py_flow *)from)->c;
    library = py_library_of(state, from);
    if (library == NULL)
        return NULL;
    flow = tier1_library_at(library, 0);
    if (flow == NULL)
        (void)py_misuse(state, "the library has no flow");
    return flow;
}

static bool values_from(py_engine *engine, PyObject *const *from,
                        tier1_value **values)
{
    for (int i = 0; i < VALUES; i++)
        if (from[i] != Py_None && !py_value_from(engine, from[i], &values[i]))
            return false;
    return true;
}

PyObject *py_session_start(PyObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"engine",    "flow",        "id",       "audience",
                            "language",  "channel",     "owner",    "requester",
                            "submitter", "traceparent", "external", "given",
                            "history",   "problem",     "custom",   NULL};
    const struct py_state *state = PyType_GetModuleState((PyTypeObject *)type);
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    PyObject *from[VALUES] = {Py_None, Py_None, Py_None, Py_None, Py_None};
    tier1_value *values[VALUES] = {NULL};
    tier1_session *c = NULL;
    const tier1_flow *flow;
    PyObject *which, *made = NULL;
    py_engine *engine;
    int rc;

    if (!PyArg_ParseTupleAndKeywords(
            args, kwargs, "O!O|$zzzzzzzzOOOOO:start", names, state->engine,
            &engine, &which, &o.id, &o.audience, &o.language, &o.channel,
            &o.owner, &o.requester, &o.submitter, &o.traceparent,
            &from[EXTERNAL], &from[GIVEN], &from[HISTORY], &from[PROBLEM],
            &from[CUSTOM]))
        return NULL;
    if (!py_enter_hooks(engine))
        return NULL;
    flow = NULL;
    if (values_from(engine, from, values))
        flow = flow_of(state, which);
    if (flow != NULL) {
        o.external = values[EXTERNAL];
        o.given = values[GIVEN];
        o.history = values[HISTORY];
        o.problem = values[PROBLEM];
        o.custom = values[CUSTOM];
        rc = tier1_session_start(&c, engine->c, flow, &o);
        made = py_session_made(engine, c, rc);
    } else {
        (void)py_leave(engine);
    }
    for (int i = 0; i < VALUES; i++)
        tier1_value_free(values[i]);
    return made;
}

/* ---- documents ---- */

PyObject *py_session_packet(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"form", "for_customer", NULL};
    py_session *s = (py_session *)self;
    tier1_packet_options o = TIER1_PACKET_OPTIONS_INIT;
    tier1_buf buf = TIER1_BUF_INIT;
    PyObject *word = NULL;
    int form = TIER1_PACKET_JSON;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O$p:packet", names, &word,
                                     &o.for_customer))
        return NULL;
    if (word != NULL)
        form = py_word_number(s->state, PY_WORD_FORM, word);
    if (form < 0 || !py_session_enter(s))
        return NULL;
    return py_buffer_text(
        s, &buf, tier1_packet_render(&buf, s->c, (tier1_packet_form)form, &o));
}

PyObject *py_session_record(PyObject *self, PyObject *Py_UNUSED(none))
{
    py_session *s = (py_session *)self;
    tier1_buf buf = TIER1_BUF_INIT;

    if (!py_session_enter(s))
        return NULL;
    return py_buffer_text(s, &buf, tier1_session_record(&buf, s->c));
}

PyObject *py_session_snapshot(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"key", NULL};
    py_session *s = (py_session *)self;
    tier1_snapshot_options o = TIER1_SNAPSHOT_OPTIONS_INIT;
    tier1_buf buf = TIER1_BUF_INIT;
    const char *key = NULL;
    Py_ssize_t length = 0;
    PyObject *bytes = NULL;
    int rc;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|$z#:snapshot", names, &key,
                                     &length) ||
        !py_session_enter(s))
        return NULL;
    o.key = key;
    o.key_length = (size_t)length;
    rc = tier1_session_snapshot(&buf, s->c, &o);
    if (rc == TIER1_OK)
        bytes = PyBytes_FromStringAndSize(buf.ptr, (Py_ssize_t)buf.len);
    else
        (void)py_raise(s->state, rc, NULL);
    tier1_buf_dispose(&buf);
    if (!py_leave(s->engine))
        Py_CLEAR(bytes);
    return bytes;
}

/* ---- taken up again ---- */

PyObject *py_session_restore(PyObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"engine", "library", "snapshot", "key", NULL};
    const struct py_state *state = PyType_GetModuleState((PyTypeObject *)type);
    tier1_snapshot_options o = TIER1_SNAPSHOT_OPTIONS_INIT;
    const char *bytes, *key = NULL;
    Py_ssize_t length, key_length = 0;
    tier1_session *c = NULL;
    tier1_library *library;
    PyObject *from;
    py_engine *engine;
    int rc;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!Oy#|$z#:restore", names,
                                     state->engine, &engine, &from, &bytes,
                                     &length, &key, &key_length))
        return NULL;
    library = py_library_of(state, from);
    if (library == NULL || !py_enter_hooks(engine))
        return NULL;
    o.key = key;
    o.key_length = (size_t)key_length;
    rc = tier1_session_restore(&c, engine->c, library, bytes, (size_t)length,
                               &o);
    return py_session_made(engine, c, rc);
}

PyObject *py_session_replay(PyObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"engine",   "library", "record", "policy",
                            "reworded", "why",     NULL};
    const struct py_state *state = PyType_GetModuleState((PyTypeObject *)type);
    tier1_replay_options o = TIER1_REPLAY_OPTIONS_INIT;
    tier1_session *c = NULL;
    tier1_library *library;
    PyObject *from, *policy = NULL;
    const char *json;
    Py_ssize_t length;
    py_engine *engine;
    int number = TIER1_POLICY_PIN, rc;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!Os#|$Opz:replay", names,
                                     state->engine, &engine, &from, &json,
                                     &length, &policy, &o.reworded, &o.why))
        return NULL;
    library = py_library_of(state, from);
    if (library == NULL)
        return NULL;
    if (policy != NULL)
        number = py_word_number(state, PY_WORD_POLICY, policy);
    if (number < 0 || !py_enter_hooks(engine))
        return NULL;
    o.policy = (tier1_policy)number;
    rc = tier1_session_replay(&c, engine->c, library, json, (size_t)length, &o);
    return py_session_made(engine, c, rc);
}

PyObject *py_session_migrate(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"library", "policy", "reworded", "why", NULL};
    py_session *s = (py_session *)self;
    tier1_migrate_options o = TIER1_MIGRATE_OPTIONS_INIT;
    PyObject *from, *policy = NULL;
    tier1_library *library;
    int number = TIER1_POLICY_MIGRATE, rc;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|$Opz:migrate", names,
                                     &from, &policy, &o.reworded, &o.why))
        return NULL;
    library = py_library_of(s->state, from);
    if (library == NULL)
        return NULL;
    if (policy != NULL)
        number = py_word_number(s->state, PY_WORD_POLICY, policy);
    if (number < 0 || !py_session_enter_hooks(s))
        return NULL;
    o.policy = (tier1_policy)number;
    rc = tier1_session_migrate(s->c, library, &o);
    return py_session_moved(s, rc);
}

PyObject *py_session_what_if(PyObject *self, PyObject *Py_UNUSED(none))
{
    py_session *s = (py_session *)self;
    tier1_session *c = NULL;
    int rc;

    if (!py_session_enter(s))
        return NULL;
    rc = tier1_session_what_if(&c, s->c);
    return py_session_made(s->engine, c, rc);
}

PyObject *py_look(PyObject *module, PyObject *data)
{
    const struct py_state *state = PyModule_GetState(module);
    tier1_snapshot_info info;
    struct py_fill fill;
    char *bytes;
    Py_ssize_t length;
    int rc;

    if (PyBytes_AsStringAndSize(data, &bytes, &length) != 0)
        return NULL;
    rc = tier1_snapshot_look(&info, bytes, (size_t)length);
    if (rc != TIER1_OK)
        return py_raise(state, rc, NULL);
    py_begin(&fill, state, PY_RECORD_SNAPSHOT_INFO);
    PY_PUT(&fill, PyLong_FromLong(info.format));
    PY_PUT(&fill, PyBool_FromLong(info.is_signed));
    PY_PUT(&fill, py_text(info.fingerprint));
    return py_end(&fill);
}
