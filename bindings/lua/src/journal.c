/* SPDX-License-Identifier: MIT */
/* Sessions put away and taken up again, copied and moved; and their packets. */
#include <string.h>

#include "module.h"

static const char *const POLICIES[] = {"pin", "migrate", "restart", "exact",
                                       NULL};

/* Options of a replay and of a migration, at `index`. */
struct change {
    tier1_policy policy;
    bool reworded;
    const char *why;
};

static struct change read_change(lua_State *lua, int index, tier1_policy policy)
{
    static const char *const known[] = {"policy", "reworded", "why", NULL};
    struct change change = {policy, false, NULL};

    if (lua_isnoneornil(lua, index))
        return change;
    luatier1_options(lua, index, known);
    change.reworded = luatier1_flag_field(lua, index, "reworded");
    change.why = luatier1_text_field(lua, index, "why");
    if (lua_getfield(lua, index, "policy") != LUA_TNIL)
        change.policy = (tier1_policy)luaL_checkoption(lua, -1, NULL, POLICIES);
    return change;
}

/* ---- Out -------------------------------------------------------------- */

static int record(lua_State *lua)
{
    struct object *session = luatier1_object(lua, 1, SESSION);
    tier1_buf text = TIER1_BUF_INIT;
    int rc;

    luatier1_idle(lua, session->world);
    luaL_checkstack(lua, 6, NULL);
    rc = tier1_session_record(&text, session->handle->session);
    if (rc != TIER1_OK)
        return luatier1_failed(lua, rc, NULL);
    return luatier1_give_text(lua, &text);
}

static tier1_snapshot_options read_key(lua_State *lua, int index)
{
    tier1_snapshot_options options = TIER1_SNAPSHOT_OPTIONS_INIT;

    if (!lua_isnoneornil(lua, index)) {
        options.key = luaL_checklstring(lua, index, &options.key_length);
        luaL_argcheck(lua, options.key_length > 0, index, "the key is empty");
    }
    return options;
}

static int snapshot(lua_State *lua)
{
    struct object *session = luatier1_object(lua, 1, SESSION);
    tier1_snapshot_options options = read_key(lua, 2);
    tier1_buf bytes = TIER1_BUF_INIT;
    int rc;

    luatier1_idle(lua, session->world);
    luaL_checkstack(lua, 6, NULL);
    rc = tier1_session_snapshot(&bytes, session->handle->session, &options);
    if (rc != TIER1_OK)
        return luatier1_failed(lua, rc, NULL);
    return luatier1_give_text(lua, &bytes);
}

static int packet(lua_State *lua)
{
    static const char *const forms[] = {"json", "markdown", "text", NULL};
    static const char *const audiences[] = {"agent", "customer", NULL};
    struct object *session = luatier1_object(lua, 1, SESSION);
    tier1_packet_options options = TIER1_PACKET_OPTIONS_INIT;
    tier1_buf text = TIER1_BUF_INIT;
    int form = luaL_checkoption(lua, 2, "json", forms) + TIER1_PACKET_JSON;
    int rc;

    options.for_customer = luaL_checkoption(lua, 3, "agent", audiences);
    luatier1_idle(lua, session->world);
    luaL_checkstack(lua, 6, NULL);
    rc = tier1_packet_render(&text, session->handle->session,
                             (tier1_packet_form)form, &options);
    if (rc != TIER1_OK)
        return luatier1_failed(lua, rc,
                               tier1_session_problem(session->handle->session));
    return luatier1_give_text(lua, &text);
}

/* ---- In --------------------------------------------------------------- */

/* A session of the engine at 1, in the library at 2, by the bytes at 3. */
struct taking {
    struct object *engine, *session;
    tier1_library *library;
    const char *bytes;
    size_t length;
    int at; /* of the session on the stack */
};

static struct taking begin_taking(lua_State *lua)
{
    struct taking t;

    memset(&t, 0, sizeof t);
    lua_settop(lua, 4);
    t.engine = luatier1_object(lua, 1, ENGINE);
    t.bytes = luaL_checklstring(lua, 3, &t.length);
    luatier1_idle(lua, t.engine->world);
    t.session = luatier1_session_new(lua, 1);
    t.at = lua_gettop(lua);
    return t;
}

