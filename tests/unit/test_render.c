/* SPDX-License-Identifier: MIT */
#include "diag/diag.h"
#include "fault.h"

static void check(const tier1_diagnostic *d, int explain, const char *wanted)
{
    tier1_buf out = TIER1_BUF_INIT;

    assert_int_equal(tier1_diagnostic_render(&out, d, explain), TIER1_OK);
    assert_string_equal(out.ptr, wanted);
    tier1_buf_dispose(&out);
}

static void renders_one_line(void **state)
{
    tier1_diagnostic d = {.severity = TIER1_ERROR,
                          .rule = "unknown-step",
                          .file = "no-internet.yaml",
                          .line = 12,
                          .column = 5,
                          .end_line = 12,
                          .end_column = 9,
                          .message = "no step 'x'",
                          .hint = "did you mean 'y'?",
                          .source = "  - goto: x"};

    (void)state;
    check(&d, 0,
          "no-internet.yaml:12:5: error: no step 'x' (did you mean 'y'?) "
          "[unknown-step]\n");
    check(&d, 1,
          "no-internet.yaml:12:5: error: no step 'x' (did you mean 'y'?) "
          "[unknown-step]\n"
          "  12 |   - goto: x\n"
          "     |     ^^^^\n");
    d.severity = TIER1_WARNING;
    d.hint = NULL;
    d.line = 0;
    check(&d, 1, "no-internet.yaml: warning: no step 'x' [unknown-step]\n");
    d.severity = TIER1_NOTE;
    d.file = NULL;
    d.rule = NULL;
    check(&d, 1, "note: no step 'x'\n");
}

static void lets_nothing_through(void **state)
{
    tier1_diagnostic d = {.severity = TIER1_ERROR,
                          .file = "a\x1b[31m",
                          .line = 1,
                          .column = 1,
                          .message = "m\n\xe2\x80\xae",
                          .source = "\x1b!"};

    (void)state;
    check(&d, 1,
          "a\\u{1b}[31m:1:1: error: m\\n\\u{202e}\n"
          "  1 | \\u{1b}!\n"
          "    | ^\n");
}

static void draws_carets_where_they_belong(void **state)
{
    tier1_diagnostic d = {.severity = TIER1_ERROR,
                          .line = 3,
                          .column = 3,
                          .end_line = 5,
                          .end_column = 1,
                          .message = "m",
                          .source = "\xc3\xa9: [x"};

    (void)state;
    /* what goes on in later lines: to the end of this one */
    check(&d, 1, "3:3: error: m\n  3 | \xc3\xa9: [x\n    |   ^^^\n");
    /* just behind the line */
    d.column = 6;
    d.end_line = 3;
    d.end_column = 6;
    check(&d, 1, "3:6: error: m\n  3 | \xc3\xa9: [x\n    |      ^\n");
    d.column = 7;
    check(&d, 1, "3:7: error: m\n  3 | \xc3\xa9: [x\n");
}

/* diag.c cuts long lines, render.c finds the place in what is left. */
static void finds_the_place_in_a_long_line(void **state)
{
    char wide[400];
    struct source source = {"l", wide, sizeof(wide)};
    struct span span = {1, 200, 1, 202};
    tier1_diagnostics *list =
        tier1__diagnostics_new((tier1_allocator){NULL, NULL}, 10);
    tier1_buf out = TIER1_BUF_INIT;
    const char *line;
    const char *caret;

    (void)state;
    memset(wide, '.', sizeof(wide));
    wide[199] = 'X';
    tier1__diag(list, TIER1_ERROR, "r", &source, span, NULL, "m");
    assert_int_equal(
        tier1_diagnostic_render(&out, tier1_diagnostics_at(list, 0), 1),
        TIER1_OK);
    line = strchr(out.ptr, '\n') + 1;
    caret = strchr(line, '^');
    assert_non_null(caret);
    caret -= (strchr(line, '\n') + 1) - line;
    /* the ellipsis is three bytes and one column */
    assert_int_equal(caret[2], 'X');
    tier1_buf_dispose(&out);
    tier1_diagnostics_free(list);
}

static void fails_cleanly(void **state)
{
    struct fault f = {.fail = 1};
    tier1_diagnostic d = {.severity = TIER1_ERROR, .message = "m"};
    tier1_buf out = TIER1_BUF_INIT;

    (void)state;
    out.allocator = fault_allocator(&f);
    assert_int_equal(tier1_diagnostic_render(&out, &d, 0), TIER1_ENOMEM);
    assert_int_equal(tier1_diagnostic_render(NULL, &d, 0), TIER1_EMISUSE);
    assert_int_equal(tier1_diagnostic_render(&out, NULL, 0), TIER1_EMISUSE);
    assert_int_equal(f.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renders_one_line),
        cmocka_unit_test(lets_nothing_through),
        cmocka_unit_test(draws_carets_where_they_belong),
        cmocka_unit_test(finds_the_place_in_a_long_line),
        cmocka_unit_test(fails_cleanly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
