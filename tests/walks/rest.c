/* SPDX-License-Identifier: MIT */
/* A session that has rested must be the same to the byte: all that it shows,
 * its record, its snapshot and its packet. */
#include <stdbool.h>
#include <string.h>

#include "rest.h"

/* A sum over all that is seen, in order. */
struct sum {
    uint64_t so_far;
    bool failed;
};

static void add(struct sum *s, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < length; i++)
        s->so_far = (s->so_far ^ at[i]) * UINT64_C(0x100000001b3);
}

static void add_number(struct sum *s, int64_t number)
{
    add(s, &number, sizeof number);
}

/* NULL is not "". */
static void add_text(struct sum *s, const char *text)
{
    add_number(s, text == NULL ? -1 : (int64_t)strlen(text));
    if (text != NULL)
        add(s, text, strlen(text));
}

static void add_value(struct sum *s, const tier1_value *v)
{
    add_number(s, v == NULL ? -1 : (int64_t)tier1_value_kind(v));
    add_text(s, tier1_value_text(v));
    add_number(s, tier1_value_integer(v));
    add_number(s, tier1_value_boolean(v));
    for (size_t i = 0; i < tier1_value_count(v); i++) {
        add_text(s, tier1_value_key(v, i));
        add_value(s, tier1_value_at(v, i));
    }
}

static void add_bytes(struct sum *s, int rc, tier1_buf *bytes)
{
    s->failed = s->failed || rc != TIER1_OK;
    add(s, bytes->ptr, bytes->len);
    tier1_buf_dispose(bytes);
}

static void add_question(struct sum *s, const tier1_question *q)
{
    add_text(s, q->name);
    add_text(s, q->label);
    add_number(s, q->type);
    for (size_t i = 0; i < q->choice_count; i++) {
        add_text(s, q->choices[i].value);
        add_text(s, q->choices[i].label);
        add_text(s, q->choices[i].help);
        add_number(s, q->choices[i].exclusive + 2 * q->choices[i].other +
                          4 * q->choices[i].anywhere);
    }
    add_text(s, q->min);
    add_text(s, q->max);
    add_text(s, q->step);
    add_text(s, q->unit);
    add_text(s, q->currency);
    add_text(s, q->mask);
    add_text(s, q->accept);
    add_text(s, q->low_label);
    add_text(s, q->high_label);
    add_text(s, q->fallback);
    add_number(s, q->optional + 2 * q->sensitive + 4 * q->multiline);
}

static void add_words(struct sum *s, const tier1_view *v)
{
    const char *const texts[] = {
        v->flow, v->step,    v->phase,      v->title,     v->text,    v->help,
        v->note, v->problem, v->offer_kind, v->authority, v->language};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        add_text(s, texts[i]);
    for (size_t i = 0; i < v->media_count; i++) {
        add_text(s, v->media[i].file);
        add_text(s, v->media[i].url);
        add_text(s, v->media[i].alt);
    }
    for (size_t i = 0; i < v->kb_count; i++)
        add_text(s, v->kb[i]);
}

static void add_view(struct sum *s, const tier1_view *v)
{
    const int64_t numbers[] = {
        v->state,           v->kind,           v->wait_seconds,
        v->steps_done,      v->fewest_left,    v->most_left,
        v->elapsed_seconds, v->target_seconds, v->can_back,
        v->can_escalate,    v->wait.kind,      (int64_t)v->wait.token,
        v->wait.deadline};

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        add_number(s, numbers[i]);
    add_words(s, v);
    add_question(s, &v->question);
    for (size_t i = 0; i < v->field_count; i++)
        add_question(s, &v->fields[i]);
    add_text(s, v->wait.name);
    add_text(s, v->wait.to);
    for (size_t i = 0; i < v->wait.arg_count; i++)
        add_value(s, v->wait.args[i]);
}

static void add_way(struct sum *s, const tier1_session *session)
{
    tier1_visit v;
    tier1_change c;
    size_t i;

    for (i = 0; tier1_session_visit(session, i, &v); i++) {
        add_text(s, v.flow);
        add_text(s, v.step);
        add_number(s, (int64_t)v.kind);
        add_number(s, v.depth);
        add_number(s, v.at);
        add_number(s, v.milliseconds);
        add_text(s, v.route);
        add_value(s, v.answer);
        add_number(s, v.undone);
    }
    s->failed = s->failed || i != tier1_session_visit_count(session);
    for (i = 0; tier1_session_change(session, i, &c); i++) {
        add_text(s, c.flow);
        add_text(s, c.step);
        add_number(s, c.fate);
        add_text(s, c.reason);
    }
    s->failed = s->failed || i != tier1_session_change_count(session);
}

static void add_outcome(struct sum *s, const tier1_session *session)
{
    const tier1_outcome *o = tier1_session_outcome(session);
    const tier1_flow *flow = tier1_session_flow(session);
    tier1_variable_info about;

    add_number(s, o->end);
    add_text(s, o->reason);
    add_text(s, o->code);
    add_text(s, o->flow);
    add_text(s, o->step);
    add_text(s, o->text);
    add_text(s, o->detail);
    add_text(s, tier1_session_id(session));
    for (size_t i = 0; tier1_flow_variable(flow, i, &about); i++)
        add_value(s, tier1_session_variable(session, about.name));
}

/* Each part in a sum of its own, so that the one that differs is named. */
#define PARTS 6
static const char *const parts[PARTS] = {
    "the view differs after a rest",   "the problem differs after a rest",
    "the way differs after a rest",    "the outcome differs after a rest",
    "the record differs after a rest", "the packet differs after a rest"};

static void look(struct sum sums[PARTS], const tier1_session *s)
{
    tier1_buf bytes = TIER1_BUF_INIT;
    int rc;

    memset(sums, 0, PARTS * sizeof *sums);
    add_view(&sums[0], tier1_session_view(s));
    add_text(&sums[1], tier1_session_problem(s));
    add_way(&sums[2], s);
    add_outcome(&sums[3], s);
    rc = tier1_session_record(&bytes, s);
    add_bytes(&sums[4], rc, &bytes);
    if (tier1_session_state(s) != TIER1_DONE)
        return;
    rc = tier1_packet_render(&bytes, s, TIER1_PACKET_JSON, NULL);
    add_bytes(&sums[5], rc, &bytes);
}

const char *rest(tier1_session *session)
{
    const int state = tier1_session_state(session);
    tier1_buf awake = TIER1_BUF_INIT, asleep = TIER1_BUF_INIT;
    struct sum before[PARTS], after[PARTS];
    bool same;

    look(before, session);
    if (tier1_session_snapshot(&awake, session, NULL) != TIER1_OK ||
        tier1_session_rest(session) != TIER1_OK)
        return "it does not rest";
    if (tier1_session_state(session) != state)
        return "its state is another while it rests";
    same = tier1_session_snapshot(&asleep, session, NULL) == TIER1_OK &&
           awake.len == asleep.len &&
           memcmp(awake.ptr, asleep.ptr, awake.len) == 0;
    tier1_buf_dispose(&awake);
    tier1_buf_dispose(&asleep);
    if (!same)
        return "the snapshot of what rests is another";
    look(after, session);
    for (int i = 0; i < PARTS; i++)
        if (before[i].failed || after[i].failed ||
            before[i].so_far != after[i].so_far)
            return parts[i];
    return NULL;
}
