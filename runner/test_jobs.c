/* SPDX-License-Identifier: MIT */
/* Cases are run by several threads: a library may be shared by them, and each
 * case has an engine of its own anyway, so that nothing is written down and
 * read again, as it would be between processes. Each thread takes the next
 * case that nobody has taken, and counts what it reaches for itself. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "term.h"
#include "test_set.h"
#include "text.h"

/* As a program's own thread has it, also where the usual is less. */
#define STACK ((size_t)8 * 1024 * 1024)

struct job {
    const struct test_file *file;
    struct test_item *item;
};

struct pool {
    const struct test_running *running;
    struct job *jobs;
    size_t count;
    atomic_size_t next;
};

struct hand {
    struct pool *pool;
    tier1_coverage *coverage; /* NULL: none is wanted */
    pthread_t thread;
};

static void *work(void *ud)
{
    struct hand *hand = ud;
    struct pool *pool = hand->pool;
    tier1_case_options options = pool->running->options;
    options.coverage = hand->coverage;
    for (;;) {
        size_t at = atomic_fetch_add(&pool->next, 1);
        if (at >= pool->count)
            return NULL;
        struct job *job = &pool->jobs[at];
        const struct testfile *file = &job->file->file;
        job->item->rc =
            tier1_tests_run(&job->item->result, file->tests, job->item->index,
                            file->library, &options);
    }
}

static void collect(struct pool *pool, const struct test_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        struct test_file *f = set->files[i];
        for (size_t j = 0; f->file.library && j < f->count; j++) {
            pool->jobs = grow(pool->jobs, pool->count + 1, sizeof(*pool->jobs));
            pool->jobs[pool->count++] = (struct job){f, &f->items[j]};
        }
    }
}

static tier1_coverage *counter(const struct test_set *set)
{
    tier1_coverage *coverage = NULL;
    need_memory(tier1_coverage_new(&coverage));
    for (size_t i = 0; i < set->count; i++) {
        const struct testfile *file = &set->files[i]->file;
        if (file->library)
            need_memory(tier1_coverage_flow(
                coverage, tier1_library_find(file->library,
                                             tier1_tests_flow(file->tests))));
    }
    return coverage;
}

/* How many threads run besides this one; where one cannot be had, the others
 * do its work. */
static size_t start(struct hand *hands, size_t count)
{
    pthread_attr_t attributes;
    size_t running = 0;
    if (count == 0 || pthread_attr_init(&attributes) != 0)
        return 0;
    (void)pthread_attr_setstacksize(&attributes, STACK);
    while (running < count &&
           pthread_create(&hands[running].thread, &attributes, work,
                          &hands[running]) == 0)
        running++;
    (void)pthread_attr_destroy(&attributes);
    return running;
}

static void settle(struct test_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        for (size_t j = 0; j < set->files[i]->count; j++) {
            struct test_item *item = &set->files[i]->items[j];
            if (need_memory(item->rc) != TIER1_OK)
                item->instead.message = tier1_status_text(item->rc);
            if (test_item_result(item)->status == TIER1_CASE_PASSED)
                set->passed++;
            else
                set->failed++;
        }
}

void test_set_run(struct test_set *set, const struct test_running *running)
{
    struct pool pool = {.running = running};
    collect(&pool, set);
    atomic_init(&pool.next, 0);
    size_t count = running->jobs < pool.count ? running->jobs : pool.count;
    struct hand *hands = make(count + 1, sizeof(*hands));
    for (size_t i = 0; i < count; i++) {
        hands[i].pool = &pool;
        hands[i].coverage = running->coverage ? counter(set) : NULL;
    }
    (void)term_err(); /* looks at its terminal now, while it is alone */
    /* this thread has the last hand */
    size_t others = start(hands, count ? count - 1 : 0);
    if (count)
        work(&hands[count - 1]);
    for (size_t i = 0; i < others; i++)
        pthread_join(hands[i].thread, NULL);
    for (size_t i = 0; i < count && running->coverage; i++) {
        (void)need_memory(
            tier1_coverage_add(running->coverage, hands[i].coverage));
        tier1_coverage_free(hands[i].coverage);
    }
    settle(set);
    free(hands);
    free(pool.jobs);
}
