/* SPDX-License-Identifier: MIT */
/* Logs of random sessions, with values swapped and keys removed or doubled, as
 * bytes to the fuzz target of snapshots: nearly right, as an author of hostile
 * ones would have them, which bytes by chance seldom are.
 *
 *     edited_logs [--cases N] [--seed N] */
#include <inttypes.h>
#include <time.h>

#include "fuzz.h"

#include "damage.h"
#include "data/json_read.h"
#include "data/json_write.h"
#include "run/log_bytes.h"
#include "wander.h"

#define EACH 500 /* edits of each session */

struct world {
    struct wander wander;
    struct chance chance;
    tier1_session *blank; /* whose walk is what logs are read into */
    struct arena arena;
    struct form_context c;
    uint64_t cases, good;
};

static void context(struct world *w, const tier1_flow *flow)
{
    tier1__arena_free(&w->arena);
    w->c = (struct form_context){.arena = &w->arena,
                                 .library = w->wander.library,
                                 .walk = &w->blank->awake->walk};
    w->c.flows = tier1__flow_reach(flow, &w->arena, &w->c.flow_count);
    FUZZ_CHECK(w->c.flows);
}

/* The log of a session that came to a random place, as JSON. */
static const tier1_flow *make(struct world *w, uint64_t seed, struct blob *out)
{
    const tier1_flow *flow;
    tier1_session *s = NULL;
    struct session_log log;
    struct temper t;
    struct buf json;

    FUZZ_CHECK(wander_begin(&w->wander, seed, &s) > 0);
    t = wander_temper(&w->wander);
    for (size_t n = chance_below(&w->wander.chance, 25);
         n > 0 && tier1_session_state(s) != TIER1_DONE; n--)
        (void)wander_on(&w->wander, s, &t);
    flow = tier1_session_flow(s);
    context(w, flow);
    FUZZ_CHECK(tier1__log_take(&log, s, &w->arena));
    memcpy(log.begin.seed, tier1__begin_seed(&s->awake->begin), SEED_BYTES);
    tier1__buf_init(&json, w->wander.engine->allocator, 0);
    tier1__json_write_exact(
        &json, tier1__form_to_value(&w->c, &tier1__form_log, &log));
    FUZZ_CHECK(!json.failed);
    blob_set(out, tier1__buf_str(&json), json.len);
    tier1__buf_free(&json);
    tier1_session_free(s);
    return flow;
}

static void edit(struct world *w, const struct blob *from, struct blob *out)
{
    struct blob now = {NULL, 0, 0};

    blob_set(out, from->at, from->length);
    for (size_t n = 1 + chance_below(&w->chance, 3); n > 0; n--) {
        blob_set(&now, out->at, out->length);
        damage(&w->chance,
               (enum damage)(DAMAGE_SWAP + chance_below(&w->chance, 4)), &now,
               NULL, out);
    }
    blob_free(&now);
}

/* The bytes of what is still a log, to the target. */
static void hand_over(struct world *w, const tier1_flow *flow,
                      const struct blob *json)
{
    struct session_log log = {.records = NULL};
    struct json_problem problem = {0};
    const tier1_value *v = NULL;
    struct buf b;

    context(w, flow);
    tier1__walk_free(&w->blank->awake->walk);
    tier1__walk_init(&w->blank->awake->walk, w->blank);
    w->cases++;
    if (tier1__json_read(&v, &w->arena, json->at, json->length, 40, &problem) !=
        TIER1_OK)
        return;
    tier1__form_from_value(&w->c, &tier1__form_log, v, &log);
    if (w->c.failed != TIER1_OK)
        return;
    tier1__buf_init(&b, w->wander.engine->allocator, 0);
    tier1__buf_char(&b, (char)flow->index);
    w->c.time = 0;
    tier1__log_write(&w->c, &b, &log);
    FUZZ_CHECK(!b.failed);
    w->good++;
    (void)LLVMFuzzerTestOneInput((const uint8_t *)b.ptr, b.len);
    tier1__buf_free(&b);
}

static uint64_t option(int argc, char **argv, const char *name, uint64_t other)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return strtoull(argv[i + 1], NULL, 0);
    return other;
}

int main(int argc, char **argv)
{
    static struct world w;
    uint64_t cases = option(argc, argv, "--cases", 1000);
    uint64_t seed = option(argc, argv, "--seed", 1);
    struct blob json = {NULL, 0, 0}, out = {NULL, 0, 0};

    FUZZ_CHECK(wander_open(&w.wander, FUZZ_FLOWS));
    w.blank = tier1__session_new(w.wander.engine,
                                 tier1_library_at(w.wander.library, 0));
    FUZZ_CHECK(w.blank);
    tier1__walk_init(&w.blank->awake->walk, w.blank);
    tier1__arena_init(&w.arena, w.wander.engine->allocator, 4096, 0);
    chance_seed(&w.chance, seed);
    for (uint64_t i = 0; w.cases < cases; i++) {
        const tier1_flow *flow = make(&w, chance_mix(seed, i), &json);
        for (int n = 0; n < EACH && w.cases < cases; n++) {
            edit(&w, &json, &out);
            hand_over(&w, flow, &out);
        }
    }
    (void)printf("%" PRIu64 " edited logs, %" PRIu64
                 " of them read, %.1f s of processor time\n",
                 w.cases, w.good, (double)clock() / CLOCKS_PER_SEC);
    blob_free(&json);
    blob_free(&out);
    tier1__arena_free(&w.arena);
    tier1_session_free(w.blank);
    wander_close(&w.wander);
    return EXIT_SUCCESS;
}
