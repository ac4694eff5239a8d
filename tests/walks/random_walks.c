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

#include <tier1/sys/posix.h>

#include "chance.h"
#include "relive.h"
#include "retell.h"
#include "tally.h"

#define INPUTS_MOST 300
#define SECRET "ZZ-987654-SECRET"

struct walker {
    tier1_engine *engine;
    tier1_library *library;
    struct chance chance;
    int64_t now;
    bool tell;
    struct tally tally;
    uint64_t seed; /* of the present walk */
    tier1_caps caps;
    const char *records; /* where records are written; or NULL */
    uint64_t cases;      /* made so far */
    bool makes_case;     /* of the present walk */
    char what[256];
};

static int64_t clock_now(void *ud)
{
    struct walker *w = ud;
    w->now += (int64_t)chance_below(&w->chance, 20000);
    return w->now;
}

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

static bool check_view(struct walker *w, const tier1_session *s, bool customer)
{
    const tier1_view *v = tier1_session_view(s);

    if (v->state != tier1_session_state(s))
        return fail(w, "the view's state is not the session's", v->step);
    if (v->text == NULL || v->step == NULL || v->flow == NULL)
        return fail(w, "the view lacks text, step or flow", "");
    if (customer && v->note != NULL)
        return fail(w, "a customer is shown a note", v->note);
    if (v->fewest_left > v->most_left || v->fewest_left < 0)
        return fail(w, "progress counts are not in order", v->step);
    for (size_t i = 0; i < v->field_count; i++)
        if (!check_question(w, &v->fields[i]))
            return false;
    return v->state != TIER1_ASK || check_question(w, &v->question);
}

/* ---- one walk --------------------------------------------------------- */

static tier1_value *given(struct walker *w, const tier1_flow *flow,
                          bool required_only)
{
    tier1_value *map = make_map(w->engine);
    tier1_variable_info v;

    for (size_t i = 0; tier1_flow_variable(flow, i, &v); i++) {
        if (!v.given ||
            (!v.required && (required_only || chance_of(&w->chance, 50))))
            continue;
        if (v.sensitive && strcmp(v.type, "text") == 0)
            put(map, v.name, make_text(w->engine, SECRET));
        else
            put(map, v.name, random_given(&w->chance, w->engine, &v));
    }
    return map;
}

static int begin(struct walker *w, const tier1_flow *flow, bool customer,
                 tier1_session **s)
{
    static const char *const languages[] = {NULL, NULL,    "en",
                                            "de", "pt-BR", "xx"};
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_value *history = random_history(&w->chance, w->engine);
    char id[32];
    int rc = TIER1_EANSWER;

    (void)snprintf(id, sizeof id, "walk-%016" PRIx64, w->seed);
    o.id = id;
    o.audience = customer ? "customer" : "agent";
    o.language = languages[chance_below(&w->chance, 6)];
    o.owner = chance_of(&w->chance, 50) ? "kim" : NULL;
    o.channel = chance_of(&w->chance, 50) ? "phone" : NULL;
    o.history = history;
    /* a choice that the flow does not know is refused, and left out then */
    for (int all = 1; all >= 0 && rc == TIER1_EANSWER; all--) {
        tier1_value *map = given(w, flow, all == 0);
        o.given = map;
        rc = tier1_session_start(s, w->engine, flow, &o);
        tier1_value_free(map);
    }
    tier1_value_free(history);
    return rc;
}

/* How a walk goes about: most are clean, so that they come far. */
struct temper {
    unsigned nonsense, back, revise, transfer, escalate,
        abandon; /* of a thousand */
};

static struct temper temper_of(struct walker *w)
{
    static const struct temper tempers[] = {
        {0, 0, 0, 0, 0, 0},     {0, 0, 0, 0, 0, 0},
        {20, 20, 20, 10, 5, 5}, {80, 60, 60, 20, 5, 5},
        {300, 10, 10, 0, 5, 5}, {10, 250, 150, 30, 5, 5}};
    return tempers[chance_below(&w->chance, 6)];
}

static int answer(struct walker *w, tier1_session *s, bool nonsense)
{
    tier1_value *v =
        nonsense ? random_nonsense(&w->chance, w->engine)
                 : random_answer(&w->chance, w->engine, tier1_session_view(s));
    const char *text = tier1_value_text(v);
    int rc = text != NULL && tier1_session_view(s)->field_count == 0
                 ? tier1_session_answer(s, text)
                 : tier1_session_answer_value(s, v);

    if (w->tell) {
        tier1_buf json = TIER1_BUF_INIT;
        if (tier1_value_to_json(&json, w->engine, v, 0) == TIER1_OK)
            printf("  %s -> %s %s\n", json.ptr, tier1_status_text(rc),
                   rc == TIER1_EANSWER ? tier1_session_problem(s) : "");
        tier1_buf_dispose(&json);
    }
    tier1_value_free(v);
    return rc;
}

