/* SPDX-License-Identifier: MIT */
/* Why not luaL_Buffer: it asks the allocator behind Lua's back, so that a heap
 * full of garbage looks like one that is full. */
#include "script/textbuf.h"

#include <string.h>

#include <lauxlib.h>

#include "base/mem.h"
#include "script/state.h"

void tier1__textbuf_init(struct textbuf *b, lua_State *lua)
{
    luaL_checkstack(lua, 4, NULL);
    lua_pushnil(lua);
    b->lua = lua;
    b->slot = lua_gettop(lua);
    b->ptr = b->small;
    b->length = 0;
    b->cap = sizeof b->small;
}

static void grow(struct textbuf *b, size_t more)
{
    uint64_t limit = tier1__state_from(b->lua)->engine->caps.hook_memory;
    size_t need;
    char *ptr;

    if (!tier1__add(b->length, more, &need) || need > limit)
        luaL_error(b->lua, "the text is too long");
    if (need < 2 * b->cap)
        need = 2 * b->cap;
    ptr = lua_newuserdatauv(b->lua, need, 0);
    memcpy(ptr, b->ptr, b->length);
    lua_replace(b->lua, b->slot);
    b->ptr = ptr;
    b->cap = need;
}

char *tier1__textbuf_room(struct textbuf *b, size_t more)
{
    if (b->cap - b->length < more)
        grow(b, more);
    return b->ptr + b->length;
}

void tier1__textbuf_add(struct textbuf *b, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    if (length >= 64)
        tier1__state_work(b->lua, length / 64);
    memcpy(tier1__textbuf_room(b, length), bytes, length);
    b->length += length;
}

void tier1__textbuf_value(struct textbuf *b, int index)
{
    size_t length;
    const char *text = lua_tolstring(b->lua, index, &length);

    tier1__textbuf_add(b, text, length);
}

void tier1__textbuf_push(struct textbuf *b)
{
    lua_pushlstring(b->lua, b->ptr, b->length);
}
