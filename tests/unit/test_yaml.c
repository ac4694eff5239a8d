/* SPDX-License-Identifier: MIT */
#include "data/yaml.h"

#include <stdio.h>

#include "base/engine.h"
#include "document.h"

static tier1_caps caps;

static int set_up(void **state)
{
    (void)state;
    memset(&caps, 0, sizeof(caps));
    tier1__caps_fill(&caps);
    return 0;
}

static void check(const char *text, const char *wanted)
{
    check_yaml(text, strlen(text), &caps, false, wanted);
}

static void check_places(const char *text, const char *wanted)
{
    check_yaml(text, strlen(text), &caps, true, wanted);
}

static void reads_texts_as_they_stand(void **state)
{
    (void)state;
    check("a: yes\nb: 'no'\nc: \"\\u00e9\\n\"\nd: 1.50\ne: null\nf:\n",
          "{=a =yes =b 'no =c \"\xc3\xa9\n =d =1.50 =e =null =f =}");
    check("- |\n  one\n   two\n- >-\n  one\n  two\n",
          "[|one\n two\n >one two]");
    check("{a: [1, 2], b: {c: d}}", "{=a [=1 =2] =b {=c =d}}");
    check("text", "=text");
    check("''", "'");
    check("a: [x: 1, y]\n", "{=a [{=x =1} =y]}");
    check("# only\n--- # here\na: b\n...\n# after\n", "{=a =b}");
    check("a: &x [1, 2]\nb: *x\n", "{=a [=1 =2] =b [=1 =2]}");
    check("&k a: 1\nb: *k\n", "{=a =1 =b =a}");
    check("a: ! 5\nb: !!str 6\nc: !!str\n", "{=a \"5 =b \"6 =c \"}");
    check("\xef\xbb\xbf"
          "a: b\r\nc: d\r\n",
          "{=a =b =c =d}");
    check("? a\n: b\n", "{=a =b}");
}

static void knows_places(void **state)
{
    (void)state;
    check_places("a: b\n", "{@1:1-1:5 =a@1:1-1:2 =b@1:4-1:5}");
    check_places("\xef\xbb\xbf\xc3\xa9: \xf0\x9f\x98\x80x # c\n",
                 "{@1:1-1:6 =\xc3\xa9@1:1-1:2 =\xf0\x9f\x98\x80x@1:4-1:6}");
    check_places("a:\n  - x\n  - 'y' \n\n# c\nb: z",
                 "{@1:1-6:5 =a@1:1-1:2 [@2:3-3:8 =x@2:5-2:6 'y@3:5-3:8] "
                 "=b@6:1-6:2 =z@6:4-6:5}");
    check_places("a: [x,\n y ]\n",
                 "{@1:1-2:5 =a@1:1-1:2 [@1:4-2:5 =x@1:5-1:6 =y@2:2-2:3]}");
    check_places("[ a: b , c]",
                 "[@1:1-1:12 {@1:3-1:7 =a@1:3-1:4 =b@1:6-1:7} =c@1:10-1:11]");
    check_places("a: one\n  two\nb: \"x\n  y\"\n",
                 "{@1:1-4:5 =a@1:1-1:2 =one two@1:4-2:6 =b@3:1-3:2 \"x "
                 "y@3:4-4:5}");
    check_places("a:\nb:\n", "{@1:1-2:3 =a@1:1-1:2 =@1:3-1:3 =b@2:1-2:2 "
                             "=@2:3-2:3}");
    check_places("- - a\n  - b\n- c\n",
                 "[@1:1-3:4 [@1:3-2:6 =a@1:5-1:6 =b@2:5-2:6] =c@3:3-3:4]");
    /* an alias ends where it stands; its node is where it was */
    check_places("- &a x\n- [*a , *a ]\n- *a\n",
                 "[@1:1-3:5 =x@1:3-1:7 [@2:3-2:13 =x@1:3-1:7 =x@1:3-1:7] "
                 "=x@1:3-1:7]");
}

