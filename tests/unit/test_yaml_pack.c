/* SPDX-License-Identifier: MIT */
/* What was packed comes out as it went in, with every place; and what aliases
 * share is never packed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/engine.h"
#include "base/mem.h"
#include "data/yaml.h"
#include "data/yaml_pack.h"

static const char flow[] =
    "tier1: 1\n"
    "steps:\n"
    "  one:\n"
    "    ask: \"Is it \\\"on\\\"?\"\n"
    "    note: |\n"
    "      Two\n"
    "      lines\n"
    "\n"
    "    help: >-\n"
    "      joined\n"
    "      lines\n"
    "    tags: [a, 'b', [c, {d: e}], []]\n"
    "    empty:\n"
    "    choices: {x: {label: \"\xC3\xA9t\xC3\xA9\", goto: two}, y: {}}\n"
    "    long: plain text\n"
    "      over lines                                                         "
    "                                                                  , far\n"
    "  two: [resolve]\n"
    "  three: resolve\n"
    "  four: {resolve: Done., \"\": ''}\n"
    "more:\n"
    "  kept: {a: 1}\n";

struct world {
    struct arena whole, rest, scratch, packed;
    const tier1_node *before, *after;
};

static void set_up(struct world *w, const char *text)
{
    const struct source source = {"flow.yaml", text, strlen(text)};
    const tier1_allocator standard = tier1__allocator((tier1_allocator){0});
    tier1_caps caps = {0};

    tier1__caps_fill(&caps);
    tier1__arena_init(&w->whole, standard, 0, 0);
    tier1__arena_init(&w->rest, standard, 0, 0);
    tier1__arena_init(&w->scratch, standard, 0, 0);
    tier1__arena_init(&w->packed, standard, 0, 0);
    assert_int_equal(
        tier1__yaml_read(&w->before, &w->whole, &source, &caps, NULL),
        TIER1_OK);
    assert_int_equal(tier1__yaml_read_flow(&w->after, &w->rest, &w->packed,
                                           &source, &caps, NULL),
                     TIER1_OK);
}

static void tear_down(struct world *w)
{
    tier1__arena_free(&w->whole);
    tier1__arena_free(&w->rest);
    tier1__arena_free(&w->scratch);
    tier1__arena_free(&w->packed);
}

static void same(const tier1_node *a, const tier1_node *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->column, b->column);
    assert_int_equal(a->end_line, b->end_line);
    assert_int_equal(a->end_column, b->end_column);
    assert_int_equal(a->style, b->style);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->text == NULL, b->text == NULL);
    if (a->text != NULL) {
        assert_int_equal(a->length, b->length);
        assert_memory_equal(a->text, b->text, a->length + 1);
    }
    for (size_t i = 0; i < a->count; i++)
        if (a->kind == TIER1_NODE_LIST) {
            same(a->items[i], b->items[i]);
        } else {
            same(a->pairs[i].key, b->pairs[i].key);
            same(a->pairs[i].value, b->pairs[i].value);
        }
}

static void comes_out_as_it_went_in(void **state)
{
    struct world w;
    const tier1_node *one, *two;

    (void)state;
    set_up(&w, flow);
    one = tier1_node_get(w.before, "steps");
    two = tier1_node_get(w.after, "steps");
    assert_int_equal(one->count, two->count);
    for (size_t i = 0; i < one->count; i++) {
        const tier1_pair *pair = tier1__yaml_pair(&w.scratch, two, i);
        const char *bytes = tier1__yaml_part_at(two, i);
        size_t length;

        assert_non_null(bytes);
        assert_string_equal(tier1__yaml_part_key(bytes, &length),
                            pair->key->text);
        assert_int_equal(length, pair->key->length);
        same(one->pairs[i].key, pair->key);
        same(one->pairs[i].value, pair->value);
    }
    same(tier1_node_get(w.before, "more"), tier1_node_get(w.after, "more"));
    tear_down(&w);
}

static void the_top_has_its_scalars(void **state)
{
    struct world w;
    const tier1_node *top;

    (void)state;
    set_up(&w, flow);
    top = tier1__yaml_pair_top(&w.scratch, tier1_node_get(w.after, "steps"), 0)
              ->value;
    assert_int_equal(top->count, 7);
    assert_string_equal(tier1_node_get(top, "ask")->text, "Is it \"on\"?");
    assert_int_equal(tier1_node_get(top, "tags")->count, 0);
    assert_int_equal(tier1_node_get(top, "choices")->kind, TIER1_NODE_MAP);
    assert_int_equal(tier1_node_get(top, "long")->line, 15);
    tear_down(&w);
}

static void what_is_shared_stays(void **state)
{
    static const char text[] = "steps:\n"
                               "  one: {a: 1}\n"
                               "  two: {b: &x [2]}\n"
                               "  three: {c: *x}\n";
    struct world w;
    const tier1_node *steps;

    (void)state;
    set_up(&w, text);
    steps = tier1_node_get(w.after, "steps");
    assert_int_equal(steps->pairs[0].value->count, 1);
    same(tier1_node_get(w.before, "steps")->pairs[1].value,
         steps->pairs[1].value);
    assert_ptr_equal(steps->pairs[2].value->pairs[0].value,
                     steps->pairs[1].value->pairs[0].value);
    assert_null(tier1__yaml_part_at(steps, 2));
    assert_ptr_equal(tier1__yaml_pair(&w.scratch, steps, 2), &steps->pairs[2]);
    same(tier1_node_get(w.before, "steps")->pairs[2].value,
         steps->pairs[2].value);
    tear_down(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_out_as_it_went_in),
        cmocka_unit_test(the_top_has_its_scalars),
        cmocka_unit_test(what_is_shared_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
