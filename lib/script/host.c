/* SPDX-License-Identifier: MIT */
/* host.NAME(…): calls of what the host registered, through the scope of the
 * hook that runs. */
#include <string.h>

#include "script/bridge.h"
#include "script/lib.h"
#include "script/message.h"
#include "script/state.h"

/* Notes the error that is about to be raised, so that it is known as the
 * host's if nothing catches it. */
static int raise(lua_State *lua, struct script *s, enum script_failure failure,
                 const char *name, const struct script_problem *problem)
{
    const char *text = problem->message;

    if (failure == SCRIPT_NOMEM)
        return tier1__state_no_memory(lua);
    if (!*text)
        text = failure == SCRIPT_TIMEOUT ? "no answer in time"
               : failure == SCRIPT_ERROR ? "there is no such function"
                                         : "it failed";
    luaL_where(lua, 1);
    lua_pushfstring(lua, "host.%s: %s", name, text);
    lua_concat(lua, 2);
    s->host_failure = failure;
    tier1__message_error(lua, s->host_message, sizeof s->host_message);
    return lua_error(lua);
}

static const tier1_value **take_arguments(lua_State *lua, struct script *s,
                                          int count)
{
    const tier1_value **args =
        tier1__arena_array(s->arena, (size_t)count, sizeof *args);

    if (!args)
        tier1__state_no_memory(lua);
    for (int i = 0; i < count; i++)
        args[i] = tier1__bridge_take(lua, i + 1, s->arena, "an argument");
    return args;
}

/* Upvalue: the name. The host's time is not the hook's, nor is its locale. */
static int call(lua_State *lua)
{
    struct script *s = tier1__state_from(lua);
    const char *name = lua_tostring(lua, lua_upvalueindex(1));
    struct script_problem problem = {.failure = SCRIPT_OK};
    const tier1_value *result = NULL;
    const tier1_value **args;
    enum script_failure failure;
    int count = lua_gettop(lua);
    int64_t since;

    if (!s->scope || !s->scope->call)
        return luaL_error(lua, "host functions cannot be called here");
    args = take_arguments(lua, s, count);
    since = tier1__budget_now(&s->budget);
    tier1__state_outside(s);
    failure = s->scope->call(s->scope->ud, name, args, (size_t)count, &result,
                             &problem);
    tier1__state_inside(s);
    tier1__budget_forgive(&s->budget, since);
    if (failure != SCRIPT_OK)
        return raise(lua, s, failure, name, &problem);
    tier1__bridge_push(lua, result);
    return 1;
}

int tier1__bridge_host(lua_State *lua)
{
    if (lua_type(lua, 2) != LUA_TSTRING)
        return luaL_error(lua, "a host function has a name");
    lua_settop(lua, 2);
    lua_pushcclosure(lua, call, 1);
    return 1;
}
