/* SPDX-License-Identifier: MIT */
/* Flows are named and loaded in the same way by every command. */
#include "flows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/author.h>
#include <tier1/sys/posix.h>
#include <tier1/sys/worker.h>

#include "io.h"
#include "options.h"
#include "runner.h"

static int unknown_cap(const char *command, const char *name)
{
#define NAME(name, number, text) #name,
    static const char *const names[] = {TIER1_CAP_MAP(NAME)};
#undef NAME
    const char *near =
        tier1_word_near(name, names, sizeof(names) / sizeof(*names));
    if (!near)
        return options_wrong(command, "there is no cap '%s'", name);
    char *shown = copy(near);
    for (char *c = shown; *c; c++)
        if (*c == '_')
            *c = '-';
    int status = options_wrong(
        command, "there is no cap '%s', did you mean '%s'?", name, shown);
    free(shown);
    return status;
}

static int set_cap(tier1_caps *caps, const char *command, const char *given)
{
    const char *sign = strchr(given, '=');
    char *rest = NULL;
    unsigned long long number = 0;
    if (sign && sign[1] >= '0' && sign[1] <= '9')
        number = strtoull(sign + 1, &rest, 10);
    if (!rest || *rest || !number)
        return options_wrong(
            command, "--cap takes name=N, N a number from 1; not '%s'", given);
    char *name = copy_part(given, (size_t)(sign - given));
    int rc = tier1_caps_set(caps, name, number);
    int status = rc == TIER1_OK ? STATUS_DONE : unknown_cap(command, name);
    free(name);
    return status;
}

int flows_caps(tier1_caps *caps, const char *command,
               const struct text_list *list)
{
    int status = STATUS_DONE;
    for (size_t i = 0; list && i < list->count && status == STATUS_DONE; i++)
        status = set_cap(caps, command, list->items[i]);
    return status;
}

int flows_engine(tier1_engine **out, const char *command,
                 const struct text_list *caps)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_posix_engine(&o);
    int status = flows_caps(&o.caps, command, caps);
    if (status != STATUS_DONE)
        return status;
    int rc = need_memory(tier1_engine_new(out, &o));
    if (rc != TIER1_OK)
        return complain(STATUS_IO, "no engine: %s", tier1_status_text(rc));
    return STATUS_DONE;
}

int flows_worker(tier1_engine *engine, const struct worker_choice *choice)
{
    tier1_worker_options o = TIER1_WORKER_OPTIONS_INIT;
    o.program = choice->program;
    if (!choice->wanted && !choice->program)
        return STATUS_DONE;
    int rc = need_memory(tier1_worker_start(engine, &o));
    if (rc != TIER1_OK)
        return complain(STATUS_IO, "%s", tier1_engine_problem(engine));
    return STATUS_DONE;
}

static int load_standard_input(tier1_library **out, tier1_diagnostics **list,
                               tier1_engine *engine,
                               const tier1_load_options *o, int *status)
{
    struct text bytes = TEXT_INIT;
    *status = io_read(&bytes, "-");
    int rc = TIER1_EREAD;
    if (*status == STATUS_DONE) {
        tier1_source source = {.name = io_name("-"),
                               .bytes = text_get(&bytes),
                               .length = bytes.length};
        rc = tier1_library_load(out, list, engine, &source, 1, o);
    }
    text_free(&bytes);
    return rc;
}

static int load(tier1_library **out, tier1_engine *engine, const char *path,
                struct findings *f, const struct words *words)
{
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    tier1_diagnostics *list = NULL;
    int status = STATUS_DONE, rc;
    *out = NULL;
    o.lint = words != NULL;
    o.words = words ? words->items : NULL;
    o.word_count = words ? words->count : 0;
    if (strcmp(path, "-") == 0) {
        tier1_posix_loader(&o);
        rc = load_standard_input(out, &list, engine, &o, &status);
    } else {
        rc = tier1_posix_load_with(out, &list, engine, path, &o);
    }
    need_memory(rc);
    findings_add(f, list);
    if (status != STATUS_DONE)
        return status;
    if (rc == TIER1_EFLOW)
        return STATUS_FINDINGS;
    if (rc == TIER1_OK)
        return STATUS_DONE;
    const char *why = tier1_engine_problem(engine);
    if (strstr(why, path))
        return complain(STATUS_IO, "%s", why);
    return complain(STATUS_IO, "%s: %s", path,
                    *why ? why : tier1_status_text(rc));
}

int flows_load(tier1_library **out, tier1_engine *engine, const char *path,
               struct findings *f)
{
    return load(out, engine, path, f, NULL);
}

int flows_lint(tier1_library **out, tier1_engine *engine, const char *path,
               const struct words *words, struct findings *f)
{
    return load(out, engine, path, f, words);
}

bool flows_is_compiled(const char *path)
{
    char head[16];
    FILE *file = strcmp(path, "-") == 0 ? NULL : fopen(path, "rb");
    size_t length = file ? fread(head, 1, sizeof(head), file) : 0;
    if (file)
        fclose(file);
    return tier1_library_is_compiled(head, length);
}

char *flows_split(const char *name, const char **id)
{
    const char *mark = strrchr(name, '#');
    *id = NULL;
    if (!mark || io_exists(name))
        return copy(name);
    *id = mark + 1;
    return copy_part(name, (size_t)(mark - name));
}
