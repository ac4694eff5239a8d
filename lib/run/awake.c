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
    tier1__arena_init(&a->walk.arena, engine->allocator, WALK_FIRST, most);
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
static void empty(struct arena *a, size_t chunk)
{
    tier1__arena_clear(a);
    a->chunk_size = chunk;
}

/* One in which nothing was shown is empty. */
static void empty_scene(struct scene *scene)
{
    empty(&scene->arena, SCENE_CHUNK);
    if (scene->view.text)
        tier1__wipe(&scene->view, sizeof scene->view);
    scene->plain = false;
}

void tier1__awake_free(tier1_engine *engine, struct awake *a)
{
    struct walk *w = &a->walk;

    if (!a)
        return;
    if (engine->spare) {
        destroy(engine, a);
        return;
    }
    tier1__buf_wipe(&a->hook_log);
    tier1__buf_wipe(&a->text);
    empty(&a->arena, BEGINNING_CHUNK);
    empty(&w->arena, WALK_FIRST);
    w->arena.limit = (size_t)engine->caps.session_bytes;
    empty(&a->scratch, SCRATCH_CHUNK);
    empty(&a->undos, UNDO_CHUNK);
    for (int i = 0; i < 2; i++)
        empty_scene(&a->scenes[i]);
    a->scene = 0;
    tier1__wipe(&a->begin, sizeof a->begin);
    tier1__wipe(&w->now, sizeof *w - offsetof(struct walk, now));
    tier1__wipe(a->problem, sizeof a->problem);
    engine->spare = a;
    engine->spare_free = spare_free;
}

static void spare_free(tier1_engine *engine)
{
    destroy(engine, engine->spare);
    engine->spare = NULL;
}
