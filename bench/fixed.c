/* SPDX-License-Identifier: MIT */
/* Fixed amounts of work, to count instructions of. Each is one call of
 * fixed_work(), with everything made before it and freed after it; what is
 * printed is, in this order, the name of each and how many it did:
 *
 *     fixed [NAME…]
 *
 * instructions.py runs it under callgrind, which counts within fixed_work()
 * alone and closes its count whenever that returns. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"
#include "walks.h"

#define WALKS 200 /* of thirteen steps */

struct work {
    struct world w;
    char *text;
    size_t length;
    tier1_session *sessions[WALKS];
    tier1_session *one;
    tier1_buf bytes;
    unsigned long did;
    uint64_t seed;
};

struct kind {
    const char *name;
    int every; /* the flow of layers; -1: a chain with hooks that write */
    void (*before)(struct work *k);
    void (*work)(struct work *k);
    void (*after)(struct work *k);
};

static void load(struct work *k)
{
    world_open(&k->w, k->text, k->length);
    k->did = 1;
}

static void start_all(struct work *k)
{
    for (int i = 0; i < WALKS; i++)
        k->sessions[i] = walk_start(&k->w);
    k->did = WALKS;
}

static void free_all(struct work *k)
{
    for (int i = 0; i < WALKS; i++)
        tier1_session_free(k->sessions[i]);
}

static void walk_them(struct work *k)
{
    k->did = 0;
    for (int i = 0; i < WALKS; i++)
        k->did += walk_all(k->sessions[i], &k->seed);
}

/* A session of six answers. */
static void six(struct work *k)
{
    k->one = walk_start(&k->w);
    for (int i = 0; i < 6; i++)
        must(walk_step(k->one, &k->seed) == TIER1_ASK, "answer");
    k->bytes = (tier1_buf)TIER1_BUF_INIT;
    must(tier1_session_snapshot(&k->bytes, k->one, NULL) == TIER1_OK,
         "snapshot");
}

/* One that has come to its end. */
static void whole(struct work *k)
{
    k->one = walk_start(&k->w);
    (void)walk_all(k->one, &k->seed);
    k->bytes = (tier1_buf)TIER1_BUF_INIT;
}

static void snapshots(struct work *k)
{
    for (int i = 0; i < WALKS; i++)
        must(tier1_session_snapshot(&k->bytes, k->one, NULL) == TIER1_OK,
             "snapshot");
    k->did = WALKS;
}

static void restores(struct work *k)
{
    for (int i = 0; i < WALKS; i++)
        must(tier1_session_restore(&k->sessions[i], k->w.engine, k->w.library,
                                   k->bytes.ptr, k->bytes.len,
                                   NULL) == TIER1_ASK,
             "restore");
    k->did = WALKS;
}

/* One after the other, each freed before the next. */
static void in_turn(struct work *k)
{
    tier1_session *s;

    for (int i = 0; i < WALKS; i++) {
        must(tier1_session_restore(&s, k->w.engine, k->w.library, k->bytes.ptr,
                                   k->bytes.len, NULL) == TIER1_ASK,
             "restore");
        tier1_session_free(s);
    }
    k->did = WALKS;
}

static void snapshots_freed(struct work *k)
{
    for (int i = 0; i < WALKS; i++) {
        tier1_buf bytes = TIER1_BUF_INIT;

        must(tier1_session_snapshot(&bytes, k->one, NULL) == TIER1_OK,
             "snapshot");
        tier1_buf_dispose(&bytes);
    }
    k->did = WALKS;
}

static void packets(struct work *k)
{
    for (int i = 0; i < WALKS; i++)
        must(tier1_packet_render(&k->bytes, k->one, TIER1_PACKET_JSON, NULL) ==
                 TIER1_OK,
             "packet");
    k->did = WALKS;
}

static void free_one(struct work *k)
{
    tier1_session_free(k->one);
    tier1_buf_dispose(&k->bytes);
}

