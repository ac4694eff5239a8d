/* SPDX-License-Identifier: MIT */
/* A corpus of flow files against what is to be found in each:
 *
 *     corpus [--list] FOLDER
 *
 * The raw text of a file holds comments `# expect: RULE LINE:COLUMN WORDS`,
 * one for each finding, in the order of findings; the words, if any, stand in
 * its message or hint. A file without them loads without any finding. A file
 * with `# beside` is there for others that call it, and is not looked at.
 *
 * Of a translation, ID.TAG.yaml, the flow ID.yaml beside it is loaded, and what
 * is found in the translation is compared.
 *
 * A file ID.test.yaml is read as tests and held against the flow that it names,
 * which stands beside it; with `# add` a case is put at its end instead, of the
 * flow `add`. With --list the findings are told, and not compared: a rule, a
 * tab and the message, for inventory.py. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/author.h>
#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#define FILES_MOST 1000
#define MARK "# expect: "

struct corpus {
    tier1_engine *engine;
    char *names[FILES_MOST];
    size_t count, failed, findings;
    bool lists;
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

/* The next that was found in a file, or, if it is any, in all. */
static const tier1_diagnostic *found(const tier1_diagnostics *list, size_t *i,
                                     const char *file)
{
    const tier1_diagnostic *d;

    while ((d = tier1_diagnostics_at(list, *i)) != NULL) {
        ++*i;
        if (file == NULL || strcmp(d->file, file) == 0)
            return d;
    }
    return NULL;
}

static bool compare(const char *path, const tier1_buf *text,
                    const tier1_diagnostics *list, const char *file)
{
    const char *at = text->ptr, *end = text->ptr + text->len;
    const tier1_diagnostic *d;
    struct expected e;
    bool good = true;
    size_t i = 0;

    while ((at = next(at, end, &e)) != NULL) {
        d = found(list, &i, file);

        if (d != NULL && matches(d, &e) && is_whole(d))
            continue;
        printf("%s: expected %s %u:%u %s\n", path, e.rule, e.line, e.column,
               e.words);
        if (d != NULL)
            show(d);
        good = false;
    }
    while ((d = found(list, &i, file)) != NULL) {
        printf("%s: not expected\n", path);
        show(d);
        good = false;
    }
    return good;
}

static int load_flow(struct corpus *c, tier1_library **library,
                     tier1_diagnostics **list, const char *path, int lint)
{
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;

    o.lint = lint;
    return tier1_posix_load_with(library, list, c->engine, path, &o);
}

/* Holds tests against the flow ID.yaml in their folder. */
static int check_tests(struct corpus *c, tier1_diagnostics *list,
                       const char *path, const tier1_tests *tests)
{
    char flow[1000];
    tier1_library *library = NULL;
    const char *slash = strrchr(path, '/');
    int rc;

    (void)snprintf(flow, sizeof flow, "%.*s%s.yaml",
                   slash == NULL ? 0 : (int)(slash - path + 1), path,
                   tier1_tests_flow(tests));
    rc = load_flow(c, &library, NULL, flow, 0);
    if (rc == TIER1_OK)
        rc = tier1_tests_check(tests, library, list);
    else
        printf("%s: no flow for the tests: %s\n", flow, tier1_status_text(rc));
    tier1_library_free(library);
    if (rc == TIER1_OK && tier1_diagnostics_count(list) > 0)
        rc = TIER1_EINVALID; /* the check itself was done */
    return rc;
}

static int load_tests(struct corpus *c, tier1_diagnostics **list,
                      const char *path, const tier1_buf *text)
{
    tier1_made_case made = {
        .flow = "add",
        .name = "added",
        .text = "  - name: added\n    expect: {at: ask}\n",
    };
    tier1_tests *tests = NULL;
    tier1_buf grown = TIER1_BUF_INIT;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    int rc;

    if (holds(text->ptr, "# add\n")) {
        rc = tier1_tests_add(&grown, list, c->engine, name, text->ptr,
                             text->len, &made);
        tier1_buf_dispose(&grown);
        return rc;
    }
    rc = tier1_tests_load(&tests, list, c->engine, name, text->ptr, text->len);
    if (rc == TIER1_OK)
        rc = check_tests(c, *list, path, tests);
    tier1_tests_free(tests);
    return rc;
}

static void tell(const tier1_diagnostics *list)
{
    for (size_t i = 0; i < tier1_diagnostics_count(list); i++) {
        const tier1_diagnostic *d = tier1_diagnostics_at(list, i);

        printf("%s\t%s\n", d->rule, d->message);
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

/* The flow of a translation, in `flow`; NULL: it is none. */
static const char *flow_of(char flow[1000], const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strchr(slash == NULL ? path : slash, '.');

    if (dot == NULL || strcmp(dot, ".yaml") == 0 ||
        ends_with(path, ".test.yaml"))
        return NULL;
    (void)snprintf(flow, 1000, "%.*s.yaml", (int)(dot - path), path);
    return flow;
}

static bool look(struct corpus *c, const char *path, const tier1_buf *text)
{
    char room[1000];
    const char *flow = flow_of(room, path);
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;
    bool good = true;
    int rc = ends_with(path, ".test.yaml")
                 ? load_tests(c, &list, path, text)
                 : load_flow(c, &library, &list, flow != NULL ? flow : path, 1);

    if (c->lists)
        tell(list);
    else
        good = compare(path, text, list, flow != NULL ? path : NULL);
    if ((tier1_diagnostics_count_of(list, TIER1_ERROR) == 0) !=
        (rc == TIER1_OK)) {
        printf("%s: the load says: %s\n", path, tier1_status_text(rc));
        good = false;
    }
    c->findings += tier1_diagnostics_count(list);
    tier1_library_free(library);
    tier1_diagnostics_free(list);
    return good;
}

static bool check_file(struct corpus *c, const char *path)
{
    tier1_buf text = TIER1_BUF_INIT;
    bool good = true;
    int rc = tier1_posix_read(&text, path, 0);

    if (rc != TIER1_OK) {
        printf("%s: %s\n", path, tier1_status_text(rc));
        return false;
    }
    if (!holds(text.ptr, "# beside"))
        good = look(c, path, &text);
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

    c.lists = argc == 3 && strcmp(argv[1], "--list") == 0;
    if (argc != 2 + c.lists || tier1_engine_new(&c.engine, NULL) != TIER1_OK ||
        !list_files(&c, argv[argc - 1])) {
        fprintf(stderr, "usage: corpus [--list] FOLDER\n");
        return 2;
    }
    for (size_t i = 0; i < c.count; i++) {
        c.failed += !check_file(&c, c.names[i]);
        free(c.names[i]);
    }
    tier1_engine_free(c.engine);
    if (!c.lists)
        printf("%zu files, %zu findings, %zu not as expected\n", c.count,
               c.findings, c.failed);
    return c.failed == 0 ? 0 : 1;
}
