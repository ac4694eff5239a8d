/* SPDX-License-Identifier: MIT */
/* Sessions looked at: what they show, how they ended, the way they took. What
 * tier1 lends is copied into tables while nothing may change it. */
#include <string.h>

#include "module.h"

static void set_text(lua_State *lua, const char *name, const char *text)
{
    if (text) {
        (void)lua_pushstring(lua, text);
        lua_setfield(lua, -2, name);
    }
}

static void set_number(lua_State *lua, const char *name, int64_t number)
{
    lua_pushinteger(lua, (lua_Integer)number);
    lua_setfield(lua, -2, name);
}

/* A number of which 0 says that there is none. */
static void set_known(lua_State *lua, const char *name, int64_t number)
{
    if (number != 0)
        set_number(lua, name, number);
}

static void set_flag(lua_State *lua, const char *name, int flag)
{
    lua_pushboolean(lua, flag);
    lua_setfield(lua, -2, name);
}

/* One that is mostly not there: no field is as good as false. */
static void set_if(lua_State *lua, const char *name, int flag)
{
    if (flag)
        set_flag(lua, name, flag);
}

static void push_choice(lua_State *lua, const tier1_choice *choice)
{
    lua_createtable(lua, 0, 4);
    set_text(lua, "value", choice->value);
    set_text(lua, "label", choice->label);
    set_text(lua, "help", choice->help);
    set_if(lua, "exclusive", choice->exclusive);
    set_if(lua, "other", choice->other);
    set_if(lua, "anywhere", choice->anywhere);
}

