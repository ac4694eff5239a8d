/* SPDX-License-Identifier: MIT */
/* Entering steps, one after the other, until one needs an answer or the
 * session has ended. Every way out of here is one of the two: what matches no
 * route, runs into a cap or breaks is an end too, and leaves a packet. */
#include <string.h>

#include "run/run.h"

static int dead_end(struct walk *w, const char *reason, const char *detail,
                    struct way *way)
{
    struct ending e = {.end = TIER1_DEAD_END,
                       .reason = reason,
                       .step = w->at,
                       .detail = detail};
    return tier1__end(w, &e, way);
}

static int pass_over(struct walk *w, const struct step *s, struct way *way)
{
    return tier1__route_list(w, w->now.frame, NO_VISIT, &s->next, RULE("next"),
                             way);
}

/* ---- what is known already -------------------------------------------- */

static const struct choice *known_choice(const struct step *s,
                                         const tier1_value *v)
{
    const char *text = tier1_value_text(v);
    const struct choice *other = NULL;
    for (size_t i = 0; text && i < s->question.choice_count; i++) {
        const struct choice *c = &s->question.choices[i];
        if (strcmp(c->value, text) == 0)
            return c;
        if (c->more->other)
            other = c;
    }
    return other;
}

static const char *known_result(const struct step *s, const tier1_value *v,
                                const struct choice *c)
{
    if (s->question.type == TIER1_TYPE_YES_NO)
        return tier1_value_boolean(v) ? "yes" : "no";
    if (s->kind == TIER1_KIND_TRY)
        return c ? c->more->result : tier1_value_text(v);
    return NULL;
}

/* All fields of a form have a value? */
static bool form_known(const struct frame *f, const struct step *s)
{
    for (size_t i = 0; i < s->field_count; i++)
        if (s->fields[i].slot == NO_SLOT ||
            !tier1__frame_var(f, s->fields[i].slot))
            return false;
    return s->field_count > 0;
}

static bool is_known(const struct frame *f, const struct step *s)
{
    if (!s->skip_if_known)
        return false;
    if (s->kind == TIER1_KIND_FORM)
        return form_known(f, s);
    return s->slot != NO_SLOT && tier1__frame_var(f, s->slot);
}

static int pass_known(struct walk *w, const struct step *s, struct way *way)
{
    struct frame *f = w->now.frame;
    const tier1_value *v = tier1__frame_var(f, s->slot);
    const struct choice *c = known_choice(s, v);
    struct visit *visit = tier1__walk_visit(w, s, false);

    if (!visit)
        return tier1__walk_failed(w);
    visit->source = SOURCE_KNOWN;
    if (s->slot != NO_SLOT && tier1__frame_given(f, s->slot))
        visit->source = SOURCE_GIVEN;
    visit->answer = v;
    visit->result = known_result(s, v, c);
    return tier1__route_step(w, f, w->now.visit_count - 1, s, c, visit->result,
                             way);
}

static bool was_tried(const struct walk *w, const struct step *s)
{
    if (!s->skip_if_tried)
        return false;
    return tier1__tried(w, w->now.frame,
                        s->more->remedy ? s->more->remedy : s->id);
}

/* ---- kinds ------------------------------------------------------------ */

static int save(struct walk *w, const struct step *s, const tier1_value *v)
{
    const struct frame *f = w->now.frame;
    const struct variable *var;
    const tier1_value *typed = v;
    struct buf reason;
    int rc = GO_ON;

    if (s->slot == NO_SLOT)
        return GO_ON;
    var = &f->flow->variables[s->slot];
    tier1__buf_init(&reason, w->session->engine->allocator, 512);
    tier1__buf_format(&reason, "%s cannot be saved in %s: ", s->id, var->name);
    if (var->declared)
        rc = tier1__answer_variable(w, var, v, &w->arena, &reason, &typed);
    if (rc == REFUSED)
        rc = tier1__fault(w, SCRIPT_ERROR, tier1__buf_str(&reason));
    tier1__buf_free(&reason);
    return rc == GO_ON ? tier1__walk_set(w, w->now.frame, s->slot, typed, false)
                       : rc;
}

/* Is a failure the host's, so that another try may do better? */
static bool worth_a_retry(const struct walk *w, int rc)
{
    return rc == FAULT && (w->fault.failure == SCRIPT_HOST ||
                           w->fault.failure == SCRIPT_TIMEOUT);
}

