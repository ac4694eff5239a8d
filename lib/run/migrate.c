/* SPDX-License-Identifier: MIT */
/* A session on another version of its flow. Nothing of the old walk is taken
 * on trust: the new one begins at the beginning, and each answer is given
 * again to the question that is then asked, if it means the same. What hosts
 * said is used again where the same is called. */
#include "run/migrate.h"

#include <string.h>

#include "base/options.h"
#include "run/log.h"
#include "run/recall.h"

/* ---- the log that the new walk begins with ------------------------------ */

/* What was said to answers that were taken back is not used again. */
static int fill_pool(struct walk *w, const struct past *past)
{
    size_t n = 0;

    for (size_t i = 0; i < past->count; i++)
        for (struct host_result *r = past->records[i].calls; r; r = r->next)
            n++;
    w->pool = tier1__arena_array(&w->arena, n, sizeof *w->pool);
    if (!w->pool)
        return tier1__walk_failed(w);
    for (size_t i = 0; i < past->count; i++)
        for (struct host_result *r = past->records[i].calls; r; r = r->next)
            if (!past->stale[i])
                w->pool[w->pool_count++] = r;
    return GO_ON;
}

/* What became of each answer, at the time. */
static const tier1_value *list_changes(struct walk *w)
{
    static const char *const words[] = {[TIER1_KEPT] = "kept",
                                        [TIER1_REMEMBERED] = "remembered",
                                        [TIER1_ASKED_AGAIN] = "asked_again",
                                        [TIER1_DROPPED] = "dropped"};
    struct value_builder list;
    tier1_change c;

    tier1__builder_init(&list, &w->arena);
    for (size_t i = 0; tier1_session_change(w->session, i, &c); i++) {
        struct value_builder b;
        tier1__builder_init(&b, &w->arena);
        if (strcmp(c.flow, w->session->flow->info.id) != 0)
            tier1__builder_text(&b, "flow", c.flow);
        tier1__builder_text(&b, "step", c.step);
        tier1__builder_text(&b, "fate", words[c.fate]);
        tier1__builder_text(&b, "reason", c.reason);
        tier1__builder_add(&list, NULL, tier1__builder_map(&b));
    }
    return tier1__builder_list(&list);
}

/* The entry in the log: from which version to which, and what it meant. */
static const tier1_value *audit(struct walk *w, const struct past *past,
                                tier1_policy policy)
{
    const tier1_flow *flow = w->session->flow;
    const tier1_value *changes = list_changes(w);
    struct value_builder b;

    tier1__builder_init(&b, &w->arena);
    tier1__builder_text(&b, "policy",
                        policy == TIER1_POLICY_RESTART ? "restart" : "migrate");
    tier1__builder_text(&b, "from_version", past->version);
    tier1__builder_text(&b, "from", past->fingerprint);
    tier1__builder_text(&b, "to_version", flow->info.version);
    tier1__builder_text(&b, "to", flow->info.fingerprint);
    if (!changes || tier1_value_count(changes))
        tier1__builder_add(&b, "answers", changes);
    return tier1__builder_map(&b);
}

static int note(struct walk *w, const struct past *past, const char *why)
{
    struct record *r = tier1__walk_record(w, RECORD_MIGRATE);

    if (!r)
        return tier1__walk_failed(w);
    r->at = past->now;
    r->visit = 0;
    r->step = NULL;
    r->flow = NULL;
    r->text = tier1__arena_copy(&w->arena, why);
    return !why || r->text ? GO_ON : tier1__walk_failed(w);
}

/* Transfers, and what language it was in, are made again between the answers where they were made. */
static int add_past(struct walk *w, const struct past *past,
                    tier1_policy policy)
{
    for (size_t i = 1; i < past->count; i++) {
        const struct record *from = &past->records[i];
        struct record *r;
        if (tier1__is_aside(from))
            continue;
        r = tier1__walk_record(w, (enum record_type)from->type);
        if (!r)
            return tier1__walk_failed(w);
        *r = *from;
        w->remembers |= r->fate == FATE_REMEMBERED;
        r->visit = 0;
        r->told = (struct bytes){NULL, 0, 0};
        if (policy == TIER1_POLICY_RESTART && r->fate == FATE_REMEMBERED)
            r->fate = FATE_RESTARTED;
    }
    return GO_ON;
}

static int transfer_until(struct walk *w, const struct past *past, size_t *next,
                          size_t end)
{
    for (; *next < end; (*next)++) {
        const struct record *from = &past->records[*next];
        struct record *r;
        if (!tier1__is_aside(from))
            continue;
        r = tier1__walk_record(w, (enum record_type)from->type);
        if (!r)
            return tier1__walk_failed(w);
        r->at = from->at;
        r->to = from->to;
        r->text = from->text;
        (void)tier1__apply_aside(w, r);
    }
    return GO_ON;
}

