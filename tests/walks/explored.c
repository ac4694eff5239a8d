/* SPDX-License-Identifier: MIT */
/* What `paths` says that no answers reach, random sessions do not come to: not
 * with nonsense for answers, not with whatever a host may say.
 *
 *     explored FOLDER [--walks N] [--claims N] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/paths.h>

#include "wander.h"

struct known {
    tier1_paths **paths; /* by flow */
    size_t count, whole, claims;
};

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool explore(struct known *k, tier1_library *library)
{
    const tier1_flow *flow;

    k->count = tier1_library_count(library);
    k->paths = calloc(k->count, sizeof *k->paths);
    for (size_t i = 0; k->paths != NULL && i < k->count; i++) {
        tier1_path_missed missed;
        const char *id;
        int rc;
        flow = tier1_library_at(library, i);
        id = tier1_flow_about(flow)->id;
        rc = tier1_paths_explore(&k->paths[i], library, id, NULL);
        if (rc != TIER1_OK) {
            fprintf(stderr, "%s: %s\n", id, tier1_status_text(rc));
            return false;
        }
        k->whole += tier1_paths_about(k->paths[i])->whole != 0;
        for (size_t j = 0; tier1_paths_missed(k->paths[i], j, &missed); j++)
            k->claims += missed.sure != 0;
    }
    return k->paths != NULL;
}

static bool breaks(const tier1_path_missed *missed, const tier1_visit *v)
{
    if (!missed->sure || !same(missed->flow, v->flow) ||
        !same(missed->step, v->step))
        return false;
    return missed->route == NULL ||
           (v->route != NULL && same(missed->route->rule, v->route) &&
            same(missed->route->choice, v->choice) &&
            missed->route->number == v->route_number);
}

/* The first step or way that was said to be out of reach. */
static bool hold(const struct known *k, const tier1_library *library,
                 const tier1_session *s, uint64_t seed)
{
    size_t flow = 0;
    tier1_path_missed missed;
    tier1_visit v;

    while (tier1_library_at(library, flow) != tier1_session_flow(s))
        flow++;
    for (size_t i = 0; tier1_session_visit(s, i, &v); i++)
        for (size_t j = 0; tier1_paths_missed(k->paths[flow], j, &missed); j++)
            if (breaks(&missed, &v)) {
                fprintf(stderr, "seed %llu of %s comes to %s/%s %s %s\n",
                        (unsigned long long)seed,
                        tier1_flow_about(tier1_session_flow(s))->id, v.flow,
                        v.step, missed.route != NULL ? v.route : "",
                        v.choice != NULL ? v.choice : "");
                return false;
            }
    return true;
}

static bool walk(struct wander *w, const struct known *k, uint64_t seed,
                 long *steps)
{
    tier1_session *s = NULL;
    int rc = wander_begin(w, seed, &s);
    struct temper t = wander_temper(w);
    bool held = true;

    for (int i = 0; rc >= TIER1_OK && i < 150; i++) {
        if (tier1_session_state(s) == TIER1_DONE)
            break;
        (void)wander_on(w, s, &t);
        ++*steps;
    }
    if (s != NULL)
        held = hold(k, w->library, s, seed);
    tier1_session_free(s);
    return held;
}

static long option(int argc, char **argv, const char *name, long otherwise)
{
    for (int i = 2; i + 1 < argc; i += 2)
        if (strcmp(argv[i], name) == 0)
            return strtol(argv[i + 1], NULL, 10);
    return otherwise;
}

int main(int argc, char **argv)
{
    long walks = option(argc, argv, "--walks", 1000), done = 0, steps = 0;
    long claims = option(argc, argv, "--claims", 0);
    struct wander w = {0};
    struct known k = {0};
    bool fine;

    if (argc < 2 || !wander_open(&w, argv[1]))
        return 2;
    fine = explore(&k, w.library);
    while (fine && done < walks)
        fine = walk(&w, &k, (uint64_t)done++ + 1, &steps);
    printf("%zu flows, %zu of them whole, %zu out of reach; %ld walks, "
           "%ld steps\n",
           k.count, k.whole, k.claims, done, steps);
    for (size_t i = 0; k.paths != NULL && i < k.count; i++)
        tier1_paths_free(k.paths[i]);
    free(k.paths);
    wander_close(&w);
    return fine && (long)k.claims >= claims ? 0 : 1;
}