/* What a session waits for comes, or does not, or somebody is mistaken. */
static int end_wait(struct walker *w, tier1_session *s)
{
    const tier1_view *view = tier1_session_view(s);
    const tier1_wait wait = view->wait;
    size_t way = chance_below(&w->chance, 100);
    tier1_value *v;
    int rc;

    if (wait.kind == TIER1_WAIT_PAUSE || way < 20) {
        w->now += (int64_t)chance_below(&w->chance, 100000);
        return tier1_session_tick(s);
    }
    if (way < 25) {
        rc = tier1_session_complete(s, wait.token + 1, NULL);
        return rc == TIER1_ENOTFOUND ? TIER1_WAIT : TIER1_EMISUSE;
    }
    if (way < 35)
        return tier1_session_fail(
            s, wait.token, way < 30 ? TIER1_EHOST : TIER1_ETIMEOUT, "too bad");
    v = wait.kind == TIER1_WAIT_HOST ? random_result(&w->chance, w->engine)
        : way < 45                   ? random_nonsense(&w->chance, w->engine)
                   : random_answer(&w->chance, w->engine, view);
    rc = tier1_session_complete(s, wait.token, v);
    tier1_value_free(v);
    return rc;
}

/* Changes an answer that was given: to what it was, or to something else. */
static int revise(struct walker *w, tier1_session *s)
{
    static const char *const words[] = {"yes",    "no", "worked", "failed",
                                        "unsure", "1",  "all",    ""};
    size_t count = tier1_session_visit_count(s);
    tier1_value *v = NULL;
    tier1_change change;
    tier1_visit visit;
    char step[200];
    int rc;

    if (!tier1_session_visit(s, chance_below(&w->chance, count), &visit))
        return tier1_session_state(s);
    (void)snprintf(step, sizeof step, "%s/%s", visit.flow, visit.step);
    if (chance_of(&w->chance, 20))
        v = random_nonsense(&w->chance, w->engine);
    else if (visit.answer == NULL || chance_of(&w->chance, 60))
        v = make_text(w->engine, words[chance_below(&w->chance, 8)]);
    rc = tier1_session_revise(s, step, v != NULL ? v : visit.answer, "typo");
    tier1_value_free(v);
    if (w->tell)
        printf("  revise %s -> %s\n", step, tier1_status_text(rc));
    for (size_t i = 0; rc > 0 && i < tier1_session_change_count(s); i++)
        if (!tier1_session_change(s, i, &change) || change.step == NULL ||
            (change.reason == NULL) != (change.fate == TIER1_KEPT))
            return TIER1_EMISUSE;
    return rc == TIER1_ENOTFOUND ? tier1_session_state(s) : rc;
}

static int one_input(struct walker *w, tier1_session *s, const struct temper *t)
{
    unsigned way = (unsigned)chance_below(&w->chance, 1000);
    bool can_back = tier1_session_view(s)->can_back != 0;

    bool waits = tier1_session_state(s) == TIER1_WAIT;

    if (way < t->nonsense && !waits)
        return answer(w, s, true);
    way -= way < t->nonsense ? way : t->nonsense;
    if (way < t->back) {
        int rc = tier1_session_back(s);
        if (w->tell)
            printf("  back -> %s\n", tier1_status_text(rc));
        return rc == TIER1_EREFUSED && !can_back ? tier1_session_state(s) : rc;
    }
    way -= t->back;
    if (way < t->revise)
        return revise(w, s);
    way -= t->revise;
    if (way < t->transfer)
        return tier1_session_transfer(s, "lee", "shift ends");
    way -= t->transfer;
    if (way < t->escalate)
        return tier1_session_view(s)->can_escalate
                   ? tier1_session_escalate(s, "asked for a manager")
                   : tier1_session_state(s);
    way -= t->escalate;
    if (way < t->abandon)
        return tier1_session_abandon(s, NULL);
    if (waits)
        return end_wait(w, s);
    return answer(w, s, false);
}

static int give_up(tier1_session *s)
{
    int rc = tier1_session_escalate(s, "this takes too long");
    return rc == TIER1_EREFUSED ? tier1_session_abandon(s, "too long") : rc;
}

/* Written down and made again, is it the same? */
static bool relived(struct walker *w, const tier1_session *s)
{
    const char *why = tier1_session_state(s) == TIER1_WAIT
                          ? NULL
                          : relive(w->engine, w->library, s);
    return why == NULL || fail(w, "made again from its record", why);
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
    why = retell(w->library, s, &w->caps);
    return why == NULL || fail(w, "made a test of", why);
}

