/* SPDX-License-Identifier: MIT */
/* What the sandbox is furnished with. Each opener leaves a table of functions
 * on the stack. Private to this folder. */
#ifndef TIER1_SCRIPT_LIB_H
#define TIER1_SCRIPT_LIB_H

#include <stdbool.h>
#include <stddef.h>

#include <lauxlib.h>
#include <lua.h>

/* One table of functions; NULL as its name: those without a table. */
struct script_library {
    const char *name;
    const char *const *members;
    lua_CFunction open;
};

/* All of them, ending with one without members. */
extern const struct script_library tier1__script_libraries[];

int tier1__open_base(lua_State *lua);
int tier1__open_strings(lua_State *lua);
int tier1__open_tables(lua_State *lua);
int tier1__open_math(lua_State *lua);
int tier1__open_utf8(lua_State *lua);
int tier1__open_dates(lua_State *lua);
int tier1__open_sets(lua_State *lua); /* has any only count, into base's */

/* Builds the sandbox in a fresh state. Called in protected mode. */
void tier1__sandbox_build(lua_State *lua);

/* __newindex of the environment of statements, and of helpers. */
int tier1__hook_assign(lua_State *lua);
int tier1__hook_assign_helper(lua_State *lua);

/* A proxy of the table on the top of the stack, which it takes the place of:
 * it can be read and not written. */
void tier1__sandbox_seal(lua_State *lua);

/* Arguments that are numbers: as luaL_checkinteger() and its like, but for
 * texts that are too long to be one. */
lua_Integer tier1__arg_integer(lua_State *lua, int arg);
lua_Integer tier1__arg_optional(lua_State *lua, int arg, lua_Integer other);
lua_Number tier1__arg_number(lua_State *lua, int arg);

/* Puts the same guard before functions of Lua's own in the table on the top of
 * the stack; `first` is the first argument that is a number. */
void tier1__arg_guard(lua_State *lua, const char *const *names, int first);

/* The argument must be a table that is not sealed. */
void tier1__sandbox_table(lua_State *lua, int arg);
bool tier1__sandbox_is_sealed(lua_State *lua, int index);

/* Pushes the keys of the table at `index` as a list in the one order that all
 * machines have: integers, numbers, texts by their bytes, booleans. Returns
 * how many there are. Raises where a key is of another type. */
lua_Integer tier1__order_push(lua_State *lua, int index);

/* A place in a text that may count from its end, as an offset. */
size_t tier1__strings_offset(lua_Integer place, size_t length);

/* The text of any value, without addresses; pushes it. */
const char *tier1__base_text(lua_State *lua, int index, size_t *length);

/* Functions for pattern matching; see strings.c. */
int tier1__strings_find(lua_State *lua);
int tier1__strings_match(lua_State *lua);
int tier1__strings_gmatch(lua_State *lua);
int tier1__strings_gsub(lua_State *lua);
int tier1__strings_format(lua_State *lua);

#endif
