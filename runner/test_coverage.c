/* SPDX-License-Identifier: MIT */
/* Steps, ways out, conditions each way, other Lua: counted by
 * libtier1-author, told here. */
#include "test_coverage.h"

#include <string.h>

#include "io.h"
#include "runner.h"

static const struct {
    tier1_cover_kind kind;
    const char *name;
} kinds[] = {
    {TIER1_COVER_STEP, "steps"},
    {TIER1_COVER_ROUTE, "routes"},
    {TIER1_COVER_CONDITION, "conditions"},
    {TIER1_COVER_HOOK, "hooks"},
};
#define KINDS (sizeof(kinds) / sizeof(*kinds))

/* ---- text -------------------------------------------------------------- */

static void flow_line(struct term *out, const tier1_coverage *c,
                      const char *flow)
{
    bool all = true;
    struct text line = TEXT_INIT;
    for (size_t k = 0; k < KINDS; k++) {
        tier1_cover_sum sum = tier1_coverage_sum(c, kinds[k].kind, flow);
        text_format(&line, "%s%s %zu of %zu", k ? ", " : "", kinds[k].name,
                    sum.reached, sum.total);
        all = all && sum.reached == sum.total;
    }
    term_put(out, all ? GREEN : YELLOW, flow ? flow : "all");
    term_format(out, PLAIN, ": %s\n", text_get(&line));
    text_free(&line);
}

static void route_words(struct text *out, const tier1_cover_item *item)
{
    text_format(out, "%s: %s", item->step ? item->step : "anywhere",
                item->rule);
    if (item->choice)
        text_format(out, " %s", item->choice);
    if (item->number)
        text_format(out, " %d", item->number);
    if (item->to)
        text_format(out, " to %s", item->to);
    else
        text_format(out, ", %s%s%s", tier1_end_text(item->end),
                    item->code ? " " : "", item->code ? item->code : "");
}

static void missing_words(struct text *out, const tier1_cover_item *item)
{
    const char *of = item->step ? item->step : item->flow;
    switch (item->kind) {
    case TIER1_COVER_STEP:
        text_format(out, "not reached: %s", item->step);
        return;
    case TIER1_COVER_ROUTE:
        text_add(out, "not taken: ");
        route_words(out, item);
        return;
    case TIER1_COVER_CONDITION:
        text_format(out, "%s: %s of %s",
                    item->yes  ? "never false"
                    : item->no ? "never true"
                               : "not run",
                    item->field, of);
        return;
    case TIER1_COVER_HOOK:
        text_format(out, "not run: %s of %s", item->field, of);
        return;
    }
}

void test_coverage_text(struct term *out, const tier1_coverage *c)
{
    tier1_cover_item item;
    const char *flow = NULL;
    size_t flows = 0;
    for (size_t i = 0; tier1_coverage_item(c, i, &item); i++) {
        if (flow != item.flow) {
            flow_line(out, c, item.flow);
            flow = item.flow;
            flows++;
        }
        if (item.reached)
            continue;
        struct text line = TEXT_INIT;
        text_format(&line, "  %s", item.file);
        if (item.line)
            text_format(&line, ":%u:%u", item.line, item.column);
        text_add(&line, ": ");
        missing_words(&line, &item);
        term_format(out, PLAIN, "%s\n", text_get(&line));
        text_free(&line);
    }
    if (flows > 1)
        flow_line(out, c, NULL);
}

/* ---- documents --------------------------------------------------------- */

tier1_value *test_coverage_json(const tier1_coverage *c, tier1_engine *engine)
{
    tier1_value *all = json_map(engine), *missing = json_list(engine);
    tier1_cover_item item;
    for (size_t i = 0; tier1_coverage_item(c, i, &item); i++) {
        struct text name = TEXT_INIT;
        if (item.kind != TIER1_COVER_STEP || item.reached)
            continue;
        text_format(&name, "%s/%s", item.flow, item.step);
        json_add(missing, json_text(engine, text_get(&name)));
        text_free(&name);
    }
    for (size_t k = 0; k < KINDS; k++) {
        tier1_cover_sum sum = tier1_coverage_sum(c, kinds[k].kind, NULL);
        tier1_value *one = json_map(engine);
        json_put_number(engine, one, "reached", (long long)sum.reached);
        json_put_number(engine, one, "total", (long long)sum.total);
        if (kinds[k].kind == TIER1_COVER_STEP)
            json_put(one, "missing", missing);
        json_put(all, kinds[k].name, one);
    }
    return all;
}

int test_coverage_file(const tier1_coverage *c, tier1_engine *engine,
                       const char *path)
{
    tier1_buf json = TIER1_BUF_INIT;
    int rc = need_memory(tier1_coverage_write(&json, c, engine));
    int status = rc == TIER1_OK ? STATUS_DONE
                                : complain(STATUS_IO, "%s: %s", path,
                                           tier1_status_text(rc));
    if (status == STATUS_DONE && strcmp(path, "-") == 0)
        status = io_write(path, json.ptr, json.len, false);
    else if (status == STATUS_DONE)
        status = io_replace(path, json.ptr, json.len);
    tier1_buf_dispose(&json);
    return status;
}

bool test_coverage_least(const tier1_coverage *c, unsigned percent)
{
    bool good = true;
    for (size_t k = 0; k < KINDS; k++) {
        tier1_cover_sum sum = tier1_coverage_sum(c, kinds[k].kind, NULL);
        if (sum.reached * 100 >= sum.total * percent)
            continue;
        good = false;
        (void)complain(STATUS_FINDINGS,
                       "%s: %zu of %zu are reached, less than %u %%",
                       kinds[k].name, sum.reached, sum.total, percent);
    }
    return good;
}
