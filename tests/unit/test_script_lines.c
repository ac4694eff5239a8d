/* SPDX-License-Identifier: MIT */
#include "script/lines.h"

#include "test_script_world.h"

#include <lauxlib.h>

#define LINES_MOST 8

struct joined {
    const char *text;           /* joins are written as _ */
    unsigned lines[LINES_MOST]; /* of the file, for Lua's from 1 on */
};

/* A hook whose lines are joined at each _, which is a space. */
static struct hook join(const char *text, char *out, struct hook_line *lines)
{
    struct hook hook = {.source = out, .line = 10, .lines = lines};
    unsigned line = 10;

    lines[hook.line_count++] = (struct hook_line){0, line};
    for (size_t i = 0; text[i]; i++) {
        out[i] = text[i] == '_' ? ' ' : text[i];
        if (text[i] == '_' || text[i] == '\n')
            lines[hook.line_count++] = (struct hook_line){i + 1, ++line};
        hook.length++;
    }
    return hook;
}

static void tells_lines(void **state)
{
    static const struct joined cases[] = {
        {"a b", {10, 10}},
        {"a_b", {10, 11, 11}},
        {"a_b c_d", {10, 11, 12, 12}},
        {"a__b", {10, 12}},
        {"_a_b", {11, 12}},
        {"a\nb_c", {10, 11, 12}},
        {"a_\n_b\n\n", {10, 13, 13, 13}},
        {"'a_b'_c", {10, 12}},
        {"'a_b'..c", {10, 11}},
        {"[[a_b\n_c]] d", {10, 13, 13}},
        {"[[a_b\n_c]]_d", {10, 13, 14}},
        {"[[a_b\n_c]]..d", {10, 13, 13}},
        {"--[[a_b]]_c", {10, 12}},
        {"-- a_b_c", {10, 12}},
        {"-- a_b\nc", {10, 12}},
        {"--[[a_b", {10, 11}},
        {"'a_b", {10, 11}},
        {"a\\_b", {10, 11}},
        {"a_--b_c\nd", {10, 11, 13}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        struct hook_line lines[64];
        const struct hook hook = join(cases[i].text, text, lines);
        assert_int_equal(tier1__lines_of(&hook, 0), 10);
        for (unsigned j = 0; j < LINES_MOST && cases[i].lines[j]; j++)
            if (tier1__lines_of(&hook, j + 1) != cases[i].lines[j])
                fail_msg("%s: line %u: %u", cases[i].text, j + 1,
                         tier1__lines_of(&hook, j + 1));
    }
}

static void leaves_lines_of_the_file(void **state)
{
    static const char text[] = "a\r\n\n  b [[\n]]\n\n";
    const struct hook hook = {
        .source = text, .length = sizeof text - 1, .line = 10};
    struct lines l;

    (void)state;
    tier1__lines_init(&l, &hook);
    while (tier1__lines_next(&l))
        assert_false(l.broken);
    assert_int_equal(tier1__lines_of(&hook, 1), 10);
    assert_int_equal(tier1__lines_of(&hook, 3), 12);
    assert_int_equal(tier1__lines_of(&hook, 4), 13);
    assert_int_equal(tier1__lines_of(&hook, 6), 13);
}

/* Breaks are fed between two tokens, and nowhere else. */
static void breaks_before_tokens(void **state)
{
    static const char text[] = "f_'a_b'..g_--c_d\nh__=_1";
    char source[64], fed[64] = "";
    struct hook_line lines[64];
    const struct hook hook = join(text, source, lines);
    const char *from = source;
    struct lines l;

    (void)state;
    source[hook.length] = '\0';
    tier1__lines_init(&l, &hook);
    while (tier1__lines_next(&l)) {
        strncat(fed, from, (size_t)(l.token.start - from));
        if (l.broken)
            strcat(fed, "|");
        from = l.token.start;
    }
    strcat(fed, from);
    assert_string_equal(fed, "f |'a b'|..g |--c d\nh  |= |1");
}

/* A hook whose lines YAML joined at each _, which is a space. */
static struct hook *join_in(struct world *w, enum hook_form form,
                            const char *text)
{
    size_t length = strlen(text);
    char *spaced = tier1__arena_text(&w->arena, text, length);
    struct hook_line *lines =
        tier1__arena_array(&w->arena, length + 1, sizeof *lines);
    unsigned line = 10;
    struct hook *h;

    lines[0].line = line;
    for (size_t i = 0; i < length; i++)
        if (spaced[i] == '_')
            spaced[i] = ' ';
    h = world_hook(w, form, spaced, length);
    h->lines = lines;
    h->line_count = 1;
    for (size_t i = 0; i < length; i++)
        if (text[i] == '_')
            lines[h->line_count++] = (struct hook_line){i + 1, ++line};
    return h;
}

struct told {
    enum hook_form form;
    const char *text, *result;
    unsigned line; /* 0: it goes well */
};

static void joined_lines_have_places(void **state)
{
    static const struct told runs[] = {
        {HOOK_BLOCK, "local a =_1_return_a", "1", 0},
        {HOOK_BLOCK, "return_'a_b' .. [[c_d]]_--[[e_f]]..#'g_h'", "\"a bc d3\"",
         0},
        {HOOK_BLOCK, "local f = function(...) return ... end_return f_(1)", "1",
         0},
        {HOOK_BLOCK, "return 1 --_+ 2", "1", 0},
        {HOOK_EXPRESSION, "_1_+_2_", "3", 0},
        {HOOK_EXPRESSION, "1_==_noises.x", "false", 0},
        {HOOK_BLOCK, "local t_=_nil_return_t.x",
         "attempt to index a nil value (local 't')", 14},
        {HOOK_BLOCK, "local s = 'a_b' return s .. nil",
         "attempt to concatenate a nil value", 11},
        {HOOK_BLOCK, "local s = 'a_b'..nil..'c_d'",
         "attempt to concatenate a nil value", 11},
        {HOOK_EXPRESSION, "_1 +_nil",
         "attempt to perform arithmetic on a nil "
         "value",
         11},
        {HOOK_BLOCK, "_error 'a_b'", "a b", 11},
    };
    static const struct told checks[] = {
        {HOOK_BLOCK, "_if 1_then_x = 1",
         "'end' expected (to close 'if' at line 11) near <eof>", 13},
        {HOOK_BLOCK, "_goto a_", "no visible label 'a' for <goto> at line 11",
         11},
        {HOOK_BLOCK,
         "::a::_x = 1_::a::", "label 'a' already defined on line 10", 12},
        {HOOK_BLOCK, "_x = 1_'at line 3'",
         "unexpected symbol near ''at line 3''", 12},
        {HOOK_BLOCK, "x = 'a_b_c", "unfinished string near <eof>", 10},
        {HOOK_BLOCK, "_x = --[[ a_b",
         "unfinished long comment (starting at line 11) near <eof>", 11},
        {HOOK_EXPRESSION, "1_;_-- a", "unexpected symbol near ';'", 11},
        {HOOK_EXPRESSION, "1_2_3", "<eof> expected near '2'", 11},
    };
    struct world w;

    (void)state;
    world_open(&w, NULL);
    world_var(&w, "noises", "{}");
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        struct hook *h = join_in(&w, runs[i].form, runs[i].text);
        const char *result = world_run_hook(&w, h);
        if (strcmp(result, runs[i].result) != 0 ||
            w.problem.line != runs[i].line)
            fail_msg("%s: %u: %s", runs[i].text, w.problem.line, result);
    }
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        struct hook *h = join_in(&w, checks[i].form, checks[i].text);
        struct script_problem p = {0};
        assert_int_equal(tier1__script_check(w.engine, h, &p), SCRIPT_ERROR);
        if (strcmp(p.message, checks[i].result) != 0 ||
            p.line != checks[i].line)
            fail_msg("%s: %u: %s", checks[i].text, p.line, p.message);
    }
    world_close(&w);
}

