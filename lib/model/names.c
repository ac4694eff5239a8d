/* SPDX-License-Identifier: MIT */
/* Look-ups in the flow image, and the words for what hooks may ask of their
 * session. */
#include "model/flow.h"

#include <string.h>

static const char *const context_names[CONTEXT_COUNT] = {
    [CONTEXT_ANSWER] = "answer",     [CONTEXT_ANSWERS] = "answers",
    [CONTEXT_HISTORY] = "history",   [CONTEXT_VISITS] = "visits",
    [CONTEXT_TRIED] = "tried",       [CONTEXT_REFUSED] = "refused",
    [CONTEXT_ELAPSED] = "elapsed",   [CONTEXT_NOW] = "now",
    [CONTEXT_AUDIENCE] = "audience", [CONTEXT_LANGUAGE] = "language",
    [CONTEXT_SESSION] = "session",   [CONTEXT_FLOW] = "flow",
};

unsigned tier1__context_find(const char *name, size_t length)
{
    unsigned i;
    for (i = 0; i < CONTEXT_COUNT; i++)
        if (length > 0 && context_names[i][0] == name[0] &&
            strlen(context_names[i]) == length &&
            memcmp(context_names[i], name, length) == 0)
            break;
    return i;
}

const char *tier1__context_name(unsigned context)
{
    return context < CONTEXT_COUNT ? context_names[context] : NULL;
}

uint32_t tier1__flow_step(const tier1_flow *flow, const char *id)
{
    return tier1__index_get(&flow->step_names, id, strlen(id));
}

uint32_t tier1__flow_slot(const tier1_flow *flow, const char *name)
{
    for (size_t i = 0; i < flow->variable_count; i++)
        if (strcmp(flow->variables[i].name, name) == 0)
            return (uint32_t)i;
    return NO_SLOT;
}

bool tier1__words_have(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}
