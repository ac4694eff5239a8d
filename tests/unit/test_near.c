/* SPDX-License-Identifier: MIT */
#include "base/near.h"

#include "fault.h"

static const char *nearest(const char *word, const char *a, const char *b)
{
    struct near n;

    tier1__near_init(&n, word, strlen(word));
    tier1__near_try(&n, a);
    tier1__near_try(&n, b);
    return n.best;
}

static void finds_the_nearest(void **state)
{
    (void)state;
    assert_string_equal(nearest("questoin", "question", "quest"), "question");
    assert_string_equal(nearest("Title", "text", "title"), "title");
    assert_string_equal(nearest("go", "goto", "to"), "to");
    assert_string_equal(nearest("setp", "stop", "step"), "step");
    assert_string_equal(nearest("wifi-lights", "wifi_lights", "x"),
                        "wifi_lights");
    /* ties: the first */
    assert_string_equal(nearest("bat", "cat", "hat"), "cat");
}

static void keeps_its_peace(void **state)
{
    char many[100];

    (void)state;
    assert_null(nearest("question", "answer", "x"));
    assert_null(nearest("ab", "cd", ""));
    assert_null(nearest("", "a", "b"));
    memset(many, 'a', sizeof(many));
    many[99] = '\0';
    assert_null(nearest(many, many, "a"));
}

/* One letter is one edit, however many bytes it takes. */
static void counts_characters(void **state)
{
    (void)state;
    assert_string_equal(nearest("caf\xc3\xa9", "cafe", "x"), "cafe");
    assert_string_equal(nearest("ab\xff", "abc", "x"), "abc");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_nearest),
        cmocka_unit_test(keeps_its_peace),
        cmocka_unit_test(counts_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
