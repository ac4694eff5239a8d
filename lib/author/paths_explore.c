/* SPDX-License-Identifier: MIT */
/* The states of a flow are found one by one. Those of places that are little
 * known come first, so that a budget that runs out has seen most of the flow. */
#include <string.h>

#include <tier1/journal.h>

#include "author/mem.h"
#include "author/paths_explore.h"

#define STATES_MOST 20000
#define STATES_A_STEP 10

/* ---- queues ------------------------------------------------------------ */

/* How often the steps where it stands were stood at before, as a power of
 * two. */
static size_t familiarity(struct tier1_paths *p, const tier1_session *s)
{
    uint64_t key[2] = {0, 0};
    tier1_frame f;
    size_t level = 0;
    for (size_t i = 0; tier1_session_frame(s, i, &f); i++) {
        key[0] = key[0] * 31 + tier1__reads_chart(&p->reads, f.flow) + 1;
        key[1] = key[1] * UINT64_C(0x9e3779b97f4a7c15) +
                 (f.step ? tier1_chart_find(f.flow, f.step) : 0) + 1;
    }
    key[0] ^= key[1] * UINT64_C(0xbf58476d1ce4e5b9);
    size_t *count = tier1__table_at(p->places, key);
    if (!count) {
        p->nomem = true;
        return 0;
    }
    *count = *count == TIER1_NONE ? 1 : *count + 1;
    for (size_t n = *count; n > 1; n /= 2)
        level++;
    return level < 31 ? level : 31;
}

static void enqueue(struct tier1_paths *p, size_t node, size_t level)
{
    size_t *q = p->queue[level];
    p->nodes[node].next = TIER1_NONE;
    if (q[0] == TIER1_NONE)
        q[0] = node;
    else
        p->nodes[q[1]].next = node;
    q[1] = node;
    p->queued++;
}

static size_t dequeue(struct tier1_paths *p)
{
    for (size_t level = 0; level < 32; level++) {
        size_t node = p->queue[level][0];
        if (node == TIER1_NONE)
            continue;
        p->queue[level][0] = p->nodes[node].next;
        p->queued--;
        return node;
    }
    return TIER1_NONE;
}

/* ---- nodes, edges, ends ------------------------------------------------ */

static bool edge_room(struct tier1_paths *p)
{
    if (p->edge_count < p->edge_cap)
        return true;
    size_t more = p->edge_cap * 2 + 64;
    struct edge *grown = tier1__author_grow(p->edges, more, sizeof(*grown));
    if (!grown)
        return false;
    p->edges = grown;
    p->edge_cap = more;
    return true;
}