/* When nothing runs any more until the call. */
static struct turn enter_taking(lua_State *lua, struct taking *t)
{
    t->engine = luatier1_object(lua, 1, ENGINE);
    t->library = luatier1_object(lua, 2, LIBRARY)->handle->library;
    return luatier1_enter(lua, 1, t->engine->world);
}

int luatier1_replay(lua_State *lua)
{
    struct taking t = begin_taking(lua);
    struct change change = read_change(lua, 4, TIER1_POLICY_PIN);
    tier1_replay_options options = TIER1_REPLAY_OPTIONS_INIT;
    struct turn turn = enter_taking(lua, &t);
    tier1_engine *engine = t.engine->handle->engine;
    int rc;

    options.policy = change.policy;
    options.reworded = change.reworded;
    options.why = change.why;
    rc = tier1_session_replay(&t.session->handle->session, engine, t.library,
                              t.bytes, t.length, &options);
    return luatier1_session_made(lua, &turn, rc, engine, t.at);
}

int luatier1_restore(lua_State *lua)
{
    struct taking t = begin_taking(lua);
    tier1_snapshot_options options = read_key(lua, 4);
    struct turn turn = enter_taking(lua, &t);
    tier1_engine *engine = t.engine->handle->engine;
    int rc = tier1_session_restore(&t.session->handle->session, engine,
                                   t.library, t.bytes, t.length, &options);

    return luatier1_session_made(lua, &turn, rc, engine, t.at);
}

int luatier1_look(lua_State *lua)
{
    size_t length;
    const char *bytes = luaL_checklstring(lua, 1, &length);
    tier1_snapshot_info info;
    int rc = tier1_snapshot_look(&info, bytes, length);

    if (rc != TIER1_OK)
        return luatier1_failed(lua, rc, NULL);
    lua_createtable(lua, 0, 3);
    lua_pushinteger(lua, info.format);
    lua_setfield(lua, -2, "format");
    lua_pushboolean(lua, info.is_signed);
    lua_setfield(lua, -2, "signed");
    (void)lua_pushstring(lua, info.fingerprint);
    lua_setfield(lua, -2, "fingerprint");
    return 1;
}

/* ---- Copies and moves ------------------------------------------------- */

static int what_if(lua_State *lua)
{
    struct object *session = luatier1_object(lua, 1, SESSION);
    struct object *copy;
    struct handle *handle;
    struct turn turn;
    int rc;

    lua_settop(lua, 1);
    luatier1_idle(lua, session->world);
    copy = luatier1_session_new(lua, 1);
    handle = luatier1_object(lua, 1, SESSION)->handle;
    turn = luatier1_enter(lua, 1, session->world);
    rc = tier1_session_what_if(&copy->handle->session, handle->session);
    return luatier1_session_made(lua, &turn, rc, session->world->engine, 2);
}

static int migrate(lua_State *lua)
{
    struct object *session = luatier1_object(lua, 1, SESSION);
    struct change change = read_change(lua, 3, TIER1_POLICY_MIGRATE);
    tier1_migrate_options options = TIER1_MIGRATE_OPTIONS_INIT;
    tier1_library *library = luatier1_object(lua, 2, LIBRARY)->handle->library;
    struct handle *handle = session->handle;
    struct turn turn;
    int rc;

    luaL_argcheck(lua,
                  change.policy == TIER1_POLICY_MIGRATE ||
                      change.policy == TIER1_POLICY_RESTART,
                  3, "the policy is 'migrate' or 'restart'");
    options.policy = change.policy;
    options.reworded = change.reworded;
    options.why = change.why;
    turn = luatier1_enter(lua, 1, session->world);
    rc = tier1_session_migrate(handle->session, library, &options);
    return luatier1_session_reply(lua, &turn, rc, handle);
}

const luaL_Reg luatier1_journal_methods[] = {
    {"migrate", migrate},   {"packet", packet},   {"record", record},
    {"snapshot", snapshot}, {"what_if", what_if}, {NULL, NULL},
};