static void push_question(lua_State *lua, const tier1_question *q)
{
    lua_createtable(lua, 0, 4);
    set_text(lua, "name", q->name);
    set_text(lua, "label", q->label);
    set_text(lua, "type", tier1_answer_type_text(q->type));
    lua_createtable(lua, (int)q->choice_count, 0);
    for (size_t i = 0; i < q->choice_count; i++) {
        push_choice(lua, &q->choices[i]);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    lua_setfield(lua, -2, "choices");
    set_text(lua, "min", q->min);
    set_text(lua, "max", q->max);
    set_text(lua, "step", q->step);
    set_text(lua, "unit", q->unit);
    set_text(lua, "currency", q->currency);
    set_text(lua, "mask", q->mask);
    set_text(lua, "accept", q->accept);
    set_text(lua, "low_label", q->low_label);
    set_text(lua, "high_label", q->high_label);
    set_text(lua, "fallback", q->fallback);
    set_if(lua, "optional", q->optional);
    set_if(lua, "sensitive", q->sensitive);
    set_if(lua, "multiline", q->multiline);
}

static void set_media(lua_State *lua, const tier1_view *view)
{
    lua_createtable(lua, (int)view->media_count, 0);
    for (size_t i = 0; i < view->media_count; i++) {
        lua_createtable(lua, 0, 3);
        set_text(lua, "file", view->media[i].file);
        set_text(lua, "url", view->media[i].url);
        set_text(lua, "alt", view->media[i].alt);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    lua_setfield(lua, -2, "media");
}

static void set_wait(lua_State *lua, const tier1_wait *wait)
{
    static const char *const kinds[] = {NULL, "host", "advice", "pause"};

    lua_createtable(lua, 0, 6);
    set_text(lua, "kind", kinds[wait->kind]);
    set_number(lua, "token", (int64_t)wait->token);
    set_text(lua, "name", wait->name);
    set_text(lua, "to", wait->to);
    set_known(lua, "deadline", wait->deadline);
    lua_createtable(lua, (int)wait->arg_count, 0);
    for (size_t i = 0; i < wait->arg_count; i++) {
        luatier1_value_push(lua, wait->args[i]);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    lua_setfield(lua, -2, "args");
    lua_setfield(lua, -2, "wait");
}

static void set_fields(lua_State *lua, const tier1_view *view)
{
    lua_createtable(lua, (int)view->field_count, 0);
    for (size_t i = 0; i < view->field_count; i++) {
        push_question(lua, &view->fields[i]);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    lua_setfield(lua, -2, "fields");
    lua_createtable(lua, (int)view->kb_count, 0);
    for (size_t i = 0; i < view->kb_count; i++) {
        (void)lua_pushstring(lua, view->kb[i]);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    lua_setfield(lua, -2, "kb");
}

static void set_texts(lua_State *lua, const tier1_view *view)
{
    set_text(lua, "kind", tier1_kind_text(view->kind));
    set_text(lua, "flow", view->flow);
    set_text(lua, "step", view->step);
    set_text(lua, "phase", view->phase);
    set_text(lua, "title", view->title);
    set_text(lua, "text", view->text);
    set_text(lua, "help", view->help);
    set_text(lua, "note", view->note);
    set_text(lua, "problem", view->problem);
    set_text(lua, "offer_kind", view->offer_kind);
    set_text(lua, "authority", view->authority);
    set_text(lua, "language", view->language);
}

static int build_view(lua_State *lua)
{
    const tier1_view *view = tier1_session_view(lua_touserdata(lua, 1));

    if (view->state < 0)
        return luatier1_failed(lua, view->state, NULL);
    lua_createtable(lua, 0, 24);
    (void)luatier1_state(lua, view->state);
    lua_setfield(lua, -2, "state");
    set_texts(lua, view);
    set_media(lua, view);
    set_fields(lua, view);
    push_question(lua, &view->question);
    lua_setfield(lua, -2, "question");
    set_known(lua, "wait_seconds", view->wait_seconds);
    set_number(lua, "steps_done", view->steps_done);
    set_number(lua, "fewest_left", view->fewest_left);
    set_number(lua, "most_left", view->most_left);
    set_number(lua, "elapsed_seconds", view->elapsed_seconds);
    set_known(lua, "target_seconds", view->target_seconds);
    set_flag(lua, "can_back", view->can_back);
    set_flag(lua, "can_escalate", view->can_escalate);
    if (view->state == TIER1_WAIT)
        set_wait(lua, &view->wait);
    return 1;
}

static int build_outcome(lua_State *lua)
{
    const tier1_outcome *o = tier1_session_outcome(lua_touserdata(lua, 1));

    if (!o->flow)
        return luatier1_failed(lua, TIER1_ENOMEM, NULL);
    lua_createtable(lua, 0, 7);
    set_text(lua, "how", tier1_end_text(o->end));
    set_text(lua, "reason", o->reason);
    set_text(lua, "code", o->code);
    set_text(lua, "flow", o->flow);
    set_text(lua, "step", o->step);
    set_text(lua, "text", o->text);
    set_text(lua, "detail", o->detail);
    return 1;
}

static void push_visit(lua_State *lua, const tier1_visit *visit)
{
    lua_createtable(lua, 0, 11);
    set_text(lua, "flow", visit->flow);
    set_text(lua, "step", visit->step);
    set_text(lua, "kind", tier1_kind_text(visit->kind));
    set_number(lua, "depth", visit->depth);
    set_known(lua, "at", visit->at);
    set_number(lua, "milliseconds", visit->milliseconds);
    set_text(lua, "route", visit->route);
    set_text(lua, "choice", visit->choice);
    set_known(lua, "route_number", visit->route_number);
    if (visit->answer) {
        luatier1_value_push(lua, visit->answer);
        lua_setfield(lua, -2, "answer");
    }
    set_flag(lua, "undone", visit->undone);
}

static int build_visits(lua_State *lua)
{
    const tier1_session *session = lua_touserdata(lua, 1);
    size_t count = tier1_session_visit_count(session);
    tier1_visit visit;

    lua_createtable(lua, (int)count, 0);
    for (size_t i = 0; tier1_session_visit(session, i, &visit); i++) {
        push_visit(lua, &visit);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int build_changes(lua_State *lua)
{
    static const char *const fates[] = {NULL, "kept", "remembered",
                                        "asked_again", "dropped"};
    const tier1_session *session = lua_touserdata(lua, 1);
    tier1_change change;

    lua_createtable(lua, (int)tier1_session_change_count(session), 0);
    for (size_t i = 0; tier1_session_change(session, i, &change); i++) {
        lua_createtable(lua, 0, 4);
        set_text(lua, "flow", change.flow);
        set_text(lua, "step", change.step);
        set_text(lua, "fate", fates[change.fate]);
        set_text(lua, "reason", change.reason);
        lua_rawseti(lua, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int build_variable(lua_State *lua)
{
    const tier1_value *value =
        tier1_session_variable(lua_touserdata(lua, 1), lua_tostring(lua, 2));

    if (value)
        luatier1_value_push(lua, value);
    else
        lua_pushnil(lua);
    return 1;
}

/* What only looks has no way to say that there is no memory to wake it. */
static void wake(lua_State *lua, const tier1_session *session)
{
    if (tier1_session_view(session)->state < 0)
        (void)luatier1_failed(lua, TIER1_ENOMEM, NULL);
}

static int look(lua_State *lua, lua_CFunction build, int args)
{
    struct object *session = luatier1_object(lua, 1, SESSION);

    wake(lua, session->handle->session);
    lua_settop(lua, 1 + args);
    luatier1_read(lua, session->world, build, session->handle->session, args,
                  1);
    return 1;
}

static int view(lua_State *lua)
{
    return look(lua, build_view, 0);
}

static int outcome(lua_State *lua)
{
    return look(lua, build_outcome, 0);
}

static int visits(lua_State *lua)
{
    return look(lua, build_visits, 0);
}

static int changes(lua_State *lua)
{
    return look(lua, build_changes, 0);
}

static int variable(lua_State *lua)
{
    (void)luatier1_text(lua, 2);
    return look(lua, build_variable, 1);
}

static int state(lua_State *lua)
{
    struct object *session = luatier1_object(lua, 1, SESSION);

    return luatier1_state(lua, tier1_session_state(session->handle->session));
}

static int problem(lua_State *lua)
{
    struct object *session = luatier1_object(lua, 1, SESSION);

    (void)lua_pushstring(lua, tier1_session_problem(session->handle->session));
    return 1;
}

static int id(lua_State *lua)
{
    struct object *session = luatier1_object(lua, 1, SESSION);

    wake(lua, session->handle->session);
    (void)lua_pushstring(lua, tier1_session_id(session->handle->session));
    return 1;
}

static int language(lua_State *lua)
{
    struct object *session = luatier1_object(lua, 1, SESSION);

    wake(lua, session->handle->session);
    (void)lua_pushstring(lua, tier1_session_language(session->handle->session));
    return 1;
}

static int flow(lua_State *lua)
{
    struct object *made = luatier1_object_new(lua, FLOW);
    struct object *session = luatier1_object(lua, 1, SESSION);

    luatier1_flow_set(made, tier1_session_library(session->handle->session),
                      tier1_session_flow(session->handle->session));
    return 1;
}

const luaL_Reg luatier1_view_methods[] = {
    {"changes", changes},   {"flow", flow},         {"id", id},
    {"outcome", outcome},   {"problem", problem},   {"state", state},
    {"language", language}, {"variable", variable}, {"view", view},
    {"visits", visits},     {NULL, NULL},
};
