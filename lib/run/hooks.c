/* SPDX-License-Identifier: MIT */
/* Runs hooks: brings them what they ask of the walk, and takes what they
 * assign and what they call of the host. */
#include <string.h>

#include "run/hook_log.h"

struct call {
    struct walk *w;
    struct frame *frame;
    const tier1_value *answer;
    int failed;        /* a status below 0: the whole call fails with it */
    tier1_value count; /* the last one that was asked for */
};

static const tier1_value *get(void *ud, const struct hook_name *name)
{
    struct call *c = ud;
    const tier1_value *v = NULL;

    if (name->kind == NAME_VARIABLE)
        v = tier1__frame_var(c->frame, name->index);
    else if (name->kind == NAME_DATA)
        v = c->frame->flow->data[name->index].value;
    else if (name->kind == NAME_CONTEXT)
        return tier1__context(c->w, c->frame, name, c->answer,
                              &c->w->session->awake->scratch);
    return v ? v : &tier1__value_null;
}

static const tier1_value *get_field(void *ud, const struct hook_name *name,
                                    const char *field)
{
    struct call *c = ud;

    return tier1__context_field(c->w, c->frame, name->index, field,
                                &c->w->session->awake->scratch, &c->count);
}

static enum script_failure wrong(struct script_problem *problem,
                                 const struct buf *reason)
{
    size_t n = reason->len < sizeof problem->message - 1
                   ? reason->len
                   : sizeof problem->message - 1;
    problem->failure = SCRIPT_ERROR;
    memcpy(problem->message, tier1__buf_str(reason), n);
    problem->message[n] = '\0';
    return SCRIPT_ERROR;
}

static enum script_failure set_language(struct call *c,
                                        const tier1_value *value,
                                        struct script_problem *problem)
{
    const char *text = tier1_value_text(value);
    struct walk *w = c->w;

    if (!text || !tier1__id_is_language(text, strlen(text))) {
        struct buf reason;
        tier1__buf_init(&reason, w->session->engine->allocator, 256);
        tier1__buf_text(&reason, "language is a tag such as en or pt-BR");
        wrong(problem, &reason);
        tier1__buf_free(&reason);
        return SCRIPT_ERROR;
    }
    w->now.language = tier1__arena_copy(&w->arena, text);
    tier1__hook_log_set(w, NO_SLOT, value);
    if (w->now.language)
        return SCRIPT_OK;
    c->failed = tier1__walk_failed(w);
    return SCRIPT_NOMEM;
}

/* A whole number for a variable that takes any. */
static bool is_plain(const struct variable *v, const tier1_value *value)
{
    const int64_t most = INT64_C(1) << 53;
    const struct question_more *more = v->shape->more;

    return !v->any && v->shape->type == TIER1_TYPE_INTEGER &&
           !more->min.value && !more->min.hook && !more->max.value &&
           !more->max.hook && !more->step &&
           tier1_value_kind(value) == TIER1_INTEGER &&
           value->as.integer <= most && value->as.integer >= -most;
}

/* The value in the form of the variable, in the walk's arena. A refusal says
 * why in the problem. */
static int to_variable(struct walk *w, const struct variable *v,
                       const tier1_value *value, const tier1_value **typed,
                       struct script_problem *problem)
{
    const tier1_allocator allocator = w->session->engine->allocator;
    struct buf reason, whole;
    int rc;

    if (is_plain(v, value)) {
        *typed = tier1__value_integer(&w->arena, value->as.integer);
        return *typed ? GO_ON : tier1__walk_failed(w);
    }
    tier1__buf_init(&reason, allocator, 512);
    rc = tier1__answer_variable(w, v, value, &w->arena, &reason, typed);
    if (rc == REFUSED) {
        tier1__buf_init(&whole, allocator, 1024);
        tier1__buf_format(&whole, "%s cannot be that: %s", v->name,
                          tier1__buf_str(&reason));
        wrong(problem, &whole);
        tier1__buf_free(&whole);
    }
    tier1__buf_free(&reason);
    return rc;
}

