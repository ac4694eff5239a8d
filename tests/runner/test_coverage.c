/* SPDX-License-Identifier: MIT */
/* Coverage, as a tool of somebody else's would count it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <tier1/author.h>
#include <tier1/tier1.h>

static const char main_text[] =
    "tier1: 1\n"
    "id: main\n"
    "title: M\n"
    "vars: {n: {type: integer, default: 0}}\n"
    "anywhere: {stop: {label: Stop, escalate: stopped}}\n"
    "steps:\n"
    "  a:\n"
    "    ask: A {{ n }}?\n"
    "    choices:\n"
    "      x: {label: X, goto: b}\n"
    "      y: {label: Y, when: n == 0, goto: [{when: n > 5, goto: b},\n"
    "          {goto: c}]}\n"
    "    next: c\n"
    "  b: {ask: B?, type: integer, check: answer < 9 or 'No.', next: s}\n"
    "  c: {try: C., next: s}\n"
    "  s: {call: sub, next: d}\n"
    "  d: {resolve: Done.}\n";
static const char sub_text[] = "tier1: 1\n"
                               "id: sub\n"
                               "title: S\n"
                               "steps:\n"
                               "  q: {ask: Q?, type: yes_no, next: r}\n"
                               "  r: {return: done}\n";

struct fixture {
    tier1_engine *engine;
    tier1_library *library;
    const tier1_flow *flow;
    tier1_coverage *coverage;
};

static int fill(void *ud, void *out, size_t length)
{
    (void)ud;
    memset(out, 7, length);
    return 0;
}

static tier1_library *load(tier1_engine *engine, const char *text)
{
    tier1_library *library = NULL;
    tier1_diagnostics *found = NULL;
    const tier1_source sources[] = {{"main.yaml", text, strlen(text)},
                                    {"sub.yaml", sub_text, strlen(sub_text)}};
    int rc = tier1_library_load(&library, &found, engine, sources, 2, NULL);
    for (size_t i = 0; i < tier1_diagnostics_count(found); i++)
        print_message("%s\n", tier1_diagnostics_at(found, i)->message);
    tier1_diagnostics_free(found);
    assert_int_equal(rc, TIER1_OK);
    return library;
}

static int set_up(void **state)
{
    static struct fixture f;
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    o.random = fill;
    assert_int_equal(tier1_engine_new(&f.engine, &o), TIER1_OK);
    f.library = load(f.engine, main_text);
    f.flow = tier1_library_find(f.library, "main");
    assert_int_equal(tier1_coverage_new(&f.coverage), TIER1_OK);
    assert_int_equal(tier1_coverage_flow(f.coverage, f.flow), TIER1_OK);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    tier1_coverage_free(f->coverage);
    tier1_library_free(f->library);
    tier1_engine_free(f->engine);
    return 0;
}

/* Walks with these answers, one word each. */
static void walk(struct fixture *f, tier1_coverage *coverage,
                 const char *answers)
{
    tier1_session *s = NULL;
    char room[64];
    int rc;
    assert_int_equal(tier1_coverage_watch(coverage, f->engine, f->library),
                     TIER1_OK);
    rc = tier1_session_start(&s, f->engine, f->flow, NULL);
    while (*answers) {
        size_t length = strcspn(answers, " ");
        memcpy(room, answers, length);
        room[length] = '\0';
        answers += length + (answers[length] == ' ');
        rc = tier1_session_answer(s, room);
        assert_true(rc >= 0 || rc == TIER1_EANSWER);
    }
    assert_int_equal(tier1_coverage_session(coverage, s, f->library), TIER1_OK);
    tier1_session_free(s);
    assert_int_equal(tier1_engine_watch(f->engine, NULL, NULL), TIER1_OK);
    assert_int_equal(tier1_engine_passed(f->engine, NULL, NULL), TIER1_OK);
}

static void sums(const struct fixture *f, tier1_cover_kind kind, size_t reached,
                 size_t total)
{
    tier1_cover_sum sum = tier1_coverage_sum(f->coverage, kind, NULL);
    assert_int_equal(sum.reached, reached);
    assert_int_equal(sum.total, total);
}

/* The item that a line of text names: "kind step rule-or-field choice
 * number". */
static tier1_cover_item find(const tier1_coverage *c, const char *name)
{
    tier1_cover_item item;
    for (size_t i = 0; tier1_coverage_item(c, i, &item); i++) {
        char text[256];
        (void)snprintf(text, sizeof text, "%d %s %s %s %d", (int)item.kind,
                       item.step ? item.step : "-",
                       item.rule    ? item.rule
                       : item.field ? item.field
                                    : "-",
                       item.choice ? item.choice : "-", item.number);
        if (strcmp(text, name) == 0)
            return item;
    }
    fail_msg("no item '%s'", name);
    return item;
}

