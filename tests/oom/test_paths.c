/* SPDX-License-Identifier: MIT */
/* A flow that is explored while the n-th request of the author's library for
 * memory fails, for every n: TIER1_ENOMEM, and nothing is held. */
#include "shortage_malloc.h"

#include <tier1/paths.h>

static const char caller[] =
    "tier1: 1\n"
    "id: caller\n"
    "title: Caller\n"
    "vars: {tally: {type: integer, default: 0}, plan: {type: number, given: "
    "optional}}\n"
    "steps:\n"
    "  lamps:\n"
    "    ask: How many lamps?\n"
    "    type: integer\n"
    "    min: 0\n"
    "    max: 9\n"
    "    next: [{when: lamps > 4 and plan ~= 2, goto: inner}, {when: lamps > "
    "9, goto: broken}, test]\n"
    "  test:\n"
    "    run: host.line_test()\n"
    "    save: line\n"
    "    on_error: broken\n"
    "    next: [{when: line.loss > 5, goto: broken}, again]\n"
    "  again: {set: tally = tally + 1, next: [{when: tally >= 2, goto: "
    "broken}, lamps]}\n"
    "  inner: {call: callee, cases: {up: fine, down: broken}, next: fine}\n"
    "  fine: {resolve: Fine.}\n"
    "  broken: {escalate: Broken., code: broken}\n";

static const char callee[] =
    "tier1: 1\n"
    "id: callee\n"
    "title: Callee\n"
    "vars: {key: {type: boolean, given: optional}}\n"
    "steps:\n"
    "  which:\n"
    "    ask: Which?\n"
    "    choices: {up: Up, down: {label: Down, goto: low}, both: {label: "
    "Both, goto: which}}\n"
    "    next: locked\n"
    "  locked: {when: key == true, tell: Locked., next: high}\n"
    "  high: {return: up}\n"
    "  low: {return: down}\n";

static tier1_library *library_of(tier1_engine *engine)
{
    const tier1_source sources[] = {
        {"caller.yaml", caller, sizeof caller - 1},
        {"callee.yaml", callee, sizeof callee - 1},
    };
    tier1_library *library = NULL;

    assert_int_equal(
        tier1_library_load(&library, NULL, engine, sources, 2, NULL), TIER1_OK);
    return library;
}

static bool explore_once(tier1_library *library, bool pairs, size_t fail,
                         bool for_good)
{
    tier1_paths_options o = TIER1_PATHS_OPTIONS_INIT;
    size_t live = memory.live;
    tier1_paths *paths = NULL;
    tier1_buf out = TIER1_BUF_INIT;
    bool any;
    int rc;

    o.pairs = pairs;
    shortage_arm(&memory, fail, for_good);
    rc = tier1_paths_explore(&paths, library, "caller", &o);
    if (rc == TIER1_OK)
        rc = tier1_paths_way(&out, paths, 0);
    if (rc == TIER1_OK)
        rc = tier1_paths_tests(&out, paths);
    any = memory.refused > 0;
    shortage_end(&memory);
    assert_int_equal(rc, any ? TIER1_ENOMEM : TIER1_OK);
    if (rc == TIER1_OK)
        assert_int_equal(tier1_paths_about(paths)->ends, 2);
    tier1_paths_free(paths);
    tier1_buf_dispose(&out);
    assert_int_equal(memory.live, live);
    return any;
}

static void every(bool pairs, bool for_good, size_t stride)
{
    tier1_engine *engine = NULL;
    tier1_library *library;
    size_t fail = 1;

    assert_int_equal(tier1_engine_new(&engine, NULL), TIER1_OK);
    library = library_of(engine);
    while (explore_once(library, pairs, fail, for_good))
        fail += stride;
    assert_true(fail > 500);
    tier1_library_free(library);
    tier1_engine_free(engine);
}

static void test_one(void **state)
{
    (void)state;
    every(false, false, 1);
}

static void test_for_good(void **state)
{
    (void)state;
    every(false, true, 11);
}

static void test_pairs(void **state)
{
    (void)state;
    every(true, false, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one),
        cmocka_unit_test(test_for_good),
        cmocka_unit_test(test_pairs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
