/* SPDX-License-Identifier: MIT */
/* One step: the keys that every step may have, and those of its kind. */
#include "compile/compile.h"

#include <string.h>

#include "base/id.h"
#include "script/script.h"

/* A step being read. */
struct reading {
    struct unit *u;
    struct fields f;
    struct step *s;
    struct step_more more;
    const char *id;
    const tier1_node *body; /* what stands under the kind's key */
    unsigned audience;
};

/* Where the step's name stands. */
static tier1_node own_place(const struct reading *r)
{
    return tier1__step_place(r->u, (size_t)(r->s - r->u->step_items));
}

static struct hook_at at(const struct reading *r, const char *field,
                         enum hook_place place)
{
    return (struct hook_at){r->id, field, place};
}

static const struct text *text(struct reading *r, const char *key,
                               unsigned audience)
{
    const tier1_node *n = tier1__field(&r->f, key);
    return n ? tier1__text(r->u, n, at(r, key, PLACE_TEXT), audience) : NULL;
}

static const struct hook *hook(struct reading *r, const char *key,
                               enum hook_form form, enum hook_place place)
{
    const tier1_node *n = tier1__field(&r->f, key);
    return n ? tier1__hook(r->u, n, form, at(r, key, place)) : NULL;
}

static struct routes routes(struct reading *r, const char *key)
{
    const tier1_node *n = tier1__field(&r->f, key);
    return n ? tier1__routes(r->u, n, at(r, key, PLACE_PLAIN))
             : (struct routes){NULL, 0};
}

static void read_audience(struct reading *r)
{
    static const char *const words[] = {"agent", "customer", NULL};
    const char *word = tier1__field_word(&r->f, "for", words, NULL);
    const tier1_node *n = tier1__field_peek(&r->f, "for");
    unsigned flow = r->u->flow->audience;

    r->audience = flow;
    if (word)
        r->audience = strcmp(word, "agent") == 0 ? FOR_AGENT : FOR_CUSTOMER;
    if (!(r->audience & flow))
        tier1__error(r->u, n, "bad-value", NULL,
                     "the flow is not for the audience %q", word);
    r->s->audience = (uint8_t)r->audience;
}

static void read_media(struct reading *r)
{
    const tier1_node *n = tier1__field(&r->f, "media");
    const tier1_node *const *items = &n;
    size_t count = 1;
    const tier1_node *alt;
    struct media *media;
    struct fields f;

    if (!n)
        return;
    if (n && n->kind == TIER1_NODE_LIST) {
        items = n->items;
        count = n->count;
    }
    media = tier1__make(r->u, count, sizeof *media);
    for (size_t i = 0; media && i < count; i++) {
        if (!tier1__fields_open(&f, r->u, items[i], "a picture"))
            continue;
        media[i].file = tier1__field_text(&f, "file");
        media[i].url = tier1__field_text(&f, "url");
        alt = tier1__field(&f, "alt");
        if (alt)
            media[i].alt =
                tier1__text(r->u, alt, at(r, "alt", PLACE_TEXT), r->audience);
        tier1__fields_close(&f);
        if (!media[i].file && !media[i].url)
            tier1__error(r->u, items[i], "missing-key", NULL,
                         "a picture needs either %q or %q", "file", "url");
        if (media[i].file && media[i].url)
            tier1__error(r->u, tier1__key_node(items[i], "url"), "two-ways",
                         "keep one of them",
                         "a picture has a %q; this has "
                         "%q too",
                         "file", "url");
    }
    r->more.media = media;
    r->more.media_count = count;
}

/* A choice that stands everywhere may not mean something else here. */
static void check_anywhere(struct reading *r)
{
    const tier1_flow *flow = r->u->flow;
    const tier1_node *n = tier1__field_peek(&r->f, "choices");

    for (size_t i = 0; n && n->kind == TIER1_NODE_MAP && i < n->count; i++)
        for (size_t j = 0; j < flow->anywhere_count; j++)
            if (strcmp(n->pairs[i].key->text, flow->anywhere[j].value) == 0)
                tier1__error(r->u, n->pairs[i].key, "duplicate-choice",
                             "give one of them another value",
                             "the choice %q stands under %q already",
                             n->pairs[i].key->text, "anywhere");
}