static int enter_run(struct walk *w, const struct step *s, struct way *way)
{
    const tier1_value *v = NULL;
    struct host_result *pause;
    struct visit *visit;
    int rc = tier1__hook_run(w, w->now.frame, s->body, NULL, &w->arena, &v);

    for (uint32_t i = 0; i < s->more->retries && worth_a_retry(w, rc); i++) {
        rc = s->more->delay_seconds
                 ? tier1__wait(w, TIER1_WAIT_PAUSE, s->more->delay_seconds,
                               &pause)
                 : GO_ON;
        if (rc == GO_ON)
            rc = tier1__hook_run(w, w->now.frame, s->body, NULL, &w->arena, &v);
    }
    if (rc == GO_ON)
        rc = save(w, s, v);
    if (rc != GO_ON)
        return rc;
    visit = tier1__walk_edit(w, w->now.visit_count - 1);
    if (!visit)
        return tier1__walk_failed(w);
    visit->answer = v;
    return tier1__leave(w, NULL, NULL, v, way);
}

/* A branch's key: the text of its value; NULL for nil, which `else` takes. */
static int branch_key(struct walk *w, const struct step *s, const char **key)
{
    struct arena *scratch = &w->session->awake->scratch;
    struct arena_mark mark = tier1__arena_mark(scratch);
    const tier1_value *v = NULL;
    struct buf b;
    int rc = tier1__hook_run(w, w->now.frame, s->body, NULL, scratch, &v);

    *key = NULL;
    tier1__buf_init(&b, w->session->engine->allocator, 65536);
    if (rc == GO_ON && tier1_value_kind(v) != TIER1_NULL) {
        tier1__value_show(&b, v);
        *key = tier1__arena_text(&w->arena, tier1__buf_str(&b), b.len);
        rc = b.failed == TIER1_ENOMEM ? TIER1_ENOMEM
             : b.failed               ? tier1__fault(w, SCRIPT_ERROR,
                                                     "the value is too long for a case")
             : *key                   ? GO_ON
                                      : tier1__walk_failed(w);
    }
    tier1__buf_free(&b);
    tier1__arena_reset(scratch, mark);
    return rc;
}

static int enter_branch(struct walk *w, const struct step *s, struct way *way)
{
    const char *key = NULL;
    struct visit *visit;
    int rc = s->body ? branch_key(w, s, &key) : GO_ON;

    if (rc != GO_ON)
        return rc;
    visit = tier1__walk_edit(w, w->now.visit_count - 1);
    if (!visit)
        return tier1__walk_failed(w);
    visit->result = key;
    return tier1__leave(w, NULL, key, NULL, way);
}

static int enter_set(struct walk *w, const struct step *s, struct way *way)
{
    int rc = tier1__hook_run(w, w->now.frame, s->body, NULL,
                             &w->session->awake->scratch, NULL);
    return rc == GO_ON ? tier1__leave(w, NULL, NULL, NULL, way) : rc;
}

/* Fills the called flow's variables from the caller's. */
static int give(struct walk *w, struct frame *caller, struct frame *callee,
                const struct step *s)
{
    struct buf reason;
    int rc = GO_ON;

    tier1__buf_init(&reason, w->session->engine->allocator, 512);
    for (size_t i = 0; i < s->more->with_count && rc == GO_ON; i++) {
        const struct binding *b = &s->more->with[i];
        const struct variable *var = &callee->flow->variables[b->slot];
        const tier1_value *v = NULL, *typed = NULL;
        rc = tier1__hook_run(w, caller, b->hook, NULL, &w->arena, &v);
        if (rc != GO_ON)
            break;
        tier1__buf_clear(&reason);
        tier1__buf_format(&reason,
                          "%s of the flow %s cannot be that: ", var->name,
                          callee->flow->info.id);
        rc = tier1__answer_variable(w, var, v, &w->arena, &reason, &typed);
        if (rc == REFUSED)
            rc = tier1__fault(w, SCRIPT_ERROR, tier1__buf_str(&reason));
        if (rc == GO_ON && typed)
            rc = tier1__walk_set(w, callee, b->slot, typed, true);
    }
    tier1__buf_free(&reason);
    return rc;
}

static int enter_call(struct walk *w, const struct step *s, struct way *way)
{
    struct frame *caller = w->now.frame, *callee;
    const tier1_flow *flow = w->session->flow->library->flows[s->more->callee];
    int rc;

    if (caller->depth >= w->session->engine->caps.calls)
        return dead_end(w, "limit", "sub-flows call each other too deep", way);
    callee = tier1__walk_frame(w, flow, s);
    if (!callee)
        return tier1__walk_failed(w);
    rc = give(w, caller, callee, s);
    for (size_t i = 0; i < flow->declared_count && rc == GO_ON; i++)
        if (flow->variables[i].required && !callee->vars[i]) {
            struct buf b;
            tier1__buf_init(&b, w->session->engine->allocator, 256);
            tier1__buf_format(&b, "the flow %s must be given %s", flow->info.id,
                              flow->variables[i].name);
            rc = tier1__fault(w, SCRIPT_ERROR, tier1__buf_str(&b));
            tier1__buf_free(&b);
        }
    if (rc != GO_ON)
        return rc;
    w->now.frame = callee;
    way->kind = WAY_STEP;
    way->step = flow->start;
    return GO_ON;
}

