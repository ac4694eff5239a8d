/* SPDX-License-Identifier: MIT */
/* Escaping for Markdown and plain text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "packet/page.h"

static struct buf out;

static int setup(void **state)
{
    (void)state;
    tier1__buf_init(&out, (tier1_allocator){NULL, NULL}, 65536);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tier1__buf_free(&out);
    return 0;
}

static void gives(bool marks, const char *in, const char *wanted)
{
    struct page p = {.out = &out, .marks = marks};
    tier1__buf_clear(&out);
    tier1__page_text(&p, in);
    assert_string_equal(tier1__buf_str(&out), wanted);
}

static void marks_are_escaped(void **state)
{
    (void)state;
    gives(true, "**bold** `code`", "\\*\\*bold\\*\\* \\`code\\`");
    gives(true, "[a](http://b)", "\\[a\\](http\\://b)");
    gives(true, "![x](y)", "\\!\\[x\\](y)");
    gives(true, "<script>&amp;", "\\<script\\>\\&amp;");
    gives(true, "a\\b", "a\\\\b");
    gives(true, "~~x~~ | y", "\\~\\~x\\~\\~ \\| y");
    gives(true, "@kim #12 $x$ :bug:", "\\@kim \\#12 \\$x\\$ \\:bug:");
    gives(true, "www.example.org", "www\\.example.org");
}

static void plain_words_stay_plain(void **state)
{
    (void)state;
    gives(true, "line_fault: it's 12.5 (about)",
          "line_fault: it's 12.5 (about)");
    gives(true, "09:00:07 {\"a\":1} x:y", "09:00:07 {\"a\":1} x:y");
    gives(true, "_x_ a_ _b __init__", "\\_x\\_ a\\_ \\_b \\_\\_init\\_\\_");
    gives(false, "**as it is** <b>", "**as it is** <b>");
}

static void controls_are_replaced(void **state)
{
    (void)state;
    gives(true, "a\nb\tc", "a b c");
    gives(false, "a\x1B[31mb", "a\xEF\xBF\xBD[31mb");
    gives(false, "\xE2\x80\xAEright", "\xEF\xBF\xBDright");
    gives(false, "\xFF", "\xEF\xBF\xBD");
}

static void quotes_keep_their_lines(void **state)
{
    struct page p = {.out = &out, .marks = true};
    (void)state;
    tier1__page_quote(&p, "one\n- two\n12. three\n  # four\n\n==\n3) x\n- - -");
    assert_string_equal(tier1__buf_str(&out),
                        "> one\n> \\- two\n> 12\\. three\n> \\# four\n> \n"
                        "> \\==\n> 3\\) x\n> \\- - -\n");
}

static void headings_are_underlined_in_plain_text(void **state)
{
    struct page p = {.out = &out, .marks = false};
    (void)state;
    tier1__page_heading(&p, 1, "Tit", "\xC3\xA9l");
    tier1__page_heading(&p, 2, "Sub", NULL);
    assert_string_equal(tier1__buf_str(&out),
                        "Tit\xC3\xA9l\n=====\n\nSub\n---\n");
}

static void strong_needs_something_to_hold(void **state)
{
    struct page p = {.out = &out, .marks = true};
    static const tier1_value empty = {.type = TIER1_TEXT, .as.text = ""};
    static const tier1_value word = {
        .type = TIER1_TEXT, .count = 1, .as.text = "x"};
    (void)state;
    tier1__page_strong(&p, &empty);
    tier1__page_strong(&p, &word);
    tier1__page_strong(&p, &tier1__value_true);
    assert_string_equal(tier1__buf_str(&out), "**x****true**");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(marks_are_escaped),
        TEST(plain_words_stay_plain),
        TEST(controls_are_replaced),
        TEST(quotes_keep_their_lines),
        TEST(headings_are_underlined_in_plain_text),
        TEST(strong_needs_something_to_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
