/* SPDX-License-Identifier: MIT */
/* An answer that is changed leaves what a walk would be that was given it, and
 * the kept ones, from the beginning:
 *
 *     property FLOWS WALKS MADE SEED
 *
 * Over the flows of a folder, WALKS each, and over MADE flows that are made at
 * random: at every answer of a walk each other answer is given, and the walk is
 * gone on with, by chance, to its end. How many questions had to be asked
 * again is counted, and held against forgetting all later answers, and against
 * giving each of them again wherever its step is asked. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>

#include "alike.h"
#include "chance.h"
#include "made_flow.h"

#define INPUTS_MOST 30
#define OTHERS_MOST 6
#define NOW INT64_C(1767600000000)

struct said {
    char step[140]; /* "flow/step" */
    tier1_value *value;
};

struct world {
    tier1_engine *engine;
    struct chance chance;
    uint64_t revised, refused, compared, ends;
    uint64_t asked, drop_all, keep_all; /* questions asked again */
    uint64_t kept, remembered, again, dropped;
    const char *wrong;
};

static void need(int rc, const char *what)
{
    if (rc >= 0)
        return;
    (void)fprintf(stderr, "%s: %s\n", what, tier1_status_text(rc));
    exit(2);
}

static int64_t clock_stands(void *ud)
{
    (void)ud;
    return NOW;
}

/* What it says depends on the call alone, so that it is the same in every
 * walk. */
static int host(void *ud, const tier1_call *call, tier1_value **result)
{
    tier1_buf json = TIER1_BUF_INIT;
    struct chance c;
    uint64_t sum = 7;

    (void)ud;
    for (const char *p = call->name; *p != '\0'; p++)
        sum = sum * 31 + (unsigned char)*p;
    for (size_t i = 0; i < call->arg_count; i++) {
        need(tier1_value_to_json(&json, call->engine, call->args[i], 0),
             "an argument");
        for (size_t k = 0; k < json.len; k++)
            sum = sum * 31 + (unsigned char)json.ptr[k];
        tier1_buf_dispose(&json);
    }
    chance_seed(&c, sum | 1);
    *result = random_result(&c, call->engine);
    return TIER1_OK;
}

/* ---- walks ------------------------------------------------------------- */

static tier1_session *start(struct world *w, const tier1_flow *flow,
                            uint64_t seed)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_value *given = make_map(w->engine);
    tier1_session *s = NULL;
    tier1_variable_info v;
    struct chance c;
    int rc;

    chance_seed(&c, seed | 1);
    for (size_t i = 0; tier1_flow_variable(flow, i, &v); i++)
        if (v.given && strcmp(v.type, "choice") != 0 &&
            (v.required || chance_of(&c, 40)))
            put(given, v.name, random_given(&c, w->engine, &v));
    o.id = "one";
    o.given = given;
    o.audience = tier1_flow_about(flow)->for_agent ? "agent" : "customer";
    rc = tier1_session_start(&s, w->engine, flow, &o);
    tier1_value_free(given);
    return rc > 0 ? s : NULL;
}

static void place_of(const tier1_session *s, char out[140])
{
    const tier1_view *v = tier1_session_view(s);
    (void)snprintf(out, 140, "%s/%s", v->flow, v->step);
}

static tier1_value *copy(struct world *w, const tier1_value *value)
{
    tier1_buf json = TIER1_BUF_INIT;
    tier1_value *v = NULL;

    need(tier1_value_to_json(&json, w->engine, value, 0), "a value");
    need(tier1_value_from_json(&v, w->engine, json.ptr, json.len), "a value");
    tier1_buf_dispose(&json);
    return v;
}

/* One answer by chance; false where none is taken. */
static bool answer(struct world *w, tier1_session *s, struct said *said)
{
    int rc = TIER1_EANSWER;

    place_of(s, said->step);
    for (int i = 0; i < 20 && rc == TIER1_EANSWER; i++) {
        said->value =
            random_answer(&w->chance, w->engine, tier1_session_view(s));
        rc = tier1_session_answer_value(s, said->value);
        if (rc > 0)
            return true;
        tier1_value_free(said->value);
        if (rc != TIER1_EANSWER)
            need(rc, "an answer");
        /* The count of refusals is not what is compared here. */
        return false;
    }
    return false;
}

