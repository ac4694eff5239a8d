/* SPDX-License-Identifier: MIT */
/* Error objects of Lua as texts for people. Nothing here may raise or needs
 * memory: it works outside of protected mode. */
#ifndef TIER1_SCRIPT_MESSAGE_H
#define TIER1_SCRIPT_MESSAGE_H

#include <stddef.h>

#include <lua.h>

#include "script/script.h"

/* The names under which chunks are compiled. */
#define CHUNK_HOOK "hook"
#define CHUNK_HELPERS "lua"

/* A text made safe: one line, valid UTF-8, no controls, cut to fit. */
void tier1__message(char *out, size_t size, const char *text, size_t length);

/* The error object on the top of the stack as it is, made safe. */
void tier1__message_error(lua_State *lua, char *out, size_t size);

/* The same with the place taken off: problem->line is Lua's line (or 0) and
 * *chunk one of the names above (or NULL). */
void tier1__message_place(lua_State *lua, struct script_problem *problem,
                          const char **chunk);

/* Lua's complaints about the syntax of a hook name lines of its own ("at line
 * 3"): makes them lines of the file. */
void tier1__message_lines(struct script_problem *problem,
                          const struct hook *hook);

/* Adds where it was: "message (file:line)". */
void tier1__message_within(struct script_problem *problem, const char *file,
                           unsigned line);

#endif