static enum script_failure set(void *ud, const struct hook_name *name,
                               const tier1_value *value,
                               struct script_problem *problem)
{
    struct call *c = ud;
    const struct variable *v = &c->frame->flow->variables[name->index];
    const tier1_value *typed = NULL;
    int rc;

    if (name->kind == NAME_CONTEXT)
        return set_language(c, value, problem);
    rc = to_variable(c->w, v, value, &typed, problem);
    if (rc == GO_ON)
        rc = tier1__walk_set(c->w, c->frame, name->index, typed, false);
    if (rc == GO_ON)
        tier1__hook_log_set(c->w, name->index, typed);
    if (rc < 0)
        c->failed = rc;
    return rc == GO_ON     ? SCRIPT_OK
           : rc == REFUSED ? SCRIPT_ERROR
                           : SCRIPT_NOMEM;
}

static void say(struct script_problem *problem, const char *text)
{
    size_t n = strlen(text);
    if (n > sizeof problem->message - 1)
        n = sizeof problem->message - 1;
    memcpy(problem->message, text, n);
    problem->message[n] = '\0';
}

/* Asks the host, and brings what it said into the walk's arena. */
static int ask_host(struct call *c, const struct engine_host *host,
                    const tier1_call *call, struct host_result *r)
{
    struct walk *w = c->w;
    tier1_engine *e = w->session->engine;
    tier1_value *value = NULL;
    const char *message;
    int rc;

    e->busy = true;
    rc = host->fn(host->ud, call, &value);
    e->busy = false;
    if (rc == TIER1_WAIT || rc == TIER1_ENOMEM) {
        tier1_value_free(value);
        return rc == TIER1_WAIT
                   ? tier1__wait_begin(w, TIER1_WAIT_HOST, r,
                                       w->at ? w->at->more->timeout_seconds : 0)
                   : rc;
    }
    r->failure = rc == TIER1_OK         ? SCRIPT_OK
                 : rc == TIER1_ETIMEOUT ? SCRIPT_TIMEOUT
                                        : SCRIPT_HOST;
    if (r->failure == SCRIPT_OK) {
        r->value = tier1__value_copy(&w->arena, value);
    } else {
        message = tier1_value_text(value);
        r->message = tier1__arena_copy(
            &w->arena, message ? message : tier1_status_text(rc));
    }
    tier1_value_free(value);
    return r->value || r->message ? GO_ON : tier1__walk_failed(w);
}

static struct host_result *new_result(struct walk *w, const char *name,
                                      const tier1_value *const *args,
                                      size_t count)
{
    struct host_result *r = tier1__walk_alloc(w, sizeof *r);
    const tier1_value **copy =
        tier1__arena_array(&w->arena, count, sizeof *copy);
    if (!r || !copy)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        copy[i] = tier1__value_copy(&w->arena, args[i]);
        if (!copy[i])
            return NULL;
    }
    r->kind = TIER1_WAIT_HOST;
    r->hook = w->hooks;
    r->at = w->now.now;
    r->name = tier1__arena_copy(&w->arena, name);
    r->args = copy;
    r->arg_count = count;
    return r->name ? r : NULL;
}

/* Has the host said so before? Else it is asked now. */
static int obtain(struct call *c, const struct engine_host *host,
                  struct host_result *r)
{
    struct walk *w = c->w;
    const tier1_call call = {r->name,      r->args,
                             r->arg_count, w->session->engine,
                             w->session,   tier1__wait_token(w)};
    bool fed = false;
    int rc = tier1__wait_fed(w, TIER1_WAIT_HOST, r->name, r, &fed);

