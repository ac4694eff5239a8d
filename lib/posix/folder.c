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
#include "posix/names.h"

/* Files to load: their paths and what they hold. */
struct files {
    tier1_engine *engine;
    struct names paths;
    struct names translations; /* names of all in the folder */
    tier1_buf *texts;          /* one for each path */
    tier1_source *sources;     /* likewise */
    tier1_load_options own;    /* that of tier1_posix_loader() */
};

static void files_free(struct files *f)
{
    const tier1_allocator *a = &f->engine->allocator;
    size_t count = f->paths.count;

    for (size_t i = 0; f->texts != NULL && i < count; i++)
        tier1_buf_dispose(&f->texts[i]);
    tier1__mem_free(a, f->texts, count * sizeof(*f->texts));
    tier1__mem_free(a, f->sources, count * sizeof(*f->sources));
    tier1__names_free(&f->paths);
    tier1__names_free(&f->translations);
}

static int add_file(struct files *f, const char *path, const char *name)
{
    if (tier1__name_is_translation(name))
        return tier1__names_add(&f->translations, NULL, name);
    if (!tier1__name_is_flow(name))
        return TIER1_OK;
    if (f->paths.count < f->engine->caps.flows)
        return tier1__names_add(&f->paths, path, name);
    tier1__engine_problem(f->engine, "%p: more flows than the cap 'flows', %i",
                          path, (int64_t)f->engine->caps.flows);
    return TIER1_EREAD;
}

static int read_folder(struct files *f, DIR *folder, const char *path)
{
    for (;;) {
        const struct dirent *entry;
        int rc;

        errno = 0;
        entry = readdir(folder);
        if (entry == NULL)
            break;
        rc = add_file(f, path, entry->d_name);
        if (rc != TIER1_OK)
            return rc;
    }
    tier1__names_sort(&f->paths);
    tier1__names_sort(&f->translations);
    return errno == 0 ? TIER1_OK : TIER1_EREAD;
}

static int list_folder(struct files *f, const char *path)
{
    DIR *folder = opendir(path);
    int rc;

    if (folder == NULL) {
        tier1__engine_problem(f->engine, "%p: %s", path,
                              tier1__file_problem(errno));
        return errno == ENOENT ? TIER1_ENOTFOUND : TIER1_EREAD;
    }
    rc = read_folder(f, folder, path);
    (void)closedir(folder);
    if (rc == TIER1_OK && f->paths.count == 0) {
        tier1__engine_problem(f->engine, "%p: no flows in this folder", path);
        rc = TIER1_ENOTFOUND;
    }
    return rc;
}

