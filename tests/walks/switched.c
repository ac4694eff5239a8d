/* SPDX-License-Identifier: MIT */
/* The way does not hang on the language: random sessions are walked twice with
 * the same inputs, once in the flow's own words, and once in another language
 * for each step, with the session put to rest now and then. Both go the same
 * way, to the same end.
 *
 *     switched FOLDER [--walks N] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/tier1.h>

#include "wander.h"

static const char *const tags[] = {"gl", "ar", "pt-BR", "de-AT",
                                   "uk", "fr", "xx",    "en"};
#define TAGS (sizeof tags / sizeof *tags)

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_value(tier1_engine *e, const tier1_value *a,
                       const tier1_value *b)
{
    tier1_buf x = TIER1_BUF_INIT, y = TIER1_BUF_INIT;
    bool good = (a == NULL) == (b == NULL);

    if (good && a != NULL)
        good = tier1_value_to_json(&x, e, a, 0) == TIER1_OK &&
               tier1_value_to_json(&y, e, b, 0) == TIER1_OK && x.len == y.len &&
               memcmp(x.ptr, y.ptr, x.len) == 0;
    tier1_buf_dispose(&x);
    tier1_buf_dispose(&y);
    return good;
}

static const char *same_way(tier1_engine *e, const tier1_session *a,
                            const tier1_session *b)
{
    size_t count = tier1_session_visit_count(a);
    const tier1_outcome *x = tier1_session_outcome(a);
    const tier1_outcome *y = tier1_session_outcome(b);

    if (tier1_session_state(a) != tier1_session_state(b))
        return "one has ended, or waits";
    if (count != tier1_session_visit_count(b))
        return "one way is longer";
    for (size_t i = 0; i < count; i++) {
        tier1_visit v, w;
        if (!tier1_session_visit(a, i, &v) || !tier1_session_visit(b, i, &w) ||
            !same(v.flow, w.flow) || !same(v.step, w.step) ||
            !same(v.route, w.route) || !same_value(e, v.answer, w.answer))
            return "the ways part";
    }
    if (x->end != y->end || !same(x->code, y->code) ||
        !same(x->reason, y->reason) || !same(x->step, y->step))
        return "the ends are not the same";
    return NULL;
}

/* Another language, without time going by. */
static const char *switch_to(struct wander *w, tier1_session *s, size_t turn)
{
    const char *tag = tags[turn % TAGS];
    int state = tier1_session_state(s), rc;

    if (state == TIER1_DONE)
        return NULL;
    w->still = true;
    rc = tier1_session_set_language(s, tag);
    w->still = false;
    if (rc == TIER1_EREFUSED) /* a text of it fails, as in any language */
        return NULL;
    if (rc != state)
        return "the language changes the state";
    if (strcmp(tier1_session_language(s), tag) != 0 ||
        strcmp(tier1_session_view(s)->language, tag) != 0)
        return "it is in another language";
    if (turn % 5 == 0 && tier1_session_rest(s) != TIER1_OK)
        return "it does not rest";
    return NULL;
}

static const char *walk(struct wander *one, struct wander *two, uint64_t seed,
                        long *steps)
{
    tier1_session *a = NULL, *b = NULL;
    int rc = wander_begin(one, seed, &a), other = wander_begin(two, seed, &b);
    struct temper t = wander_temper(one);
    const char *why = a != NULL && b != NULL ? NULL : "it cannot be begun";

    (void)wander_temper(two);
    t.language = 0;
    if (getenv("TELL"))
        one->tell = two->tell = true;
    for (size_t i = 0; why == NULL && i < 120; i++) {
        if (tier1_session_state(a) == TIER1_DONE)
            break;
        why = switch_to(two, b, seed + i);
        if (why != NULL)
            break;
        rc = wander_on(one, a, &t);
        other = wander_on(two, b, &t);
        why = rc == other ? same_way(one->engine, a, b)
                          : "the answer is taken otherwise";
        ++*steps;
    }
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
        (void)fprintf(stderr, "usage: switched FOLDER [--walks N]\n");
        return 2;
    }
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
