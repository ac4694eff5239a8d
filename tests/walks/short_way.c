/* SPDX-License-Identifier: MIT */
/* Plain steps are taken a short way, and most conditions need no Lua. Random
 * sessions go both ways, input by input: views, records and packets are the
 * same to the byte.
 *
 *     short_way FOLDER [--walks N] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/engine.h"
#include "same.h"
#include "wander.h"

/* What a walk has noted is laid out when somebody looks at more than the view:
 * in some walks after each input, in others after few, or at the end. */
static bool looks(uint64_t seed, int input, const tier1_session *s)
{
    return (seed + (uint64_t)input) % (1 + seed % 7 * 3) == 0 ||
           tier1_session_state(s) == TIER1_DONE;
}

static const char *hold(const tier1_session *a, const tier1_session *b, int rc,
                        int other, bool whole)
{
    const tier1_view *x = tier1_session_view(a), *y = tier1_session_view(b);
    const char *why;

    if (rc != other)
        return "the answer is taken otherwise";
    why = same_views(x, y);
    if (why == NULL && x->elapsed_seconds != y->elapsed_seconds)
        return "the time is another";
    return why == NULL && whole ? same_records(a, b) : why;
}

static const char *walk(struct wander *one, struct wander *two, uint64_t seed,
                        long *steps)
{
    tier1_session *a = NULL, *b = NULL;
    int rc = wander_begin(one, seed, &a), other = wander_begin(two, seed, &b);
    struct temper t = wander_temper(one);
    const char *why = a != NULL && b != NULL ? NULL : "it cannot be begun";

    (void)wander_temper(two);
    for (int i = 0; why == NULL && i < 120; i++) {
        why = hold(a, b, rc, other, looks(seed, i, a));
        if (why != NULL || tier1_session_state(a) == TIER1_DONE)
            break;
        rc = wander_on(one, a, &t);
        other = wander_on(two, b, &t);
        ++*steps;
    }
    if (why == NULL && tier1_session_state(a) == TIER1_DONE)
        why = same_packets(a, b);
    tier1_session_free(a);
    tier1_session_free(b);
    return why;
}

int main(int argc, char **argv)
{
    long walks = 1000, done = 0, steps = 0;
    struct wander one = {0}, two = {0};
    const char *why = NULL;

    if (argc == 4 && strcmp(argv[2], "--walks") == 0)
        walks = strtol(argv[3], NULL, 10);
    if (argc < 2 || walks < 1 || !wander_open(&one, argv[1]) ||
        !wander_open(&two, argv[1])) {
        (void)fprintf(stderr, "usage: short_way FOLDER [--walks N]\n");
        return 2;
    }
    two.engine->careful = true;
    two.engine->asks_lua = true;
    for (; done < walks && why == NULL; done++) {
        why = walk(&one, &two, (uint64_t)done + 1, &steps);
        if (why != NULL)
            (void)fprintf(stderr, "walk %ld: %s\n", done + 1, why);
    }
    (void)printf("%ld walks, %ld inputs\n", done, steps);
    wander_close(&one);
    wander_close(&two);
    return why == NULL ? 0 : 1;
}
