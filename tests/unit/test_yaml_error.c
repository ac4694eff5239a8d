/* SPDX-License-Identifier: MIT */
#include "data/yaml_error.h"

#include "base/engine.h"
#include "document.h"

static tier1_caps caps;

static int set_up(void **state)
{
    (void)state;
    tier1__caps_fill(&caps);
    return 0;
}

static void check(const char *text, const char *wanted)
{
    check_yaml(text, strlen(text), &caps, false, wanted);
}

/* The place is where it was opened, not the end of the file. */
static void says_where_it_was_opened(void **state)
{
    (void)state;
    check("a: 1\nb: \"x\nc: 2\n\n",
          "2:4 yaml-syntax: the quote opened here is not closed");
    check("a: 'it's'\nb: 'x\n",
          "1:8 yaml-syntax: something follows the closing quote");
    check("a: 'x\n---\n", "1:4 yaml-syntax: the quote opened here is not "
                          "closed before the document ends");
    check("a: [1, 2\nb: 3\n", "1:4 yaml-syntax: the '[' opened here is not "
                              "closed, or a ',' is missing");
    check("a:\n  - {x: 1\n  - y\n", "2:5 yaml-syntax: the '{' opened here is "
                                    "not closed, or a ',' is missing");
}

static void speaks_plainly(void **state)
{
    (void)state;
    check("a: b: c\n", "1:5 yaml-syntax: a ': ' where none can be");
    check("a: 1\nbc\nd: 2\n", "2:1 yaml-syntax: a key without ':'");
    check("a: 1\n  b: 2\n", "2:4 yaml-syntax: a ': ' where none can be");
    check("a:\n  b: 1\n c: 2\n",
          "3:2 yaml-syntax: this does not fit the map around it");
    check("a: - b\n", "1:4 yaml-syntax: a '- ' where no list can begin");
    check("- a\nb: c\n",
          "2:1 yaml-syntax: this does not fit the list around it");
    check("a:\n\tb: 1\n", "2:1 yaml-syntax: a tab in the indentation");
    check("a: @b\n", "1:4 yaml-syntax: a text cannot begin with '@'");
    check("a: `b`\n", "1:4 yaml-syntax: a text cannot begin with '`'");
    check("a: %b\n", "1:4 yaml-syntax: a text cannot begin with '%'");
    check("a: \"\\q\"\n", "1:5 yaml-syntax: no such escape");
    check("a: \"\\xzz\"\n", "1:7 yaml-syntax: \\x, \\u and \\U need 2, 4 and "
                            "8 hexadecimal digits");
    check("a: \"\\ud800\"\n",
          "1:7 yaml-syntax: the escape is no Unicode character");
    check("a: & b\n", "1:4 yaml-syntax: a text cannot begin with '&'");
    check("a: *\n", "1:4 yaml-syntax: a text cannot begin with '*'");
    check("a: !x!y z\n", "1:4 yaml-syntax: a text cannot begin with '!'");
    check("a: | x\n", "1:6 yaml-syntax: text behind '|' or '>'");
    check("a: |0\n x\n",
          "1:5 yaml-syntax: the indentation of a block text cannot be 0");
    check("a: 1\n]\n", "2:1 yaml-syntax: this does not fit the map around it");
    check("a: ]\n", "1:4 yaml-syntax: a value is expected here");
    check("a: !<x\n", "1:4 yaml-syntax: a text cannot begin with '!'");
    check("[a]]", "1:4 yaml-syntax: something follows the document");
    check("%YAML 2.0\n--- a\n", "1:1 yaml-syntax: not a version of YAML 1");
    check("%FOO\n--- a\n", "1:1 yaml-syntax: a directive that is none");
    check("%YAML 1.1\n%YAML 1.1\n--- a\n",
          "2:1 yaml-syntax: a directive twice");
}

/* libyaml puts it in a line that is not there. */
static void the_end_of_a_file_is_in_its_last_line(void **state)
{
    (void)state;
    check("a: 1\nbcd", "2:1 yaml-syntax: a key without ':'");
    check("? [a", "1:3 yaml-syntax: the '[' opened here is not closed, or a "
                  "',' is missing");
    check("%YAML 1.1", "1:10 yaml-syntax: something follows the document");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_where_it_was_opened),
        cmocka_unit_test(speaks_plainly),
        cmocka_unit_test(the_end_of_a_file_is_in_its_last_line),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
