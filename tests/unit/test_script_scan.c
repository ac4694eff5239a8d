/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "fault.h"

#include "base/mem.h"
#include "script/lex.h"
#include "script/script.h"

static void add(char *out, size_t size, const char *text)
{
    assert_true(strlen(out) + strlen(text) < size);
    strcat(out, text);
}

/* The names with their marks: = assigned, * whole, ( called, .field. */
static const char *names_of(const char *source, bool *comma)
{
    static char out[2048];
    struct arena a;
    struct scan scan;

    out[0] = '\0';
    tier1__arena_init(&a, tier1__allocator((tier1_allocator){0}), 256, 0);
    assert_true(tier1__script_scan(&a, source, strlen(source), &scan));
    for (size_t i = 0; i < scan.name_count; i++) {
        const struct scan_name *n = &scan.names[i];
        add(out, sizeof out, i ? " " : "");
        add(out, sizeof out, n->name);
        add(out, sizeof out, n->assigned ? "=" : "");
        add(out, sizeof out, n->whole ? "*" : "");
        add(out, sizeof out, n->called ? "(" : "");
        for (size_t k = 0; k < n->field_count; k++) {
            add(out, sizeof out, ".");
            add(out, sizeof out, n->fields[k]);
        }
    }
    if (comma)
        *comma = scan.top_comma != NULL;
    tier1__arena_free(&a);
    return out;
}

static void finds_names(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"-- nothing", ""},
        {"attempts", "attempts*"},
        {"a + b.c * d['e']", "a* b.c d.e"},
        {"a.b.c + a.d", "a.b.d"},
        {"a[b]", "a* b*"},
        {"a[b.c]", "a* b.c"},
        {"a['x' .. y]", "a* y*"},
        {"a['x\\n']", "a*"},
        {"a[ [[x]] ]", "a*"},
        {"a:b(c)", "a* c*"},
        {"f(x)", "f*( x*"},
        {"f'x'", "f*("},
        {"f{x}", "f*( x*"},
        {"host.go(x)", "host.go x*"},
        {"f(x).y", "f*( x*"},
        {"(a).b", "a*"},
        {"not a and -b or #c == ~d", "a* b* c* d*"},
        {"{a = b, [c] = d, e; f}", "b* c* d* e* f*"},
        {"{a == b}", "a* b*"},
        {"function(x, ...) return x, y, ... end", "y*"},
        {"'a\\'b' .. \"c\" .. [==[ d ]] ]==] .. e", "e*"},
        {"--[[ a ]] b --[==[ c\n ]] ]==] d", "b* d*"},
        {"0x1p4 + 1e+5 + 3 .. x + .5 + 0xA.8p1", "x*"},
        {"a..b", "a* b*"},
        {"a<b<<c>d>>e<=f>=g~=h//i", "a* b* c* d* e* f* g* h* i*"},
        {"true and false or nil", ""},
        {NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; cases[i][0]; i++)
        assert_string_equal(names_of(cases[i][0], NULL), cases[i][1]);
}

