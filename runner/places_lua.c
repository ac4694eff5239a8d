/* SPDX-License-Identifier: MIT */
/* The names in a piece of Lua, and what `local` hides of them. */
#include <stdlib.h>
#include <string.h>

#include "lua_words.h"
#include "places.h"
#include "text.h"

#define LOCALS_MAX 256

struct local {
    const char *name;
    size_t length;
    unsigned depth;
    bool waits; /* for the end of the statement that makes it */
};

struct scan {
    struct places *p;
    const char *s;
    size_t length;
    const size_t *map;
    size_t step;
    struct local locals[LOCALS_MAX];
    size_t local_count;
    unsigned depth;  /* of blocks */
    bool loop;       /* the `do` that comes belongs to a `for` or `while` */
    size_t brackets; /* that are open */
    struct lua_word before, before2;
    bool listing; /* the names of a `local`, of a `for`, or parameters */
    bool parameters;
};

static bool is(const struct scan *n, struct lua_word w, const char *word)
{
    return token_is(n->s, w, word);
}

static struct place *note(struct scan *n, struct lua_word w,
                          enum place_kind kind, enum place_role role)
{
    struct place *place = places_add(n->p, kind, role, n->map[w.at],
                                     n->s + w.at, w.length, n->step);
    place->in_lua = true;
    return place;
}

static bool is_local(const struct scan *n, struct lua_word w)
{
    for (size_t i = n->local_count; i > 0; i--) {
        const struct local *l = &n->locals[i - 1];
        if (!l->waits && l->length == w.length &&
            memcmp(l->name, n->s + w.at, w.length) == 0)
            return true;
    }
    return false;
}

static void make_local(struct scan *n, struct lua_word w, bool waits,
                       unsigned depth)
{
    note(n, w, PLACE_LOCAL, PLACE_DEFINES);
    if (n->local_count < LOCALS_MAX)
        n->locals[n->local_count++] =
            (struct local){n->s + w.at, w.length, depth, waits};
}

static void statement_ends(struct scan *n)
{
    for (size_t i = 0; i < n->local_count; i++)
        if (n->locals[i].depth == n->depth)
            n->locals[i].waits = false;
}

static void close_block(struct scan *n)
{
    n->depth -= n->depth > 0;
    while (n->local_count && n->locals[n->local_count - 1].depth > n->depth)
        n->local_count--;
}

static void keyword(struct scan *n, struct lua_word w)
{
    static const char *const starts[] = {"local", "if",     "for",    "while",
                                         "do",    "repeat", "return", "break",
                                         "end",   "until",  "else",   "elseif"};
    for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
        if (is(n, w, starts[i]) && !n->listing)
            statement_ends(n);
    if (is(n, w, "in"))
        n->listing = false;
    if (is(n, w, "local") || is(n, w, "for"))
        n->listing = true;
    if (is(n, w, "for"))
        n->depth++;
    if (is(n, w, "for") || is(n, w, "while"))
        n->loop = true;
    if (is(n, w, "function")) {
        n->listing = false;
        n->parameters = true;
        n->depth++;
    } else if (is(n, w, "do")) {
        /* that of a `for` opened with it */
        bool for_block = n->loop;
        n->loop = false;
        statement_ends(n);
        if (!for_block)
            n->depth++;
    } else if (is(n, w, "if") || is(n, w, "repeat")) {
        n->depth++;
    } else if (is(n, w, "while")) {
        n->depth++;
    } else if (is(n, w, "end") || is(n, w, "until")) {
        close_block(n);
    } else if (is(n, w, "else") || is(n, w, "elseif")) {
        close_block(n);
        n->depth++;
    }
}

/* `answers.X` and its like, in the two ways of writing it. */
static bool step_map(const struct scan *n, struct lua_word w,
                     enum place_kind *kind)
{
    static const char *const maps[] = {"answers", "history", "visits",
                                       "refused", "tried",   "host"};
    for (size_t i = 0; i < sizeof(maps) / sizeof(*maps); i++)
        if (w.kind == LUA_NAME && is(n, w, maps[i]) && !is_local(n, w)) {
            *kind = i < 4 ? PLACE_STEP : i == 4 ? PLACE_REMEDY : PLACE_HOST;
            return true;
        }
    return false;
}