static bool walk_on(struct walker *w, tier1_session *s, bool customer)
{
    const struct temper t = temper_of(w);
    int rc = tier1_session_state(s);

    for (int n = 0; rc == TIER1_ASK || rc == TIER1_WAIT; n++) {
        if (!check_view(w, s, customer))
            return false;
        if (w->tell)
            printf("%s/%s: %s\n", tier1_session_view(s)->flow,
                   tier1_session_view(s)->step, tier1_session_view(s)->text);
        if (chance_of(&w->chance, 4) && (!relived(w, s) || !retold(w, s)))
            return false;
        rc = n < INPUTS_MOST ? one_input(w, s, &t) : give_up(s);
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
    return check_view(w, s, customer) && relived(w, s) && retold(w, s);
}

/* ---- packets ---------------------------------------------------------- */

static bool check_packet(struct walker *w, const tier1_buf *json)
{
    tier1_value *packet = NULL;
    int rc = tier1_value_from_json(&packet, w->engine, json->ptr, json->len);
    bool whole = tier1_value_get(packet, "escalation") != NULL ||
                 tier1_value_get(packet, "resolution") != NULL;

    tier1_value_free(packet);
    if (rc != TIER1_OK)
        return fail(w, "the packet is no JSON",
                    tier1_engine_problem(w->engine));
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
    if (w->seed % 8 != 0)
        return true;
    for (int form = TIER1_PACKET_JSON; form <= TIER1_PACKET_TEXT; form++) {
        o.for_customer = (w->seed & 8) != 0;
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

/* Walks once; `json` is the packet. */
static bool walk(struct walker *w, uint64_t seed, tier1_buf *json, bool count)
{
    const tier1_flow *flow;
    tier1_session *s = NULL;
    bool customer, good;
    int rc;

    w->seed = seed;
    w->now = 1767600000000;
    chance_seed(&w->chance, seed);
    flow = tier1_library_at(
        w->library, chance_below(&w->chance, tier1_library_count(w->library)));
    customer =
        tier1_flow_about(flow)->for_customer &&
        (!tier1_flow_about(flow)->for_agent || chance_of(&w->chance, 50));
    rc = begin(w, flow, customer, &s);
    if (rc < 0)
        return fail(w, "does not start", tier1_engine_problem(w->engine));
    if (w->tell)
        printf("%s, %s\n", tier1_flow_about(flow)->id,
               customer ? "customer" : "agent");
    good = walk_on(w, s, customer) && render(w, s, json);
    if (good && count)
        tally_add(&w->tally, s);
    tier1_session_free(s);
    return good;
}

static bool walk_again(struct walker *w, uint64_t seed, const tier1_buf *first)
{
    tier1_buf second = TIER1_BUF_INIT;
    bool same = walk(w, seed, &second, false);

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

        w->makes_case = o->cases != 0 && i % o->cases == 0;
        good = walk(w, seed, &json, true);
        w->makes_case = false;
        if (good && i % 64 == 0)
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
        else if (strcmp(argv[i - 1], "--records") == 0)
            o->records = more;
        else if (strcmp(argv[i - 1], "--cases") == 0)
            o->cases = strtoull(more, NULL, 0);
        else if (strcmp(argv[i - 1], "--walks") == 0)
            o->walks = strtoull(more, NULL, 0);
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

static bool open_world(struct walker *w, const char *folder)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    int rc;

    options.clock = clock_now;
    options.caps.hook_instructions = 50000;
    options.ud = w;
    w->caps = options.caps;
    rc = tier1_engine_new(&w->engine, &options);
    if (rc == TIER1_OK)
        rc = tier1_engine_host(w->engine, NULL, random_host, &w->chance);
    if (rc == TIER1_OK)
        rc = tier1_posix_load(&w->library, NULL, w->engine, folder);
    if (rc != TIER1_OK)
        fprintf(stderr, "%s: %s\n", folder, tier1_status_text(rc));
    return rc == TIER1_OK && tally_init(&w->tally, w->library);
}

int main(int argc, char **argv)
{
    static struct walker w;
    struct order o;
    clock_t start;
    bool good;

    if (!read_order(&o, argc, argv)) {
        fprintf(stderr, "usage: random_walks FOLDER [--walks N] [--seed N] "
                        "[--walk SEED] [--packets FOLDER] [--cases N] "
                        "[--records FOLDER]\n");
        return 2;
    }
    if (!open_world(&w, o.folder))
        return 2;
    w.tell = o.tell;
    w.records = o.records;
    start = clock();
    good = run(&w, &o);
    if (good)
        tally_print(&w.tally);
    if (good)
        printf("%" PRIu64 " walks, %" PRIu64
               " test cases, %.1f s of processor time\n",
               o.walks, w.cases, (double)(clock() - start) / CLOCKS_PER_SEC);
    tally_free(&w.tally);
    tier1_library_free(w.library);
    tier1_engine_free(w.engine);
    return good ? 0 : 1;
}