static void read_common(struct reading *r)
{
    struct step *s = r->s;

    r->more.title = text(r, "title", r->audience);
    r->more.note = text(r, "note", FOR_AGENT);
    r->more.help = text(r, "help", r->audience);
    read_media(r);
    s->when = hook(r, "when", HOOK_EXPRESSION, PLACE_PLAIN);
    r->more.on_enter = hook(r, "on_enter", HOOK_STATEMENTS, PLACE_PLAIN);
    r->more.on_leave = hook(r, "on_leave", HOOK_STATEMENTS, PLACE_ANSWER);
    s->next = routes(r, "next");
    r->more.limit =
        (uint32_t)tier1__field_integer(&r->f, "limit", 1, 1000000, 0);
    r->more.on_limit = routes(r, "on_limit");
    if (r->more.on_limit.count && !r->more.limit)
        tier1__error(r->u, tier1__key_node(r->f.node, "on_limit"),
                     "missing-key", "add `limit: 3`",
                     "%q without %q is never reached", "on_limit", "limit");
    r->more.on_error = routes(r, "on_error");
    r->more.phase = tier1__field_word(&r->f, "phase", tier1__phases, NULL);
    r->more.target_seconds = tier1__field_duration(&r->f, "target_time");
    r->more.tags = tier1__field_words(&r->f, "tags", &r->more.tag_count);
    r->more.kb = tier1__field_words(&r->f, "kb", &r->more.kb_count);
}

static void check_words(struct reading *r)
{
    const struct text *t = r->s->text;
    bool empty = r->body->kind == TIER1_NODE_SCALAR && r->body->length == 0;
    if (t && !empty && (r->audience & FOR_CUSTOMER) && !t->letters &&
        t->forms[AUDIENCE_CUSTOMER].count == 0)
        tier1__error(r->u, r->body, "missing-text",
                     "add `customer: …`, or `for: agent` to the step",
                     "the step %q has no words for a customer", r->id);
}

static void read_text(struct reading *r, const char *key)
{
    r->s->text =
        tier1__text(r->u, r->body, at(r, key, PLACE_TEXT), r->audience);
    check_words(r);
}

/* The slot that the step's value goes to, by `save` or its own name. */
static void read_slot(struct reading *r)
{
    const tier1_node *save = tier1__field(&r->f, "save");
    const char *name = r->id;

    if (save && tier1__scalar(r->u, save, "save"))
        name = save->text;
    r->s->slot = tier1__name_slot(r->u, name, strlen(name));
    r->s->question.slot = r->s->slot;
    if (r->s->slot != NO_SLOT)
        r->s->question.name = r->u->variables[r->s->slot].name;
}

/* An undeclared variable takes the shape of what fills it. */
static void shape_variable(struct unit *u, uint32_t slot,
                           const struct question *q)
{
    struct variable *v = slot == NO_SLOT ? NULL : &u->variables[slot];
    if (!v)
        return;
    v->sensitive |= q->sensitive;
    if (v->declared || *v->type_name)
        return;
    v->shape = q; /* its check is the step's */
    v->type_name = tier1_answer_type_text((tier1_answer_type)q->type);
}

static void shape_any(struct unit *u, uint32_t slot, const char *type)
{
    struct variable *v = slot == NO_SLOT ? NULL : &u->variables[slot];
    if (!v || v->declared || *v->type_name)
        return;
    v->any = true;
    v->type_name = type;
}

static void read_results(struct reading *r, const char *const *keys,
                         size_t count)
{
    struct route_case *cases = tier1__make(r->u, count, sizeof *cases);
    for (size_t i = 0; cases && i < count; i++) {
        const tier1_node *n = tier1__field(&r->f, keys[i]);
        if (!n)
            continue;
        cases[r->s->case_count].key = keys[i];
        cases[r->s->case_count++].routes =
            tier1__routes(r->u, n, at(r, keys[i], PLACE_PLAIN));
    }
    r->s->cases = cases;
}

/* A key is missing, because of that value; NULL: because of the kind. */
static void needs(struct reading *r, const tier1_node *why, const char *hint,
                  const char *key)
{
    const tier1_node own = own_place(r);

    tier1__error(r->u, why ? why : &own, "missing-key", hint,
                 "the step %q needs %q", r->id, key);
}

static void need_choices(struct reading *r)
{
    const struct question *q = &r->s->question;
    if ((q->type == TIER1_TYPE_CHOICE || q->type == TIER1_TYPE_MULTI) &&
        !tier1__field_peek(&r->f, "choices"))
        needs(r, tier1__field_peek(&r->f, "type"), "add `choices:`", "choices");
}