/* Where a record of the past lies in the new log: transfers are left out, and
 * the start is another one. */
static size_t in_past(const struct past *past, size_t index)
{
    size_t i = 1;
    for (size_t n = 1; i < past->count; i++) {
        if (tier1__is_aside(&past->records[i]))
            continue;
        if (n++ == index)
            break;
    }
    return i;
}

static int give_all(struct walk *w, const struct past *past)
{
    size_t i, transfers = 1;
    int rc = GO_ON;

    while (rc == GO_ON && (i = tier1__recall_next(w)) != SIZE_MAX) {
        rc = transfer_until(w, past, &transfers, in_past(past, i));
        if (rc == GO_ON)
            rc = tier1__recall_give(w, i);
    }
    if (rc == GO_ON || rc == SUSPENDED) {
        struct record *open = rc == SUSPENDED ? w->record : NULL;
        size_t index = open ? (size_t)(open - w->now.records) : 0;
        int moved = transfer_until(w, past, &transfers, past->count);
        if (open)
            w->record = &w->now.records[index];
        rc = moved == GO_ON ? rc : moved;
    }
    return rc == GO_ON ? tier1__recall_end(w) : rc;
}

int tier1__migrate(tier1_session *s, const struct past *past,
                   tier1_policy policy, bool reworded, const char *why)
{
    struct walk *w = &s->awake->walk;
    struct tx tx;
    size_t entry;
    int rc, kept = GO_ON;

    tier1__tx_begin(w, &tx);
    w->reworded = reworded;
    w->now.now = s->awake->begin.at;
    w->now.owner = s->awake->begin.owner;
    if (policy != TIER1_POLICY_RESTART)
        kept = fill_pool(w, past);
    if (kept != GO_ON)
        return kept;
    rc = tier1__walk_record(w, RECORD_START) ? tier1__begin_walk(w)
                                             : tier1__walk_failed(w);
    if (rc != GO_ON && rc != SUSPENDED)
        return rc;
    kept = add_past(w, past, policy);
    if (kept == GO_ON)
        kept = note(w, past, why);
    if (kept != GO_ON)
        return kept;
    entry = w->now.record_count - 1;
    w->record = &w->now.records[0];
    if (rc == GO_ON)
        rc = give_all(w, past);
    if (rc != GO_ON && rc != SUSPENDED)
        return rc;
    w->now.records[entry].value = audit(w, past, policy);
    if (!w->now.records[entry].value)
        return tier1__walk_failed(w);
    w->pool = NULL;
    w->pool_count = 0;
    w->reworded = false;
    if (past->now > w->now.now)
        w->now.now = past->now;
    return rc;
}

/* ---- from a session ----------------------------------------------------- */

static bool is_sensitive(const struct record *r)
{
    struct frame frame = {.flow = r->flow};
    const struct visit visit = {.step = r->step, .frame = &frame};
    return tier1__visit_sensitive(&visit);
}

static bool keep_place(struct walk *w, const tier1_library *library,
                       struct record *to, const struct record *from)
{
    const tier1_flow *flow =
        from->flow ? tier1_library_find(library, from->flow->info.id) : NULL;
    uint32_t step =
        flow && from->step ? tier1__flow_step(flow, from->step->id) : MAP_NONE;

    to->flow = step == MAP_NONE ? NULL : flow;
    to->step = step == MAP_NONE ? NULL : &flow->steps[step];
    if (step != MAP_NONE || from->type != RECORD_ANSWER || !from->step)
        return true;
    to->fate = to->fate == FATE_NONE ? FATE_NONE : FATE_NO_STEP;
    to->means = NULL;
    if (is_sensitive(from)) /* nobody would know that any more */
        to->value = &tier1__value_null;
    to->to = tier1__arena_copy(&w->arena, from->flow->info.id);
    to->text = tier1__arena_copy(&w->arena, from->step->id);
    return to->to && to->text;
}

static int take_past(tier1_session *fresh, const tier1_session *old,
                     struct past *past)
{
    struct walk *w = &fresh->awake->walk;
    const struct walk *from = &old->awake->walk;

    past->count = from->now.record_count;
    past->version = old->flow->info.version;
    past->fingerprint = old->flow->info.fingerprint;
    past->now = from->now.now;
    past->records =
        tier1__arena_array(&w->arena, past->count, sizeof *past->records);
    past->stale =
        tier1__arena_array(&w->arena, past->count, sizeof *past->stale);
    if (!past->records || !past->stale)
        return tier1__walk_failed(w);
    for (size_t i = 0; i < past->count; i++) {
        const struct record *r = &from->now.records[i];
        struct record *to = &past->records[i];
        bool stands = r->type == RECORD_ANSWER && !r->undone;
        if (!tier1__record_copy(w, to, r))
            return tier1__walk_failed(w);
        past->stale[i] = tier1__recall_stale(r);
        if (r->fate != FATE_REMEMBERED)
            to->fate = FATE_NONE;
        if (stands && !tier1__remember(w, to, from, r))
            return tier1__walk_failed(w);
        to->undone = r->type == RECORD_ANSWER || r->type == RECORD_REFUSED;
        to->open = false;
        if (!keep_place(w, fresh->flow->library, to, r))
            return tier1__walk_failed(w);
    }
    return GO_ON;
}

