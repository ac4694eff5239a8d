/* SPDX-License-Identifier: MIT */
/* What may be said where a session stands: each choice that it offers, and of
 * other answers those that make a difference. */
#include <string.h>

#include "author/mem.h"
#include "author/paths_explore.h"

void tier1__input_free(struct input *input)
{
    tier1_value_free(input->value);
    tier1__author_free(input->name);
    *input = (struct input){0};
}

void tier1__inputs_free(struct inputs *in)
{
    for (size_t i = 0; i < in->count; i++)
        tier1__input_free(&in->items[i]);
    tier1__author_free(in->items);
    *in = (struct inputs){0};
}

/* Takes the value over. */
static struct input *add(struct inputs *in, struct tier1_paths *p,
                         enum move move, tier1_value *value)
{
    struct input *grown =
        tier1__author_grow(in->items, in->count + 1, sizeof(*grown));
    if (!grown) {
        tier1_value_free(value);
        p->nomem = true;
        return NULL;
    }
    in->items = grown;
    grown[in->count] = (struct input){.move = move, .value = value};
    return &grown[in->count++];
}

/* ---- several choices --------------------------------------------------- */

#define NAMED_MOST 6

static bool named(const struct reads *r, size_t domain, const char *value)
{
    const struct domain *d = domain == TIER1_NONE ? NULL : &r->domains[domain];
    for (size_t i = 0; d && i < d->count; i++)
        if (strcmp(d->literals[i].text, value) == 0)
            return true;
    return d && tier1__reads_find(r, d->chart, TIER1_TRACE_VARIABLE, domain,
                                  value) != TIER1_NONE;
}

static void add_list(struct values *v, const tier1_question *q,
                     const size_t *which, size_t count)
{
    tier1_value *list = NULL;
    int rc = tier1_value_new_list(&list, v->engine);
    for (size_t i = 0; rc == TIER1_OK && i < count; i++) {
        tier1_value *item = NULL;
        rc = tier1_value_new_text(&item, v->engine, q->choices[which[i]].value);
        if (rc == TIER1_OK)
            rc = tier1_value_append(list, item);
    }
    if (rc == TIER1_OK) {
        tier1__values_add(v, list);
        return;
    }
    v->nomem = true;
    tier1_value_free(list);
}

/* All that can be made of some choices, each with and without one more; the
 * session refuses what is too few or too many. */
static void subsets(struct values *v, const tier1_question *q,
                    const size_t *some, size_t count, size_t more)
{
    size_t which[NAMED_MOST + 1];
    for (size_t bits = 0; bits < (size_t)1 << count; bits++)
        for (size_t extra = 0; extra < (more == TIER1_NONE ? 1 : 2); extra++) {
            size_t n = 0;
            for (size_t i = 0; i < count; i++)
                if (bits >> i & 1)
                    which[n++] = some[i];
            if (extra)
                which[n++] = more;
            if (n)
                add_list(v, q, which, n);
        }
}

static size_t number_of(const char *text, size_t otherwise)
{
    size_t n = 0;
    for (const char *c = text; c && *c >= '0' && *c <= '9'; c++)
        n = n * 10 + (size_t)(*c - '0');
    return text ? n : otherwise;
}

static void several(struct values *v, const struct tier1_paths *p,
                    size_t domain, const tier1_question *q)
{
    const struct domain *d =
        domain == TIER1_NONE ? NULL : &p->reads.domains[domain];
    size_t some[NAMED_MOST], count = 0, more = TIER1_NONE, own = 0;
    size_t all[32], n = 0, least = number_of(q->min, 1);
    bool sized = d && (d->sized || d->opaque), left = false;
    for (size_t i = 0; i < q->choice_count; i++) {
        if (q->choices[i].anywhere)
            continue;
        own++;
        if (!q->choices[i].exclusive && n < 32)
            all[n++] = i;
    }
    for (size_t i = 0; i < q->choice_count; i++) {
        bool wanted = named(&p->reads, domain, q->choices[i].value) ||
                      (sized && own <= NAMED_MOST);
        if (q->choices[i].anywhere)
            continue;
        if (wanted && count < NAMED_MOST)
            some[count++] = i;
        else if (wanted)
            left = true;
        else if (more == TIER1_NONE && !q->choices[i].exclusive)
            more = i;
    }
    if (least > 0 && least <= n)
        add_list(v, q, all, least);
    if (d && (d->read || d->tested))
        subsets(v, q, some, count, more);
    for (size_t size = 1; sized && size <= n; size++)
        add_list(v, q, all, size);
    if (d && d->read)
        for (size_t i = 0; i < q->choice_count; i++)
            if (q->choices[i].exclusive)
                add_list(v, q, &i, 1);
    v->sampled = v->sampled || left || (sized && own > NAMED_MOST) ||
                 (d && d->opaque && own > NAMED_MOST);
}