static void test_nothing_reached(void **state)
{
    struct fixture *f = *state;
    sums(f, TIER1_COVER_STEP, 0, 5);
    /* x, y twice, next of a; next of b and of c; of s; one of anywhere */
    sums(f, TIER1_COVER_ROUTE, 0, 8);
    sums(f, TIER1_COVER_CONDITION, 0, 6); /* two `when`, one `check` */
    sums(f, TIER1_COVER_HOOK, 0, 1);
    tier1_cover_item item = find(f->coverage, "1 a - - 0");
    assert_int_equal(item.line, 7);
    item = find(f->coverage, "2 a choice y 1");
    assert_int_equal(item.line, 11); /* where its condition stands */
    assert_string_equal(item.to, "b");
    item = find(f->coverage, "2 - choice stop 0");
    assert_null(item.to);
    assert_int_equal(item.end, TIER1_ESCALATED);
    assert_string_equal(item.code, "stopped");
}

static void test_counts(void **state)
{
    struct fixture *f = *state;
    walk(f, f->coverage, "y worked yes");
    sums(f, TIER1_COVER_STEP, 4, 5);
    sums(f, TIER1_COVER_ROUTE, 3, 8);
    sums(f, TIER1_COVER_CONDITION, 2, 6);
    sums(f, TIER1_COVER_HOOK, 1, 1);
    walk(f, f->coverage, "x 9 8 yes");
    sums(f, TIER1_COVER_STEP, 5, 5);
    tier1_cover_item item = find(f->coverage, "3 b check - 0");
    assert_int_equal(item.count, 2);
    assert_int_equal(item.yes, 1);
    assert_int_equal(item.no, 1); /* the text that says no */
    assert_true(item.reached);
    assert_int_equal(find(f->coverage, "2 a choice x 0").count, 1);
    assert_int_equal(find(f->coverage, "1 a - - 0").count, 2);
    assert_false(find(f->coverage, "2 - choice stop 0").reached);
    walk(f, f->coverage, "stop");
    assert_int_equal(find(f->coverage, "2 - choice stop 0").count, 1);
}

/* By the indexes of the chart, as whoever draws it asks. */
static void test_by_chart(void **state)
{
    struct fixture *f = *state;
    tier1_cover_item item;
    walk(f, f->coverage, "x stop");
    size_t a = tier1_chart_find(f->flow, "a"),
           b = tier1_chart_find(f->flow, "b");
    assert_int_equal(tier1_coverage_step(f->coverage, f->flow, b, &item), 1);
    assert_int_equal(item.count, 1);
    assert_int_equal(tier1_coverage_exit(f->coverage, f->flow, a, 0, &item), 1);
    assert_string_equal(item.choice, "x");
    assert_int_equal(item.count, 1);
    tier1_exit way;
    size_t i = 0;
    while (tier1_chart_exit(f->flow, a, i, &way) &&
           way.kind != TIER1_EXIT_ANYWHERE)
        i++;
    assert_int_equal(tier1_coverage_exit(f->coverage, f->flow, a, i, &item), 1);
    assert_string_equal(item.choice, "stop");
    assert_int_equal(item.count, 1); /* taken at another step */
    assert_int_equal(tier1_coverage_exit(f->coverage, f->flow, a, 99, &item),
                     0);
    const tier1_flow *other = tier1_library_find(f->library, "sub");
    assert_int_equal(tier1_coverage_step(f->coverage, other, 0, &item), 0);
}

static void test_of_a_callee(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        tier1_coverage_flow(f->coverage, tier1_library_find(f->library, "sub")),
        TIER1_OK);
    walk(f, f->coverage, "y worked yes");
    tier1_cover_sum sum =
        tier1_coverage_sum(f->coverage, TIER1_COVER_STEP, "sub");
    assert_int_equal(sum.total, 2);
    assert_int_equal(sum.reached, 2);
}

static void same(const tier1_coverage *a, const tier1_coverage *b)
{
    tier1_cover_item x, y;
    size_t i = 0;
    for (; tier1_coverage_item(a, i, &x); i++) {
        assert_int_equal(tier1_coverage_item(b, i, &y), 1);
        assert_int_equal(x.kind, y.kind);
        assert_int_equal(x.count, y.count);
        assert_int_equal(x.yes, y.yes);
        assert_int_equal(x.no, y.no);
        assert_int_equal(x.failed, y.failed);
    }
    assert_int_equal(tier1_coverage_item(b, i, &y), 0);
}

