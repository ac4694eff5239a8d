/* SPDX-License-Identifier: MIT */
/* Libraries: loaded, compiled, and the flows in them. */
#include <string.h>

#include "binding.h"

/* ---- the functions of the host ---- */

struct reader {
    py_engine *engine;
    PyObject *read, *list;
};

/* The bytes of a text or of bytes, which live as long as that. */
static bool bytes_of(PyObject *from, const char **bytes, size_t *length)
{
    Py_ssize_t size = 0;

    if (PyBytes_Check(from)) {
        *bytes = PyBytes_AsString(from);
        size = PyBytes_Size(from);
    } else if (PyUnicode_Check(from)) {
        *bytes = PyUnicode_AsUTF8AndSize(from, &size);
    } else {
        PyErr_Format(PyExc_TypeError, "a file is a str or bytes, not %R",
                     (PyObject *)Py_TYPE(from));
        *bytes = NULL;
    }
    *length = (size_t)size;
    return *bytes != NULL;
}

static int fill(tier1_buf *buf, PyObject *from)
{
    const char *bytes;
    size_t length;

    if (!bytes_of(from, &bytes, &length))
        return TIER1_EREAD;
    return tier1_buf_set(buf, bytes, length);
}

/* What the reader gave: None, a file, or a file under another name. */
static int take(const struct py_state *state, PyObject *given, tier1_buf *out,
                tier1_buf *path)
{
    PyObject *content, *name;
    int rc;

    if (given == Py_None)
        return TIER1_ENOTFOUND;
    rc = PyObject_IsInstance(given, state->source);
    if (rc <= 0)
        return rc < 0 ? TIER1_EREAD : fill(out, given);
    content = PyObject_GetAttrString(given, "content");
    name = PyObject_GetAttrString(given, "name");
    rc = content == NULL || name == NULL ? TIER1_EREAD : fill(out, content);
    if (rc == TIER1_OK)
        rc = fill(path, name);
    Py_XDECREF(content);
    Py_XDECREF(name);
    return rc;
}

static int read_file(void *ud, const char *from, const char *name,
                     tier1_buf *out, tier1_buf *path)
{
    struct reader *reader = ud;
    bool took = py_back_in(reader->engine);
    PyObject *given =
        PyObject_CallFunction(reader->read, "NN", py_path(from), py_path(name));
    int rc = given == NULL ? TIER1_EREAD
                           : take(reader->engine->state, given, out, path);

    if (PyErr_Occurred())
        py_throw(reader->engine);
    Py_XDECREF(given);
    py_back_out(reader->engine, took);
    return rc;
}

/* A name, and the NUL behind it. */
static bool add_name(PyObject *bytes, PyObject *name)
{
    const char *text;

    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "a name is a str, not %R",
                     (PyObject *)Py_TYPE(name));
        return false;
    }
    text = py_c_text(name);
    if (text == NULL)
        return false;
    name = PyByteArray_FromStringAndSize(text, (Py_ssize_t)strlen(text) + 1);
    bytes = name == NULL ? NULL : PySequence_InPlaceConcat(bytes, name);
    Py_XDECREF(name);
    Py_XDECREF(bytes);
    return bytes != NULL;
}

static int take_names(PyObject *given, tier1_buf *out)
{
    PyObject *names = PySequence_Tuple(given);
    PyObject *all = PyByteArray_FromStringAndSize("", 0);
    bool ok = names != NULL && all != NULL;
    int rc = TIER1_EREAD;

    for (Py_ssize_t i = 0; ok && i < PyTuple_Size(names); i++)
        ok = add_name(all, PyTuple_GetItem(names, i));
    if (ok)
        rc = tier1_buf_set(out, PyByteArray_AsString(all),
                           (size_t)PyByteArray_Size(all));
    Py_XDECREF(names);
    Py_XDECREF(all);
    return rc;
}

static int list_files(void *ud, const char *from, const char *id,
                      tier1_buf *out)
{
    struct reader *reader = ud;
    bool took = py_back_in(reader->engine);
    PyObject *given =
        PyObject_CallFunction(reader->list, "NN", py_path(from), py_text(id));
    int rc = given == NULL ? TIER1_EREAD : take_names(given, out);

    if (PyErr_Occurred())
        py_throw(reader->engine);
    Py_XDECREF(given);
    py_back_out(reader->engine, took);
    return rc;
}

/* ---- loading ---- */

/* What a load is made with. */
struct load {
    py_engine *engine;
    struct reader host; /* None: the option is not there */
    PyObject *words;    /* or NULL */
    int lint;
    tier1_load_options options;
    PyObject *held;     /* tuple: what `texts` are of */
    const char **texts; /* the words */
    const char *path;
    tier1_source *sources;
    size_t source_count;
    bool compiled;
};

