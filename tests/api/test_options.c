/* SPDX-License-Identifier: MIT */
/* Options of a size that they never had are misuse in every call; of those
 * that they had, tests/unit/test_options.c has the ways. */
#include "world.h"

#include <tier1/journal.h>

static const char *const flow = "tier1: 1\n"
                                "id: t\n"
                                "title: t\n"
                                "steps:\n"
                                "  a: {ask: a?, next: b}\n"
                                "  b: {resolve: b}\n";

static const size_t beyond[] = {0, 1,          sizeof(size_t),
                                7, (size_t)-1, (size_t)-1 / 2};
#define BEYOND (sizeof(beyond) / sizeof(*beyond))

/* Calls with every wrong size, those next to the right one among them. */
#define REFUSES(options, call)                                                 \
    do {                                                                       \
        size_t right = (options).size;                                         \
        for (size_t i = 0; i < BEYOND + 4; i++) {                              \
            static const int near[] = {-8, -1, 1, 8};                          \
            (options).size =                                                   \
                i < BEYOND ? beyond[i] : right + (size_t)near[i - BEYOND];     \
            assert_int_equal((call), TIER1_EMISUSE);                           \
        }                                                                      \
        (options).size = right;                                                \
    } while (0)

static void open_flow(struct world *w)
{
    const tier1_source source = {"t.yaml", flow, strlen(flow)};

    world_open(w);
    assert_int_equal(
        tier1_library_load(&w->library, NULL, w->engine, &source, 1, NULL),
        TIER1_OK);
}

static void close_flow(struct world *w)
{
    tier1_session_free(w->session);
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
}

static void before_a_session(void **state)
{
    tier1_engine_options engine = TIER1_ENGINE_OPTIONS_INIT;
    tier1_load_options load = TIER1_LOAD_OPTIONS_INIT;
    tier1_session_options start = TIER1_SESSION_OPTIONS_INIT;
    const tier1_source source = {"t.yaml", flow, strlen(flow)};
    tier1_engine *no_engine = NULL;
    tier1_library *none = NULL;
    struct world w = {0};

    (void)state;
    open_flow(&w);
    REFUSES(engine, tier1_engine_new(&no_engine, &engine));
    REFUSES(load, tier1_library_load(&none, NULL, w.engine, &source, 1, &load));
    start.id = "s";
    REFUSES(start, tier1_session_start(&w.session, w.engine,
                                       tier1_library_at(w.library, 0), &start));
    assert_null(no_engine);
    assert_null(none);
    assert_null(w.session);
    assert_int_equal(tier1_session_start(&w.session, w.engine,
                                         tier1_library_at(w.library, 0),
                                         &start),
                     TIER1_ASK);
    close_flow(&w);
}

static void of_a_session(void **state)
{
    tier1_session_options start = TIER1_SESSION_OPTIONS_INIT;
    tier1_migrate_options migrate = TIER1_MIGRATE_OPTIONS_INIT;
    tier1_snapshot_options seal = TIER1_SNAPSHOT_OPTIONS_INIT;
    tier1_replay_options replay = TIER1_REPLAY_OPTIONS_INIT;
    tier1_packet_options packet = TIER1_PACKET_OPTIONS_INIT;
    tier1_buf snapshot = TIER1_BUF_INIT, record = TIER1_BUF_INIT,
              out = TIER1_BUF_INIT;
    tier1_session *other = NULL;
    struct world w = {0};

    (void)state;
    open_flow(&w);
    start.id = "s";
    assert_int_equal(tier1_session_start(&w.session, w.engine,
                                         tier1_library_at(w.library, 0),
                                         &start),
                     TIER1_ASK);
    assert_int_equal(tier1_session_record(&record, w.session), TIER1_OK);
    assert_int_equal(tier1_session_snapshot(&snapshot, w.session, &seal),
                     TIER1_OK);
    REFUSES(migrate, tier1_session_migrate(w.session, w.library, &migrate));
    REFUSES(seal, tier1_session_snapshot(&out, w.session, &seal));
    REFUSES(seal, tier1_session_restore(&other, w.engine, w.library,
                                        snapshot.ptr, snapshot.len, &seal));
    REFUSES(replay, tier1_session_replay(&other, w.engine, w.library,
                                         record.ptr, record.len, &replay));
    assert_null(other);
    assert_int_equal(tier1_session_answer(w.session, "x"), TIER1_DONE);
    REFUSES(packet,
            tier1_packet_render(&out, w.session, TIER1_PACKET_JSON, &packet));
    assert_null(out.ptr);
    tier1_buf_dispose(&snapshot);
    tier1_buf_dispose(&record);
    close_flow(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(before_a_session),
        cmocka_unit_test(of_a_session),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
