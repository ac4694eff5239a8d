/* SPDX-License-Identifier: MIT */
/* FLOW on the command line: a file, a folder with one flow, FOLDER#id. */
#include "choose.h"

#include <stdlib.h>

#include <tier1/author.h>

#include "flows.h"
#include "io.h"
#include "options.h"
#include "runner.h"

void choose_list(struct term *t, const tier1_library *library)
{
    const tier1_flow *flow;
    for (size_t i = 0; (flow = tier1_library_at(library, i)); i++) {
        const tier1_flow_info *about = tier1_flow_about(flow);
        term_format(t, PLAIN, "  %2zu  %-28s %s\n", i + 1, about->id,
                    about->title ? about->title : "");
    }
}

static int no_such_flow(const char *command, const tier1_library *library,
                        const char *path, const char *id)
{
    size_t count = tier1_library_count(library);
    const char **ids = make(count, sizeof(*ids));
    for (size_t i = 0; i < count; i++)
        ids[i] = tier1_flow_about(tier1_library_at(library, i))->id;
    const char *near = tier1_word_near(id, ids, count);
    int status =
        near ? options_wrong(command, "%s has no flow '%s', did you mean '%s'?",
                             path, id, near)
             : options_wrong(command, "%s has no flow '%s'", path, id);
    free(ids);
    return status;
}

bool choose_open(const tier1_library *library, const char *path)
{
    return (io_is_folder(path) || flows_is_compiled(path)) &&
           tier1_library_count(library) != 1;
}

int choose_flow(const tier1_flow **out, const char *command,
                const tier1_library *library, const char *path, const char *id)
{
    *out = id ? tier1_library_find(library, id) : tier1_library_at(library, 0);
    if (id)
        return *out ? STATUS_DONE : no_such_flow(command, library, path, id);
    if (!choose_open(library, path))
        return STATUS_DONE;
    *out = NULL;
    int status = options_wrong(command, "%s has several flows, name one: %s#ID",
                               path, path);
    choose_list(term_err(), library);
    return status;
}

int choose_load(tier1_library **library, const tier1_flow **out,
                const char *command, tier1_engine *engine, const char *name)
{
    const char *id = NULL;
    struct findings found = {0};
    char *path = flows_split(name, &id);
    int status = flows_load(library, engine, path, &found);
    if (found.errors) /* warnings are for `check` */
        findings_print(&found, term_err(), false);
    if (status == STATUS_DONE)
        status = choose_flow(out, command, *library, path, id);
    findings_free(&found);
    free(path);
    return status;
}
