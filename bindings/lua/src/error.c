/* SPDX-License-Identifier: MIT */
/* What fails: nil and an error object where that has to be expected, an error
 * where the program is wrong or memory is short. */
#include <string.h>

#include "module.h"

/* "TIER1_EANSWER" is "answer" in Lua. */
static void push_code(lua_State *lua, int status)
{
    static const struct {
        int status;
        const char *name;
    } names[] = {
#define NAME(name, number, text) {number, #name},
        TIER1_STATUS_MAP(NAME)
#undef NAME
    };
    char code[32] = "unknown";

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].status != status)
            continue;
        for (size_t j = 0; j < sizeof code - 1; j++) {
            char c = names[i].name[j + 1];

            code[j] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
            if (c == '\0')
                break;
        }
    }
    (void)lua_pushstring(lua, code);
}

/* An error object of the message on the stack, which it replaces. */
static void push_error(lua_State *lua, int status)
{
    lua_createtable(lua, 0, 4);
    lua_insert(lua, -2);
    lua_setfield(lua, -2, "message");
    push_code(lua, status);
    lua_setfield(lua, -2, "code");
    lua_pushinteger(lua, status);
    lua_setfield(lua, -2, "status");
    luaL_setmetatable(lua, ERROR);
}

int luatier1_failed(lua_State *lua, int status, const char *message)
{
    if (status == TIER1_ENOMEM) {
        /* Lua's own text, which needs no memory, makes it Lua's own error. */
        (void)lua_pushliteral(lua, "not enough memory");
        return lua_error(lua);
    }
    luaL_checkstack(lua, 6, NULL);
    (void)lua_pushstring(lua, message && *message ? message
                                                  : tier1_status_text(status));
    if (status == TIER1_EMISUSE)
        return luaL_error(lua, "%s", lua_tostring(lua, -1));
    push_error(lua, status);
    lua_pushnil(lua);
    lua_insert(lua, -2);
    return 2;
}

int luatier1_state(lua_State *lua, int state)
{
    (void)lua_pushstring(lua, state == TIER1_ASK    ? "ask"
                              : state == TIER1_WAIT ? "wait"
                                                    : "done");
    return 1;
}

static int push_text(lua_State *lua)
{
    const tier1_buf *text = lua_touserdata(lua, 1);

    (void)lua_pushlstring(lua, text->ptr ? text->ptr : "", text->len);
    return 1;
}

int luatier1_give_text(lua_State *lua, tier1_buf *text)
{
    int status = LUA_ERRMEM;

    if (lua_checkstack(lua, 3)) {
        lua_pushcfunction(lua, push_text);
        lua_pushlightuserdata(lua, text);
        status = lua_pcall(lua, 1, 1, 0);
    }
    tier1_buf_dispose(text);
    if (status != LUA_OK)
        return luatier1_failed(lua, TIER1_ENOMEM, NULL);
    return 1;
}

static void set_text(lua_State *lua, const char *name, const char *text)
{
    if (text) {
        (void)lua_pushstring(lua, text);
        lua_setfield(lua, -2, name);
    }
}

static void set_number(lua_State *lua, const char *name, unsigned number)
{
    lua_pushinteger(lua, number);
    lua_setfield(lua, -2, name);
}

struct findings {
    tier1_diagnostics *list;
    const char *message; /* of an engine, for as long as nothing else runs */
    tier1_buf line;
};

