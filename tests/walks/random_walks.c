/* SPDX-License-Identifier: MIT */
/* Random walks over all flows of a folder, through public headers alone:
 *
 *     random_walks FOLDER [--walks N] [--seed N] [--packets FOLDER]
 *                         [--cases N] [--records FOLDER]
 *     random_walks FOLDER --walk SEED        one walk again, told step by step
 *
 * Every walk must come to an end with an outcome, whatever is answered, and
 * leave a packet that reads back. One in 64 is walked twice, and must leave
 * the same bytes. What was given and is sensitive must not be in any packet.
 * With --cases one walk in N, as it ended and as it stood on the way, becomes
 * a test case, which must pass; with --records these are written down. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "charted.h"
#include "relive.h"
#include "rest.h"
#include "retell.h"
#include "tally.h"
#include "wander.h"

#define INPUTS_MOST 300

struct walker {
    struct wander wander;
    struct tally tally;
    const char *records; /* where records are written; or NULL */
    uint64_t cases;      /* made so far */
    bool makes_case;     /* of the present walk */
    bool rests;          /* the same */
    struct chance rest;  /* when */
    char what[256];
};

static bool fail(struct walker *w, const char *what, const char *detail)
{
    (void)snprintf(w->what, sizeof w->what, "%s: %s", what, detail);
    return false;
}

/* ---- what must hold of every view ------------------------------------- */

static bool check_question(struct walker *w, const tier1_question *q)
{
    bool chooses = q->type == TIER1_TYPE_CHOICE || q->type == TIER1_TYPE_MULTI;

    for (size_t i = 0; i < q->choice_count; i++)
        if (q->choices[i].value == NULL || q->choices[i].label == NULL)
            return fail(w, "a choice has no value or label", q->name);
    if (chooses && q->choice_count == 0)
        return fail(w, "nothing to choose from", q->name);
    return true;
}

static bool check_view(struct walker *w, const tier1_session *s)
{
    const tier1_view *v = tier1_session_view(s);

    if (v->state != tier1_session_state(s))
        return fail(w, "the view's state is not the session's", v->step);
    if (v->text == NULL || v->step == NULL || v->flow == NULL)
        return fail(w, "the view lacks text, step or flow", "");
    if (w->wander.customer && v->note != NULL)
        return fail(w, "a customer is shown a note", v->note);
    if (v->fewest_left > v->most_left || v->fewest_left < 0)
        return fail(w, "progress counts are not in order", v->step);
    for (size_t i = 0; i < v->field_count; i++)
        if (!check_question(w, &v->fields[i]))
            return false;
    return v->state != TIER1_ASK || check_question(w, &v->question);
}

/* ---- one walk --------------------------------------------------------- */

/* Written down and made again, is it the same? */
static bool relived(struct walker *w, const tier1_session *s)
{
    const char *why = tier1_session_state(s) == TIER1_WAIT
                          ? NULL
                          : relive(w->wander.engine, w->wander.library, s);
    return why == NULL || fail(w, "made again from its record", why);
}

/* Put to rest, is it the same? */
static bool rested(struct walker *w, tier1_session *s)
{
    const char *why;

    if (!w->rests || !chance_of(&w->rest, 30))
        return true;
    why = rest(s);
    if (why != NULL)
        return fail(w, why, tier1_engine_problem(w->wander.engine));
    return tier1_session_rest(s) == TIER1_OK ||
           fail(w, "does not rest twice", "");
}

static bool write_file(const char *folder, const char *name,
                       const tier1_buf *json)
{
    char path[4096];
    FILE *file;
    bool good;

    (void)snprintf(path, sizeof path, "%s/%s.json", folder, name);
    file = fopen(path, "wb");
    if (file == NULL)
        return false;
    good = fwrite(json->ptr, 1, json->len, file) == json->len;
    return fclose(file) == 0 && good;
}

static bool write_record(struct walker *w, const tier1_session *s)
{
    tier1_buf json = TIER1_BUF_INIT;
    char name[64];
    bool good = tier1_session_record(&json, s) == TIER1_OK;

    (void)snprintf(name, sizeof name, "%04" PRIu64, w->cases);
    good = good && write_file(w->records, name, &json);
    tier1_buf_dispose(&json);
    return good || fail(w, "cannot write to", w->records);
}

/* Does its record become a test case that passes? */
static bool retold(struct walker *w, const tier1_session *s)
{
    const char *why;

    if (!w->makes_case)
        return true;
    w->cases++;
    if (w->records != NULL)
        return write_record(w, s);
    why = retell(w->wander.library, s, &w->wander.caps);
    return why == NULL || fail(w, "made a test of", why);
}