    if (rc == GO_ON && !fed)
        rc = tier1__wait_pooled(w, r, &fed);
    if (rc != GO_ON || fed)
        return rc;
    if (w->mute || w->session->imagined)
        return tier1__wait_begin(w, TIER1_WAIT_HOST, r,
                                 w->at ? w->at->more->timeout_seconds : 0);
    return ask_host(c, host, &call, r);
}

static enum script_failure call_host(void *ud, const char *name,
                                     const tier1_value *const *args,
                                     size_t count, const tier1_value **result,
                                     struct script_problem *problem)
{
    struct call *c = ud;
    struct walk *w = c->w;
    const struct engine_host *host =
        tier1__engine_find(w->session->engine, name);
    struct host_result *r;
    int rc;

    if (!host && !w->replaying && !w->feed && !w->session->imagined) {
        say(problem, "no host function of that name is registered");
        return SCRIPT_ERROR;
    }
    r = new_result(w, name, args, count);
    rc = r ? obtain(c, host, r) : tier1__walk_failed(w);
    if (rc == GO_ON)
        rc = tier1__wait_keep(w, r);
    if (rc != GO_ON) { /* nothing in Lua may catch that */
        c->failed = rc;
        return SCRIPT_NOMEM;
    }
    *result = r->value;
    if (r->message)
        say(problem, r->message);
    return (enum script_failure)r->failure;
}

int tier1__fault(struct walk *w, int failure, const char *message)
{
    w->fault.failure = failure;
    w->fault.message = tier1__arena_copy(&w->arena, message);
    return w->fault.message ? FAULT : tier1__walk_failed(w);
}

/* "when of lights in no-internet, no-internet.yaml:12: attempt to …" */
static int hook_fault(struct walk *w, const tier1_flow *flow,
                      const struct hook *hook,
                      const struct script_problem *problem)
{
    struct buf b;
    int rc;

    tier1__buf_init(&b, w->session->engine->allocator, 1024);
    tier1__buf_format(
        &b, "%s%s%s in %s, %s:%u: %s", hook->field, hook->step ? " of " : "",
        hook->step ? hook->step : "", flow->info.id, hook->file,
        problem->line ? problem->line : hook->line, problem->message);
    rc = b.failed ? TIER1_ENOMEM
                  : tier1__fault(w, (int)problem->failure, tier1__buf_str(&b));
    tier1__buf_free(&b);
    return rc;
}

/* Limits of time and memory may strike at another place the next time; where
 * they did is part of what happened. */
static int keep_limit(struct walk *w, const struct script_problem *problem)
{
    struct host_result *r;
    if (w->replaying && w->making == MAKING_RUN)
        return TIER1_EREPLAY; /* the log knows of none */
    r = tier1__walk_alloc(w, sizeof *r);
    if (!r)
        return tier1__walk_failed(w);
    r->kind = TIER1_WAIT_NONE;
    r->name = "";
    r->at = w->now.now;
    r->hook = w->hooks;
    r->failure = (int)problem->failure;
    r->line = problem->line;
    r->message = tier1__arena_copy(&w->arena, problem->message);
    return r->message ? tier1__wait_keep(w, r) : tier1__walk_failed(w);
}

/* Did this hook run into a limit the first time? Then it does again. */
static int repeat_limit(struct walk *w, struct script_problem *problem,
                        bool *struck)
{
    const struct host_result *told = w->feed;
    int rc = GO_ON;

    while (told && told->hook == w->hooks && told->kind != TIER1_WAIT_NONE)
        told = told->next; /* what it was told before it struck */
    *struck = told && told->hook == w->hooks;
    while (*struck && rc == GO_ON && w->feed != told->next)
        rc = tier1__wait_again(w);
    if (*struck) {
        problem->failure = (enum script_failure)told->failure;
        problem->line = told->line;
        say(problem, told->message);
    }
    return rc;
}

static bool is_limit(const struct script_problem *problem)
{
    return problem->failure == SCRIPT_TIME ||
           problem->failure == SCRIPT_MEMORY || problem->chance;
}

