/* SPDX-License-Identifier: MIT */
/* What the files of the extension share. It is built for the stable ABI, so
 * that one build serves every later version of Python.
 *
 * The GIL is held in every call but a load, which takes long and touches no
 * object of Python: steps take microseconds, less than handing the GIL over
 * may. While an engine is in a call it is busy, and whoever enters it then, a
 * host function or another thread, is told so; objects that are collected
 * meanwhile are freed when the call is over. */
#ifndef BINDING_H
#define BINDING_H

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

/* The classes of _types.py whose objects are made here. */
#define PY_RECORDS(X)                                                          \
    X(CALL, "Call")                                                            \
    X(CHANGE, "Change")                                                        \
    X(CHOICE, "Choice")                                                        \
    X(DIAGNOSTIC, "Diagnostic")                                                \
    X(FLOW_INFO, "FlowInfo")                                                   \
    X(MEDIA, "Media")                                                          \
    X(OUTCOME, "Outcome")                                                      \
    X(QUESTION, "Question")                                                    \
    X(RULE, "Rule")                                                            \
    X(SNAPSHOT_INFO, "SnapshotInfo")                                           \
    X(TRANSLATION, "Translation")                                              \
    X(VARIABLE, "Variable")                                                    \
    X(VIEW, "View")                                                            \
    X(VISIT, "Visit")                                                          \
    X(WAIT, "Wait")

/* The tables WORDS of _types.py, from numbers to members. */
#define PY_WORDS(X)                                                            \
    X(STATE)                                                                   \
    X(KIND)                                                                    \
    X(TYPE)                                                                    \
    X(END)                                                                     \
    X(WAIT)                                                                    \
    X(FATE)                                                                    \
    X(SEVERITY)                                                                \
    X(POLICY)                                                                  \
    X(FORM)

enum py_record_id {
#define PY_ID(id, name) PY_RECORD_##id,
    PY_RECORDS(PY_ID)
#undef PY_ID
        PY_RECORD_COUNT
};

enum py_word_id {
#define PY_ID(id) PY_WORD_##id,
    PY_WORDS(PY_ID)
#undef PY_ID
        PY_WORD_COUNT
};

/* A class whose objects are made here, and the descriptors of its slots, in
 * the order of its fields. */
struct py_record {
    PyTypeObject *type;
    PyObject *slots; /* tuple */
    Py_ssize_t count;
    descrsetfunc set; /* of each of them */
};

/* The state of the module: what it needs of Python's side. */
struct py_state {
    PyTypeObject *engine, *library, *flow, *session;
    PyObject *errors; /* tuple by status, without its sign */
    PyObject *plain;  /* callable: makes what a value can be made of */
    PyObject *source; /* the class of a file under another name */
    PyObject *later;  /* what a host function returns that answers later */
    PyObject *timeout_error, *host_error;
    struct py_record records[PY_RECORD_COUNT];
    PyObject *words[PY_WORD_COUNT]; /* tuples */
};

/* A session that was dropped while its engine was busy. */
struct py_grave {
    struct py_grave *next;
    tier1_session *c;
};

/* A host function of an engine. */
struct py_host {
    struct py_host *next;
    struct py_engine *engine;
    PyObject *name;     /* or None */
    PyObject *function; /* NULL once it is taken away */
};

typedef struct py_engine {
    PyObject_HEAD struct py_state *state;
    tier1_engine *c;         /* NULL: closed, and no session is left */
    tier1_engine_options os; /* the system's clock, ticks and randomness */
    PyObject *clock, *ticks, *random; /* callables; NULL: the system's */
    int64_t last_clock, last_ticks;
    PyThreadState *released; /* of a call that does without the GIL */
    bool busy, closed;
    size_t sessions; /* that are not closed */
    struct py_grave *graves;
    struct py_host *hosts;
    PyObject *host_error; /* of the host function that failed last; or NULL */
    PyObject *thrown;     /* what comes out of the call that runs; or NULL */
} py_engine;

typedef struct {
    PyObject_HEAD struct py_state *state;
    tier1_library *c;      /* NULL: closed */
    PyObject *diagnostics; /* tuple */
} py_library;

typedef struct {
    PyObject_HEAD struct py_state *state;
    tier1_library *library;
    const tier1_flow *c;
} py_flow;

typedef struct {
    PyObject_HEAD struct py_state *state;
    tier1_session *c; /* NULL: closed */
    struct py_grave *grave;
    py_engine *engine;
    PyObject *view; /* as long as it is that of the session; or NULL */
} py_session;

/* ---- error.c ---- */

/* Raises what a status code stands for; `problem` may be NULL. NULL. */
PyObject *py_raise(const struct py_state *state, int status,
                   const char *problem);

/* The same, because of what a host function raised in this call. */
PyObject *py_raise_because(py_engine *engine, int status, const char *problem);

PyObject *py_misuse(const struct py_state *state, const char *problem);

/* The exception that is set, normalised and taken; yours. */
PyObject *py_error_take(void);

/* Sets an exception, which is taken over. */
void py_error_set(PyObject *exception);

/* ---- record.c ---- */

/* An object that is being filled; NULL once something failed. */
struct py_fill {
    const struct py_record *record;
    PyObject *object;
    Py_ssize_t next;
};

void py_begin(struct py_fill *fill, const struct py_state *state,
              enum py_record_id id);
void py_put(struct py_fill *fill, PyObject *value);
PyObject *py_end(struct py_fill *fill);

