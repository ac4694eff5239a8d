/* SPDX-License-Identifier: MIT */
/* Random sessions written down in one process, and made again in another,
 * under whatever locale and time zone the environment says:
 *
 *     sessions FLOWS N          walks N, and prints each
 *     sessions FLOWS < PRINTED  makes each again, by record and by snapshot,
 *                               and prints it
 *
 * A session is printed as parts, each "LETTER LENGTH\n" and so many bytes:
 * r its record, s its snapshot, v what it shows, p its packet. */
#define _XOPEN_SOURCE 700
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tier1/sys/posix.h>

#include "wander.h"

static void must(bool good, const char *what)
{
    if (good)
        return;
    (void)fprintf(stderr, "%s\n", what);
    exit(2);
}

/* ---- printing --------------------------------------------------------- */

static void part(FILE *out, char letter, const char *bytes, size_t length)
{
    must(fprintf(out, "%c %zu\n", letter, length) > 0 &&
             fwrite(bytes, 1, length, out) == length,
         "cannot write");
}

static void text(FILE *f, const char *name, const char *value)
{
    (void)fprintf(f, "%s: %s\n", name, value != NULL ? value : "-");
}

static void question(FILE *f, const tier1_question *q)
{
    text(f, "question", q->name);
    text(f, "min", q->min);
    text(f, "max", q->max);
    for (size_t i = 0; i < q->choice_count; i++)
        text(f, "choice", q->choices[i].label);
}

static void view(FILE *out, const tier1_session *s)
{
    const tier1_view *v = tier1_session_view(s);
    char *bytes = NULL;
    size_t length = 0;
    FILE *f = open_memstream(&bytes, &length);

    must(f != NULL, "memory");
    text(f, "flow", v->flow);
    text(f, "step", v->step);
    text(f, "title", v->title);
    text(f, "text", v->text);
    text(f, "note", v->note);
    text(f, "help", v->help);
    text(f, "language", v->language);
    text(f, "waits for", v->wait.name);
    (void)fprintf(f, "state %d, %d done, %d to %d left, back %d, wait %llx\n",
                  v->state, v->steps_done, v->fewest_left, v->most_left,
                  v->can_back, (unsigned long long)v->wait.token);
    question(f, &v->question);
    for (size_t i = 0; i < v->field_count; i++)
        question(f, &v->fields[i]);
    must(fclose(f) == 0, "memory");
    part(out, 'v', bytes, length);
    free(bytes);
}

static void session(FILE *out, const tier1_session *s)
{
    tier1_buf b = TIER1_BUF_INIT;

    must(tier1_session_record(&b, s) == TIER1_OK, "no record");
    part(out, 'r', b.ptr, b.len);
    must(tier1_session_snapshot(&b, s, NULL) == TIER1_OK, "no snapshot");
    part(out, 's', b.ptr, b.len);
    view(out, s);
    if (tier1_session_state(s) == TIER1_DONE) {
        must(tier1_packet_render(&b, s, TIER1_PACKET_JSON, NULL) == TIER1_OK,
             "no packet");
        part(out, 'p', b.ptr, b.len);
    }
    tier1_buf_dispose(&b);
}

/* ---- walking ---------------------------------------------------------- */

/* Most are walked to their end, the others to a random place. */
static void walk(const char *flows, unsigned long count)
{
    static struct wander w;

    must(wander_open(&w, flows), "no flows");
    for (unsigned long i = 0; i < count; i++) {
        tier1_session *s = NULL;
        struct temper t;
        size_t most;

        must(wander_begin(&w, chance_mix(2026, i), &s) > 0, "does not start");
        t = wander_temper(&w);
        most = chance_of(&w.chance, 30) ? chance_below(&w.chance, 12) : 200;
        for (size_t n = 0; n < most && tier1_session_state(s) != TIER1_DONE;
             n++)
            (void)wander_on(&w, s, &t);
        session(stdout, s);
        tier1_session_free(s);
    }
    wander_close(&w);
}

/* ---- making again ----------------------------------------------------- */

struct world {
    tier1_engine *engine;
    tier1_library *library;
};

static int wait_on(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_WAIT;
}

/* The next part; false at the end. */
static bool next(char *letter, char **bytes, size_t *length)
{
    if (scanf("%c %zu", letter, length) != 2 || getchar() != '\n')
        return false;
    *bytes = realloc(*bytes, *length + 1);
    must(*bytes != NULL && fread(*bytes, 1, *length, stdin) == *length, "cut");
    return true;
}

static void replay(struct world *w, const char *json, size_t length)
{
    tier1_session *s = NULL;

    must(tier1_session_replay(&s, w->engine, w->library, json, length, NULL) >
             0,
         tier1_engine_problem(w->engine));
    session(stdout, s);
    tier1_session_free(s);
}

/* The same bytes come of the snapshot as of the record before it. */
static void restore(struct world *w, const char *bytes, size_t length)
{
    tier1_session *s = NULL;
    tier1_buf again = TIER1_BUF_INIT;

    must(tier1_session_restore(&s, w->engine, w->library, bytes, length, NULL) >
             0,
         tier1_engine_problem(w->engine));
    must(tier1_session_snapshot(&again, s, NULL) == TIER1_OK &&
             again.len == length && memcmp(again.ptr, bytes, length) == 0,
         "another snapshot");
    session(stderr, s);
    tier1_buf_dispose(&again);
    tier1_session_free(s);
}

static void make_again(const char *flows)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w = {NULL, NULL};
    char *bytes = NULL;
    size_t length = 0;
    char letter;

    o.caps.hook_instructions = 50000;
    must(tier1_engine_new(&w.engine, &o) == TIER1_OK &&
             tier1_engine_host(w.engine, NULL, wait_on, NULL) == TIER1_OK &&
             tier1_posix_load(&w.library, NULL, w.engine, flows) == TIER1_OK,
         "no flows");
    while (next(&letter, &bytes, &length)) {
        if (letter == 'r')
            replay(&w, bytes, length);
        if (letter == 's')
            restore(&w, bytes, length);
    }
    free(bytes);
    tier1_library_free(w.library);
    tier1_engine_free(w.engine);
}

int main(int argc, char **argv)
{
    must((argc == 2 || argc == 3) && setlocale(LC_ALL, "") != NULL,
         "usage: sessions FLOWS [N]");
    tzset();
    if (argc == 3)
        walk(argv[1], strtoul(argv[2], NULL, 10));
    else
        make_again(argv[1]);
    return EXIT_SUCCESS;
}
