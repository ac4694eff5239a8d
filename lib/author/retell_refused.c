/* SPDX-License-Identifier: MIT */
/* A record may know that an answer was refused, and not which. Where it counts
 * some answer has to be found that the step refuses: a few are tried, and one
 * that is taken is undone, by the record of the session before it. */
#include <string.h>

#include <tier1/journal.h>

#include "author/mem.h"
#include "author/retell.h"

static const char *text(const tier1_value *map, const char *key)
{
    return tier1_value_text(tier1_value_get(map, key));
}

/* Did it, or one behind it at the same step, move the flow on? */
static bool leads_on(const struct retelling *r)
{
    const tier1_value *at =
        tier1_value_get(tier1_value_at(r->records, r->at), "visit");
    for (size_t i = r->at; i < tier1_value_count(r->records); i++) {
        const tier1_value *record = tier1_value_at(r->records, i);
        const char *type = text(record, "type");
        const tier1_value *visit = tier1_value_get(record, "visit");
        if (!type || tier1_value_integer(visit) != tier1_value_integer(at) ||
            strcmp(type, "answer") == 0)
            return false;
        if (tier1_value_boolean(tier1_value_get(record, "leaving")))
            return true;
    }
    return false;
}

/* The `index`-th answer that might be refused. *out NULL: there are no more. */
static int candidate(tier1_value **out, tier1_engine *engine, size_t index)
{
    static const char *const texts[] = {"", "?", "-1", "none of these"};
    size_t count = sizeof texts / sizeof *texts;
    tier1_value *item = NULL;
    *out = NULL;
    if (index < count)
        return tier1_value_new_text(out, engine, texts[index]);
    if (index > count + 1)
        return TIER1_OK;
    bool map = index == count;
    int rc = map ? tier1_value_new_map(out, engine)
                 : tier1_value_new_list(out, engine);
    if (rc == TIER1_OK)
        rc = tier1_value_new_text(&item, engine, "?");
    if (rc == TIER1_OK)
        rc = map ? tier1_value_set(*out, "?", item)
                 : tier1_value_append(*out, item);
    return rc;
}

/* As an item of a script is given. */
static int give(struct retelling *r, const tier1_value *value)
{
    const tier1_view *view = tier1_session_view(r->session);
    const char *typed = tier1_value_text(value);
    if (view->question.type == TIER1_TYPE_FORM &&
        tier1_value_kind(value) == TIER1_LIST)
        return TIER1_OK; /* a script does not even ask */
    return typed ? tier1_session_answer(r->session, typed)
                 : tier1_session_answer_value(r->session, value);
}

static int put_back(struct retelling *r, const tier1_buf *json)
{
    tier1_session *before = NULL;
    int rc = tier1_session_replay(&before, r->engine, r->library, json->ptr,
                                  json->len, NULL);
    if (rc < 0)
        return rc;
    tier1_session_free(r->session);
    r->session = before;
    return TIER1_OK;
}

/* Is it refused? One that is taken is undone. Takes the value over where it
 * is. */
static bool try_one(struct retelling *r, tier1_value *value,
                    const tier1_buf *before)
{
    size_t count = r->count, used = r->used_count;
    struct told *t = tier1__retell_note(r, ITEM_REJECT);
    const tier1_view *view = tier1_session_view(r->session);
    if (!t)
        return false;
    t->step = tier1__step_word(r->session, view->flow, view->step);
    t->value = value;
    int rc = t->step ? give(r, value) : TIER1_ENOMEM;
    if (rc == TIER1_EANSWER || (rc > 0 && *tier1_session_problem(r->session)))
        return true;
    while (r->count > count) {
        tier1__author_free(r->told[--r->count].step);
        tier1__author_free(r->told[r->count].waits);
    }
    r->used_count = used;
    r->nomem = r->nomem || rc == TIER1_ENOMEM;
    if (rc > 0)
        rc = put_back(r, before);
    if (rc < 0)
        tier1__retell_went(r, rc, "a refused answer");
    return false;
}

void tier1__retell_refused(struct retelling *r, const tier1_value *record)
{
    const tier1_value *known = tier1_value_get(record, "value");
    tier1_buf before = TIER1_BUF_INIT;
    bool refused = false, more = true;
    const tier1_view *view = tier1_session_view(r->session);
    bool hidden = known && tier1__retell_sensitive(view);
    bool asked = view->question.type != TIER1_TYPE_NONE; /* not of a `tell` */
    if (!leads_on(r) && ((!known && !r->manner.refusals) || !asked))
        return;
    if (tier1_session_state(r->session) != TIER1_ASK || !asked) {
        tier1__retell_lost(r, "an answer was refused where none is asked for",
                           NULL);
        return;
    }
    r->world.now += 1000;
    r->nomem =
        r->nomem || tier1_session_record(&before, r->session) != TIER1_OK;
    for (size_t i = 0; !refused && more && !r->nomem && !r->lost.length; i++) {
        tier1_value *value = NULL;
        int rc = known && i == 0
                     ? tier1__retell_value(&value, r->engine, known, true)
                     : candidate(&value, r->engine, known ? i - 1 : i);
        r->nomem = rc != TIER1_OK;
        more = value != NULL;
        size_t at = r->count;
        refused = more && !r->nomem && try_one(r, value, &before);
        if (refused) {
            r->told[at].own = value;
            r->told[at].sensitive = hidden && i == 0;
        } else {
            tier1_value_free(value);
        }
    }
    if (!refused && !r->nomem)
        tier1__retell_lost(r, "no answer was found that is refused at '",
                           tier1_session_view(r->session)->step, "'", NULL);
    tier1_buf_dispose(&before);
}
