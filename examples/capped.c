/* SPDX-License-Identifier: MIT */
/* An allocator with a cap. At the cap a call gives TIER1_ENOMEM and nothing
 * has changed: the cap is raised, and the same call is made again.
 *
 *     cc capped.c $(pkg-config --cflags --libs tier1) -o capped
 *     ./capped lamp.yaml
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

enum { MOST = 4 * 1024 * 1024 };

typedef struct pool {
    size_t used, cap;
} pool;

static void *from_pool(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    pool *p = ud;
    size_t others = p->used - (ptr ? old_size : 0);
    void *got = NULL;

    if (new_size == 0)
        free(ptr);
    else if (p->used - others >= new_size ||
             (others <= p->cap && new_size <= p->cap - others))
        got = realloc(ptr, new_size); /* smaller is always allowed */
    if (got || new_size == 0)
        p->used = others + new_size;
    return got;
}

/* The answer, with as much more memory as it takes. */
static int answer(tier1_session *session, pool *p, const char *text)
{
    int rc = tier1_session_answer(session, text);

    while (rc == TIER1_ENOMEM && p->cap < MOST) {
        printf("no memory, and still at %s\n",
               tier1_session_view(session)->step);
        p->cap += 1024;
        rc = tier1_session_answer(session, text);
    }
    return rc;
}

int main(int argc, char **argv)
{
    pool p = {0, MOST};
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    tier1_session *session = NULL;
    char line[4096];

    tier1_posix_engine(&options);
    options.allocator = (tier1_allocator){from_pool, &p};
    int rc = tier1_engine_new(&engine, &options);
    if (rc == TIER1_OK)
        rc = tier1_posix_load(&library, NULL, engine, argc > 1 ? argv[1] : "");
    if (rc == TIER1_OK)
        rc = tier1_session_start(&session, engine, tier1_library_at(library, 0),
                                 NULL);
    p.cap = p.used; /* from here on there is nothing more */
    while (rc == TIER1_ASK && puts(tier1_session_view(session)->text) >= 0 &&
           fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        rc = answer(session, &p, line);
        if (rc == TIER1_EANSWER && puts(tier1_session_problem(session)) >= 0)
            rc = tier1_session_state(session);
    }
    printf("outcome: %s\n",
           rc == TIER1_DONE
               ? tier1_end_text(tier1_session_outcome(session)->end)
               : tier1_status_text(rc));
    tier1_session_free(session);
    tier1_library_free(library);
    tier1_engine_free(engine);
    printf("%zu bytes are in use\n", p.used);
    return rc == TIER1_DONE ? 0 : 1;
}
