/* SPDX-License-Identifier: MIT */
/* Walks a flow at random and moves what was walked to other versions of it:
 *
 *     mover FILE WALKS SEED
 *
 * First, a line for each place where a session stood: the walks together visit
 * every step that random walks come to. Then standard input is read:
 *
 *     POLICY FILE PLACE…
 *
 * and there is a line for each place: what became of the session on the flow of
 * the file. Policies: migrate and restart move a session; replay and exact do
 * it by its record, the former with the policy `migrate`. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>

#include "chance.h"
#include "tell.h"

#define INPUTS_MOST 60
#define TRIES_MOST 40000
#define TRIES_LEAST 1500
#define STEPS_MOST 512

struct place {
    tier1_buf snapshot, record;
};

struct mover {
    tier1_engine *engine;
    tier1_library *library;
    const tier1_flow *flow;
    struct chance chance;
    int64_t now;
    bool silent; /* else it is told what hosts are asked */
    bool mute;   /* hosts have no answer */
    size_t calls;
    struct place *places;
    size_t place_count;
    char seen[STEPS_MOST][130]; /* "flow/step" */
    size_t seen_count;
};

static void need(int rc, const char *what)
{
    if (rc >= 0)
        return;
    (void)fprintf(stderr, "%s: %s\n", what, tier1_status_text(rc));
    exit(2);
}

static int64_t clock_goes(void *ud)
{
    return ((struct mover *)ud)->now += 1000;
}

static int host(void *ud, const tier1_call *call, tier1_value **result)
{
    struct mover *m = ud;

    if (!m->silent) {
        printf("%s[", m->calls++ > 0 ? ", " : "");
        tell_text(call->name);
        (void)fputs(", [", stdout);
        for (size_t i = 0; i < call->arg_count; i++) {
            (void)fputs(i > 0 ? ", " : "", stdout);
            tell_value(call->engine, call->args[i]);
        }
        (void)fputs("]]", stdout);
    }
    return m->mute ? TIER1_WAIT : random_host(&m->chance, call, result);
}

/* ---- walks ------------------------------------------------------------- */

static bool begin(struct mover *m, uint64_t seed, tier1_session **s)
{
    const tier1_flow_info *about = tier1_flow_about(m->flow);
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_value *given = make_map(m->engine);
    tier1_variable_info v;
    char id[32];
    int rc;

    chance_seed(&m->chance, seed);
    (void)snprintf(id, sizeof id, "move-%016" PRIx64, seed);
    for (size_t i = 0; tier1_flow_variable(m->flow, i, &v); i++)
        if (v.given && (v.required || chance_of(&m->chance, 30)))
            put(given, v.name, random_given(&m->chance, m->engine, &v));
    o.id = id;
    o.owner = "kim";
    o.given = given;
    o.audience =
        about->for_customer && (!about->for_agent || chance_of(&m->chance, 40))
            ? "customer"
            : "agent";
    rc = tier1_session_start(s, m->engine, m->flow, &o);
    tier1_value_free(given);
    return rc > 0;
}

static int answer_wait(struct mover *m, tier1_session *s)
{
    const tier1_view *view = tier1_session_view(s);
    tier1_value *v;
    int rc;

    if (view->wait.kind == TIER1_WAIT_PAUSE) {
        m->now += 3600000;
        return tier1_session_tick(s);
    }
    v = view->wait.kind == TIER1_WAIT_HOST
            ? random_result(&m->chance, m->engine)
            : random_answer(&m->chance, m->engine, view);
    rc = tier1_session_complete(s, view->wait.token, v);
    tier1_value_free(v);
    return rc;
}

static int answer(struct mover *m, tier1_session *s)
{
    size_t refused = chance_of(&m->chance, 4) ? 3 : 0;
    int rc = TIER1_EANSWER;

    while (refused-- > 0 && rc == TIER1_EANSWER)
        rc = tier1_session_answer(s, "no such answer");
    if (rc == TIER1_EANSWER) {
        tier1_value *v =
            random_answer(&m->chance, m->engine, tier1_session_view(s));
        rc = tier1_session_answer_value(s, v);
        tier1_value_free(v);
    }
    return rc == TIER1_EMISUSE ? TIER1_EANSWER : rc; /* a form takes no text */
}

/* One input; how often another is asked to own it, or it is refused, depends
 * on chance too. */