static size_t walk(struct world *w, tier1_session *s, struct said *said)
{
    size_t n = 0;
    size_t most = 3 + chance_below(&w->chance, INPUTS_MOST - 3);

    while (n < most && tier1_session_state(s) == TIER1_ASK &&
           answer(w, s, &said[n]))
        n++;
    return n;
}

static void free_said(struct said *said, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tier1_value_free(said[i].value);
}

/* ---- revisions --------------------------------------------------------- */

/* The answers of the new way, in order: each was the changed one, or one of
 * the old, or one that was given since. A walk is fed with them alone. */
struct log {
    struct said items[4 * INPUTS_MOST];
    size_t count;
};

static void read_log(struct world *w, const tier1_session *s, struct log *log)
{
    tier1_buf json = TIER1_BUF_INIT;
    tier1_value *record = NULL;
    const tier1_value *list;

    need(tier1_session_record(&json, s), "a record");
    need(tier1_value_from_json(&record, w->engine, json.ptr, json.len),
         "a record");
    list = tier1_value_get(record, "records");
    log->count = 0;
    for (size_t i = 0; i < tier1_value_count(list); i++) {
        const tier1_value *r = tier1_value_at(list, i);
        struct said *to = &log->items[log->count];
        if (strcmp(tier1_value_text(tier1_value_get(r, "type")), "answer") !=
                0 ||
            tier1_value_boolean(tier1_value_get(r, "undone")))
            continue;
        (void)snprintf(to->step, sizeof to->step, "%s/%s",
                       tier1_value_text(tier1_value_get(r, "flow")),
                       tier1_value_text(tier1_value_get(r, "step")));
        to->value = copy(w, tier1_value_get(r, "value"));
        log->count++;
    }
    tier1_value_free(record);
    tier1_buf_dispose(&json);
}

static bool fail(struct world *w, const char *what)
{
    w->wrong = what;
    return false;
}

/* The session is what a fresh walk is with its answers. */
static bool holds(struct world *w, const tier1_session *s, uint64_t seed)
{
    tier1_session *fresh = start(w, tier1_session_flow(s), seed);
    struct log log;
    char place[140];
    bool good = fresh != NULL;

    w->compared++;
    read_log(w, s, &log);
    for (size_t i = 0; i < log.count && good; i++) {
        place_of(fresh, place);
        if (strcmp(place, log.items[i].step) != 0)
            good = fail(w, "a fresh walk asks something else");
        else if (tier1_session_answer_value(fresh, log.items[i].value) < 0)
            good = fail(w, "a fresh walk refuses an answer");
    }
    if (good && !same_view(s, fresh))
        good = fail(w, "a fresh walk shows something else");
    if (good && !same_way(w->engine, s, fresh))
        good = fail(w, "a fresh walk has another way");
    if (good && !same_variables(w->engine, s, fresh))
        good = fail(w, "a fresh walk has other variables");
    if (good && !same_packet(w->engine, s, fresh))
        good = fail(w, "a fresh walk has another packet");
    free_said(log.items, log.count);
    tier1_session_free(fresh);
    return good;
}

/* What becomes of each later answer is told once. */
static bool count_fates(struct world *w, const tier1_session *s, size_t later)
{
    tier1_change c;
    size_t n = tier1_session_change_count(s);

    if (n != later)
        return fail(w, "not each later answer has its fate");
    for (size_t i = 0; i < n && tier1_session_change(s, i, &c); i++) {
        w->kept += c.fate == TIER1_KEPT;
        w->remembered += c.fate == TIER1_REMEMBERED;
        w->again += c.fate == TIER1_ASKED_AGAIN;
        w->dropped += c.fate == TIER1_DROPPED;
    }
    return true;
}

/* A walk with the changed answer that is given each old answer where its step
 * is asked, whether it means the same or not: an upper bound of what can be
 * kept. How many had to be asked; the rest goes by `c`. */
