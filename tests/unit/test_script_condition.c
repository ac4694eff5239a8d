/* SPDX-License-Identifier: MIT */
/* Conditions that need no Lua say what Lua says, or nothing: random
 * expressions over random values are put before both. */
#include "test_script_world.h"

#include "script/condition.h"
#include "script/state.h"

#define EXPRESSIONS 100000
#define ROUNDS 3 /* of values for each */

static const char long_text[] =
    "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";

#define TEXT(t)                                                                \
    {                                                                          \
        .type = TIER1_TEXT, .count = sizeof(t) - 1, .as.text = (t)             \
    }
#define INTEGER(n)                                                             \
    {                                                                          \
        .type = TIER1_INTEGER, .as.integer = (n)                               \
    }
#define NUMBER(n)                                                              \
    {                                                                          \
        .type = TIER1_NUMBER, .as.number = (n)                                 \
    }

static tier1_value plain[] = {
    {.type = TIER1_NULL},
    {.type = TIER1_BOOLEAN, .as.boolean = true},
    {.type = TIER1_BOOLEAN, .as.boolean = false},
    INTEGER(0),
    INTEGER(1),
    INTEGER(-1),
    INTEGER(5),
    INTEGER(INT64_MAX),
    INTEGER(INT64_MIN),
    INTEGER(INT64_C(1) << 53),
    INTEGER((INT64_C(1) << 53) + 1),
    INTEGER(-(INT64_C(1) << 53) - 1),
    NUMBER(0.0),
    NUMBER(-0.0),
    NUMBER(0.5),
    NUMBER(5.0),
    NUMBER(-1.5),
    NUMBER(9007199254740992.0),
    NUMBER(9223372036854775808.0),
    NUMBER(1e308),
    NUMBER(-1e308),
    NUMBER(5e-324),
    TEXT(""),
    TEXT("a"),
    TEXT("b"),
    TEXT("ab"),
    TEXT("B"),
    TEXT("basic"),
    TEXT("5"),
    TEXT("\xC3\xA4"),
    TEXT(long_text),
};

#define PLAIN_COUNT (sizeof plain / sizeof plain[0])

struct both {
    struct world w;
    tier1_value *map, *list;
    uint64_t seed;
    unsigned long tested, answered, refused, asked;
};

static size_t below(struct both *b, size_t bound)
{
    b->seed ^= b->seed << 13;
    b->seed ^= b->seed >> 7;
    b->seed ^= b->seed << 17;
    return (size_t)(b->seed >> 11) % bound;
}

static void open_both(struct both *b)
{
    static const char *const names[] = {"a", "b", "c", "d", "m"};

    memset(b, 0, sizeof *b);
    b->seed = UINT64_C(88172645463325252);
    world_open(&b->w, NULL);
    for (size_t i = 0; i < 5; i++)
        b->w.vars[b->w.var_count++] = (struct world_name){names[i], NULL};
    world_data(&b->w, "k", "{\"one\": 1, \"word\": \"basic\"}");
    world_data(&b->w, "five", "5");
    b->map = world_json(&b->w, "{\"x\": 5, \"y\": \"a\", \"z\": [1]}");
    b->list = world_json(&b->w, "[\"x\", \"y\"]");
}

static void close_both(struct both *b)
{
    for (size_t i = 0; i < b->w.var_count; i++)
        b->w.vars[i].value = NULL; /* none of them is the world's */
    tier1_value_free(b->map);
    tier1_value_free(b->list);
    world_close(&b->w);
}

/* ---- random expressions ------------------------------------------------ */

static void say(struct buf *out, const char *text)
{
    tier1__buf_text(out, text);
}

static void say_operand(struct both *b, struct buf *out)
{
    static const char *const usual[] = {"a",
                                        "b",
                                        "c",
                                        "d",
                                        "a",
                                        "b",
                                        "nil",
                                        "true",
                                        "false",
                                        "0",
                                        "1",
                                        "5",
                                        "5.0",
                                        "0.5",
                                        "-1",
                                        "07",
                                        "\"a\"",
                                        "'b'",
                                        "\"\"",
                                        "five",
                                        "m.x",
                                        "m.y",
                                        "m[\"x\"]",
                                        "k.one",
                                        "k.word",
                                        "9007199254740992",
                                        "9007199254740993.0",
                                        "9223372036854775807",
                                        "9223372036854775808",
                                        "visits.restart",
                                        "language",
                                        "\"basic\""};
    static const char *const rare[] = {
        "m",     "m.z",   "k",          "\"a\\n\"",  "[[a]]",   "1e3",
        "0x10",  ".5",    "5.",         "{}",        "#a",      "tostring(a)",
        "(a).x", "m.x.y", "a.b",        "m[a]",      "visits",  "answers.x",
        "...",   "a()",   "\"x\" .. a", "a --[[c]]", "math.pi", "(a)"};

    if (below(b, 40) == 0)
        say(out, rare[below(b, sizeof rare / sizeof rare[0])]);
    else
        say(out, usual[below(b, sizeof usual / sizeof usual[0])]);
}

