/* SPDX-License-Identifier: MIT */
/* What the scan vouches for, Lua's compiler takes: of texts that are put
 * together at random, and of those that come near its limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "script/script.h"

#include "fault.h"

#define NEST 4096

static bool sound(const char *text)
{
    struct arena a;
    struct scan scan;

    tier1__arena_init(&a, tier1__allocator((tier1_allocator){0}), 256, 0);
    assert_true(tier1__script_scan(&a, text, strlen(text), &scan));
    tier1__arena_free(&a);
    return scan.sound;
}

static bool compiles(tier1_engine *e, const char *text)
{
    struct script_problem problem;
    struct hook hook = {.source = text,
                        .length = strlen(text),
                        .form = HOOK_EXPRESSION,
                        .line = 1};

    return tier1__script_check(e, &hook, &problem) == SCRIPT_OK;
}

static void is_sure_of_what_people_write(void **state)
{
    static const char *const yes[] = {
        "a",
        "not a",
        "a > 12 and b ~= \"basic\"",
        "visits.bulb < 2",
        "answers['x'] == 'yes' or (count(v) + 1) // 2 >= 1.5",
        "line.status:upper() == 'DOWN'",
        "has(v, {'a', 'b', [c] = 1; d = 2})",
        "f 'x' .. -#t ^ 2",
        "a[b.c][1]",
        "((a))"};

    (void)state;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!sound(yes[i]))
            fail_msg("not sure of: %s", yes[i]);
}

static void is_not_sure_of_anything_else(void **state)
{
    static const char *const no[] = {"",          " ",        ";",
                                     "a;",        "a = 1",    "a, b",
                                     "a b",       "a +",      "+ a",
                                     "a end",     "end",      "while a",
                                     "return a",  "(a",       "a)",
                                     "a[1",       "a.",       "a:b",
                                     "a:",        "f(a,)",    "{a b}",
                                     "{a",        "[1]",      "1x",
                                     "1..2",      "0x",       "1e",
                                     "'a",        "'\\q'",    "[[a",
                                     "a --",      "--[[ a",   "a ~ = b",
                                     "a @ b",     "a.1",      "a ! b",
                                     "..",        "...",      "function() end",
                                     "if",        "goto a",   "local a",
                                     "a == b ==", "not",      "-",
                                     "f{,}",      "f(,)",     "a.and",
                                     "{[a] b}",   "{[a = b}", "x'a'b",
                                     "a b c"};

    (void)state;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (sound(no[i]))
            fail_msg("sure of: %s", no[i]);
}

static void put_together(char *out, size_t room, uint64_t *seed)
{
    static const char *const parts[] = {
        "a",   "b.c",   "and",      "or",    "not", "==", "~=", "<",   ">=",
        "+",   "-",     "*",        "/",     "//",  "%",  "^",  "#",   "&",
        "|",   "~",     "<<",       "..",    "...", "(",  ")",  "[",   "]",
        "{",   "}",     ",",        ";",     ":",   ".",  "=",  "1",   "2.5",
        "0x",  "1e3",   ".5",       "5.",    "'x'", "\"", "'",  "nil", "true",
        "end", "if",    "return",   "a(b)",  "f",   "()", "--", "::",  "[[",
        "\n",  "local", "function", "x = 1", "[1]", "\\"};

    for (size_t length = 0;;) {
        const char *part;
        int n;

        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        part = parts[*seed % (sizeof parts / sizeof *parts)];
        n = snprintf(out + length, room - length, "%s%s", part,
                     *seed >> 40 & 3 ? " " : "");
        length += (size_t)n;
        if ((*seed >> 50) % 5 == 0 || length + 32 > room)
            return;
    }
}

static void lua_takes_what_it_is_sure_of(void **state)
{
    tier1_engine *e = NULL;
    uint64_t seed = 88172645463325252U;
    unsigned sure = 0;
    char text[256];

    (void)state;
    assert_int_equal(tier1_engine_new(&e, NULL), TIER1_OK);
    for (int i = 0; i < 60000; i++) {
        put_together(text, sizeof text, &seed);
        if (!sound(text))
            continue;
        sure++;
        if (!compiles(e, text))
            fail_msg("Lua does not take: %s", text);
    }
    assert_true(sure > 500);
    tier1_engine_free(e);
}

static void add(char *out, const char *part)
{
    size_t length = strlen(out);

    (void)snprintf(out + length, NEST - length, "%s", part);
}

/* `first`, `middle` and `last` so many times. */
static void nest(char *out, const char *first, const char *middle,
                 const char *last, int times)
{
    *out = '\0';
    for (int i = 0; i < times; i++)
        add(out, first);
    add(out, middle);
    for (int i = 0; i < times; i++)
        add(out, last);
}

static void lua_takes_what_is_as_deep_as_it_goes(void **state)
{
    static const char *const nests[][3] = {
        {"(", "a", ")"},    {"-", "a", ""},    {"not ", "a", ""},
        {"a..", "a", ""},   {"a^", "a", ""},   {"{", "a", "}"},
        {"f(", "a", ")"},   {"a[", "a", "]"},  {"a+b*c^", "a", ""},
        {"f(a,", "a", ")"}, {"{a,", "a", "}"}, {"a or b and ", "a", ""},
        {"a.b", ".c", ""},  {"", "a", "(1)"},  {"", "a", ":b(c)"}};
    tier1_engine *e = NULL;
    char text[NEST];

    (void)state;
    assert_int_equal(tier1_engine_new(&e, NULL), TIER1_OK);
    for (size_t i = 0; i < sizeof nests / sizeof *nests; i++)
        for (int times = 1; times < 120; times++) {
            nest(text, nests[i][0], nests[i][1], nests[i][2], times);
            if (sound(text) && !compiles(e, text))
                fail_msg("Lua does not take: %s", text);
        }
    tier1_engine_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_sure_of_what_people_write),
        cmocka_unit_test(is_not_sure_of_anything_else),
        cmocka_unit_test(lua_takes_what_it_is_sure_of),
        cmocka_unit_test(lua_takes_what_is_as_deep_as_it_goes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
