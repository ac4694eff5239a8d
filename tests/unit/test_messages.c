/* SPDX-License-Identifier: MIT */
/* The table of what is said to whoever answers, and what stands in {{ }}. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/messages.h"

static enum message of(unsigned i)
{
    return (enum message)i;
}

static void names_are_words(void **state)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

    (void)state;
    for (unsigned i = 0; i < MESSAGE_COUNT; i++) {
        const char *name = tier1__message_name(of(i));
        assert_true(*name && strspn(name, letters) == strlen(name));
        assert_int_equal(tier1__message_find(name), i);
    }
    assert_int_equal(tier1__message_find("no_such_message"), MESSAGE_COUNT);
    assert_int_equal(tier1__message_find(""), MESSAGE_COUNT);
}

static void no_text_stands_twice(void **state)
{
    (void)state;
    for (unsigned i = 0; i < MESSAGE_COUNT; i++)
        for (unsigned j = 0; j < i; j++)
            assert_string_not_equal(tier1__message_text(of(i)),
                                    tier1__message_text(of(j)));
}

/* Each has its word once, and no other. */
static void texts_have_their_words(void **state)
{
    (void)state;
    for (unsigned i = 0; i < MESSAGE_COUNT; i++) {
        const char *text = tier1__message_text(of(i));
        struct message_brace b;
        unsigned count = 0;
        assert_true(*text != '\0');
        for (; tier1__message_brace(text, &b); text = b.end) {
            assert_non_null(b.end);
            assert_true(tier1__message_takes(of(i), &b));
            count++;
        }
        assert_int_equal(count, *tier1__message_word(of(i)) != '\0');
    }
}

static void is_brace(const char *text, const char *word, const char *rest)
{
    struct message_brace b;

    assert_true(tier1__message_brace(text, &b));
    assert_int_equal(b.length, strlen(word));
    assert_memory_equal(b.word, word, b.length);
    if (rest)
        assert_string_equal(b.end, rest);
    else
        assert_null(b.end);
}

static void finds_braces(void **state)
{
    struct message_brace b;

    (void)state;
    assert_false(tier1__message_brace("", &b));
    assert_false(tier1__message_brace("a { b } }} c {", &b));
    is_brace("a {{ most }}, b", "most", ", b");
    is_brace("{{most}}", "most", "");
    is_brace("{{ }}", "", "");
    is_brace("{{}}{{ x }}", "", "{{ x }}");
    is_brace("{{ \n", "", NULL);
    is_brace("{{ a", "a", NULL);
    assert_true(tier1__message_brace("{{ }}", &b));
    assert_false(tier1__message_takes(MESSAGE_TOO_LARGE, &b));
    assert_false(tier1__message_takes(MESSAGE_YES_OR_NO, &b));
    assert_true(tier1__message_brace("{{ mos }}", &b));
    assert_false(tier1__message_takes(MESSAGE_TOO_LARGE, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_words),
        cmocka_unit_test(no_text_stands_twice),
        cmocka_unit_test(texts_have_their_words),
        cmocka_unit_test(finds_braces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
