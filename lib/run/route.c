/* SPDX-License-Identifier: MIT */
/* Which way a step leads: the first rule that is there decides, and its name
 * is kept with the visit, so that the record can say why. */
#include <string.h>

#include "base/num.h"
#include "run/run.h"

void tier1__route_take(const struct target *target, struct way *way)
{
    way->kind = target->kind == TARGET_STEP ? WAY_STEP : WAY_END;
    way->step = target->step;
    way->end = target;
}

const char *tier1__rule_text(const struct rule *rule, struct arena *a)
{
    const char *choice = rule->choice ? rule->choice : "";
    char number[NUM_TEXT + 1] = "";
    size_t n, m = strlen(choice), k;
    char *text;

    if (!rule->name)
        return NULL;
    n = strlen(rule->name);
    if (rule->number) {
        number[0] = ' ';
        (void)tier1__num_from_integer(number + 1, rule->number);
    }
    k = strlen(number);
    text = tier1__arena_bare(a, n + m + k + 2);
    if (!text)
        return NULL;
    memcpy(text, rule->name, n);
    if (rule->choice)
        text[n++] = ' ';
    memcpy(text + n, choice, m);
    memcpy(text + n + m, number, k + 1);
    return text;
}

static void tell_passed(struct walk *w, const struct frame *frame,
                        const struct rule *rule)
{
    tier1_engine *e = w->session->engine;

    if (!e->passed)
        return;
    e->busy = true; /* as in any callback of the host's */
    e->passed(e->passed_ud, frame->flow, w->at->id, rule->name,
              (int)rule->number);
    e->busy = false;
}

int tier1__route_list(struct walk *w, struct frame *frame, size_t visit,
                      const struct routes *routes, struct rule rule,
                      struct way *way)
{
    way->kind = WAY_NONE;
    for (size_t i = 0; i < routes->count; i++) {
        const struct route *r = &routes->items[i];
        bool yes = true;
        int rc = r->when ? tier1__hook_true(w, frame, r->when, &yes) : GO_ON;
        if (rc != GO_ON)
            return rc;
        if (!yes)
            continue;
        tier1__route_take(&r->target, way);
        rule.number = routes->count > 1 ? (uint32_t)i + 1 : 0;
        if (visit != NO_VISIT)
            return tier1__walk_leave(w, visit, rule);
        tell_passed(w, frame, &rule);
        return GO_ON;
    }
    return GO_ON;
}

static const struct route_case *find_case(const struct step *step,
                                          const char *key)
{
    const struct route_case *other = NULL;
    for (size_t i = 0; i < step->case_count; i++) {
        if (!step->cases[i].key)
            other = &step->cases[i];
        else if (key && strcmp(step->cases[i].key, key) == 0)
            return &step->cases[i];
    }
    return other;
}

bool tier1__route_has_case(const struct step *step, const char *key)
{
    const struct route_case *c = find_case(step, key);
    return c && c->key;
}

int tier1__route_step(struct walk *w, struct frame *frame, size_t visit,
                      const struct step *step, const struct choice *choice,
                      const char *result, struct way *way)
{
    const struct route_case *c = find_case(step, result);
    bool list = step->kind == TIER1_KIND_BRANCH && !step->body;
    int rc;

    if (choice && choice->go.count)
        return tier1__route_list(w, frame, visit, &choice->go,
                                 (struct rule){"choice", choice->value, 0},
                                 way);
    way->kind = WAY_NONE;
    if (c) {
        const char *name = list ? "branch" : c->key ? c->key : "else";
        rc = tier1__route_list(w, frame, visit, &c->routes, RULE(name), way);
        if (rc != GO_ON || way->kind != WAY_NONE || !list)
            return rc;
    }
    return tier1__route_list(w, frame, visit, &step->next, RULE("next"), way);
}

const struct routes *tier1__route_find(const struct step *step,
                                       const struct choice *choice,
                                       const char *result, struct rule *rule)
{
    const struct route_case *c;

    if (choice && choice->go.count) {
        *rule = (struct rule){"choice", choice->value, 0};
        return &choice->go;
    }
    c = step->case_count ? find_case(step, result) : NULL;
    *rule = RULE(!c ? "next" : c->key ? c->key : "else");
    return c ? &c->routes : &step->next;
}