static void knows_the_end_of_block_texts(void **state)
{
    (void)state;
    check_places("a: |\n  x\n  yy\n\n\nb: c\n",
                 "{@1:1-6:5 =a@1:1-1:2 |x\nyy\n@1:4-3:5 =b@6:1-6:2 "
                 "=c@6:4-6:5}");
    check_places("a: |\n  x\n\n  \xc3\xa9\xc3\xa9",
                 "{@1:1-4:5 =a@1:1-1:2 |x\n\n\xc3\xa9\xc3\xa9@1:4-4:5}");
    check_places("a: >\n  x\r\n  y\r\n# c\n",
                 "{@1:1-3:4 =a@1:1-1:2 >x y\n@1:4-3:4}");
    check_places("a: |\n\nb: |-\n  x\n",
                 "{@1:1-4:4 =a@1:1-1:2 |@1:4-1:5 =b@3:1-3:2 |x@3:4-4:4}");
}

static void refuses_what_readers_disagree_on(void **state)
{
    (void)state;
    check("a: 1\nb: 2\n'a': 3\n\"\\u0061\": 4\n",
          "3:1 yaml-duplicate-key: the key 'a' is there already, in line 1; "
          "4:1 yaml-duplicate-key: the key 'a' is there already, in line 1");
    check("a: {<<: *x}", "1:5 yaml-merge-key: merge keys are not supported; "
                         "1:9 yaml-alias: no anchor 'x' before this alias");
    check("'<<': 1", "{'<< =1}");
    check("a: !!int 5\nb: !x y\n", "1:4 yaml-tag: tags are not supported; "
                                   "2:4 yaml-tag: tags are not supported");
    check("a: !!map {}\n", "1:4 yaml-tag: tags are not supported");
    check("a: !!str []\n", "1:4 yaml-tag: tags are not supported");
    check("[a]: 1\n", "1:1 yaml-key: a key that is a list or map");
    check("x: {{ y }}\n", "1:5 yaml-key: a key that is a list or map");
    check("a: 1\n---\nb: 2\n", "2:1 yaml-document: a second document");
    check("a: 1\n...\n%YAML 1.1\n---\nb: 2\n",
          "3:1 yaml-document: a second document");
    check("", "1:1 yaml-document: the file is empty");
    check("# nothing\n\n", "1:1 yaml-document: the file is empty");
    check("---\n", "1:1 yaml-document: the file is empty");
    check("a: \"x\\0y\"\n",
          "1:4 yaml-encoding: a text cannot hold control characters");
    check("a: \"\\e[31m\"\n",
          "1:4 yaml-encoding: a text cannot hold control characters");
}

static void refuses_circles(void **state)
{
    (void)state;
    check("&a [*a]", "1:5 yaml-alias: the anchor 'a' would be within itself");
    check("a: &x {b: [*x]}\n",
          "1:12 yaml-alias: the anchor 'x' would be within itself");
    check("a: &x {*x : 1}\n",
          "1:8 yaml-alias: the anchor 'x' would be within itself");
    /* an anchor may be set again, and is the newer one from then on */
    check("[&a 1, *a, &a 2, *a]", "[=1 =1 =2 =2]");
    check("[*a, &a 1]", "1:2 yaml-alias: no anchor 'a' before this alias");
}

