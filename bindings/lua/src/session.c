/* SPDX-License-Identifier: MIT */
/* Sessions: how one is started, and what is said to it. */
#include <string.h>

#include "module.h"

#define TEXTS 8  /* options that are texts */
#define VALUES 5 /* and those that are values, which follow them */

static const char *const OPTIONS[] = {
    "id",        "audience",  "language",    "channel",  "owner",
    "requester", "submitter", "traceparent", "external", "given",
    "history",   "problem",   "custom",      NULL};

struct object *luatier1_session_new(lua_State *lua, int index)
{
    const struct object *from = lua_touserdata(lua, index);
    struct object *session;

    index = lua_absindex(lua, index);
    session = luatier1_object_new(lua, SESSION);
    session->world = from->world;
    (void)lua_getiuservalue(lua, index, 1);
    (void)lua_setiuservalue(lua, -2, 1);
    return session;
}

int luatier1_session_reply(lua_State *lua, struct turn *turn, int state,
                           const struct handle *session)
{
    luatier1_note(turn, state, tier1_session_problem(session->session));
    luatier1_leave(lua, turn);
    return state < 0 ? luatier1_failed(lua, state, turn->problem)
                     : luatier1_state(lua, state);
}

int luatier1_session_made(lua_State *lua, struct turn *turn, int state,
                          const tier1_engine *engine, int session)
{
    luatier1_note(turn, state, tier1_engine_problem(engine));
    luatier1_leave(lua, turn);
    if (state < 0)
        return luatier1_failed(lua, state, turn->problem);
    lua_settop(lua, session);
    return 1;
}

/* ---- The start -------------------------------------------------------- */

/* The texts of the options at 3; they stay on the stack. */
static void read_texts(lua_State *lua, tier1_session_options *o)
{
    const char **texts[TEXTS] = {&o->id,        &o->audience,   &o->language,
                                 &o->channel,   &o->owner,      &o->requester,
                                 &o->submitter, &o->traceparent};

    luatier1_options(lua, 3, OPTIONS);
    for (int i = 0; i < TEXTS; i++)
        *texts[i] = luatier1_text_field(lua, 3, OPTIONS[i]);
}

/* The values of the options, whose fields lie on the stack from `first`.
 * False: an error is on the stack. */
static bool read_values(lua_State *lua, int first, tier1_engine *engine,
                        struct given values[VALUES], struct given *wrong)
{
    for (int i = 0; i < VALUES; i++) {
        if (lua_isnil(lua, first + i))
            continue;
        if (!luatier1_value_read(lua, first + i, engine,
                                 strcmp(OPTIONS[TEXTS + i], "history") == 0
                                     ? SHAPE_LIST
                                     : SHAPE_MAP,
                                 &values[i]))
            return false;
        if (values[i].status != TIER1_OK) {
            *wrong = values[i];
            break;
        }
    }
    return true;
}

static int run_start(lua_State *lua, struct object *session,
                     const struct object *from, int first,
                     tier1_session_options *o)
{
    struct object *engine = luatier1_object(lua, 1, ENGINE);
    const tier1_flow *flow =
        from->flow ? from->flow : tier1_library_at(from->handle->library, 0);
    struct given values[VALUES], wrong = {NULL, TIER1_OK, NULL};
    struct turn turn;
    bool is_read;
    int rc;

    memset(values, 0, sizeof values);
    turn = luatier1_enter(lua, 1, engine->world);
    is_read = read_values(lua, first, engine->handle->engine, values, &wrong);
    o->external = values[0].value;
    o->given = values[1].value;
    o->history = values[2].value;
    o->problem = values[3].value;
    o->custom = values[4].value;
    rc = wrong.status;
    if (is_read && rc == TIER1_OK)
        rc = tier1_session_start(&session->handle->session,
                                 engine->handle->engine, flow, o);
    for (int i = 0; i < VALUES; i++)
        tier1_value_free(values[i].value);
    if (!is_read) {
        (void)luatier1_leave_quietly(lua, &turn);
        return lua_error(lua);
    }
    if (wrong.status != TIER1_OK) {
        luatier1_leave(lua, &turn);
        return luatier1_failed(lua, rc, wrong.why);
    }
    return luatier1_session_made(lua, &turn, rc, engine->world->engine, 4);
}

