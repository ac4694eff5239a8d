/* SPDX-License-Identifier: MIT */
/* Coverage as a JSON document, written and read. A document is looked at as a
 * whole before anything of it is added. */
#include <string.h>

#include <tier1/value.h>

#include "author/coverage.h"
#include "author/mem.h"

/* ---- writing ----------------------------------------------------------- */

struct writing {
    tier1_engine *engine;
    int rc; /* the first that failed */
};

static tier1_value *keep(struct writing *w, int rc, tier1_value *value)
{
    if (w->rc == TIER1_OK)
        w->rc = rc;
    return value;
}

static tier1_value *new_list(struct writing *w)
{
    tier1_value *value = NULL;
    int rc = tier1_value_new_list(&value, w->engine);
    return keep(w, rc, value);
}

static tier1_value *new_map(struct writing *w)
{
    tier1_value *value = NULL;
    int rc = tier1_value_new_map(&value, w->engine);
    return keep(w, rc, value);
}

/* The map takes the value over; one that could not be made is nothing. */
static void put(struct writing *w, tier1_value *map, const char *key,
                tier1_value *value)
{
    if (w->rc == TIER1_OK)
        w->rc = tier1_value_set(map, key, value);
    else
        tier1_value_free(value);
}

static void add(struct writing *w, tier1_value *list, tier1_value *value)
{
    if (w->rc == TIER1_OK)
        w->rc = tier1_value_append(list, value);
    else
        tier1_value_free(value);
}

static void put_text(struct writing *w, tier1_value *map, const char *key,
                     const char *text)
{
    tier1_value *value = NULL;
    int rc = text ? tier1_value_new_text(&value, w->engine, text)
                  : tier1_value_new_null(&value, w->engine);
    put(w, map, key, keep(w, rc, value));
}

static void put_number(struct writing *w, tier1_value *map, const char *key,
                       uint64_t number)
{
    tier1_value *value = NULL;
    int rc = tier1_value_new_integer(&value, w->engine, (int64_t)number);
    put(w, map, key, keep(w, rc, value));
}

static void put_bool(struct writing *w, tier1_value *map, const char *key,
                     bool yes)
{
    tier1_value *value = NULL;
    int rc = tier1_value_new_boolean(&value, w->engine, yes);
    put(w, map, key, keep(w, rc, value));
}

static void put_route(struct writing *w, tier1_value *map,
                      const tier1_cover_item *item)
{
    put_text(w, map, "rule", item->rule);
    put_text(w, map, "choice", item->choice);
    put_number(w, map, "number", (uint64_t)item->number);
    put_text(w, map, "to", item->to);
    put_text(w, map, "end", item->to ? NULL : tier1_end_text(item->end));
    put_text(w, map, "code", item->code);
}

static tier1_value *item_value(struct writing *w, const tier1_cover_item *item)
{
    bool lua =
        item->kind == TIER1_COVER_CONDITION || item->kind == TIER1_COVER_HOOK;
    tier1_value *map = new_map(w);
    put_text(w, map, "step", item->step);
    if (item->kind == TIER1_COVER_ROUTE)
        put_route(w, map, item);
    if (lua) {
        put_text(w, map, "field", item->field);
        put_bool(w, map, "condition", item->kind == TIER1_COVER_CONDITION);
    }
    put_number(w, map, "line", item->line);
    put_number(w, map, "column", item->column);
    put_number(w, map, "count", item->count);
    if (item->kind == TIER1_COVER_CONDITION) {
        put_number(w, map, "true", item->yes);
        put_number(w, map, "false", item->no);
    }
    if (lua)
        put_number(w, map, "failed", item->failed);
    return map;
}

static tier1_value *flow_value(struct writing *w, const struct cover_flow *f)
{
    size_t lua = f->exits[f->step_count];
    tier1_value *map = new_map(w), *steps = new_list(w), *routes = new_list(w);
    tier1_value *hooks = new_list(w);
    for (size_t i = 0; i < f->count && w->rc == TIER1_OK; i++)
        add(w,
            i < f->step_count ? steps
            : i < lua         ? routes
                              : hooks,
            item_value(w, &f->items[i]));
    put_text(w, map, "id", f->id);
    put_text(w, map, "fingerprint", f->fingerprint);
    put_text(w, map, "file", f->file);
    put(w, map, "steps", steps);
    put(w, map, "routes", routes);
    put(w, map, "hooks", hooks);
    return map;
}