static int run(struct walk *w, struct call *c, const struct hook *hook,
               struct arena *a, const tier1_value **result,
               struct script_problem *problem)
{
    tier1_session *s = w->session;
    const struct script_scope scope = {.ud = c,
                                       .now_ms = w->now.now,
                                       .get = get,
                                       .set = set,
                                       .field = get_field,
                                       .call = w->quiet ? NULL : call_host};
    struct arena_mark mark = tier1__arena_mark(&s->awake->scratch);
    enum script_failure failure = tier1__script_run(
        s->engine, s->script, c->frame->flow, hook, &scope, a, result, problem);

    if (a != &s->awake->scratch)
        tier1__arena_reset(&s->awake->scratch, mark);
    if (c->failed)
        return c->failed;
    problem->failure = failure;
    if (failure != SCRIPT_NOMEM)
        return GO_ON;
    return a == &w->arena && w->arena.limited ? TIER1_ELIMIT : TIER1_ENOMEM;
}

/* ---- told again -------------------------------------------------------- */

static bool may_set(const struct hook *hook, uint32_t slot)
{
    for (size_t i = 0; i < hook->name_count; i++) {
        const struct hook_name *n = &hook->names[i];
        if (slot == NO_SLOT
                ? n->kind == NAME_CONTEXT && n->index == CONTEXT_LANGUAGE
                : n->kind == NAME_VARIABLE && n->index == slot)
            return true;
    }
    return false;
}

struct telling {
    struct call call;
    const struct hook *hook;
};

static int set_again(void *ud, uint32_t slot, const tier1_value *value)
{
    struct telling *t = ud;
    const struct hook_name name = {
        .kind = slot == NO_SLOT ? NAME_CONTEXT : NAME_VARIABLE, .index = slot};
    struct script_problem problem;
    enum script_failure failure;

    if (!may_set(t->hook, slot))
        return TIER1_EREPLAY;
    failure = set(&t->call, &name, value, &problem);
    if (t->call.failed)
        return t->call.failed;
    return failure == SCRIPT_OK ? GO_ON : TIER1_EREPLAY;
}

/* One that ended while it waited does not know any more what for. */
static int wait_again(struct walk *w)
{
    static const struct awaited nothing = {"", NULL, 0};
    const struct awaited *a = w->mute ? &nothing : w->awaited;
    struct host_result *r =
        a ? new_result(w, a->name, a->args, a->arg_count) : NULL;

    if (!a)
        return TIER1_EREPLAY;
    return r ? tier1__wait_begin(w, TIER1_WAIT_HOST, r,
                                 w->at ? w->at->more->timeout_seconds : 0)
             : tier1__walk_failed(w);
}

/* What the hook gave, without running it. */
static int tell(struct walk *w, struct frame *frame, const struct hook *hook,
                const tier1_value *answer, struct arena *a,
                const tier1_value **result)
{
    struct telling t = {{.w = w, .frame = frame, .answer = answer}, hook};
    struct hook_gave gave;
    int rc = tier1__hook_log_next(w, a, set_again, &t, &gave);

    for (; rc == GO_ON && gave.said; gave.said--)
        rc = w->feed ? tier1__wait_again(w) : TIER1_EREPLAY;
    if (rc == GO_ON && gave.waits)
        return wait_again(w);
    if (rc != GO_ON)
        return rc;
    if (gave.problem.failure != SCRIPT_OK)
        return hook_fault(w, frame->flow, hook, &gave.problem);
    if (result)
        *result = gave.value;
    return GO_ON;
}

int tier1__hook_run(struct walk *w, struct frame *frame,
                    const struct hook *hook, const tier1_value *answer,
                    struct arena *a, const tier1_value **result)
{
    struct call c;
    struct script_problem problem;
    const tier1_value *value = NULL;
    bool struck = false;
    int rc = GO_ON;

