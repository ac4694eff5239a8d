/* SPDX-License-Identifier: MIT */
/* Conditions side by side: which say the same, and which leave nothing out.
 * Each is read as tokens, without outer parentheses; `not`, and a comparison
 * that has an opposite, are taken apart from the rest, so that `n < 3` and
 * `n >= 3` are one condition, here as it is and there denied. What is not
 * understood is only ever equal to itself. */
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "compile/lint.h"
#include "script/lex.h"

#define TOKENS_MOST 200

struct condition {
    const char *core; /* NULL: longer than is looked at, or no memory */
    size_t length;
    bool denied;
    bool always;   /* it is `true` */
    uint32_t slot; /* of the variable that it holds against one value; or
                      NO_SLOT */
};

struct tokens {
    struct lex_token items[TOKENS_MOST];
    size_t from, to;
};

static bool opens(int kind)
{
    return kind == '(' || kind == '[' || kind == '{';
}

static bool closes(int kind)
{
    return kind == ')' || kind == ']' || kind == '}';
}

/* Is all of it between one pair of parentheses? */
static bool is_group(const struct tokens *t, size_t from)
{
    size_t depth = 0;

    if (from >= t->to || t->items[from].kind != '(')
        return false;
    for (size_t i = from; i < t->to; i++) {
        depth += opens(t->items[i].kind);
        depth -= closes(t->items[i].kind) && depth > 0;
        if (depth == 0)
            return i + 1 == t->to;
    }
    return false;
}

/* Is it all that a `not` before it denies? */
static bool is_operand(const struct tokens *t, size_t from)
{
    size_t depth = 0;

    for (size_t i = from; i < t->to; i++) {
        int kind = t->items[i].kind;
        depth += opens(kind);
        depth -= closes(kind) && depth > 0;
        if (depth == 0 && kind != LEX_NAME && kind != '.' && kind != ':' &&
            !closes(kind))
            return false;
    }
    return from < t->to;
}

/* The one comparison that is outside of all brackets; `to` where there is none
 * or where more than it decides. */
static size_t comparison(const struct tokens *t)
{
    size_t depth = 0, found = t->to;

    for (size_t i = t->from; i < t->to; i++) {
        int kind = t->items[i].kind;
        depth += opens(kind);
        depth -= closes(kind) && depth > 0;
        if (kind == LEX_FUNCTION)
            return t->to;
        if (depth > 0)
            continue;
        if (kind == LEX_AND || kind == LEX_OR || kind == LEX_NOT)
            return t->to;
        if (kind != LEX_EQ && kind != LEX_NE && kind != LEX_LE &&
            kind != LEX_GE && kind != '<' && kind != '>')
            continue;
        if (found != t->to)
            return t->to;
        found = i;
    }
    return found;
}

static void strip(struct tokens *t, struct condition *c)
{
    for (;;) {
        if (is_group(t, t->from)) {
            t->from++;
            t->to--;
        } else if (t->from < t->to && t->items[t->from].kind == LEX_NOT &&
                   is_operand(t, t->from + 1)) {
            t->from++;
            c->denied = !c->denied;
        } else {
            return;
        }
    }
}

static uint32_t slot_of(const struct hook *h, const struct lex_token *name)
{
    for (size_t i = 0; i < h->name_count; i++)
        if (h->names[i].kind == NAME_VARIABLE &&
            strlen(h->names[i].name) == name->length &&
            memcmp(h->names[i].name, name->start, name->length) == 0)
            return h->names[i].index;
    return NO_SLOT;
}

static void write_token(struct buf *b, const struct lex_token *t)
{
    if (b->len)
        tier1__buf_char(b, ' ');
    if (t->kind == LEX_TEXT && t->inner) {
        tier1__buf_char(b, '"');
        tier1__buf_add(b, t->inner, t->inner_length);
        tier1__buf_char(b, '"');
    } else {
        tier1__buf_add(b, t->start, t->length);
    }
}