/* Advice is an answer that somebody else gives. */
static int read_advice(struct walk *w, const struct step *s,
                       const tier1_value *said, struct reading *r)
{
    struct buf reason;
    int rc;

    tier1__buf_init(&reason, w->session->engine->allocator, 1024);
    r->reason = &reason;
    rc = tier1__answer_read(r, said);
    if (rc == REFUSED)
        tier1__set_problem(w->session, &reason);
    tier1__buf_free(&reason);
    if (rc == GO_ON && s->slot != NO_SLOT)
        rc = tier1__walk_set(w, w->now.frame, s->slot, r->value, false);
    return rc;
}

/* What was said before is asked for anew where it does not fit any more. */
static int take_advice(struct walk *w, const struct step *s, struct reading *r)
{
    struct host_result *said = NULL;
    int rc;

    do {
        rc = said ? tier1__wait_drop(w, said) : GO_ON;
        if (rc == GO_ON)
            rc = tier1__wait(w, TIER1_WAIT_ADVICE, s->more->timeout_seconds,
                             &said);
        if (rc == GO_ON && said->failure != SCRIPT_OK)
            return tier1__fault(w, said->failure, said->message);
        if (rc == GO_ON)
            rc = read_advice(w, s, said->value, r);
    } while (rc == REFUSED && w->pool);
    return rc;
}

static int enter_consult(struct walk *w, const struct step *s, struct way *way)
{
    struct reading r = {.w = w, .frame = w->now.frame, .q = &s->question};
    bool any;
    int rc = tier1__offer(w, s, &any);

    r.offered = &w->now.offered;
    if (rc == GO_ON)
        rc = take_advice(w, s, &r);
    if (rc == GO_ON)
        rc = tier1__note_answer(w, s, &r);
    return rc == GO_ON ? tier1__leave(w, r.choice, tier1__walk_last(w)->result,
                                      r.value, way)
                       : rc;
}

int tier1__enter_end(struct walk *w, const struct step *s, struct way *way)
{
    struct ending e = {.step = s};
    int rc = GO_ON;
    if (s->more->on_leave)
        rc = tier1__hook_run(w, w->now.frame, s->more->on_leave, NULL,
                             &w->session->awake->scratch, NULL);
    if (rc != GO_ON)
        return rc;
    if (s->kind == TIER1_KIND_RESOLVE) {
        e.end = TIER1_RESOLVED;
        e.reason = s->more->as;
    } else {
        e.end = TIER1_ESCALATED;
        e.reason = "step";
        e.code = s->more->escalation->code;
    }
    return tier1__end(w, &e, way);
}

static int enter_kind(struct walk *w, const struct step *s, struct way *way)
{
    switch (s->kind) {
    case TIER1_KIND_RUN:
        return enter_run(w, s, way);
    case TIER1_KIND_BRANCH:
        return enter_branch(w, s, way);
    case TIER1_KIND_SET:
        return enter_set(w, s, way);
    case TIER1_KIND_CONSULT:
        return enter_consult(w, s, way);
    case TIER1_KIND_CALL:
        return enter_call(w, s, way);
    case TIER1_KIND_RETURN:
        return tier1__return(w, s, way);
    case TIER1_KIND_RESOLVE:
        return tier1__enter_end(w, s, way);
    case TIER1_KIND_ESCALATE:
        if (s->field_count == 0)
            return tier1__enter_end(w, s, way);
        break;
    default:
        break;
    }
    way->kind = WAY_ASK;
    return GO_ON;
}

/* ---- entering --------------------------------------------------------- */

/* Too often here, by the author's limit or by the caps? *done: the way is
 * found. */
static int check_limits(struct walk *w, const struct step *s, struct way *way,
                        bool *done)
{
    const tier1_caps *caps = &w->session->engine->caps;
    *done = true;
    if (s->more->limit &&
        tier1__walk_visits(w, w->now.frame, s) >= s->more->limit) {
        int rc = tier1__route_list(w, w->now.frame, NO_VISIT,
                                   &s->more->on_limit, RULE("on_limit"), way);
        return rc != GO_ON || way->kind != WAY_NONE
                   ? rc
                   : dead_end(w, "limit", NULL, way);
    }
    if (tier1__walk_visits(w, NULL, s) >= caps->visits)
        return dead_end(w, "limit", "the cap `visits` was reached", way);
    if (w->now.visit_count >= caps->path)
        return dead_end(w, "limit", "the cap `path` was reached", way);
    *done = false;
    return GO_ON;
}

