/* SPDX-License-Identifier: MIT */
/* A library from a compiled file. */
#include <string.h>

#include "base/mem.h"
#include "diag/diag.h"
#include "image/read.h"

#define ROOM_FIRST 2048
/* A byte of the numbers becomes more bytes of structures than this. */
#define NUMBERS_MAKE 4
#define FIRST_MOST ((size_t)1 << 26)
#define RULE "compiled-file"

/* A file that is being read, and where what is wrong with it goes. */
struct file {
    tier1_engine *engine;
    const tier1_source *source;
    bool sum; /* is its checksum looked at? */
    tier1_diagnostics *list;
    struct source place; /* without bytes: they are no lines to show */
};

static const struct span start = {1, 1, 1, 1};

/* Most of what a library needs at once: less is asked of the allocator, and
 * one that keeps large blocks gets the same one for the next library. */
static size_t first_chunk(const struct image_head *head)
{
    size_t texts = head->text_bytes, numbers = head->number_bytes;

    if (texts > FIRST_MOST || numbers > FIRST_MOST / NUMBERS_MAKE)
        return FIRST_MOST;
    return texts + numbers * NUMBERS_MAKE;
}

static tier1_library *new_library(tier1_engine *engine,
                                  const struct image_head *head)
{
    tier1_library *l = tier1__mem_new(&engine->allocator, sizeof *l);

    if (!l)
        return NULL;
    l->allocator = engine->allocator;
    atomic_init(&l->uses, 1);
    tier1__arena_init(&l->arena, engine->allocator, first_chunk(head), 0);
    l->arena.plain = true; /* what stands in a file is no secret */
    tier1__map_init(&l->flow_names, engine->allocator);
    l->unproven = true;
    return l;
}

static void read_flows(struct reader *r, uint32_t count)
{
    tier1_library *l = r->library;
    const tier1_flow **flows;

    if (count == 0 || count > (size_t)(r->end - r->at)) {
        (void)tier1__image_wrong(r, "it has no flows");
        return;
    }
    flows = tier1__image_one(r, count * sizeof *flows);
    l->flows = flows;
    for (uint32_t i = 0; flows && i < count && r->failed == TIER1_OK; i++) {
        tier1_flow *flow = tier1__image_one(r, sizeof *flow);
        if (!flow)
            return;
        memset(flow, 0, sizeof *flow);
        flow->library = l;
        flow->index = i;
        tier1__index_init(&flow->step_names, l->allocator);
        flows[i] = flow;
        l->flow_count = i + 1u;
        tier1__image_read_flow(r, flow);
    }
}

static void read_all(struct reader *r, const char *bytes,
                     const struct image_head *head)
{
    struct arena temp;
    const char *numbers = bytes + IMAGE_HEAD_LENGTH;

    tier1__arena_init(&temp, r->library->allocator, 0, 0);
    temp.plain = true;
    r->at = (const uint8_t *)numbers;
    r->end = r->at + head->number_bytes;
    if (tier1__image_texts(r, numbers + head->number_bytes, head->text_bytes))
        read_flows(r, head->flows);
    if (r->failed == TIER1_OK && (r->at != r->end || r->fresh != r->texts_end))
        (void)tier1__image_wrong(r, "there is more than it needs");
    if (r->failed == TIER1_OK)
        tier1__image_link(r, &temp);
    tier1__arena_free(&temp);
}

/* Caps on what was read. */
static void check_caps(const struct file *f, const tier1_library *l)
{
    const tier1_caps *caps = &f->engine->caps;

    if (l->flow_count > caps->flows)
        tier1__diag(f->list, TIER1_ERROR, "too-many-flows", &f->place, start,
                    NULL, "more flows than the cap `flows`, which is %i",
                    (int64_t)caps->flows);
    for (size_t i = 0; i < l->flow_count; i++)
        if (l->flows[i]->step_count > caps->steps)
            tier1__diag(f->list, TIER1_ERROR, "too-many-steps", &f->place,
                        start, "cut the flow into sub-flows",
                        "%z steps of the flow %q are more than the cap "
                        "`steps`, which is %i",
                        l->flows[i]->step_count, l->flows[i]->info.id,
                        (int64_t)caps->steps);
}

