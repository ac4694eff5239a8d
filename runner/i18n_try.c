/* SPDX-License-Identifier: MIT */
/* A file is loaded with its flow before it is written: the rules that hold
 * for it are those of the library. */
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>

#include "i18n.h"
#include "io.h"
#include "runner.h"

struct trying {
    const struct i18n_made *made;
    const char *base; /* its name without the folder */
    tier1_load_options files;
};

static bool is_from(const struct trying *t, const char *from)
{
    return from && strcmp(from, tier1_flow_about(t->made->flow)->file) == 0;
}

static int read_file(void *ud, const char *from, const char *name,
                     tier1_buf *out, tier1_buf *path)
{
    struct trying *t = ud;
    const struct i18n_made *made = t->made;
    if (!is_from(t, from) || strcmp(name, t->base) != 0)
        return t->files.read(t->files.ud, from, name, out, path);
    int rc = tier1_buf_set(out, text_get(&made->bytes), made->bytes.length);
    return rc == TIER1_OK ? tier1_buf_set(path, made->path, strlen(made->path))
                          : rc;
}

/* No other translation is looked at: what is wrong there is no fault of this
 * one. */
static int list_files(void *ud, const char *from, const char *id,
                      tier1_buf *out)
{
    struct trying *t = ud;
    (void)id;
    return is_from(t, from) ? tier1_buf_set(out, t->base, strlen(t->base) + 1)
                            : TIER1_ENOTFOUND;
}

int i18n_try(tier1_diagnostics **out, tier1_engine *engine,
             const struct i18n_made *made)
{
    const char *slash = strrchr(made->path, '/');
    struct trying t = {.made = made,
                       .base = slash ? slash + 1 : made->path,
                       .files = TIER1_LOAD_OPTIONS_INIT};
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    tier1_library *library = NULL;
    tier1_posix_loader(&t.files);
    o.read = read_file;
    o.list = list_files;
    o.ud = &t;
    o.lint = 1;
    int rc = need_memory(tier1_posix_load_with(
        &library, out, engine, tier1_flow_about(made->flow)->file, &o));
    tier1_library_free(library);
    if (rc == TIER1_OK || rc == TIER1_EFLOW)
        return STATUS_DONE;
    return complain(STATUS_IO, "%s", tier1_engine_problem(engine));
}
