/* SPDX-License-Identifier: MIT */
/* A load, in which the n-th request for memory fails, for every n: it says
 * TIER1_ENOMEM and holds nothing, or it did without. */
#include "shortage.h"

static const char main_text[] =
    "tier1: 1\n"
    "id: main\n"
    "title: All of it\n"
    "tags: [a, b]\n"
    "vars:\n"
    "  modem: {type: text, given: optional, label: Modem}\n"
    "  score: {type: integer, default: 1, min: 0, max: 9}\n"
    "  plan: {type: map, default: {a: [1, 2], b: {c: x}}}\n"
    "data: {old: [X100, X150], areas: {north: n, south: s}}\n"
    "questions: {refusals: 4, on_refusals: broken, match: word}\n"
    "anywhere:\n"
    "  person: {label: Talk to a person, also: [agent], escalate: requested}\n"
    "lua: helpers.lua\n"
    "escalation: {to: tier2, needs: 'Look at {{ modem }}.'}\n"
    "steps:\n"
    "  lights:\n"
    "    ask: {agent: 'Lights of {{ modem or \"it\" }}?', customer: Lights?}\n"
    "    media: {file: lights.svg, alt: Four lights}\n"
    "    choices:\n"
    "      green: {label: Green, goto: more, do: score = score + 1}\n"
    "      \"off\": {label: It is off, also: [dark, black], once: true}\n"
    "    next: [{when: visits.lights < 3, goto: more}, broken]\n"
    "  more:\n"
    "    form: More\n"
    "    fields:\n"
    "      day: {label: Day, type: date, min: 2020-01-01}\n"
    "      noise: {type: multi, choices: {a: A, b: B}, max: 2}\n"
    "      area: {type: choice, choices: areas}\n"
    "    next: line\n"
    "  line:\n"
    "    run: |\n"
    "      local r = host.line(modem)\n"
    "      return weak(r.dbm) and r or nil\n"
    "    on_error: part\n"
    "    next: part\n"
    "  part:\n"
    "    call: part\n"
    "    with: {what: modem}\n"
    "    cases: {good: fixed, else: broken}\n"
    "  fixed: {resolve: Good.}\n"
    "  broken: {escalate: Broken., code: broken, include: [modem]}\n";

static const char part_text[] = "tier1: 1\n"
                                "id: part\n"
                                "title: A part\n"
                                "vars: {what: {given: required}}\n"
                                "steps:\n"
                                "  t: {try: 'Push {{ what }}.', worked: r}\n"
                                "  r: {return: good, with: {w: what}}\n";

static const char wrong_text[] =
    "tier1: 1\n"
    "id: Wrong One\n"
    "tags: {a: b}\n"
    "colour: red\n"
    "vars: {x: {type: txt}, end: {}, string: {}}\n"
    "steps:\n"
    "  one: {ask: '{{ nothing }}', chioces: {a: A}, next: tow}\n"
    "  two: {set: x = = 1, next: [one, two]}\n"
    "  six: {resolve: '{{ x'}\n";

static const char broken_text[] = "tier1: 1\nsteps: [a, b\nid: x\n";

static int read_file(void *ud, const char *from, const char *name,
                     tier1_buf *out, tier1_buf *path)
{
    static const char lua[] = "function weak(dbm) return dbm < -75 end\n";

    (void)ud;
    (void)from;
    if (strcmp(name, "part.yaml") == 0) {
        int rc = tier1_buf_set(path, "beside/part.yaml", 16);
        return rc == TIER1_OK
                   ? tier1_buf_set(out, part_text, sizeof part_text - 1)
                   : rc;
    }
    return strcmp(name, "helpers.lua") == 0
               ? tier1_buf_set(out, lua, sizeof lua - 1)
               : TIER1_ENOTFOUND;
}

static tier1_engine *engine_on(struct shortage *s)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;

    o.allocator = (tier1_allocator){shortage_alloc, s};
    assert_int_equal(tier1_engine_new(&engine, &o), TIER1_OK);
    return engine;
}

