/* SPDX-License-Identifier: MIT */
/* Conditions on the way from one plain step to another: of routes, of the step,
 * and of its choices. They are asked in the order in which all others ask them,
 * where they need no Lua and hang on nothing but variables and data; what they
 * gave goes with the record. */
#include "run/hook_log.h"

/* False: it is for others to ask. */
static bool ask(struct walk *w, const struct hook *when, struct gave *g,
                bool *yes)
{
    const tier1_value *v;
    char byte;

    *yes = true;
    if (!when)
        return true;
    if (g->told) {
        if (g->count == g->told->length)
            return false;
        byte = g->told->at[g->count++];
    } else {
        v = g->count < sizeof g->bytes
                ? tier1__decide_settled(w, w->now.frame, when)
                : NULL;
        if (!v)
            return false;
        byte = (char)(v == &tier1__value_true    ? GAVE_TRUE
                      : v == &tier1__value_false ? GAVE_FALSE
                                                 : GAVE_NULL);
        g->bytes[g->count++] = byte;
    }
    *yes = byte == GAVE_TRUE;
    return *yes || byte == GAVE_FALSE || byte == GAVE_NULL;
}

void tier1__plain_take(struct plan *p, size_t route)
{
    p->to = &p->routes->items[route].target;
    p->rule.number = p->routes->count > 1 ? (uint32_t)route + 1 : 0;
}

bool tier1__plain_lead(struct plan *p)
{
    if (p->choice && p->choice->go.count) { /* as route.c has it, and at once */
        p->result = p->choice->more->result;
        p->routes = &p->choice->go;
        p->rule = (struct rule){"choice", p->choice->value, 0};
    } else {
        p->result = tier1__answer_result(p->from, p->choice, p->value);
        p->routes = tier1__route_find(p->from, p->choice, p->result, &p->rule);
    }
    if (p->routes->count && !p->routes->items[0].when)
        tier1__plain_take(p, 0);
    return p->routes->count > 0;
}

bool tier1__plain_follow(struct walk *w, struct plan *p, struct gave *g)
{
    for (size_t i = 0; i < p->routes->count && !p->to; i++) {
        bool yes;
        if (!ask(w, p->routes->items[i].when, g, &yes))
            return false;
        if (!yes)
            continue;
        tier1__plain_take(p, i);
        g->route = (uint32_t)i;
    }
    return p->to != NULL;
}

bool tier1__plain_when(struct walk *w, const struct step *s, struct gave *g)
{
    bool yes;

    return ask(w, s->when, g, &yes) && yes;
}

bool tier1__plain_offer(struct walk *w, const struct step *s, struct gave *g,
                        struct offered *o)
{
    const struct offered all = tier1__offered_more(w, s);
    const struct arena_mark mark = tier1__arena_mark(&w->arena);
    const struct choice **open =
        tier1__arena_bare(&w->arena, all.count * sizeof *open);

    *o = (struct offered){.choices = open};
    for (size_t i = 0; i < all.count && open; i++) {
        const struct choice *c = tier1__offered_at(&all, i);
        bool yes;
        if (!ask(w, c->more->when, g, &yes)) {
            tier1__arena_reset(&w->arena, mark);
            return false;
        }
        if (yes)
            open[o->count++] = c;
        o->own += yes && i < all.own;
    }
    return open &&
           (o->own || !s->question.choice_count || s->question.optional);
}
