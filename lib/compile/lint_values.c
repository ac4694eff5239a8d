/* SPDX-License-Identifier: MIT */
/* The values that a variable can have, where they are a few that are known. */
#include <string.h>

#include "compile/lint.h"

static const char *const truths[] = {"true", "false", NULL};
static const char *const offered[] = {"accepted", "declined", NULL};

/* Which step fills each variable, the first one; from 1. */
uint32_t *tier1__lint_fillers(struct unit *u)
{
    const tier1_flow *flow = u->flow;
    uint32_t *fillers =
        tier1__arena_array(&u->c->temp, flow->variable_count, sizeof *fillers);

    if (!fillers) {
        u->c->nomem = true;
        return NULL;
    }
    for (size_t i = 0; i < flow->step_count; i++) {
        uint32_t slot = flow->steps[i].slot;
        if (slot != NO_SLOT && !fillers[slot])
            fillers[slot] = (uint32_t)i + 1;
    }
    return fillers;
}

static const char *word_at(const char *const *words, size_t index)
{
    for (size_t i = 0; words[i]; i++)
        if (i == index)
            return words[i];
    return NULL;
}

/* A question that takes other values too knows none. */
static const char *choice_at(const struct question *q, size_t index)
{
    if (index == 0)
        for (size_t i = 0; i < q->choice_count; i++)
            if (q->choices[i].more->other)
                return NULL;
    return index < q->choice_count ? q->choices[index].value : NULL;
}

const char *tier1__lint_value_at(const struct lint *l, uint32_t slot,
                                 size_t index, bool *text)
{
    const struct variable *v = &l->flow->variables[slot];
    const struct step *s =
        l->fillers[slot] ? &l->flow->steps[l->fillers[slot] - 1] : NULL;

    *text = false;
    if (strcmp(v->type_name, "boolean") == 0 ||
        strcmp(v->type_name, "yes_no") == 0)
        return word_at(truths, index);
    *text = true;
    if (v->any || strcmp(v->type_name, "choice") != 0)
        return NULL;
    if (v->shape->choice_count || v->declared || !s)
        return choice_at(v->shape, index);
    if (s->kind == TIER1_KIND_TRY)
        return word_at(tier1__try_results, index);
    return s->kind == TIER1_KIND_OFFER ? word_at(offered, index) : NULL;
}