/* A finding of each rule that is looked for where a load is asked to. */
static const char lint_text[] =
    "tier1: 1\nid: main\ntitle: Main\n"
    "vars: {n: {type: integer, default: 1}}\n"
    "ignore:\n"
    "  - {rule: unreachable-step, step: island, why: It is one.}\n"
    "  - {rule: early-upgrade, why: There is none.}\n"
    "steps:\n"
    "  a: {try: Push it., worked: b, next: [{when: n > 1, goto: b}, {when: "
    "'n>1', goto: c}]}\n"
    "  b: {branch: [{when: n > 2, goto: b}, {when: n > 3, goto: c}]}\n"
    "  c: {ask: Which?, choices: {x: {label: X, when: n > 1}}, next: d,\n"
    "      media: [{file: a.png}]}\n"
    "  d: {branch: c, cases: {y: e}}\n"
    "  e: {call: main, next: f}\n"
    "  f: {tell: F, next: f}\n"
    "  island: {escalate: Over.}\n";

static const char words_text[] =
    "tier1: 1\nid: main\ntitle: Main\n"
    "vars: {n: {type: integer}, dead: {}, late: {}}\n"
    "lua: function f(x) return not x == nil end\n"
    "steps:\n"
    "  a: {ask: 'The luser {{ late }}?', choices: {x: X, y: Y}, on_enter: n = "
    "n + 1,\n"
    "      next: [{when: a == 'z' or f(answers.b), goto: b}, b]}\n"
    "  b: {ask: Which?, type: multi, choices: {p: P, q: Q}, note: Blue-box.,\n"
    "      next: [{when: 'has(b, \"r\") or b.s or n == \"1\"', goto: c}, c]}\n"
    "  c: {run: host.line(), save: unread, next: d}\n"
    "  d: {branch: a, cases: {xx: e, else: e}}\n"
    "  e: {branch: n == 1 and 'one' or 'two', cases: {three: a, else: g}}\n"
    "  g: {set: late = a, next: h}\n"
    "  h: {escalate: Over., code: pebkac}\n";

/* A translation with a finding of each kind of its messages. */
static const char said_text[] = "tier1: 1\ntranslates: main\nlanguage: gl\n"
                                "messages:\n"
                                "  yes_or_no: Si ou non?\n"
                                "  too_small: Polo menos.\n"
                                "  not_a_choice: 'Só {{ choices }}.'\n";
static const char said_wrong_text[] =
    "tier1: 1\ntranslates: main\nlanguage: gl\n"
    "messages:\n"
    "  yes_or_now: Si ou non?\n"
    "  yes_or_no: Si {{ ou }} non?\n"
    "  too_small: 'Polo menos {{ most }}.'\n"
    "  too_large: 'Como moito {{ most'\n";

static int lint;           /* of the loads */
static const char *beside; /* another source of them; NULL: there is none */
static const char *const words[] = {"blue box"};

/* How many findings the text has, in a load that has all its memory. */
static size_t wanted_findings;

/* One load; whether a request was refused. */
static bool load(const char *text, int wanted, size_t fail, bool for_good,
                 size_t *failures)
{
    struct shortage s = {0};
    tier1_engine *engine = engine_on(&s);
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    const tier1_source sources[] = {
        {"main.yaml", text, strlen(text)},
        {"main.gl.yaml", beside, beside ? strlen(beside) : 0}};
    const size_t count = beside ? 2 : 1;
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;
    bool refused;
    int rc;

    o.read = read_file;
    o.lint = lint;
    o.words = words;
    o.word_count = 1;
    shortage_arm(&s, fail, for_good);
    rc = tier1_library_load(&library, &list, engine, sources, count, &o);
    refused = s.refused > 0;
    shortage_end(&s);
    if (rc == TIER1_ENOMEM) {
        assert_true(refused);
        assert_null(library);
        assert_null(list);
        ++*failures;
        /* the engine is as good as new */
        rc = tier1_library_load(&library, &list, engine, sources, count, &o);
    }
    assert_int_equal(rc, wanted);
    assert_true((library != NULL) == (wanted == TIER1_OK));
    /* a request that was done without costs no finding */
    assert_int_equal(tier1_diagnostics_count(list), wanted_findings);
    tier1_library_free(library);
    tier1_diagnostics_free(list);
    tier1_engine_free(engine);
    assert_int_equal(s.live, 0);
    return refused;
}