static void one_input(struct mover *m, tier1_session *s)
{
    int rc;

    if (chance_of(&m->chance, 3))
        need(tier1_session_transfer(s, "lee", "shift ends"), "transfer");
    if (chance_of(&m->chance, 3))
        (void)!tier1_session_back(s);
    rc = tier1_session_state(s) == TIER1_WAIT  ? answer_wait(m, s)
         : tier1_session_state(s) == TIER1_ASK ? answer(m, s)
                                               : TIER1_DONE;
    if (rc != TIER1_EANSWER)
        need(rc, "an answer");
}

static size_t new_steps(struct mover *m, const tier1_session *s)
{
    size_t found = 0, k;
    tier1_visit v;
    char name[130];

    for (size_t i = 0; tier1_session_visit(s, i, &v); i++) {
        (void)snprintf(name, sizeof name, "%s/%s", v.flow, v.step);
        for (k = 0; k < m->seen_count && strcmp(m->seen[k], name) != 0;)
            k++;
        if (k < m->seen_count || k == STEPS_MOST)
            continue;
        memcpy(m->seen[m->seen_count++], name, sizeof name);
        found++;
    }
    return found;
}

static void add_place(struct mover *m, const tier1_session *s)
{
    struct place *p =
        realloc(m->places, (m->place_count + 1) * sizeof *m->places);

    if (p == NULL)
        exit(2);
    m->places = p;
    p += m->place_count++;
    *p = (struct place){TIER1_BUF_INIT, TIER1_BUF_INIT};
    need(tier1_session_snapshot(&p->snapshot, s, NULL), "snapshot");
    need(tier1_session_record(&p->record, s), "record");
    printf("{\"place\": %zu, ", m->place_count - 1);
    tell_session(m->engine, s);
    printf("\"end\": 0}\n");
}

/* A walk; its places are kept where `keep`. How many steps were new. */
static size_t walk(struct mover *m, uint64_t seed, bool keep)
{
    tier1_session *s = NULL;
    size_t found;

    m->now = INT64_C(1767600000000);
    if (!begin(m, seed, &s))
        return 0;
    for (int i = 0; i < INPUTS_MOST && tier1_session_state(s) != TIER1_DONE;
         i++) {
        if (keep)
            add_place(m, s);
        one_input(m, s);
    }
    found = new_steps(m, s);
    tier1_session_free(s);
    return found;
}

static bool seen_all(const struct mover *m)
{
    const char *flow = tier1_flow_about(m->flow)->id, *step;
    size_t found, length = strlen(flow);

    for (size_t i = 0; (step = tier1_flow_step(m->flow, i)) != NULL; i++) {
        for (found = 0; found < m->seen_count; found++)
            if (strncmp(m->seen[found], flow, length) == 0 &&
                strcmp(m->seen[found] + length + 1, step) == 0)
                break;
        if (found == m->seen_count)
            return false;
    }
    return true;
}

static void walk_all(struct mover *m, size_t more, uint64_t seed)
{
    m->silent = true;
    for (uint64_t i = 0; i < TRIES_MOST; i++) {
        if (i >= TRIES_LEAST && i % 100 == 0 && seen_all(m))
            break;
        const uint64_t one = chance_mix(seed, i);
        size_t before = m->place_count;
        if (walk(m, one, false) > 0)
            (void)walk(m, one, true);
        else if (more > 0 && i % 7 == 3) {
            (void)walk(m, one, true);
            more -= m->place_count > before;
        }
    }
    m->silent = false;
    printf("{\"places\": %zu, \"seen\": [", m->place_count);
    for (size_t i = 0; i < m->seen_count; i++) {
        (void)fputs(i > 0 ? ", " : "", stdout);
        tell_text(m->seen[i]);
    }
    printf("]}\n");
    (void)fflush(stdout);
}

/* ---- moves ------------------------------------------------------------- */

static bool same_record(const tier1_session *s, const tier1_buf *record)
{
    tier1_buf now = TIER1_BUF_INIT;
    bool same;

    need(tier1_session_record(&now, s), "record");
    same = now.len == record->len && memcmp(now.ptr, record->ptr, now.len) == 0;
    tier1_buf_dispose(&now);
    return same;
}

/* The session of a place on another library; where it stays as it was, that
 * must be to the byte. */
