/* SPDX-License-Identifier: MIT */
#include "data/yaml_keys.h"

#include <stdio.h>

#include "base/engine.h"
#include "document.h"

/* Few keys are walked, many are hashed: the same comes out. */
static void finds_repeats_among_few_and_many(void **state)
{
    tier1_caps caps = {0};

    (void)state;
    tier1__caps_fill(&caps);
    for (int count = 2; count < 200; count += 7) {
        char text[4000] = "";
        char wanted[300];
        size_t at = 0;

        for (int i = 0; i < count; i++)
            at += (size_t)snprintf(text + at, sizeof(text) - at, "k%d: x\n", i);
        at += (size_t)snprintf(text + at, sizeof(text) - at,
                               "k%d: y\nz: 1\nk1: z\nz: 2\n", count / 2);
        (void)snprintf(
            wanted, sizeof(wanted),
            "%d:1 yaml-duplicate-key: the key 'k%d' is there already, in line "
            "%d; %d:1 yaml-duplicate-key: the key 'k1' is there already, in "
            "line 2; %d:1 yaml-duplicate-key: the key 'z' is there already, "
            "in line %d",
            count + 1, count / 2, count / 2 + 1, count + 3, count + 4,
            count + 2);
        check_yaml(text, at, &caps, false, wanted);
    }
}

static void keys_that_are_no_texts_are_passed_over(void **state)
{
    static const tier1_node list = {.kind = TIER1_NODE_LIST};
    static const tier1_node text = {
        .kind = TIER1_NODE_SCALAR, .text = "k", .length = 1, .line = 3};
    static const tier1_pair pairs[] = {
        {&list, &text}, {&text, &text}, {&list, &text}, {&text, &list}};
    static const tier1_node map = {
        .kind = TIER1_NODE_MAP, .count = 4, .pairs = pairs};
    struct source source = {"t", "", 0};
    bool found = false;

    (void)state;
    assert_int_equal(tier1__yaml_keys(&map, &source, NULL,
                                      (tier1_allocator){NULL, NULL}, &found),
                     TIER1_OK);
    assert_true(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_repeats_among_few_and_many),
        cmocka_unit_test(keys_that_are_no_texts_are_passed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