int luatier1_start(lua_State *lua)
{
    tier1_session_options options = TIER1_SESSION_OPTIONS_INIT;
    struct object *engine = luatier1_object(lua, 1, ENGINE);
    struct object *from, *session;
    int first;

    lua_settop(lua, 3);
    luatier1_idle(lua, engine->world);
    session = luatier1_session_new(lua, 1); /* at 4 */
    luaL_checkstack(lua, 40, NULL);
    if (lua_isnil(lua, 3)) {
        lua_createtable(lua, 0, 0);
        lua_replace(lua, 3);
    }
    read_texts(lua, &options);
    first = lua_gettop(lua) + 1;
    for (int i = 0; i < VALUES; i++)
        (void)lua_getfield(lua, 3, OPTIONS[TEXTS + i]);
    from = luaL_testudata(lua, 2, LIBRARY) ? luatier1_object(lua, 2, LIBRARY)
                                           : luatier1_object(lua, 2, FLOW);
    return run_start(lua, session, from, first, &options);
}

/* ---- What is said to it ----------------------------------------------- */

/* What an empty table answers. */
static enum shape shape_of(const tier1_session *session)
{
    tier1_answer_type type = tier1_session_view(session)->question.type;

    return type == TIER1_TYPE_FORM || type == TIER1_TYPE_FILE ? SHAPE_MAP
                                                              : SHAPE_LIST;
}

/* What goes with a value. */
struct said {
    const char *step, *why;
    uint64_t token;
};

typedef int (*say_fn)(tier1_session *session, const struct said *said,
                      const tier1_value *value);

/* Says a value of Lua, which is at `index`, to the session at 1. */
static int say_value(lua_State *lua, int index, enum shape empty, say_fn say,
                     const struct said *said)
{
    struct object *session = luatier1_object(lua, 1, SESSION);
    const struct handle *handle = session->handle;
    struct given given;
    struct turn turn = luatier1_enter(lua, 1, session->world);
    int rc;

    if (!luatier1_value_read(lua, index, session->world->engine, empty,
                             &given)) {
        (void)luatier1_leave_quietly(lua, &turn);
        return lua_error(lua);
    }
    if (given.status != TIER1_OK) {
        luatier1_leave(lua, &turn);
        return luatier1_failed(lua, given.status, given.why);
    }
    rc = say(handle->session, said, given.value);
    tier1_value_free(given.value);
    return luatier1_session_reply(lua, &turn, rc, handle);
}

static int say_answer(tier1_session *session, const struct said *said,
                      const tier1_value *value)
{
    (void)said;
    return tier1_session_answer_value(session, value);
}

static int answer(lua_State *lua)
{
    const struct object *session = luatier1_object(lua, 1, SESSION);
    const struct handle *handle = session->handle;
    struct turn turn;
    size_t length = 0;
    const char *text = "";
    int rc;

    lua_settop(lua, 2);
    if (!lua_isnil(lua, 2) && lua_type(lua, 2) != LUA_TSTRING)
        return say_value(lua, 2, shape_of(handle->session), say_answer, NULL);
    if (lua_isstring(lua, 2))
        text = lua_tolstring(lua, 2, &length);
    if (strlen(text) != length)
        return luatier1_failed(lua, TIER1_EINVALID,
                               "the text has a NUL inside");
    turn = luatier1_enter(lua, 1, session->world);
    rc = tier1_session_answer(handle->session, text);
    return luatier1_session_reply(lua, &turn, rc, handle);
}

static int say_complete(tier1_session *session, const struct said *said,
                        const tier1_value *value)
{
    return tier1_session_complete(session, said->token, value);
}

static int complete(lua_State *lua)
{
    const struct object *session = luatier1_object(lua, 1, SESSION);
    struct said said = {NULL, NULL, (uint64_t)luaL_checkinteger(lua, 2)};

    lua_settop(lua, 3);
    return say_value(lua, 3, shape_of(session->handle->session), say_complete,
                     &said);
}