static uint64_t feed(struct world *w, const tier1_flow *flow, uint64_t seed,
                     const struct said *said, size_t count, size_t at,
                     const tier1_value *value, bool keep, uint64_t chance)
{
    tier1_session *s = start(w, flow, seed);
    bool used[INPUTS_MOST] = {false};
    uint64_t asked = 0;
    char place[140];

    chance_seed(&w->chance, chance);
    for (size_t i = 0; i < at; i++)
        need(tier1_session_answer_value(s, said[i].value), "a prefix");
    need(tier1_session_answer_value(s, value), "the changed answer");
    while (asked < INPUTS_MOST && tier1_session_state(s) == TIER1_ASK) {
        size_t i = count;
        struct said one;
        place_of(s, place);
        if (keep)
            for (i = at + 1; i < count; i++)
                if (!used[i] && strcmp(said[i].step, place) == 0)
                    break;
        if (i < count) {
            used[i] = true;
            if (tier1_session_answer_value(s, said[i].value) > 0)
                continue;
        }
        asked++;
        if (!answer(w, s, &one))
            break;
        tier1_value_free(one.value);
    }
    tier1_session_free(s);
    return asked;
}

/* Goes on to the end; what holds after the revision holds after each answer. */
static bool go_on(struct world *w, tier1_session *s, uint64_t seed,
                  uint64_t chance)
{
    struct said one;

    chance_seed(&w->chance, chance);
    for (int n = 0; n < INPUTS_MOST && tier1_session_state(s) == TIER1_ASK;
         n++) {
        w->asked++;
        if (!answer(w, s, &one))
            return true;
        tier1_value_free(one.value);
        if (!holds(w, s, seed))
            return false;
    }
    w->ends += tier1_session_state(s) == TIER1_DONE;
    return true;
}

struct told {
    const struct said *said;
    size_t count, at;
    uint64_t seed;
};

static bool revise(struct world *w, const tier1_flow *flow,
                   const struct told *t, const tier1_value *value)
{
    const uint64_t chance = chance_next(&w->chance) | 1;
    tier1_session *s = NULL;
    bool good = true;
    int rc;

    s = start(w, flow, t->seed);
    for (size_t i = 0; i < t->count; i++)
        need(tier1_session_answer_value(s, t->said[i].value), "a walk");
    rc = tier1_session_revise(s, t->said[t->at].step, value, NULL);
    if (rc == TIER1_EANSWER) {
        w->refused++;
    } else if (rc < 0) {
        good = fail(w, tier1_status_text(rc));
    } else {
        w->revised++;
        good = count_fates(w, s, t->count - t->at - 1) &&
               holds(w, s, t->seed) && go_on(w, s, t->seed, chance);
        if (good) {
            w->drop_all += feed(w, flow, t->seed, t->said, t->count, t->at,
                                value, false, chance);
            w->keep_all += feed(w, flow, t->seed, t->said, t->count, t->at,
                                value, true, chance);
        }
    }
    tier1_session_free(s);
    return good;
}

/* Is it the latest answer of its step? That is the one that is revised. */
static bool is_latest(const struct told *t)
{
    for (size_t i = t->at + 1; i < t->count; i++)
        if (strcmp(t->said[i].step, t->said[t->at].step) == 0)
            return false;
    return true;
}

/* Each other answer to the question at which a walk stands, bounded. */
static size_t others(struct world *w, const tier1_view *v,
                     tier1_value *out[OTHERS_MOST])
{
    size_t n = 0;

    for (size_t i = 0; i < v->question.choice_count && n < OTHERS_MOST - 1; i++)
        if (v->question.type == TIER1_TYPE_CHOICE)
            out[n++] = make_text(w->engine, v->question.choices[i].value);
    if (v->question.type == TIER1_TYPE_YES_NO) {
        out[n++] = make_text(w->engine, "yes");
        out[n++] = make_text(w->engine, "no");
    }
    while (n < OTHERS_MOST && n < 3)
        out[n++] = random_answer(&w->chance, w->engine, v);
    return n;
}