static void say_expression(struct both *b, struct buf *out, unsigned depth)
{
    static const char *const operators[] = {
        " == ",  " ~= ", " < ", " <= ", ">",   " >= ", " and ", " or ",
        " and ", " or ", " + ", "-",    " * ", " == ", " > "};
    static const char *const others[] = {" / ",  " // ", " % ", " ^ ",
                                         " .. ", " & ",  " ~ ", " << "};
    bool brackets = below(b, 3) == 0;

    if (below(b, 6) == 0)
        say(out, below(b, 3) ? "not " : "- ");
    if (depth == 0 || below(b, 8) == 0) {
        say_operand(b, out);
        return;
    }
    if (brackets)
        say(out, "(");
    say_expression(b, out, depth - 1 - (unsigned)below(b, depth));
    if (below(b, 60) == 0)
        say(out, others[below(b, sizeof others / sizeof others[0])]);
    else
        say(out, operators[below(b, sizeof operators / sizeof operators[0])]);
    say_expression(b, out, depth - 1 - (unsigned)below(b, depth));
    if (brackets)
        say(out, ")");
}

/* ---- random values ----------------------------------------------------- */

static void set_values(struct both *b)
{
    for (size_t i = 0; i < 4; i++) {
        tier1_value *v = &plain[below(b, PLAIN_COUNT)];
        if (below(b, 50) == 0)
            v = below(b, 2) ? b->map : b->list;
        b->w.vars[i].value = v;
    }
    b->w.vars[4].value = below(b, 10) == 0   ? &plain[below(b, PLAIN_COUNT)]
                         : below(b, 10) == 0 ? b->list
                                             : b->map;
}

/* NULL: it has no such value to be given. */
static const tier1_value *given(struct both *b, const struct condition_given *g)
{
    const tier1_value *v = g->name->kind == NAME_DATA
                               ? b->w.data[g->name->index].value
                               : world_get(&b->w, g->name);

    if (!g->field)
        return v;
    if (v->type != TIER1_MAP)
        return NULL;
    v = tier1_value_get(v, g->field);
    return v ? v : &tier1__value_null;
}

static const tier1_value *short_of_lua(struct both *b,
                                       const struct condition *c)
{
    const tier1_value *cells[CONDITION_CELLS], *v, *truth;

    for (unsigned i = 0; i < c->given_count; i++) {
        cells[i] = given(b, &c->given[i]);
        if (!cells[i])
            return NULL;
    }
    v = tier1__condition_value(c, b->w.engine, cells, &b->w.values);
    truth = tier1__condition_truth(c, b->w.engine, cells, false);
    /* by its tests, where it has them, it is the same */
    assert_ptr_equal(truth, v && v->type <= TIER1_BOOLEAN ? v : NULL);
    b->tested += c->tests != NULL && truth != NULL;
    return v;
}

static bool same(const tier1_value *x, const tier1_value *y)
{
    if (x->type != y->type)
        return false;
    switch (x->type) {
    case TIER1_NULL:
        return true;
    case TIER1_BOOLEAN:
        return x == y; /* there are two */
    case TIER1_INTEGER:
        return x->as.integer == y->as.integer;
    case TIER1_NUMBER:
        return memcmp(&x->as.number, &y->as.number, sizeof(double)) == 0;
    case TIER1_TEXT:
        return x->count == y->count &&
               memcmp(x->as.text, y->as.text, x->count) == 0;
    default:
        return false;
    }
}

