/* SPDX-License-Identifier: MIT */
/* The public load: reads the sources and what they call, decodes each, links
 * them, and hands the library over when nothing is wrong. */
#include "compile/compile.h"

#include <string.h>

#include "base/mem.h"
#include "base/options.h"
#include "image/image.h"

/* What most steps need, so that they can share it. */
#define SCRATCH 16384

/* A hint where a syntax error of YAML is really Lua that wants quotes. */
static void hint_lua(struct unit *u)
{
    static const char *const keys[] = {
        "when", "check", "do", "run", "set", "on_enter", "on_leave", "branch"};
    const tier1_diagnostics *list = u->c->diagnostics;
    const tier1_diagnostic *d =
        tier1_diagnostics_at(list, tier1_diagnostics_count(list) - 1);
    const char *line, *colon;

    if (!d || !d->source || strcmp(d->rule, "yaml-limit") == 0)
        return;
    line = d->source + strspn(d->source, " -{");
    colon = strchr(line, ':');
    for (size_t i = 0; colon && i < sizeof keys / sizeof *keys; i++)
        if ((size_t)(colon - line) == strlen(keys[i]) &&
            strncmp(line, keys[i], strlen(keys[i])) == 0) {
            struct span span = {d->line, d->column, d->end_line, d->end_column};
            tier1__diag_add(u->c->diagnostics, TIER1_NOTE, "lua-trap",
                            &u->source, span,
                            "Lua that begins with \", {, [, %, ! or holds "
                            "\": \" is put between single quotes in YAML",
                            NULL);
        }
}

static struct unit *new_unit(struct compiler *c)
{
    struct unit **units = tier1__arena_grow(&c->temp, c->units, c->unit_count,
                                            &c->unit_cap, sizeof *units);
    struct unit *u = tier1__arena_alloc(&c->temp, sizeof *u);
    tier1_flow *flow = tier1__arena_alloc(&c->library->arena, sizeof *flow);

    if (units)
        c->units = units;
    if (!units || !u || !flow) {
        c->nomem = true;
        return NULL;
    }
    u->c = c;
    u->flow = flow;
    flow->library = c->library;
    flow->index = (uint32_t)c->unit_count;
    tier1__index_init(&flow->step_names, c->engine->allocator);
    tier1__map_init(&u->name_map, c->engine->allocator);
    units[c->unit_count++] = u;
    return u;
}

/* The id takes its place in the library, or is there already. */
static void enlist(struct unit *u)
{
    struct map *names = &u->c->library->flow_names;
    const char *id = u->flow->info.id;
    uint32_t other;

    if (!id || !*id)
        return;
    other = tier1__map_get(names, id, strlen(id));
    if (other != MAP_NONE) {
        tier1__error(u, tier1_node_get(u->root, "id"), "duplicate-flow",
                     "give one of them another id",
                     "the flow %q stands in %s already", id,
                     u->c->units[other]->source.name);
        return;
    }
    if (tier1__map_set(names, id, strlen(id), u->flow->index) != TIER1_OK)
        u->c->nomem = true;
}

/* A compiled file, and not by itself. */
static void not_among(struct unit *u)
{
    struct source place = {u->source.name, "", 0};
    struct span start = {1, 1, 1, 1};

    u->errors++;
    tier1__diag(u->c->diagnostics, TIER1_ERROR, "compiled-file", &place, start,
                "load it alone, or load the flows that it was compiled from",
                "a compiled file is a whole library, and is not loaded with "
                "others");
}

/* It is no flow, but what one is translated into. */
static void give_back(struct compiler *c, const struct unit *u)
{
    struct source source = u->source;

    c->unit_count--;
    tier1__foreign_keep(c, source, NULL);
}

/* Reads one file. The bytes are needed until the end of the load. */
static void read_source(struct compiler *c, const char *name, const char *bytes,
                        size_t length)
{
    struct unit *u = new_unit(c);
    int rc;

    if (!u)
        return;
    u->source.name = tier1__arena_copy(&c->library->arena, name);
    u->source.bytes = bytes;
    u->source.length = length;
    u->flow->info.file = u->source.name;
    if (!u->source.name) {
        c->nomem = true;
        return;
    }
    if (tier1__image_is(bytes, length)) {
        not_among(u);
        return;
    }
    rc = tier1__yaml_read_flow(&u->root, &c->temp, &c->packed, &u->source,
                               &c->engine->caps, c->diagnostics);
    if (rc == TIER1_ENOMEM)
        c->nomem = true;
    if (rc != TIER1_OK) {
        u->errors++;
        hint_lua(u);
        return;
    }
    if (tier1_node_get(u->root, "translates")) {
        give_back(c, u);
        return;
    }
    tier1__decode_flow(u);
    if (u->loaded) {
        enlist(u);
        tier1__foreign_find(u);
    }
    if (!c->options->lint && c->alone && !c->foreign) /* nobody asks more */
        tier1__map_free(&u->name_map);
}

