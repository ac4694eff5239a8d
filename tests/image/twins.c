/* SPDX-License-Identifier: MIT */
/* Random sessions of a folder of flows, of the YAML and of the compiled form at
 * once: each input gives both the same state, snapshot and view, and at the end
 * the same record and packets; each takes up what the other put away.
 *
 *     twins FOLDER [--cases N] [--file COMPILED]
 *
 * A file is one that was written before, and need not have the same bytes.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "wander.h"

#define INPUTS 60

static void must(bool good, const char *what, uint64_t seed)
{
    if (good)
        return;
    (void)fprintf(stderr, "walk %" PRIu64 ": %s\n", seed, what);
    exit(EXIT_FAILURE);
}

static bool same(const tier1_buf *a, const tier1_buf *b)
{
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

/* ---- flows ------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_about(const tier1_flow_info *a, const tier1_flow_info *b)
{
    return same_text(a->id, b->id) && same_text(a->title, b->title) &&
           same_text(a->version, b->version) &&
           same_text(a->language, b->language) &&
           same_text(a->summary, b->summary) && same_text(a->owner, b->owner) &&
           same_text(a->file, b->file) && same_text(a->sha256, b->sha256) &&
           same_text(a->fingerprint, b->fingerprint) &&
           a->step_count == b->step_count && a->for_agent == b->for_agent &&
           a->for_customer == b->for_customer &&
           a->target_seconds == b->target_seconds;
}

static bool same_variables(const tier1_flow *a, const tier1_flow *b)
{
    tier1_variable_info v, w;

    for (size_t i = 0;; i++) {
        int more = tier1_flow_variable(a, i, &v);

        if (tier1_flow_variable(b, i, &w) != more)
            return false;
        if (!more)
            return true;
        if (!same_text(v.name, w.name) || !same_text(v.label, w.label) ||
            !same_text(v.type, w.type) || v.given != w.given ||
            v.required != w.required || v.sensitive != w.sensitive ||
            v.agent_only != w.agent_only)
            return false;
    }
}

static void same_flows(const tier1_library *a, const tier1_library *b)
{
    must(tier1_library_count(a) == tier1_library_count(b), "flows", 0);
    for (size_t i = 0; i < tier1_library_count(a); i++) {
        const tier1_flow *f = tier1_library_at(a, i);
        const tier1_flow *g = tier1_library_at(b, i);

        must(same_about(tier1_flow_about(f), tier1_flow_about(g)), "about", i);
        must(tier1_library_find(b, tier1_flow_about(f)->id) == g, "find", i);
        must(same_variables(f, g), "variables", i);
        for (size_t j = 0; j < tier1_flow_about(f)->step_count; j++)
            must(same_text(tier1_flow_step(f, j), tier1_flow_step(g, j)),
                 "steps", i);
    }
}

/* The compiled form takes the place of the YAML; compiled again it has the
 * same bytes. */
static void compile(struct wander *w, const char *file)
{
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;
    tier1_library *read = NULL;
    tier1_diagnostics *list = NULL;
    tier1_source source = {.name = "all.tier1"};

    if (file)
        must(tier1_posix_read(&one, file, 0) == TIER1_OK, "the file", 0);
    else
        must(tier1_library_compile(&one, w->library) == TIER1_OK, "compile", 0);
    source.bytes = one.ptr;
    source.length = one.len;
    if (tier1_library_load(&read, &list, w->engine, &source, 1, NULL) !=
        TIER1_OK) {
        const tier1_diagnostic *d = tier1_diagnostics_at(list, 0);
        must(false, d ? d->message : "load", 0);
    }
    must(tier1_diagnostics_count(list) == 0, "findings", 0);
    tier1_diagnostics_free(list);
    must(tier1_library_compile(&two, read) == TIER1_OK, "compile again", 0);
    must(file || same(&one, &two), "compiled again it is another file", 0);
    memset(one.ptr, 0, one.len); /* nothing points into it */
    same_flows(w->library, read);
    tier1_library_free(w->library);
    w->library = read;
    tier1_buf_dispose(&one);
    tier1_buf_dispose(&two);
}

/* ---- sessions ---------------------------------------------------------- */

static bool same_question(const tier1_question *a, const tier1_question *b)
{
    if (!same_text(a->name, b->name) || !same_text(a->label, b->label) ||
        a->type != b->type || a->choice_count != b->choice_count ||
        !same_text(a->min, b->min) || !same_text(a->max, b->max) ||
        !same_text(a->step, b->step) || !same_text(a->unit, b->unit) ||
        !same_text(a->currency, b->currency) || !same_text(a->mask, b->mask) ||
        !same_text(a->accept, b->accept) ||
        !same_text(a->low_label, b->low_label) ||
        !same_text(a->high_label, b->high_label) ||
        !same_text(a->fallback, b->fallback))
        return false;
    for (size_t i = 0; i < a->choice_count; i++)
        if (!same_text(a->choices[i].value, b->choices[i].value) ||
            !same_text(a->choices[i].label, b->choices[i].label) ||
            !same_text(a->choices[i].help, b->choices[i].help) ||
            a->choices[i].anywhere != b->choices[i].anywhere)
            return false;
    return true;
}

