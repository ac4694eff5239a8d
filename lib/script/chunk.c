/* SPDX-License-Identifier: MIT */
/* Texts to functions. What a hook's text is was checked by compile/ already;
 * here nothing relies on that. */
#include "script/chunk.h"

#include <string.h>

#include <lauxlib.h>

#include "script/lines.h"
#include "script/message.h"
#include "script/state.h"

bool tier1__chunk_is_parameter(const struct hook_name *name)
{
    return name->kind != NAME_LIBRARY;
}

/* Feeds Lua an expression as `local a,b=...;return EXPRESSION`. The words
 * before it stand on its first line, so that lines are the author's. */
struct feed {
    const struct hook *hook;
    size_t next; /* the name to come */
    bool any;    /* a name has been fed */
    enum { FEED_NAMES, FEED_TEXT, FEED_BREAK, FEED_END } state;
    bool is_comma;      /* a name comes after it */
    struct lines lines; /* up to the next break */
    const char *at;     /* the text to come */
};

static const char *piece(const char *text, size_t *size)
{
    *size = strlen(text);
    return text;
}

/* The next of the names with the word or comma before it; NULL: no more. */
static const char *feed_name(struct feed *f, size_t *size)
{
    const struct hook *h = f->hook;

    while (f->next < h->name_count &&
           !tier1__chunk_is_parameter(&h->names[f->next]))
        f->next++;
    if (f->next == h->name_count)
        return NULL;
    if (!f->is_comma) {
        f->is_comma = true;
        return piece(f->any ? "," : "local ", size);
    }
    f->is_comma = false;
    f->any = true;
    return piece(h->names[f->next++].name, size);
}

/* The text up to the next break that is fed, or to its end. */
static const char *feed_text(struct feed *f, size_t *size)
{
    const char *from = f->at;

    f->state = FEED_END;
    f->at = f->hook->source + f->hook->length;
    while (f->state == FEED_END && tier1__lines_next(&f->lines)) {
        if (f->lines.broken) {
            f->state = FEED_BREAK;
            f->at = f->lines.token.start;
        }
    }
    *size = (size_t)(f->at - from);
    return from;
}

static const char *feed(lua_State *lua, void *ud, size_t *size)
{
    struct feed *f = ud;
    const char *name;

    (void)lua;
    switch (f->state) {
    case FEED_NAMES:
        name = feed_name(f, size);
        if (name)
            return name;
        f->state = FEED_TEXT;
        return piece(f->any ? "=...;return " : "return ", size);
    case FEED_TEXT:
        return feed_text(f, size);
    case FEED_BREAK:
        f->state = FEED_TEXT;
        return piece("\n", size);
    default:
        *size = 0;
        return NULL;
    }
}

/* What Lua would not refuse behind a `return`: nothing, and a semicolon. */
static void check_expression(lua_State *lua, const struct hook *hook)
{
    struct lines lines;
    int last = LEX_END;
    unsigned line = 0;

    tier1__lines_init(&lines, hook);
    while (tier1__lines_next(&lines)) {
        if (lines.token.kind == LEX_COMMENT)
            continue;
        last = lines.token.kind;
        line = lines.lua;
    }
    if (last == LEX_END)
        luaL_error(lua, "the expression is empty");
    if (last == ';')
        luaL_error(lua, CHUNK_HOOK ":%d: unexpected symbol near ';'",
                   (int)line);
}

void tier1__chunk_check(lua_State *lua, const struct hook *hook)
{
    if (hook->length > tier1__state_from(lua)->engine->caps.hook_source)
        luaL_error(lua, "the text is longer than the cap hook_source allows");
    if (memchr(hook->source, 0, hook->length))
        luaL_error(lua, "the text has a NUL in it");
    if (hook->length > 0 && hook->source[0] == LUA_SIGNATURE[0])
        luaL_error(lua, "the text is no text");
}

void tier1__chunk_compile(lua_State *lua, const struct hook *hook)
{
    struct feed f = {.hook = hook, .state = FEED_TEXT, .at = hook->source};

    tier1__chunk_check(lua, hook);
    tier1__lines_init(&f.lines, hook);
    if (hook->form == HOOK_EXPRESSION) {
        check_expression(lua, hook);
        f.state = FEED_NAMES;
    }
    if (lua_load(lua, feed, &f,
                 hook->form == HOOK_HELPERS ? "=" CHUNK_HELPERS
                                            : "=" CHUNK_HOOK,
                 "t") != LUA_OK)
        lua_error(lua);
}

void tier1__chunk_push(lua_State *lua, const struct script_use *use,
                       const struct hook *hook)
{
    int *ref = &use->hooks[hook->index].ref;

    if (*ref == LUA_NOREF) {
        const struct script *s = use->script;
        tier1__chunk_compile(lua, hook);
        lua_rawgeti(lua, LUA_REGISTRYINDEX,
                    hook->form == HOOK_HELPERS ? s->helpers_env : s->hook_env);
        lua_upvaluejoin(lua, -2, 1, -1, 1);
        lua_pop(lua, 1);
        *ref = luaL_ref(lua, LUA_REGISTRYINDEX);
    }
    lua_rawgeti(lua, LUA_REGISTRYINDEX, *ref);
}