static void follows_scopes(void **state)
{
    static const char *const cases[][2] = {
        {"local a = a", "a*"},
        {"local a = 1 b = a", "b=*"},
        {"local a, b = b, c b = a", "b* c*"},
        {"local a <const>, b <close> = 1 return a + b", ""},
        {"do local a = 1 end return a", "a*"},
        {"if x then local a = 1 elseif y then a = 2 else a = 3 end",
         "x* y* a=*"},
        {"while a do local a = 1 x = a end y = a", "a* x=* y=*"},
        {"repeat local a = f() until a a = 1", "f*( a=*"},
        {"for i = i, 2 do x = i end y = i", "i* x=* y=*"},
        {"for k, v in pairs(v) do x = k + v end", "pairs*( v* x=*"},
        {"local function f() return f() end f()", ""},
        {"local f = function() return f() end", "f*("},
        {"function f(a) return a, f(b) end", "f=*( b*"},
        {"function t.a.b(c) return self, c end", "t.a self*"},
        {"function t:m(c) return self, c end", "t.m"},
        {"local t function t.f() end", ""},
        {"goto done x = 1 ::done:: return y", "x=* y*"},
        {"local x do local x = 1 end x = 2", ""},
        {"local x local x = x return x", ""},
        {"do local a end do a = 1 end", "a=*"},
        {"return", ""},
        {"return a;", "a*"},
        {"break a = 1", "a=*"},
        {NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; cases[i][0]; i++)
        assert_string_equal(names_of(cases[i][0], NULL), cases[i][1]);
}

static void sees_assignments(void **state)
{
    static const char *const cases[][2] = {
        {"a = 1", "a=*"},
        {"a, b.c, d[1] = f()", "a=* b.c d* f*("},
        {"a.b = 1", "a.b"},
        {"a['b'] = 1", "a.b"},
        {"local a a, b = 1, 2", "b=*"},
        {"a == 1", "a*"},
        {"f(a) b = c", "f*( a* b=* c*"},
        {"a = b = c", "a=* b* c*"},
        {"function a() end", "a="},
        {"function a.b() end", "a.b"},
        {"if a then b = 1 end", "a* b=*"},
        {"x = function() y = 1 end", "x=* y=*"},
        {NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; cases[i][0]; i++)
        assert_string_equal(names_of(cases[i][0], NULL), cases[i][1]);
}

static void tells_places(void **state)
{
    static const char source[] =
        "\xC3\xA4 --\n  a\r\n--[[\n]] b \n\rc 'x\\\n' d";
    static const size_t places[] = {8, 19, 23, 31};
    struct arena a;
    struct scan scan;

    (void)state;
    tier1__arena_init(&a, tier1__allocator((tier1_allocator){0}), 256, 0);
    assert_true(tier1__script_scan(&a, source, sizeof source - 1, &scan));
    assert_int_equal(scan.name_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(scan.names[i].at - source, places[i]);
    }
    tier1__arena_free(&a);
}

static void sees_a_comma_at_the_top(void **state)
{
    static const char *const without[] = {"a",
                                          "f(a, b)",
                                          "{a, b}",
                                          "a[f(1, 2)]",
                                          "function(a, b) return a, b end",
                                          "'a,b'",
                                          "a --, b",
                                          NULL};
    static const char *const with[] = {"a, b", "f(a), b", ",", "{a}, {b}",
                                       NULL};
    bool comma;

    (void)state;
    for (size_t i = 0; without[i]; i++) {
        names_of(without[i], &comma);
        assert_false(comma);
    }
    for (size_t i = 0; with[i]; i++) {
        names_of(with[i], &comma);
        assert_true(comma);
    }
}

static void many_names_and_fields(void **state)
{
    static char source[200000];
    struct arena a;
    struct scan scan;
    size_t n = 0;

    (void)state;
    for (int i = 0; i < 2000; i++)
        n += (size_t)sprintf(source + n, "x.f%d = y%d ", i, i);
    tier1__arena_init(&a, tier1__allocator((tier1_allocator){0}), 256, 0);
    assert_true(tier1__script_scan(&a, source, n, &scan));
    assert_int_equal(scan.name_count, 2001);
    assert_int_equal(scan.names[0].field_count, 1024);
    assert_true(scan.names[0].whole);
    tier1__arena_free(&a);
}

/* Any text at all comes to an end, within its depth. */
static void survives_nonsense(void **state)
{
    static const char *const words[] = {
        "local", "function", "(",   ")",  "{",   "}",  "[",    "]",  "end",
        "if",    "then",     "do",  "=",  ",",   ".",  ":",    "::", "a",
        "b",     "'x'",      "\"y", "[[", "]]",  "--", "--[[", "\n", "repeat",
        "until", "return",   "for", "in", "1e",  "..", "...",  "~",  "goto",
        "while", "else",     "<",   ">",  "not", "\\", "\x80", ";",  "elseif"};
    char text[1024];
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t n = 0;
        struct arena a;
        struct scan scan;
        text[0] = '\0';
        for (int i = 0; i < 60; i++) {
            const char *word;
            seed = seed * 1664525u + 1013904223u;
            word = words[(seed >> 16) % (sizeof words / sizeof words[0])];
            memcpy(text + n, word, strlen(word));
            n += strlen(word);
            text[n++] = ' ';
        }
        tier1__arena_init(&a, tier1__allocator((tier1_allocator){0}), 256, 0);
        assert_true(tier1__script_scan(&a, text, n, &scan));
        tier1__arena_free(&a);
    }
}

static void stops_in_the_deep(void **state)
{
    static char text[200001];
    static const char *const openers[] = {
        "(", "{", "a[", "f(", "do ", "function() ", "if a then "};

    (void)state;
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        size_t step = strlen(openers[i]);
        struct arena a;
        struct scan scan;
        for (size_t n = 0; n + step < sizeof text; n += step)
            memcpy(text + n, openers[i], step + 1);
        tier1__arena_init(&a, tier1__allocator((tier1_allocator){0}), 256, 0);
        assert_true(tier1__script_scan(&a, text, strlen(text), &scan));
        tier1__arena_free(&a);
    }
}

static void says_when_there_is_no_memory(void **state)
{
    static const char source[] = "local q = a.b + c.d function e(f) g = f end";
    size_t calls = 1;
    size_t i;

    (void)state;
    for (i = 1; i <= calls; i++) {
        struct fault f = {.fail = i};
        struct arena a;
        struct scan scan;
        bool ok;
        tier1__arena_init(&a, fault_allocator(&f), 16, 0);
        ok = tier1__script_scan(&a, source, sizeof source - 1, &scan);
        if (ok)
            assert_int_equal(scan.name_count, 4);
        calls = f.calls >= i ? i + 1 : i;
        if (f.calls < i)
            assert_true(ok);
        tier1__arena_free(&a);
        assert_int_equal(f.live, 0);
        if (f.calls < i)
            break;
        assert_false(ok);
    }
    assert_true(i > 3);
}

