/* SPDX-License-Identifier: MIT */
/* A flow is read by libyaml's tokens where they will do, and by its events
 * else: what comes of it must be the same, node by node, place by place and
 * finding by finding. Texts are made by chance, of what YAML has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/engine.h"
#include "base/mem.h"
#include "data/yaml.h"
#include "data/yaml_pack.h"

static uint64_t seed;

static unsigned chance(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed % below);
}

static const char *one_of(const char *const *words, size_t count)
{
    return words[chance((unsigned)count)];
}

#define ONE_OF(words) one_of(words, sizeof(words) / sizeof *(words))

/* ---- the same by both ways ---------------------------------------------- */

struct sides {
    struct arena events, tokens, packed;
    unsigned read, packed_parts; /* texts, and parts of them */
};

static void same(struct sides *s, const tier1_node *a, const tier1_node *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->column, b->column);
    assert_int_equal(a->end_line, b->end_line);
    assert_int_equal(a->end_column, b->end_column);
    assert_int_equal(a->style, b->style);
    assert_int_equal(a->count, b->count);
    if (a->kind == TIER1_NODE_SCALAR) {
        assert_int_equal(a->length, b->length);
        assert_memory_equal(a->text, b->text, a->length + 1);
    }
    for (size_t i = 0; i < a->count; i++)
        if (a->kind == TIER1_NODE_LIST) {
            same(s, a->items[i], b->items[i]);
        } else {
            const tier1_pair *pair = tier1__yaml_pair(&s->tokens, b, i);
            assert_non_null(pair);
            s->packed_parts += tier1__yaml_part_at(b, i) != NULL;
            same(s, a->pairs[i].key, pair->key);
            same(s, a->pairs[i].value, pair->value);
        }
}

static void same_findings(const tier1_diagnostics *a,
                          const tier1_diagnostics *b)
{
    assert_int_equal(tier1_diagnostics_count(a), tier1_diagnostics_count(b));
    for (size_t i = 0; i < tier1_diagnostics_count(a); i++) {
        const tier1_diagnostic *one = tier1_diagnostics_at(a, i);
        const tier1_diagnostic *two = tier1_diagnostics_at(b, i);

        assert_string_equal(one->rule, two->rule);
        assert_string_equal(one->message, two->message);
        assert_int_equal(one->line, two->line);
        assert_int_equal(one->column, two->column);
        assert_int_equal(one->end_line, two->end_line);
        assert_int_equal(one->end_column, two->end_column);
    }
}

static void check(struct sides *s, const char *text, size_t length,
                  const tier1_caps *caps)
{
    const tier1_allocator standard = tier1__allocator((tier1_allocator){0});
    const struct source source = {"flow.yaml", text, length};
    tier1_diagnostics *one = tier1__diagnostics_new(standard, 100);
    tier1_diagnostics *two = tier1__diagnostics_new(standard, 100);
    const tier1_node *a, *b;
    int rc;

    tier1__arena_init(&s->events, standard, 0, 0);
    tier1__arena_init(&s->tokens, standard, 0, 0);
    tier1__arena_init(&s->packed, standard, 0, 0);
    rc = tier1__yaml_read(&a, &s->events, &source, caps, one);
    assert_int_equal(
        tier1__yaml_read_flow(&b, &s->tokens, &s->packed, &source, caps, two),
        rc);
    same_findings(one, two);
    if (rc == TIER1_OK) {
        s->read++;
        same(s, a, b);
    }
    tier1_diagnostics_free(one);
    tier1_diagnostics_free(two);
    tier1__arena_free(&s->events);
    tier1__arena_free(&s->tokens);
    tier1__arena_free(&s->packed);
}

static tier1_caps usual_caps(void)
{
    tier1_caps caps = {0};

    tier1__caps_fill(&caps);
    return caps;
}

/* ---- texts of tokens without order -------------------------------------- */

static void add_any(struct buf *b)
{
    static const char *const pieces[] = {
        "a: ",    "b: ",   "c:\n",      "- ",       "-\n",     "[",
        "]",      "{",     "}",         ", ",       "'x'",     "\"y\\tz\"",
        "|\n",    ">-\n",  "&n ",       "*n ",      "!!str ",  "# note\n",
        "? ",     ": ",    "---\n",     "...\n",    "\n",      "  ",
        "plain",  "two w", "\xc3\xa9 ", "<<: ",     "\"\\0\"", "'",
        "\n    ", "\n  ",  "\n\n",      "! ",       "\"",      "%TAG\n",
        "d: e\n", "f: [",  "{g: h}",    "i: |\n  ", "\t",      "a:\n  b:\n",
    };

    tier1__buf_text(b, ONE_OF(pieces));
}

static void texts_without_order(void **state)
{
    static const char *const fronts[] = {"", "", "steps:\n  s:\n    ",
                                         "steps: {s: ", "--- \nsteps:\n  s: "};
    const tier1_caps caps = usual_caps();
    struct sides s = {0};

    (void)state;
    seed = 20261125;
    for (unsigned i = 0; i < 20000; i++) {
        struct buf b;

        tier1__buf_init(&b, tier1__allocator((tier1_allocator){0}), 0);
        tier1__buf_text(&b, ONE_OF(fronts));
        for (unsigned n = chance(6) + 1; n > 0; n--)
            add_any(&b);
        check(&s, tier1__buf_str(&b), strlen(tier1__buf_str(&b)), &caps);
        tier1__buf_free(&b);
    }
    assert_true(s.read > 1000);
    assert_true(s.packed_parts > 100);
}

