/* SPDX-License-Identifier: MIT */
/* What the host brings along: results of its functions, variables that it
 * gives, and what was tried before. */
#include <string.h>

#include "chance.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *any(struct chance *c, const char *const *words, size_t n)
{
    return words[chance_below(c, n)];
}

/* ---- host functions --------------------------------------------------- */

/* Keys that results of host functions have, and words that they hold. */
static const struct {
    const char *key;
    const char *const words[6];
} results[] = {
    {"status", {"up", "down", "outage", "odd"}},
    {"state", {"locked", "open", "closed", "odd"}},
    {"reason", {"left the company", "sign-ins from two countries"}},
    {"to", {"the phone that ends in 42"}},
    {"text", {"two blinks: memory"}},
    {"part", {"memory", "battery", "main board"}},
};

static const char *const flags[] = {"sent", "fraud", "expected", "ok"};
static const char *const counts[] = {"attenuation_db", "locks", "blinks"};

static size_t words_of(size_t i)
{
    size_t n = 0;
    while (n < COUNT(results[i].words) && results[i].words[n] != NULL)
        n++;
    return n;
}

static tier1_value *result_map(struct chance *c, tier1_engine *e)
{
    tier1_value *map = make_map(e);

    for (size_t i = 0; i < COUNT(results); i++)
        if (chance_of(c, 80))
            put(map, results[i].key,
                make_text(e, any(c, results[i].words, words_of(i))));
    for (size_t i = 0; i < COUNT(flags); i++)
        if (chance_of(c, 80))
            put(map, flags[i], make_boolean(e, chance_of(c, 60)));
    for (size_t i = 0; i < COUNT(counts); i++)
        if (chance_of(c, 80))
            put(map, counts[i], make_integer(e, (int64_t)chance_below(c, 80)));
    return map;
}

static tier1_value *odd_result(struct chance *c, tier1_engine *e)
{
    tier1_value *v;

    switch (chance_below(c, 5)) {
    case 0:
        return make_text(e, "as a text");
    case 1:
        return make_number(e, -0.5);
    case 2:
        v = make_list(e);
        add(v, make_text(e, "first"));
        add(v, make_null(e));
        add(v, result_map(c, e));
        return v;
    case 3:
        return make_null(e);
    default:
        return make_map(e);
    }
}

tier1_value *random_result(struct chance *c, tier1_engine *e)
{
    size_t way = chance_below(c, 100);

    if (way < 5)
        return NULL;
    if (way < 10)
        return odd_result(c, e);
    return way < 50 ? make_boolean(e, chance_of(c, 60)) : result_map(c, e);
}

int random_host(void *ud, const tier1_call *call, tier1_value **result)
{
    struct chance *c = ud;
    size_t way = chance_below(c, 100);

    if (way < 4)
        return TIER1_ETIMEOUT;
    if (way < 8)
        return TIER1_WAIT; /* what it waits for comes from random_result() */
    if (way < 11) {
        if (chance_of(c, 50))
            *result = make_text(call->engine, "the line is busy");
        return TIER1_EHOST;
    }
    if (way < 12)
        return TIER1_EREAD; /* what a host should not return */
    *result = random_result(c, call->engine);
    return TIER1_OK;
}

/* ---- what is known at the start --------------------------------------- */

static const char *const given_texts[] = {
    "AB-123456", "X200", "4711", "kim@example.org", "the router", "Kim"};
static const char *const given_choices[] = {"dsl",        "cable",  "fibre",
                                            "mobile",     "unsure", "speakers",
                                            "headphones", "hdmi"};

tier1_value *random_given(struct chance *c, tier1_engine *e,
                          const tier1_variable_info *v)
{
    const char *type = v->type;

    if (strcmp(type, "integer") == 0 || strcmp(type, "scale") == 0)
        return make_integer(e, (int64_t)chance_below(c, 1000));
    if (strcmp(type, "number") == 0 || strcmp(type, "money") == 0)
        return make_number(e, (double)chance_below(c, 1000) / 4);
    if (strcmp(type, "boolean") == 0 || strcmp(type, "yes_no") == 0)
        return make_boolean(e, chance_of(c, 50));
    if (strcmp(type, "date") == 0)
        return make_text(e, "2026-01-31");
    if (strcmp(type, "time") == 0)
        return make_text(e, "14:05");
    if (strcmp(type, "datetime") == 0)
        return make_text(e, "2026-01-31T14:05:00Z");
    if (strcmp(type, "duration") == 0)
        return make_text(e, "1h30m");
    if (strcmp(type, "email") == 0)
        return make_text(e, "kim@example.org");
    if (strcmp(type, "phone") == 0)
        return make_text(e, "+44 20 7946 0000");
    if (strcmp(type, "url") == 0)
        return make_text(e, "https://example.org");
    if (strcmp(type, "map") == 0)
        return result_map(c, e);
    if (strcmp(type, "list") == 0 || strcmp(type, "multi") == 0)
        return make_list(e);
    if (strcmp(type, "choice") == 0)
        return make_text(e, any(c, given_choices, COUNT(given_choices)));
    return make_text(e, any(c, given_texts, COUNT(given_texts)));
}

tier1_value *random_history(struct chance *c, tier1_engine *e)
{
    static const char *const remedies[] = {"restart_device", "reseat_cables",
                                           "rejoin_wifi", "check_power",
                                           "no_such_remedy"};
    static const char *const said[] = {"worked", "failed", "skipped"};
    tier1_value *list = make_list(e);

    for (size_t i = 0; i < COUNT(remedies); i++) {
        tier1_value *map;

        if (!chance_of(c, 30))
            continue;
        map = make_map(e);
        put(map, "remedy", make_text(e, remedies[i]));
        put(map, "result", make_text(e, any(c, said, COUNT(said))));
        add(list, map);
    }
    return list;
}