static int move(struct mover *m, const struct place *p,
                const tier1_library *library, const char *policy,
                tier1_session **s)
{
    tier1_migrate_options o = TIER1_MIGRATE_OPTIONS_INIT;
    int rc;

    m->silent = m->mute = true;
    need(tier1_session_restore(s, m->engine, m->library, p->snapshot.ptr,
                               p->snapshot.len, NULL),
         "restore");
    m->silent = m->mute = false;
    o.policy = strcmp(policy, "restart") == 0 ? TIER1_POLICY_RESTART
                                              : TIER1_POLICY_MIGRATE;
    rc = tier1_session_migrate(*s, library, &o);
    if (rc < 0)
        printf("], \"unchanged\": %d, ", same_record(*s, &p->record));
    else
        printf("], ");
    if (rc < 0)
        tell_field("why", tier1_session_problem(*s));
    return rc;
}

static int replay(struct mover *m, const struct place *p,
                  const tier1_library *library, const char *policy,
                  tier1_session **s)
{
    tier1_replay_options o = TIER1_REPLAY_OPTIONS_INIT;
    int rc;

    o.policy = strcmp(policy, "exact") == 0 ? TIER1_POLICY_EXACT
                                            : TIER1_POLICY_MIGRATE;
    rc = tier1_session_replay(s, m->engine, library, p->record.ptr,
                              p->record.len, &o);
    printf("], ");
    if (rc < 0)
        tell_field("why", tier1_engine_problem(m->engine));
    return rc;
}

/* Of a session that is given up, if it has not ended. */
static void tell_packet(tier1_session *s)
{
    tier1_buf json = TIER1_BUF_INIT;

    if (tier1_session_state(s) != TIER1_DONE)
        need(tier1_session_abandon(s, NULL), "abandon");
    need(tier1_packet_render(&json, s, TIER1_PACKET_JSON, NULL), "packet");
    tell_lines("packet", &json);
    tier1_buf_dispose(&json);
}

static void move_one(struct mover *m, size_t place,
                     const tier1_library *library, const char *policy)
{
    const struct place *p = &m->places[place];
    tier1_session *s = NULL;
    int rc;

    m->now = INT64_C(1767700000000);
    m->calls = 0;
    chance_seed(&m->chance, place + 1);
    printf("{\"place\": %zu, \"calls\": [", place);
    rc = strcmp(policy, "migrate") == 0 || strcmp(policy, "restart") == 0
             ? move(m, p, library, policy, &s)
             : replay(m, p, library, policy, &s);
    if (rc > 0) {
        tell_session(m->engine, s);
        if (place % 8 == 0)
            tell_packet(s);
    }
    printf("\"rc\": %d}\n", rc);
    tier1_session_free(s);
}

static void move_line(struct mover *m, char *line)
{
    const char *policy = strtok(line, " \n");
    const char *file = strtok(NULL, " \n");
    tier1_diagnostics *list = NULL;
    tier1_library *library = NULL;
    char *place;
    int rc = tier1_posix_load(&library, &list, m->engine, file);

    while (rc == TIER1_OK && (place = strtok(NULL, " \n")) != NULL)
        if (strtoul(place, NULL, 10) < m->place_count)
            move_one(m, strtoul(place, NULL, 10), library, policy);
    (void)fputs("{", stdout);
    for (size_t i = 0; rc != TIER1_OK && i < tier1_diagnostics_count(list); i++)
        if (tier1_diagnostics_at(list, i)->severity == TIER1_ERROR)
            tell_field("finding", tier1_diagnostics_at(list, i)->message);
    printf("\"loaded\": %d}\n", rc);
    (void)fflush(stdout);
    tier1_diagnostics_free(list);
    tier1_library_free(library);
}

int main(int argc, char **argv)
{
    static char line[1 << 16];
    struct mover m = {.now = 1};
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    if (argc != 4)
        return 2;
    o.clock = clock_goes;
    o.ud = &m;
    need(tier1_engine_new(&m.engine, &o), "engine");
    need(tier1_engine_host(m.engine, NULL, host, &m), "host");
    need(tier1_posix_load(&m.library, NULL, m.engine, argv[1]), argv[1]);
    m.flow = tier1_library_at(m.library, 0);
    walk_all(&m, strtoul(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
    while (fgets(line, sizeof line, stdin) != NULL)
        move_line(&m, line);
    for (size_t i = 0; i < m.place_count; i++) {
        tier1_buf_dispose(&m.places[i].snapshot);
        tier1_buf_dispose(&m.places[i].record);
    }
    free(m.places);
    tier1_library_free(m.library);
    tier1_engine_free(m.engine);
    return 0;
}
