/* SPDX-License-Identifier: MIT */
#include "fault.h"

#include "base/engine.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "compile/compile.h"
#include "data/yaml_text.h"

/* A file read, and the unit that its scalars' places are asked of. */
struct file {
    struct compiler c;
    tier1_library library;
    struct unit u;
    tier1_caps caps;
};

static bool open_file(struct file *f, const char *text, size_t length)
{
    tier1_allocator none = {NULL, NULL};

    memset(f, 0, sizeof *f);
    tier1__caps_fill(&f->caps);
    f->c.library = &f->library;
    f->u.c = &f->c;
    f->u.source = (struct source){"t.yaml", text, length};
    tier1__arena_init(&f->c.temp, tier1__allocator(none), 0, 0);
    tier1__arena_init(&f->library.arena, tier1__allocator(none), 0, 0);
    return tier1__yaml_read(&f->u.root, &f->c.temp, &f->u.source, &f->caps,
                            NULL) == TIER1_OK;
}

static void close_file(struct file *f)
{
    tier1__arena_free(&f->c.temp);
    tier1__arena_free(&f->library.arena);
}

/* What stands in a file at a place. */
static const char *at_place(const struct file *f, struct span s)
{
    const char *at = f->u.source.bytes + tier1__yaml_bom(&f->u.source);
    const char *end = f->u.source.bytes + f->u.source.length;

    for (unsigned line = 1; line < s.line; line++) {
        at = memchr(at, '\n', (size_t)(end - at));
        assert_non_null(at);
        at++;
    }
    for (unsigned column = 1; column < s.column; column++) {
        uint32_t point;
        at += tier1__utf8_next(at, (size_t)(end - at), &point);
    }
    assert_true(at < end);
    return at;
}

static void check_scalar(struct file *f, const tier1_node *node)
{
    const struct places *p = tier1__places(&f->u, node);

    if (strspn(node->text, " \t\n") == node->length)
        return;
    if (!p->exact)
        fail_msg("no places:\n%s", f->u.source.bytes);
    for (size_t i = 0; i < node->length; i++) {
        struct span s = tier1__place(p, i, 1);
        const char *there;
        if (strchr(" \t\n", node->text[i]) || (node->text[i] & 0xC0) == 0x80)
            continue;
        there = at_place(f, s);
        if (*there != node->text[i] && *there != '\\')
            fail_msg("byte %zu is not at %u:%u:\n%s", i, s.line, s.column,
                     f->u.source.bytes);
    }
}

static void check_nodes(struct file *f, const tier1_node *node)
{
    if (node->kind == TIER1_NODE_SCALAR)
        check_scalar(f, node);
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == TIER1_NODE_LIST) {
            check_nodes(f, node->items[i]);
        } else {
            check_nodes(f, node->pairs[i].value);
            check_nodes(f, node->pairs[i].key); /* also a way back */
        }
    }
}

static void check_text(const char *text)
{
    struct file f;

    if (!open_file(&f, text, strlen(text)))
        fail_msg("no YAML:\n%s", text);
    check_nodes(&f, f.u.root);
    close_file(&f);
}

static void knows_each_style(void **state)
{
    static const char *const texts[] = {
        "plain",
        "\xef\xbb\xbf\"b\xc3\xa9g\\x41\\u00e4\\\"i n\"",
        "a: b c\n   d\n\n\n   e\n",
        "a: 'b''c\n   d ''\n\n   e'\n",
        "a: \"b\\tc \\\n   d\\n\n\n \\ e \\\n\n  \\x20 f\"\n",
        "a: |2-\n\n    b\n   c\n\nd: e",
        "a: >+ # note\n  b\n  c\n\n   d\n  e\n\n\n# note\nf: g\n",
        "a: >\n\n\n  b\n  \tc\n   d\n  e",
        "a: >-1\r\n  b\r\n c\r\n\r\n d\r\n",
        "- &x !!str # note\n  'b\n  c'\n- *x\n- !!str d\n  e\n",
        "{a: b\n c, ? \"d\n e\" : [f\n g, 'h']}",
        "a:\n  b:\n    - >\n     c\n     d\n\n    - e\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_text(texts[i]);
}

/* ---- by chance --------------------------------------------------------- */

static uint32_t chance(uint32_t *seed, uint32_t most)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % most;
}

/* Letters follow each other, so that one taken for another is seen. */
static void add_soup(char *out, uint32_t *seed, bool escapes)
{
    static const char *const white[] = {" ",      " ",     "  ",     "\t",
                                        "\n",     "\n  ",  "\n   ",  "\n    ",
                                        "\r\n  ", "\n\n ", "\n\n\n", "\n  \t"};
    static const char *const escape[] = {"\\n",     "\\x41", "\\u00e4", "\\\"",
                                         "\\\n   ", "\\t",   "\\L",     "\\ "};
    char letter[] = "a";

    for (unsigned n = 2 + chance(seed, 24), i = 0; i < n; i++) {
        uint32_t kind = chance(seed, 12);
        letter[0] = (char)('a' + i % 26);
        if (kind < 6)
            strcat(out, white[chance(seed, 12)]);
        else if (kind < 7 && escapes)
            strcat(out, escape[chance(seed, 8)]);
        else if (kind < 8)
            strcat(out, "\xc3\xa4");
        else
            strcat(out, letter);
    }
}

