/* SPDX-License-Identifier: MIT */
/* Traces: what a walk may still depend on, without showing it. */
#include <string.h>

#include <tier1/trace.h>

#include "run/run.h"

/* ---- digests ----------------------------------------------------------- */

/* splitmix64's last step: each bit of the input moves all of the output. */
static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) + UINT64_C(0x9e3779b97f4a7c15);
    h = (h ^ (h >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    h = (h ^ (h >> 27)) * UINT64_C(0x94d049bb133111eb);
    return h ^ (h >> 31);
}

static uint64_t mix_bytes(uint64_t h, const char *bytes, size_t length)
{
    h = mix(h, length);
    for (size_t i = 0; i < length; i += 8) {
        uint64_t x = 0;
        memcpy(&x, bytes + i, length - i < 8 ? length - i : 8);
        h = mix(h, x);
    }
    return h;
}

static uint64_t mix_text(uint64_t h, const char *text)
{
    return text ? mix_bytes(h, text, strlen(text)) : mix(h, UINT64_MAX);
}

/* The depth of values is bounded. */
static uint64_t mix_value(uint64_t h, const tier1_value *v)
{
    tier1_value_type type = tier1_value_kind(v);
    double number;
    uint64_t bits;

    h = mix(h, (uint64_t)type);
    switch (type) {
    case TIER1_NULL:
        return h;
    case TIER1_BOOLEAN:
        return mix(h, v->as.boolean);
    case TIER1_INTEGER:
        return mix(h, (uint64_t)v->as.integer);
    case TIER1_NUMBER:
        number = v->as.number;
        memcpy(&bits, &number, sizeof bits);
        return mix(h, bits);
    case TIER1_TEXT:
        return mix_bytes(h, v->as.text, v->count);
    case TIER1_LIST:
    case TIER1_MAP:
        break;
    }
    h = mix(h, v->count);
    for (size_t i = 0; i < v->count; i++) {
        if (type == TIER1_MAP)
            h = mix_text(h, tier1_value_key(v, i));
        h = mix_value(h, tier1_value_at(v, i));
    }
    return h;
}

static void put_value(tier1_trace *out, const tier1_value *v, bool hidden)
{
    out->type = tier1_value_kind(v);
    out->digest = out->type == TIER1_NULL ? 0 : mix_value(0, v);
    out->number = hidden ? 0 : tier1_value_number(v);
}

static void put_count(tier1_trace *out, uint64_t count)
{
    out->type = TIER1_INTEGER;
    out->digest = count;
    out->number = (double)count;
}

/* ---- what there is ----------------------------------------------------- */

static struct walk *walk_of(const tier1_session *s)
{
    return s && tier1__wake(s) == TIER1_OK ? &s->awake->walk : NULL;
}

static struct frame *frame_at(const struct walk *w, size_t depth,
                              const struct frame **below)
{
    struct frame *f = w->now.frame;

    *below = NULL;
    while (f && f->depth > depth) {
        *below = f;
        f = f->up;
    }
    return f && f->depth == depth ? f : NULL;
}

/* Where the innermost frame stands; a step that waits may not be entered. */
static const char *stands(const struct walk *w)
{
    const struct visit *v = tier1__walk_last(w);

    if (w->now.status == TIER1_WAIT)
        return w->now.outcome.step;
    return v ? v->step->id : NULL;
}

int tier1_session_frame(const tier1_session *s, size_t depth, tier1_frame *out)
{
    struct walk *w = walk_of(s);
    const struct frame *below, *f = w ? frame_at(w, depth, &below) : NULL;

    if (!f || !out)
        return 0;
    out->flow = f->flow;
    out->step = below ? below->call->id : stands(w);
    return 1;
}

/* The latest visit that was answered; or, with `all`, all of them. */
static void put_answers(tier1_trace *out, const struct walk *w,
                        const struct frame *f, const struct step *s, bool all)
{
    for (size_t i = w->now.visit_count; s && i > 0; i--) {
        const struct visit *v = &w->now.visits[i - 1];
        if (v->frame != f || v->step != s || !v->answer)
            continue;
        if (!all) {
            put_value(out, v->answer, tier1__visit_sensitive(v));
            return;
        }
        out->type = TIER1_LIST;
        out->digest = mix_value(out->digest, v->answer);
    }
}

static void put_refused(tier1_trace *out, const struct walk *w,
                        const struct frame *f, const struct step *s)
{
    put_count(out, 0);
    for (size_t i = w->now.visit_count; s && i > 0; i--) {
        const struct visit *v = &w->now.visits[i - 1];
        if (v->frame == f && v->step == s) {
            put_count(out, v->refusals);
            return;
        }
    }
}

static void put_tried(tier1_trace *out, const struct walk *w,
                      const struct frame *f, const char *name)
{
    const char *result = name ? tier1__tried(w, f, name) : NULL;

    if (!result)
        return;
    out->type = TIER1_TEXT;
    out->digest = mix_text(0, result);
}

static bool chosen(const struct walk *w, const struct frame *f,
                   const struct step *s, const char *value)
{
    for (size_t i = 0; i < w->now.visit_count; i++) {
        const struct visit *v = &w->now.visits[i];
        const char *text = tier1_value_text(v->answer);
        if (v->step == s && v->frame == f && text && strcmp(text, value) == 0)
            return true;
    }
    return false;
}

static void put_spent(tier1_trace *out, const struct walk *w,
                      const struct frame *f, const struct step *s)
{
    out->type = TIER1_LIST;
    for (size_t i = 0; s && i < s->question.choice_count; i++) {
        const struct choice *c = &s->question.choices[i];
        if (c->more->once && chosen(w, f, s, c->value))
            out->digest = mix(out->digest, i);
    }
}

static void put_said(tier1_trace *out, const struct walk *w)
{
    const struct visit *v = tier1__walk_last(w);
    const tier1_wait *wait = &w->now.wait;
    const struct host_result *r = v ? v->calls : NULL;
    uint64_t h = mix(0, w->now.status == TIER1_WAIT ? wait->kind : 0);

    if (w->now.status == TIER1_WAIT && wait->kind == TIER1_WAIT_HOST) {
        h = mix_text(h, wait->name);
        for (size_t i = 0; i < wait->arg_count; i++)
            h = mix_value(h, wait->args[i]);
    }
    for (size_t i = 0; r && i < v->call_count; i++, r = r->next) {
        h = mix_text(mix(h, r->kind), r->name);
        h = mix_value(mix(h, (uint64_t)r->failure), r->value);
    }
    out->type = TIER1_TEXT;
    out->digest = h;
}

int tier1_session_trace(const tier1_session *s, size_t depth,
                        tier1_trace_kind kind, const char *name,
                        tier1_trace *out)
{
    struct walk *w = walk_of(s);
    const struct frame *below, *f = w ? frame_at(w, depth, &below) : NULL;
    const struct step *step = NULL;
    uint32_t i;

    if (!f || !out || (!name && kind != TIER1_TRACE_SAID))
        return 0;
    *out = (tier1_trace){TIER1_NULL, 0, 0};
    i = name ? tier1__flow_step(f->flow, name) : UINT32_MAX;
    if (i != UINT32_MAX)
        step = &f->flow->steps[i];
    switch (kind) {
    case TIER1_TRACE_VARIABLE:
        i = tier1__flow_slot(f->flow, name);
        if (i != NO_SLOT)
            put_value(out, tier1__frame_var(f, i),
                      f->flow->variables[i].sensitive);
        return 1;
    case TIER1_TRACE_ANSWER:
    case TIER1_TRACE_HISTORY:
        put_answers(out, w, f, step, kind == TIER1_TRACE_HISTORY);
        return 1;
    case TIER1_TRACE_VISITS:
        put_count(out, step ? tier1__walk_visits(w, f, step) : 0);
        return 1;
    case TIER1_TRACE_REFUSED:
        put_refused(out, w, f, step);
        return 1;
    case TIER1_TRACE_TRIED:
        put_tried(out, w, f, name);
        return 1;
    case TIER1_TRACE_SPENT:
        put_spent(out, w, f, step);
        return 1;
    case TIER1_TRACE_SAID:
        put_said(out, w);
        return 1;
    }
    return 0;
}