static void hold(struct both *b, const struct hook *hook,
                 const struct condition *c)
{
    const tier1_value *mine, *lua;
    struct arena_mark mark = tier1__arena_mark(&b->w.values);
    enum script_failure failure =
        tier1__script_run(b->w.engine, b->w.use, &b->w.flow, hook, &b->w.scope,
                          &b->w.values, &lua, &b->w.problem);

    mine = short_of_lua(b, c);
    if (mine && failure != SCRIPT_OK)
        fail_msg("%s: Lua says %s", hook->source, b->w.problem.message);
    if (mine && !same(mine, lua))
        fail_msg("%s: is another value", hook->source);
    b->answered += mine != NULL;
    b->refused += !mine && failure != SCRIPT_OK;
    b->asked += !mine && failure == SCRIPT_OK;
    tier1__arena_reset(&b->w.values, mark);
}

static const struct hook *new_hook(struct both *b, const char *text,
                                   size_t length)
{
    struct world *w = &b->w;

    if (w->next_hook == WORLD_HOOKS) {
        tier1__script_give(w->engine, w->use);
        w->engine->script_free(w->engine->script);
        w->engine->script = NULL;
        w->use = NULL;
        w->next_hook = 1;
        tier1__arena_clear(&w->arena);
    }
    if (!w->use)
        w->use = tier1__script_take(w->engine, &w->library);
    assert_non_null(w->use);
    return world_hook(w, HOOK_EXPRESSION, text, length);
}

static void test_random(void **state)
{
    unsigned long conditions = 0;
    struct both b;
    struct buf text;

    (void)state;
    open_both(&b);
    tier1__buf_init(&text, b.w.engine->allocator, 65536);
    while (conditions < EXPRESSIONS) {
        const struct condition *c;
        const struct hook *hook;

        tier1__buf_clear(&text);
        say_expression(&b, &text, 1 + (unsigned)below(&b, 4));
        hook = new_hook(&b, tier1__buf_str(&text), text.len);
        c = tier1__condition_of(b.w.use, hook);
        for (int i = 0; c && i < ROUNDS; i++) {
            set_values(&b);
            hold(&b, hook, c);
        }
        conditions += c != NULL;
    }
    print_message("%lu answered, %lu wrong by Lua too, %lu left to it\n",
                  b.answered, b.refused, b.asked);
    /* What is left to it is rare, or the test looks at nothing. */
    assert_true(b.answered > EXPRESSIONS);
    assert_true(b.asked < b.answered / 10);
    assert_true(b.tested > EXPRESSIONS / 20);
    tier1__buf_free(&text);
    close_both(&b);
}

/* ---- which it is for --------------------------------------------------- */

static const struct condition *of(struct both *b, const char *text)
{
    const struct hook *hook = new_hook(b, text, strlen(text));

    return tier1__condition_of(b->w.use, hook);
}

