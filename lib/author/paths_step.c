/* SPDX-License-Identifier: MIT */
/* One input to a session: what it is told, the state that it is in then, and
 * the steps and ways that lie between. */
#include <string.h>

#include "author/mem.h"
#include "author/paths_explore.h"

/* ---- told -------------------------------------------------------------- */

static int answer(tier1_session *session, const tier1_value *value)
{
    const char *text = tier1_value_text(value);
    if (!value)
        return tier1_session_answer(session, "");
    return text && tier1_session_view(session)->question.type != TIER1_TYPE_FORM
               ? tier1_session_answer(session, text)
           : text ? tier1_session_answer(session, text)
                  : tier1_session_answer_value(session, value);
}

int tier1__step_take(struct tier1_paths *p, tier1_session *session,
                     const struct input *in)
{
    const tier1_wait wait = tier1_session_view(session)->wait;
    int rc;
    if (tier1_session_state(session) != TIER1_WAIT)
        p->world.now += 1000;
    switch (in->move) {
    case MOVE_HOST:
    case MOVE_ADVICE:
        return tier1_session_complete(session, wait.token, in->value);
    case MOVE_TIMEOUT:
        return tier1_session_fail(session, wait.token, TIER1_ETIMEOUT, NULL);
    case MOVE_ERROR:
        return tier1_session_fail(session, wait.token, TIER1_EHOST,
                                  "it does not work");
    case MOVE_PAUSE:
        if (wait.deadline > p->world.now)
            p->world.now = wait.deadline;
        return tier1_session_tick(session);
    default:
        break;
    }
    rc = answer(session, in->value);
    bool refused =
        rc == TIER1_EANSWER || (rc > 0 && *tier1_session_problem(session));
    if (in->move == MOVE_REJECT && refused)
        return rc > 0 ? rc : tier1_session_state(session);
    if (in->move == MOVE_REJECT && rc > 0)
        return TIER1_EREFUSED;
    return refused ? TIER1_EANSWER : rc;
}

/* ---- the state --------------------------------------------------------- */

