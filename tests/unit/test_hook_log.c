/* SPDX-License-Identifier: MIT */
/* What hooks gave: written, told again, as a value, and read from one. */
#include "run/hook_log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "data/json_write.h"
#include "run/run.h"

static const char flow_text[] = "tier1: 1\nid: one\ntitle: One\nsteps:\n"
                                "  last: {resolve: Done.}\n";

struct world {
    tier1_engine *engine;
    tier1_library *library;
    tier1_session *session;
    struct walk *walk;
    struct bytes told;
};

static void open_world(struct world *w)
{
    const tier1_source source = {"one.yaml", flow_text, sizeof flow_text - 1};

    *w = (struct world){NULL, NULL, NULL, NULL, {NULL, 0, 0}};
    assert_int_equal(tier1_engine_new(&w->engine, NULL), TIER1_OK);
    assert_int_equal(
        tier1_library_load(&w->library, NULL, w->engine, &source, 1, NULL),
        TIER1_OK);
    w->session = tier1__session_new(w->engine, tier1_library_at(w->library, 0));
    assert_non_null(w->session);
    w->walk = &w->session->awake->walk;
    tier1__walk_init(w->walk, w->session);
    w->walk->spare = &w->told;
}

static void close_world(struct world *w)
{
    tier1_session_free(w->session);
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
}

static void gives(struct world *w, const tier1_value *v)
{
    static const struct script_problem none;
    assert_int_equal(tier1__hook_log_end(w->walk, GO_ON, &none, v), GO_ON);
}

/* Five hooks: nil; true; 7 and two assignments; a failure; one that waits. */
static void write_five(struct world *w)
{
    struct script_problem problem = {.failure = SCRIPT_HOST, .line = 12};
    struct arena *a = &w->walk->arena;

    memcpy(problem.message, "busy", 5);
    tier1__hook_log_begin(w->walk);
    gives(w, NULL);
    tier1__hook_log_begin(w->walk);
    gives(w, &tier1__value_true);
    tier1__hook_log_begin(w->walk);
    tier1__hook_log_set(w->walk, 3, tier1__value_text(a, "x", 1));
    tier1__hook_log_set(w->walk, NO_SLOT, tier1__value_text(a, "de", 2));
    w->walk->said = 2;
    gives(w, tier1__value_integer(a, 7));
    tier1__hook_log_begin(w->walk);
    assert_int_equal(tier1__hook_log_end(w->walk, GO_ON, &problem, NULL),
                     GO_ON);
    tier1__hook_log_begin(w->walk);
    assert_int_equal(tier1__hook_log_end(w->walk, SUSPENDED, &problem, NULL),
                     SUSPENDED);
}

static const char five[] =
    "[{},{\"gave\":true},"
    "{\"set\":[{\"slot\":3,\"value\":\"x\"},{\"value\":\"de\"}],\"gave\":7,"
    "\"said\":2},"
    "{\"failure\":\"host\",\"line\":12,\"message\":\"busy\"},"
    "{\"waits\":true}]";

static void as_values_and_back(void **state)
{
    struct world w;
    struct bytes again = {NULL, 0, 0};
    const tier1_value *v;
    struct buf json;

    (void)state;
    open_world(&w);
    write_five(&w);
    v = tier1__hook_log_value(&w.walk->arena, &w.told);
    assert_non_null(v);
    tier1__buf_init(&json, w.engine->allocator, 0);
    tier1__json_write(&json, v, 0);
    assert_string_equal(tier1__buf_str(&json), five);
    tier1__buf_free(&json);
    assert_int_equal(tier1__hook_log_read(w.walk, v, &again), GO_ON);
    assert_int_equal(again.length, w.told.length);
    assert_memory_equal(again.at, w.told.at, again.length);
    close_world(&w);
}

struct sets {
    uint32_t slots[4];
    size_t count;
};

static int note_set(void *ud, uint32_t slot, const tier1_value *value)
{
    struct sets *s = ud;

    assert_non_null(value);
    assert_true(s->count < 4);
    s->slots[s->count++] = slot;
    return GO_ON;
}

