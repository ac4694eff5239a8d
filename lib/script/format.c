/* SPDX-License-Identifier: MIT */
/* string.format: each item is looked at here and then handed to Lua's own,
 * which writes it (the locale is "C" then). Refused are %p, which tells
 * addresses, and %a. */
#include <string.h>

#include "script/lib.h"
#include "script/state.h"
#include "script/textbuf.h"

struct item {
    char text[16]; /* as it goes to Lua's format */
    size_t length;
    char kind;
};

static size_t digits_at(const char *p, const char *end)
{
    size_t n = 0;

    while (p + n < end && p[n] >= '0' && p[n] <= '9')
        n++;
    return n;
}

static int bad_item(lua_State *lua, const char *start, const char *end)
{
    size_t length = (size_t)(end - start);

    lua_pushlstring(lua, start, length < 20 ? length : 20);
    return luaL_error(lua, "invalid conversion '%%%s' to 'format'",
                      lua_tostring(lua, -1));
}

/* Reads the item behind a "%"; returns behind it. */
static const char *read_item(lua_State *lua, const char *p, const char *end,
                             struct item *item)
{
    const char *start = p;
    size_t flags, width;
    size_t precision = 0;

    while (p < end && *p && strchr("-+ #0", *p))
        p++;
    flags = (size_t)(p - start);
    width = digits_at(p, end);
    p += width;
    if (p < end && *p == '.') {
        precision = digits_at(p + 1, end);
        p += 1 + precision;
    }
    if (p >= end || flags > 5 || width > 2 || precision > 2 || !*p ||
        !strchr("diucxXoeEfgGsq", *p))
        bad_item(lua, start, p < end ? p + 1 : end);
    item->kind = *p == 'u' ? 'd' : *p;
    item->length = (size_t)(p - start) + 2;
    item->text[0] = '%';
    memcpy(item->text + 1, start, (size_t)(p - start));
    item->text[item->length - 1] = item->kind;
    return p + 1;
}

static bool has_literal(int type)
{
    return type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TNUMBER ||
           type == LUA_TSTRING;
}

/* Errors name the argument as the author counts it. */
static void push_argument(lua_State *lua, const struct item *item, int arg)
{
    size_t length;
    const char *text;

    switch (item->kind) {
    case 's':
        text = tier1__base_text(lua, arg, &length);
        if (item->length > 2)
            luaL_argcheck(lua, strlen(text) == length, arg,
                          "string contains zeros");
        break;
    case 'q':
        luaL_argcheck(lua, has_literal(lua_type(lua, arg)), arg,
                      "value has no literal form");
        lua_pushvalue(lua, arg);
        break;
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
        lua_pushnumber(lua, tier1__arg_number(lua, arg));
        break;
    default:
        lua_pushinteger(lua, tier1__arg_integer(lua, arg));
    }
}

static void add_item(lua_State *lua, struct textbuf *out,
                     const struct item *item, int arg)
{
    if (item->kind == 's' && item->length == 2) { /* a text as it is */
        push_argument(lua, item, arg);
        tier1__textbuf_value(out, -1);
        lua_pop(lua, 1);
        return;
    }
    lua_rawgeti(lua, LUA_REGISTRYINDEX, tier1__state_from(lua)->string_format);
    lua_pushlstring(lua, item->text, item->length);
    push_argument(lua, item, arg);
    lua_call(lua, 2, 1);
    tier1__textbuf_value(out, -1);
    lua_pop(lua, 1);
}

int tier1__strings_format(lua_State *lua)
{
    struct textbuf out;
    size_t length;
    const char *p = luaL_checklstring(lua, 1, &length);
    const char *end = p + length;
    int count = lua_gettop(lua);
    int arg = 1;

    tier1__textbuf_init(&out, lua);
    while (p < end) {
        const char *mark = memchr(p, '%', (size_t)(end - p));
        tier1__textbuf_add(&out, p, (size_t)((mark ? mark : end) - p));
        if (!mark)
            break;
        p = mark + 1;
        if (p < end && *p == '%') {
            tier1__textbuf_add(&out, p++, 1);
        } else {
            struct item item;
            p = read_item(lua, p, end, &item);
            if (++arg > count)
                return luaL_argerror(lua, arg, "no value");
            add_item(lua, &out, &item, arg);
        }
    }
    tier1__textbuf_push(&out);
    return 1;
}