/* Is the way that it took on the chart? */
static bool charted(struct walker *w, const tier1_session *s)
{
    const char *rule = charted_walk(w->wander.library, s);
    return rule == NULL || fail(w, "a way that is not on the chart", rule);
}

static bool walk_on(struct walker *w, tier1_session *s)
{
    const struct temper t = wander_temper(&w->wander);
    int rc = tier1_session_state(s);

    for (int n = 0; rc == TIER1_ASK || rc == TIER1_WAIT; n++) {
        if (!check_view(w, s))
            return false;
        if (w->wander.tell)
            printf("%s/%s: %s\n", tier1_session_view(s)->flow,
                   tier1_session_view(s)->step, tier1_session_view(s)->text);
        if (!rested(w, s))
            return false;
        if (chance_of(&w->wander.chance, 4) &&
            (!relived(w, s) || !retold(w, s)))
            return false;
        rc = n < INPUTS_MOST ? wander_on(&w->wander, s, &t) : wander_give_up(s);
        if (rc == TIER1_EANSWER)
            rc = tier1_session_state(s);
        if (rc > 0 && rc != tier1_session_state(s))
            return fail(w, "a call says another state than the session",
                        tier1_status_text(rc));
    }
    if (rc != TIER1_DONE)
        return fail(w, tier1_status_text(rc), tier1_session_problem(s));
    if (tier1_session_outcome(s)->end == TIER1_OPEN ||
        tier1_session_outcome(s)->reason == NULL)
        return fail(w, "ended without an outcome", "");
    return rested(w, s) && check_view(w, s) && relived(w, s) && retold(w, s) &&
           charted(w, s);
}

/* ---- packets ---------------------------------------------------------- */

static bool check_packet(struct walker *w, const tier1_buf *json)
{
    tier1_value *packet = NULL;
    int rc =
        tier1_value_from_json(&packet, w->wander.engine, json->ptr, json->len);
    bool whole = tier1_value_get(packet, "escalation") != NULL ||
                 tier1_value_get(packet, "resolution") != NULL;

    tier1_value_free(packet);
    if (rc != TIER1_OK)
        return fail(w, "the packet is no JSON",
                    tier1_engine_problem(w->wander.engine));
    if (strstr(json->ptr, SECRET) != NULL)
        return fail(w, "the packet holds what is sensitive", SECRET);
    return whole || fail(w, "the packet tells of no end", "");
}

static bool render(struct walker *w, const tier1_session *s, tier1_buf *json)
{
    tier1_packet_options o = TIER1_PACKET_OPTIONS_INIT;
    tier1_buf other = TIER1_BUF_INIT;
    int rc = tier1_packet_render(json, s, TIER1_PACKET_JSON, &o);

    if (rc != TIER1_OK)
        return fail(w, "no packet", tier1_status_text(rc));
    if (!check_packet(w, json))
        return false;
    if (w->wander.seed % 8 != 0)
        return true;
    for (int form = TIER1_PACKET_JSON; form <= TIER1_PACKET_TEXT; form++) {
        o.for_customer = (w->wander.seed & 8) != 0;
        rc = tier1_packet_render(&other, s, (tier1_packet_form)form, &o);
        if (rc != TIER1_OK || strstr(other.ptr, SECRET) != NULL)
            break;
        rc = TIER1_OK;
    }
    if (rc == TIER1_OK && strstr(other.ptr, SECRET) != NULL)
        rc = TIER1_EINVALID;
    tier1_buf_dispose(&other);
    return rc == TIER1_OK ||
           fail(w, "a form of the packet", tier1_status_text(rc));
}

/* Walks once; `json` is the packet. One that `rests` does so here and there,
 * by a chance of its own, so that it is the same walk. */
static bool walk(struct walker *w, uint64_t seed, tier1_buf *json, bool count)
{
    tier1_session *s = NULL;
    bool good;
    int rc = wander_begin(&w->wander, seed, &s);

    chance_seed(&w->rest, chance_mix(seed, 1));
    if (rc < 0)
        return fail(w, "does not start",
                    tier1_engine_problem(w->wander.engine));
    if (w->wander.tell)
        printf("%s, %s\n", tier1_flow_about(tier1_session_flow(s))->id,
               w->wander.customer ? "customer" : "agent");
    good = walk_on(w, s) && render(w, s, json);
    if (good && count)
        tally_add(&w->tally, s);
    tier1_session_free(s);
    return good;
}

