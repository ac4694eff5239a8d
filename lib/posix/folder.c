/* SPDX-License-Identifier: MIT */
/* Loading from a path: one flow file, or all the flows of a folder, in the
 * order of their names, so that the same folder is the same library. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <tier1/sys/posix.h>

#include "base/engine.h"
#include "base/mem.h"
#include "base/options.h"
#include "posix/file.h"

/* Files to load: their paths and what they hold. */
struct files {
    tier1_engine *engine;
    char **paths;
    size_t count, cap;
    tier1_buf *texts;      /* `count` of them */
    tier1_source *sources; /* likewise */
};

static void free_path(const struct files *f, char *path)
{
    tier1__mem_free(&f->engine->allocator, path, strlen(path) + 1);
}

static void files_free(struct files *f)
{
    const tier1_allocator *a = &f->engine->allocator;

    for (size_t i = 0; i < f->count; i++) {
        if (f->texts != NULL)
            tier1_buf_dispose(&f->texts[i]);
        free_path(f, f->paths[i]);
    }
    tier1__mem_free(a, f->paths, f->cap * sizeof(*f->paths));
    tier1__mem_free(a, f->texts, f->count * sizeof(*f->texts));
    tier1__mem_free(a, f->sources, f->count * sizeof(*f->sources));
}

/* Whether a name ends in ".yaml" and has no other dot: "x.test.yaml" is a test
 * and "x.fr.yaml" a translation. */
static bool is_flow_name(const char *name)
{
    const char *dot = strchr(name, '.');

    return dot != NULL && dot != name && strcmp(dot, ".yaml") == 0;
}

/* Adds FOLDER/NAME, or NAME alone where there is no folder. */
static int add_path(struct files *f, const char *folder, const char *name)
{
    const tier1_allocator *a = &f->engine->allocator;
    size_t head = folder == NULL ? 0 : strlen(folder);
    size_t length = strlen(name);
    bool slash = head > 0 && folder[head - 1] != '/';
    char **paths = tier1__grow(a, f->paths, f->count, &f->cap, sizeof(*paths));
    char *path;

    if (paths == NULL)
        return TIER1_ENOMEM;
    f->paths = paths;
    path = tier1__mem(a, NULL, 0, head + (slash ? 1 : 0) + length + 1);
    if (path == NULL)
        return TIER1_ENOMEM;
    if (head > 0)
        memcpy(path, folder, head);
    if (slash)
        path[head++] = '/';
    memcpy(path + head, name, length + 1);
    paths[f->count++] = path;
    return TIER1_OK;
}

/* Moves the last path to its place among the others. */
static void sort_last(struct files *f)
{
    char *last = f->paths[f->count - 1];
    size_t at = f->count - 1;

    for (; at > 0 && strcmp(f->paths[at - 1], last) > 0; at--)
        f->paths[at] = f->paths[at - 1];
    f->paths[at] = last;
}

static int read_folder(struct files *f, DIR *folder, const char *path)
{
    for (;;) {
        const struct dirent *entry;
        int rc;

        errno = 0;
        entry = readdir(folder);
        if (entry == NULL)
            return errno == 0 ? TIER1_OK : TIER1_EREAD;
        if (!is_flow_name(entry->d_name))
            continue;
        if (f->count >= f->engine->caps.flows) {
            tier1__engine_problem(f->engine,
                                  "%q: more flows than the cap 'flows', %i",
                                  path, (int64_t)f->engine->caps.flows);
            return TIER1_EREAD;
        }
        rc = add_path(f, path, entry->d_name);
        if (rc != TIER1_OK)
            return rc;
        sort_last(f);
    }
}

static int list_folder(struct files *f, const char *path)
{
    DIR *folder = opendir(path);
    int rc;

    if (folder == NULL) {
        tier1__engine_problem(f->engine, "%q: %s", path,
                              tier1__file_problem(errno));
        return errno == ENOENT ? TIER1_ENOTFOUND : TIER1_EREAD;
    }
    rc = read_folder(f, folder, path);
    (void)closedir(folder);
    if (rc == TIER1_OK && f->count == 0) {
        tier1__engine_problem(f->engine, "%q: no flows in this folder", path);
        rc = TIER1_ENOTFOUND;
    }
    return rc;
}

/* One of the files; a problem is noted with its path. */
static int read_file(struct files *f, size_t i)
{
    uint64_t most = f->engine->caps.file_bytes;
    size_t limit = most < SIZE_MAX ? (size_t)most : SIZE_MAX;
    const char *path = f->paths[i];
    int rc;

    f->texts[i].allocator = f->engine->allocator;
    rc = tier1_posix_read(&f->texts[i], path, limit);
    if (rc == TIER1_ELIMIT) {
        tier1__engine_problem(f->engine,
                              "%q: larger than the cap 'file_bytes', %i", path,
                              (int64_t)most);
        return TIER1_EREAD;
    }
    if (rc == TIER1_EREAD || rc == TIER1_ENOTFOUND)
        tier1__engine_problem(f->engine, "%q: %s", path,
                              tier1__file_problem(errno));
    f->sources[i].name = path;
    f->sources[i].bytes = f->texts[i].ptr;
    f->sources[i].length = f->texts[i].len;
    return rc;
}

static int read_files(struct files *f)
{
    const tier1_allocator *a = &f->engine->allocator;
    int rc = TIER1_OK;

    f->texts = tier1__mem_new(a, f->count * sizeof(*f->texts));
    f->sources = tier1__mem_new(a, f->count * sizeof(*f->sources));
    if (f->texts == NULL || f->sources == NULL)
        return TIER1_ENOMEM;
    for (size_t i = 0; i < f->count && rc == TIER1_OK; i++)
        rc = read_file(f, i);
    return rc;
}

static bool is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

int tier1_posix_load_with(tier1_library **out, tier1_diagnostics **diagnostics,
                          tier1_engine *engine, const char *path,
                          const tier1_load_options *given)
{
    tier1_load_options options, whole = TIER1_LOAD_OPTIONS_INIT;
    struct files f = {.engine = engine};
    int rc;

    if (out != NULL)
        *out = NULL;
    if (diagnostics != NULL)
        *diagnostics = NULL;
    given = TIER1__OPTIONS(LOAD, given, &whole);
    if (out == NULL || engine == NULL || path == NULL || given == NULL)
        return TIER1_EMISUSE;
    options = *given;
    if (options.read == NULL)
        tier1_posix_loader(&options);
    rc = is_folder(path) ? list_folder(&f, path) : add_path(&f, NULL, path);
    if (rc == TIER1_OK)
        rc = read_files(&f);
    if (rc == TIER1_OK)
        rc = tier1_library_load(out, diagnostics, engine, f.sources, f.count,
                                &options);
    files_free(&f);
    return rc;
}

int tier1_posix_load(tier1_library **out, tier1_diagnostics **diagnostics,
                     tier1_engine *engine, const char *path)
{
    return tier1_posix_load_with(out, diagnostics, engine, path, NULL);
}
