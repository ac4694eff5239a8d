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

static void put_visit(struct packet *p, struct value_builder *list,
                      const struct visit *visit, bool undone)
{
    struct value_builder b;
    if (!on_the_way(p, visit))
        return;
    tier1__builder_init(&b, p->arena);
    tier1__packet_int(p, &b, "seq", visit->seq);
    tier1__packet_word(&b, "flow", visit->frame->flow->info.id);
    tier1__packet_word(&b, "step", visit->step->id);
    tier1__packet_word(&b, "kind",
                       tier1_kind_text((tier1_kind)visit->step->kind));
    tier1__packet_time(p, &b, "at", visit->at);
    tier1__packet_span(p, &b, "seconds", visit->at,
                       tier1__packet_left(p, visit));
    /* "choice amber" tells the answer. */
    if (!p->customer && !tier1__packet_hides_visit(p, visit))
        tier1__packet_word(&b, "route",
                           tier1__rule_text(&visit->route, p->arena));
    if (undone)
        tier1__builder_add(&b, "undone", &tier1__value_true);
    tier1__packet_map(list, NULL, &b);
}

/* Behind a back stands the step that is open again. */
static void put_back(struct packet *p, struct value_builder *list,
                     const struct moment *back)
{
    const struct moment *again = tier1__packet_moment(p, back->seq + 1);
    struct value_builder b;
    tier1__builder_init(&b, p->arena);
    tier1__packet_int(p, &b, "seq", back->seq);
    tier1__builder_add(&b, "back", &tier1__value_true);
    if (back->revised)
        tier1__builder_add(&b, "revised", &tier1__value_true);
    if (again && again->visit && on_the_way(p, again->visit))
        tier1__packet_word(&b, "to", again->visit->step->id);
    tier1__packet_time(p, &b, "at", back->at);
    tier1__packet_map(list, NULL, &b);
}

void tier1__packet_path(struct packet *p, struct value_builder *top)
{
    struct value_builder list;

    tier1__builder_init(&list, p->arena);
    for (size_t i = 0; i < p->line_count; i++) {
        const struct moment *m = &p->line[i];
        if (m->visit)
            put_visit(p, &list, m->visit, m->undone);
        else
            put_back(p, &list, m);
    }
    tier1__packet_list(top, "path", &list);
}
