/* SPDX-License-Identifier: MIT */
/* What a text is, in a sentence or two for its translator, who does not see
 * the flow. */
#include <stdlib.h>
#include <string.h>

#include "i18n.h"

/* What stands under the key of a step's kind. */
static const char *main_text(tier1_kind kind)
{
    switch (kind) {
    case TIER1_KIND_ASK:
        return "A question";
    case TIER1_KIND_FORM:
        return "What stands above a form";
    case TIER1_KIND_TRY:
        return "Something to try, and whether it helped";
    case TIER1_KIND_TELL:
        return "Something to do or to know";
    case TIER1_KIND_OFFER:
        return "An offer, to be accepted or declined";
    case TIER1_KIND_CONSULT:
        return "A question to a colleague";
    case TIER1_KIND_RESOLVE:
        return "The last words of a way that solved it";
    case TIER1_KIND_ESCALATE:
        return "The last words of a way that is handed on";
    default:
        return "A text";
    }
}

static void what(struct text *out, const tier1_flow *flow,
                 const tier1_flow_text *t)
{
    static const char *const keys[][2] = {
        {"title", "A heading"},
        {"note", "A note for the agent alone"},
        {"help", "Further help"},
        {"alt", "What a picture shows, for who does not see it"},
        {"low", "The lowest end of a scale"},
        {"high", "The highest end of a scale"},
        {"unit", "The unit of a number"},
    };
    tier1_step_info step;
    const char *said = NULL;
    if (strcmp(t->key, "label") == 0)
        said = t->value ? "An answer to choose" : "The label of a field";
    if (t->value && strcmp(t->key, "help") == 0)
        said = "Further help with an answer";
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys) && !said; i++)
        if (strcmp(t->key, keys[i][0]) == 0)
            said = keys[i][1];
    if (!t->step && !t->value)
        said = strcmp(t->key, "title") == 0 ? "The title of the flow"
                                            : "What the flow is about";
    if (!said && tier1_chart_step(flow, tier1_chart_find(flow, t->step), &step))
        said = main_text(step.kind);
    text_add(out, said ? said : "A text");
}

static void where(struct text *out, const tier1_flow_text *t)
{
    if (t->step)
        text_format(out, ", at the step '%s'", t->step);
    else if (t->value)
        text_add(out, ", at any step");
    if (t->field)
        text_format(out, ", field '%s'", t->field);
    if (t->number)
        text_format(out, ", number %zu", t->number);
}

/* What stands between braces, each once. */
static void braces(struct text *out, const char *text)
{
    struct text all = TEXT_INIT;
    const char *open, *close;
    while ((open = strstr(text, "{{")) && (close = strstr(open, "}}"))) {
        char *one = copy_part(open, (size_t)(close + 2 - open));
        for (char *c = one; *c; c++)
            if (*c == '\n')
                *c = ' ';
        if (!strstr(text_get(&all), one))
            text_format(&all, "%s%s", all.length ? ", " : "", one);
        free(one);
        text = close + 2;
    }
    if (all.length)
        text_format(out, "A value is put in for: %s\n", text_get(&all));
    text_free(&all);
}

void i18n_what(struct text *out, const tier1_flow *flow,
               const tier1_flow_text *text, const char *place)
{
    bool agent = ends_with(place, "/agent") || !text->for_customer;
    bool customer = ends_with(place, "/customer") || !text->for_agent;
    what(out, flow, text);
    where(out, text);
    if (agent != customer && strcmp(text->key, "note") != 0)
        text_format(out, "; in the words for %s",
                    agent ? "an agent" : "a customer");
    text_add(out, ".\n");
    if (!text->literal)
        braces(out, text->text);
    if (text->may_stay)
        text_add(out, "It is a name, and may stay as it is.\n");
}
