/* SPDX-License-Identifier: MIT */
/* What a case expects becomes what its session came to. */
#include <string.h>

#include "author/mem.h"
#include "author/update.h"

/* The key that a value stands under. */
static const tier1_node *key_of(const struct test_case *c,
                                const tier1_node *value)
{
    const tier1_node *expect = tier1_node_get(c->node, "expect");
    for (size_t i = 0; i < expect->count; i++)
        if (expect->pairs[i].value == value)
            return expect->pairs[i].key;
    return NULL;
}

/* Notes an expectation by its name, if edits came of it. */
static void note(struct edits *e, size_t before, const char *name)
{
    if (e->count > before)
        tier1__line_say(&e->what, e->what.length ? ", " : "", name, NULL);
}

static void edit_word(struct edits *e, const struct test_case *c,
                      const tier1_node *want, const char *got, const char *name)
{
    size_t before = e->count;
    if (want && got && strcmp(want->text, got) != 0)
        tier1__edit_text(e, key_of(c, want), want, got, false);
    note(e, before, name);
}

/* Those that were entered stay; where none was, the last step stands there. */
static void edit_visits(struct edits *e, const struct test_case *c,
                        const struct outcome *o)
{
    size_t count = 0, kept = 0, length = 0, before = e->count;
    const char *word;
    while (tier1__path_word(c->visits, count, &length))
        count++;
    const char **words = tier1__author_new(count + 1, sizeof(*words));
    if (!words) {
        e->nomem = true;
        return;
    }
    for (size_t i = 0; (word = tier1__path_word(c->visits, i, &length)); i++)
        for (size_t j = 0; j < o->result.path_count; j++)
            if (strlen(o->path[j]) == length &&
                memcmp(o->path[j], word, length) == 0) {
                words[kept++] = o->path[j];
                break;
            }
    bool missing = kept < count;
    if (!kept)
        words[kept++] = o->result.at;
    if (missing)
        tier1__edit_words(e, key_of(c, c->visits), c->visits, words, kept);
    tier1__author_free(words);
    note(e, before, "visits");
}

static void edit_vars(struct edits *e, const struct test_case *c,
                      const tier1_session *session, tier1_engine *engine)
{
    size_t before = e->count;
    for (size_t i = 0; i < c->vars->count; i++) {
        const tier1_pair *pair = &c->vars->pairs[i];
        tier1__edit_value(e, engine, pair->key, pair->value,
                          tier1_session_variable(session, pair->key->text),
                          false);
    }
    note(e, before, "vars");
}

static int edit_packet(struct edits *e, const struct test_case *c,
                       const tier1_session *session, tier1_engine *engine)
{
    size_t before = e->count;
    tier1_value *packet = NULL;
    int rc = tier1__outcome_packet(&packet, session, engine);
    if (rc == TIER1_OK)
        tier1__edit_value(e, engine, key_of(c, c->packet), c->packet, packet,
                          true);
    else if (rc != TIER1_ENOMEM)
        tier1__edits_fail(e, "there is no packet of it");
    tier1_value_free(packet);
    note(e, before, "packet");
    return rc == TIER1_ENOMEM ? rc : TIER1_OK;
}

/* A walk that stops for want of an answer is not what an end becomes: else a
 * new question would turn every test behind it into one of nothing. */
static bool may_stop(const struct test_case *c)
{
    return c->outcome && (strcmp(c->outcome->text, "open") == 0 ||
                          strcmp(c->outcome->text, "waiting") == 0);
}

int tier1__edit_expect(struct edits *e, const struct test_case *c,
                       const struct outcome *o, const tier1_session *session,
                       tier1_engine *engine)
{
    int rc = TIER1_OK;
    tier1__edits_bound(e, c->node);
    if (tier1_session_state(session) != TIER1_DONE && !may_stop(c)) {
        tier1__edits_fail(e, "its answers do not lead to an end; give those "
                             "that are missing, or expect outcome: open");
        return TIER1_OK;
    }
    edit_word(e, c, c->outcome, o->result.outcome, "outcome");
    edit_word(e, c, c->at, o->result.at, "at");
    if (c->path && o->result.same != TIER1_NONE) {
        tier1__edit_words(e, key_of(c, c->path), c->path,
                          o->result.path_count ? (const char *const *)o->path
                                               : NULL,
                          o->result.path_count);
        note(e, e->count - 1, "path");
    }
    if (c->visits)
        edit_visits(e, c, o);
    if (c->vars)
        edit_vars(e, c, session, engine);
    if (c->packet && tier1_session_state(session) == TIER1_DONE)
        rc = edit_packet(e, c, session, engine);
    else if (c->packet)
        tier1__edits_fail(e, "there is no packet before the end");
    tier1__edits_sort(e);
    if (e->nomem || e->what.failed)
        rc = TIER1_ENOMEM;
    return rc;
}