/* Counted in two, put together; written and read. */
static void test_together(void **state)
{
    struct fixture *f = *state;
    tier1_coverage *other = NULL, *third = NULL;
    tier1_buf json = TIER1_BUF_INIT;
    assert_int_equal(tier1_coverage_new(&other), TIER1_OK);
    assert_int_equal(tier1_coverage_flow(other, f->flow), TIER1_OK);
    walk(f, f->coverage, "y worked yes");
    walk(f, other, "x 9 8 yes");
    walk(f, other, "y failed no");
    assert_int_equal(tier1_coverage_add(other, f->coverage), TIER1_OK);
    walk(f, f->coverage, "x 9 8 yes");
    walk(f, f->coverage, "y failed no");
    same(f->coverage, other);
    assert_int_equal(tier1_coverage_add(other, other), TIER1_EMISUSE);

    assert_int_equal(tier1_coverage_write(&json, other, f->engine), TIER1_OK);
    assert_int_equal(tier1_coverage_new(&third), TIER1_OK);
    assert_int_equal(tier1_coverage_read(third, f->engine, json.ptr, json.len),
                     TIER1_ENOTFOUND);
    assert_int_equal(tier1_coverage_flow(third, f->flow), TIER1_OK);
    assert_int_equal(tier1_coverage_read(third, f->engine, json.ptr, json.len),
                     TIER1_OK);
    same(other, third);
    tier1_buf_dispose(&json);
    tier1_coverage_free(third);
    tier1_coverage_free(other);
}

/* Another version of the flow is another flow. */
static void test_version(void **state)
{
    struct fixture *f = *state;
    char text[sizeof main_text];
    memcpy(text, main_text, sizeof text);
    memcpy(strstr(text, "Done."), "Gone.", 5);
    tier1_library *changed = load(f->engine, text);
    const tier1_flow *flow = tier1_library_find(changed, "main");
    tier1_cover_item item;
    tier1_buf json = TIER1_BUF_INIT;
    walk(f, f->coverage, "y worked yes");
    assert_int_equal(tier1_coverage_step(f->coverage, flow, 0, &item), 0);
    assert_int_equal(tier1_coverage_write(&json, f->coverage, f->engine),
                     TIER1_OK);
    tier1_coverage *other = NULL;
    assert_int_equal(tier1_coverage_new(&other), TIER1_OK);
    assert_int_equal(tier1_coverage_flow(other, flow), TIER1_OK);
    assert_int_equal(tier1_coverage_read(other, f->engine, json.ptr, json.len),
                     TIER1_ENOTFOUND);
    tier1_coverage_free(other);
    tier1_buf_dispose(&json);
    tier1_library_free(changed);
}

/* Documents that are damaged add nothing. */
static void test_damaged(void **state)
{
    struct fixture *f = *state;
    tier1_buf json = TIER1_BUF_INIT;
    tier1_coverage *other = NULL, *empty = NULL;
    walk(f, f->coverage, "y worked yes");
    assert_int_equal(tier1_coverage_write(&json, f->coverage, f->engine),
                     TIER1_OK);
    assert_int_equal(tier1_coverage_new(&other), TIER1_OK);
    assert_int_equal(tier1_coverage_flow(other, f->flow), TIER1_OK);
    assert_int_equal(tier1_coverage_new(&empty), TIER1_OK);
    assert_int_equal(tier1_coverage_flow(empty, f->flow), TIER1_OK);
    for (size_t n = 0; n + 2 < json.len; n += 7)
        assert_int_equal(tier1_coverage_read(other, f->engine, json.ptr, n),
                         TIER1_EINVALID);
    static const char *const keys[] = {"\"count\"", "\"routes\"",
                                       "\"true\"",  "\"failed\"",
                                       "\"flows\"", "\"format_version\""};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        char *last = NULL, *at = json.ptr;
        while ((at = strstr(at, keys[k])))
            last = at++;
        assert_non_null(last);
        last[1] = 'X';
        assert_int_equal(
            tier1_coverage_read(other, f->engine, json.ptr, json.len),
            TIER1_EINVALID);
        last[1] = keys[k][1];
        same(other, empty);
    }
    strstr(json.ptr, "\"format_version\": 1")[18] = '2';
    assert_int_equal(tier1_coverage_read(other, f->engine, json.ptr, json.len),
                     TIER1_EVERSION);
    tier1_coverage_free(empty);
    tier1_coverage_free(other);
    tier1_buf_dispose(&json);
}

static void test_misuse(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(tier1_coverage_new(NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_coverage_flow(f->coverage, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_coverage_watch(f->coverage, f->engine, NULL),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_coverage_session(f->coverage, NULL, f->library),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_coverage_write(NULL, f->coverage, f->engine),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_coverage_read(f->coverage, f->engine, NULL, 0),
                     TIER1_EMISUSE);
    tier1_coverage_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_reached, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_by_chart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_of_a_callee, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_version, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damaged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_misuse, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
