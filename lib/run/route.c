/* SPDX-License-Identifier: MIT */
/* Which way a step leads: the first rule that is there decides, and its name
 * is kept with the visit, so that the record can say why. */
#include <string.h>

#include "run/run.h"

static void take(const struct target *target, struct way *way)
{
    way->kind = target->kind == TARGET_STEP ? WAY_STEP : WAY_END;
    way->step = target->step;
    way->end = target;
}

static int leave_by(struct walk *w, size_t visit, const struct routes *routes,
                    size_t index, const char *rule)
{
    struct buf b;
    int rc;

    if (visit == NO_VISIT)
        return GO_ON;
    tier1__buf_init(&b, w->session->engine->allocator, 1024);
    tier1__buf_text(&b, rule);
    if (routes->count > 1)
        tier1__buf_format(&b, " %z", index + 1);
    rc = b.failed ? TIER1_ENOMEM
                  : tier1__walk_leave(w, visit, tier1__buf_str(&b));
    tier1__buf_free(&b);
    return rc;
}

int tier1__route_list(struct walk *w, struct frame *frame, size_t visit,
                      const struct routes *routes, const char *rule,
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
        take(&r->target, way);
        return leave_by(w, visit, routes, i, rule);
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

/* A rule with its value: "choice amber". The value is cut to fit. */
static const char *name_rule(char out[128], const char *kind, const char *value)
{
    size_t n = strlen(kind), m = strlen(value);
    if (n + m + 2 > 128)
        m = 128 - n - 2;
    while (m && ((unsigned char)value[m] & 0xC0) == 0x80)
        m--;
    memcpy(out, kind, n);
    out[n] = ' ';
    memcpy(out + n + 1, value, m);
    out[n + 1 + m] = '\0';
    return out;
}

int tier1__route_step(struct walk *w, struct frame *frame, size_t visit,
                      const struct step *step, const struct choice *choice,
                      const char *result, struct way *way)
{
    const struct route_case *c = find_case(step, result);
    bool list = step->kind == TIER1_KIND_BRANCH && !step->body;
    char rule[128];
    int rc;

    if (choice && choice->go.count)
        return tier1__route_list(w, frame, visit, &choice->go,
                                 name_rule(rule, "choice", choice->value), way);
    way->kind = WAY_NONE;
    if (c) {
        const char *name = list ? "branch" : c->key ? c->key : "else";
        rc = tier1__route_list(w, frame, visit, &c->routes, name, way);
        if (rc != GO_ON || way->kind != WAY_NONE || !list)
            return rc;
    }
    return tier1__route_list(w, frame, visit, &step->next, "next", way);
}