static bool is_function(PyObject *given, const char *name)
{
    if (given == Py_None || PyCallable_Check(given))
        return true;
    PyErr_Format(PyExc_TypeError, "%s is no function: %R", name, given);
    return false;
}

static bool prepare(struct load *l)
{
    Py_ssize_t count;

    l->options = (tier1_load_options)TIER1_LOAD_OPTIONS_INIT;
    l->options.lint = l->lint;
    l->host.engine = l->engine;
    l->options.ud = &l->host;
    if (!is_function(l->host.read, "read") ||
        !is_function(l->host.list, "list"))
        return false;
    if (l->host.read != Py_None)
        l->options.read = read_file;
    if (l->host.list != Py_None)
        l->options.list = list_files;
    if (l->words == NULL)
        return true;
    l->held = PySequence_Tuple(l->words);
    if (l->held == NULL)
        return false;
    count = PyTuple_Size(l->held);
    l->texts = PyMem_Calloc((size_t)count + 1, sizeof *l->texts);
    if (l->texts == NULL)
        return PyErr_NoMemory() != NULL;
    l->options.words = l->texts;
    l->options.word_count = (size_t)count;
    for (Py_ssize_t i = 0; i < count; i++) {
        l->texts[i] = py_c_text(PyTuple_GetItem(l->held, i));
        if (l->texts[i] == NULL)
            return false;
    }
    return true;
}

static int run(struct load *l, tier1_library **out, tier1_diagnostics **found)
{
    int rc;

    l->engine->released = PyEval_SaveThread();
    if (l->path != NULL)
        rc = tier1_posix_load_with(out, found, l->engine->c, l->path,
                                   &l->options);
    else if (l->compiled)
        rc = tier1_library_read(out, found, l->engine->c, l->sources);
    else
        rc = tier1_library_load(out, found, l->engine->c, l->sources,
                                l->source_count, &l->options);
    (void)py_back_in(l->engine);
    return rc;
}

static PyObject *library_wrap(struct py_state *state, tier1_library *c,
                              PyObject *diagnostics)
{
    py_library *self = (py_library *)PyType_GenericAlloc(state->library, 0);

    if (self == NULL) {
        tier1_library_free(c);
        Py_XDECREF(diagnostics);
        return NULL;
    }
    self->state = state;
    self->c = c;
    self->diagnostics = diagnostics;
    return (PyObject *)self;
}

/* Raises what was found; nothing where that could not be told. */
static void raise_found(const struct py_state *state, PyObject *told)
{
    PyObject *args = told == NULL ? NULL : PyTuple_Pack(1, told);

    if (args != NULL)
        PyErr_SetObject(PyTuple_GetItem(state->errors, -TIER1_EFLOW), args);
    Py_XDECREF(args);
}

/* Loads, raises what went wrong, and frees what the load was made with. */
static PyObject *load(struct load *l, bool ready)
{
    struct py_state *state = l->engine->state;
    tier1_diagnostics *found = NULL;
    tier1_library *c = NULL;
    PyObject *told = NULL, *made = NULL;
    int rc = TIER1_OK;

    if (ready && py_enter(l->engine)) {
        rc = run(l, &c, &found);
        told = py_diagnostics(state, found);
        tier1_diagnostics_free(found);
        if (rc == TIER1_EFLOW)
            raise_found(state, told);
        else if (rc != TIER1_OK)
            (void)py_raise(state, rc, tier1_engine_problem(l->engine->c));
        if (py_leave(l->engine) && rc == TIER1_OK && told != NULL)
            made = library_wrap(state, c, Py_NewRef(told));
        else
            tier1_library_free(c);
    }
    Py_XDECREF(told);
    Py_XDECREF(l->held);
    PyMem_Free(l->texts);
    PyMem_Free(l->sources);
    return made;
}

/* The file system's bytes of a path. */
static PyObject *path_of(PyObject *from)
{
    PyObject *bytes = NULL;

    return PyUnicode_FSConverter(from, &bytes) ? bytes : NULL;
}

static PyObject *library_load(PyObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"engine", "path",  "read", "list",
                            "lint",   "words", NULL};
    struct py_state *state = PyType_GetModuleState((PyTypeObject *)type);
    struct load l = {.host = {NULL, Py_None, Py_None}};
    PyObject *path, *bytes, *library;
    bool ready;

    if (!PyArg_ParseTupleAndKeywords(
            args, kwargs, "O!O|$OOpO:load", names, state->engine, &l.engine,
            &path, &l.host.read, &l.host.list, &l.lint, &l.words))
        return NULL;
    bytes = path_of(path);
    if (bytes == NULL)
        return NULL;
    l.path = PyBytes_AsString(bytes);
    ready = prepare(&l);
    library = load(&l, ready);
    Py_DECREF(bytes);
    return library;
}