static void write_comparison(struct buf *b, const struct lex_token *t,
                             struct condition *c)
{
    tier1__buf_char(b, ' ');
    switch (t->kind) {
    case LEX_NE:
        c->denied = !c->denied;
        /* fall through */
    case LEX_EQ:
        tier1__buf_text(b, "==");
        break;
    case '>':
        c->denied = !c->denied;
        /* fall through */
    case LEX_LE:
        tier1__buf_text(b, "<=");
        break;
    case LEX_GE:
        c->denied = !c->denied;
        /* fall through */
    default:
        tier1__buf_text(b, "<");
        break;
    }
}

static void write_core(struct lint *l, const struct tokens *t,
                       struct condition *c)
{
    size_t compared = comparison(t);
    struct buf b;

    tier1__buf_init(&b, l->u->c->engine->allocator, 65536);
    for (size_t i = t->from; i < t->to; i++)
        if (i == compared)
            write_comparison(&b, &t->items[i], c);
        else
            write_token(&b, &t->items[i]);
    if (!b.failed)
        c->core = tier1__arena_text(&l->u->c->scratch, tier1__buf_str(&b),
                                    c->length = b.len);
    if (b.failed == TIER1_ENOMEM || (!b.failed && !c->core))
        l->u->c->nomem = true;
    tier1__buf_free(&b);
}

/* Into the scratch arena. */
static struct condition read(struct lint *l, const struct hook *h)
{
    struct condition c = {.slot = NO_SLOT};
    struct tokens t;
    struct lex lex;

    t.from = t.to = 0;
    tier1__lex_init(&lex, h->source, h->length);
    for (;;) {
        struct lex_token token = tier1__lex_next(&lex);
        if (token.kind == LEX_END)
            break;
        if (t.to == TOKENS_MOST)
            return c;
        t.items[t.to++] = token;
    }
    strip(&t, &c);
    c.always =
        t.to - t.from == 1 && t.items[t.from].kind == LEX_TRUE && !c.denied;
    if (t.from < t.to && t.items[t.from].kind == LEX_NAME &&
        (t.to - t.from == 1 ||
         (t.to - t.from == 3 && t.items[t.from + 1].kind == LEX_EQ)))
        c.slot = slot_of(h, &t.items[t.from]);
    write_core(l, &t, &c);
    return c;
}

/* Sees a condition; whether it was seen as it is, and whether denied. The key
 * has a letter for that in front. */
struct seen {
    struct map map;
    struct lint *l;
};

static const char *key_of(struct lint *l, const struct condition *c,
                          bool denied)
{
    char *key = tier1__arena_text(&l->u->c->scratch, c->core, c->length + 1);
    if (!key) {
        l->u->c->nomem = true;
        return NULL;
    }
    memmove(key + 1, key, c->length);
    key[0] = denied ? '-' : '+';
    return key;
}

/* The index that has it already; MAP_NONE. */
static uint32_t see(struct seen *s, const struct condition *c, uint32_t index)
{
    const char *key = key_of(s->l, c, c->denied);
    uint32_t old = MAP_NONE;

    if (key &&
        tier1__map_add(&s->map, key, c->length + 1, index, &old) != TIER1_OK)
        s->l->u->c->nomem = true;
    return key ? old : MAP_NONE;
}

static bool saw_opposite(struct seen *s, const struct condition *c)
{
    const char *key = key_of(s->l, c, !c->denied);
    return key && tier1__map_get(&s->map, key, c->length + 1) != MAP_NONE;
}

/* Is there a condition for each value that the variable can have? */
static bool all_values(struct seen *s, uint32_t slot)
{
    const char *name = s->l->flow->variables[slot].name, *value;
    struct buf b;
    bool all = true;
    size_t i;
    bool text;

    for (i = 0; all; i++) {
        value = tier1__lint_value_at(s->l, slot, i, &text);
        if (!value)
            break;
        tier1__buf_init(&b, s->l->u->c->engine->allocator, 65536);
        tier1__buf_format(&b, text ? "+%s == \"%s\"" : "+%s == %s", name,
                          value);
        if (b.failed == TIER1_ENOMEM)
            s->l->u->c->nomem = true;
        all = !b.failed &&
              tier1__map_get(&s->map, tier1__buf_str(&b), b.len) != MAP_NONE;
        tier1__buf_free(&b);
    }
    return all && i > 0;
}