static bool walk_again(struct walker *w, uint64_t seed, const tier1_buf *first)
{
    tier1_buf second = TIER1_BUF_INIT;
    bool same;

    w->rests = !w->rests;
    same = walk(w, seed, &second, false);
    if (same && (second.len != first->len ||
                 memcmp(second.ptr, first->ptr, first->len) != 0))
        same = fail(w, "walked twice", "the packets differ");
    tier1_buf_dispose(&second);
    return same;
}

/* ---- the run ---------------------------------------------------------- */

struct order {
    const char *folder, *packets, *records;
    uint64_t walks, seed, one, cases; /* cases: of one walk in so many */
    bool tell;
};

static bool write_packet(const char *folder, uint64_t seed,
                         const tier1_buf *json)
{
    char name[32];

    (void)snprintf(name, sizeof name, "%016" PRIx64, seed);
    return write_file(folder, name, json);
}

static bool run(struct walker *w, const struct order *o)
{
    uint64_t every = o->walks < 500 ? 1 : o->walks / 500;
    tier1_buf json = TIER1_BUF_INIT;
    bool good = true;

    for (uint64_t i = 0; i < o->walks && good; i++) {
        uint64_t seed = o->tell ? o->one : chance_mix(o->seed, i);

        w->rests = o->tell || i % 8 == 1;
        w->makes_case = o->cases != 0 && i % o->cases == 0;
        good = walk(w, seed, &json, true);
        w->makes_case = false;
        if (good && i % 16 == 0)
            good = walk_again(w, seed, &json);
        if (!good)
            printf("FAILED: %s\nagain:  random_walks %s --walk 0x%" PRIx64 "\n",
                   w->what, o->folder, seed);
        else if (o->packets != NULL && i % every == 0 &&
                 !write_packet(o->packets, seed, &json))
            good = fail(w, "cannot write to", o->packets);
    }
    tier1_buf_dispose(&json);
    return good;
}

static bool read_order(struct order *o, int argc, char **argv)
{
    *o = (struct order){.walks = 1000, .seed = 1};
    for (int i = 1; i < argc; i++) {
        const char *more = i + 1 < argc ? argv[i + 1] : NULL;

        if (argv[i][0] != '-' && o->folder == NULL) {
            o->folder = argv[i];
            continue;
        }
        if (more == NULL)
            return false;
        i++;
        if (strcmp(argv[i - 1], "--packets") == 0)
            o->packets = more;
        else if (strcmp(argv[i - 1], "--walks") == 0)
            o->walks = strtoull(more, NULL, 0);
        else if (strcmp(argv[i - 1], "--records") == 0)
            o->records = more;
        else if (strcmp(argv[i - 1], "--cases") == 0)
            o->cases = strtoull(more, NULL, 0);
        else if (strcmp(argv[i - 1], "--seed") == 0)
            o->seed = strtoull(more, NULL, 0);
        else if (strcmp(argv[i - 1], "--walk") == 0)
            o->one = strtoull(more, NULL, 0);
        else
            return false;
    }
    o->tell = o->one != 0;
    o->walks = o->tell ? 1 : o->walks;
    return o->folder != NULL && o->walks > 0;
}

int main(int argc, char **argv)
{
    static struct walker w;
    struct order o;
    const char *wrong;
    clock_t start;
    bool good;

    if (!read_order(&o, argc, argv)) {
        fprintf(stderr, "usage: random_walks FOLDER [--walks N] [--seed N] "
                        "[--walk SEED] [--packets FOLDER] [--cases N] "
                        "[--records FOLDER]\n");
        return 2;
    }
    if (!wander_open(&w.wander, o.folder) ||
        !tally_init(&w.tally, w.wander.library))
        return 2;
    w.wander.tell = o.tell;
    w.records = o.records;
    start = clock();
    wrong = charted_library(w.wander.library);
    if (wrong != NULL)
        printf("FAILED: the chart: %s\n", wrong);
    good = wrong == NULL && run(&w, &o);
    if (good)
        tally_print(&w.tally);
    if (good)
        printf("%" PRIu64 " walks, %" PRIu64
               " test cases, %.1f s of processor time\n",
               o.walks, w.cases, (double)(clock() - start) / CLOCKS_PER_SEC);
    tally_free(&w.tally);
    wander_close(&w.wander);
    return good ? 0 : 1;
}