static int say_revise(tier1_session *session, const struct said *said,
                      const tier1_value *value)
{
    return tier1_session_revise(session, said->step, value, said->why);
}

static int revise(lua_State *lua)
{
    struct said said = {NULL, NULL, 0};

    (void)luatier1_object(lua, 1, SESSION);
    lua_settop(lua, 4);
    said.step = luatier1_text(lua, 2);
    said.why = luatier1_text_or_null(lua, 4);
    return say_value(lua, 3, SHAPE_LIST, say_revise, &said);
}

static int fail_with(lua_State *lua, int status)
{
    const struct object *session = luatier1_object(lua, 1, SESSION);
    const struct handle *handle = session->handle;
    uint64_t token = (uint64_t)luaL_checkinteger(lua, 2);
    const char *why = luatier1_text_or_null(lua, 3);
    struct turn turn = luatier1_enter(lua, 1, session->world);
    int rc = tier1_session_fail(handle->session, token, status, why);

    return luatier1_session_reply(lua, &turn, rc, handle);
}

static int fail(lua_State *lua)
{
    return fail_with(lua, TIER1_EHOST);
}

static int timeout(lua_State *lua)
{
    return fail_with(lua, TIER1_ETIMEOUT);
}

static int plain(lua_State *lua, int (*call)(tier1_session *session))
{
    const struct object *session = luatier1_object(lua, 1, SESSION);
    const struct handle *handle = session->handle;
    struct turn turn = luatier1_enter(lua, 1, session->world);
    int rc = call(handle->session);

    return luatier1_session_reply(lua, &turn, rc, handle);
}

static int tick(lua_State *lua)
{
    return plain(lua, tier1_session_tick);
}

static int back(lua_State *lua)
{
    return plain(lua, tier1_session_back);
}

static int do_rest(tier1_session *session)
{
    int rc = tier1_session_rest(session);

    return rc < 0 ? rc : tier1_session_state(session);
}

static int rest(lua_State *lua)
{
    return plain(lua, do_rest);
}

static int with_reason(lua_State *lua,
                       int (*call)(tier1_session *session, const char *why))
{
    const struct object *session = luatier1_object(lua, 1, SESSION);
    const struct handle *handle = session->handle;
    const char *why = luatier1_text_or_null(lua, 2);
    struct turn turn = luatier1_enter(lua, 1, session->world);
    int rc = call(handle->session, why);

    return luatier1_session_reply(lua, &turn, rc, handle);
}

static int escalate(lua_State *lua)
{
    return with_reason(lua, tier1_session_escalate);
}

static int abandon(lua_State *lua)
{
    return with_reason(lua, tier1_session_abandon);
}

static int transfer(lua_State *lua)
{
    const struct object *session = luatier1_object(lua, 1, SESSION);
    const struct handle *handle = session->handle;
    const char *to = luatier1_text(lua, 2);
    const char *why = luatier1_text_or_null(lua, 3);
    struct turn turn;
    int rc;

    turn = luatier1_enter(lua, 1, session->world);
    rc = tier1_session_transfer(handle->session, to, why);
    return luatier1_session_reply(lua, &turn, rc, handle);
}

static int set_language(lua_State *lua)
{
    const struct object *session = luatier1_object(lua, 1, SESSION);
    const struct handle *handle = session->handle;
    const char *tag = luatier1_text(lua, 2);
    struct turn turn = luatier1_enter(lua, 1, session->world);
    int rc = tier1_session_set_language(handle->session, tag);

    return luatier1_session_reply(lua, &turn, rc, handle);
}

void luatier1_open_session(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        {"abandon", abandon},   {"answer", answer},
        {"back", back},         {"complete", complete},
        {"escalate", escalate}, {"fail", fail},
        {"rest", rest},         {"revise", revise},
        {"tick", tick},         {"set_language", set_language},
        {"timeout", timeout},   {"transfer", transfer},
        {NULL, NULL},
    };

    luatier1_open_class(lua, SESSION, methods);
    (void)lua_getfield(lua, -1, "__index");
    luaL_setfuncs(lua, luatier1_journal_methods, 0);
    luaL_setfuncs(lua, luatier1_view_methods, 0);
    lua_pop(lua, 2);
}