/* ---- texts that are nearly always YAML ---------------------------------- */

static void indent(struct buf *b, unsigned by)
{
    for (; by > 0; by--)
        tier1__buf_char(b, ' ');
}

static void add_text(struct buf *b, bool flow, unsigned by)
{
    static const char *const words[] = {"x",
                                        "yes",
                                        "1.5",
                                        "a b c",
                                        "''",
                                        "'it''s'",
                                        "\"q\"",
                                        "\"\\u00e9\\n\"",
                                        "\xc3\xa9t\xc3\xa9",
                                        "!!str t",
                                        "&a anchored",
                                        "*a",
                                        "~",
                                        "null",
                                        "- x"};

    switch (flow ? 0 : chance(12)) {
    case 1:
        tier1__buf_text(b, chance(2) ? "|\n" : ">-\n");
        for (unsigned n = chance(3) + 1; n > 0; n--) {
            indent(b, by + 2);
            tier1__buf_text(b, chance(4) ? "a line of it\n" : "\n");
        }
        indent(b, by + 2);
        tier1__buf_text(b, "the last");
        break;
    case 2:
        tier1__buf_text(b, "one line\n");
        indent(b, by + 2);
        tier1__buf_text(b, "and another");
        break;
    case 3: /* longer than a byte can say */
        for (unsigned n = 60 + chance(20); n > 0; n--)
            tier1__buf_text(b, "word ");
        tier1__buf_text(b, "end");
        break;
    default: /* seldom what only events can read */
        tier1__buf_text(b, chance(8) ? words[chance(9)] : ONE_OF(words));
    }
}

static void add_flow(struct buf *b, unsigned depth)
{
    bool map = chance(2);
    unsigned count = chance(4);

    tier1__buf_char(b, map ? '{' : '[');
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            tier1__buf_text(b, chance(6) ? ", " : ",\n                  ");
        if (map || chance(20) == 0)
            tier1__buf_format(b, "k%u: ", chance(30) ? i : 0);
        if (depth > 0 && chance(4) == 0)
            add_flow(b, depth - 1);
        else if (chance(40))
            add_text(b, true, 0);
    }
    tier1__buf_text(b, chance(12) ? "" : ", ");
    tier1__buf_char(b, map ? '}' : ']');
}

/* Behind a colon or a dash. */
static void add_value(struct buf *b, unsigned depth, unsigned by)
{
    unsigned count = chance(4) + 1;

    if (depth == 0 || chance(3) == 0) {
        if (chance(20))
            add_text(b, false, by);
        tier1__buf_text(b, chance(9) ? "\n" : " # note\n\n");
    } else if (chance(3) == 0) {
        add_flow(b, 2);
        tier1__buf_char(b, '\n');
    } else if (chance(3) == 0) {
        unsigned in = chance(2) ? by : by + 2; /* lists may stand as far in */

        tier1__buf_char(b, '\n');
        for (; count > 0; count--) {
            indent(b, in);
            tier1__buf_text(b, "- ");
            add_value(b, depth - 1, in + 2);
        }
    } else {
        unsigned keys = chance(20) ? count : 40;

        tier1__buf_char(b, '\n');
        for (unsigned i = 0; i < keys; i++) {
            indent(b, by + 2);
            tier1__buf_format(
                b, chance(9) ? "k%u: " : "\"q%u\" : ", chance(60) ? i : 0);
            add_value(b, keys > 4 ? 0 : depth - 1, by + 2);
        }
    }
}

static void texts_in_order(void **state)
{
    tier1_caps caps = usual_caps();
    struct sides s = {0};

    (void)state;
    seed = 88172645463325252U;
    for (unsigned i = 0; i < 3000; i++) {
        struct buf b;
        const char *text;
        size_t length;

        tier1__buf_init(&b, tier1__allocator((tier1_allocator){0}), 0);
        tier1__buf_text(&b, chance(8) ? "tier1: 1\n" : "--- # here\na: b\n");
        tier1__buf_text(&b, "steps:\n");
        for (unsigned n = chance(5) + 1; n > 0; n--) {
            tier1__buf_format(&b, "  s%u: ", n);
            add_value(&b, 4, 2);
        }
        if (chance(3) == 0)
            tier1__buf_text(&b, "vars: {a: {type: text}}\nlua: |\n  x = 1\n");
        text = tier1__buf_str(&b);
        length = strlen(text);
        caps = usual_caps();
        if (chance(4) == 0) { /* each cap is met by both, or by neither */
            caps.yaml_depth = chance(7) + 1;
            caps.yaml_events = chance(200) + 1;
            caps.scalar_bytes = chance(40) + 1;
        }
        check(&s, text, length, &caps);
        check(&s, text, chance((unsigned)length), &caps);
        tier1__buf_free(&b);
    }
    assert_true(s.read > 1000);
    assert_true(s.packed_parts > 1000);
}

/* Just as many events as the cap allows, and one fewer. */
static void events_are_counted_alike(void **state)
{
    static const char text[] = "a: 1\nsteps:\n  s:\n    b: [c, {d: }]\n  t:\n"
                               "  - e\n  - f\n";
    tier1_caps caps = usual_caps();
    struct sides s = {0};

    (void)state;
    for (unsigned n = 1; n < 40; n++) {
        caps.yaml_events = n;
        check(&s, text, strlen(text), &caps);
    }
    assert_true(s.read > 5 && s.read < 39);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_without_order),
        cmocka_unit_test(texts_in_order),
        cmocka_unit_test(events_are_counted_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
