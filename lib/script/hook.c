/* SPDX-License-Identifier: MIT */
/* Runs hooks. An expression is a function of the names that it uses.
 * Statements run in an environment of their own, made for the one call: what
 * they assigned is read back and handed on. That of a hook which can change
 * nothing in it stays for the next call; see kept.h. */
#include <string.h>

#include "script/bridge.h"
#include "script/chunk.h"
#include "script/direct.h"
#include "script/kept.h"
#include "script/lib.h"
#include "script/lines.h"
#include "script/message.h"
#include "script/proof.h"
#include "script/remote.h"
#include "script/state.h"

/* ---- names ------------------------------------------------------------- */

struct run {
    struct script *script;
    const struct script_use *use;
    const tier1_flow *flow;
    const struct hook *hook;
    const struct script_scope *scope;
    struct arena *arena;
    const tier1_value *result;
    struct script_problem *problem;
    const tier1_value **before; /* of each name, where it is a value */
    int helpers;   /* place on the stack of the helpers' store, or 0 */
    bool returned; /* the hook's own text did, without an error */
};

static const tier1_value *get(lua_State *lua, struct run *r,
                              const struct hook_name *name)
{
    const tier1_value *v;

    if (name->kind == NAME_DATA)
        return r->flow->data[name->index].value;
    v = r->scope->get(r->scope->ud, name);
    if (!v)
        tier1__state_no_memory(lua);
    return v;
}

/* May the hook change it, and is it to be read back? */
static bool is_variable(const struct hook_name *name)
{
    return name->kind == NAME_VARIABLE ||
           (name->kind == NAME_CONTEXT && name->index == CONTEXT_LANGUAGE);
}

static void push_value(lua_State *lua, const tier1_value *v,
                       const struct hook_name *name)
{
    if (v->type != TIER1_MAP || name->whole || is_variable(name))
        tier1__bridge_push(lua, v);
    else
        tier1__bridge_push_some(lua, v, name->fields, name->field_count);
}

/* Pushes what a name stands for; `i` counts the hook's names. */
static void push_name(lua_State *lua, struct run *r, size_t i)
{
    const struct hook_name *name = &r->hook->names[i];
    const tier1_value *v;

    if (name->kind == NAME_HELPER) {
        lua_pushnil(lua);
        if (r->helpers) {
            lua_pushstring(lua, name->name);
            lua_rawget(lua, r->helpers);
            lua_replace(lua, -2);
        }
        return;
    }
    v = get(lua, r, name);
    if (r->before)
        r->before[i] = v;
    push_value(lua, v, name);
}

/* ---- environments ------------------------------------------------------ */

static bool may_assign(const struct run *r, const struct hook *hook,
                       const char *key)
{
    if (hook->form == HOOK_HELPERS &&
        tier1__words_have(r->flow->helper_names, r->flow->helper_count, key))
        return true;
    for (size_t i = 0; i < hook->name_count; i++) {
        const struct hook_name *name = &hook->names[i];
        if (name->assigned && strcmp(name->name, key) == 0)
            return hook->form == HOOK_HELPERS ? name->kind == NAME_HELPER
                                              : is_variable(name);
    }
    return false;
}

/* An assignment to a name that is no local. */
static int assign(lua_State *lua, const struct hook *hook)
{
    const struct run *r = tier1__state_from(lua)->run;
    const char *key = lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2)
                                                      : luaL_typename(lua, 2);

    if (!may_assign(r, hook, key))
        return luaL_error(lua, "assignment to %s, which nothing declares", key);
    lua_settop(lua, 3);
    lua_getmetatable(lua, 1);
    lua_getfield(lua, 4, "__index");
    lua_replace(lua, 1);
    lua_settop(lua, 3);
    lua_rawset(lua, 1);
    return 0;
}

int tier1__hook_assign(lua_State *lua)
{
    return assign(lua, tier1__state_from(lua)->run->hook);
}