static char *yaml_name(struct compiler *c, const char *id)
{
    size_t length = strlen(id);
    char *name = tier1__arena_alloc(&c->temp, length + sizeof ".yaml");
    if (!name) {
        c->nomem = true;
        return NULL;
    }
    memcpy(name, id, length);
    memcpy(name + length, ".yaml", sizeof ".yaml");
    return name;
}

/* The id that a step calls, to point at; it is there until the load ends. */
static const tier1_node *callee_node(struct unit *u, size_t index)
{
    const tier1_pair *pair = tier1__step_pair(u, index);
    const tier1_node *n = pair ? tier1_node_get(pair->value, "call") : NULL;

    return n ? n : u->steps;
}

/* Reads the flow that a step calls, if there is such a file; a failure other
 * than that is a finding, and link.c reports a flow that stays unknown. */
static void read_callee(struct unit *u, const struct step *s)
{
    struct compiler *c = u->c;
    tier1_buf bytes = {.allocator = c->engine->allocator};
    tier1_buf path = {.allocator = c->engine->allocator};
    char *name = yaml_name(c, s->more->callee_id), *copy;
    int rc;

    if (!name)
        return;
    rc = c->options->read(c->options->ud, u->source.name, name, &bytes, &path);
    if (rc == TIER1_OK) {
        copy =
            tier1__arena_text(&c->temp, bytes.ptr ? bytes.ptr : "", bytes.len);
        if (copy)
            read_source(c, path.len ? path.ptr : name, copy, bytes.len);
        else
            c->nomem = true;
    } else if (rc == TIER1_ENOMEM) {
        c->nomem = true;
    } else if (rc != TIER1_ENOTFOUND) {
        tier1__error(u, callee_node(u, (size_t)(s - u->step_items)),
                     "missing-file", NULL, "%q cannot be read: %s", name,
                     tier1_status_text(rc));
    }
    tier1_buf_dispose(&bytes);
    tier1_buf_dispose(&path);
}

/* Follows the calls of a unit; those of the units that come of it are
 * followed in their turn, as the list grows. */
static void follow(struct compiler *c, struct unit *u)
{
    for (size_t i = 0; u->step_items && i < u->flow->step_count; i++) {
        const char *id = u->step_items[i].more->callee_id;
        if (!id || !*id || !c->options->read ||
            tier1__map_get(&c->library->flow_names, id, strlen(id)) != MAP_NONE)
            continue;
        if (c->unit_count >= c->engine->caps.flows) {
            tier1__error(u, callee_node(u, i), "too-many-flows", NULL,
                         "more flows than the cap `flows`, which is %i",
                         (int64_t)c->engine->caps.flows);
            return;
        }
        read_callee(u, &u->step_items[i]);
    }
}

static void list_flows(struct compiler *c)
{
    const tier1_flow **flows =
        tier1__arena_array(&c->library->arena, c->unit_count, sizeof *flows);
    if (!flows) {
        c->nomem = true;
        return;
    }
    for (size_t i = 0; i < c->unit_count; i++)
        flows[i] = c->units[i]->flow;
    c->library->flows = flows;
    c->library->flow_count = c->unit_count;
}

static void too_many(struct compiler *c, const tier1_source *first)
{
    struct source source = {first->name ? first->name : "(memory)",
                            first->bytes ? first->bytes : "", first->length};
    struct span start = {1, 1, 1, 1};

    tier1__diag(c->diagnostics, TIER1_ERROR, "too-many-flows", &source, start,
                NULL, "more flows than the cap `flows`, which is %i",
                (int64_t)c->engine->caps.flows);
}

