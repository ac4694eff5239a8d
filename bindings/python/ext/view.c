/* SPDX-License-Identifier: MIT */
/* The view of a session as objects that outlive it. */
#include "binding.h"

static PyObject *choice_of(const struct py_state *state, const void *item)
{
    const tier1_choice *c = item;
    struct py_fill fill;

    py_begin(&fill, state, PY_RECORD_CHOICE);
    PY_PUT(&fill, py_text(c->value));
    PY_PUT(&fill, py_text(c->label));
    PY_PUT(&fill, py_text(c->help));
    PY_PUT(&fill, PyBool_FromLong(c->exclusive));
    PY_PUT(&fill, PyBool_FromLong(c->other));
    PY_PUT(&fill, PyBool_FromLong(c->anywhere));
    return py_end(&fill);
}

static PyObject *media_of(const struct py_state *state, const void *item)
{
    const tier1_media *m = item;
    struct py_fill fill;

    py_begin(&fill, state, PY_RECORD_MEDIA);
    PY_PUT(&fill, py_text(m->file));
    PY_PUT(&fill, py_text(m->url));
    PY_PUT(&fill, py_text(m->alt));
    return py_end(&fill);
}

static PyObject *text_of(const struct py_state *state, const void *item)
{
    (void)state;
    return py_text(*(const char *const *)item);
}

static PyObject *question_of(const struct py_state *state, const void *item)
{
    const tier1_question *q = item;
    struct py_fill fill;

    py_begin(&fill, state, PY_RECORD_QUESTION);
    PY_PUT(&fill, py_text(q->name));
    PY_PUT(&fill, py_text(q->label));
    PY_PUT(&fill, py_word(state, PY_WORD_TYPE, (int)q->type,
                          tier1_answer_type_text(q->type)));
    PY_PUT(&fill, py_tuple(state, choice_of, q->choices, q->choice_count,
                           sizeof *q->choices));
    PY_PUT(&fill, py_text(q->min));
    PY_PUT(&fill, py_text(q->max));
    PY_PUT(&fill, py_text(q->step));
    PY_PUT(&fill, py_text(q->unit));
    PY_PUT(&fill, py_text(q->currency));
    PY_PUT(&fill, py_text(q->mask));
    PY_PUT(&fill, py_text(q->accept));
    PY_PUT(&fill, py_text(q->low_label));
    PY_PUT(&fill, py_text(q->high_label));
    PY_PUT(&fill, py_text(q->fallback));
    PY_PUT(&fill, PyBool_FromLong(q->optional));
    PY_PUT(&fill, PyBool_FromLong(q->sensitive));
    PY_PUT(&fill, PyBool_FromLong(q->multiline));
    return py_end(&fill);
}

static PyObject *wait_of(const struct py_state *state, const tier1_wait *w)
{
    struct py_fill fill;

    if (w->kind == TIER1_WAIT_NONE)
        return Py_NewRef(Py_None);
    py_begin(&fill, state, PY_RECORD_WAIT);
    PY_PUT(&fill, py_word(state, PY_WORD_WAIT, (int)w->kind, NULL));
    PY_PUT(&fill, PyLong_FromUnsignedLongLong(w->token));
    PY_PUT(&fill, py_text(w->name));
    PY_PUT(&fill, py_values_to(w->args, w->arg_count));
    PY_PUT(&fill, py_text(w->to));
    PY_PUT(&fill, w->deadline == 0 ? Py_NewRef(Py_None)
                                   : PyLong_FromLongLong(w->deadline));
    return py_end(&fill);
}

PyObject *py_view(const struct py_state *state, const tier1_view *v)
{
    struct py_fill fill;

    py_begin(&fill, state, PY_RECORD_VIEW);
    PY_PUT(&fill, py_word(state, PY_WORD_STATE, v->state, NULL));
    PY_PUT(&fill, py_word(state, PY_WORD_KIND, (int)v->kind,
                          tier1_kind_text(v->kind)));
    PY_PUT(&fill, py_text(v->flow));
    PY_PUT(&fill, py_text(v->step));
    PY_PUT(&fill, py_text(v->phase));
    PY_PUT(&fill, py_text(v->title));
    PY_PUT(&fill, py_text(v->text));
    PY_PUT(&fill, py_text(v->help));
    PY_PUT(&fill, py_text(v->note));
    PY_PUT(&fill, py_tuple(state, media_of, v->media, v->media_count,
                           sizeof *v->media));
    PY_PUT(&fill, py_tuple(state, text_of, v->kb, v->kb_count, sizeof *v->kb));
    PY_PUT(&fill, question_of(state, &v->question));
    PY_PUT(&fill, py_tuple(state, question_of, v->fields, v->field_count,
                           sizeof *v->fields));
    PY_PUT(&fill, py_text(v->problem));
    PY_PUT(&fill, PyLong_FromLongLong(v->wait_seconds));
    PY_PUT(&fill, py_text(v->offer_kind));
    PY_PUT(&fill, py_text(v->authority));
    PY_PUT(&fill, PyLong_FromLong(v->steps_done));
    PY_PUT(&fill, PyLong_FromLong(v->fewest_left));
    PY_PUT(&fill, PyLong_FromLong(v->most_left));
    PY_PUT(&fill, PyLong_FromLongLong(v->elapsed_seconds));
    PY_PUT(&fill, PyLong_FromLongLong(v->target_seconds));
    PY_PUT(&fill, PyBool_FromLong(v->can_back));
    PY_PUT(&fill, PyBool_FromLong(v->can_escalate));
    PY_PUT(&fill, wait_of(state, &v->wait));
    PY_PUT(&fill, py_text(v->language));
    return py_end(&fill);
}