int tier1__hook_assign_helper(lua_State *lua)
{
    return assign(lua, tier1__state_from(lua)->run->flow->helpers);
}

/* With a store on the top of the stack: makes an environment over it that of
 * all hooks, or all helpers. */
static void set_environment(lua_State *lua, struct script *s, bool helpers)
{
    s->clean = false;
    s->stored = true;
    lua_rawgeti(lua, LUA_REGISTRYINDEX,
                helpers ? s->helpers_meta : s->hook_meta);
    lua_pushvalue(lua, -2);
    lua_setfield(lua, -2, "__index");
    lua_rawgeti(lua, LUA_REGISTRYINDEX, helpers ? s->helpers_env : s->hook_env);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, helpers ? s->helpers_top : s->hook_top);
    lua_setupvalue(lua, -2, 1);
    lua_pop(lua, 2);
}

/* With room for so many names. */
static void push_store(lua_State *lua, const struct script *s, size_t count)
{
    lua_createtable(lua, 0, count < 64 ? (int)count : 64);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, s->store_meta);
    lua_setmetatable(lua, -2);
}

/* Runs the flow's helpers, afresh for each hook so that they keep nothing, and
 * leaves their store on the stack. They see data, not variables. */
static void run_helpers(lua_State *lua, struct run *r)
{
    const struct hook *helpers = r->flow->helpers;

    tier1__proof_make(lua, r->use, helpers);
    push_store(lua, r->script, 0);
    for (size_t i = 0; i < helpers->name_count; i++) {
        const struct hook_name *name = &helpers->names[i];
        if (name->kind != NAME_DATA)
            continue;
        lua_pushstring(lua, name->name);
        push_value(lua, get(lua, r, name), name);
        lua_rawset(lua, -3);
    }
    set_environment(lua, r->script, true);
    r->helpers = lua_gettop(lua);
    tier1__chunk_push(lua, r->use, helpers);
    lua_call(lua, 0, 0);
}

static bool uses_helpers(const struct hook *hook)
{
    for (size_t i = 0; i < hook->name_count; i++) {
        if (hook->names[i].kind == NAME_HELPER)
            return true;
    }
    return false;
}

/* ---- running as any ---------------------------------------------------- */

static void run_expression(lua_State *lua, struct run *r)
{
    const struct hook *hook = r->hook;
    int count = 0;

    tier1__chunk_push(lua, r->use, hook);
    for (size_t i = 0; i < hook->name_count; i++) {
        if (!tier1__chunk_is_parameter(&hook->names[i]))
            continue;
        luaL_checkstack(lua, 8, NULL);
        push_name(lua, r, i);
        count++;
    }
    lua_call(lua, count, 1);
    r->result = tier1__bridge_take(lua, -1, r->arena, "a result");
}

static void refuse(lua_State *lua, struct run *r, enum script_failure failure)
{
    if (failure == SCRIPT_NOMEM)
        tier1__state_no_memory(lua);
    lua_pushstring(lua, r->problem->message);
    lua_error(lua);
}

/* Gives the variable the value on the top of the stack. */
static void hand_on(lua_State *lua, struct run *r, const struct hook_name *name)
{
    enum script_failure failure;
    const tier1_value *v;

    v = tier1__bridge_take_for(lua, -1, r->arena, "the value of ", name->name);
    r->problem->message[0] = '\0';
    failure = r->scope->set(r->scope->ud, name, v, r->problem);
    if (failure != SCRIPT_OK)
        refuse(lua, r, failure);
}

/* Does it change nothing but what it assigns? */
static bool is_steady(const struct run *r)
{
    return tier1__proof_steady(r->use, r->hook) && !r->helpers;
}

static void read_back_name(lua_State *lua, struct run *r, int store, size_t i)
{
    const struct hook_name *name = &r->hook->names[i];

    lua_pushstring(lua, name->name);
    lua_rawget(lua, store);
    if (is_steady(r) && !name->assigned)
        tier1__kept_doubt(lua, r->before[i]);
    else if (!tier1__bridge_same(lua, -1, r->before[i]))
        hand_on(lua, r, name);
    lua_pop(lua, 1);
}

