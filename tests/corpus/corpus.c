/* SPDX-License-Identifier: MIT */
/* A corpus of flow files against what is to be found in each:
 *
 *     corpus FOLDER
 *
 * The raw text of a file holds comments `# expect: RULE LINE:COLUMN WORDS`,
 * one for each finding, in the order of findings; the words, if any, stand in
 * its message or hint. A file without them loads without any finding. A file
 * with `# beside` is there for others that call it, and is not looked at. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#define FILES_MOST 1000
#define MARK "# expect: "

struct corpus {
    tier1_engine *engine;
    char *names[FILES_MOST];
    size_t count, failed, findings;
};

struct expected {
    char rule[64];
    unsigned line, column;
    char words[200];
};

/* The next comment that says what to expect; NULL past the last. */
static const char *next(const char *at, const char *end, struct expected *e)
{
    size_t length = strlen(MARK);
    char row[400];
    size_t n = 0;

    while (at + length <= end && memcmp(at, MARK, length) != 0)
        at++;
    if (at + length > end)
        return NULL;
    for (at += length; at < end && *at != '\n' && n < sizeof row - 1; at++)
        row[n++] = *at;
    row[n] = '\0';
    e->words[0] = '\0';
    if (sscanf(row, "%63s %u:%u %199[^\n]", e->rule, &e->line, &e->column,
               e->words) < 3)
        (void)snprintf(e->words, sizeof e->words, "(not RULE LINE:COLUMN)");
    return at;
}

static bool holds(const char *text, const char *words)
{
    return text != NULL && strstr(text, words) != NULL;
}

static bool matches(const tier1_diagnostic *d, const struct expected *e)
{
    return strcmp(d->rule, e->rule) == 0 && d->line == e->line &&
           d->column == e->column &&
           (holds(d->message, e->words) || holds(d->hint, e->words));
}

static void show(const tier1_diagnostic *d)
{
    tier1_buf text = TIER1_BUF_INIT;

    if (tier1_diagnostic_render(&text, d, 1) == TIER1_OK)
        printf("    found: %s", text.ptr);
    tier1_buf_dispose(&text);
}

/* Every diagnostic says what, where and in which file. */
static bool is_whole(const tier1_diagnostic *d)
{
    return d->line > 0 && d->column > 0 && d->rule[0] != '\0' &&
           d->message[0] != '\0' && d->file != NULL && d->file[0] != '\0' &&
           strchr(d->message, '\n') == NULL;
}

static bool compare(const char *path, const tier1_buf *text,
                    const tier1_diagnostics *list)
{
    const char *at = text->ptr, *end = text->ptr + text->len;
    size_t count = tier1_diagnostics_count(list), i = 0;
    struct expected e;
    bool good = true;

    while ((at = next(at, end, &e)) != NULL) {
        const tier1_diagnostic *d = tier1_diagnostics_at(list, i++);

        if (d != NULL && matches(d, &e) && is_whole(d))
            continue;
        printf("%s: expected %s %u:%u %s\n", path, e.rule, e.line, e.column,
               e.words);
        if (d != NULL)
            show(d);
        good = false;
    }
    for (; i < count; i++) {
        printf("%s: not expected\n", path);
        show(tier1_diagnostics_at(list, i));
        good = false;
    }
    return good;
}

static bool check_file(struct corpus *c, const char *path)
{
    tier1_buf text = TIER1_BUF_INIT;
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    bool good = true;
    int rc = tier1_posix_read(&text, path, 0);

    if (rc != TIER1_OK) {
        printf("%s: %s\n", path, tier1_status_text(rc));
        return false;
    }
    if (!holds(text.ptr, "# beside")) {
        o.lint = 1;
        rc = tier1_posix_load_with(&library, &list, c->engine, path, &o);
        good = compare(path, &text, list);
        if ((tier1_diagnostics_count_of(list, TIER1_ERROR) == 0) !=
            (rc == TIER1_OK)) {
            printf("%s: the load says: %s\n", path, tier1_status_text(rc));
            good = false;
        }
        c->findings += tier1_diagnostics_count(list);
    }
    tier1_library_free(library);
    tier1_diagnostics_free(list);
    tier1_buf_dispose(&text);
    return good;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool list_files(struct corpus *c, const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;

    if (dir == NULL)
        return false;
    while ((entry = readdir(dir)) != NULL && c->count < FILES_MOST) {
        size_t n = strlen(entry->d_name), m = strlen(folder) + n + 2;

        if (n < 5 || strcmp(entry->d_name + n - 5, ".yaml") != 0)
            continue;
        c->names[c->count] = malloc(m);
        if (c->names[c->count] == NULL)
            break;
        (void)snprintf(c->names[c->count++], m, "%s/%s", folder, entry->d_name);
    }
    (void)closedir(dir);
    qsort(c->names, c->count, sizeof *c->names, by_name);
    return c->count > 0;
}

int main(int argc, char **argv)
{
    static struct corpus c;

    if (argc != 2 || tier1_engine_new(&c.engine, NULL) != TIER1_OK ||
        !list_files(&c, argv[1])) {
        fprintf(stderr, "usage: corpus FOLDER\n");
        return 2;
    }
    for (size_t i = 0; i < c.count; i++) {
        c.failed += !check_file(&c, c.names[i]);
        free(c.names[i]);
    }
    tier1_engine_free(c.engine);
    printf("%zu files, %zu findings, %zu not as expected\n", c.count,
           c.findings, c.failed);
    return c.failed == 0 ? 0 : 1;
}
