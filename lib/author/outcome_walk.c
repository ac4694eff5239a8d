/* SPDX-License-Identifier: MIT */
/* The walk of a case, told step by step: what was asked, what was answered,
 * and where it left the path that is expected. */
#include <string.h>

#include "author/mem.h"
#include "author/tests.h"

/* What was asked at a visit. */
struct asked {
    size_t visit;
    char *text;
};

int tier1__walk_asked(struct outcome *o, const tier1_session *session)
{
    if (tier1_session_state(session) != TIER1_ASK)
        return TIER1_OK;
    const char *text = tier1_session_view(session)->text;
    size_t visit = tier1_session_visit_count(session);
    /* asked again, after a refusal, it is the same question */
    if (o->asked_count && o->asked[o->asked_count - 1].visit == visit - 1)
        return TIER1_OK;
    void *grown =
        tier1__author_grow(o->asked, o->asked_count + 1, sizeof(*o->asked));
    if (!grown)
        return TIER1_ENOMEM;
    o->asked = grown;
    char *copy = tier1__author_copy(text);
    if (text && !copy)
        return TIER1_ENOMEM;
    o->asked[o->asked_count++] = (struct asked){visit - 1, copy};
    return TIER1_OK;
}

/* The text that a visit showed last; NULL where it asked nothing. */
static const char *asked_at(const struct outcome *o, size_t visit)
{
    for (size_t i = o->asked_count; i-- > 0;)
        if (o->asked[i].visit == visit)
            return o->asked[i].text;
    return NULL;
}

static int answer_text(char **out, tier1_engine *engine,
                       const tier1_value *answer)
{
    struct line line = LINE_INIT;
    *out = NULL;
    if (!answer)
        return TIER1_OK;
    if (tier1_value_kind(answer) == TIER1_BOOLEAN) /* as it is typed */
        tier1__line_add(&line, tier1_value_boolean(answer) ? "yes" : "no");
    else
        tier1__line_value(&line, engine, answer);
    *out = tier1__line_take(&line);
    return *out ? TIER1_OK : TIER1_ENOMEM;
}

static int note_expected(struct outcome *o, const tier1_node *path)
{
    size_t count = 0, length = 0, same = 0;
    while (tier1__path_word(path, count, &length))
        count++;
    o->expected = tier1__author_new(count ? count : 1, sizeof(*o->expected));
    if (!o->expected)
        return TIER1_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const char *word = tier1__path_word(path, i, &length);
        char *copy = tier1__author_new(length + 1, 1);
        if (!copy)
            return TIER1_ENOMEM;
        memcpy(copy, word, length);
        o->expected[o->result.expected_count++] = copy;
    }
    while (same < count && same < o->result.path_count &&
           strcmp(o->expected[same], o->path[same]) == 0)
        same++;
    if (same < count || same < o->result.path_count)
        o->result.same = same;
    return TIER1_OK;
}

int tier1__outcome_walk(struct outcome *o, const tier1_session *session,
                        const tier1_node *expected, tier1_engine *engine)
{
    size_t count = o->result.path_count, at = 0;
    tier1_visit visit;
    o->walk = tier1__author_new(count ? count : 1, sizeof(*o->walk));
    if (!o->walk)
        return TIER1_ENOMEM;
    for (size_t i = 0; at < count && tier1_session_visit(session, i, &visit);
         i++) {
        if (visit.undone)
            continue;
        char *answer = NULL;
        int rc = answer_text(&answer, engine, visit.answer);
        o->walk[at].step = o->path[at];
        o->walk[at].question = asked_at(o, i);
        o->walk[at++].answer = answer;
        if (rc != TIER1_OK)
            return rc;
    }
    return expected ? note_expected(o, expected) : TIER1_OK;
}

/* Answers are this file's own; the step shows them as constant texts. */
static void drop(const char *text)
{
    union {
        const char *shown;
        void *own;
    } both = {text};
    tier1__author_free(both.own);
}

void tier1__outcome_walk_free(struct outcome *o)
{
    for (size_t i = 0; i < o->asked_count; i++)
        tier1__author_free(o->asked[i].text);
    for (size_t i = 0; i < o->result.expected_count; i++)
        tier1__author_free(o->expected[i]);
    for (size_t i = 0; o->walk && i < o->result.path_count; i++)
        drop(o->walk[i].answer);
    tier1__author_free(o->asked);
    tier1__author_free(o->expected);
    tier1__author_free(o->walk);
}
