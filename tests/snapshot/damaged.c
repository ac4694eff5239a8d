/* SPDX-License-Identifier: MIT */
/* Damaged snapshots and records of random sessions: every snapshot is refused,
 * every record refused or the same session.
 *
 *     damaged FLOWS [--cases N] [--seed N] [--unsealed 1]
 *     damaged FLOWS --seeds FOLDER      a snapshot a file, for the fuzz target:
 *                                       the flow's index and the log's bytes
 *
 * `--unsealed`: records without their sum, of which some that were changed are
 * taken up. What they are then is what they stay. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tier1/sys/posix.h>

#include "damage.h"
#include "wander.h"

#define EACH 200 /* cases of each session */
#define HEAD 14  /* of a snapshot */
#define CRC 4

static const char key[] = "a secret of the desk, 32 bytes..";

/* Takes sessions up: all that is waited for has still not come. */
struct reader {
    tier1_engine *engine;
    tier1_library *library;
};

struct source {
    struct blob snapshot, record;
    bool is_signed;
};

struct tally {
    uint64_t refused, equal, same;
};

static struct tally tallies[DAMAGE_KINDS];

static int wait_on(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_WAIT;
}

static bool reader_open(struct reader *r, const char *folder)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;

    options.caps.hook_instructions = 50000;
    return tier1_engine_new(&r->engine, &options) == TIER1_OK &&
           tier1_engine_host(r->engine, NULL, wait_on, NULL) == TIER1_OK &&
           tier1_posix_load(&r->library, NULL, r->engine, folder) == TIER1_OK;
}

static tier1_snapshot_options seal_of(const struct source *s)
{
    tier1_snapshot_options o = TIER1_SNAPSHOT_OPTIONS_INIT;

    if (s->is_signed) {
        o.key = key;
        o.key_length = sizeof key;
    }
    return o;
}

/* ---- one case --------------------------------------------------------- */

static bool is_record(const struct blob *record, const tier1_session *s)
{
    tier1_buf json = TIER1_BUF_INIT;
    bool same = tier1_session_record(&json, s) == TIER1_OK &&
                json.len == record->length &&
                memcmp(json.ptr, record->at, json.len) == 0;

    tier1_buf_dispose(&json);
    return same;
}

static bool refusal(int rc, const tier1_session *s, const struct reader *r)
{
    return (rc == TIER1_EINVALID || rc == TIER1_EVERSION ||
            rc == TIER1_EREPLAY || rc == TIER1_ELIMIT) &&
           s == NULL && tier1_engine_problem(r->engine)[0] != '\0';
}

static int take_up(struct reader *r, const struct source *from, bool snapshot,
                   const struct blob *bytes, tier1_session **s)
{
    tier1_snapshot_options o = seal_of(from);

    return snapshot ? tier1_session_restore(s, r->engine, r->library, bytes->at,
                                            bytes->length, &o)
                    : tier1_session_replay(s, r->engine, r->library, bytes->at,
                                           bytes->length, NULL);
}

/* Two that are spliced may be one of them, whole. */
static const struct source *undamaged(const struct source *from,
                                      const struct source *other, bool snapshot,
                                      const struct blob *out)
{
    if (!snapshot)
        return blob_same(&from->record, out) ? from : NULL;
    if (blob_same(&from->snapshot, out))
        return from;
    return from->is_signed == other->is_signed &&
                   blob_same(&other->snapshot, out)
               ? other
               : NULL;
}

static bool one_case(struct reader *r, struct chance *c,
                     const struct source *from, const struct source *other,
                     struct blob *out)
{
    enum damage kind = (enum damage)chance_below(c, DAMAGE_KINDS);
    const bool snapshot = kind < DAMAGE_BYTES;
    const struct source *equal;
    tier1_session *s = NULL;
    bool good;
    int rc;

    damage(c, kind, snapshot ? &from->snapshot : &from->record,
           &other->snapshot, out);
    equal = undamaged(from, other, snapshot, out);
    rc = take_up(r, from, snapshot, out, &s);
    if (rc < 0)
        good = refusal(rc, s, r) && equal == NULL;
    else
        good = is_record(equal != NULL ? &equal->record : &from->record, s) &&
               (equal != NULL || !snapshot);
    if (rc < 0)
        tallies[kind].refused++;
    else if (equal != NULL)
        tallies[kind].equal++;
    else
        tallies[kind].same++;
    if (!good)
        printf("FAILED: %s: %s %s\n%.*s\nwas\n%.*s\n", damage_names[kind],
               tier1_status_text(rc), tier1_engine_problem(r->engine),
               snapshot ? 0 : (int)out->length, out->at,
               snapshot ? 0 : (int)from->record.length, from->record.at);
    tier1_session_free(s);
    return good;
}