/* Leaves the store of the names on the stack. */
static void push_names(lua_State *lua, struct run *r)
{
    const struct hook *hook = r->hook;

    if (!r->before)
        r->before = lua_newuserdatauv(
            lua, hook->name_count * sizeof(const tier1_value *), 0);
    push_store(lua, r->script, hook->name_count);
    for (size_t i = 0; i < hook->name_count; i++) {
        r->before[i] = &tier1__value_null;
        if (!tier1__chunk_is_parameter(&hook->names[i]))
            continue;
        lua_pushstring(lua, hook->names[i].name);
        push_name(lua, r, i);
        lua_rawset(lua, -3);
    }
}

static void run_kept(lua_State *lua, struct run *r)
{
    const struct hook *hook = r->hook;
    struct kept *k = tier1__kept_open(lua, r->use, hook);

    for (size_t i = 0; i < hook->name_count; i++) {
        if (tier1__chunk_is_parameter(&hook->names[i]))
            tier1__kept_set(lua, k, hook, i, get(lua, r, &hook->names[i]));
    }
    r->script->clean = false;
    lua_rawgeti(lua, LUA_REGISTRYINDEX, r->script->hook_env);
    lua_pushvalue(lua, -2);
    lua_setupvalue(lua, -2, 1);
    lua_pop(lua, 1);
    tier1__chunk_push(lua, r->use, hook);
    lua_call(lua, 0, 1);
    if (hook->form == HOOK_BLOCK)
        r->result = tier1__bridge_take(lua, -1, r->arena, "a result");
    lua_pop(lua, 1);
    tier1__kept_close(lua, k, hook);
}

static void run_statements(lua_State *lua, struct run *r)
{
    const struct hook *hook = r->hook;
    const tier1_value *few[16];
    bool block = hook->form == HOOK_BLOCK;
    int store;

    r->before = hook->name_count <= sizeof few / sizeof few[0] ? few : NULL;
    push_names(lua, r);
    set_environment(lua, r->script, false);
    store = lua_gettop(lua);
    tier1__chunk_push(lua, r->use, hook);
    lua_call(lua, 0, block);
    if (block)
        r->result = tier1__bridge_take(lua, -1, r->arena, "a result");
    for (size_t i = 0; i < hook->name_count; i++) {
        if (tier1__remote_may_set(&hook->names[i], r->before[i]))
            read_back_name(lua, r, store, i);
    }
}

/* With `false` in its metatable, for the key is there: that needs no memory. */
static void take_store(struct script *s, int meta)
{
    lua_rawgeti(s->lua, LUA_REGISTRYINDEX, meta);
    lua_pushboolean(s->lua, 0);
    lua_setfield(s->lua, -2, "__index");
    lua_pop(s->lua, 1);
}

/* Leaves nothing of a call behind. Needs no memory and cannot raise. */
static void clear_environments(struct script *s)
{
    const int envs[] = {s->hook_env, s->helpers_env};

    if (s->clean)
        return;
    for (size_t i = 0; i < 2; i++) {
        lua_rawgeti(s->lua, LUA_REGISTRYINDEX, envs[i]);
        lua_rawgeti(s->lua, LUA_REGISTRYINDEX, s->sealed);
        lua_setupvalue(s->lua, -2, 1);
        lua_pop(s->lua, 1);
    }
    if (s->stored) {
        take_store(s, s->hook_meta);
        take_store(s, s->helpers_meta);
    }
    s->clean = true;
    s->stored = false;
}

/* ---- running directly -------------------------------------------------- */

/* Hands on what the names that the hook assigns are now, where that is another
 * value; the values lie on the stack from the second place on. */
static void take_given(lua_State *lua, struct run *r)
{
    const struct hook *hook = r->hook;
    int at = 2;

    for (size_t i = 0; i < hook->name_count; i++) {
        if (!tier1__direct_gives(hook, i))
            continue;
        if (!tier1__bridge_same(lua, at, r->before[i])) {
            lua_pushvalue(lua, at);
            hand_on(lua, r, &hook->names[i]);
            lua_pop(lua, 1);
        }
        at++;
    }
}