static void read_ask(struct reading *r)
{
    static const char *const yes_no[] = {"yes", "no"};
    struct question *q = &r->s->question;

    read_text(r, "ask");
    tier1__question(&r->f, q, at(r, "ask", PLACE_PLAIN), r->audience,
                    ASKER_STEP);
    need_choices(r);
    read_slot(r);
    shape_variable(r->u, r->s->slot, q);
    r->s->skip_if_known = tier1__field_bool(&r->f, "skip_if_known", false);
    if (q->type == TIER1_TYPE_YES_NO)
        read_results(r, yes_no, 2);
}

static void read_form(struct reading *r)
{
    const tier1_node *fields = tier1__field(&r->f, "fields");
    struct question_more more;
    struct step *s = r->s;

    read_text(r, "form");
    s->question.type = TIER1_TYPE_FORM;
    s->question.slot = s->slot = NO_SLOT;
    s->skip_if_known = tier1__field_bool(&r->f, "skip_if_known", false);
    memset(&more, 0, sizeof more);
    tier1__refusals(&r->f, &s->question, &more.on_refusals);
    s->question.more =
        tier1__keep_more(r->u, &more, &tier1__question_nothing, sizeof more);
    if (!fields) {
        needs(r, NULL, "add `fields:`", "fields");
        return;
    }
    s->fields =
        tier1__form(r->u, fields, r->id, r->audience, false, &s->field_count);
    for (size_t i = 0; i < s->field_count; i++)
        shape_variable(r->u, s->fields[i].slot, &s->fields[i]);
}

static void read_try(struct reading *r)
{
    struct step *s = r->s;

    read_text(r, "try");
    tier1__question(&r->f, &s->question, at(r, "try", PLACE_PLAIN), r->audience,
                    ASKER_TRY);
    read_slot(r);
    shape_variable(r->u, s->slot, &s->question);
    r->more.wait_seconds = tier1__field_duration(&r->f, "wait");
    r->more.cost_seconds = tier1__field_duration(&r->f, "cost");
    r->more.remedy = tier1__field_text(&r->f, "remedy");
    s->skip_if_tried = tier1__field_bool(&r->f, "skip_if_tried", false);
    s->skip_if_known = tier1__field_bool(&r->f, "skip_if_known", false);
    read_results(r, tier1__try_results, 3);
}

static void read_offer(struct reading *r)
{
    static const char *const results[] = {"accepted", "declined"};
    struct step *s = r->s;

    read_text(r, "offer");
    s->question.type = TIER1_TYPE_CHOICE;
    read_slot(r);
    shape_variable(r->u, s->slot, &s->question);
    r->more.offer_kind =
        tier1__field_word(&r->f, "kind", tier1__offer_kinds, NULL);
    r->more.authority = tier1__field_text(&r->f, "authority");
    read_results(r, results, 2);
}

/* An expression, or statements that end in `return`? */
static enum hook_form run_form(struct unit *u, const tier1_node *n)
{
    const struct hook whole = {.source = n->text,
                               .length = n->length,
                               .form = HOOK_EXPRESSION,
                               .line = 1};
    struct script_problem problem;
    enum script_failure failure;

    if (!strstr(n->text, "return"))
        return HOOK_EXPRESSION;
    failure = tier1__script_check(u->c->engine, &whole, &problem);
    if (failure == SCRIPT_NOMEM)
        u->c->nomem = true;
    return failure == SCRIPT_OK ? HOOK_EXPRESSION : HOOK_BLOCK;
}

static void read_retry(struct reading *r)
{
    const tier1_node *n = tier1__field(&r->f, "retry");
    struct fields f;

    if (!n || !tier1__fields_open(&f, r->u, n, "`retry`"))
        return;
    r->more.retries = (uint32_t)tier1__field_integer(&f, "times", 1, 10, 1);
    r->more.delay_seconds = tier1__field_duration(&f, "delay");
    tier1__fields_close(&f);
}