/* ---- sessions --------------------------------------------------------- */

static bool put_away(const tier1_session *s, struct source *out)
{
    tier1_snapshot_options o = seal_of(out);
    tier1_buf bytes = TIER1_BUF_INIT, json = TIER1_BUF_INIT;
    bool good = tier1_session_snapshot(&bytes, s, &o) == TIER1_OK &&
                tier1_session_record(&json, s) == TIER1_OK;

    if (good) {
        blob_set(&out->snapshot, bytes.ptr, bytes.len);
        blob_set(&out->record, json.ptr, json.len);
    }
    tier1_buf_dispose(&bytes);
    tier1_buf_dispose(&json);
    return good;
}

/* A session that has come to a random place. */
static bool make(struct wander *w, uint64_t seed, struct source *out,
                 size_t *flow)
{
    tier1_session *s = NULL;
    struct temper t;
    int rc = wander_begin(w, seed, &s);
    bool good;

    if (rc < 0)
        return false;
    t = wander_temper(w);
    for (size_t n = chance_below(&w->chance, 30);
         n > 0 && tier1_session_state(s) != TIER1_DONE; n--)
        (void)wander_on(w, s, &t);
    *flow = 0;
    while (tier1_library_at(w->library, *flow) != tier1_session_flow(s))
        ++*flow;
    out->is_signed = chance_of(&w->chance, 50);
    good = put_away(s, out);
    tier1_session_free(s);
    return good;
}

/* Undamaged it is the same session, by both ways. */
static bool whole(struct reader *r, const struct source *from)
{
    bool good = true;

    for (int snapshot = 0; snapshot < 2 && good; snapshot++) {
        tier1_session *s = NULL;
        int rc = take_up(r, from, snapshot != 0,
                         snapshot ? &from->snapshot : &from->record, &s);
        good = rc > 0 && is_record(&from->record, s);
        if (!good)
            printf("FAILED: undamaged: %s %s\n%s\n", tier1_status_text(rc),
                   tier1_engine_problem(r->engine), from->record.at);
        tier1_session_free(s);
    }
    return good;
}

/* ---- without a sum ---------------------------------------------------- */

/* Written down and put away, it comes back as it is. */
static bool comes_back(struct reader *r, const tier1_session *s)
{
    struct source now = {.is_signed = false};
    bool good = put_away(s, &now) && whole(r, &now);

    blob_free(&now.record);
    blob_free(&now.snapshot);
    return good;
}

static void without_sum(struct blob *record)
{
    char *at = strstr(record->at, ",\n  \"sum\": ");

    if (at == NULL)
        return;
    memcpy(at, "\n}\n", 4);
    record->length = (size_t)(at - record->at) + 3;
}

/* One to four edits, by which most of it stays what it was. */
static bool unsealed_case(struct reader *r, struct chance *c,
                          const struct source *from, struct blob *out)
{
    static const enum damage kinds[] = {DAMAGE_SWAP, DAMAGE_REMOVE,
                                        DAMAGE_DOUBLE, DAMAGE_NUMBER};
    tier1_replay_options o = TIER1_REPLAY_OPTIONS_INIT;
    enum damage kind = kinds[chance_below(c, 4)];
    struct blob record = {NULL, 0, 0};
    tier1_session *s = NULL;
    bool good;
    int rc;

    blob_set(&record, from->record.at, from->record.length);
    without_sum(&record);
    for (size_t n = 1 + chance_below(c, 4); n > 0; n--) {
        damage(c, kind, &record, NULL, out);
        blob_set(&record, out->at, out->length);
    }
    o.policy = chance_of(c, 30) ? TIER1_POLICY_EXACT : TIER1_POLICY_PIN;
    rc = tier1_session_replay(&s, r->engine, r->library, out->at, out->length,
                              &o);
    good = rc < 0 ? refusal(rc, s, r) : comes_back(r, s);
    if (rc < 0)
        tallies[kind].refused++;
    else
        tallies[kind].same++;
    if (!good)
        printf("FAILED: %s: %s %s\n%s\n", damage_names[kind],
               tier1_status_text(rc), tier1_engine_problem(r->engine), out->at);
    tier1_session_free(s);
    blob_free(&record);
    return good;
}