/* The next field; the value is taken over, and not made after a failure. */
#define PY_PUT(fill, value)                                                    \
    do {                                                                       \
        if ((fill)->object != NULL)                                            \
            py_put(fill, value);                                               \
    } while (0)

/* A text; None for NULL. */
PyObject *py_text(const char *text);

/* The same of what need not be UTF-8, as names of files. */
PyObject *py_path(const char *text);

/* The member of a number; or the word, where a later library has more. */
PyObject *py_word(const struct py_state *state, enum py_word_id id, int number,
                  const char *word);

/* The number of a word of a table, or -1 with an exception. */
int py_word_number(const struct py_state *state, enum py_word_id id,
                   PyObject *word);

typedef PyObject *(*py_make_fn)(const struct py_state *state, const void *item);

/* A tuple of the items of an array of C. */
PyObject *py_tuple(const struct py_state *state, py_make_fn make,
                   const void *items, size_t count, size_t size);

/* ---- value.c ---- */

PyObject *py_value_to(const tier1_value *value);

/* The values as a tuple. */
PyObject *py_values_to(const tier1_value *const *values, size_t count);

/* The text of a str, which has no NUL inside, and lives as long as that; NULL
 * with an exception. */
const char *py_c_text(PyObject *from);

/* Makes a value; false with an exception. `*out` is yours. */
bool py_value_from(py_engine *engine, PyObject *from, tier1_value **out);

/* ---- engine.c, hosts.c ---- */

/* Begins a call; false with an exception where it cannot. */
bool py_enter(py_engine *engine);

/* The same for a call that may run hooks. */
bool py_enter_hooks(py_engine *engine);

/* Ends it: what was thrown meanwhile is raised, and then false. */
bool py_leave(py_engine *engine);

/* A call back: takes the GIL where the call did without, and gives it away
 * again. */
bool py_back_in(py_engine *engine);
void py_back_out(py_engine *engine, bool took);

/* Keeps the exception that is set, to come out of the call. */
void py_throw(py_engine *engine);

/* Frees the engine of C where nothing needs it any more. */
void py_engine_settle(py_engine *engine);

/* worker.c: starts one for a new engine where its option wants one; false with
 * an exception. */
bool py_worker_start(py_engine *engine, PyObject *from);

PyObject *py_engine_host(PyObject *self, PyObject *args);
PyObject *py_engine_forget(PyObject *self, PyObject *name);
void py_hosts_free(py_engine *engine);

/* ---- diagnostics.c, library.c, flow.c ---- */

PyObject *py_diagnostics(const struct py_state *state,
                         const tier1_diagnostics *list);
PyObject *py_rules(PyObject *module, PyObject *none);
PyObject *py_flow_new(struct py_state *state, tier1_library *library,
                      const tier1_flow *flow);

/* The library of an argument, or NULL with an exception. */
tier1_library *py_library_of(const struct py_state *state, PyObject *from);

/* ---- view.c ---- */

PyObject *py_view(const struct py_state *state, const tier1_view *view);

/* ---- session.c, look.c, journal.c ---- */

bool py_session_enter(py_session *s);

/* The same for a call that may run hooks. */
bool py_session_enter_hooks(py_session *s);

/* Ends a call that may have moved the session: its state, or NULL. */
PyObject *py_session_moved(py_session *s, int rc);

/* A session of C, which is taken over, also on an error. */
PyObject *py_session_wrap(py_engine *engine, tier1_session *c);

/* What a call gave that makes a session: the session, or an exception. Ends
 * the call. */
PyObject *py_session_made(py_engine *engine, tier1_session *c, int rc);

PyObject *py_session_get_view(PyObject *self, void *unused);
PyObject *py_session_get_outcome(PyObject *self, void *unused);
PyObject *py_session_get_visits(PyObject *self, void *unused);
PyObject *py_session_get_changes(PyObject *self, void *unused);
PyObject *py_session_get_id(PyObject *self, void *unused);
PyObject *py_session_get_problem(PyObject *self, void *unused);
PyObject *py_session_get_state(PyObject *self, void *unused);
PyObject *py_session_get_flow(PyObject *self, void *unused);
PyObject *py_session_get_language(PyObject *self, void *unused);
PyObject *py_session_variable(PyObject *self, PyObject *name);

/* METH_VARARGS | METH_KEYWORDS, some with METH_CLASS. */
PyObject *py_session_start(PyObject *type, PyObject *args, PyObject *kwargs);
PyObject *py_session_replay(PyObject *type, PyObject *args, PyObject *kwargs);
PyObject *py_session_restore(PyObject *type, PyObject *args, PyObject *kwargs);
PyObject *py_session_migrate(PyObject *self, PyObject *args, PyObject *kwargs);
PyObject *py_session_snapshot(PyObject *self, PyObject *args, PyObject *kwargs);
PyObject *py_session_packet(PyObject *self, PyObject *args, PyObject *kwargs);
PyObject *py_session_record(PyObject *self, PyObject *none);
PyObject *py_session_what_if(PyObject *self, PyObject *none);
PyObject *py_look(PyObject *module, PyObject *data);

/* The text that a call has filled, or an exception; frees the buffer and ends
 * the call. */
PyObject *py_buffer_text(py_session *s, tier1_buf *buf, int rc);

/* ---- types ---- */

extern PyType_Spec py_engine_spec, py_library_spec, py_flow_spec,
    py_session_spec;

/* A function that takes keywords, as the table of methods has it. */
#define PY_KEYWORDS(function) ((PyCFunction)(void (*)(void))(function))

#endif