static void told_again(void **state)
{
    struct sets sets = {.count = 0};
    struct hook_gave gave;
    struct world w;
    struct arena *a;

    (void)state;
    open_world(&w);
    write_five(&w);
    a = &w.walk->arena;
    tier1__hook_log_tell(w.walk, &w.told);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(
            tier1__hook_log_next(w.walk, a, note_set, &sets, &gave), GO_ON);
        assert_int_equal(tier1_value_kind(gave.value),
                         i ? TIER1_BOOLEAN : TIER1_NULL);
    }
    assert_int_equal(tier1__hook_log_next(w.walk, a, note_set, &sets, &gave),
                     GO_ON);
    assert_int_equal(tier1_value_integer(gave.value), 7);
    assert_int_equal(gave.said, 2);
    assert_int_equal(sets.count, 2);
    assert_int_equal(sets.slots[0], 3);
    assert_true(sets.slots[1] == NO_SLOT);
    assert_int_equal(tier1__hook_log_next(w.walk, a, note_set, &sets, &gave),
                     GO_ON);
    assert_int_equal(gave.problem.failure, SCRIPT_HOST);
    assert_int_equal(gave.problem.line, 12);
    assert_string_equal(gave.problem.message, "busy");
    assert_int_equal(tier1__hook_log_next(w.walk, a, note_set, &sets, &gave),
                     GO_ON);
    assert_true(gave.waits);
    assert_int_equal(tier1__hook_log_told(w.walk), GO_ON);
    close_world(&w);
}

static void what_is_left_untold_is_noticed(void **state)
{
    struct hook_gave gave;
    struct world w;

    (void)state;
    open_world(&w);
    write_five(&w);
    tier1__hook_log_tell(w.walk, &w.told);
    assert_int_equal(
        tier1__hook_log_next(w.walk, &w.walk->arena, note_set, NULL, &gave),
        GO_ON);
    assert_int_equal(tier1__hook_log_told(w.walk), TIER1_EREPLAY);
    assert_int_equal(tier1__hook_log_told(w.walk), GO_ON); /* nothing now */
    close_world(&w);
}

static void damaged_bytes_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
    } bad[] = {
        {"", 0},                       /* nothing for this hook */
        {"\7", 1},                     /* no entry */
        {"\16", 1},                    /* assigned, with a count */
        {"\3", 1},                     /* no value */
        {"\3\20", 2},                  /* no kind of value */
        {"\4\0\0\0", 4},               /* a failure that is none */
        {"\4\6\0\0", 4},               /* one that is not known */
        {"\4\1\0\5abc", 7},            /* a message that is cut */
        {"\6\1", 2},                   /* an assignment of nothing */
        {"\6\1\0", 3},                 /* and then no end */
        {"\10\xff\xff\xff\xff\x7f", 6} /* too many results */
    };
    struct sets sets = {.count = 0};
    struct hook_gave gave;
    struct world w;

    (void)state;
    open_world(&w);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        union {
            const char *in;
            char *out;
        } at = {bad[i].bytes};
        struct bytes told = {at.out, bad[i].length, bad[i].length};
        sets.count = 0;
        tier1__hook_log_tell(w.walk, &told);
        assert_int_equal(tier1__hook_log_next(w.walk, &w.walk->arena, note_set,
                                              &sets, &gave),
                         TIER1_EREPLAY);
        (void)tier1__hook_log_told(w.walk);
        assert_true(told.length == 0 ||
                    tier1__hook_log_value(&w.walk->arena, &told) == NULL);
    }
    close_world(&w);
}

static void values_that_are_none_are_refused(void **state)
{
    static const char *const bad[] = {
        "{}",
        "[1]",
        "[{\"else\": 1}]",
        "[{\"waits\": true, \"gave\": 1}]",
        "[{\"failure\": \"ok\", \"message\": \"x\"}]",
        "[{\"failure\": \"odd\", \"message\": \"x\"}]",
        "[{\"failure\": \"host\"}]",
        "[{\"failure\": \"host\", \"message\": \"x\", \"gave\": 1}]",
        "[{\"failure\": \"host\", \"message\": \"x\", \"waits\": true}]",
        "[{\"message\": \"x\"}]",
        "[{\"line\": 1}]",
        "[{\"said\": -1}]",
        "[{\"said\": 0}]",
        "[{\"said\": 4294967296}]",
        "[{\"waits\": false}]",
        "[{\"waits\": 1}]",
        "[{\"gave\": null}]",
        "[{\"set\": {}}]",
        "[{\"set\": []}]",
        "[{\"set\": [1]}]",
        "[{\"set\": [{}]}]",
        "[{\"set\": [{\"slot\": -1, \"value\": 1}]}]",
        "[{\"set\": [{\"slot\": 1}]}]"};
    struct world w;

    (void)state;
    open_world(&w);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bytes out;
        tier1_value *v = NULL;
        assert_int_equal(
            tier1_value_from_json(&v, w.engine, bad[i], strlen(bad[i])),
            TIER1_OK);
        if (tier1__hook_log_read(w.walk, v, &out) != TIER1_EINVALID)
            fail_msg("%s is taken", bad[i]);
        tier1_value_free(v);
    }
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_values_and_back),
        cmocka_unit_test(told_again),
        cmocka_unit_test(what_is_left_untold_is_noticed),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(values_that_are_none_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
