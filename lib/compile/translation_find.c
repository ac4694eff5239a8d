/* SPDX-License-Identifier: MIT */
/* Files of translations: those among the sources are put aside until their
 * flows are there, and those beside a flow are asked for. */
#include "compile/compile.h"

#include <string.h>

#include "base/mem.h"

void tier1__foreign_keep(struct compiler *c, struct source source,
                         struct unit *beside)
{
    struct foreign *f = tier1__arena_alloc(&c->temp, sizeof *f);
    int rc;

    if (!f) {
        c->nomem = true;
        return;
    }
    f->source = source;
    f->unit = beside;
    f->beside = beside != NULL;
    rc = tier1__yaml_read(&f->root, &c->temp, &f->source, &c->engine->caps,
                          c->diagnostics);
    if (rc == TIER1_ENOMEM)
        c->nomem = true;
    if (rc != TIER1_OK) {
        if (beside)
            beside->errors++;
        return;
    }
    *c->foreign_end = f;
    c->foreign_end = &f->next;
}

/* The bytes are needed until the end of the load. */
static void keep_file(struct unit *u, const char *name, const tier1_buf *bytes,
                      const tier1_buf *path)
{
    struct compiler *c = u->c;
    char *copy =
        tier1__arena_text(&c->temp, bytes->ptr ? bytes->ptr : "", bytes->len);
    struct source source = {
        tier1__arena_copy(&c->library->arena, path->len ? path->ptr : name),
        copy, bytes->len};

    if (!copy || !source.name)
        c->nomem = true;
    else
        tier1__foreign_keep(c, source, u);
}

static void unreadable(struct unit *u, const char *name, int rc)
{
    tier1__error(u, tier1__key_node(u->root, "id"), "missing-file", NULL,
                 "the translation %q cannot be read: %s", name,
                 tier1_status_text(rc));
}

static void read_file(struct unit *u, const char *name)
{
    const tier1_load_options *o = u->c->options;
    tier1_buf bytes = {.allocator = u->c->engine->allocator};
    tier1_buf path = {.allocator = u->c->engine->allocator};
    int rc = o->read(o->ud, u->source.name, name, &bytes, &path);

    if (rc == TIER1_OK)
        keep_file(u, name, &bytes, &path);
    else if (rc == TIER1_ENOMEM)
        u->c->nomem = true;
    else
        unreadable(u, name, rc);
    tier1_buf_dispose(&bytes);
    tier1_buf_dispose(&path);
}

void tier1__foreign_find(struct unit *u)
{
    const tier1_load_options *o = u->c->options;
    tier1_buf names = {.allocator = u->c->engine->allocator};
    const char *id = u->flow->info.id;
    int rc;

    if (!o->list || !o->read || !id || !*id)
        return;
    rc = o->list(o->ud, u->source.name, id, &names);
    if (rc == TIER1_ENOMEM)
        u->c->nomem = true;
    else if (rc != TIER1_OK && rc != TIER1_ENOTFOUND)
        tier1__error(u, tier1__key_node(u->root, "id"), "missing-file", NULL,
                     "what lies beside the flow cannot be listed: %s",
                     tier1_status_text(rc));
    for (size_t at = 0; rc == TIER1_OK && at < names.len && !u->c->nomem;) {
        const char *end = memchr(names.ptr + at, '\0', names.len - at);
        if (!end) /* the host forgot the last one */
            break;
        read_file(u, names.ptr + at);
        at = (size_t)(end - names.ptr) + 1;
    }
    tier1_buf_dispose(&names);
}
