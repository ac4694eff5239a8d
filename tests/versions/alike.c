/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alike.h"

static void need(int rc, const char *what)
{
    if (rc >= 0)
        return;
    (void)fprintf(stderr, "%s: %s\n", what, tier1_status_text(rc));
    exit(2);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool same_value(tier1_engine *e, const tier1_value *a, const tier1_value *b)
{
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;
    bool same;

    need(tier1_value_to_json(&one, e, a, 0), "a value");
    need(tier1_value_to_json(&two, e, b, 0), "a value");
    same = same_text(one.ptr, two.ptr);
    tier1_buf_dispose(&one);
    tier1_buf_dispose(&two);
    return same;
}

static bool next_visit(const tier1_session *s, size_t *i, tier1_visit *v)
{
    while (tier1_session_visit(s, (*i)++, v))
        if (!v->undone)
            return true;
    return false;
}

bool same_way(tier1_engine *e, const tier1_session *a, const tier1_session *b)
{
    size_t i = 0, j = 0;
    tier1_visit v, o;
    bool more;

    do {
        more = next_visit(a, &i, &v);
        if (next_visit(b, &j, &o) != more)
            return false;
        if (more && (!same_text(v.flow, o.flow) || !same_text(v.step, o.step) ||
                     v.depth != o.depth || !same_text(v.route, o.route) ||
                     !same_value(e, v.answer, o.answer)))
            return false;
    } while (more);
    return true;
}

bool same_view(const tier1_session *a, const tier1_session *b)
{
    const tier1_view *v = tier1_session_view(a), *o = tier1_session_view(b);

    if (v->state != o->state || !same_text(v->step, o->step) ||
        !same_text(v->flow, o->flow) || !same_text(v->text, o->text) ||
        !same_text(v->note, o->note) || !same_text(v->title, o->title) ||
        v->steps_done != o->steps_done || v->fewest_left != o->fewest_left ||
        v->most_left != o->most_left || v->can_back != o->can_back ||
        v->question.type != o->question.type ||
        v->question.choice_count != o->question.choice_count)
        return false;
    for (size_t i = 0; i < v->question.choice_count; i++)
        if (!same_text(v->question.choices[i].label,
                       o->question.choices[i].label))
            return false;
    return same_text(tier1_session_outcome(a)->reason,
                     tier1_session_outcome(b)->reason) &&
           same_text(tier1_session_outcome(a)->code,
                     tier1_session_outcome(b)->code) &&
           tier1_session_outcome(a)->end == tier1_session_outcome(b)->end;
}

bool same_variables(tier1_engine *e, const tier1_session *a,
                    const tier1_session *b)
{
    tier1_variable_info info;

    for (size_t i = 0; tier1_flow_variable(tier1_session_flow(a), i, &info);
         i++)
        if (!same_value(e, tier1_session_variable(a, info.name),
                        tier1_session_variable(b, info.name)))
            return false;
    return true;
}

/* The parts of a packet that do not tell of what was undone, or when. */
bool same_packet(tier1_engine *e, const tier1_session *a,
                 const tier1_session *b)
{
    static const char *const parts[] = {"escalation", "resolution", "problem",
                                        "people",     "tried",      "checks",
                                        "variables"};
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;
    tier1_value *p = NULL, *q = NULL;
    bool same = true;

    if (tier1_session_state(a) != TIER1_DONE)
        return true;
    need(tier1_packet_render(&one, a, TIER1_PACKET_JSON, NULL), "a packet");
    need(tier1_packet_render(&two, b, TIER1_PACKET_JSON, NULL), "a packet");
    need(tier1_value_from_json(&p, e, one.ptr, one.len), "a packet");
    need(tier1_value_from_json(&q, e, two.ptr, two.len), "a packet");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!same_value(e, tier1_value_get(p, parts[i]),
                        tier1_value_get(q, parts[i])))
            same = false;
    tier1_value_free(p);
    tier1_value_free(q);
    tier1_buf_dispose(&one);
    tier1_buf_dispose(&two);
    return same;
}
