/* SPDX-License-Identifier: MIT */
/* Flow files that were cut off on their way:
 *
 *     prefixes EVERY FILE…
 *
 * Loads the beginnings of each file, by every EVERY-th byte. Each is either a
 * flow, or refused with diagnostics that have a file, a line, a rule and a
 * message. By hand, all of them: prefixes 1 flows/[a-z]*.yaml */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

static size_t loads, flows, findings;

static bool is_whole(const tier1_diagnostic *d, const char *path)
{
    return d->line > 0 && d->column > 0 && d->end_line >= d->line &&
           d->rule != NULL && d->rule[0] != '\0' && d->message != NULL &&
           d->message[0] != '\0' && d->file != NULL &&
           (d->severity == TIER1_WARNING || strcmp(d->file, path) == 0);
}

static bool load(tier1_engine *engine, const char *path, const char *bytes,
                 size_t length)
{
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    const tier1_source source = {path, bytes, length};
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;
    size_t errors;
    bool good;
    int rc;

    tier1_posix_loader(&o);
    o.list = NULL; /* of a flow that is cut off, nothing is translated */
    o.lint = 1;
    rc = tier1_library_load(&library, &list, engine, &source, 1, &o);
    errors = tier1_diagnostics_count_of(list, TIER1_ERROR);
    good = (rc == TIER1_OK && library != NULL && errors == 0) ||
           (rc == TIER1_EFLOW && library == NULL && errors > 0);
    for (size_t i = 0; i < tier1_diagnostics_count(list); i++)
        good = good && is_whole(tier1_diagnostics_at(list, i), path);
    loads++;
    flows += library != NULL;
    findings += tier1_diagnostics_count(list);
    tier1_library_free(library);
    tier1_diagnostics_free(list);
    if (!good)
        printf("%s: the first %zu bytes: %s, and a finding without a place or "
               "words\n",
               path, length, tier1_status_text(rc));
    return good;
}

/* From a block of its very size, so that a read past the end is seen. */
static bool load_copy(tier1_engine *engine, const char *path,
                      const tier1_buf *text, size_t length)
{
    char *bytes = malloc(length == 0 ? 1 : length);
    bool good;

    if (bytes == NULL)
        return false;
    memcpy(bytes, text->ptr, length);
    good = load(engine, path, bytes, length);
    free(bytes);
    return good;
}

static bool cut(tier1_engine *engine, const char *path, size_t every)
{
    tier1_buf text = TIER1_BUF_INIT;
    bool good = tier1_posix_read(&text, path, 0) == TIER1_OK;

    for (size_t n = 0; good && n < text.len; n += every)
        good = load_copy(engine, path, &text, n);
    good = good && load_copy(engine, path, &text, text.len);
    tier1_buf_dispose(&text);
    return good;
}

int main(int argc, char **argv)
{
    size_t every = argc < 3 ? 0 : strtoul(argv[1], NULL, 10);
    tier1_engine *engine = NULL;
    bool good = true;

    if (every == 0 || tier1_engine_new(&engine, NULL) != TIER1_OK) {
        fprintf(stderr, "usage: prefixes EVERY FILE...\n");
        return 2;
    }
    for (int i = 2; i < argc && good; i++)
        good = cut(engine, argv[i], every);
    tier1_engine_free(engine);
    printf("%zu loads, %zu of them flows, %zu findings\n", loads, flows,
           findings);
    return good && loads > 0 ? 0 : 1;
}