/* A longer list is no matter of a few instructions. */
#define FIELD_ITEMS 64

/* What v.field is, where it can be said without making a table of the value.
 * Other values are for the hook's usual way. */
static void push_field(lua_State *lua, const tier1_value *v, const char *field)
{
    bool list = tier1_value_kind(v) == TIER1_LIST && v->count <= FIELD_ITEMS;

    if (tier1_value_kind(v) == TIER1_MAP)
        tier1__bridge_push(lua, tier1_value_get(v, field));
    else if (list && tier1__value_holds(v, field))
        lua_pushboolean(lua, 1);
    else if (list)
        lua_pushnil(lua);
    else
        luaL_error(lua, "%s of what has no fields", field);
}

static bool is_by_step(const struct hook_name *name)
{
    return name->kind == NAME_CONTEXT &&
           (name->index == CONTEXT_ANSWERS || name->index == CONTEXT_HISTORY ||
            name->index == CONTEXT_VISITS || name->index == CONTEXT_REFUSED);
}

static void push_fields(lua_State *lua, struct run *r,
                        const struct hook_name *name)
{
    bool single = r->scope->field && is_by_step(name);
    const tier1_value *v = single ? NULL : get(lua, r, name);

    for (size_t i = 0; i < name->field_count; i++) {
        if (!single) {
            push_field(lua, v, name->fields[i]);
            continue;
        }
        v = r->scope->field(r->scope->ud, name, name->fields[i]);
        if (!v)
            tier1__state_no_memory(lua);
        tier1__bridge_push(lua, v);
    }
}

/* Pushes the function and what it is called with; gives the number of these. */
static int push_direct(lua_State *lua, struct run *r, bool fields)
{
    const struct hook *hook = r->hook;
    int count = 0;

    tier1__direct_push(lua, r->use, hook);
    for (size_t i = 0; i < hook->name_count; i++) {
        const struct hook_name *name = &hook->names[i];
        if (name->kind == NAME_LIBRARY)
            continue;
        if (fields && tier1__direct_in_fields(hook, i)) {
            push_fields(lua, r, name);
            count += (int)name->field_count;
            continue;
        }
        r->before[i] = get(lua, r, name);
        push_value(lua, r->before[i], name);
        count++;
    }
    return count;
}

static int direct_protected(lua_State *lua)
{
    struct run *r = lua_touserdata(lua, 1);
    const struct compiled *c = &r->use->hooks[r->hook->index];
    const tier1_value *before[DIRECT_NAMES];
    int count;

    r->before = before;
    count = push_direct(lua, r, c->fields);
    lua_call(lua, count, c->given);
    r->returned = true;
    if (r->hook->form != HOOK_EXPRESSION)
        take_given(lua, r);
    else if (lua_isboolean(lua, -1)) /* nearly always */
        r->result = tier1__value_boolean(lua_toboolean(lua, -1));
    else
        r->result = tier1__bridge_take(lua, -1, r->arena, "a result");
    return 0;
}

/* ---- running ----------------------------------------------------------- */

static int run_protected(lua_State *lua)
{
    struct run *r = lua_touserdata(lua, 1);

    luaL_checkstack(lua, 20, NULL);
    tier1__proof_make(lua, r->use, r->hook);
    if (uses_helpers(r->hook) && r->flow->helpers)
        run_helpers(lua, r);
    if (r->hook->form == HOOK_EXPRESSION)
        run_expression(lua, r);
    else if (tier1__kept_may(r->use, r->hook))
        run_kept(lua, r);
    else
        run_statements(lua, r);
    return 0;
}

/* ---- places ------------------------------------------------------------ */

static bool same_file(const struct hook *a, const struct hook *b)
{
    return a->file && b->file && strcmp(a->file, b->file) == 0;
}

