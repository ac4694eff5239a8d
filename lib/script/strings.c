/* SPDX-License-Identifier: MIT */
/* The table `string`. What is bounded and has no locale is Lua's own; the rest
 * is here. Patterns are in patterns.c, format in format.c. */
#include <lualib.h>

#include "script/lib.h"
#include "script/state.h"
#include "script/textbuf.h"

/* ---- bytes ------------------------------------------------------------- */

/* Maps the argument's bytes, one by one. */
static int map_bytes(lua_State *lua, char (*map)(const char *, size_t, size_t))
{
    struct textbuf b;
    size_t length;
    const char *text = luaL_checklstring(lua, 1, &length);
    char *out;

    tier1__state_work(lua, length / 64);
    tier1__textbuf_init(&b, lua);
    out = tier1__textbuf_room(&b, length);
    for (size_t i = 0; i < length; i++)
        out[i] = map(text, length, i);
    b.length = length;
    tier1__textbuf_push(&b);
    return 1;
}

static char lower_byte(const char *text, size_t length, size_t i)
{
    (void)length;
    return (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
}

static char upper_byte(const char *text, size_t length, size_t i)
{
    (void)length;
    return (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i]);
}

static char mirrored_byte(const char *text, size_t length, size_t i)
{
    return text[length - 1 - i];
}

static int strings_lower(lua_State *lua)
{
    return map_bytes(lua, lower_byte);
}

static int strings_upper(lua_State *lua)
{
    return map_bytes(lua, upper_byte);
}

static int strings_reverse(lua_State *lua)
{
    return map_bytes(lua, mirrored_byte);
}

size_t tier1__strings_offset(lua_Integer place, size_t length)
{
    if (place > 0)
        return (size_t)(place - 1);
    if (place == 0 || (lua_Unsigned)0 - (lua_Unsigned)place > length)
        return 0;
    return length - (size_t)(-place);
}

static int strings_sub(lua_State *lua)
{
    size_t length;
    const char *text = luaL_checklstring(lua, 1, &length);
    size_t from = tier1__strings_offset(tier1__arg_integer(lua, 2), length);
    lua_Integer last = tier1__arg_optional(lua, 3, -1);
    size_t end = length; /* behind the last byte */

    if (last < 0)
        end = (lua_Unsigned)0 - (lua_Unsigned)last > length
                  ? 0
                  : length + 1 - (size_t)(-last);
    else if ((lua_Unsigned)last < length)
        end = (size_t)last;
    if (from >= end) {
        lua_pushliteral(lua, "");
        return 1;
    }
    tier1__state_work(lua, (end - from) / 64);
    lua_pushlstring(lua, text + from, end - from);
    return 1;
}

/* The size is known before anything is made, and so is that of nothing. */
static int strings_rep(lua_State *lua)
{
    uint64_t cap = tier1__state_from(lua)->engine->caps.hook_memory;
    struct textbuf b;
    size_t length, between;
    const char *text = luaL_checklstring(lua, 1, &length);
    lua_Integer n = tier1__arg_integer(lua, 2);
    const char *gap = luaL_optlstring(lua, 3, "", &between);
    size_t both = length + between;

    if (n <= 0 || both == 0) {
        lua_pushliteral(lua, "");
        return 1;
    }
    if ((lua_Unsigned)n > cap / both)
        return luaL_error(lua, "the text is too long");
    tier1__state_work(lua, (size_t)n / 16);
    tier1__textbuf_init(&b, lua);
    tier1__textbuf_room(&b, (size_t)n * both);
    while (n-- > 0) {
        tier1__textbuf_add(&b, text, length);
        if (n > 0)
            tier1__textbuf_add(&b, gap, between);
    }
    tier1__textbuf_push(&b);
    return 1;
}

/* ---- arithmetic with texts --------------------------------------------- */

static const struct operation {
    const char *event;
    int op;
} operations[] = {
    {"__add", LUA_OPADD}, {"__sub", LUA_OPSUB},   {"__mul", LUA_OPMUL},
    {"__mod", LUA_OPMOD}, {"__pow", LUA_OPPOW},   {"__div", LUA_OPDIV},
    {"__unm", LUA_OPUNM}, {"__idiv", LUA_OPIDIV},
};

static void push_operand(lua_State *lua, int arg)
{
    size_t length;
    const char *text;

    if (lua_type(lua, arg) == LUA_TNUMBER) {
        lua_pushvalue(lua, arg);
        return;
    }
    text = lua_tolstring(lua, arg, &length);
    tier1__state_work(lua, text ? length / 16 : 0);
    if (!text || lua_stringtonumber(lua, text) != length + 1)
        luaL_error(lua, "attempt to perform arithmetic on a %s value",
                   luaL_typename(lua, arg));
}

/* "10" + 1 is 11, as in Lua. Upvalue: the operation. */
static int calculate(lua_State *lua)
{
    int op = (int)lua_tointeger(lua, lua_upvalueindex(1));

    lua_settop(lua, 2);
    push_operand(lua, 1);
    if (op != LUA_OPUNM)
        push_operand(lua, 2);
    lua_arith(lua, op);
    return 1;
}

static void set_metatable(lua_State *lua)
{
    lua_pushliteral(lua, "");
    lua_newtable(lua);
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        lua_pushinteger(lua, operations[i].op);
        lua_pushcclosure(lua, calculate, 1);
        lua_setfield(lua, -2, operations[i].event);
    }
    lua_setmetatable(lua, -2);
    lua_pop(lua, 1);
}

/* ---- the table --------------------------------------------------------- */

static const luaL_Reg functions[] = {
    {"find", tier1__strings_find},
    {"format", tier1__strings_format},
    {"gmatch", tier1__strings_gmatch},
    {"gsub", tier1__strings_gsub},
    {"lower", strings_lower},
    {"match", tier1__strings_match},
    {"rep", strings_rep},
    {"reverse", strings_reverse},
    {"sub", strings_sub},
    {"upper", strings_upper},
    {NULL, NULL},
};

/* Lua's own format is kept aside: format.c looks at each item first. */
int tier1__open_strings(lua_State *lua)
{
    static const char *const of_texts[] = {"byte", NULL};
    static const char *const of_numbers[] = {"char", NULL};
    struct script *s = tier1__state_from(lua);

    lua_pushcfunction(lua, luaopen_string);
    lua_call(lua, 0, 1);
    lua_getfield(lua, -1, "format");
    s->string_format = luaL_ref(lua, LUA_REGISTRYINDEX);
    tier1__arg_guard(lua, of_texts, 2);
    tier1__arg_guard(lua, of_numbers, 1);
    luaL_setfuncs(lua, functions, 0);
    set_metatable(lua);
    return 1;
}