/* Only what the flow still takes; it says itself what it must be given. */
static const tier1_value *fit_given(tier1_session *fresh,
                                    const tier1_value *given)
{
    struct value_builder b;

    tier1__builder_init(&b, &fresh->awake->arena);
    for (size_t i = 0; i < tier1_value_count(given); i++) {
        const char *name = tier1_value_key(given, i);
        uint32_t slot = tier1__flow_slot(fresh->flow, name);
        if (slot != NO_SLOT && fresh->flow->variables[slot].given)
            tier1__builder_add(&b, name, tier1_value_at(given, i));
    }
    return tier1__builder_map(&b);
}

int tier1__migrate_begin(tier1_session *fresh, const struct log_beginning *from)
{
    struct log_beginning b = *from;

    if (b.given && !(b.given = fit_given(fresh, b.given)))
        return TIER1_ENOMEM;
    fresh->script = tier1__script_take(fresh->engine, fresh->flow->library);
    return fresh->script ? tier1__begin_again(fresh, &b) : TIER1_ENOMEM;
}

static int move(tier1_session *fresh, tier1_session *old,
                const tier1_migrate_options *o)
{
    struct session_log log;
    struct past past;
    struct arena arena;
    int rc;

    tier1__walk_begin(fresh);
    tier1__arena_init(&arena, old->engine->allocator, 512, 0);
    rc = tier1__log_take(&log, old, &arena)
             ? tier1__migrate_begin(fresh, &log.begin)
             : TIER1_ENOMEM;
    tier1__arena_free(&arena);
    if (rc == GO_ON)
        rc = take_past(fresh, old, &past);
    if (rc == GO_ON)
        rc = tier1__migrate(fresh, &past, o->policy, o->reworded != 0, o->why);
    return rc == SUSPENDED ? tier1__suspend(&fresh->awake->walk) : rc;
}

/* The two sessions change places; each then owns what the other had. */
static void swap(tier1_session *a, tier1_session *b)
{
    tier1_session held = *a;

    *a = *b;
    *b = held;
    a->awake->walk.session = a;
    b->awake->walk.session = b;
    a->awake->scene = 1 - a->awake->scene;
}

static int migrate(tier1_session *s, const tier1_flow *flow,
                   const tier1_migrate_options *o)
{
    const int64_t now = s->awake->walk.now.now;
    tier1_session *fresh = tier1__session_new(s->engine, flow);
    int rc;

    if (!fresh)
        return tier1__session_fail(s, TIER1_ENOMEM,
                                   tier1_status_text(TIER1_ENOMEM));
    s->engine->problem[0] = '\0';
    tier1__session_clock(s);
    s->busy = fresh->busy = true;
    rc = move(fresh, s, o);
    s->busy = fresh->busy = false;
    tier1__awake_settle(fresh->awake);
    if (rc == GO_ON) {
        fresh->awake->problem[0] = '\0';
        swap(s, fresh);
    } else {
        rc = rc > 0 ? TIER1_EREPLAY : rc;
        s->awake->walk.now.now = now;
        (void)tier1__session_fail(
            s, rc,
            s->engine->problem[0] ? s->engine->problem : tier1_status_text(rc));
    }
    tier1_session_free(fresh);
    return rc == GO_ON ? s->awake->walk.now.status : rc;
}

int tier1_session_migrate(tier1_session *s, const tier1_library *library,
                          const tier1_migrate_options *options)
{
    tier1_migrate_options whole = TIER1_MIGRATE_OPTIONS_INIT;
    const tier1_flow *flow;
    int rc;

    options = TIER1__OPTIONS(MIGRATE, options, &whole);
    if (!s || !library || !options || s->busy || s->engine->busy ||
        (options->policy != TIER1_POLICY_MIGRATE &&
         options->policy != TIER1_POLICY_RESTART))
        return tier1__session_misuse(
            s, "There is no library, or the options are not good.");
    rc = tier1__wake(s);
    if (rc != TIER1_OK)
        return rc;
    if (s->awake->walk.now.status == TIER1_DONE)
        return tier1__session_fail(s, TIER1_EREFUSED, "The session has ended.");
    flow = tier1_library_find(library, s->flow->info.id);
    if (!flow)
        return tier1__session_fail(s, TIER1_ENOTFOUND,
                                   "The library has no such flow.");
    return migrate(s, flow, options);
}