/* One of the files; a problem is noted with its path. */
static int read_file(struct files *f, size_t i)
{
    uint64_t most = f->engine->caps.file_bytes;
    size_t limit = most < SIZE_MAX ? (size_t)most : SIZE_MAX;
    const char *path = f->paths.items[i];
    int rc;

    f->texts[i].allocator = f->engine->allocator;
    rc = tier1_posix_read(&f->texts[i], path, limit);
    if (rc == TIER1_ELIMIT) {
        tier1__engine_problem(f->engine,
                              "%p: larger than the cap 'file_bytes', %i", path,
                              (int64_t)most);
        return TIER1_EREAD;
    }
    if (rc == TIER1_EREAD || rc == TIER1_ENOTFOUND)
        tier1__engine_problem(f->engine, "%p: %s", path,
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

    f->texts = tier1__mem_new(a, f->paths.count * sizeof(*f->texts));
    f->sources = tier1__mem_new(a, f->paths.count * sizeof(*f->sources));
    if (f->texts == NULL || f->sources == NULL)
        return TIER1_ENOMEM;
    for (size_t i = 0; i < f->paths.count && rc == TIER1_OK; i++)
        rc = read_file(f, i);
    return rc;
}

static bool is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* Beside which file? One of the folder was looked for when it was read. */
static int list_read(void *ud, const char *from, const char *id, tier1_buf *out)
{
    const struct files *f = ud;

    (void)from; /* what is read lies in the one folder */
    return tier1__names_list(&f->translations, id, out);
}

static int read_own(void *ud, const char *from, const char *name,
                    tier1_buf *out, tier1_buf *path)
{
    const struct files *f = ud;

    return f->own.read(f->own.ud, from, name, out, path);
}

/* A folder is looked into once. */
static void choose_loader(struct files *f, tier1_load_options *options,
                          bool folder)
{
    if (options->read != NULL)
        return;
    tier1_posix_loader(&f->own);
    options->read = f->own.read;
    options->list = f->own.list;
    options->ud = f->own.ud;
    if (!folder)
        return;
    options->read = read_own;
    options->list = list_read;
    options->ud = f;
}

int tier1_posix_load_with(tier1_library **out, tier1_diagnostics **diagnostics,
                          tier1_engine *engine, const char *path,
                          const tier1_load_options *given)
{
    tier1_load_options options, whole = TIER1_LOAD_OPTIONS_INIT;
    struct files f = {.engine = engine};
    bool folder;
    int rc;

    if (out != NULL)
        *out = NULL;
    if (diagnostics != NULL)
        *diagnostics = NULL;
    given = TIER1__OPTIONS(LOAD, given, &whole);
    if (out == NULL || engine == NULL || path == NULL || given == NULL)
        return TIER1_EMISUSE;
    f.paths.allocator = f.translations.allocator = engine->allocator;
    options = *given;
    folder = is_folder(path);
    choose_loader(&f, &options, folder);
    rc =
        folder ? list_folder(&f, path) : tier1__names_add(&f.paths, NULL, path);
    if (rc == TIER1_OK)
        rc = read_files(&f);
    if (rc == TIER1_OK)
        rc = tier1_library_load(out, diagnostics, engine, f.sources,
                                f.paths.count, &options);
    files_free(&f);
    return rc;
}

/* ---- beside one file --------------------------------------------------- */

/* The folder of a file; "." for none. */
static char *folder_of(const tier1_allocator *a, const char *from, size_t *size)
{
    const char *slash = strrchr(from, '/');
    size_t length = slash == NULL ? 1 : (size_t)(slash - from) + 1;
    char *folder = tier1__mem(a, NULL, 0, length + 1);

    *size = length + 1;
    if (folder == NULL)
        return NULL;
    memcpy(folder, slash == NULL ? "." : from, length);
    folder[length] = '\0';
    return folder;
}

static int find_names(struct names *n, DIR *folder, const char *id)
{
    const struct dirent *entry;
    int rc = TIER1_OK;

    while (rc == TIER1_OK) {
        errno = 0;
        entry = readdir(folder);
        if (entry == NULL) {
            rc = errno == 0 ? TIER1_OK : TIER1_EREAD;
            break;
        }
        if (tier1__name_translates(entry->d_name, id))
            rc = tier1__names_add(n, NULL, entry->d_name);
    }
    tier1__names_sort(n);
    return rc;
}

int tier1__folder_list(void *ud, const char *from, const char *id,
                       tier1_buf *out)
{
    struct names n = {.allocator = out->allocator};
    size_t size;
    char *path = folder_of(&n.allocator, from == NULL ? "" : from, &size);
    DIR *folder;
    int rc;

    (void)ud;
    if (path == NULL)
        return TIER1_ENOMEM;
    folder = opendir(path);
    tier1__mem_free(&n.allocator, path, size);
    if (folder == NULL)
        return errno == ENOENT || errno == ENOTDIR ? TIER1_ENOTFOUND
                                                   : TIER1_EREAD;
    rc = find_names(&n, folder, id);
    (void)closedir(folder);
    if (rc == TIER1_OK)
        rc = tier1__names_list(&n, id, out);
    tier1__names_free(&n);
    return rc;
}

int tier1_posix_load(tier1_library **out, tier1_diagnostics **diagnostics,
                     tier1_engine *engine, const char *path)
{
    return tier1_posix_load_with(out, diagnostics, engine, path, NULL);
}