static void mix(uint64_t key[2], uint64_t x)
{
    for (int i = 0; i < 2; i++) {
        uint64_t h = (key[i] ^ x) + UINT64_C(0x9e3779b97f4a7c15) +
                     (uint64_t)i * UINT64_C(0x632be59bd9b4e019);
        h = (h ^ (h >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        h = (h ^ (h >> 27)) * UINT64_C(0x94d049bb133111eb);
        key[i] = h ^ (h >> 31);
    }
}

/* A count above all that it is held against is as good as any other. */
static uint64_t clip(const struct fact *f, const struct domain *d,
                     const tier1_trace *t)
{
    double most = f->limit > 0 ? f->limit + 1 : 0;
    for (size_t i = 0; d && i < d->count; i++)
        if (d->literals[i].is_number && d->literals[i].number + 1 > most)
            most = d->literals[i].number + 1;
    if (d && d->opaque)
        return t->digest;
    return (uint64_t)(t->number < most ? t->number : most);
}

/* May a number be told by its place among the literals alone? */
static bool ranked(const struct domain *d, const tier1_trace *t)
{
    if (d->opaque || d->number || d->copy_count || d->sized || d->timed ||
        (d->up && d->down) ||
        (t->type != TIER1_INTEGER && t->type != TIER1_NUMBER))
        return false;
    for (size_t i = 0; i < d->count; i++)
        if (!d->literals[i].is_number)
            return false;
    return true;
}

static uint64_t rank(const struct domain *d, const tier1_trace *t)
{
    uint64_t below = 0, equal = 0, above = 0;
    for (size_t i = 0; i < d->count; i++) {
        below += d->literals[i].number < t->number;
        above += d->literals[i].number > t->number;
    }
    equal = d->count - below - above;
    if ((d->up && above) || (d->down && below) || ((d->up || d->down) && equal))
        return t->digest;
    return below * 2 + (equal > 0);
}

static void mix_fact(uint64_t key[2], const struct tier1_paths *p,
                     const tier1_session *s, size_t depth, const struct fact *f)
{
    const struct domain *d =
        f->domain == TIER1_NONE ? NULL : &p->reads.domains[f->domain];
    tier1_trace t = {0};
    (void)tier1_session_trace(s, depth, f->kind, f->name, &t);
    bool counts =
        f->kind == TIER1_TRACE_VISITS || f->kind == TIER1_TRACE_REFUSED;
    bool number = t.type == TIER1_INTEGER || t.type == TIER1_NUMBER;
    mix(key, counts ? 0 : number ? 1 : 2 + (uint64_t)t.type);
    if (d && f->kind == TIER1_TRACE_TRIED && !d->opaque && !d->count)
        return; /* with whatever result */
    if (counts)
        mix(key, clip(f, d, &t));
    else if (f->shown ||
             (d && f->kind == TIER1_TRACE_VARIABLE && !d->read && !d->tested))
        mix(key, t.type == TIER1_MAP ? t.digest : 0);
    else if (d && f->kind == TIER1_TRACE_VARIABLE && ranked(d, &t))
        mix(key, rank(d, &t));
    else
        mix(key, t.digest);
}

static void mix_frame(uint64_t key[2], const struct tier1_paths *p,
                      const tier1_session *s, size_t depth,
                      const tier1_frame *f)
{
    size_t chart = tier1__reads_chart(&p->reads, f->flow);
    size_t step = f->step ? tier1_chart_find(f->flow, f->step) : TIER1_NONE;
    mix(key, chart);
    mix(key, step);
    if (chart == TIER1_NONE || step == TIER1_NONE)
        return;
    const struct chart *c = &p->reads.charts[chart];
    const uint64_t *live = c->live + step * c->words;
    bool waits = tier1_session_state(s) == TIER1_WAIT;
    for (size_t i = 0; i < c->fact_count; i++)
        if ((live[i / 64] >> (i % 64) & 1) || (waits && c->kills[step] == i))
            mix_fact(key, p, s, depth, &c->facts[i]);
}

void tier1__step_key(struct tier1_paths *p, const tier1_session *s,
                     size_t start, uint64_t key[2])
{
    tier1_frame f;
    tier1_trace t = {0};
    key[0] = key[1] = 0;
    mix(key, p->reads.audience && p->starts[start].audience[0] == 'a');
    mix(key, (uint64_t)tier1_session_state(s));
    for (size_t i = 0; tier1_session_frame(s, i, &f); i++)
        mix_frame(key, p, s, i, &f);
    if (tier1_session_state(s) == TIER1_WAIT &&
        tier1_session_trace(s, 0, TIER1_TRACE_SAID, NULL, &t))
        mix(key, t.digest);
}

/* ---- steps and ways ---------------------------------------------------- */

static bool add_item(struct tier1_paths *p, size_t chart, size_t step,
                     const tier1_exit *way)
{
    struct item *grown =
        tier1__author_grow(p->items, p->item_count + 1, sizeof(*grown));
    if (!grown) {
        p->nomem = true;
        return false;
    }
    p->items = grown;
    grown[p->item_count] = (struct item){.chart = chart, .step = step};
    if (way) {
        grown[p->item_count].way = *way;
        grown[p->item_count].route = true;
    }
    p->item_count++;
    return true;
}

/* A choice of `anywhere` is one way of the flow, at whatever step. */
static void make_chart(struct tier1_paths *p, size_t chart)
{
    const struct chart *c = &p->reads.charts[chart];
    p->chart_any[chart] = TIER1_NONE;
    for (size_t i = 0; i < c->steps; i++) {
        tier1_exit way;
        p->step_items[p->chart_base[chart] + i] = p->item_count;
        if (!add_item(p, chart, i, NULL))
            return;
        for (size_t k = 0; tier1_chart_exit(c->flow, i, k, &way); k++) {
            if (way.kind == TIER1_EXIT_ANYWHERE) {
                if (p->chart_any[chart] == TIER1_NONE)
                    p->chart_any[chart] = i;
                if (p->chart_any[chart] != i)
                    continue;
            }
            if (!add_item(p, chart, i, &way))
                return;
        }
    }
}

int tier1__items_make(struct tier1_paths *p)
{
    size_t charts = p->reads.chart_count, steps = 0;
    p->chart_base = tier1__author_new(charts, sizeof(*p->chart_base));
    p->chart_any = tier1__author_new(charts, sizeof(*p->chart_any));
    for (size_t i = 0; i < charts; i++) {
        if (p->chart_base)
            p->chart_base[i] = steps;
        steps += p->reads.charts[i].steps;
    }
    p->step_items = tier1__author_new(steps, sizeof(*p->step_items));
    if (!p->chart_base || !p->chart_any || !p->step_items)
        return TIER1_ENOMEM;
    for (size_t i = 0; i < charts && !p->nomem; i++)
        make_chart(p, i);
    return p->nomem ? TIER1_ENOMEM : TIER1_OK;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static size_t find_way(const struct tier1_paths *p, size_t chart, size_t step,
                       const char *rule, const char *choice, int number)
{
    size_t i = p->step_items[p->chart_base[chart] + step];
    for (i++; i < p->item_count && p->items[i].route &&
              p->items[i].chart == chart && p->items[i].step == step;
         i++)
        if (same(p->items[i].way.rule, rule) &&
            same(p->items[i].way.choice, choice) &&
            p->items[i].way.number == number)
            return i;
    return TIER1_NONE;
}

static void put(struct tier1_paths *p, struct edge *e, size_t item)
{
    if (item == TIER1_NONE)
        return;
    uint32_t *grown =
        tier1__author_grow(e->items, e->item_count + 1, sizeof(*grown));
    if (!grown) {
        p->nomem = true;
        return;
    }
    e->items = grown;
    e->items[e->item_count++] = (uint32_t)item;
    p->items[item].taken = true;
}

void tier1__step_passed(void *ud, const tier1_flow *flow, const char *step,
                        const char *rule, int number)
{
    struct tier1_paths *p = ud;
    size_t chart = tier1__reads_chart(&p->reads, flow);
    size_t index =
        chart == TIER1_NONE ? TIER1_NONE : tier1_chart_find(flow, step);
    if (index == TIER1_NONE)
        return;
    size_t way = find_way(p, chart, index, rule, NULL, number);
    size_t *grown =
        tier1__author_grow(p->passed, p->passed_count + 1, sizeof(*grown));
    if (!grown) {
        p->nomem = true;
        return;
    }
    p->passed = grown;
    if (way != TIER1_NONE)
        p->passed[p->passed_count++] = way;
}

static void note_visit(struct tier1_paths *p, struct node *node, struct edge *e,
                       const tier1_visit *v, size_t index, bool fresh)
{
    const tier1_flow *flow = tier1_library_find(p->library, v->flow);
    size_t chart = tier1__reads_chart(&p->reads, flow);
    size_t step = tier1_chart_find(flow, v->step);
    if (chart == TIER1_NONE || step == TIER1_NONE)
        return;
    if (fresh)
        put(p, e, p->step_items[p->chart_base[chart] + step]);
    if (v->route) {
        size_t way =
            find_way(p, chart, step, v->route, v->choice, v->route_number);
        if (way == TIER1_NONE && p->chart_any[chart] != TIER1_NONE)
            way = find_way(p, chart, p->chart_any[chart], v->route, v->choice,
                           v->route_number);
        put(p, e, way);
        return;
    }
    size_t *grown =
        tier1__author_grow(node->open, node->open_count + 1, sizeof(*grown));
    if (!grown) {
        p->nomem = true;
        return;
    }
    node->open = grown;
    node->open[node->open_count++] = index;
}

void tier1__step_note(struct tier1_paths *p, const tier1_session *session,
                      const struct node *parent, struct node *node,
                      struct edge *e)
{
    tier1_visit v;
    size_t from = parent ? parent->visits : 0;
    for (size_t i = 0; i < p->passed_count; i++)
        put(p, e, p->passed[i]);
    p->passed_count = 0;
    for (size_t i = 0; parent && i < parent->open_count; i++)
        if (tier1_session_visit(session, parent->open[i], &v))
            note_visit(p, node, e, &v, parent->open[i], false);
    node->visits = tier1_session_visit_count(session);
    for (size_t i = from; i < node->visits; i++)
        if (tier1_session_visit(session, i, &v))
            note_visit(p, node, e, &v, i, true);
}