static bool one_flow(struct world *w, const tier1_flow *flow, uint64_t seed)
{
    struct said said[INPUTS_MOST];
    tier1_value *other[OTHERS_MOST];
    tier1_session *s, *again;
    bool good = true;
    size_t count;

    chance_seed(&w->chance, seed);
    s = start(w, flow, seed);
    if (s == NULL)
        return true;
    count = walk(w, s, said);
    if (count > 0 && tier1_session_state(s) == TIER1_DONE)
        tier1_value_free(said[--count].value); /* only open ones are revised */
    tier1_session_free(s);
    again = start(w, flow, seed);
    for (size_t at = 0; at < count && good; at++) {
        const struct told t = {said, count, at, seed};
        size_t n = others(w, tier1_session_view(again), other);
        for (size_t i = 0; i < n; i++) {
            if (good && is_latest(&t) &&
                !same_value(w->engine, other[i], said[at].value))
                good = revise(w, flow, &t, other[i]);
            tier1_value_free(other[i]);
        }
        need(tier1_session_answer_value(again, said[at].value), "again");
    }
    free_said(said, count);
    tier1_session_free(again);
    return good;
}

static int shipped(struct world *w, const char *folder, uint64_t walks,
                   uint64_t seed)
{
    tier1_library *library = NULL;

    need(tier1_posix_load(&library, NULL, w->engine, folder), folder);
    for (uint64_t i = 0; i < walks; i++)
        for (size_t k = 0; k < tier1_library_count(library); k++)
            if (!one_flow(w, tier1_library_at(library, k),
                          chance_mix(seed, i * 100 + k))) {
                printf("%s, walk %" PRIu64 ": %s\n",
                       tier1_flow_about(tier1_library_at(library, k))->id, i,
                       w->wrong);
                return EXIT_FAILURE;
            }
    tier1_library_free(library);
    return EXIT_SUCCESS;
}

static int made(struct world *w, uint64_t count, uint64_t seed)
{
    for (uint64_t i = 0; i < count; i++) {
        tier1_library *library = NULL;
        char *text[2];
        tier1_source sources[2];
        tier1_diagnostics *list = NULL;

        made_flow(chance_mix(seed, i), text);
        for (int k = 0; k < 2; k++)
            sources[k] = (tier1_source){k ? "part.yaml" : "made.yaml", text[k],
                                        strlen(text[k])};
        if (tier1_library_load(&library, &list, w->engine, sources, 2, NULL) !=
            TIER1_OK) {
            printf("%s\nflow %" PRIu64 " does not load: %s\n", text[0], i,
                   tier1_diagnostics_at(list, 0)->message);
            return EXIT_FAILURE;
        }
        for (uint64_t k = 0; k < 2; k++)
            if (!one_flow(w, tier1_library_at(library, 0),
                          chance_mix(seed, i * 2 + k))) {
                printf("%s\n%s\nflow %" PRIu64 ": %s\n", text[0], text[1], i,
                       w->wrong);
                return EXIT_FAILURE;
            }
        tier1_diagnostics_free(list);
        tier1_library_free(library);
        free(text[0]);
        free(text[1]);
    }
    return EXIT_SUCCESS;
}

static void print(const char *what, struct world *w)
{
    printf("%s: %" PRIu64 " revisions, %" PRIu64 " refused; %" PRIu64
           " states held against a fresh walk, %" PRIu64 " ends\n"
           "  later answers: %" PRIu64 " kept, %" PRIu64 " remembered, %" PRIu64
           " asked again, %" PRIu64 " dropped\n"
           "  questions asked again: %" PRIu64 "; all forgotten: %" PRIu64
           "; all given again: %" PRIu64 "\n",
           what, w->revised, w->refused, w->compared, w->ends, w->kept,
           w->remembered, w->again, w->dropped, w->asked, w->drop_all,
           w->keep_all);
}

int main(int argc, char **argv)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;
    int status;

    if (argc != 5)
        return 2;
    o.clock = clock_stands;
    need(tier1_engine_new(&engine, &o), "engine");
    need(tier1_engine_host(engine, NULL, host, NULL), "host");
    struct world w = {.engine = engine};
    const uint64_t seed = strtoull(argv[4], NULL, 10);
    status = shipped(&w, argv[1], strtoull(argv[2], NULL, 10), seed);
    print("shipped flows", &w);
    w = (struct world){.engine = engine};
    if (status == EXIT_SUCCESS)
        status = made(&w, strtoull(argv[3], NULL, 10), seed);
    print("made flows", &w);
    tier1_engine_free(engine);
    return status;
}