static void push_diagnostic(lua_State *lua, struct findings *f, size_t index)
{
    static const char *const severities[] = {"error", "warning", "note"};
    const tier1_diagnostic *one = tier1_diagnostics_at(f->list, index);

    lua_createtable(lua, 0, 12);
    set_text(lua, "severity", severities[one->severity - 1]);
    set_text(lua, "rule", one->rule);
    set_text(lua, "file", one->file);
    set_text(lua, "message", one->message);
    set_text(lua, "hint", one->hint);
    set_text(lua, "source", one->source);
    if (one->line > 0) {
        set_number(lua, "line", one->line);
        set_number(lua, "column", one->column);
        set_number(lua, "end_line", one->end_line);
        set_number(lua, "end_column", one->end_column);
    }
    if (tier1_diagnostic_render(&f->line, one, 0) != TIER1_OK)
        (void)luatier1_failed(lua, TIER1_ENOMEM, NULL);
    (void)lua_pushlstring(lua, f->line.ptr, f->line.len - 1); /* no \n */
    lua_setfield(lua, -2, "text");
    if (tier1_diagnostic_render(&f->line, one, 1) != TIER1_OK)
        (void)luatier1_failed(lua, TIER1_ENOMEM, NULL);
    (void)lua_pushlstring(lua, f->line.ptr, f->line.len);
    lua_setfield(lua, -2, "explained");
}

static int push_findings(lua_State *lua)
{
    struct findings *f = lua_touserdata(lua, 1);
    size_t count = tier1_diagnostics_count(f->list);

    (void)lua_pushstring(lua, f->message);
    lua_createtable(lua, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        push_diagnostic(lua, f, i);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 2;
}

/* The message and the list on the stack. */
static void give_findings(lua_State *lua, tier1_diagnostics *found,
                          const char *message)
{
    struct findings f = {found, message, TIER1_BUF_INIT};
    int status = LUA_ERRMEM;

    if (lua_checkstack(lua, 3)) {
        lua_pushcfunction(lua, push_findings);
        lua_pushlightuserdata(lua, &f);
        status = lua_pcall(lua, 1, 2, 0);
    }
    tier1_buf_dispose(&f.line);
    tier1_diagnostics_free(found);
    if (status != LUA_OK)
        (void)luatier1_failed(lua, TIER1_ENOMEM, NULL);
}

void luatier1_push_diagnostics(lua_State *lua, tier1_diagnostics *found)
{
    give_findings(lua, found, NULL);
    lua_remove(lua, -2);
}

int luatier1_flow_failed(lua_State *lua, int status, const char *message,
                         tier1_diagnostics *found)
{
    int list, results;

    give_findings(lua, found, message);
    luaL_checkstack(lua, 6, NULL);
    list = lua_gettop(lua);
    message = lua_tostring(lua, list - 1);
    if (lua_rawlen(lua, list) > 0 && status == TIER1_EFLOW) {
        (void)lua_rawgeti(lua, list, 1);
        (void)lua_getfield(lua, -1, "text");
        message = lua_tostring(lua, -1);
    }
    results = luatier1_failed(lua, status, message);
    lua_pushvalue(lua, list);
    lua_setfield(lua, -2, "diagnostics");
    return results;
}

/* All that is known: the diagnostics, a line each, or the message. */
static int error_text(lua_State *lua)
{
    luaL_Buffer text;

    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_settop(lua, 1);
    if (lua_getfield(lua, 1, "diagnostics") != LUA_TTABLE ||
        lua_rawlen(lua, 2) == 0) {
        (void)lua_getfield(lua, 1, "message");
        (void)luaL_tolstring(lua, -1, NULL);
        return 1;
    }
    luaL_buffinit(lua, &text);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(lua, 2); i++) {
        if (i > 1)
            luaL_addchar(&text, '\n');
        if (lua_rawgeti(lua, 2, i) == LUA_TTABLE) {
            (void)lua_getfield(lua, -1, "text");
            lua_remove(lua, -2);
        }
        (void)luaL_tolstring(lua, -1, NULL);
        lua_remove(lua, -2);
        luaL_addvalue(&text);
    }
    luaL_pushresult(&text);
    return 1;
}

void luatier1_open_error(lua_State *lua)
{
    (void)luaL_newmetatable(lua, ERROR);
    lua_pushcfunction(lua, error_text);
    lua_setfield(lua, -2, "__tostring");
    lua_pop(lua, 1);
}
