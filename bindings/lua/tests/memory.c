/* SPDX-License-Identifier: MIT */
/* memory SCRIPT [EVERY]: runs a script again and again, and lets its
 * allocator fail later each time: from then on, or twice (Lua tries again
 * after a collection). Whatever becomes of it, the state can be used again,
 * and nothing is left when it is closed. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int luaopen_tier1(lua_State *lua);

struct heap {
    size_t bytes;
    unsigned long calls;
    unsigned long fail_from, fail_to; /* of the calls; 0: none */
    bool failed;
};

static void *allocate(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    struct heap *heap = ud;
    void *got;

    if (!ptr)
        old_size = 0;
    if (new_size == 0) {
        free(ptr);
        heap->bytes -= old_size;
        return NULL;
    }
    if (new_size > old_size) { /* to shrink never fails, as Lua wants it */
        heap->calls++;
        if (heap->fail_from > 0 && heap->calls >= heap->fail_from &&
            heap->calls < heap->fail_to) {
            heap->failed = true;
            return NULL;
        }
    }
    got = realloc(ptr, new_size);
    if (got)
        heap->bytes += new_size - old_size;
    return got;
}

static int begin(lua_State *lua)
{
    luaL_openlibs(lua);
    (void)luaL_getsubtable(lua, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(lua, luaopen_tier1);
    lua_setfield(lua, -2, "tier1");
    return 0;
}

static int load_and_call(lua_State *lua)
{
    if (luaL_loadfile(lua, lua_touserdata(lua, 1)) != LUA_OK)
        return lua_error(lua);
    lua_call(lua, 0, 0);
    return 0;
}

static int run(lua_State *lua, char *script)
{
    lua_pushcfunction(lua, load_and_call);
    lua_pushlightuserdata(lua, script);
    return lua_pcall(lua, 1, 0, 0);
}

/* One run; false where something is wrong. */
static bool try(char *script, unsigned long from, unsigned long span,
                bool *failed)
{
    struct heap heap = {0, 0, 0, 0, false};
    lua_State *lua = lua_newstate(allocate, &heap);
    bool good = true;
    int status;

    lua_pushcfunction(lua, begin);
    if (lua_pcall(lua, 0, 0, 0) != LUA_OK)
        return false;
    heap.calls = 0;
    heap.fail_from = from;
    heap.fail_to = from + span < from ? (unsigned long)-1 : from + span;
    status = run(lua, script);
    *failed = heap.failed;
    heap.fail_from = 0;
    if (status != LUA_OK && !heap.failed) {
        printf("it failed: %s\n", lua_tostring(lua, -1));
        good = false;
    }
    lua_settop(lua, 0);
    if (heap.failed && run(lua, script) != LUA_OK) {
        printf("after a failure at %lu: %s\n", from, lua_tostring(lua, -1));
        good = false;
    }
    lua_close(lua);
    if (heap.bytes != 0) {
        printf("%zu bytes are left after a failure at %lu\n", heap.bytes, from);
        good = false;
    }
    return good;
}

int main(int argc, char **argv)
{
    unsigned long every = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    unsigned long at = 1;
    bool failed = true, good = true;

    if (argc < 2 || every == 0)
        return EXIT_FAILURE;
    for (; failed && good; at += every) {
        good = try(argv[1], at, (unsigned long)-1, &failed);
        if (good && failed)
            good = try(argv[1], at, 2, &failed);
        failed = failed || !good;
    }
    if (good && at < 1000)
        good = false; /* the script takes more than that */
    printf("%lu allocations, %s\n", at - 1, good ? "ok" : "not ok");
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