static bool same_view(const tier1_view *a, const tier1_view *b)
{
    if (a->state != b->state || !same_text(a->flow, b->flow) ||
        !same_text(a->step, b->step) || a->kind != b->kind ||
        !same_text(a->title, b->title) || !same_text(a->text, b->text) ||
        !same_text(a->note, b->note) || !same_text(a->help, b->help) ||
        a->media_count != b->media_count || a->kb_count != b->kb_count ||
        a->fewest_left != b->fewest_left || a->most_left != b->most_left ||
        a->field_count != b->field_count ||
        !same_question(&a->question, &b->question))
        return false;
    for (size_t i = 0; i < a->field_count; i++)
        if (!same_question(&a->fields[i], &b->fields[i]))
            return false;
    return true;
}

/* Takes up what was put away, at a time that is the same each time. */
static tier1_session *take_up(struct wander *keeper,
                              const tier1_library *library,
                              const tier1_buf *bytes)
{
    tier1_session *up = NULL;

    chance_seed(&keeper->chance, keeper->seed);
    keeper->now = 1767600000000;
    must(tier1_session_restore(&up, keeper->engine, library, bytes->ptr,
                               bytes->len, NULL) > 0,
         "the snapshot is not taken up", keeper->seed);
    return up;
}

/* Put away with either, taken up with either. */
static void same_snapshots(struct wander *keeper, const struct wander *yaml,
                           tier1_session *s, tier1_session *t)
{
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;
    tier1_session *up, *other;

    must(tier1_session_snapshot(&one, s, NULL) == TIER1_OK &&
             tier1_session_snapshot(&two, t, NULL) == TIER1_OK,
         "snapshots", keeper->seed);
    must(same(&one, &two), "the snapshots are not the same", keeper->seed);
    up = take_up(keeper, keeper->library, &one);
    other = take_up(keeper, yaml->library, &two);
    must(same_view(tier1_session_view(up), tier1_session_view(other)),
         "what was taken up shows something else", keeper->seed);
    tier1_session_free(up);
    tier1_session_free(other);
    tier1_buf_dispose(&one);
    tier1_buf_dispose(&two);
}

static void same_documents(const struct wander *w, tier1_session *s,
                           tier1_session *t)
{
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;
    tier1_packet_options o = TIER1_PACKET_OPTIONS_INIT;
    tier1_session *again = NULL;

    must(tier1_session_record(&one, s) == TIER1_OK &&
             tier1_session_record(&two, t) == TIER1_OK,
         "records", w->seed);
    must(same(&one, &two), "the records are not the same", w->seed);
    if (tier1_session_state(s) == TIER1_DONE)
        must(tier1_session_replay(&again, w->engine, w->library, one.ptr,
                                  one.len, NULL) > 0,
             "the record is not replayed", w->seed);
    tier1_session_free(again);
    for (int i = TIER1_PACKET_JSON;
         i <= TIER1_PACKET_TEXT && tier1_session_state(s) == TIER1_DONE; i++) {
        for (o.for_customer = 0; o.for_customer < 2; o.for_customer++) {
            int a = tier1_packet_render(&one, s, (tier1_packet_form)i, &o);
            int b = tier1_packet_render(&two, t, (tier1_packet_form)i, &o);
            must(a == b && (a != TIER1_OK || same(&one, &two)),
                 "the packets are not the same", w->seed);
        }
    }
    tier1_buf_dispose(&one);
    tier1_buf_dispose(&two);
}

static void walk(struct wander *yaml, struct wander *compiled,
                 struct wander *keeper, uint64_t seed)
{
    tier1_session *s = NULL, *t = NULL;
    struct temper temper;
    int a = wander_begin(yaml, seed, &s);
    int b = wander_begin(compiled, seed, &t);

    keeper->seed = seed;
    must(a == b, "only one begins", seed);
    temper = wander_temper(yaml);
    (void)wander_temper(compiled); /* as many draws of chance */
    for (int i = 0; s && i < INPUTS && tier1_session_state(s) != TIER1_DONE;
         i++) {
        must(same_view(tier1_session_view(s), tier1_session_view(t)),
             "they show something else", seed);
        a = wander_on(yaml, s, &temper);
        b = wander_on(compiled, t, &temper);
        must(a == b, "an input is taken by one", seed);
        must(same_text(tier1_session_problem(s), tier1_session_problem(t)),
             "they say another problem", seed);
        if (i % 8 == 0)
            same_snapshots(keeper, yaml, s, t);
    }
    if (s && tier1_session_state(s) != TIER1_DONE) {
        a = wander_give_up(s);
        b = wander_give_up(t);
        must(a == b, "only one is given up", seed);
    }
    if (s) {
        same_snapshots(keeper, yaml, s, t);
        same_documents(keeper, s, t);
    }
    tier1_session_free(s);
    tier1_session_free(t);
}

int main(int argc, char **argv)
{
    /* the third takes up what the others put away: its clock is its own */
    struct wander yaml = {.tell = false}, compiled = yaml, keeper = yaml;
    unsigned long cases = 1000;

    if (argc > 3 && strcmp(argv[2], "--cases") == 0)
        cases = strtoul(argv[3], NULL, 10);
    if (argc < 2 || !wander_open(&yaml, argv[1]) ||
        !wander_open(&compiled, argv[1]) || !wander_open(&keeper, argv[1]))
        return 2;
    compile(&compiled,
            argc > 5 && strcmp(argv[4], "--file") == 0 ? argv[5] : NULL);
    tier1_library_free(keeper.library);
    keeper.library = tier1_library_retain(compiled.library);
    for (uint64_t seed = 1; seed <= cases; seed++)
        walk(&yaml, &compiled, &keeper, seed);
    (void)printf("%lu walks of %zu flows\n", cases,
                 tier1_library_count(yaml.library));
    wander_close(&yaml);
    wander_close(&compiled);
    wander_close(&keeper);
    return EXIT_SUCCESS;
}
