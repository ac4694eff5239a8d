/* SPDX-License-Identifier: MIT */
/* A growing text inside Lua's heap: it counts against the cap, a collection is
 * tried before memory is refused, and an error leaves nothing behind. */
#ifndef TIER1_SCRIPT_TEXTBUF_H
#define TIER1_SCRIPT_TEXTBUF_H

#include <stddef.h>

#include <lua.h>

struct textbuf {
    lua_State *lua;
    int slot; /* of the stack, where the memory is anchored */
    char *ptr;
    size_t length, cap;
    char small[256];
};

/* Takes one slot of the stack, which is the top one now. */
void tier1__textbuf_init(struct textbuf *b, lua_State *lua);
/* Room for so many more bytes, which the caller fills and counts. */
char *tier1__textbuf_room(struct textbuf *b, size_t more);
void tier1__textbuf_add(struct textbuf *b, const char *bytes, size_t length);
/* The text of the string at `index`. */
void tier1__textbuf_value(struct textbuf *b, int index);
/* Pushes what it holds. */
void tier1__textbuf_push(struct textbuf *b);

#endif