bool tier1__lint_covers(struct lint *l, const struct hook *const *conditions,
                        size_t count)
{
    struct arena_mark mark = tier1__arena_mark(&l->u->c->scratch);
    struct seen seen = {.l = l};
    uint32_t slot = NO_SLOT;
    bool covers = false;

    tier1__map_init(&seen.map, l->u->c->engine->allocator);
    for (size_t i = 0; i < count && !covers && !l->u->c->nomem; i++) {
        struct condition c = read(l, conditions[i]);
        if (!c.core)
            continue;
        covers = c.always || (count > 1 && saw_opposite(&seen, &c));
        (void)see(&seen, &c, (uint32_t)i);
        if (slot == NO_SLOT)
            slot = c.slot;
    }
    if (!covers && slot != NO_SLOT && count > 1)
        covers = all_values(&seen, slot);
    tier1__map_free(&seen.map);
    tier1__arena_reset(&l->u->c->scratch, mark);
    return covers;
}

enum lint_sure tier1__lint_sure(struct lint *l, const struct routes *routes)
{
    const struct hook **conditions;
    struct arena_mark mark;
    enum lint_sure sure;

    if (!routes->count)
        return SURE_NOT;
    /* what has none can only be the last */
    if (!routes->items[routes->count - 1].when)
        return SURE;
    mark = tier1__arena_mark(&l->u->c->scratch);
    conditions = tier1__arena_array(&l->u->c->scratch, routes->count,
                                    sizeof(*conditions));
    if (!conditions) {
        l->u->c->nomem = true;
        return SURE;
    }
    for (size_t i = 0; i < routes->count; i++)
        conditions[i] = routes->items[i].when;
    sure = tier1__lint_covers(l, conditions, routes->count) ? SURE : SURE_MAYBE;
    tier1__arena_reset(&l->u->c->scratch, mark);
    return sure;
}

/* ---- a condition that stood there before -------------------------------- */

static bool calls_host(const struct hook *h)
{
    for (size_t i = 0; i < h->name_count; i++)
        if (h->names[i].kind == NAME_LIBRARY &&
            strcmp(h->names[i].name, "host") == 0)
            return true;
    return false;
}

static void repeated_in(struct lint *l, size_t step,
                        const struct lint_list *list)
{
    const struct routes *r = list->routes;
    struct arena_mark mark = tier1__arena_mark(&l->u->c->scratch);
    struct seen seen = {.l = l};

    tier1__map_init(&seen.map, l->u->c->engine->allocator);
    for (size_t i = 0; i < r->count && !l->u->c->nomem; i++) {
        const struct hook *when = r->items[i].when;
        struct condition c;
        uint32_t old;
        if (!when || calls_host(when))
            continue;
        c = read(l, when);
        old = c.core ? see(&seen, &c, (uint32_t)i) : MAP_NONE;
        if (old != MAP_NONE)
            tier1__warn(l->u, step, tier1__lint_when(l, step, list, i),
                        "repeated-condition",
                        "give it another condition, or take it out",
                        "this route is never taken: route %u before it has "
                        "the same condition",
                        (unsigned)old + 1);
    }
    tier1__map_free(&seen.map);
    tier1__arena_reset(&l->u->c->scratch, mark);
}

void tier1__lint_conditions(struct lint *l)
{
    struct lint_list list;

    for (size_t i = 0; i < l->flow->step_count && !l->u->c->nomem; i++)
        for (size_t j = 0; tier1__lint_list(&l->flow->steps[i], j, &list); j++)
            if (list.routes->count > 1)
                repeated_in(l, i, &list);
}
