/* SPDX-License-Identifier: MIT */
/* The table `table`. All of it works below metatables, on lists as they are;
 * each loop is taken off the hook's budget. Sorting is a merge: it is stable,
 * it ends whatever the comparison says, and it draws no random pivot. */
#include <limits.h>

#include "script/lib.h"
#include "script/state.h"
#include "script/textbuf.h"

static lua_Integer length_of(lua_State *lua, int arg)
{
    tier1__sandbox_table(lua, arg);
    return (lua_Integer)lua_rawlen(lua, arg);
}

static int tables_concat(lua_State *lua)
{
    struct textbuf out;
    lua_Integer length = length_of(lua, 1);
    size_t gap_length;
    const char *gap = luaL_optlstring(lua, 2, "", &gap_length);
    lua_Integer i = tier1__arg_optional(lua, 3, 1);
    lua_Integer last = tier1__arg_optional(lua, 4, length);

    tier1__textbuf_init(&out, lua);
    for (; i <= last; i++) {
        tier1__state_work(lua, 1);
        lua_rawgeti(lua, 1, i);
        if (!lua_isstring(lua, -1))
            return luaL_error(
                lua, "invalid value (%s) at index %I in table for 'concat'",
                luaL_typename(lua, -1), (LUAI_UACINT)i);
        tier1__textbuf_value(&out, -1);
        lua_pop(lua, 1);
        if (i == last)
            break; /* it may be the largest integer */
        tier1__textbuf_add(&out, gap, gap_length);
    }
    tier1__textbuf_push(&out);
    return 1;
}

static int tables_insert(lua_State *lua)
{
    lua_Integer end = length_of(lua, 1) + 1;
    lua_Integer place = end;

    if (lua_gettop(lua) == 3) {
        place = tier1__arg_integer(lua, 2);
        luaL_argcheck(lua, place >= 1 && place <= end, 2,
                      "position out of bounds");
        tier1__state_work(lua, (size_t)(end - place));
        for (lua_Integer i = end; i > place; i--) {
            lua_rawgeti(lua, 1, i - 1);
            lua_rawseti(lua, 1, i);
        }
    } else if (lua_gettop(lua) != 2) {
        return luaL_error(lua, "wrong number of arguments to 'insert'");
    }
    lua_rawseti(lua, 1, place);
    return 0;
}

static int tables_remove(lua_State *lua)
{
    lua_Integer length = length_of(lua, 1);
    lua_Integer place = tier1__arg_optional(lua, 2, length);

    if (!lua_isnone(lua, 2))
        luaL_argcheck(lua,
                      place == length || (place >= 1 && place <= length + 1), 2,
                      "position out of bounds");
    lua_rawgeti(lua, 1, place);
    if (place < length)
        tier1__state_work(lua, (size_t)(length - place));
    for (; place < length; place++) {
        lua_rawgeti(lua, 1, place + 1);
        lua_rawseti(lua, 1, place);
    }
    lua_pushnil(lua);
    lua_rawseti(lua, 1, place);
    return 1;
}

static int tables_pack(lua_State *lua)
{
    int count = lua_gettop(lua);

    lua_createtable(lua, count, 1);
    lua_insert(lua, 1);
    for (int i = count; i >= 1; i--)
        lua_rawseti(lua, 1, i);
    lua_pushinteger(lua, count);
    lua_setfield(lua, 1, "n");
    return 1;
}

static int tables_unpack(lua_State *lua)
{
    lua_Integer length = length_of(lua, 1);
    lua_Integer i = tier1__arg_optional(lua, 2, 1);
    lua_Integer last = tier1__arg_optional(lua, 3, length);
    lua_Unsigned count;

    if (i > last)
        return 0;
    count = (lua_Unsigned)last - (lua_Unsigned)i;
    if (count >= INT_MAX || !lua_checkstack(lua, (int)count + 1))
        return luaL_error(lua, "too many results to unpack");
    tier1__state_work(lua, (size_t)count);
    for (lua_Unsigned k = 0; k <= count; k++)
        lua_rawgeti(lua, 1, (lua_Integer)((lua_Unsigned)i + k));
    return (int)count + 1;
}

/* ---- sort -------------------------------------------------------------- */

enum { SORTED = 1, COMPARE = 2, FROM = 3, TO = 4 }; /* places on the stack */

/* Must the second, at `b`, come before the first, at `a`? */
static bool goes_before(lua_State *lua, lua_Integer b, lua_Integer a)
{
    bool before;

    if (lua_isnil(lua, COMPARE)) {
        tier1__state_work(lua, 1);
        lua_rawgeti(lua, FROM, b);
        lua_rawgeti(lua, FROM, a);
        before = lua_compare(lua, -2, -1, LUA_OPLT);
        lua_pop(lua, 2);
        return before;
    }
    lua_pushvalue(lua, COMPARE);
    lua_rawgeti(lua, FROM, b);
    lua_rawgeti(lua, FROM, a);
    lua_call(lua, 2, 1);
    before = lua_toboolean(lua, -1);
    lua_pop(lua, 1);
    return before;
}

/* Merges [from, middle) and [middle, to) of FROM into TO. */
static void merge(lua_State *lua, lua_Integer from, lua_Integer middle,
                  lua_Integer to)
{
    lua_Integer a = from;
    lua_Integer b = middle;

    for (lua_Integer i = from; i < to; i++) {
        bool second = a >= middle || (b < to && goes_before(lua, b, a));
        lua_rawgeti(lua, FROM, second ? b++ : a++);
        lua_rawseti(lua, TO, i);
    }
}

static void copy_items(lua_State *lua, int from, int to, lua_Integer length)
{
    tier1__state_work(lua, (size_t)length);
    for (lua_Integer i = 1; i <= length; i++) {
        lua_rawgeti(lua, from, i);
        lua_rawseti(lua, to, i);
    }
}

static lua_Integer least(lua_Integer a, lua_Integer b)
{
    return a < b ? a : b;
}

/* The table keeps its items, in their old order, if a comparison fails. */
static int tables_sort(lua_State *lua)
{
    lua_Integer length = length_of(lua, 1);

    if (!lua_isnoneornil(lua, 2))
        luaL_checktype(lua, 2, LUA_TFUNCTION);
    lua_settop(lua, 2);
    lua_newtable(lua);
    lua_newtable(lua);
    copy_items(lua, SORTED, FROM, length);
    for (lua_Integer width = 1; width < length; width *= 2) {
        for (lua_Integer i = 1; i <= length; i += 2 * width)
            merge(lua, i, least(i + width, length + 1),
                  least(i + 2 * width, length + 1));
        lua_pushvalue(lua, FROM);
        lua_copy(lua, TO, FROM);
        lua_replace(lua, TO);
    }
    copy_items(lua, FROM, SORTED, length);
    return 0;
}

static const luaL_Reg functions[] = {
    {"concat", tables_concat},
    {"insert", tables_insert},
    {"pack", tables_pack},
    {"remove", tables_remove},
    {"sort", tables_sort},
    {"unpack", tables_unpack},
    {NULL, NULL},
};

int tier1__open_tables(lua_State *lua)
{
    luaL_newlib(lua, functions);
    return 1;
}
