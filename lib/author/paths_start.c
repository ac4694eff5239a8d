/* SPDX-License-Identifier: MIT */
/* How walks may begin: for whom, with what is given, and after what was tried
 * before. Only what is read makes a difference. */
#include <string.h>

#include "author/mem.h"
#include "author/paths_explore.h"

#define START_MOST 64
#define REMEDIES_MOST 16

static tier1_answer_type type_of(const char *word)
{
    for (int t = TIER1_TYPE_CHOICE; t <= TIER1_TYPE_FORM; t++)
        if (strcmp(tier1_answer_type_text((tier1_answer_type)t), word) == 0)
            return (tier1_answer_type)t;
    return strcmp(word, "boolean") == 0 ? TIER1_TYPE_YES_NO : TIER1_TYPE_TEXT;
}

/* The values of the question that fills it, else what it is held against. */
static void given_choice(struct values *v, const struct tier1_paths *p,
                         const char *name, size_t domain)
{
    tier1_question_info q;
    tier1_choice_info c;
    tier1_step_info s;
    for (size_t i = 0; tier1_chart_step(p->flow, i, &s); i++)
        for (size_t k = 0; tier1_chart_question(p->flow, i, k, &q); k++)
            for (size_t j = 0; strcmp(q.name, name) == 0 &&
                               tier1_chart_choice(p->flow, i, k, j, &c);
                 j++)
                if (!c.other)
                    tier1__values_text(v, c.value);
    const struct domain *d =
        domain == TIER1_NONE ? NULL : &p->reads.domains[domain];
    for (size_t i = 0; d && i < d->count && v->count == 0; i++)
        tier1__values_text(v, d->literals[i].text);
    if (v->count == 0)
        tier1__values_text(v, "something");
    v->sampled = v->sampled || (d && d->opaque);
}

static void given_values(struct values *v, const struct tier1_paths *p,
                         const tier1_variable_info *info, size_t domain)
{
    struct wanted w = {.type = type_of(info->type)};
    const struct domain *d =
        domain == TIER1_NONE ? NULL : &p->reads.domains[domain];
    bool used = d && (d->read || d->tested);
    if (!info->required)
        tier1__values_add(v, NULL);
    if (!info->required && !used)
        return;
    if (strcmp(info->type, "choice") == 0)
        given_choice(v, p, info->name, domain);
    else if (strcmp(info->type, "boolean") == 0 ||
             w.type == TIER1_TYPE_YES_NO) {
        tier1__values_boolean(v, true);
        tier1__values_boolean(v, false);
    } else if (strcmp(info->type, "map") == 0 && d) {
        tier1__values_result(v, &p->reads, domain);
    } else if (strcmp(info->type, "map") == 0 ||
               strcmp(info->type, "list") == 0 || w.type == TIER1_TYPE_MULTI ||
               w.type == TIER1_TYPE_FILE) {
        v->sampled = v->sampled || used;
        if (info->required) {
            tier1_value *empty = NULL;
            int rc = strcmp(info->type, "map") == 0
                         ? tier1_value_new_map(&empty, p->engine)
                         : tier1_value_new_list(&empty, p->engine);
            v->nomem = v->nomem || rc != TIER1_OK;
            if (rc == TIER1_OK)
                tier1__values_add(v, empty);
        }
    } else {
        tier1__values_typed(v, &p->reads, domain, &w);
    }
    if (!used)
        while (v->count > 1)
            tier1_value_free(v->items[--v->count]);
}

/* Everything that the host may give, as maps. */
static void find_given(struct values *out, struct tier1_paths *p)
{
    struct values lists[64];
    const char *keys[64];
    size_t count = 0;
    tier1_variable_info info;
    for (size_t i = 0; tier1_flow_variable(p->flow, i, &info); i++) {
        if (!info.given || count == 64)
            continue;
        size_t domain = tier1__reads_find(&p->reads, 0, TIER1_TRACE_VARIABLE,
                                          TIER1_NONE, info.name);
        lists[count] = (struct values){.engine = p->engine};
        keys[count] = info.name;
        given_values(&lists[count++], p, &info, domain);
    }
    tier1__values_product(out, keys, lists, count, START_MOST);
    for (size_t i = 0; i < count; i++)
        tier1__values_free(&lists[i]);
}