/* What stays of a hook from call to call is not its lines; see kept.h. */
static void hooks_that_stay_have_places(void **state)
{
    struct world w;
    const struct hook *h;

    (void)state;
    world_open(&w, NULL);
    world_var(&w, "list", "[1,2]");
    h = join_in(&w, HOOK_BLOCK, "local t_= list_return_#t +_list[2]");
    assert_true(h->steady);
    for (unsigned i = 0; i < 3; i++) {
        assert_string_equal(world_run_hook(&w, h), "4");
        assert_string_equal(world_run_hook(&w, h), "4");
        world_var(&w, "list", "[1]");
        world_run_hook(&w, h);
        assert_int_equal(w.failure, SCRIPT_ERROR);
        assert_int_equal(w.problem.line, 13);
        world_var(&w, "list", "[1,2]");
    }
    world_close(&w);
}

/* ---- by chance --------------------------------------------------------- */

static uint32_t chance(uint32_t *seed, uint32_t most)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % most;
}

/* Lua, or something like it. */
static void add_soup(char *out, uint32_t *seed)
{
    static const char *const words[] = {
        "x=",     "local y=",   "(",   ")",       "1",         "..",
        "=",      "'",          "\"",  "[[",      "]]",        "--",
        "--[[",   "f",          "{",   "}",       "return",    "if x then",
        "end",    "do",         "3.",  "0x1p",    "-",         "[=[",
        "]=]",    "\\",         ";",   "a.b",     "'s_t'",     "[[u_v\n]]",
        "'\\z_'", "--[[w_\n]]", "x=1", "f(1)",    "local z=2", "function()",
        "::l::",  "goto l",     "<",   "repeat",  "until x",   "\xc3\xa4",
        "#",      "//",         "~=",  "-- n_\n", "'q'",       "2"};
    static const char *const gaps[] = {"_", "_", " ", "\n", ""};

    for (unsigned i = 0, n = 1 + chance(seed, 12); i < n; i++) {
        strcat(out, words[chance(seed, sizeof words / sizeof *words)]);
        strcat(out, gaps[chance(seed, 5)]);
    }
}

