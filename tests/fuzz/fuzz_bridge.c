/* SPDX-License-Identifier: MIT */
/* Values to Lua and back. The bytes are JSON; what they say goes through
 * hooks by every way that a value can take, and is the same each time. What is
 * no JSON is only to be refused. */
#define _POSIX_C_SOURCE 200809L
#include "world.h"

static const struct {
    enum hook_form form;
    const char *text;
} ways[] = {
    {HOOK_EXPRESSION, "v"},
    {HOOK_BLOCK, "return v"},
    {HOOK_STATEMENTS, "w = v"},
    {HOOK_EXPRESSION, "host.echo(v)"},
    {HOOK_BLOCK, "local function copy(x)\n"
                 "  if type(x) ~= 'table' then return x end\n"
                 "  for k in pairs(x) do local _ = x[k] end\n"
                 "  return x\n"
                 "end\n"
                 "return copy(v)"},
};

#define WAYS (sizeof ways / sizeof ways[0])

/* Whatever a hook does with it, it ends. */
static const char rough[] =
    "local out = {}\n"
    "if type(v) == 'table' then\n"
    "  for k, x in pairs(v) do out[#out + 1] = tostring(k) .. tostring(x) end\n"
    "  pcall(table.sort, v)\n"
    "  pcall(table.insert, v, 1, v[1])\n"
    "  pcall(table.concat, v)\n"
    "  pcall(table.remove, v)\n"
    "  v.x = #v\n"
    "end\n"
    "pcall(has, v, 'a') pcall(count, v) pcall(only, v, 'a') pcall(any, v, 1)\n"
    "w = out\n"
    "n = tonumber(tostring(v))";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *results[WAYS] = {NULL};
    tier1_value *given = NULL;
    enum script_failure first = SCRIPT_OK;
    struct world w;
    int rc;

    world_open(&w);
    rc = tier1_value_from_json(&given, w.engine, (const char *)data, size);
    FUZZ_CHECK(rc == TIER1_OK || rc == TIER1_EINVALID || rc == TIER1_ELIMIT);
    for (size_t i = 0; rc == TIER1_OK && i < WAYS; i++) {
        const struct hook *h = world_hook(&w, ways[i].form, (uint32_t)i + 1,
                                          ways[i].text, strlen(ways[i].text));
        enum script_failure failure;
        w.variables[0] = given;
        w.variables[1] = NULL;
        failure = world_run(&w, h);
        FUZZ_CHECK(failure != SCRIPT_NOMEM);
        first = i == 0 ? failure : first;
        if (first != SCRIPT_OK || failure != SCRIPT_OK)
            continue; /* larger than a hook may hold, by one way or another */
        results[i] = world_json(
            &w, ways[i].form == HOOK_STATEMENTS ? w.variables[1] : w.result);
        FUZZ_CHECK(strcmp(results[i], results[0]) == 0);
        /* and once more: what came out goes through unchanged */
        if (i == 0) {
            char *again;
            w.variables[0] = w.result;
            FUZZ_CHECK(world_run(&w, h) == SCRIPT_OK);
            again = world_json(&w, w.result);
            FUZZ_CHECK(strcmp(again, results[0]) == 0);
            free(again);
        }
    }
    if (rc == TIER1_OK) {
        const struct hook *h =
            world_hook(&w, HOOK_STATEMENTS, 7, rough, sizeof rough - 1);
        w.variables[0] = given;
        FUZZ_CHECK(world_run(&w, h) != SCRIPT_NOMEM);
    }
    for (size_t i = 0; i < WAYS; i++)
        free(results[i]);
    tier1_value_free(given);
    world_close(&w);
    return 0;
}