static void knows_its_names(void **state)
{
    size_t count = 0;

    (void)state;
    while (tier1__script_name(count))
        count++;
    assert_int_equal(count, 19);
    assert_true(tier1__script_has("host", 4));
    assert_true(tier1__script_has("tostring", 8));
    assert_true(tier1__script_has("string(", 6));
    assert_false(tier1__script_has("str", 3));
    assert_false(tier1__script_has("next", 4));
    assert_false(tier1__script_has("load", 4));
    assert_false(tier1__script_has("_ENV", 4));
    assert_true(tier1__script_has_member("string", "upper"));
    assert_false(tier1__script_has_member("string", "dump"));
    assert_false(tier1__script_has_member("math", "random"));
    assert_true(tier1__script_has_member("host", "anything"));
    assert_true(tier1__script_has_member("tostring", "x"));
}

/* What a hook is held to leave alone; test_script_kept.c has what it must not
 * be trusted with. */
static void proves_what_changes_no_table(void **state)
{
    static const struct {
        const char *text;
        bool steady;
    } cases[] = {
        {"", true},
        {"return a + #b + c.d[1]", true},
        {"a = 1", true}, /* which is read back */
        {"a, b = 1, f()", true},
        {"function a() end", true},
        {"local a = {} a[1] = b a.c = b a['d'] = b a[#a + 1] = b", true},
        {"local a, b = {}, {x = c, [1] = d; e} b.x, a.y = 1, 2", true},
        {"local a <const> = {} a.b = 1", true},
        {"local a = {} table.insert(a, b) table.sort(a) return a", true},
        {"local a = {} for k, v in pairs(b) do a[k] = v end", true},
        {"local a = {} local function f() a[1] = b end f()", true},
        {"local a = {} table.sort(a, function(x, y) return x < y end)", true},
        {"return table.concat(a) .. #table.pack(table.unpack(a))", true},
        {"for i = 1, 2 do local x = i x = x + 1 end", true},
        {"f{a = 1, ['b'] = 2, c == d}", true},
        {"return ('='):rep(3) --[[ a.b = 1 ]]", true},
        {"a.b = 1", false},
        {"a[1], b = 1, 2", false},
        {"b, a[1] = 1, 2", false},
        {"f().a = 1", false},
        {"(a).b = 1", false},
        {"function a.b() end", false},
        {"function a:b() end", false},
        {"local a = b a.c = 1", false},
        {"local a a = {} a.c = 1", false},
        {"local a = {} a.b.c = 1", false},
        {"local a = {} a[1][2] = 1", false},
        {"local a = {} a = b a.c = 1", false},
        {"local a = {} a.c = 1 a = b", false},
        {"local a = {} local function a() end a.b = 1", false},
        {"local a = {} function a() end", false},
        {"local a = {} or b a.c = 1", false},
        {"local a = #{} a.c = 1", false},
        {"local a = f{} a.c = 1", false},
        {"local a = ({b})[1] a.c = 1", false},
        {"local a, b = {} b.c = 1", false},
        {"local a = {} do local a = b a.c = 1 end", false},
        {"do local a = {} end a.c = 1", false},
        {"local a = {} local function f(a) a.b = 1 end", false},
        {"local a = {} for a in b do a.c = 1 end", false},
        {"local a = a a.c = {}", false},
        {"table.insert(a, 1)", false},
        {"local a = {} table.insert(a.b, 1)", false},
        {"local a = {} table.insert(a or b, 1)", false},
        {"local a = {} table.insert((a), 1)", false},
        {"local a = {} return table.insert", false},
        {"local a = {} table['insert'](a, 1)", false},
        {"local t = table", false},
        {"f(table)", false},
        {"table:insert(a)", false},
        {"local _ENV = a b = 1", false},
        {"function f(_ENV) end", false},
        {"a = b = c", false},
        {"= 1", false},
        {"end a.b = 1", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena a;
        struct scan scan;
        tier1__arena_init(&a, tier1__allocator((tier1_allocator){0}), 256, 0);
        assert_true(tier1__script_scan(&a, cases[i].text, strlen(cases[i].text),
                                       &scan));
        if (scan.steady != cases[i].steady)
            fail_msg("%s: %d", cases[i].text, scan.steady);
        tier1__arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_names),
        cmocka_unit_test(follows_scopes),
        cmocka_unit_test(sees_assignments),
        cmocka_unit_test(tells_places),
        cmocka_unit_test(sees_a_comma_at_the_top),
        cmocka_unit_test(many_names_and_fields),
        cmocka_unit_test(survives_nonsense),
        cmocka_unit_test(stops_in_the_deep),
        cmocka_unit_test(says_when_there_is_no_memory),
        cmocka_unit_test(knows_its_names),
        cmocka_unit_test(proves_what_changes_no_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