static int add_remedy(tier1_value *list, tier1_engine *engine,
                      const char *remedy, const char *result)
{
    tier1_value *map = NULL, *text = NULL;
    int rc = tier1_value_new_map(&map, engine);
    if (rc == TIER1_OK)
        rc = tier1_value_new_text(&text, engine, remedy);
    if (rc == TIER1_OK)
        rc = tier1_value_set(map, "remedy", text);
    if (rc == TIER1_OK)
        rc = tier1_value_new_text(&text, engine, result);
    if (rc == TIER1_OK)
        rc = tier1_value_set(map, "result", text);
    if (rc == TIER1_OK)
        return tier1_value_append(list, map);
    tier1_value_free(map);
    return rc;
}

/* A map of results by remedy as a history; NULL where nothing was tried. */
static void add_history(struct values *out, const tier1_value *map)
{
    tier1_value *list = NULL;
    int rc = TIER1_OK;
    if (tier1_value_count(map)) {
        rc = tier1_value_new_list(&list, out->engine);
        for (size_t i = 0; rc == TIER1_OK && i < tier1_value_count(map); i++)
            rc = add_remedy(list, out->engine, tier1_value_key(map, i),
                            tier1_value_text(tier1_value_at(map, i)));
    }
    if (rc == TIER1_OK) {
        tier1__values_add(out, list);
        return;
    }
    tier1_value_free(list);
    out->nomem = true;
}

/* What was tried before, of the remedies that something hangs on. */
static void find_history(struct values *out, struct tier1_paths *p)
{
    struct values lists[REMEDIES_MOST], maps = {.engine = p->engine};
    const char *keys[REMEDIES_MOST];
    size_t count = 0;
    for (size_t i = 0; i < p->reads.domain_count; i++) {
        const struct domain *d = &p->reads.domains[i];
        bool known = false;
        if (d->kind != TIER1_TRACE_TRIED)
            continue;
        for (size_t k = 0; k < count; k++)
            known = known || strcmp(keys[k], d->name) == 0;
        out->sampled = out->sampled || (!known && count == REMEDIES_MOST);
        if (known || count == REMEDIES_MOST)
            continue;
        lists[count] = (struct values){.engine = p->engine};
        keys[count] = d->name;
        tier1__values_add(&lists[count], NULL);
        tier1__values_text(&lists[count], "failed");
        if (d->count || d->opaque) {
            tier1__values_text(&lists[count], "worked");
            tier1__values_text(&lists[count], "skipped");
        }
        count++;
    }
    tier1__values_product(&maps, keys, lists, count, START_MOST);
    for (size_t i = 0; i < maps.count; i++)
        add_history(out, maps.items[i]);
    out->sampled = out->sampled || maps.sampled;
    out->nomem = out->nomem || maps.nomem;
    for (size_t i = 0; i < count; i++)
        tier1__values_free(&lists[i]);
    tier1__values_free(&maps);
}

static void add_start(struct tier1_paths *p, const char *audience,
                      struct values *given, const tier1_value *g,
                      const tier1_value *h)
{
    struct start *grown =
        tier1__author_grow(p->starts, p->start_count + 1, sizeof(*grown));
    if (!grown) {
        p->nomem = true;
        return;
    }
    p->starts = grown;
    p->starts[p->start_count++] = (struct start){
        .audience = audience,
        .given = g ? tier1__values_copy(given, g) : NULL,
        .history = h ? tier1__values_copy(given, h) : NULL,
    };
}

int tier1__starts_find(struct tier1_paths *p)
{
    const tier1_flow_info *about = tier1_flow_about(p->flow);
    struct values given = {.engine = p->engine};
    struct values history = {.engine = p->engine};
    find_given(&given, p);
    find_history(&history, p);
    bool all = given.count * history.count <= START_MOST * 2;
    if (given.sampled || history.sampled || !all) {
        p->info.whole = 0;
        tier1__line_add(&p->why, "not every beginning was tried");
    }
    for (size_t i = 0; i < given.count; i++)
        for (size_t k = 0; k < history.count && (all || !i || !k); k++) {
            if (about->for_agent)
                add_start(p, "agent", &given, given.items[i], history.items[k]);
            if (about->for_customer)
                add_start(p, "customer", &given, given.items[i],
                          history.items[k]);
        }
    p->nomem = p->nomem || given.nomem || history.nomem;
    tier1__values_free(&given);
    tier1__values_free(&history);
    return p->nomem ? TIER1_ENOMEM : TIER1_OK;
}

int tier1__start_session(tier1_session **out, struct tier1_paths *p,
                         const struct start *start)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    o.audience = start->audience;
    o.given = start->given;
    o.history = start->history;
    p->world.now = WORLD_NOW;
    return tier1_session_start(out, p->engine, p->flow, &o);
}