    w->hooks++;
    if (w->telling)
        return tell(w, frame, hook, answer, a, result);
    c.w = w;
    c.frame = frame;
    c.answer = answer;
    c.failed = 0;
    problem.failure = SCRIPT_OK;
    problem.line = 0;
    problem.chance = false;
    problem.message[0] = '\0';
    tier1__hook_log_begin(w);
    if (w->feed)
        rc = repeat_limit(w, &problem, &struck);
    if (rc == GO_ON && !struck) {
        value = tier1__decide(w, frame, hook, answer, a);
        if (!value)
            rc = run(w, &c, hook, a, &value, &problem);
    }
    if (rc == GO_ON && is_limit(&problem) && !struck)
        rc = keep_limit(w, &problem);
    if (result && value)
        *result = value;
    rc = tier1__hook_log_end(w, rc, &problem, result ? value : NULL);
    if (w->session->engine->watch && rc == GO_ON)
        tier1__watch_tell(w, hook, problem.failure != SCRIPT_OK,
                          result ? value : NULL);
    if (rc != GO_ON || problem.failure == SCRIPT_OK)
        return rc;
    return hook_fault(w, frame->flow, hook, &problem);
}

int tier1__hook_quiet(struct walk *w, struct frame *frame,
                      const struct hook *hook, struct arena *a,
                      const tier1_value **result)
{
    bool quiet = w->quiet;
    int rc;
    w->quiet = true;
    rc = tier1__hook_run(w, frame, hook, NULL, a, result);
    w->quiet = quiet;
    return rc;
}

int tier1__hook_true(struct walk *w, struct frame *frame,
                     const struct hook *hook, bool *yes)
{
    struct arena *scratch = &w->session->awake->scratch;
    struct arena_mark mark = tier1__arena_mark(scratch);
    const tier1_value *v = NULL;
    int rc = tier1__hook_run(w, frame, hook, NULL, scratch, &v);

    if (rc == GO_ON) /* by Lua's rule: all but nil and false */
        *yes =
            v == &tier1__value_true ||
            (tier1_value_kind(v) != TIER1_NULL &&
             (tier1_value_kind(v) != TIER1_BOOLEAN || tier1_value_boolean(v)));
    tier1__arena_reset(scratch, mark);
    return rc;
}

int tier1__hook_text(struct walk *w, struct frame *frame,
                     const struct text *text, enum audience audience,
                     struct arena *a, const char **out)
{
    struct piece one;
    const struct text *said = tier1__spoken(w, frame, text);
    const struct pieces p = tier1__text_form(said, audience, &one);
    struct arena *scratch = &w->session->awake->scratch;
    struct buf *b = &w->session->awake->text;
    int rc = GO_ON;

    /* as long as the flow, which outlives it */
    *out = tier1__text_letters(said, audience);
    if (*out || p.count == 0)
        return GO_ON;
    tier1__buf_clear(b);
    for (size_t i = 0; i < p.count && rc == GO_ON; i++) {
        struct arena_mark mark = tier1__arena_mark(scratch);
        const tier1_value *v = NULL;
        if (!p.items[i].hook) {
            tier1__buf_text(b, p.items[i].text);
            continue;
        }
        rc = tier1__hook_quiet(w, frame, p.items[i].hook, scratch, &v);
        if (rc == GO_ON)
            tier1__value_show(b, v);
        tier1__arena_reset(scratch, mark);
    }
    if (rc == GO_ON && b->failed)
        rc = b->failed == TIER1_ENOMEM
                 ? TIER1_ENOMEM
                 : tier1__fault(w, SCRIPT_ERROR, "the text grows too long");
    if (rc == GO_ON) {
        *out = tier1__arena_text(a, tier1__buf_str(b), b->len);
        rc = *out ? GO_ON : a->limited ? TIER1_ELIMIT : TIER1_ENOMEM;
    }
    return rc;
}
