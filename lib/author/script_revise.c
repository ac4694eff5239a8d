/* SPDX-License-Identifier: MIT */
/* An earlier answer is changed: back to it, the new one, and then what was
 * answered after it, as far as the flow still asks for it and takes it. A
 * sensitive answer is not known here, so that its step is asked again. */
#include <string.h>

#include "author/line.h"
#include "author/mem.h"
#include "author/script.h"

/* An answer that was given, kept as JSON: what a session says of it ends
 * with its next call. */
struct kept {
    char *step;
    tier1_buf json;
};

struct revision {
    tier1_script *script;
    tier1_session *session;
    const tier1_node *changes;
    struct kept *items;
    size_t count, next;
};

static const tier1_node *change_of(const struct revision *r, const char *step)
{
    return tier1_node_get(r->changes, step);
}

static void drop(struct revision *r)
{
    for (size_t i = 0; i < r->count; i++) {
        tier1__author_free(r->items[i].step);
        tier1_buf_dispose(&r->items[i].json);
    }
    tier1__author_free(r->items);
}

static int keep(struct revision *r, const tier1_visit *visit, char *step)
{
    struct kept *grown =
        tier1__author_grow(r->items, r->count + 1, sizeof(*grown));
    if (!grown) {
        tier1__author_free(step);
        return TIER1_ENOMEM;
    }
    r->items = grown;
    grown[r->count] = (struct kept){.step = step, .json = TIER1_BUF_INIT};
    return tier1_value_to_json(&grown[r->count++].json, r->script->engine,
                               visit->answer, 0);
}

/* Keeps the answers from the first changed step on; `before` is how many
 * steps of the way lie before it. */
static int collect(struct revision *r, size_t *before)
{
    tier1_visit visit;
    bool found = false;
    size_t way = 0;
    for (size_t i = 0; tier1_session_visit(r->session, i, &visit); i++) {
        if (visit.undone)
            continue;
        char *step = tier1__step_word(r->session, visit.flow, visit.step);
        if (!step)
            return TIER1_ENOMEM;
        if (!found && visit.answer && change_of(r, step)) {
            found = true;
            *before = way;
        }
        way++;
        int rc = TIER1_OK;
        if (found && visit.answer)
            rc = keep(r, &visit, step);
        else
            tier1__author_free(step);
        if (rc != TIER1_OK)
            return rc;
    }
    return found ? TIER1_OK : TIER1_EREFUSED;
}

static size_t way_length(const tier1_session *session)
{
    tier1_visit visit;
    size_t way = 0;
    for (size_t i = 0; tier1_session_visit(session, i, &visit); i++)
        way += !visit.undone;
    return way;
}

static int answer_kept(struct revision *r, const struct kept *kept)
{
    tier1_value *value = NULL;
    int rc = tier1_value_from_json(&value, r->script->engine, kept->json.ptr,
                                   kept->json.len);
    if (rc == TIER1_OK)
        rc = tier1_session_answer_value(r->session, value);
    tier1_value_free(value);
    return rc;
}

/* Answers the step that is asked, if it was answered before. `*done`: it was
 * not. */
static int again(struct revision *r, bool *done)
{
    const tier1_view *view = tier1_session_view(r->session);
    if (view->question.type == TIER1_TYPE_NONE)
        return tier1_session_answer(r->session, "");
    char *step = tier1__step_word(r->session, view->flow, view->step);
    if (!step)
        return TIER1_ENOMEM;
    size_t i = r->next;
    while (i < r->count && strcmp(r->items[i].step, step) != 0)
        i++;
    const tier1_node *change = change_of(r, step);
    tier1__author_free(step);
    *done = i == r->count;
    if (*done)
        return tier1_session_state(r->session);
    r->next = i + 1;
    if (change)
        return tier1__item_give(r->script, r->session, view, change);
    int rc = answer_kept(r, &r->items[i]);
    *done = rc == TIER1_EANSWER; /* no longer valid: asked again */
    return *done ? tier1_session_state(r->session) : rc;
}

int tier1__item_revise(tier1_script *script, tier1_session *session,
                       const tier1_node *changes)
{
    struct revision r = {
        .script = script, .session = session, .changes = changes};
    size_t before = 0;
    int rc = collect(&r, &before);
    if (rc == TIER1_EREFUSED)
        rc = tier1__item_wrong(script, rc,
                               "no step of 'revise' has been answered");
    if (rc == TIER1_OK)
        rc = TIER1_ASK;
    while (rc == TIER1_ASK && way_length(session) > before + 1)
        rc = tier1_session_back(session);
    bool done = false;
    while (rc == TIER1_ASK && !done)
        rc = again(&r, &done);
    drop(&r);
    return rc;
}