static void add_scalar(char *out, uint32_t *seed)
{
    static const char *const heads[] = {
        ">\n  ", ">-\n  ",   ">+\n   ",  ">2\n  ",    ">1-\n ", "> # n\n  ",
        "|\n  ", "|+1\n\n ", ">\n\n   ", ">\r\n\n  ", "|-\n ",  ">\n \n  "};
    uint32_t style = chance(seed, 6);

    if (style < 3)
        strcat(out, heads[chance(seed, 12)]);
    else if (style < 5)
        strcat(out, style == 3 ? "\"" : "'");
    add_soup(out, seed, style == 3);
    if (style == 3 || style == 4)
        strcat(out, style == 3 ? "\"" : "'");
}

static void knows_scalars_by_chance(void **state)
{
    unsigned read = 0;
    uint32_t seed = 20260105;

    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        char text[1024] = "";
        struct file f;
        strcat(text, chance(&seed, 2) ? "k: " : "k:\n - &a ");
        add_scalar(text, &seed);
        if (chance(&seed, 2))
            strcat(text, "\nz: y\n");
        if (open_file(&f, text, strlen(text))) {
            check_nodes(&f, f.u.root);
            read++;
        }
        close_file(&f);
    }
    if (read < 5000)
        fail_msg("only %u are YAML", read);
}

/* ---- hooks ------------------------------------------------------------- */

static void gives_hooks_their_lines(void **state)
{
    static const char text[] = "a: >\n  b\n\n  c\n  d {{ e }}\nf: |\n  g\n  h\n"
                               "i: \"j\\nk\"\nl: m n\n";
    struct file f;
    struct hook hook = {.length = 6};
    const tier1_node *a;

    (void)state;
    assert_true(open_file(&f, text, sizeof text - 1));
    a = f.u.root->pairs[0].value; /* "b\nc d {{ e }}\n" */
    hook.source = a->text + 2;
    tier1__place_hook(&f.u, tier1__places(&f.u, a), 2, &hook);
    assert_int_equal(hook.line, 4);
    assert_int_equal(hook.column, 3);
    assert_int_equal(hook.line_count, 2);
    assert_int_equal(hook.lines[0].line, 4);
    assert_int_equal(hook.lines[1].at, 2);
    assert_int_equal(hook.lines[1].line, 5);
    assert_int_equal(tier1__place_line(&f.u.places, 2, 6, 5), 4);
    hook = (struct hook){.source = "g\nh\n", .length = 4};
    tier1__place_hook(&f.u, tier1__places(&f.u, f.u.root->pairs[1].value), 0,
                      &hook);
    assert_int_equal(hook.line, 7);
    assert_int_equal(hook.line_count, 0);
    hook = (struct hook){.source = "j\nk", .length = 3};
    tier1__place_hook(&f.u, tier1__places(&f.u, f.u.root->pairs[2].value), 0,
                      &hook);
    assert_int_equal(hook.line, 9);
    assert_int_equal(hook.line_count, 1);
    hook = (struct hook){.source = "m n", .length = 3};
    tier1__place_hook(&f.u, tier1__places(&f.u, f.u.root->pairs[3].value), 0,
                      &hook);
    assert_int_equal(hook.line, 10);
    assert_int_equal(hook.column, 4);
    assert_int_equal(hook.line_count, 0);
    close_file(&f);
}

/* A node that did not come of this source: nothing is known but its own. */
static void does_not_guess(void **state)
{
    struct file f;
    tier1_node node = {.kind = TIER1_NODE_SCALAR,
                       .style = '>',
                       .line = 1,
                       .column = 4,
                       .text = "b\nd",
                       .length = 3};
    struct hook hook = {.source = node.text, .length = node.length};
    struct span s;

    (void)state;
    assert_true(open_file(&f, "a: >\n  b\n  c\n", 13));
    assert_false(tier1__places(&f.u, &node)->exact);
    s = tier1__place(&f.u.places, 2, 1);
    assert_int_equal(s.line, 1);
    assert_int_equal(s.column, 4);
    tier1__place_hook(&f.u, &f.u.places, 0, &hook);
    assert_int_equal(hook.line, 1);
    assert_int_equal(hook.line_count, 1);
    assert_int_equal(hook.lines[0].line, 1);
    node.line = 99;
    f.u.places.node = NULL;
    assert_false(tier1__places(&f.u, &node)->exact);
    close_file(&f);
}

static void knows_files_of_lua(void **state)
{
    static const char text[] = "a\r\n\nb \xc3\xa4 c";
    struct file f;
    struct places p;
    const tier1_node whole = {
        .kind = TIER1_NODE_SCALAR, .text = text, .length = sizeof text - 1};

    (void)state;
    assert_true(open_file(&f, "a: b", 4));
    tier1__places_file(&p, &f.u, &whole);
    assert_int_equal(tier1__place(&p, 0, 1).line, 1);
    assert_int_equal(tier1__place(&p, 9, 1).line, 3);
    assert_int_equal(tier1__place(&p, 9, 1).column, 5);
    close_file(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_each_style),
        cmocka_unit_test(knows_scalars_by_chance),
        cmocka_unit_test(gives_hooks_their_lines),
        cmocka_unit_test(does_not_guess),
        cmocka_unit_test(knows_files_of_lua),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