struct code {
    char bytes[16384];
    size_t length;
    bool compiled;
};

static int add_code(lua_State *lua, const void *bytes, size_t size, void *ud)
{
    struct code *code = ud;

    (void)lua;
    assert_true(code->length + size <= sizeof code->bytes);
    memcpy(code->bytes + code->length, bytes, size);
    code->length += size;
    return 0;
}

/* The code without its lines; or of a complaint the token that it quotes. */
static void compile(lua_State *lua, const char *text, size_t length,
                    struct code *code)
{
    const char *quoted;

    code->length = 0;
    code->compiled = luaL_loadbufferx(lua, text, length, "=x", "t") == LUA_OK;
    if (code->compiled) {
        assert_int_equal(lua_dump(lua, add_code, code, 1), 0);
    } else {
        quoted = strstr(lua_tostring(lua, -1), " near ");
        if (quoted)
            add_code(lua, quoted, strlen(quoted), code);
    }
    lua_pop(lua, 1);
}

/* The text as Lua is fed it. */
static void feed(const struct hook *hook, char *out)
{
    const char *from = hook->source;
    struct lines l;

    *out = '\0';
    tier1__lines_init(&l, hook);
    while (tier1__lines_next(&l)) {
        strncat(out, from, (size_t)(l.token.start - from));
        if (l.broken)
            strcat(out, "\n");
        from = l.token.start;
    }
    strncat(out, from, (size_t)(hook->source + hook->length - from));
}

static void breaks_mean_nothing(void **state)
{
    static struct code one, other;
    lua_State *lua = luaL_newstate();
    uint32_t seed = 20260105;
    unsigned compiled = 0;

    (void)state;
    assert_non_null(lua);
    for (unsigned i = 0; i < 20000; i++) {
        char text[512] = "", source[512], fed[1024];
        struct hook_line lines[512];
        struct hook hook;
        add_soup(text, &seed);
        hook = join(text, source, lines);
        feed(&hook, fed);
        compile(lua, source, hook.length, &one);
        compile(lua, fed, strlen(fed), &other);
        compiled += one.compiled;
        if (one.compiled != other.compiled || one.length != other.length ||
            memcmp(one.bytes, other.bytes, one.length) != 0)
            fail_msg("%s\nbecomes\n%s", text, fed);
    }
    lua_close(lua);
    if (compiled < 500)
        fail_msg("only %u are Lua", compiled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_lines),
        cmocka_unit_test(leaves_lines_of_the_file),
        cmocka_unit_test(breaks_before_tokens),
        cmocka_unit_test(joined_lines_have_places),
        cmocka_unit_test(hooks_that_stay_have_places),
        cmocka_unit_test(breaks_mean_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
