/* SPDX-License-Identifier: MIT */
/* What a session is made of while it is in use. */
#include "base/mem.h"
#include "run/run.h"

struct awake *tier1__awake_new(const tier1_engine *engine)
{
    size_t most = (size_t)engine->caps.session_bytes;
    struct awake *a = tier1__mem_new(&engine->allocator, sizeof *a);

    if (!a)
        return NULL;
    tier1__arena_init(&a->arena, engine->allocator, 512, most);
    /* What these hold is bounded by the flow and the caps of hooks; a limit
     * of their own could only strand a session. */
    tier1__arena_init(&a->scratch, engine->allocator, 1024, 0);
    tier1__arena_init(&a->undos, engine->allocator, 512, 0);
    tier1__buf_init(&a->hook_log, engine->allocator, 0);
    tier1__buf_init(&a->text, engine->allocator,
                    (size_t)engine->caps.scalar_bytes);
    for (int i = 0; i < 2; i++)
        tier1__arena_init(&a->scenes[i].arena, engine->allocator, 1024, 0);
    return a;
}

void tier1__awake_settle(struct awake *a)
{
    tier1__tx_close(&a->walk);
    tier1__arena_clear(&a->scratch);
    tier1__arena_clear(&a->undos);
}

void tier1__awake_free(const tier1_engine *engine, struct awake *a)
{
    if (!a)
        return;
    tier1__walk_free(&a->walk);
    for (int i = 0; i < 2; i++) {
        struct scene *scene = &a->scenes[i];
        tier1__arena_free(&scene->arena);
        tier1__mem_free(&engine->allocator, scene->room,
                        scene->room_count * sizeof *scene->room);
    }
    tier1__arena_free(&a->scratch);
    tier1__arena_free(&a->undos);
    tier1__buf_wipe(&a->hook_log);
    tier1__buf_wipe(&a->text);
    tier1__arena_free(&a->arena);
    tier1__wipe(a, sizeof *a);
    tier1__mem_free(&engine->allocator, a, sizeof *a);
}