static void read_run(struct reading *r)
{
    struct step *s = r->s;
    enum hook_form form = r->body->kind == TIER1_NODE_SCALAR
                              ? run_form(r->u, r->body)
                              : HOOK_EXPRESSION;
    s->body = tier1__hook(r->u, r->body, form, at(r, "run", PLACE_PLAIN));
    read_slot(r);
    shape_any(r->u, s->slot, "any");
    r->more.timeout_seconds = tier1__field_duration(&r->f, "timeout");
    r->more.on_timeout = routes(r, "on_timeout");
    read_retry(r);
}

static void read_consult(struct reading *r)
{
    static const char *const yes_no[] = {"yes", "no"};
    struct question *q = &r->s->question;

    read_text(r, "consult");
    tier1__question(&r->f, q, at(r, "consult", PLACE_PLAIN), r->audience,
                    ASKER_ADVICE);
    need_choices(r);
    read_slot(r);
    shape_variable(r->u, r->s->slot, q);
    r->more.to = tier1__field_text(&r->f, "to");
    r->more.timeout_seconds = tier1__field_duration(&r->f, "timeout");
    r->more.on_timeout = routes(r, "on_timeout");
    r->s->skip_if_known = tier1__field_bool(&r->f, "skip_if_known", false);
    if (q->type == TIER1_TYPE_YES_NO)
        read_results(r, yes_no, 2);
}

static void read_branch(struct reading *r)
{
    const tier1_node *cases = tier1__field(&r->f, "cases");
    struct step *s = r->s;

    if (r->body->kind == TIER1_NODE_SCALAR) {
        s->body = tier1__hook(r->u, r->body, HOOK_EXPRESSION,
                              at(r, "branch", PLACE_PLAIN));
        if (cases)
            s->cases = tier1__cases(r->u, cases, at(r, "cases", PLACE_PLAIN),
                                    &s->case_count);
        else
            needs(r, NULL, "add `cases:`, or write a list of {when, goto}",
                  "cases");
        return;
    }
    struct route_case *all = tier1__make(r->u, 1, sizeof *all);
    if (!all)
        return;
    all->routes = tier1__routes(r->u, r->body, at(r, "branch", PLACE_PLAIN));
    s->cases = all;
    s->case_count = 1;
    if (cases)
        tier1__error(r->u, tier1__key_node(r->f.node, "cases"), "two-ways",
                     "keep one of them",
                     "a branch has either a list of routes or %q", "cases");
}

static const struct binding *read_with(struct reading *r, size_t *count)
{
    const tier1_node *n = tier1__field(&r->f, "with");
    struct binding *items;

    *count = 0;
    if (!n)
        return NULL;
    if (n->kind != TIER1_NODE_MAP) {
        tier1__error(r->u, n, "wrong-type", "write {NAME: LUA}", "%q is a map",
                     "with");
        return NULL;
    }
    items = tier1__make(r->u, n->count, sizeof *items);
    for (size_t i = 0; items && i < n->count; i++) {
        items[i].name = tier1__keep(r->u, n->pairs[i].key);
        items[i].slot = NO_SLOT;
        items[i].hook = tier1__hook(r->u, n->pairs[i].value, HOOK_EXPRESSION,
                                    at(r, "with", PLACE_PLAIN));
        (*count)++;
    }
    return items;
}

static void read_call(struct reading *r)
{
    const tier1_node *cases = tier1__field(&r->f, "cases");
    struct step *s = r->s;

    r->more.callee = UINT32_MAX;
    if (tier1__scalar(r->u, r->body, "call"))
        r->more.callee_id = tier1__keep(r->u, r->body);
    r->more.with = read_with(r, &r->more.with_count);
    read_slot(r);
    shape_any(r->u, s->slot, "map");
    if (cases)
        s->cases = tier1__cases(r->u, cases, at(r, "cases", PLACE_PLAIN),
                                &s->case_count);
}

static void read_return(struct reading *r)
{
    if (tier1__scalar(r->u, r->body, "return"))
        r->more.name = tier1__keep(r->u, r->body);
    r->more.with = read_with(r, &r->more.with_count);
}

static void read_resolve(struct reading *r)
{
    read_text(r, "resolve");
    r->more.as = tier1__field_word(&r->f, "as", tier1__resolved_as, "solved");
    r->more.solution = tier1__field_text(&r->f, "solution");
    r->more.cause = tier1__field_text(&r->f, "cause");
}

