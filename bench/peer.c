/* SPDX-License-Identifier: MIT */
/* tier1 as peers/bench.mjs asks it: a word a line comes in, a number goes out;
 * the same words as peers/engine.mjs has for others.
 *
 *     peer FLOW */
#define _DEFAULT_SOURCE
#define _POSIX_C_SOURCE 200809L
#ifdef TIER1_BENCH_USABLE
#include <malloc.h>
#endif

#include <tier1/sys/posix.h>

#include "bench.h"
#include "walks.h"

#define SESSIONS 20000
#define LEAST 0.1 /* seconds of a round */

struct peer {
    struct world w;
    tier1_buf text;
    uint64_t seed;
    size_t live; /* bytes, with what malloc() has beside each block */
};

static void *counting(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    struct peer *p = ud;
    void *moved = NULL;

#ifdef TIER1_BENCH_USABLE
    p->live -= ptr ? malloc_usable_size(ptr) + sizeof(size_t) : 0;
#else
    p->live -= ptr ? old_size : 0;
#endif
    (void)old_size;
    if (new_size > 0)
        moved = realloc(ptr, new_size);
    else
        free(ptr);
    must(new_size == 0 || moved != NULL, "memory");
#ifdef TIER1_BENCH_USABLE
    p->live += moved ? malloc_usable_size(moved) + sizeof(size_t) : 0;
#else
    p->live += new_size;
#endif
    return moved;
}

static double load(struct peer *p)
{
    struct world w = {NULL, NULL, NULL};
    double began = seconds();

    world_open(&w, p->text.ptr, p->text.len);
    tier1_session_free(walk_start(&w));
    began = seconds() - began;
    world_close(&w);
    return began * 1e3;
}

static double step(struct peer *p)
{
    unsigned long steps = 0;
    double began = seconds();

    do {
        for (int i = 0; i < 20; i++) {
            tier1_session *s = walk_start(&p->w);

            steps += walk_all(s, &p->seed);
            tier1_session_free(s);
        }
    } while (seconds() - began < LEAST);
    return (seconds() - began) / (double)steps * 1e9;
}

static tier1_session *six(struct peer *p, const struct world *w)
{
    tier1_session *s = walk_start(w);

    for (int i = 0; i < 6; i++)
        must(walk_step(s, &p->seed) == TIER1_ASK, "answer");
    return s;
}

static double session(struct peer *p)
{
    const tier1_allocator allocator = {counting, p};
    struct world w = {walk_engine(allocator), NULL, NULL};
    tier1_session **sessions = malloc(SESSIONS * sizeof *sessions);
    double each;
    size_t before;

    must(sessions != NULL, "memory");
    world_open(&w, p->text.ptr, p->text.len);
    tier1_session_free(six(p, &w));
    before = p->live;
    for (int i = 0; i < SESSIONS; i++) {
        sessions[i] = six(p, &w);
        walk_rest(sessions[i]);
    }
    each = (double)(p->live - before) / SESSIONS;
    for (int i = 0; i < SESSIONS; i++)
        tier1_session_free(sessions[i]);
    free(sessions);
    world_close(&w);
    return each;
}

/* Nanoseconds of one, and its bytes. */
static double snapshot(struct peer *p, double *size)
{
    tier1_session *s = six(p, &p->w);
    tier1_buf bytes = TIER1_BUF_INIT;
    unsigned long done = 0;
    double began = seconds();

    do {
        for (int i = 0; i < 20; i++)
            must(tier1_session_snapshot(&bytes, s, NULL) == TIER1_OK,
                 "snapshot");
        done += 20;
    } while (seconds() - began < LEAST);
    began = seconds() - began;
    *size = (double)bytes.len;
    tier1_buf_dispose(&bytes);
    tier1_session_free(s);
    return began / (double)done * 1e9;
}

static double restore(struct peer *p)
{
    tier1_session *s = six(p, &p->w), *again;
    tier1_buf bytes = TIER1_BUF_INIT;
    unsigned long done = 0;
    double began;

    must(tier1_session_snapshot(&bytes, s, NULL) == TIER1_OK, "snapshot");
    tier1_session_free(s);
    began = seconds();
    do {
        for (int i = 0; i < 20; i++) {
            must(tier1_session_restore(&again, p->w.engine, p->w.library,
                                       bytes.ptr, bytes.len, NULL) == TIER1_ASK,
                 "restore");
            tier1_session_free(again);
        }
        done += 20;
    } while (seconds() - began < LEAST);
    began = seconds() - began;
    tier1_buf_dispose(&bytes);
    return began / (double)done * 1e9;
}

static double ask(struct peer *p, const char *word)
{
    double size, took;

    if (strcmp(word, "load") == 0)
        return load(p);
    if (strcmp(word, "step") == 0)
        return step(p);
    if (strcmp(word, "session") == 0)
        return session(p);
    if (strcmp(word, "restore") == 0)
        return restore(p);
    took = snapshot(p, &size);
    if (strcmp(word, "snapshot") == 0)
        return took;
    must(strcmp(word, "size") == 0, "a word that is not known");
    return size;
}

int main(int argc, char **argv)
{
    struct peer p = {.text = TIER1_BUF_INIT, .seed = WALK_SEED};
    char word[32];

    must(argc == 2, "usage: peer FLOW");
    must(tier1_posix_read(&p.text, argv[1], 0) == TIER1_OK,
         "the flow cannot be read");
    world_open(&p.w, p.text.ptr, p.text.len);
    while (fgets(word, sizeof word, stdin) != NULL) {
        word[strcspn(word, "\n")] = '\0';
        (void)printf("%.9g\n", ask(&p, word));
        (void)fflush(stdout);
    }
    world_close(&p.w);
    tier1_buf_dispose(&p.text);
    return EXIT_SUCCESS;
}