/* ---- one question ------------------------------------------------------ */

static void wanted_of(struct wanted *w, const struct tier1_paths *p,
                      size_t chart, size_t step, size_t index,
                      const tier1_question *q)
{
    tier1_question_info info = {0};
    (void)tier1_chart_question(p->reads.charts[chart].flow, step, index, &info);
    *w = (struct wanted){q->type, q->min,       q->max,   q->step,
                         q->mask, info.pattern, q->accept};
}

/* What a choice takes that no other one does. */
static void other(struct values *v, const struct tier1_paths *p, size_t domain,
                  const tier1_question *q)
{
    const struct domain *d =
        domain == TIER1_NONE ? NULL : &p->reads.domains[domain];
    tier1__values_text(v, "something else");
    for (size_t i = 0; d && i < d->count; i++)
        tier1__values_text(v, d->literals[i].text);
    v->sampled = v->sampled || (d && d->opaque);
    (void)q;
}

void tier1__inputs_answers(struct values *v, struct tier1_paths *p,
                           size_t chart, size_t step, const tier1_question *q,
                           size_t index)
{
    size_t domain =
        q->name ? tier1__reads_find(&p->reads, chart, TIER1_TRACE_VARIABLE,
                                    TIER1_NONE, q->name)
                : TIER1_NONE;
    const struct domain *d =
        domain == TIER1_NONE ? NULL : &p->reads.domains[domain];
    struct wanted w;
    bool own = q->type == TIER1_TYPE_CHOICE;
    wanted_of(&w, p, chart, step, index, q);
    if (q->type == TIER1_TYPE_MULTI)
        several(v, p, domain, q);
    else if (!own)
        tier1__values_typed(v, &p->reads, domain, &w);
    for (size_t i = 0; i < q->choice_count; i++) {
        if (!own && !q->choices[i].anywhere)
            continue;
        if (q->choices[i].other)
            other(v, p, domain, q);
        else
            tier1__values_text(v, q->choices[i].value);
    }
    if (q->optional && ((d && (d->read || d->tested)) || v->count == 0))
        tier1__values_text(v, "");
}

static void note_sampled(struct tier1_paths *p, const struct values *v,
                         const char *name)
{
    if (!v->sampled || (!p->info.whole && p->why.length))
        return;
    p->info.whole = 0;
    tier1__line_say(&p->why, "not every value of ", name ? name : "an answer",
                    " was tried", NULL);
}

/* ---- a step ------------------------------------------------------------ */

static void ask_form(struct inputs *in, struct tier1_paths *p, size_t chart,
                     size_t step, const tier1_view *view)
{
    size_t count = view->field_count;
    struct values *lists = tier1__author_new(count, sizeof *lists);
    const char **keys = tier1__author_new(count, sizeof *keys);
    struct values all = {.engine = p->engine};
    bool constant = false;
    for (size_t i = 0; lists && keys && i < count; i++) {
        lists[i].engine = p->engine;
        keys[i] = view->fields[i].name;
        constant = constant || view->fields[i].type == TIER1_TYPE_FILE;
        tier1__inputs_answers(&lists[i], p, chart, step, &view->fields[i], i);
    }
    if (lists && keys)
        tier1__values_product(&all, keys, lists, count, 64);
    for (size_t i = 0; i < all.count; i++) {
        struct input *one = add(in, p, MOVE_ANSWER, all.items[i]);
        if (one)
            one->constant = constant;
        all.items[i] = NULL;
    }
    note_sampled(p, &all, view->step);
    p->nomem = p->nomem || all.nomem || !lists || !keys;
    for (size_t i = 0; lists && i < count; i++)
        tier1__values_free(&lists[i]);
    for (size_t i = 0; i < view->question.choice_count; i++) {
        tier1_value *text = NULL;
        if (!view->question.choices[i].anywhere)
            continue;
        p->nomem = p->nomem || tier1_value_new_text(
                                   &text, p->engine,
                                   view->question.choices[i].value) != TIER1_OK;
        add(in, p, MOVE_ANSWER, text);
    }
    tier1__values_free(&all);
    tier1__author_free(lists);
    tier1__author_free(keys);
}