static void count_findings(const char *text)
{
    struct shortage s = {0};
    tier1_engine *engine = engine_on(&s);
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    const tier1_source sources[] = {
        {"main.yaml", text, strlen(text)},
        {"main.gl.yaml", beside, beside ? strlen(beside) : 0}};
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;

    o.read = read_file;
    o.lint = lint;
    o.words = words;
    o.word_count = 1;
    (void)!tier1_library_load(&library, &list, engine, sources, beside ? 2 : 1,
                              &o);
    wanted_findings = tier1_diagnostics_count(list);
    tier1_library_free(library);
    tier1_diagnostics_free(list);
    tier1_engine_free(engine);
}

static void each(const char *text, int wanted, bool for_good)
{
    size_t n = 1, failures = 0;

    count_findings(text);

    while (load(text, wanted, n, for_good, &failures))
        n++;
    printf("%zu requests, %zu failures\n", n - 1, failures);
    assert_true(failures > 20);
}

static void a_good_flow(void **state)
{
    (void)state;
    each(main_text, TIER1_OK, false);
    each(main_text, TIER1_OK, true);
}

static void findings(void **state)
{
    (void)state;
    each(wrong_text, TIER1_EFLOW, false);
    each(wrong_text, TIER1_EFLOW, true);
}

static void what_is_not_meant(void **state)
{
    (void)state;
    lint = 1;
    each(lint_text, TIER1_OK, false);
    each(lint_text, TIER1_OK, true);
    assert_true(wanted_findings > 8);
    each(words_text, TIER1_OK, false);
    each(words_text, TIER1_OK, true);
    lint = 0;
    assert_true(wanted_findings > 12);
}

/* The messages of a translation, right, wanting and wrong. */
static void messages(void **state)
{
    (void)state;
    beside = said_text;
    each(main_text, TIER1_OK, false);
    each(main_text, TIER1_OK, true);
    lint = 1;
    each(main_text, TIER1_OK, false);
    assert_true(wanted_findings > 2);
    lint = 0;
    beside = said_wrong_text;
    each(main_text, TIER1_EFLOW, false);
    assert_int_equal(wanted_findings, 4);
    beside = NULL;
}

static void broken_yaml(void **state)
{
    size_t failures = 0;

    (void)state;
    count_findings(broken_text);
    for (size_t n = 1; load(broken_text, TIER1_EFLOW, n, false, &failures); n++)
        ;
    assert_true(failures > 2);
}

static void an_engine(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
        struct shortage s = {0};
        tier1_engine *engine = NULL;
        int rc;

        o.allocator = (tier1_allocator){shortage_alloc, &s};
        shortage_arm(&s, n, true);
        rc = tier1_engine_new(&engine, &o);
        if (rc == TIER1_OK)
            rc = tier1_engine_host(engine, "line", NULL, NULL);
        if (rc == TIER1_OK && s.refused == 0) {
            tier1_engine_free(engine);
            assert_int_equal(s.live, 0);
            return;
        }
        assert_int_equal(rc, TIER1_ENOMEM);
        tier1_engine_free(engine);
        assert_int_equal(s.live, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_flow),       cmocka_unit_test(findings),
        cmocka_unit_test(what_is_not_meant), cmocka_unit_test(broken_yaml),
        cmocka_unit_test(messages),          cmocka_unit_test(an_engine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
