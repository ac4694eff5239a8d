/* SPDX-License-Identifier: MIT */
/* What a session is made of while it is in use. An engine keeps one that is
 * not: sessions that rest are woken one after the other, and each takes over
 * the memory of the one before, which was wiped. */
#include "base/mem.h"
#include "run/run.h"

#define BEGINNING_CHUNK 512
#define SCENE_CHUNK 1024
#define SCRATCH_CHUNK 1024
#define UNDO_CHUNK 512

static void spare_free(tier1_engine *engine);

struct awake *tier1__awake_new(tier1_engine *engine)
{
    size_t most = (size_t)engine->caps.session_bytes;
    struct awake *a = engine->spare;

    if (a) {
        engine->spare = NULL;
        return a;
    }
    a = tier1__mem_new(&engine->allocator, sizeof *a);
    if (!a)
        return NULL;
    tier1__arena_init(&a->arena, engine->allocator, BEGINNING_CHUNK, most);
    /* What these hold is bounded by the flow and the caps of hooks; a limit
     * of their own could only strand a session. */
    tier1__arena_init(&a->scratch, engine->allocator, SCRATCH_CHUNK, 0);
    tier1__arena_init(&a->undos, engine->allocator, UNDO_CHUNK, 0);
    tier1__buf_init(&a->hook_log, engine->allocator, 0);
    tier1__buf_init(&a->text, engine->allocator,
                    (size_t)engine->caps.scalar_bytes);
    for (int i = 0; i < 2; i++)
        tier1__arena_init(&a->scenes[i].arena, engine->allocator, SCENE_CHUNK,
                          0);
    return a;
}

void tier1__awake_settle(struct awake *a)
{
    tier1__tx_close(&a->walk);
    tier1__arena_clear(&a->scratch);
    tier1__arena_clear(&a->undos);
}

static void destroy(const tier1_engine *engine, struct awake *a)
{
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

/* Empty, as it was made, but for a chunk that it keeps. */
static struct arena emptied(struct arena *a, size_t chunk)
{
    tier1__arena_clear(a);
    a->chunk_size = chunk;
    return *a;
}

void tier1__awake_free(tier1_engine *engine, struct awake *a)
{
    struct awake kept;

    if (!a)
        return;
    if (engine->spare) {
        destroy(engine, a);
        return;
    }
    tier1__buf_wipe(&a->hook_log);
    tier1__buf_wipe(&a->text);
    kept = *a;
    tier1__wipe(a, sizeof *a);
    a->hook_log = kept.hook_log;
    a->text = kept.text;
    a->arena = emptied(&kept.arena, BEGINNING_CHUNK);
    a->walk.arena = emptied(&kept.walk.arena, 0);
    a->scratch = emptied(&kept.scratch, SCRATCH_CHUNK);
    a->undos = emptied(&kept.undos, UNDO_CHUNK);
    for (int i = 0; i < 2; i++) {
        a->scenes[i].arena = emptied(&kept.scenes[i].arena, SCENE_CHUNK);
        a->scenes[i].room = kept.scenes[i].room;
        a->scenes[i].room_count = kept.scenes[i].room_count;
    }
    tier1__wipe(&kept, sizeof kept);
    engine->spare = a;
    engine->spare_free = spare_free;
}

static void spare_free(tier1_engine *engine)
{
    destroy(engine, engine->spare);
    engine->spare = NULL;
}
