/* SPDX-License-Identifier: MIT */
/* The texts of a flow as a list, for whoever has them translated. */
#include <string.h>

#include <tier1/translation.h>

#include "base/mem.h"
#include "model/said.h"

/* One block: freed with what lies in its arena. */
struct list {
    tier1_flow_texts result; /* the first member */
    tier1_flow_text *items;
    size_t cap;
    struct arena arena;
    struct buf name, words;
    bool nomem;
};

static tier1_flow_text *add(struct list *l, const char *place,
                            const char *words)
{
    tier1_flow_text *items = tier1__arena_grow(
        &l->arena, l->items, l->result.count, &l->cap, sizeof *items);
    tier1_flow_text one = {.place = tier1__arena_copy(&l->arena, place),
                           .text = tier1__arena_copy(&l->arena, words),
                           .for_agent = 1,
                           .for_customer = 1};

    if (!items || !one.place || !one.text) {
        l->nomem = true;
        return NULL;
    }
    l->items = items;
    items[l->result.count] = one;
    return &items[l->result.count++];
}

static void add_own(struct list *l, const char *key, const char *words)
{
    tier1_flow_text *t = words ? add(l, key, words) : NULL;

    if (!t)
        return;
    t->key = key;
    t->literal = 1;
}

static tier1_flow_text *add_place(struct list *l, const struct said_place *p,
                                  const char *words)
{
    tier1_flow_text *t = add(l, tier1__buf_str(&l->name), words);

    if (!t)
        return NULL;
    t->step = p->step ? p->step->id : NULL;
    t->field = p->field;
    t->value = p->value;
    t->key = p->key;
    t->number = p->number;
    t->may_stay = p->same;
    t->literal = p->kind == SAID_UNIT;
    return t;
}

/* A text in other words for each. */
static void add_split(struct list *l, const struct said_place *p)
{
    static const char *const whose[] = {"agent", "customer"};

    for (unsigned a = 0; a < 2; a++) {
        tier1_flow_text *t;
        tier1__said_name(&l->name, p);
        tier1__buf_format(&l->name, "/%s", whose[a]);
        tier1__said_source(&l->words, p->text, a);
        t = add_place(l, p, tier1__buf_str(&l->words));
        if (!t)
            return;
        t->split = 1;
        t->for_agent = a == AUDIENCE_AGENT;
        t->for_customer = a == AUDIENCE_CUSTOMER;
    }
}

static void add_whole(struct list *l, const struct said_place *p)
{
    const struct text *text = p->text;
    const bool agent = text->letters || text->forms[AUDIENCE_AGENT].count;
    tier1_flow_text *t;

    tier1__said_source(&l->words, text,
                       agent ? AUDIENCE_AGENT : AUDIENCE_CUSTOMER);
    t = add_place(l, p, tier1__buf_str(&l->words));
    if (!t || text->letters)
        return;
    t->for_agent = agent;
    t->for_customer = text->forms[AUDIENCE_CUSTOMER].count > 0;
}

static bool visit(void *ud, const struct said_place *p)
{
    struct list *l = ud;

    if (p->kind == SAID_ALSO)
        return true;
    tier1__said_name(&l->name, p);
    if (p->kind == SAID_UNIT)
        (void)add_place(l, p, p->letters);
    else if (tier1__said_split(p->text))
        add_split(l, p);
    else
        add_whole(l, p);
    return !l->nomem && !l->name.failed && !l->words.failed;
}

int tier1_flow_texts_new(tier1_flow_texts **out, const tier1_flow *flow)
{
    tier1_allocator a;
    struct list *l;

    if (out)
        *out = NULL;
    if (!out || !flow)
        return TIER1_EMISUSE;
    a = flow->library->allocator;
    l = tier1__mem_new(&a, sizeof *l);
    if (!l)
        return TIER1_ENOMEM;
    tier1__arena_init(&l->arena, a, 4096, 0);
    tier1__buf_init(&l->name, a, 0);
    tier1__buf_init(&l->words, a, 0);
    add_own(l, "title", flow->info.title);
    add_own(l, "summary", flow->info.summary);
    if (!tier1__said_places(flow, visit, l))
        l->nomem = true;
    tier1__buf_free(&l->name);
    tier1__buf_free(&l->words);
    l->result.items = l->items;
    if (l->nomem) {
        tier1_flow_texts_free(&l->result);
        return TIER1_ENOMEM;
    }
    *out = &l->result;
    return TIER1_OK;
}

void tier1_flow_texts_free(tier1_flow_texts *texts)
{
    /* the result is the first member */
    struct list *l = (struct list *)(void *)texts;
    tier1_allocator a;

    if (!l)
        return;
    a = l->arena.allocator;
    tier1__arena_free(&l->arena);
    tier1__mem_free(&a, l, sizeof *l);
}
