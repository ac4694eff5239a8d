/* SPDX-License-Identifier: MIT */
/* What the formatter holds its own work against: none of the faults that it
 * could have would get through. What it makes of files is in
 * tests/runner/test_fmt.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tier1/format.h>
#include <tier1/tier1.h>

#include "author/format.h"

static tier1_engine *engine;

static int begin(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    (void)state;
    return tier1_engine_new(&engine, &o);
}

static int end(void **state)
{
    (void)state;
    tier1_engine_free(engine);
    return 0;
}

static tier1_document *cut(struct formatting *f, const char *text)
{
    tier1_document *doc = NULL;
    assert_int_equal(
        tier1_document_read(&doc, NULL, engine, "x.yaml", text, strlen(text)),
        TIER1_OK);
    *f = (struct formatting){.bytes = text,
                             .length = strlen(text),
                             .root = tier1_document_root(doc)};
    tier1__format_tokens(f);
    assert_null(f->fault);
    assert_false(f->nomem);
    return doc;
}

static void differs(const char *before, const char *after, const char *how)
{
    struct formatting a, b;
    tier1_document *one = cut(&a, before), *other = cut(&b, after);
    const char *said = tier1__format_differs(&a, &b);
    if (how) {
        assert_non_null(said);
        assert_non_null(strstr(said, how));
    } else {
        assert_null(said);
    }
    tier1__format_dispose(&a);
    tier1__format_dispose(&b);
    tier1_document_free(one);
    tier1_document_free(other);
}

static void test_faults(void **state)
{
    (void)state;
    differs("a:  1 # x\n", "a: 1 # x", NULL);
    differs("\xEF\xBB\xBF"
            "a: 1\r\n",
            "a: 1\n", NULL);
    differs("a: 1 # x\n", "a: 1\n", "letter");
    differs("a: 1\nb: 2\n", "b: 2\na: 1\n", "letter");
    differs("a: 'b'\n", "a: b\n", "letter");
    differs("a: 1 # x\n", "a: 1 # x y\n", "letter");
    differs("a: 1 # x y\n", "a: 1 # xy\n", "comment");
    differs("a: x #y\n", "a: x#y\n", "comment");
    differs("# a\n# b\nc: 1\n", "# a # b\nc: 1\n", "comment");
    differs("a: &x y\nb: *x\n", "a: &xy\nb: *xy\n", "letter");
    differs("a: &x y\n", "a: &xy\n", "anchor");
    differs("a: b c\n", "a: bc\n", "text");
    differs("a: |\n  b\n   c\n", "a: |\n  b\n  c\n", "text");
    differs("a: |+\n  b\n\n", "a: |+\n  b\n", "text");
    differs("a:\n  b:\n  c: 1\n", "a:\n  b:\n    c: 1\n", "belongs");
    differs("- a\n- - b\n", "- a\n-\n- b\n", "belongs");
    differs("a:\n- b\nc:\n- d\n", "a:\n- b\nc:\n- d", NULL);
}

static void test_result(void **state)
{
    static const char typed[] = "# one\na:   1 # two\n";
    tier1_formatted *f = NULL;
    tier1_diagnostics *found = NULL;
    (void)state;
    assert_int_equal(
        tier1_format(&f, &found, engine, "x.yaml", typed, sizeof typed - 1),
        TIER1_OK);
    assert_string_equal(f->text, "# one\na: 1 # two\n");
    assert_int_equal(f->length, strlen(f->text));
    assert_true(f->changed);
    assert_int_equal(f->comments, 2);
    assert_string_equal(f->problem, "");
    tier1_formatted_free(f);
    tier1_diagnostics_free(found);
    assert_int_equal(tier1_format(&f, NULL, engine, "x.yaml", "a: 1\n", 5),
                     TIER1_OK);
    assert_false(f->changed);
    tier1_formatted_free(f);
}

static void test_refused(void **state)
{
    tier1_formatted *f = NULL;
    tier1_diagnostics *found = NULL;
    (void)state;
    assert_int_equal(tier1_format(&f, &found, engine, "x.yaml", "a: [", 4),
                     TIER1_EINVALID);
    assert_null(f);
    assert_int_equal(tier1_diagnostics_count(found), 1);
    tier1_diagnostics_free(found);
    assert_int_equal(tier1_format(&f, &found, engine, "x.yaml", NULL, 0),
                     TIER1_EMISUSE);
    assert_null(found);
    assert_int_equal(tier1_format(NULL, NULL, engine, "x.yaml", "a", 1),
                     TIER1_EMISUSE);
    tier1_formatted_free(NULL);
}

/* What no longer fits under a cap is left as it is. */
static void test_too_long_then(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    static const char typed[] = "a:\n- b\n- c\n- d\n";
    tier1_engine *small = NULL;
    tier1_formatted *f = NULL;
    (void)state;
    o.caps.file_bytes = sizeof typed - 1;
    assert_int_equal(tier1_engine_new(&small, &o), TIER1_OK);
    assert_int_equal(
        tier1_format(&f, NULL, small, "x.yaml", typed, sizeof typed - 1),
        TIER1_OK);
    assert_null(f->text);
    assert_false(f->changed);
    assert_non_null(strstr(f->problem, "file_bytes"));
    tier1_formatted_free(f);
    tier1_engine_free(small);
}

static void unified(const char *before, const char *after, const char *diff)
{
    tier1_buf out = TIER1_BUF_INIT;
    assert_int_equal(tier1_text_unified(&out, "a", before, strlen(before), "b",
                                        after, strlen(after)),
                     TIER1_OK);
    assert_string_equal(out.ptr, diff);
    tier1_buf_dispose(&out);
}

static void test_unified(void **state)
{
    (void)state;
    unified("", "", "");
    unified("a\n", "a\n", "");
    unified("a\n", "", "--- a\n+++ b\n@@ -1 +0,0 @@\n-a\n");
    unified("", "a\n", "--- a\n+++ b\n@@ -0,0 +1 @@\n+a\n");
    unified("a\nb", "a\nb\n",
            "--- a\n+++ b\n@@ -1,2 +1,2 @@\n a\n-b\n"
            "\\ No newline at end of file\n+b\n");
    unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\nx\n",
            "--- a\n+++ b\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+x\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults),        cmocka_unit_test(test_result),
        cmocka_unit_test(test_refused),       cmocka_unit_test(test_unified),
        cmocka_unit_test(test_too_long_then),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
