/* SPDX-License-Identifier: MIT */
#include "diag/diag.h"
#include "diag/rules.h"

#include "fault.h"

static const struct source file = {"a.yaml", "one\n\ttwo\x1b\r\nthree", 16};

static void copies_all_that_it_is_given(void **state)
{
    tier1_allocator none = {NULL, NULL};
    tier1_diagnostics *list = tier1__diagnostics_new(none, 10);
    char name[] = "b.yaml";
    char message[] = "message";
    char hint[] = "hint";
    struct source source = {name, "text", 4};
    struct span span = {1, 2, 1, 3};
    const tier1_diagnostic *d;

    (void)state;
    tier1__diag_add(list, TIER1_ERROR, "rule", &source, span, message, hint);
    memset(name, 'x', sizeof(name) - 1);
    memset(message, 'x', sizeof(message) - 1);
    memset(hint, 'x', sizeof(hint) - 1);
    d = tier1_diagnostics_at(list, 0);
    assert_string_equal(d->file, "b.yaml");
    assert_string_equal(d->message, "message");
    assert_string_equal(d->hint, "hint");
    assert_string_equal(d->rule, "rule");
    assert_string_equal(d->source, "text");
    assert_int_equal(d->line, 1);
    assert_int_equal(d->end_column, 3);
    assert_null(tier1_diagnostics_at(list, 1));
    tier1_diagnostics_free(list);
}

static void null_lists_are_empty(void **state)
{
    (void)state;
    tier1__diag_add(NULL, TIER1_ERROR, "r", NULL, (struct span){0}, "m", NULL);
    tier1__diag(NULL, TIER1_ERROR, "r", NULL, (struct span){0}, NULL, "m");
    assert_int_equal(tier1_diagnostics_count(NULL), 0);
    assert_int_equal(tier1_diagnostics_count_of(NULL, TIER1_ERROR), 0);
    assert_null(tier1_diagnostics_at(NULL, 0));
    tier1_diagnostics_free(NULL);
}

static const char *line_of(const struct source *source, unsigned line,
                           unsigned column, char *out)
{
    tier1_allocator none = {NULL, NULL};
    tier1_diagnostics *list = tier1__diagnostics_new(none, 10);
    struct span span = {line, column, line, column + 1};
    const char *text;

    tier1__diag(list, TIER1_NOTE, "r", source, span, NULL, "%d", 1);
    text = tier1_diagnostics_at(list, 0)->source;
    if (text != NULL)
        strcpy(out, text);
    tier1_diagnostics_free(list);
    return text == NULL ? NULL : out;
}

static void cuts_source_lines(void **state)
{
    char out[1000];
    char wide[401];
    struct source bom = {"b", "\xef\xbb\xbfx\xffy\xe2\x80\xae\xc3\xa9", 11};
    struct source long_line = {"l", wide, 400};

    (void)state;
    assert_string_equal(line_of(&file, 1, 1, out), "one");
    assert_string_equal(line_of(&file, 2, 1, out), " two\xe2\x90\x9b");
    assert_string_equal(line_of(&file, 3, 1, out), "three");
    assert_null(line_of(&file, 4, 1, out));
    assert_null(line_of(&file, 0, 0, out));
    assert_null(line_of(NULL, 1, 1, out));
    assert_string_equal(line_of(&bom, 1, 1, out),
                        "x\xef\xbf\xbdy\xef\xbf\xbd\xc3\xa9");
    for (int i = 0; i < 400; i++)
        wide[i] = (char)('a' + i % 26);
    assert_non_null(line_of(&long_line, 1, 100, out));
    assert_int_equal(strlen(out), 120 + 3);
    assert_memory_equal(out, wide, 120);
    assert_non_null(line_of(&long_line, 1, 200, out));
    assert_memory_equal(out, "\xe2\x80\xa6", 3);
    /* column 200 is the 61st of what is kept */
    assert_int_equal(out[3 + 59], wide[199]);
    assert_int_equal(strlen(out), 3 + 119 + 3);
    assert_non_null(line_of(&long_line, 1, 400, out));
    assert_int_equal(out[3 + 59], wide[399]);
}

static void counts_past_the_limit(void **state)
{
    tier1_allocator none = {NULL, NULL};
    tier1_diagnostics *list = tier1__diagnostics_new(none, 2);
    struct span span = {1, 1, 1, 2};

    (void)state;
    for (int i = 0; i < 5; i++) {
        tier1__diag_add(list, TIER1_ERROR, "r", &file, span, "m", NULL);
        tier1__diag_add(list, TIER1_NOTE, "r", &file, span, "n", NULL);
    }
    tier1__diag_add(list, TIER1_WARNING, "r", &file, span, "w", NULL);
    assert_int_equal(tier1_diagnostics_count(list), 2);
    assert_int_equal(tier1_diagnostics_count_of(list, TIER1_ERROR), 5);
    assert_int_equal(tier1_diagnostics_count_of(list, TIER1_WARNING), 1);
    assert_int_equal(tier1_diagnostics_count_of(list, TIER1_NOTE), 1);
    assert_int_equal(list->dropped, 5);
    tier1_diagnostics_free(list);
}

static int fill(tier1_diagnostics *list)
{
    struct span span = {3, 1, 3, 2};

    for (int i = 0; i < 20; i++)
        tier1__diag(list, TIER1_ERROR, "r", &file, span, "hint", "number %d",
                    20 - i);
    tier1__diagnostics_finish(list);
    return list->failed;
}

static void survives_every_lost_allocation(void **state)
{
    struct fault f = {0};
    int rc = TIER1_ENOMEM;

    (void)state;
    for (size_t i = 1; rc != TIER1_OK; i++) {
        tier1_diagnostics *list;

        f.calls = 0;
        f.fail = i;
        list = tier1__diagnostics_new(fault_allocator(&f), 100);
        rc = list == NULL ? TIER1_ENOMEM : fill(list);
        tier1_diagnostics_free(list);
        assert_int_equal(f.live, 0);
        assert_int_equal(f.bytes, 0);
        assert_true(i < 1000);
    }
}

static void rules_are_found_by_their_names(void **state)
{
    size_t count = tier1_rule_count();

    (void)state;
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        const tier1_rule *rule = tier1_rule_at(i);

        assert_ptr_equal(tier1__rule_find(rule->name), rule);
        assert_true(rule->severity >= TIER1_ERROR);
        assert_true(strlen(rule->about) > 0);
    }
    assert_null(tier1_rule_at(count));
    assert_null(tier1__rule_find(""));
    assert_null(tier1__rule_find("unknown-ste"));
    assert_null(tier1__rule_find("zzz"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_all_that_it_is_given),
        cmocka_unit_test(null_lists_are_empty),
        cmocka_unit_test(cuts_source_lines),
        cmocka_unit_test(counts_past_the_limit),
        cmocka_unit_test(rules_are_found_by_their_names),
        cmocka_unit_test(survives_every_lost_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
