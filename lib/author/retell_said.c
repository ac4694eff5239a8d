/* SPDX-License-Identifier: MIT */
/* What host functions, colleagues and time said is said again, as it lies with
 * the record. What the record does not know is waited for. */
#include <string.h>

#include "author/mem.h"
#include "author/retell.h"

static const char *text(const tier1_value *map, const char *key)
{
    return tier1_value_text(tier1_value_get(map, key));
}

/* ---- values that are the same ----------------------------------------- */

static bool number(const tier1_value *v)
{
    return tier1_value_kind(v) == TIER1_INTEGER ||
           tier1_value_kind(v) == TIER1_NUMBER;
}

bool tier1__retell_same(const tier1_value *a, const tier1_value *b)
{
    tier1_value_type kind = tier1_value_kind(a);
    if (number(a) && number(b)) {
        double off = tier1_value_number(a) - tier1_value_number(b);
        return !(off < 0) && !(off > 0);
    }
    if (kind != tier1_value_kind(b))
        return false;
    if (kind == TIER1_TEXT)
        return strcmp(tier1_value_text(a), tier1_value_text(b)) == 0;
    if (kind == TIER1_BOOLEAN)
        return tier1_value_boolean(a) == tier1_value_boolean(b);
    if (tier1_value_count(a) != tier1_value_count(b))
        return false;
    for (size_t i = 0; i < tier1_value_count(a); i++)
        if (!tier1__retell_same(tier1_value_at(a, i),
                                kind == TIER1_MAP
                                    ? tier1_value_get(b, tier1_value_key(a, i))
                                    : tier1_value_at(b, i)))
            return false;
    return true;
}

static bool same_args(const tier1_value *said, const tier1_call *call)
{
    const tier1_value *args = tier1_value_get(said, "args");
    if (tier1_value_count(args) != call->arg_count)
        return false;
    for (size_t i = 0; i < call->arg_count; i++)
        if (!tier1__retell_same(tier1_value_at(args, i), call->args[i]))
            return false;
    return true;
}

/* ---- what was said ---------------------------------------------------- */

static bool used(const struct retelling *r, const tier1_value *said)
{
    for (size_t i = 0; i < r->used_count; i++)
        if (r->used[i] == said)
            return true;
    return false;
}

static void use(struct retelling *r, const tier1_value *said)
{
    const tier1_value **grown = tier1__author_grow(
        (void *)r->used, r->used_count + 1, sizeof(*r->used));
    if (!grown) {
        r->nomem = true;
        return;
    }
    r->used = grown;
    r->used[r->used_count++] = said;
}

/* Is it the answer to what is asked? `call` is NULL for advice and pauses. */
static bool answers(const struct retelling *r, const tier1_value *said,
                    const char *kind, const tier1_call *call)
{
    const char *name = text(said, "name");
    if (strcmp(text(said, "kind") ? text(said, "kind") : "", kind) != 0)
        return false;
    if (!call)
        return true;
    return name && strcmp(name, call->name) == 0 &&
           (!r->revises || same_args(said, call));
}

/* The next thing that was said, if it is the answer; in a revision, whose
 * later answers ask less than they did, the first that is. */
static const tier1_value *next(struct retelling *r, const char *kind,
                               const tier1_call *call)
{
    size_t last = r->revises ? tier1_value_count(r->records) : r->at + 1;
    for (size_t i = r->at; i < last; i++) {
        const tier1_value *list =
            tier1_value_get(tier1_value_at(r->records, i), "said");
        for (size_t j = 0; j < tier1_value_count(list); j++) {
            const tier1_value *said = tier1_value_at(list, j);
            const char *what = text(said, "kind");
            if (used(r, said) || (what && strcmp(what, "limit") == 0))
                continue;
            if (answers(r, said, kind, call)) {
                use(r, said);
                return said;
            }
            if (!r->revises)
                return NULL;
        }
    }
    return NULL;
}

/* Notes what came: a value, that it was late, or an error. */
static struct told *note(struct retelling *r, const tier1_value *said,
                         enum item_kind good)
{
    const char *failure = text(said, "failure");
    bool late = failure && strcmp(failure, "timeout") == 0;
    struct told *t = tier1__retell_note(r, !failure ? good
                                           : late   ? ITEM_TIMEOUT
                                                    : ITEM_ERROR);
    if (t)
        t->value = tier1_value_get(said, "value");
    if (t && failure && !late)
        t->text = text(said, "message");
    return t;
}

