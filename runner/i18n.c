/* SPDX-License-Identifier: MIT */
/* Flows for whoever translates them, and the files beside them. */
#include "i18n.h"

#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>

#include "choose.h"
#include "flows.h"
#include "io.h"
#include "options.h"
#include "runner.h"

int i18n_engine(struct i18n_flows *flows, const char *command)
{
    const char *most[] = {"diagnostics=1000000"};
    const struct text_list caps = {most, 1};
    return flows_engine(&flows->engine, command, &caps);
}

/* ---- flows ------------------------------------------------------------- */

static int load(struct i18n_flows *flows, const char *path)
{
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    tier1_diagnostics *list = NULL;
    tier1_library *library = NULL;
    struct findings found = {0};
    tier1_posix_loader(&o);
    o.list = NULL; /* no translations */
    int rc = need_memory(
        tier1_posix_load_with(&library, &list, flows->engine, path, &o));
    findings_add(&found, list);
    if (found.errors)
        findings_print(&found, term_err(), false);
    findings_free(&found);
    if (rc == TIER1_EFLOW)
        return STATUS_FINDINGS;
    if (rc != TIER1_OK)
        return complain(STATUS_IO, "%s", tier1_engine_problem(flows->engine));
    flows->libraries = grow(flows->libraries, flows->library_count + 1,
                            sizeof(*flows->libraries));
    flows->libraries[flows->library_count++] = library;
    return STATUS_DONE;
}

const char *i18n_name(const char *file)
{
    while (starts_with(file, "./"))
        file += 2;
    return file;
}

static int keep(struct i18n_flows *flows, const tier1_flow *flow)
{
    const tier1_flow_info *about = tier1_flow_about(flow);
    for (size_t i = 0; i < flows->count; i++) {
        const tier1_flow_info *other = tier1_flow_about(flows->items[i]);
        if (strcmp(other->id, about->id) != 0)
            continue;
        if (strcmp(i18n_name(other->file), i18n_name(about->file)) == 0)
            return STATUS_DONE;
        return complain(STATUS_FINDINGS, "%s and %s are both of the flow '%s'",
                        other->file, about->file, about->id);
    }
    flows->items = grow(flows->items, flows->count + 1, sizeof(*flows->items));
    flows->items[flows->count++] = flow;
    return STATUS_DONE;
}

int i18n_add(struct i18n_flows *flows, const char *command, const char *name)
{
    const char *id = NULL;
    char *path = flows_split(name, &id);
    const tier1_flow *flow = NULL;
    int status = STATUS_DONE;
    if (strcmp(path, "-") == 0)
        status = options_wrong(command, "a flow here is a file");
    else if (flows_is_compiled(path))
        status = complain(STATUS_FINDINGS,
                          "%s: is a compiled file, and nothing can lie "
                          "beside its flows",
                          path);
    else
        status = load(flows, path);
    if (status == STATUS_DONE) {
        tier1_library *library = flows->libraries[flows->library_count - 1];
        bool all = !id && io_is_folder(path);
        if (!all)
            status = choose_flow(&flow, command, library, path, id);
        if (flow)
            status = keep(flows, flow);
        for (size_t i = 0; all && status == STATUS_DONE &&
                           (flow = tier1_library_at(library, i));
             i++)
            status = keep(flows, flow);
    }
    free(path);
    return status;
}

void i18n_free(struct i18n_flows *flows)
{
    for (size_t i = 0; i < flows->library_count; i++)
        tier1_library_free(flows->libraries[i]);
    free(flows->libraries);
    free(flows->items);
    tier1_engine_free(flows->engine);
    *flows = (struct i18n_flows){NULL, NULL, 0, NULL, 0};
}

/* ---- files beside them ------------------------------------------------- */

/* ID.TAG.yaml in any case of the tag. */
static bool is_named(const char *name, const char *id, const char *language)
{
    size_t length = strlen(id);
    char *tag;
    bool same;
    if (strncmp(name, id, length) != 0 || name[length] != '.' ||
        strlen(name) < length + 6)
        return false;
    tag = copy_part(name + length + 1, strlen(name) - length - 6);
    same = same_word(tag, language);
    free(tag);
    return same;
}

char *i18n_path(const tier1_flow *flow, const char *language)
{
    const tier1_flow_info *about = tier1_flow_about(flow);
    char *folder = io_folder(about->file), *path = NULL;
    size_t count = 0;
    char **names = io_list(*folder ? folder : ".", ".yaml", &count);
    for (size_t i = 0; i < count; i++) {
        if (!path && is_named(names[i], about->id, language))
            path = io_join(folder, names[i]);
        free(names[i]);
    }
    free(names);
    if (!path) {
        struct text name = TEXT_INIT;
        text_format(&name, "%s.%s.yaml", about->id, language);
        path = io_join(folder, text_get(&name));
        text_free(&name);
    }
    free(folder);
    return path;
}

int i18n_read(struct text *bytes, bool *is_there, const char *path)
{
    *is_there = io_exists(path);
    return *is_there ? io_read(bytes, path) : STATUS_DONE;
}

int i18n_language(const char *command, const char *tag)
{
    bool good = *tag != '\0' && strcmp(tag, "test") != 0;
    size_t part = 0;
    bool first = true; /* the language itself, which is letters */
    for (const char *c = tag; *c && good; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
        if (*c == '-' && part) {
            part = 0;
            first = false;
            continue;
        }
        good = (letter || (!first && *c >= '0' && *c <= '9')) && ++part <= 8;
    }
    return good && part
               ? STATUS_DONE
               : options_wrong(command,
                               "'%s' is no language tag such as gl or pt-BR",
                               tag);
}