int tier1_coverage_write(tier1_buf *out, const tier1_coverage *coverage,
                         tier1_engine *engine)
{
    if (!out || !coverage || !engine)
        return TIER1_EMISUSE;
    struct writing w = {engine, TIER1_OK};
    tier1_value *document = new_map(&w), *flows = new_list(&w);
    for (size_t i = 0; i < coverage->count && w.rc == TIER1_OK; i++)
        add(&w, flows, flow_value(&w, coverage->flows[i]));
    put_number(&w, document, "format_version", 1);
    put(&w, document, "flows", flows);
    if (w.rc == TIER1_OK)
        w.rc = tier1_value_to_json(out, engine, document, 1);
    tier1_value_free(document);
    return w.rc;
}

/* ---- reading ----------------------------------------------------------- */

static uint64_t number_of(const tier1_value *map, const char *key, bool *good)
{
    const tier1_value *value = tier1_value_get(map, key);
    if (tier1_value_kind(value) != TIER1_INTEGER ||
        tier1_value_integer(value) < 0) {
        *good = false;
        return 0;
    }
    return (uint64_t)tier1_value_integer(value);
}

/* One item; with `only` it is looked at. */
static bool read_item(tier1_cover_item *item, const tier1_value *map, bool only)
{
    bool good = tier1_value_kind(map) == TIER1_MAP;
    bool condition = item->kind == TIER1_COVER_CONDITION;
    tier1_cover_item got = {.count = number_of(map, "count", &good)};
    if (condition) {
        got.yes = number_of(map, "true", &good);
        got.no = number_of(map, "false", &good);
    }
    if (condition || item->kind == TIER1_COVER_HOOK)
        got.failed = number_of(map, "failed", &good);
    if (only || !good)
        return good;
    item->count += got.count;
    item->yes += got.yes;
    item->no += got.no;
    item->failed += got.failed;
    return true;
}

/* A flow of the document, which is to have as many of each as ours. */
static bool read_flow(struct cover_flow *f, const tier1_value *map, bool only)
{
    static const char *const keys[] = {"steps", "routes", "hooks"};
    const size_t ends[] = {f->step_count, f->exits[f->step_count], f->count};
    size_t at = 0;
    for (size_t k = 0; k < 3; k++) {
        const tier1_value *list = tier1_value_get(map, keys[k]);
        if (tier1_value_kind(list) != TIER1_LIST ||
            tier1_value_count(list) != ends[k] - at)
            return false;
        for (size_t i = 0; at < ends[k]; i++, at++)
            if (!read_item(&f->items[at], tier1_value_at(list, i), only))
                return false;
    }
    return true;
}

static int read_flows(tier1_coverage *c, const tier1_value *flows, bool only)
{
    int rc = TIER1_ENOTFOUND;
    if (tier1_value_kind(flows) != TIER1_LIST)
        return TIER1_EINVALID;
    for (size_t i = 0; i < tier1_value_count(flows); i++) {
        const tier1_value *map = tier1_value_at(flows, i);
        const char *id = tier1_value_text(tier1_value_get(map, "id"));
        const char *fingerprint =
            tier1_value_text(tier1_value_get(map, "fingerprint"));
        if (!id || !fingerprint)
            return TIER1_EINVALID;
        struct cover_flow *f = tier1__cover_flow_find(c, id, fingerprint);
        if (f && !read_flow(f, map, only))
            return TIER1_EINVALID;
        if (f)
            rc = TIER1_OK;
    }
    return rc;
}

int tier1_coverage_read(tier1_coverage *coverage, tier1_engine *engine,
                        const char *json, size_t length)
{
    if (!coverage || !engine || !json)
        return TIER1_EMISUSE;
    tier1_value *document = NULL;
    int rc = tier1_value_from_json(&document, engine, json, length);
    if (rc == TIER1_OK) {
        const tier1_value *version =
            tier1_value_get(document, "format_version");
        const tier1_value *flows = tier1_value_get(document, "flows");
        if (tier1_value_kind(version) != TIER1_INTEGER)
            rc = TIER1_EINVALID;
        else if (tier1_value_integer(version) != 1)
            rc = TIER1_EVERSION;
        else
            rc = read_flows(coverage, flows, true);
        if (rc == TIER1_OK)
            rc = read_flows(coverage, flows, false);
    } else if (rc != TIER1_ENOMEM) {
        rc = TIER1_EINVALID;
    }
    tier1_value_free(document);
    return rc;
}