static void too_new(const struct file *f, const char *version)
{
    uint8_t format = (uint8_t)f->source->bytes[IMAGE_MAGIC_LENGTH];

    tier1__diag(f->list, TIER1_ERROR, RULE, &f->place, start,
                "compile the flows again with this version, or install the "
                "one that compiled them",
                "the file was compiled by tier1 %s, into format %u; this is "
                "tier1 %s, which reads %d to %d",
                *version ? version : "of an unknown version", (unsigned)format,
                tier1_version(), IMAGE_FORMAT_OLDEST, IMAGE_FORMAT);
}

/* Is it to be read at all? */
static bool open_file(const struct file *f, struct image_head *head)
{
    const tier1_source *source = f->source;
    char version[IMAGE_VERSION_LENGTH + 1];
    int rc;

    if (source->length > f->engine->caps.file_bytes) {
        tier1__diag(f->list, TIER1_ERROR, RULE, &f->place, start,
                    "raise the cap, or compile fewer flows together",
                    "the file is larger than the cap `file_bytes`, which is %i",
                    (int64_t)f->engine->caps.file_bytes);
        return false;
    }
    rc = tier1__image_unseal(head, version, source->bytes, source->length,
                             f->sum);
    if (rc == TIER1_EVERSION)
        too_new(f, version);
    else if (rc != TIER1_OK)
        tier1__diag_add(f->list, TIER1_ERROR, RULE, &f->place, start,
                        tier1__image_is(source->bytes, source->length)
                            ? "the compiled file is damaged"
                            : "this is no compiled file",
                        "copy it again, or compile the flows again");
    return rc == TIER1_OK;
}

static int read_file(tier1_library **out, const struct file *f)
{
    struct reader r = {.caps = &f->engine->caps, .room_next = ROOM_FIRST};
    struct image_head head;

    if (!open_file(f, &head))
        return TIER1_EFLOW;
    r.library = new_library(f->engine, &head);
    if (!r.library)
        return TIER1_ENOMEM;
    r.arena = &r.library->arena;
    read_all(&r, f->source->bytes, &head);
    if (r.failed == TIER1_EINVALID)
        tier1__diag(f->list, TIER1_ERROR, RULE, &f->place, start,
                    "compile the flows again",
                    "the compiled file is not sound: %s", r.why);
    else if (r.failed == TIER1_OK)
        check_caps(f, r.library);
    if (r.failed == TIER1_OK && f->list->errors == 0) {
        *out = r.library;
        return TIER1_OK;
    }
    tier1_library_free(r.library);
    return r.failed == TIER1_ENOMEM ? TIER1_ENOMEM : TIER1_EFLOW;
}

int tier1__image_load(tier1_library **out, tier1_diagnostics **diagnostics,
                      tier1_engine *engine, const tier1_source *source,
                      bool sum)
{
    struct file f = {
        .engine = engine,
        .source = source,
        .sum = sum,
        .list = tier1__diagnostics_new(engine->allocator,
                                       (size_t)engine->caps.diagnostics),
        .place = {source->name ? source->name : "(memory)", "", 0}};
    int rc = f.list ? read_file(out, &f) : TIER1_ENOMEM;

    if (f.list)
        tier1__diagnostics_finish(f.list);
    if (rc == TIER1_EFLOW && f.list->failed != TIER1_OK)
        rc = TIER1_ENOMEM;
    if (diagnostics && rc != TIER1_ENOMEM)
        *diagnostics = f.list;
    else
        tier1_diagnostics_free(f.list);
    return rc;
}

int tier1_library_is_compiled(const char *bytes, size_t length)
{
    return bytes && tier1__image_is(bytes, length);
}

int tier1_library_read(tier1_library **out, tier1_diagnostics **diagnostics,
                       tier1_engine *engine, const tier1_source *source)
{
    if (out)
        *out = NULL;
    if (diagnostics)
        *diagnostics = NULL;
    if (!out || !engine || !source || !source->bytes || engine->busy)
        return TIER1_EMISUSE;
    return tier1__image_load(out, diagnostics, engine, source, true);
}