int tier1__retell_host(void *ud, const tier1_call *call, tier1_value **result)
{
    struct retelling *r = ud;
    const tier1_value *said = next(r, "host", call);
    if (!said)
        return TIER1_WAIT;
    struct told *t = note(r, said, ITEM_HOST);
    if (!t)
        return TIER1_ENOMEM;
    t->name = text(said, "name");
    /* In a revision all that is said later ends it. */
    t->item = r->revises && tier1_value_boolean(tier1_value_get(said, "late"));
    if (t->item) {
        r->pending = r->count;
        return TIER1_WAIT;
    }
    if (t->kind == ITEM_TIMEOUT)
        return TIER1_ETIMEOUT;
    if (t->kind == ITEM_ERROR) {
        if (t->text &&
            tier1_value_new_text(result, call->engine, t->text) != TIER1_OK)
            return TIER1_ENOMEM;
        return TIER1_EHOST;
    }
    return tier1__retell_value(result, call->engine, t->value, false);
}

/* ---- what is waited for ----------------------------------------------- */

/* The last that was noted comes; gives what the session says to it. */
static int come(struct retelling *r, const struct told *t)
{
    uint64_t token = tier1_session_view(r->session)->wait.token;
    tier1_value *value = NULL;
    if (t->kind == ITEM_TIMEOUT)
        return tier1_session_fail(r->session, token, TIER1_ETIMEOUT, NULL);
    if (t->kind == ITEM_ERROR)
        return tier1_session_fail(r->session, token, TIER1_EHOST, t->text);
    int rc = tier1__retell_value(&value, r->engine, t->value,
                                 t->kind == ITEM_ADVICE);
    if (rc == TIER1_OK)
        rc = tier1_session_complete(r->session, token, value);
    tier1_value_free(value);
    return rc;
}

static int pause_ends(struct retelling *r, bool *ends)
{
    *ends = next(r, "pause", NULL) != NULL;
    if (!*ends)
        return TIER1_WAIT;
    (void)tier1__world_pause(&r->world, r->session);
    return tier1_session_tick(r->session);
}

static int advice_comes(struct retelling *r, bool *comes)
{
    const tier1_view *view = tier1_session_view(r->session);
    const tier1_value *said = next(r, "advice", NULL);
    *comes = said != NULL;
    if (!said)
        return TIER1_WAIT;
    struct told *t = note(r, said, ITEM_ADVICE);
    if (!t)
        return TIER1_ENOMEM;
    t->sensitive = view->question.sensitive && t->kind == ITEM_ADVICE;
    t->item = true;
    t->yes_no = view->question.type == TIER1_TYPE_YES_NO;
    t->step = tier1__step_word(r->session, view->flow, view->step);
    return t->step ? come(r, t) : TIER1_ENOMEM;
}

static int host_comes(struct retelling *r, bool *comes)
{
    size_t pending = r->pending;
    r->pending = 0;
    *comes = pending != 0;
    return *comes ? come(r, &r->told[pending - 1]) : TIER1_WAIT;
}

void tier1__retell_wait(struct retelling *r)
{
    int rc = tier1_session_state(r->session);
    bool goes_on = true;
    while (rc == TIER1_WAIT && goes_on && !r->nomem) {
        tier1_wait_kind kind = tier1_session_view(r->session)->wait.kind;
        if (kind == TIER1_WAIT_PAUSE)
            rc = pause_ends(r, &goes_on);
        else if (kind == TIER1_WAIT_ADVICE)
            rc = advice_comes(r, &goes_on);
        else
            rc = host_comes(r, &goes_on);
        if (!goes_on && kind != TIER1_WAIT_ADVICE)
            tier1__retell_stay(r);
    }
    if (rc == TIER1_ENOMEM)
        r->nomem = true;
    else if (rc < 0)
        tier1__retell_lost(r, "what was waited for does not fit: ",
                           tier1_session_problem(r->session), NULL);
}