/* One source of a pair (name, content). */
static bool source_of(PyObject *pair, tier1_source *source)
{
    return PyArg_ParseTuple(pair, "sO;a source is a name and its content",
                            &source->name, &pair) &&
           bytes_of(pair, &source->bytes, &source->length);
}

static PyObject *library_load_sources(PyObject *type, PyObject *args,
                                      PyObject *kwargs)
{
    static char *names[] = {"engine", "sources", "read", "list",
                            "lint",   "words",   NULL};
    struct py_state *state = PyType_GetModuleState((PyTypeObject *)type);
    struct load l = {.host = {NULL, Py_None, Py_None}};
    PyObject *sources, *pairs, *library;
    bool ready;

    if (!PyArg_ParseTupleAndKeywords(
            args, kwargs, "O!O|$OOpO:load_sources", names, state->engine,
            &l.engine, &sources, &l.host.read, &l.host.list, &l.lint, &l.words))
        return NULL;
    pairs = PyMapping_Items(sources);
    if (pairs == NULL)
        return NULL;
    l.source_count = (size_t)PyList_Size(pairs);
    l.sources = PyMem_Calloc(l.source_count + 1, sizeof *l.sources);
    ready = l.sources != NULL || PyErr_NoMemory() != NULL;
    for (size_t i = 0; ready && i < l.source_count; i++)
        ready = source_of(PyList_GetItem(pairs, (Py_ssize_t)i), &l.sources[i]);
    library = load(&l, ready && prepare(&l));
    Py_DECREF(pairs);
    return library;
}

static PyObject *library_read(PyObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"engine", "data", "name", NULL};
    struct py_state *state = PyType_GetModuleState((PyTypeObject *)type);
    struct load l = {
        .host = {NULL, Py_None, Py_None}, .compiled = true, .source_count = 1};
    const char *name = "compiled", *bytes;
    Py_ssize_t length;

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!y#|$s:read", names,
                                     state->engine, &l.engine, &bytes, &length,
                                     &name))
        return NULL;
    l.sources = PyMem_Calloc(1, sizeof *l.sources);
    if (l.sources == NULL)
        return PyErr_NoMemory();
    *l.sources = (tier1_source){name, bytes, (size_t)length};
    return load(&l, prepare(&l));
}

/* ---- what it has ---- */

static bool is_open(const py_library *library)
{
    if (library->c == NULL)
        (void)py_misuse(library->state, "the library is closed");
    return library->c != NULL;
}

tier1_library *py_library_of(const struct py_state *state, PyObject *from)
{
    if (!Py_IS_TYPE(from, state->library)) {
        PyErr_Format(PyExc_TypeError, "no tier1.Library: %R", from);
        return NULL;
    }
    return is_open((py_library *)from) ? ((py_library *)from)->c : NULL;
}

static PyObject *library_compile(PyObject *self, PyObject *Py_UNUSED(none))
{
    py_library *library = (py_library *)self;
    tier1_buf buf = TIER1_BUF_INIT;
    PyObject *bytes;
    int rc;

    if (!is_open(library))
        return NULL;
    rc = tier1_library_compile(&buf, library->c);
    if (rc != TIER1_OK)
        return py_raise(library->state, rc, NULL);
    bytes = PyBytes_FromStringAndSize(buf.ptr, (Py_ssize_t)buf.len);
    tier1_buf_dispose(&buf);
    return bytes;
}

static Py_ssize_t library_length(PyObject *self)
{
    py_library *library = (py_library *)self;

    return is_open(library) ? (Py_ssize_t)tier1_library_count(library->c) : -1;
}

static PyObject *flow_or(py_library *library, const tier1_flow *flow,
                         PyObject *exception, PyObject *key)
{
    if (flow != NULL)
        return py_flow_new(library->state, library->c, flow);
    PyErr_SetObject(exception, key);
    return NULL;
}

/* The key is an id, or an index. */
static PyObject *library_subscript(PyObject *self, PyObject *key)
{
    py_library *library = (py_library *)self;
    const char *id;
    Py_ssize_t index;

    if (!is_open(library))
        return NULL;
    if (PyUnicode_Check(key)) {
        id = py_c_text(key);
        return id == NULL ? NULL
                          : flow_or(library, tier1_library_find(library->c, id),
                                    PyExc_KeyError, key);
    }
    index = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (index == -1 && PyErr_Occurred())
        return NULL;
    if (index < 0)
        index += (Py_ssize_t)tier1_library_count(library->c);
    return flow_or(
        library, index < 0 ? NULL : tier1_library_at(library->c, (size_t)index),
        PyExc_IndexError, key);
}