/* ---- the run ---------------------------------------------------------- */

struct order {
    const char *folder, *seeds;
    uint64_t cases, seed;
    bool unsealed;
};

static bool write_seed(const char *folder, uint64_t number, size_t flow,
                       const struct source *s)
{
    char path[4096];
    FILE *file;
    bool good;

    if (s->is_signed)
        return true;
    (void)snprintf(path, sizeof path, "%s/%03" PRIu64, folder, number);
    file = fopen(path, "wb");
    if (file == NULL)
        return false;
    good = fputc((int)flow, file) != EOF &&
           fwrite(s->snapshot.at + HEAD, 1, s->snapshot.length - HEAD - CRC,
                  file) > 0;
    return fclose(file) == 0 && good;
}

static bool run(struct wander *w, struct reader *r, const struct order *o)
{
    struct source sources[2] = {{.is_signed = false}};
    struct blob out = {NULL, 0, 0};
    struct chance c;
    uint64_t done = 0;
    bool good = true;
    size_t flow;

    chance_seed(&c, o->seed);
    for (uint64_t i = 0; done < o->cases && good; i++) {
        struct source *now = &sources[i % 2];

        good = make(w, chance_mix(o->seed, i), now, &flow) && whole(r, now);
        if (good && o->seeds != NULL)
            good = write_seed(o->seeds, i, flow, now);
        for (int n = 0; i > 0 && n < EACH && done < o->cases && good; n++) {
            good = o->unsealed
                       ? unsealed_case(r, &c, now, &out)
                       : one_case(r, &c, now, &sources[(i + 1) % 2], &out);
            done++;
        }
        if (!good)
            printf("in session %" PRIu64 " of the seed %" PRIu64 "\n", i,
                   o->seed);
    }
    for (int i = 0; i < 2; i++) {
        blob_free(&sources[i].snapshot);
        blob_free(&sources[i].record);
    }
    blob_free(&out);
    return good;
}

static void print_tallies(void)
{
    uint64_t all = 0;

    for (int i = 0; i < DAMAGE_KINDS; i++) {
        const struct tally *t = &tallies[i];
        if (t->refused + t->same + t->equal == 0)
            continue;
        printf("%-16s %7" PRIu64 " refused, %5" PRIu64
               " the same session, %5" PRIu64 " not damaged at all\n",
               damage_names[i], t->refused, t->same, t->equal);
        all += t->refused + t->same + t->equal;
    }
    printf("%" PRIu64 " cases, %.1f s of processor time\n", all,
           (double)clock() / CLOCKS_PER_SEC);
}

static bool read_order(struct order *o, int argc, char **argv)
{
    *o = (struct order){.cases = 1000, .seed = 1};
    if (argc % 2 != 0)
        return false;
    o->folder = argv[1];
    for (int i = 2; i < argc; i += 2) {
        if (strcmp(argv[i], "--cases") == 0)
            o->cases = strtoull(argv[i + 1], NULL, 0);
        else if (strcmp(argv[i], "--seed") == 0)
            o->seed = strtoull(argv[i + 1], NULL, 0);
        else if (strcmp(argv[i], "--unsealed") == 0)
            o->unsealed = true;
        else if (strcmp(argv[i], "--seeds") == 0)
            o->seeds = argv[i + 1];
        else
            return false;
    }
    return o->cases > 0;
}

int main(int argc, char **argv)
{
    static struct wander w;
    struct reader r = {NULL, NULL};
    struct order o;
    bool good;

    if (!read_order(&o, argc, argv)) {
        fprintf(stderr,
                "usage: damaged FLOWS [--cases N] [--seed N] [--unsealed 1] "
                "[--seeds FOLDER]"
                "\n");
        return 2;
    }
    if (!wander_open(&w, o.folder) || !reader_open(&r, o.folder))
        return 2;
    good = run(&w, &r, &o);
    print_tallies();
    tier1_library_free(r.library);
    tier1_engine_free(r.engine);
    wander_close(&w);
    return good ? 0 : 1;
}
