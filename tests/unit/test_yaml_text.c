/* SPDX-License-Identifier: MIT */
#include "data/yaml_text.h"

#include "base/engine.h"
#include "document.h"

static tier1_caps caps;

static int set_up(void **state)
{
    (void)state;
    tier1__caps_fill(&caps);
    return 0;
}

static void check(const char *text, size_t length, const char *wanted)
{
    check_yaml(text, length, &caps, false, wanted);
}

static void refuses_bytes_that_are_no_text(void **state)
{
    (void)state;
    check("a: \xff\n", 5, "1:4 yaml-encoding: not UTF-8");
    check("a:\n  \xc3\xa9\xc0\x80", 9, "2:4 yaml-encoding: not UTF-8");
    check("a: \xed\xa0\x80", 6, "1:4 yaml-encoding: not UTF-8");
    check("a: \xe2\x82", 5, "1:4 yaml-encoding: not UTF-8");
    check("a: b\0c", 6, "1:5 yaml-encoding: the control character U+0000");
    check("a: \x1b[m", 6, "1:4 yaml-encoding: the control character U+001B");
    check("a: \x7f", 4, "1:4 yaml-encoding: the control character U+007F");
    check("a: \xc2\x85", 5, "1:4 yaml-encoding: the control character U+0085");
    check("a: \xef\xbb\xbf", 6,
          "1:4 yaml-encoding: the control character U+FEFF");
    check("a: \xef\xbf\xbe", 6,
          "1:4 yaml-encoding: the control character U+FFFE");
    check("\xff\xfe"
          "a",
          3, "1:1 yaml-encoding: the file is UTF-16");
    check("\xfe\xff", 2, "1:1 yaml-encoding: the file is UTF-16");
    check("a\0:\0", 4, "1:2 yaml-encoding: the control character U+0000");
}

static void knows_two_line_breaks(void **state)
{
    (void)state;
    check("a: b\r\nc: d\n", 11, "{=a =b =c =d}");
    check("a: b\rc: d", 9, "1:5 yaml-encoding: a carriage return alone");
    check("a: b\r", 5, "1:5 yaml-encoding: a carriage return alone");
    check("a: x\xe2\x80\xa8y", 8,
          "1:5 yaml-encoding: a Unicode line separator, which YAML takes for "
          "a line break");
    check("a: \"x\\Ly\"", 9, "{=a \"x\xe2\x80\xa8y}");
}

static void reads_what_has_no_end(void **state)
{
    char *exact = malloc(3); /* nothing behind it: for the sanitizer */

    (void)state;
    assert_non_null(exact);
    memcpy(exact, "a: ", 3);
    check(exact, 3, "{=a =}");
    check(exact, 1, "=a");
    memcpy(exact, "a: @", 3);
    check(exact, 0, "1:1 yaml-document: the file is empty");
    check(NULL, 0, "1:1 yaml-document: the file is empty");
    check("\xef\xbb\xbf", 3, "1:1 yaml-document: the file is empty");
    free(exact);
}

static void directives_are_few(void **state)
{
    char text[4000] = "";
    size_t before;

    (void)state;
    for (int i = 0; i < 8; i++) {
        strcat(text, "%TAG !");
        text[strlen(text)] = (char)('a' + i);
        strcat(text, "! x\n# and\n");
    }
    before = strlen(text);
    strcat(text, "--- y\n%z\n");
    check(text, strlen(text), "=y %z");
    text[before] = '\0';
    strcat(text, "\n%TAG !z! x\n--- y\n");
    check(text, strlen(text), "18:1 yaml-limit: more than 8 directives");
    /* those of a second document, which libyaml reads before it is seen */
    strcpy(text, "a\n...\n");
    for (int i = 0; i < 9; i++)
        strcat(text, "%X\n");
    check(text, strlen(text), "11:1 yaml-limit: more than 8 directives");
}

static void cursor_skips_what_is_blank(void **state)
{
    struct source source = {"t", "\xef\xbb\xbf|\n \xc3\xa9\n \t\r\n\nend", 17};
    struct line_cursor c;
    struct span span = {1, 1, 5, 1};

    (void)state;
    assert_int_equal(tier1__yaml_bom(&source), 3);
    tier1__yaml_cursor(&c, &source);
    tier1__yaml_block_end(&c, &span);
    assert_int_equal(span.end_line, 2);
    assert_int_equal(span.end_column, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_bytes_that_are_no_text),
        cmocka_unit_test(knows_two_line_breaks),
        cmocka_unit_test(reads_what_has_no_end),
        cmocka_unit_test(directives_are_few),
        cmocka_unit_test(cursor_skips_what_is_blank),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