static void free_restored(struct work *k)
{
    free_all(k);
    free_one(k);
}

/* Those of one flow follow each other, its load first. */
static const struct kind kinds[] = {
    {"load-c0", 0, NULL, load, NULL},
    {"step-c0", 0, start_all, walk_them, free_all},
    {"snapshot-c0", 0, six, snapshots_freed, free_one},
    {"restore-c0", 0, six, in_turn, free_one},
    {"load-c1", 1, NULL, load, NULL},
    {"step-c1", 1, start_all, walk_them, free_all},
    {"load-chain", -1, NULL, load, NULL},
    {"step-writes", -1, start_all, walk_them, free_all},
    {"restore-writes", -1, six, in_turn, free_one},
    {"load-c5", 5, NULL, load, NULL},
    {"start", 5, NULL, start_all, free_all},
    {"step-c5", 5, start_all, walk_them, free_all},
    {"snapshot", 5, six, snapshots, free_one},
    {"restore", 5, six, restores, free_restored},
    {"packet", 5, whole, packets, free_one},
};

#define KINDS (sizeof kinds / sizeof *kinds)

void fixed_work(const struct kind *kind, struct work *k);

/* The name that is counted by: never inlined. */
__attribute__((noinline)) void fixed_work(const struct kind *kind,
                                          struct work *k)
{
    kind->work(k);
}

/* Twelve steps that each change a variable. */
static char *make_chain(size_t *length)
{
    size_t room = 4096, n;
    char *text = malloc(room);

    must(text != NULL, "memory");
    n = (size_t)snprintf(text, room,
                         "tier1: 1\nid: made\ntitle: Made\n"
                         "vars: {n: {type: integer, default: 0}}\nsteps:\n");
    for (int i = 0; i < 12; i++)
        n += (size_t)snprintf(text + n, room - n,
                              "  s%d:\n    ask: What does the lamp show?\n"
                              "    choices: {green: Green, amber: Amber}\n"
                              "    on_leave: n = n + 1\n    next: s%d\n",
                              i, i + 1);
    n += (size_t)snprintf(text + n, room - n, "  s12: {resolve: Done.}\n");
    must(n < room, "text");
    *length = n;
    return text;
}

static void world_made_for(struct work *k, int every)
{
    const tier1_allocator none = {NULL, NULL};

    world_close(&k->w);
    free(k->text);
    if (every < 0)
        k->text = make_chain(&k->length);
    else
        k->text = walk_text(SHAPE_DAG, 1000, (unsigned)every, &k->length);
    k->w.engine = walk_engine(none);
}

/* Hooks are compiled when they are first run: not while it counts. */
static void warm(struct work *k)
{
    k->seed = WALK_SEED;
    for (int i = 0; i < WALKS; i++) {
        tier1_session *s = walk_start(&k->w);

        (void)walk_all(s, &k->seed);
        tier1_session_free(s);
    }
    k->seed = WALK_SEED;
}

static void run(const struct kind *kind, struct work *k, bool counts)
{
    if (kind->work == load)
        world_made_for(k, kind->every);
    k->seed = WALK_SEED;
    if (counts && kind->before != NULL)
        kind->before(k);
    if (counts)
        fixed_work(kind, k);
    else if (kind->work == load)
        load(k);
    if (counts && kind->after != NULL)
        kind->after(k);
    if (counts)
        (void)printf("%s %lu\n", kind->name, k->did);
    if (kind->work == load)
        warm(k);
}

static bool wanted(int argc, char **argv, const char *name)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return true;
    return argc == 1;
}

int main(int argc, char **argv)
{
    static struct work k;

    for (size_t i = 0; i < KINDS; i++)
        run(&kinds[i], &k, wanted(argc, argv, kinds[i].name));
    world_close(&k.w);
    free(k.text);
    return EXIT_SUCCESS;
}