static bool node_room(struct tier1_paths *p)
{
    if (p->node_count < p->node_cap)
        return true;
    size_t more = p->node_cap * 2 + 64;
    struct node *grown = tier1__author_grow(p->nodes, more, sizeof(*grown));
    if (!grown)
        return false;
    p->nodes = grown;
    p->node_cap = more;
    return true;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static char *keep(struct tier1_paths *p, const char *text)
{
    char *copy = tier1__author_copy(text);
    p->nomem = p->nomem || (text && !copy);
    return copy;
}

static size_t end_of(struct tier1_paths *p, const tier1_outcome *o)
{
    for (size_t i = 0; i < p->end_count; i++) {
        const tier1_path_end *e = &p->ends[i];
        if (e->end == o->end && same(e->flow, o->flow) &&
            same(e->step, o->step) && same(e->reason, o->reason) &&
            same(e->code, o->code) && same(e->detail, o->detail))
            return i;
    }
    tier1_path_end *grown =
        tier1__author_grow(p->ends, p->end_count + 1, sizeof(*grown));
    if (!grown) {
        p->nomem = true;
        return TIER1_NONE;
    }
    p->ends = grown;
    grown[p->end_count] = (tier1_path_end){
        .end = o->end,
        .flow = keep(p, o->flow),
        .step = keep(p, o->step),
        .reason = keep(p, o->reason),
        .code = keep(p, o->code),
        .detail = keep(p, o->detail),
    };
    return p->end_count++;
}

/* Two ends are one state where nothing tells them apart. */
static void key_of(struct tier1_paths *p, const tier1_session *s, size_t start,
                   size_t end, uint64_t key[2])
{
    if (end == TIER1_NONE) {
        tier1__step_key(p, s, start, key);
        return;
    }
    key[0] = UINT64_C(0xe4d5) + end;
    key[1] = UINT64_MAX;
}

/* The node in which a session stands; takes the session over. The edge comes
 * there. */
static void arrive(struct tier1_paths *p, tier1_session *s, size_t from,
                   size_t start, struct edge *edge)
{
    struct node node = {.now = p->world.now, .edge = p->edge_count};
    uint64_t key[2];
    node.end = TIER1_NONE;
    node.near = TIER1_NONE;
    if (tier1_session_state(s) == TIER1_DONE)
        node.end = end_of(p, tier1_session_outcome(s));
    key_of(p, s, start, node.end, key);
    tier1__step_note(p, s, from == TIER1_NONE ? NULL : &p->nodes[from], &node,
                     edge);
    size_t *at = tier1__table_at(p->states, key);
    bool fresh = at && *at == TIER1_NONE;
    if (!at || !edge_room(p) || !node_room(p)) {
        p->nomem = true;
        tier1_session_free(s);
        tier1__author_free(node.open);
        return;
    }
    edge->from = from;
    edge->start = start;
    edge->to = fresh ? p->node_count : *at;
    p->edges[p->edge_count++] = *edge;
    *edge = (struct edge){0};
    if (!fresh) {
        tier1__author_free(node.open);
        tier1_session_free(s);
        return;
    }
    *at = p->node_count;
    memcpy(node.key, key, sizeof key);
    p->nodes[p->node_count] = node;
    if (node.end != TIER1_NONE) {
        tier1_session_free(s);
        p->node_count++;
        return;
    }
    size_t level = familiarity(p, s);
    p->nomem = p->nomem || tier1_session_rest(s) != TIER1_OK;
    p->nodes[p->node_count].session = s;
    enqueue(p, p->node_count++, level);
}

static void edge_free(struct edge *e)
{
    tier1__input_free(&e->input);
    tier1__author_free(e->items);
    tier1__author_free(e->step);
    *e = (struct edge){0};
}

/* ---- what leads on ----------------------------------------------------- */

/* The start of a node: that of its first beginning. */
static size_t start_of(const struct tier1_paths *p, size_t node)
{
    while (p->edges[p->nodes[node].edge].from != TIER1_NONE)
        node = p->edges[p->nodes[node].edge].from;
    return p->edges[p->nodes[node].edge].start;
}

/* One input to a copy, or, of the last one, to the session itself, which is
 * taken over then; takes the input over. False where it was refused. */
static bool try_input(struct tier1_paths *p, tier1_session *s, size_t from,
                      size_t start, struct input *input, bool last)
{
    struct edge edge = {.input = *input};
    tier1_session *copy = NULL;
    const tier1_outcome *at = tier1_session_outcome(s);
    *input = (struct input){0};
    edge.step = keep(p, tier1_session_state(s) == TIER1_WAIT
                            ? at->step
                            : tier1_session_view(s)->step);
    p->world.now = p->nodes[from].now;
    int rc = last ? TIER1_ASK : tier1_session_what_if(&copy, s);
    if (last)
        copy = s;
    p->passed_count = 0; /* the copy was told again */
    if (rc > 0)
        rc = tier1__step_take(p, copy, &edge.input);
    p->info.inputs++;
    p->nomem = p->nomem || rc == TIER1_ENOMEM;
    if (last)
        p->nodes[from].session = NULL;
    if (rc < 0)
        tier1_session_free(copy);
    else
        arrive(p, copy, from, start, &edge);
    edge_free(&edge);
    return rc >= 0;
}

/* An answer that is refused: a few are tried. */
static void try_refused(struct tier1_paths *p, tier1_session *s, size_t from,
                        size_t start)
{
    static const char *const json[] = {
        "\"?\"", "\"-1\"",         "\"none of these\"",
        "\"\"",  "{\"?\": \"?\"}", "[\"?\"]"};
    bool form = tier1_session_view(s)->question.type == TIER1_TYPE_FORM;
    bool done = false;
    for (size_t i = form ? 4 : 0; i < (form ? 5 : 6) && !done && !p->nomem;
         i++) {
        struct input input = {.move = MOVE_REJECT};
        p->nomem = tier1_value_from_json(&input.value, p->engine, json[i],
                                         strlen(json[i])) != TIER1_OK;
        done = !p->nomem && try_input(p, s, from, start, &input, false);
    }
}

/* No answer was found that the step takes: an end of its own. */
static void note_stuck(struct tier1_paths *p, size_t node,
                       const tier1_session *s)
{
    const tier1_view *view = tier1_session_view(s);
    const tier1_outcome *at = tier1_session_outcome(s);
    bool waits = tier1_session_state(s) == TIER1_WAIT;
    tier1_outcome o = {
        .end = TIER1_OPEN,
        .flow = waits ? at->flow : view->flow,
        .step = waits ? at->step : view->step,
        .reason = "no answer was found that it takes",
    };
    p->nodes[node].end = end_of(p, &o);
    if (p->info.whole)
        tier1__line_say(&p->why, "no answer was found that ", o.step, " takes",
                        NULL);
    p->info.whole = 0;
}

static void expand(struct tier1_paths *p, size_t node)
{
    tier1_session *s = p->nodes[node].session;
    size_t start = start_of(p, node), first = p->edge_count;
    struct inputs in = {0};
    p->world.now = p->nodes[node].now;
    tier1__inputs_find(&in, p, s);
    for (size_t i = 0; i < in.count && !p->nomem; i++) {
        bool last = i + 1 == in.count && p->edge_count > first;
        if (in.items[i].move == MOVE_REJECT)
            try_refused(p, s, node, start);
        else
            (void)try_input(p, s, node, start, &in.items[i], last);
    }
    p->nodes[node].first = first;
    p->nodes[node].count = p->edge_count - first;
    if (p->edge_count == first && !p->nomem)
        note_stuck(p, node, s);
    tier1__inputs_free(&in);
    tier1_session_free(p->nodes[node].session);
    p->nodes[node].session = NULL;
}

/* ---- the whole --------------------------------------------------------- */

static int begin(struct tier1_paths *p)
{
    int last = TIER1_EANSWER;
    for (size_t i = 0; i < p->start_count && !p->nomem; i++) {
        tier1_session *s = NULL;
        struct edge edge = {0};
        p->passed_count = 0;
        int rc = tier1__start_session(&s, p, &p->starts[i]);
        p->nomem = p->nomem || rc == TIER1_ENOMEM;
        if (rc > 0)
            arrive(p, s, TIER1_NONE, i, &edge);
        else
            last = rc;
        edge_free(&edge);
    }
    if (p->nomem)
        return TIER1_ENOMEM;
    return p->node_count ? TIER1_OK : last;
}

static bool spent(struct tier1_paths *p, int64_t began)
{
    const tier1_paths_options *o = &p->options;
    size_t most = p->reads.charts[0].steps * STATES_A_STEP;
    most = most > STATES_MOST ? most : STATES_MOST;
    most = o->most_states ? o->most_states : most;
    bool states = p->node_count >= most;
    bool time = o->ticks && o->most_ms && o->ticks(o->ud) - began >= o->most_ms;
    if (!states && !time)
        return false;
    p->info.whole = 0;
    tier1__line_dispose(&p->why);
    tier1__line_add(&p->why, states ? "the budget of "
                                    : "the time was over "
                                      "after ");
    tier1__line_number(&p->why, p->node_count);
    tier1__line_add(&p->why, states ? " states was reached" : " states");
    return true;
}

static void note_limits(struct tier1_paths *p)
{
    if (p->info.whole && (p->reads.timed || p->reads.spoken)) {
        p->info.whole = 0;
        tier1__line_say(&p->why, "something hangs on the ",
                        p->reads.timed ? "time" : "language or the channel",
                        ", of which one was tried", NULL);
    }
}

static int host(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_WAIT;
}

int tier1__explore(struct tier1_paths *p)
{
    const tier1_paths_options *o = &p->options;
    int64_t began = o->ticks ? o->ticks(o->ud) : 0;
    for (size_t i = 0; i < 32; i++)
        p->queue[i][0] = p->queue[i][1] = TIER1_NONE;
    p->info.whole = 1;
    p->states = tier1__table_new();
    p->places = tier1__table_new();
    if (!p->states || !p->places)
        return TIER1_ENOMEM;
    int rc = tier1_engine_host(p->engine, NULL, host, NULL);
    if (rc == TIER1_OK)
        rc = tier1_engine_passed(p->engine, tier1__step_passed, p);
    if (rc == TIER1_OK)
        rc = tier1__starts_find(p);
    if (rc == TIER1_OK)
        rc = begin(p);
    while (rc == TIER1_OK && p->queued && !p->nomem && !spent(p, began))
        expand(p, dequeue(p));
    note_limits(p);
    int quiet = tier1_engine_passed(p->engine, NULL, NULL);
    if (p->nomem)
        rc = TIER1_ENOMEM;
    return rc == TIER1_OK ? quiet : rc;
}