static void test_which(void **state)
{
    static const char *const yes[] = {
        "a",
        "a > 50 and b ~= \"basic\"",
        "not (a == nil or a < 5)",
        "m.x == 'up'",
        "m[\"x\"] == -5.25",
        "visits.restart < 3 and language == 'de'",
        "a + b * five >= 3 - -c",
        "\n a\n  == -- why\n b and\tk.one",
    };
    static const char *const no[] = {
        "",
        "a b",
        "a,b",
        "a;",
        "a / b",
        "a .. b",
        "#a",
        "a ^ 2",
        "a // 2",
        "a % 2",
        "~a",
        "a()",
        "a.b()",
        "m.x.y",
        "m[a]",
        "(m).x",
        "m.x == m",
        "a == 1e3",
        "a == 0x10",
        "a == \"\\65\"",
        "a == [[b]]",
        "{a}",
        "function() end",
        "...",
        "visits",
        "string",
        "tostring(a)",
        "host.look()",
        "nowhere",
        "a <",
        "(a",
        "a)",
        "a = 1",
        "a == \"b",
        "a and",
        "not",
        "a --[[ b",
        "a\x01",
        "return a",
        "if a",
    };
    struct both b;

    (void)state;
    open_both(&b);
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (!of(&b, yes[i]) && !strstr(yes[i], "--"))
            fail_msg("needs Lua: %s", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (of(&b, no[i]))
            fail_msg("needs no Lua: %s", no[i]);
    assert_null(tier1__condition_of(
        b.w.use, world_hook(&b.w, HOOK_BLOCK, "return a", 8)));
    assert_true(of(&b, "a > 1 and k.one == 1")->settled);
    assert_false(of(&b, "visits.restart > 1")->settled);
    close_both(&b);
}

/* As long as one may be, in operators and depth. */
static void test_size(void **state)
{
    char text[600] = "";
    struct both b;

    (void)state;
    open_both(&b);
    for (int i = 0; i < 19; i++)
        strcat(text, "a+");
    strcat(text, "1");
    assert_non_null(of(&b, text));
    strcat(text, "+1");
    assert_null(of(&b, text));
    memset(text, 0, sizeof text);
    memset(text, '(', 300);
    assert_null(of(&b, text));
    memset(text, '-', 1);
    for (int i = 0; i < 39; i++)
        memcpy(text + 4 * i, "not ", 4);
    strcpy(text + 156, "a");
    assert_non_null(of(&b, text));
    close_both(&b);
}

/* A text counts against the budget, be it for Lua or not. */
static void test_budget(void **state)
{
    const tier1_value *cells[CONDITION_CELLS] = {0};
    tier1_value text = {.type = TIER1_TEXT, .count = 64 * 5000};
    const struct condition *c;
    struct both b;
    char *letters = malloc(text.count);

    (void)state;
    assert_non_null(letters);
    memset(letters, 'x', text.count);
    text.as.text = letters;
    open_both(&b);
    c = of(&b, "a == b");
    cells[0] = cells[1] = &text;
    assert_null(tier1__condition_truth(c, b.w.engine, cells, false));
    text.count = 64 * 20;
    assert_ptr_equal(tier1__condition_truth(c, b.w.engine, cells, false),
                     &tier1__value_true);
    b.w.engine->caps.hook_instructions = 39;
    assert_null(tier1__condition_truth(c, b.w.engine, cells, false));
    free(letters);
    close_both(&b);
}

/* Without memory there is no condition, and there is one later. */
static void test_memory(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct fault fault = {0};
    struct both b;
    const struct hook *hook;

    (void)state;
    memset(&b, 0, sizeof b);
    o.allocator = fault_allocator(&fault);
    world_open(&b.w, &o);
    b.w.vars[b.w.var_count++] = (struct world_name){"a", NULL};
    hook = new_hook(&b, "a == 1", 6);
    fault.fail = fault.calls + 1;
    assert_null(tier1__condition_of(b.w.use, hook));
    assert_non_null(tier1__condition_of(b.w.use, hook));
    world_close(&b.w);
    assert_int_equal(fault.live, 0);
}

/* Where no other hook is, no state of Lua is made. */
static void test_no_state(void **state)
{
    static const char flow[] =
        "tier1: 1\nid: f\ntitle: F\nvars: {n: {type: integer, default: 3}}\n"
        "steps:\n"
        "  a:\n    ask: A?\n    when: n > 2\n"
        "    choices: {x: {label: X, when: n < 4 or n == nil}, y: Y}\n"
        "    next: [{when: a == 'x' and visits.a == 1, goto: b}, c]\n"
        "  b: {ask: B?, type: yes_no, \"yes\": [{when: n / 2 > 1, goto: c}, d],\n"
        "      \"no\": c}\n"
        "  c: {resolve: C.}\n  d: {resolve: D.}\n";
    const tier1_source source = {"f.yaml", flow, sizeof flow - 1};
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_library *library = NULL;
    tier1_session *s = NULL;
    tier1_session_options session = TIER1_SESSION_OPTIONS_INIT;
    tier1_diagnostics *found = NULL;
    tier1_engine *e = NULL;

    (void)state;
    assert_int_equal(tier1_engine_new(&e, &o), TIER1_OK);
    assert_int_equal(tier1_library_load(&library, &found, e, &source, 1, NULL),
                     TIER1_OK);
    tier1_diagnostics_free(found);
    session.id = "one";
    assert_int_equal(
        tier1_session_start(&s, e, tier1_library_at(library, 0), &session),
        TIER1_ASK);
    assert_int_equal(tier1_session_answer(s, "x"), TIER1_ASK);
    assert_string_equal(tier1_session_view(s)->step, "b");
    assert_true(!e->script || !e->script->lua);
    assert_int_equal(tier1_session_answer(s, "yes"), TIER1_DONE);
    assert_non_null(e->script->lua); /* that one is for Lua */
    tier1_session_free(s);
    tier1_library_free(library);
    tier1_engine_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_which),    cmocka_unit_test(test_size),
        cmocka_unit_test(test_budget),   cmocka_unit_test(test_memory),
        cmocka_unit_test(test_no_state), cmocka_unit_test(test_random),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