/* An error in the helpers lies in their file, which may be another. */
static void set_line(struct script_problem *problem, const struct hook *hook,
                     const struct hook *helpers, const char *chunk)
{
    bool of_helpers = helpers && chunk && strcmp(chunk, CHUNK_HELPERS) == 0;
    unsigned line = tier1__lines_of(of_helpers ? helpers : hook, problem->line);

    problem->line = line;
    if (of_helpers && !same_file(hook, helpers)) {
        problem->line = hook->line;
        tier1__message_within(problem, helpers->file, line);
    }
}

static enum script_failure no_memory(struct script_problem *problem,
                                     const struct hook *hook)
{
    static const char text[] = "out of memory";

    problem->failure = SCRIPT_NOMEM;
    problem->line = hook->line;
    memcpy(problem->message, text, sizeof text);
    return SCRIPT_NOMEM;
}

/* ---- from outside ------------------------------------------------------ */

static int check_protected(lua_State *lua)
{
    tier1__chunk_compile(lua, lua_touserdata(lua, 1));
    return 0;
}

enum script_failure tier1__script_check(tier1_engine *e,
                                        const struct hook *hook,
                                        struct script_problem *problem)
{
    struct script *s;
    enum script_failure failure;
    const char *chunk = NULL;

    if (e->remote)
        return tier1__remote_check(e->remote, hook, problem);
    s = tier1__state_of(e);
    if (!s)
        return no_memory(problem, hook);
    failure = tier1__state_call(s, check_protected, (void *)(uintptr_t)hook,
                                problem, &chunk);
    if (failure != SCRIPT_OK)
        set_line(problem, hook, NULL, NULL);
    if (failure == SCRIPT_ERROR)
        tier1__message_lines(problem, hook);
    return failure;
}

static enum script_failure run_any(struct script *s, struct run *r)
{
    const char *chunk = NULL;
    enum script_failure failure;

    s->run = r;
    failure = tier1__state_call(s, run_protected, r, r->problem, &chunk);
    s->run = NULL;

    clear_environments(s);
    if (failure != SCRIPT_OK) {
        tier1__kept_drop(s, r->use, r->hook);
        set_line(r->problem, r->hook, r->flow->helpers, chunk);
    }
    return failure;
}

/* An error in the hook itself is worded by its usual way, which it then goes
 * from the beginning: nothing was handed on. */
static enum script_failure run_direct(struct script *s, struct run *r,
                                      const struct compiled *c)
{
    const char *chunk = NULL;
    enum script_failure failure =
        tier1__state_brief(s, direct_protected, r, c, r->problem, &chunk);

    r->before = NULL;
    if (failure == SCRIPT_ERROR && !r->returned)
        return run_any(s, r);
    if (failure != SCRIPT_OK)
        set_line(r->problem, r->hook, NULL, NULL);
    return failure;
}

enum script_failure
tier1__script_run(tier1_engine *e, struct script_use *use,
                  const tier1_flow *flow, const struct hook *hook,
                  const struct script_scope *scope, struct arena *a,
                  const tier1_value **result, struct script_problem *problem)
{
    struct script *s = use->script;
    struct compiled *c = &use->hooks[hook->index];
    struct run r = {.script = s,
                    .use = use,
                    .flow = flow,
                    .hook = hook,
                    .scope = scope,
                    .arena = a,
                    .result = &tier1__value_null,
                    .problem = problem};
    enum script_failure failure;

    if (e->remote)
        return tier1__remote_run(e->remote, flow, hook, scope, a, result,
                                 problem);
    s->scope = scope;
    s->arena = a;
    if (c->direct == LUA_NOREF)
        tier1__direct_look(use, hook, c);
    failure = c->direct != LUA_REFNIL ? run_direct(s, &r, c) : run_any(s, &r);
    s->scope = NULL;
    s->arena = NULL;
    if (result)
        *result = failure == SCRIPT_OK ? r.result : &tier1__value_null;
    return failure;
}