static void aliases_share_and_are_counted(void **state)
{
    char text[400];

    (void)state;
    (void)snprintf(text, sizeof(text), "- &a [%s]\n%s", "1,1,1,1,1,1,1,1,1",
                   "- &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                   "- &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                   "- &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                   "- &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n");
    check(text, "4:31 yaml-limit: too many nodes by aliases, which the cap "
                "'yaml_aliases' bounds at 10000");
    caps.yaml_aliases = 3;
    check("[&a [1, 2], *a]", "[[=1 =2] [=1 =2]]");
    check("[&a [1, 2], *a, *a]",
          "1:17 yaml-limit: too many nodes by aliases, which the cap "
          "'yaml_aliases' bounds at 3");
}

static void depth_is_bounded(void **state)
{
    static char deep[100001];

    (void)state;
    caps.yaml_depth = 3;
    check("[[[1]]]", "[[[=1]]]");
    check("a: {b: [1]}", "{=a {=b [=1]}}");
    check("[[[[1]]]]", "1:4 yaml-limit: too much nesting, which the cap "
                       "'yaml_depth' bounds at 3");
    check("- - - - x", "1:7 yaml-limit: too much nesting, which the cap "
                       "'yaml_depth' bounds at 3");
    /* through an alias too */
    check("[&a [[1]], [*a]]",
          "1:13 yaml-limit: too much nesting, which the cap 'yaml_depth' "
          "bounds at 3");
    check("[&a [[1]], *a]", "[[[=1]] [[=1]]]");
    caps.yaml_depth = 64;
    memset(deep, '[', sizeof(deep) - 1);
    check(deep, "1:65 yaml-limit: too much nesting, which the cap "
                "'yaml_depth' bounds at 64");
    for (size_t i = 0; i + 1 < sizeof(deep); i += 2)
        memcpy(deep + i, "- ", 2);
    check(deep, "1:129 yaml-limit: too much nesting, which the cap "
                "'yaml_depth' bounds at 64");
    memset(deep, '{', sizeof(deep) - 1);
    check(deep, "1:65 yaml-limit: too much nesting, which the cap "
                "'yaml_depth' bounds at 64");
    caps.yaml_depth = 1000000;
    check(deep, "1:251 yaml-limit: too much nesting, which the cap "
                "'yaml_depth' bounds at 250");
}

static void sizes_are_bounded(void **state)
{
    char key[1100];

    (void)state;
    caps.yaml_events = 8;
    check("[1, 2, 3]\n", "2:1 yaml-limit: too many YAML events, which the cap "
                         "'yaml_events' bounds at 8");
    caps.yaml_events = 100;
    caps.scalar_bytes = 4;
    check("[1234]", "[=1234]");
    check("[12345]", "1:2 yaml-limit: a text too long, which the cap "
                     "'scalar_bytes' bounds at 4");
    caps.file_bytes = 5;
    check("[123]", "[=123]");
    check("[123] ", "0:0 yaml-limit: a file too long, which the cap "
                    "'file_bytes' bounds at 5");
    (void)set_up(NULL);
    memset(key, 'k', sizeof(key));
    memcpy(key + 1025, ": 1", 4);
    /* libyaml takes no longer one for a key, and wonders at the colon */
    check(key, "1:1026 yaml-syntax: a ': ' where none can be");
    memmove(key + 2, key, 1025);
    memcpy(key, "? ", 2);
    memcpy(key + 1027, "\n: 1", 5);
    check(key, "1:3 yaml-limit: a key longer than 1024 bytes");
}

static int read_all(struct fault *f, const char *text)
{
    tier1_allocator allocator = fault_allocator(f);
    tier1_diagnostics *list = tier1__diagnostics_new(allocator, 100);
    struct source source = {"t.yaml", text, strlen(text)};
    struct arena a;
    const tier1_node *root = NULL;
    int rc = TIER1_ENOMEM;

    tier1__arena_init(&a, allocator, 0, 0);
    if (list != NULL)
        rc = tier1__yaml_read(&root, &a, &source, &caps, list);
    assert_true((root != NULL) == (rc == TIER1_OK));
    tier1__arena_free(&a);
    tier1_diagnostics_free(list);
    return rc;
}

static void survives_every_lost_allocation(void **state)
{
    static const char *const text[] = {
        "a: &x [1, 2, {b: c}]\nd: *x\ne: {f: {g: h}}\n"
        "i: [1,2,3,4,5,6,7,8,9,10]\n"
        "j: {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, "
        "k: 1, l: 1, m: 1, n: 1, o: 1, p: 1, q: 1, r: 1}\n",
        "a: 1\na: 2\n<<: 3\nb: !!int 5\n", "a: [", "a: *b"};

    (void)state;
    for (size_t t = 0; t < sizeof(text) / sizeof(*text); t++) {
        int rc = TIER1_ENOMEM;

        for (size_t i = 1; rc == TIER1_ENOMEM; i++) {
            struct fault f = {.fail = i};

            rc = read_all(&f, text[t]);
            assert_int_equal(f.live, 0);
            assert_int_equal(f.bytes, 0);
            assert_true(i < 1000);
        }
        assert_int_equal(rc, t == 0 ? TIER1_OK : TIER1_EINVALID);
    }
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_texts_as_they_stand),
        TEST(knows_places),
        TEST(knows_the_end_of_block_texts),
        TEST(refuses_what_readers_disagree_on),
        TEST(refuses_circles),
        TEST(aliases_share_and_are_counted),
        TEST(depth_is_bounded),
        TEST(sizes_are_bounded),
        TEST(survives_every_lost_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
