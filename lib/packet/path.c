/* SPDX-License-Identifier: MIT */
/* The way: every step that was entered, with those that were taken back, and
 * the backs themselves, in the order of things. */
#include "packet/document.h"

/* A customer's way is what the customer has seen of it: not the machinery, and
 * not which rule led on. */
static bool on_the_way(const struct packet *p, const struct visit *visit)
{
    if (!visit->entered || !tier1__packet_may_see(p, visit))
        return false;
    if (!p->customer)
        return true;
    switch (visit->step->kind) {
    case TIER1_KIND_RUN:
    case TIER1_KIND_BRANCH:
    case TIER1_KIND_SET:
    case TIER1_KIND_CALL:
    case TIER1_KIND_RETURN:
        return false;
    default:
        return true;
    }
}

static void put_visit(struct packet *p, const struct visit *visit, bool undone)
{
    struct sink *s = &p->sink;
    if (!on_the_way(p, visit))
        return;
    tier1__sink_open(s, NO_KEY, false);
    tier1__sink_int(s, KEY("seq"), visit->seq);
    tier1__packet_word(p, KEY("flow"), visit->frame->flow->info.id);
    tier1__packet_word(p, KEY("step"), visit->step->id);
    tier1__packet_own(p, KEY("kind"),
                      tier1_kind_text((tier1_kind)visit->step->kind));
    tier1__packet_time(p, KEY("at"), visit->at);
    tier1__packet_span(p, KEY("seconds"), visit->at,
                       tier1__packet_left(p, visit));
    /* "choice amber" tells the answer. */
    if (visit->route.name && !p->customer &&
        !tier1__packet_hides_visit(p, visit)) {
        const char *rule = tier1__rule_text(&visit->route, p->arena);
        p->failed = p->failed || !rule;
        if (rule)
            tier1__packet_word(p, KEY("route"), rule);
    }
    if (undone)
        tier1__sink_true(s, KEY("undone"));
    tier1__sink_close(s);
}

/* Behind a back stands the step that is open again. */
static void put_back(struct packet *p, const struct moment *back)
{
    const struct moment *again = tier1__packet_moment(p, back->seq + 1);
    struct sink *s = &p->sink;
    tier1__sink_open(s, NO_KEY, false);
    tier1__sink_int(s, KEY("seq"), back->seq);
    tier1__sink_true(s, KEY("back"));
    if (back->revised)
        tier1__sink_true(s, KEY("revised"));
    if (again && again->visit && on_the_way(p, again->visit))
        tier1__packet_word(p, KEY("to"), again->visit->step->id);
    tier1__packet_time(p, KEY("at"), back->at);
    tier1__sink_close(s);
}

void tier1__packet_path(struct packet *p)
{
    tier1__sink_open(&p->sink, KEY("path"), true);
    for (size_t i = 0; i < p->line_count; i++) {
        const struct moment *m = &p->line[i];
        if (m->visit)
            put_visit(p, m->visit, m->undone);
        else
            put_back(p, m);
    }
    tier1__sink_close(&p->sink);
}
