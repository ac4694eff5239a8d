/* SPDX-License-Identifier: MIT */
/* `tier1 diff`: reads both versions and pairs them. */
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "findings.h"
#include "flows.h"
#include "io.h"
#include "runner.h"

/* As of other programs that tell differences: whatever went wrong is 2. */
#define STATUS_TROUBLE STATUS_USAGE

static int read_both(struct diffing *d, struct diff_pair *pair)
{
    struct text before = TEXT_INIT, after = TEXT_INIT;
    tier1_diagnostics *list = NULL;
    struct findings found = {0};
    int status = io_read(&before, pair->old_path);
    if (status == STATUS_DONE)
        status = io_read(&after, pair->new_path);
    if (status == STATUS_DONE) {
        const tier1_source old = {io_name(pair->old_path), text_get(&before),
                                  before.length};
        const tier1_source fresh = {io_name(pair->new_path), text_get(&after),
                                    after.length};
        int rc = need_memory(
            tier1_diff_flows(&pair->diff, &list, d->engine, &old, &fresh));
        status = rc == TIER1_OK ? STATUS_DONE : STATUS_FINDINGS;
    }
    findings_add(&found, list);
    findings_print(&found, term_err(), false);
    findings_free(&found);
    text_free(&before);
    text_free(&after);
    return status;
}

static struct diff_pair *add_pair(struct diffing *d, char *old_path,
                                  char *new_path)
{
    d->pairs = grow(d->pairs, d->count + 1, sizeof(*d->pairs));
    d->pairs[d->count] = (struct diff_pair){old_path, new_path, NULL};
    return &d->pairs[d->count++];
}

/* "x.test.yaml" is a test, and "x.fr.yaml" a translation. */
static bool is_flow(const char *name)
{
    return strcmp(strchr(name, '.'), ".yaml") == 0;
}

/* The flows of both folders, in order of their names. */
static void pair_folders(struct diffing *d)
{
    size_t old_count = 0, count = 0, i = 0, j = 0;
    char **old = io_list(d->old_path, ".yaml", &old_count);
    char **fresh = io_list(d->new_path, ".yaml", &count);
    while (i < old_count || j < count) {
        int order = i == old_count ? 1
                    : j == count   ? -1
                                   : strcmp(old[i], fresh[j]);
        const char *name = order <= 0 ? old[i] : fresh[j];
        if (is_flow(name))
            add_pair(d, order <= 0 ? io_join(d->old_path, name) : NULL,
                     order >= 0 ? io_join(d->new_path, name) : NULL);
        i += order <= 0;
        j += order >= 0;
    }
    for (i = 0; i < old_count; i++)
        free(old[i]);
    for (j = 0; j < count; j++)
        free(fresh[j]);
    free(old);
    free(fresh);
}

static int pair_up(struct diffing *d)
{
    bool old = io_is_folder(d->old_path), fresh = io_is_folder(d->new_path);
    int status = STATUS_DONE;
    if (old != fresh)
        return options_wrong("diff", "%s is a folder, and %s is not",
                             old ? d->old_path : d->new_path,
                             old ? d->new_path : d->old_path);
    if (old)
        pair_folders(d);
    else
        add_pair(d, copy(d->old_path), copy(d->new_path));
    if (!d->count)
        status = complain(STATUS_IO, "%s, %s: there is no flow in them",
                          d->old_path, d->new_path);
    for (size_t i = 0; i < d->count; i++) {
        struct diff_pair *pair = &d->pairs[i];
        if (pair->old_path && pair->new_path && status == STATUS_DONE)
            status = read_both(d, pair);
    }
    return status;
}

static void free_all(struct diffing *d)
{
    for (size_t i = 0; i < d->count; i++) {
        free(d->pairs[i].old_path);
        free(d->pairs[i].new_path);
        tier1_diff_free(d->pairs[i].diff);
    }
    for (size_t i = 0; i < d->break_count; i++) {
        free(d->breaks[i].file);
        free(d->breaks[i].name);
        free(d->breaks[i].why);
    }
    free(d->pairs);
    free(d->breaks);
    tier1_engine_free(d->engine);
}

static int diff(struct diffing *d)
{
    int status = flows_engine(&d->engine, "diff", NULL);
    if (status == STATUS_DONE)
        status = pair_up(d);
    if (status == STATUS_DONE)
        status = diff_breaks(d);
    if (status == STATUS_DONE && d->json)
        diff_print_json(d);
    else if (status == STATUS_DONE)
        diff_print(d);
    if (status != STATUS_DONE)
        return STATUS_TROUBLE;
    return diff_total(d) || d->break_count ? STATUS_FINDINGS : STATUS_DONE;
}

int cmd_diff(int argc, char **argv)
{
    static const char *const formats[] = {"text", "json", NULL};
    struct diffing d = {.old_path = NULL};
    const char *format = "text";
    const struct option_spec options[] = {
        {'f', "format", OPTION_WORD, "FORMAT", "text or json", &format,
         formats},
        {'t', "tests", OPTION_FLAG, NULL,
         "run the tests beside NEW, and name those that pass on OLD alone",
         &d.tests, NULL},
        {'r', "records", OPTION_LIST, "PATH",
         "name recorded sessions, of a folder or a file, that the change "
         "breaks",
         &d.records, NULL},
    };
    const struct command_line line = {
        .command = "diff",
        .arguments = "OLD NEW",
        .about = "Shows what changed between two versions of a flow, or of a "
                 "folder of them: steps, routes, texts and all else that has a "
                 "meaning; not how they are laid out. The exit status is 0 "
                 "where nothing differs, 1 where something does, and 2 where "
                 "something went wrong.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 2,
        .most = 2,
    };
    char **rest = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &rest, &count);
    if (status == OPTIONS_GO) {
        d.old_path = rest[0];
        d.new_path = rest[1];
        d.json = strcmp(format, "json") == 0;
        status = diff(&d);
        free_all(&d);
    }
    options_free(&line);
    return status;
}