static void take_values(struct inputs *in, struct tier1_paths *p,
                        enum move move, struct values *v, const char *name,
                        bool constant)
{
    for (size_t i = 0; i < v->count; i++) {
        struct input *one = add(in, p, move, v->items[i]);
        v->items[i] = NULL;
        if (!one)
            continue;
        one->constant = constant && tier1_value_kind(one->value) == TIER1_MAP;
        one->name = tier1__author_copy(name);
        p->nomem = p->nomem || (name && !one->name);
    }
    p->nomem = p->nomem || v->nomem;
    tier1__values_free(v);
}

static bool bounds_refusals(const struct tier1_paths *p, size_t chart,
                            size_t step)
{
    const struct chart *c = &p->reads.charts[chart];
    tier1_step_info s;
    if (!tier1_chart_step(c->flow, step, &s))
        return false;
    for (size_t i = 0; i < c->fact_count; i++)
        if (c->facts[i].kind == TIER1_TRACE_REFUSED &&
            strcmp(c->facts[i].name, s.id) == 0)
            return true;
    return false;
}

static void ask(struct inputs *in, struct tier1_paths *p, size_t chart,
                size_t step, const tier1_view *view)
{
    struct values v = {.engine = p->engine};
    tier1_value *map = NULL;
    if (view->kind == TIER1_KIND_ESCALATE &&
        view->question.type == TIER1_TYPE_FORM) {
        p->nomem = p->nomem || tier1_value_new_map(&map, p->engine) != TIER1_OK;
        add(in, p, MOVE_NOTHING, map);
        return;
    }
    if (view->question.type == TIER1_TYPE_NONE) {
        add(in, p, MOVE_NOTHING, NULL);
        return;
    }
    if (view->question.type == TIER1_TYPE_FORM) {
        ask_form(in, p, chart, step, view);
    } else {
        tier1__inputs_answers(&v, p, chart, step, &view->question, 0);
        note_sampled(p, &v, view->question.name);
        take_values(in, p, MOVE_ANSWER, &v, NULL,
                    view->question.type == TIER1_TYPE_FILE);
    }
    if (bounds_refusals(p, chart, step))
        add(in, p, MOVE_REJECT, NULL);
}

static void fail(struct inputs *in, struct tier1_paths *p, size_t chart,
                 size_t step)
{
    const tier1_flow *flow = p->reads.charts[chart].flow;
    bool error = false, timeout = false;
    tier1_exit way;
    for (size_t i = 0; tier1_chart_exit(flow, step, i, &way); i++) {
        error = error || way.kind == TIER1_EXIT_ERROR;
        timeout = timeout || way.kind == TIER1_EXIT_TIMEOUT;
    }
    if (error)
        add(in, p, MOVE_ERROR, NULL);
    if (timeout)
        add(in, p, MOVE_TIMEOUT, NULL);
}

static void wait(struct inputs *in, struct tier1_paths *p, size_t chart,
                 size_t step, const tier1_view *view)
{
    struct values v = {.engine = p->engine};
    tier1_step_info s = {0};
    if (view->wait.kind == TIER1_WAIT_PAUSE) {
        add(in, p, MOVE_PAUSE, NULL);
        return;
    }
    (void)tier1_chart_step(p->reads.charts[chart].flow, step, &s);
    if (view->wait.kind == TIER1_WAIT_HOST) {
        size_t domain =
            tier1__reads_find(&p->reads, chart, TIER1_TRACE_VARIABLE,
                              TIER1_NONE, s.saves ? s.saves : "");
        tier1__values_result(&v, &p->reads, domain);
        note_sampled(p, &v, s.saves ? s.saves : view->wait.name);
        take_values(in, p, MOVE_HOST, &v, view->wait.name, false);
    } else {
        tier1__inputs_answers(&v, p, chart, step, &view->question, 0);
        note_sampled(p, &v, view->question.name);
        take_values(in, p, MOVE_ADVICE, &v, NULL, false);
    }
    fail(in, p, chart, step);
}

void tier1__inputs_find(struct inputs *out, struct tier1_paths *p,
                        const tier1_session *session)
{
    const tier1_view *view = tier1_session_view(session);
    const tier1_outcome *at = tier1_session_outcome(session);
    bool waits = tier1_session_state(session) == TIER1_WAIT;
    const tier1_flow *flow =
        tier1_library_find(p->library, waits ? at->flow : view->flow);
    size_t chart = tier1__reads_chart(&p->reads, flow);
    size_t step = tier1_chart_find(flow, waits ? at->step : view->step);
    if (chart == TIER1_NONE || step == TIER1_NONE)
        return;
    if (waits)
        wait(out, p, chart, step, view);
    else
        ask(out, p, chart, step, view);
}