static PyObject *library_iter(PyObject *self)
{
    py_library *library = (py_library *)self;
    PyObject *list, *iter;
    size_t count;

    if (!is_open(library))
        return NULL;
    count = tier1_library_count(library->c);
    list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list != NULL && i < count; i++) {
        PyObject *flow = py_flow_new(library->state, library->c,
                                     tier1_library_at(library->c, i));

        if (flow == NULL || PyList_SetItem(list, (Py_ssize_t)i, flow) != 0)
            Py_CLEAR(list);
    }
    iter = list == NULL ? NULL : PyObject_GetIter(list);
    Py_XDECREF(list);
    return iter;
}

/* An id, or a flow of it. */
static int library_contains(PyObject *self, PyObject *key)
{
    py_library *library = (py_library *)self;
    const char *id;

    if (!is_open(library))
        return -1;
    if (Py_IS_TYPE(key, library->state->flow))
        return tier1_library_find(library->c,
                                  tier1_flow_about(((py_flow *)key)->c)->id) ==
               ((py_flow *)key)->c;
    if (!PyUnicode_Check(key))
        return 0;
    id = py_c_text(key);
    return id == NULL ? -1 : tier1_library_find(library->c, id) != NULL;
}

static PyObject *library_diagnostics(PyObject *self, void *Py_UNUSED(unused))
{
    return Py_NewRef(((py_library *)self)->diagnostics);
}

static PyObject *library_close(PyObject *self, PyObject *Py_UNUSED(none))
{
    py_library *library = (py_library *)self;
    tier1_library *c = library->c;

    library->c = NULL;
    tier1_library_free(c);
    return Py_NewRef(Py_None);
}

static PyObject *library_enter(PyObject *self, PyObject *Py_UNUSED(none))
{
    return is_open((py_library *)self) ? Py_NewRef(self) : NULL;
}

static PyObject *library_exit(PyObject *self, PyObject *Py_UNUSED(args))
{
    return library_close(self, NULL);
}

static void library_dealloc(PyObject *self)
{
    py_library *library = (py_library *)self;
    PyTypeObject *type = Py_TYPE(self);

    tier1_library_free(library->c);
    Py_XDECREF(library->diagnostics);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"load", PY_KEYWORDS(library_load),
     METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "load($type, /, engine, path, *, read=None, list=None, lint=False, "
     "words=())\n--\n\n"
     "The flow of a file, with those beside it that it calls; or all flows of "
     "a folder.\n\nread(from_, name) gives a file that a flow asks for: str, "
     "bytes, a Source, or\nNone where there is none.\nlist(from_, id) gives the names of files that may "
     "translate its flow: \"ID.TAG.yaml\"."},
    {"load_sources", PY_KEYWORDS(library_load_sources),
     METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "load_sources($type, /, engine, sources, *, read=None, list=None, "
     "lint=False, words=())\n--\n\nFlows from memory: their texts by the names "
     "of their files. read, list: as of load()."},
    {"read", PY_KEYWORDS(library_read),
     METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "read($type, /, engine, data, *, name='compiled')\n--\n\n"
     "Flows from the bytes that compile() gave."},
    {"compile", library_compile, METH_NOARGS,
     "compile($self, /)\n--\n\n"
     "The flows as one compiled file, which is read faster than the YAML."},
    {"close", library_close, METH_NOARGS,
     "close($self, /)\n--\n\n"
     "Give the library up. Its flows and sessions can still be used."},
    {"__enter__", library_enter, METH_NOARGS, "__enter__($self, /)\n--\n\n"},
    {"__exit__", library_exit, METH_VARARGS,
     "__exit__($self, /, *args)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getset[] = {
    {"diagnostics", library_diagnostics, NULL,
     "What the load has found: warnings, and notes with them.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc,
     "Flows, loaded, linked and checked together. Any number of threads may "
     "use it."},
    {Py_tp_dealloc, library_dealloc},
    {Py_tp_iter, library_iter},
    {Py_mp_length, library_length},
    {Py_mp_subscript, library_subscript},
    {Py_sq_contains, library_contains},
    {Py_tp_methods, methods},
    {Py_tp_getset, getset},
    {0, NULL},
};

PyType_Spec py_library_spec = {
    .name = "tier1.Library",
    .basicsize = sizeof(py_library),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION |
             Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
