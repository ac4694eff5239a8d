/* SPDX-License-Identifier: MIT */
/* A library written as a compiled file, and read from one, in which the n-th
 * request for memory fails, for every n: TIER1_ENOMEM, and nothing is held, or
 * it was done without. The first run of each hook, which looks at its text, is
 * among that. */
#include "shortage.h"

static const char text[] =
    "tier1: 1\n"
    "id: main\n"
    "title: Überall\n"
    "tags: [a, b]\n"
    "vars:\n"
    "  score: {type: integer, default: 1, min: 0, max: 9}\n"
    "  plan: {type: map, default: {a: [1, 2], b: {c: x}}}\n"
    "data: {areas: {north: n, south: s}}\n"
    "lua: function weak(n) return n < 3 end\n"
    "escalation: {to: tier2, needs: 'Look at {{ score }}.'}\n"
    "steps:\n"
    "  lights:\n"
    "    ask: {agent: 'Lights {{ score }}?', customer: Lights?}\n"
    "    media: {file: lights.svg, alt: Four lights}\n"
    "    choices:\n"
    "      green: {label: Green, goto: more, do: score = score + 1}\n"
    "      \"off\": {label: It is off, also: [dark, black], once: true}\n"
    "    next: [{when: weak(score) and count(plan) > 1, goto: more}, broken]\n"
    "  more:\n"
    "    form: More\n"
    "    fields:\n"
    "      day: {label: Day, type: date, min: 2020-01-01, optional: true}\n"
    "      area: {type: choice, choices: areas, optional: true}\n"
    "    next: broken\n"
    "  broken: {escalate: Broken., code: broken, include: [score]}\n";

static tier1_engine *engine_on(struct shortage *s)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;

    o.allocator = (tier1_allocator){shortage_alloc, s};
    assert_int_equal(tier1_engine_new(&engine, &o), TIER1_OK);
    return engine;
}

static tier1_library *library_of(tier1_engine *engine)
{
    const tier1_source source = {"main.yaml", text, sizeof text - 1};
    tier1_library *library = NULL;

    assert_int_equal(
        tier1_library_load(&library, NULL, engine, &source, 1, NULL), TIER1_OK);
    return library;
}

static bool write_once(size_t fail, bool for_good, size_t *failures)
{
    struct shortage s = {0};
    tier1_engine *engine = engine_on(&s);
    tier1_library *library = library_of(engine);
    tier1_buf out = {.allocator = {shortage_alloc, &s}};
    bool refused;
    int rc;

    shortage_arm(&s, fail, for_good);
    rc = tier1_library_compile(&out, library);
    refused = s.refused > 0;
    shortage_end(&s);
    assert_int_equal(rc, refused ? TIER1_ENOMEM : TIER1_OK);
    assert_true((out.len > 0) == (rc == TIER1_OK));
    *failures += refused;
    tier1_buf_dispose(&out);
    tier1_library_free(library);
    tier1_engine_free(engine);
    assert_int_equal(s.live, 0);
    return refused;
}

static bool read_once(const tier1_source *source, int wanted, size_t fail,
                      bool for_good, size_t *failures)
{
    struct shortage s = {0};
    tier1_engine *engine = engine_on(&s);
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;
    bool refused;
    int rc;

    shortage_arm(&s, fail, for_good);
    rc = tier1_library_read(&library, &list, engine, source);
    refused = s.refused > 0;
    shortage_end(&s);
    if (rc == TIER1_ENOMEM) {
        assert_true(refused);
        assert_null(library);
        assert_null(list);
        ++*failures;
    } else {
        assert_int_equal(rc, wanted);
        assert_true((library != NULL) == (wanted == TIER1_OK));
        assert_int_equal(tier1_diagnostics_count(list),
                         wanted == TIER1_OK ? 0 : 1);
    }
    tier1_diagnostics_free(list);
    tier1_library_free(library);
    tier1_engine_free(engine);
    assert_int_equal(s.live, 0);
    return refused;
}

/* A walk over all hooks; a call that had no memory is made again. */
static bool walk_once(const tier1_source *source, size_t fail, size_t *failures)
{
    struct shortage s = {0};
    tier1_engine *engine = engine_on(&s);
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_library *library = NULL;
    tier1_session *session = NULL;
    bool refused;
    int rc;

    assert_int_equal(tier1_library_read(&library, NULL, engine, source),
                     TIER1_OK);
    o.id = "a-walk";
    shortage_arm(&s, fail, false);
    rc =
        tier1_session_start(&session, engine, tier1_library_at(library, 0), &o);
    if (rc == TIER1_ENOMEM && ++*failures)
        rc = tier1_session_start(&session, engine, tier1_library_at(library, 0),
                                 &o);
    assert_int_equal(rc, TIER1_ASK);
    rc = tier1_session_answer(session, "off");
    if (rc == TIER1_ENOMEM && ++*failures)
        rc = tier1_session_answer(session, "off");
    refused = s.refused > 0;
    shortage_end(&s);
    assert_int_equal(rc, TIER1_ASK);
    assert_string_equal(tier1_session_view(session)->step, "more");
    tier1_session_free(session);
    tier1_library_free(library);
    tier1_engine_free(engine);
    assert_int_equal(s.live, 0);
    return refused;
}

static void writing(void **state)
{
    (void)state;
    for (int for_good = 0; for_good < 2; for_good++) {
        size_t n = 1, failures = 0;

        while (write_once(n, for_good, &failures))
            n++;
        assert_true(failures > 5);
    }
}

static tier1_buf compiled(void)
{
    struct shortage s = {0};
    tier1_engine *engine = engine_on(&s);
    tier1_library *library = library_of(engine);
    tier1_buf out = TIER1_BUF_INIT, kept = TIER1_BUF_INIT;

    assert_int_equal(tier1_library_compile(&out, library), TIER1_OK);
    assert_int_equal(tier1_buf_set(&kept, out.ptr, out.len), TIER1_OK);
    tier1_buf_dispose(&out);
    tier1_library_free(library);
    tier1_engine_free(engine);
    return kept;
}

static void reading(void **state)
{
    tier1_buf bytes = compiled();
    const tier1_source source = {"main.tier1", bytes.ptr, bytes.len};
    const tier1_source cut = {"main.tier1", bytes.ptr, bytes.len - 9};

    (void)state;
    for (int for_good = 0; for_good < 2; for_good++) {
        size_t n = 1, failures = 0;

        while (read_once(&source, TIER1_OK, n, for_good, &failures))
            n++;
        assert_true(failures > 5);
        n = 1;
        while (read_once(&cut, TIER1_EFLOW, n, for_good, &failures))
            n++;
    }
    tier1_buf_dispose(&bytes);
}

static void walking(void **state)
{
    tier1_buf bytes = compiled();
    const tier1_source source = {"main.tier1", bytes.ptr, bytes.len};
    size_t n = 1, failures = 0;

    (void)state;
    while (walk_once(&source, n, &failures))
        n++;
    assert_true(failures > 10);
    tier1_buf_dispose(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writing),
        cmocka_unit_test(reading),
        cmocka_unit_test(walking),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
