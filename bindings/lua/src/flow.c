/* SPDX-License-Identifier: MIT */
/* Flows: parts of a library, which each of them keeps. What a flow says of
 * itself are its fields. */
#include <string.h>

#include "module.h"

void luatier1_flow_set(struct object *flow, tier1_library *library,
                       const tier1_flow *of)
{
    flow->handle->library = tier1_library_retain(library);
    flow->flow = of;
}

static int step_ids(lua_State *lua)
{
    struct object *object = luatier1_object(lua, 1, FLOW);
    size_t n = tier1_flow_about(object->flow)->step_count;

    lua_createtable(lua, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        object = luatier1_object(lua, 1, FLOW);
        (void)lua_pushstring(lua, tier1_flow_step(object->flow, i));
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static void set_flag(lua_State *lua, const char *name, int flag)
{
    lua_pushboolean(lua, flag);
    lua_setfield(lua, -2, name);
}

static void set_text(lua_State *lua, const char *name, const char *text)
{
    if (text) {
        (void)lua_pushstring(lua, text);
        lua_setfield(lua, -2, name);
    }
}

static int build_variables(lua_State *lua)
{
    const tier1_flow *flow = lua_touserdata(lua, 1);
    tier1_variable_info v;

    lua_createtable(lua, 0, 0);
    for (size_t i = 0; tier1_flow_variable(flow, i, &v); i++) {
        lua_createtable(lua, 0, 7);
        set_text(lua, "name", v.name);
        set_text(lua, "label", v.label);
        set_text(lua, "type", v.type);
        set_flag(lua, "given", v.given);
        set_flag(lua, "required", v.required);
        set_flag(lua, "sensitive", v.sensitive);
        set_flag(lua, "agent_only", v.agent_only);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int variables(lua_State *lua)
{
    const struct object *object = luatier1_object(lua, 1, FLOW);

    luatier1_read(lua, NULL, build_variables, object->flow, 0, 1);
    return 1;
}

static int push_translation(lua_State *lua, const tier1_translation_info *t)
{
    lua_createtable(lua, 0, 7);
    set_text(lua, "language", t->language);
    set_text(lua, "title", t->title);
    set_text(lua, "summary", t->summary);
    set_text(lua, "file", t->file);
    set_text(lua, "sha256", t->sha256);
    lua_pushinteger(lua, (lua_Integer)t->texts);
    lua_setfield(lua, -2, "texts");
    lua_pushinteger(lua, (lua_Integer)t->translated);
    lua_setfield(lua, -2, "translated");
    return 1;
}

static int build_translations(lua_State *lua)
{
    const tier1_flow *flow = lua_touserdata(lua, 1);
    size_t count = tier1_flow_translation_count(flow);

    lua_createtable(lua, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        (void)push_translation(lua, tier1_flow_translation_at(flow, i));
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int build_translation(lua_State *lua)
{
    const tier1_translation_info *found =
        tier1_flow_translation(lua_touserdata(lua, 1), lua_tostring(lua, 2));

    if (found)
        return push_translation(lua, found);
    lua_pushnil(lua);
    return 1;
}

static int translations(lua_State *lua)
{
    const struct object *object = luatier1_object(lua, 1, FLOW);

    luatier1_read(lua, NULL, build_translations, object->flow, 0, 1);
    return 1;
}

/* That which somebody sees who asks for a language; nil: the flow's words. */
static int translation(lua_State *lua)
{
    const struct object *object = luatier1_object(lua, 1, FLOW);

    (void)luatier1_text(lua, 2);
    lua_settop(lua, 2);
    luatier1_read(lua, NULL, build_translation, object->flow, 1, 1);
    return 1;
}

static const char *text_of(const tier1_flow_info *about, const char *key)
{
    const struct {
        const char *name, *text;
    } texts[] = {
        {"id", about->id},
        {"title", about->title},
        {"version", about->version},
        {"language", about->language},
        {"summary", about->summary},
        {"owner", about->owner},
        {"file", about->file},
        {"sha256", about->sha256},
        {"fingerprint", about->fingerprint},
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i].name, key) == 0)
            return texts[i].text;
    }
    return NULL;
}

/* A field, or a method, which are upvalue 1. */
static int flow_index(lua_State *lua)
{
    struct object *object = luaL_checkudata(lua, 1, FLOW);
    const char *key = luaL_checkstring(lua, 2);
    const tier1_flow_info *about;
    const char *text;

    lua_settop(lua, 2);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    object = luatier1_object(lua, 1, FLOW);
    about = tier1_flow_about(object->flow);
    text = text_of(about, key);
    if (text)
        (void)lua_pushstring(lua, text);
    else if (strcmp(key, "step_count") == 0)
        lua_pushinteger(lua, (lua_Integer)about->step_count);
    else if (strcmp(key, "target_seconds") == 0 && about->target_seconds > 0)
        lua_pushinteger(lua, (lua_Integer)about->target_seconds);
    else if (strcmp(key, "for_agent") == 0)
        lua_pushboolean(lua, about->for_agent);
    else if (strcmp(key, "for_customer") == 0)
        lua_pushboolean(lua, about->for_customer);
    else
        lua_pushnil(lua);
    return 1;
}

void luatier1_open_flow(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        {"steps", step_ids},
        {"translation", translation},
        {"translations", translations},
        {"variables", variables},
        {NULL, NULL},
    };

    luatier1_open_class(lua, FLOW, methods);
    (void)lua_getfield(lua, -1, "__index");
    lua_pushcclosure(lua, flow_index, 1);
    lua_setfield(lua, -2, "__index");
    lua_pop(lua, 1);
}