static void name(struct scan *n, struct lua_word w)
{
    size_t from = w.at + w.length;
    struct lua_word next = token_next(n->s, n->length, &from);
    bool operand = n->before.kind == LUA_NAME || n->before.kind == LUA_NUMBER ||
                   n->before.kind == LUA_TEXT || is(n, n->before, ")") ||
                   is(n, n->before, "]") || is(n, n->before, "}");
    enum place_kind kind;
    if (operand && !n->brackets)
        statement_ends(n);
    if (is(n, n->before, ".") || is(n, n->before, ":")) {
        if (step_map(n, n->before2, &kind))
            note(n, w, kind, PLACE_USES);
        return;
    }
    if (is(n, n->before, "<") && n->listing) /* <const> */
        return;
    bool named = is(n, n->before, "function");
    if (named && is(n, n->before2, "local")) {
        make_local(n, w, false, n->depth - 1);
    } else if (named) {
        note(n, w, PLACE_NAME, PLACE_DEFINES);
    } else if (n->listing || (n->parameters && n->brackets)) {
        make_local(n, w, n->listing, n->depth);
    } else if (is_local(n, w)) {
        note(n, w, PLACE_LOCAL, PLACE_USES);
    } else if (is(n, next, "=") && n->brackets) {
        return; /* the name of a table's field */
    } else {
        note(n, w, PLACE_NAME, is(n, next, "=") ? PLACE_SETS : PLACE_USES);
    }
}

static void sign(struct scan *n, struct lua_word w)
{
    if (is(n, w, "(") || is(n, w, "{") || is(n, w, "[")) {
        n->brackets++;
    } else if (is(n, w, ")") || is(n, w, "}") || is(n, w, "]")) {
        n->brackets -= n->brackets > 0;
        if (n->parameters && is(n, w, ")"))
            n->parameters = false;
    } else if (is(n, w, "=")) {
        n->listing = false;
    } else if (is(n, w, ";")) {
        n->listing = false;
        statement_ends(n);
    }
}

static void text(struct scan *n, struct lua_word w)
{
    enum place_kind kind;
    if (is(n, n->before, "[") && w.length && step_map(n, n->before2, &kind))
        note(n, w, kind, PLACE_USES);
}

static void scan(struct places *p, const char *s, size_t length,
                 const size_t *map, size_t step)
{
    struct scan *n = make(1, sizeof(*n));
    n->p = p;
    n->s = s;
    n->length = length;
    n->map = map;
    n->step = step;
    n->before = n->before2 = (struct lua_word){LUA_END, 0, 0};
    for (size_t at = 0;;) {
        struct lua_word w = token_next(s, length, &at);
        if (w.kind == LUA_END)
            break;
        /* `local a` ends where anything but a name of the list follows */
        if (n->listing && n->before.kind == LUA_NAME && w.kind != LUA_SIGN &&
            !is(n, w, "in")) {
            n->listing = false;
            statement_ends(n);
        }
        if (w.kind == LUA_NAME)
            name(n, w);
        else if (w.kind == LUA_KEYWORD)
            keyword(n, w);
        else if (w.kind == LUA_SIGN)
            sign(n, w);
        else if (w.kind == LUA_TEXT)
            text(n, w);
        n->before2 = n->before;
        n->before = w;
    }
    free(n);
}

void places_lua(struct places *p, const tier1_node *scalar, size_t step)
{
    if (!scalar || scalar->kind != TIER1_NODE_SCALAR)
        return;
    size_t *map = places_map(p, scalar);
    if (map)
        scan(p, scalar->text, scalar->length, map, step);
    free(map);
}

void places_text(struct places *p, const tier1_node *scalar, size_t step)
{
    if (!scalar)
        return;
    if (scalar->kind == TIER1_NODE_MAP) /* by audience */
        for (size_t i = 0; i < scalar->count; i++)
            places_text(p, scalar->pairs[i].value, step);
    if (scalar->kind != TIER1_NODE_SCALAR || !strstr(scalar->text, "{{"))
        return;
    size_t *map = places_map(p, scalar);
    for (const char *s = scalar->text; map && (s = strstr(s, "{{")); s += 2) {
        const char *end = strstr(s, "}}");
        size_t at = (size_t)(s - scalar->text) + 2;
        if (!end)
            break;
        scan(p, s + 2, (size_t)(end - s) - 2, map + at, step);
        s = end;
    }
    free(map);
}