static int passed(struct walk *w, const struct step *s, struct way *way,
                  bool *done)
{
    const enum audience audience = w->session->awake->begin.audience;
    bool yes = true;
    int rc;

    *done = true;
    if (!(s->audience &
          (audience == AUDIENCE_AGENT ? FOR_AGENT : FOR_CUSTOMER)))
        return pass_over(w, s, way);
    if (s->when) {
        rc = tier1__hook_true(w, w->now.frame, s->when, &yes);
        if (rc != GO_ON)
            return rc;
    }
    if (!yes || was_tried(w, s))
        return pass_over(w, s, way);
    if (is_known(w->now.frame, s))
        return pass_known(w, s, way);
    *done = false;
    return GO_ON;
}

static int enter(struct walk *w, uint32_t index, struct way *way)
{
    const struct step *s = &w->now.frame->flow->steps[index];
    bool done;
    int rc;

    w->at = s;
    rc = passed(w, s, way, &done);
    if (rc != GO_ON || done)
        return rc;
    rc = check_limits(w, s, way, &done);
    if (rc != GO_ON || done)
        return rc;
    if (!tier1__walk_visit(w, s, true))
        return tier1__walk_failed(w);
    if (s->more->on_enter) {
        rc = tier1__hook_run(w, w->now.frame, s->more->on_enter, NULL,
                             &w->session->awake->scratch, NULL);
        if (rc != GO_ON)
            return rc;
    }
    return enter_kind(w, s, way);
}

/* The record tells what was asked in the words that were shown. */
static int keep_words(struct walk *w, const char *words)
{
    struct visit *v = tier1__walk_edit(w, w->now.visit_count - 1);
    const struct text *t = tier1__spoken(w, w->now.frame, w->at->text);

    w->now.switched = false;
    if (!v)
        return tier1__walk_failed(w);
    if (tier1__text_letters(t, w->session->awake->begin.audience)) {
        v->question = words;
        return GO_ON;
    }
    v->question = tier1__arena_copy(&w->arena, words);
    return v->question ? GO_ON : tier1__walk_failed(w);
}

/* An answer is wanted: finds the open choices and builds what is shown. */
static int settle(struct walk *w, struct way *way)
{
    tier1_session *s = w->session;
    struct scene *scene = &s->awake->scenes[1 - s->awake->scene];
    const bool plain =
        tier1__shown_plain(w, w->at) && tier1__view_reserve(w, scene, w->at);
    bool any = true;
    int rc = GO_ON;

    if (!plain || (w->at->question.plain & PLAIN_WHEN))
        rc = tier1__offer(w, w->at, &any);
    if (rc == GO_ON && !any) /* nothing is left to choose */
        return tier1__route_list(w, w->now.frame, w->now.visit_count - 1,
                                 &w->at->next, RULE("next"), way);
    if (rc == GO_ON && plain) {
        scene->plain = false; /* what it shows is of long ago */
        tier1__plain_settle(w);
        return GO_ON;
    }
    w->now.outcome =
        (tier1_outcome){.flow = w->now.frame->flow->info.id, .step = w->at->id};
    w->now.drawn.is = false;
    if (rc == GO_ON)
        rc = tier1__view_build(w, scene);
    return rc == GO_ON ? keep_words(w, scene->view.text) : rc;
}

static int end_by_choice(struct walk *w, struct way *way)
{
    const struct target *t = way->end;
    struct ending e = {.step = w->at, .code = t->code};
    bool requested = strcmp(t->code, "requested") == 0;

    e.end = t->kind == TARGET_RESOLVE ? TIER1_RESOLVED : TIER1_ESCALATED;
    e.reason = t->kind == TARGET_RESOLVE ? "solved"
               : requested               ? "requested"
                                         : "step";
    e.whole = requested && t->kind == TARGET_ESCALATE;
    return tier1__end(w, &e, way);
}

static int finish(struct walk *w)
{
    w->now.drawn.is = false;
    return tier1__view_build(
        w, &w->session->awake->scenes[1 - w->session->awake->scene]);
}

int tier1__go(struct walk *w, struct way way)
{
    uint64_t steps = 0;
    int rc = GO_ON;

    for (;;) {
        const enum way_kind kind = way.kind;
        if (kind == WAY_STEP && ++steps > w->session->engine->caps.silent_steps)
            rc = dead_end(w, "limit", "the cap `silent_steps` was reached",
                          &way);
        else if (kind == WAY_STEP)
            rc = enter(w, way.step, &way);
        else if (kind == WAY_END)
            rc = end_by_choice(w, &way);
        else if (kind == WAY_NONE)
            rc = dead_end(w, "dead_end", NULL, &way);
        else if (kind == WAY_ASK)
            rc = settle(w, &way);
        else
            rc = finish(w);
        if (rc == FAULT)
            rc = tier1__recover(w, &way);
        else if (rc == GO_ON && way.kind == kind &&
                 (kind == WAY_ASK || kind == WAY_DONE))
            return GO_ON;
        if (rc != GO_ON)
            return rc;
    }
}