static void read_escalate(struct reading *r)
{
    struct escalation *e = tier1__make(r->u, 1, sizeof *e);
    const tier1_node *fields = tier1__field(&r->f, "fields");
    struct step *s = r->s;

    read_text(r, "escalate");
    s->question.slot = s->slot = NO_SLOT;
    if (!e)
        return;
    tier1__decode_escalation(&r->f, e, at(r, "escalate", PLACE_PLAIN),
                             r->audience);
    r->more.escalation = e;
    r->more.cause = e->cause;
    if (!fields)
        return;
    s->question.type = TIER1_TYPE_FORM;
    s->fields =
        tier1__form(r->u, fields, r->id, r->audience, true, &s->field_count);
    for (size_t i = 0; i < s->field_count; i++)
        shape_variable(r->u, s->fields[i].slot, &s->fields[i]);
}

static void read_kind(struct reading *r)
{
    r->s->slot = r->s->question.slot = NO_SLOT;
    switch (r->s->kind) {
    case TIER1_KIND_ASK:
        read_ask(r);
        break;
    case TIER1_KIND_FORM:
        read_form(r);
        break;
    case TIER1_KIND_TRY:
        read_try(r);
        break;
    case TIER1_KIND_TELL:
        read_text(r, "tell");
        break;
    case TIER1_KIND_RUN:
        read_run(r);
        break;
    case TIER1_KIND_BRANCH:
        read_branch(r);
        break;
    case TIER1_KIND_SET:
        r->s->body = tier1__hook(r->u, r->body, HOOK_STATEMENTS,
                                 at(r, "set", PLACE_PLAIN));
        break;
    case TIER1_KIND_OFFER:
        read_offer(r);
        break;
    case TIER1_KIND_CONSULT:
        read_consult(r);
        break;
    case TIER1_KIND_CALL:
        read_call(r);
        break;
    case TIER1_KIND_RESOLVE:
        read_resolve(r);
        break;
    case TIER1_KIND_ESCALATE:
        read_escalate(r);
        break;
    default:
        read_return(r);
        break;
    }
}

static bool is_later(struct reading *r, const tier1_node *key)
{
    if (!tier1__kind_is_later(key->text))
        return false;
    tier1__error(r->u, key, "step-kind",
                 "this version of tier1 does not have it yet",
                 "steps of the kind %q cannot be walked", key->text);
    return true;
}

/* A key that no step has, and that is near to a kind. */
static bool is_misspelt(struct reading *r, const tier1_node *key)
{
    static const char *const known[] = {
        "for", "fields", "next", "note", "tags", "when", "save", "type", "kb"};
    const char *near = tier1__kind_near(key->text, key->length);
    if (!near ||
        tier1__words_have(known, sizeof known / sizeof *known, key->text))
        return false;
    tier1__error(r->u, key, "step-kind", tier1__did_you_mean(r->u, near),
                 "the step %q has no kind, and no step has a key %q", r->id,
                 key->text);
    return true;
}

static void no_kind(struct reading *r)
{
    const tier1_node *n = r->f.node;
    tier1_node own;

    for (size_t i = 0; i < n->count; i++)
        if (is_later(r, n->pairs[i].key))
            return;
    for (size_t i = 0; i < n->count; i++)
        if (is_misspelt(r, n->pairs[i].key))
            return;
    own = own_place(r);
    tier1__error(r->u, &own, "step-kind",
                 "add ask, form, try, tell, run, branch, set, offer, call, "
                 "resolve, escalate or return",
                 "the step %q has no kind", r->id);
}

void tier1__decode_step(struct unit *u, size_t index)
{
    const tier1_pair *pair = tier1__step_pair(u, index);
    struct step *s = &u->step_items[index];
    struct reading r;
    int kind;

    memset(&r.more, 0, sizeof r.more);
    r.u = u;
    r.s = s;
    s->more = &tier1__step_nothing;
    s->question.more = &tier1__question_nothing;
    r.id = s->id;
    s->slot = s->question.slot = NO_SLOT;
    s->audience = u->flow->audience;
    if (!pair || !tier1__fields_open(&r.f, u, pair->value, "a step"))
        return;
    r.body = tier1__take_kind(&r.f, &kind);
    if (!r.body) {
        no_kind(&r);
        return;
    }
    s->kind = (uint8_t)kind;
    read_audience(&r);
    read_kind(&r);
    check_anywhere(&r);
    read_common(&r);
    s->more = tier1__keep_more(u, &r.more, &tier1__step_nothing, sizeof r.more);
    tier1__fields_close(&r.f);
}