static void compile(struct compiler *c, const tier1_source *sources,
                    size_t count)
{
    const size_t most = (size_t)c->engine->caps.flows;

    for (size_t i = 0; i < count && i < most && !c->nomem; i++)
        read_source(c, sources[i].name ? sources[i].name : "(memory)",
                    sources[i].bytes ? sources[i].bytes : "",
                    sources[i].length);
    if (count > most)
        too_many(c, &sources[most]);
    for (size_t i = 0; i < c->unit_count && !c->nomem; i++)
        follow(c, c->units[i]);
    list_flows(c);
    if (!c->nomem)
        tier1__foreign_read(c);
    if (!c->nomem)
        tier1__link(c);
    if (!c->nomem)
        tier1__graph(c);
    if (!c->nomem && c->options->lint)
        tier1__lint(c);
    if (!c->nomem)
        tier1__print(c);
}

static tier1_library *new_library(tier1_engine *engine)
{
    tier1_library *l = tier1__mem_new(&engine->allocator, sizeof *l);
    if (!l)
        return NULL;
    l->allocator = engine->allocator;
    atomic_init(&l->uses, 1);
    tier1__arena_init(&l->arena, engine->allocator, 4096, 0);
    tier1__map_init(&l->flow_names, engine->allocator);
    return l;
}

static void drop_units(struct compiler *c)
{
    for (size_t i = 0; i < c->unit_count; i++) {
        tier1__map_free(&c->units[i]->name_map);
        if (!c->library->flows) /* else the library frees it */
            tier1__index_free(&c->units[i]->flow->step_names);
    }
    tier1__arena_free(&c->temp);
    tier1__arena_free(&c->scratch);
    tier1__arena_free(&c->packed);
}

static int finish(struct compiler *c, tier1_library **out,
                  tier1_diagnostics **diagnostics)
{
    bool nomem;
    bool wrong;

    tier1__diagnostics_finish(c->diagnostics);
    nomem = c->nomem || c->diagnostics->failed != TIER1_OK;
    wrong = c->diagnostics->errors > 0;
    drop_units(c);
    if (nomem || wrong)
        tier1_library_free(c->library);
    else
        *out = c->library;
    if (diagnostics && !nomem)
        *diagnostics = c->diagnostics;
    else
        tier1_diagnostics_free(c->diagnostics);
    return nomem ? TIER1_ENOMEM : wrong ? TIER1_EFLOW : TIER1_OK;
}

static bool words_are_there(const tier1_load_options *o)
{
    for (size_t i = 0; i < o->word_count; i++)
        if (!o->words || !o->words[i])
            return false;
    return true;
}

int tier1_library_load(tier1_library **out, tier1_diagnostics **diagnostics,
                       tier1_engine *engine, const tier1_source *sources,
                       size_t source_count, const tier1_load_options *options)
{
    tier1_load_options whole = TIER1_LOAD_OPTIONS_INIT;
    struct compiler c = {.engine = engine,
                         .options = TIER1__OPTIONS(LOAD, options, &whole)};

    if (out)
        *out = NULL;
    if (diagnostics)
        *diagnostics = NULL;
    if (!out || !engine || !sources || source_count == 0 || !c.options ||
        engine->busy || (c.options->lint && !tier1__lint_is_there()) ||
        !words_are_there(c.options))
        return TIER1_EMISUSE;
    if (source_count == 1 && sources->bytes &&
        tier1__image_is(sources->bytes, sources->length))
        return tier1_library_read(out, diagnostics, engine, sources);
    c.library = new_library(engine);
    c.diagnostics = tier1__diagnostics_new(engine->allocator,
                                           (size_t)engine->caps.diagnostics);
    if (!c.library || !c.diagnostics) {
        tier1_library_free(c.library);
        tier1_diagnostics_free(c.diagnostics);
        return TIER1_ENOMEM;
    }
    tier1__arena_init(&c.temp, engine->allocator, 4096, 0);
    tier1__arena_init(&c.scratch, engine->allocator, SCRATCH, 0);
    tier1__arena_init(&c.packed, engine->allocator, SCRATCH, 0);
    /* what stands in a file is no secret of anybody's */
    c.temp.plain = c.scratch.plain = c.packed.plain = true;
    c.library->arena.plain = true;
    /* the first chunk stays when the arena goes back to a mark */
    c.nomem = !tier1__arena_alloc(&c.scratch, 1);
    c.alone = source_count == 1;
    c.foreign_end = &c.foreign;
    compile(&c, sources, source_count);
    return finish(&c, out, diagnostics);
}
