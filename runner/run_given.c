/* SPDX-License-Identifier: MIT */
/* What the flow is given at the start: from a file, from the command line,
 * and, where something required is missing, from the person. */
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "io.h"
#include "run.h"
#include "runner.h"

static bool find(const tier1_flow *flow, const char *name,
                 tier1_variable_info *info)
{
    for (size_t i = 0; tier1_flow_variable(flow, i, info); i++)
        if (strcmp(info->name, name) == 0)
            return true;
    return false;
}

/* Types whose values are no texts, so that what is typed is read as YAML. */
static bool typed(const char *type)
{
    static const char *const types[] = {"boolean", "integer", "number",
                                        "list",    "map",     "multi",
                                        "money",   "scale"};
    for (size_t i = 0; type && i < sizeof(types) / sizeof(*types); i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return false;
}

static void put(struct run *r, const tier1_variable_info *info,
                const char *text)
{
    tier1_document *doc = NULL;
    tier1_value *value = NULL;
    if (typed(info->type) && *text &&
        need_memory(tier1_document_read(&doc, NULL, r->engine, info->name, text,
                                        strlen(text))) == TIER1_OK &&
        need_memory(tier1_node_value(&value, r->engine,
                                     tier1_document_root(doc))) == TIER1_OK)
        json_put(r->given, info->name, value);
    else
        json_put_text(r->engine, r->given, info->name, text);
    tier1_document_free(doc);
}

static int unknown(struct run *r, const char *name)
{
    tier1_variable_info info;
    const char **names = NULL;
    size_t count = 0;
    for (size_t i = 0; tier1_flow_variable(r->flow, i, &info); i++) {
        if (!info.given)
            continue;
        names = grow(names, count + 1, sizeof(*names));
        names[count++] = info.name;
    }
    const char *near = tier1_word_near(name, names, count);
    const char *id = tier1_flow_about(r->flow)->id;
    int status =
        near
            ? options_wrong("run",
                            "'%s' takes no '%s' at the start, did you mean "
                            "'%s'?",
                            id, name, near)
            : options_wrong("run", "'%s' takes no '%s' at the start", id, name);
    free(names);
    return status;
}

static int read_file(struct run *r, const char *path)
{
    tier1_document *doc = NULL;
    tier1_variable_info info;
    int status = run_document(r, path, &doc);
    if (status != STATUS_DONE)
        return status;
    const tier1_node *root = tier1_document_root(doc);
    if (root->kind != TIER1_NODE_MAP)
        status = complain(STATUS_USAGE, "%s: is no map of names and values",
                          io_name(path));
    for (size_t i = 0; i < root->count && status == STATUS_DONE; i++) {
        tier1_value *value = NULL;
        const char *name = root->pairs[i].key->text;
        if (!find(r->flow, name, &info) || !info.given)
            status = unknown(r, name);
        else if (need_memory(tier1_node_value(
                     &value, r->engine, root->pairs[i].value)) == TIER1_OK)
            json_put(r->given, name, value);
    }
    tier1_document_free(doc);
    return status;
}

static int read_one(struct run *r, const char *given)
{
    const char *sign = strchr(given, '=');
    tier1_variable_info info;
    if (!sign || sign == given)
        return options_wrong("run", "--given takes NAME=VALUE, not '%s'",
                             given);
    char *name = copy_part(given, (size_t)(sign - given));
    int status = STATUS_DONE;
    if (find(r->flow, name, &info) && info.given)
        put(r, &info, sign + 1);
    else
        status = unknown(r, name);
    free(name);
    return status;
}

int run_given(struct run *r)
{
    int status = STATUS_DONE;
    tier1_value_free(r->given);
    r->given = json_map(r->engine);
    if (r->options.given_file)
        status = read_file(r, r->options.given_file);
    for (size_t i = 0; i < r->options.given.count && status == STATUS_DONE; i++)
        status = read_one(r, r->options.given.items[i]);
    return status;
}

int run_ask_given(struct run *r)
{
    tier1_variable_info info;
    int asked = 0;
    for (size_t i = 0; tier1_flow_variable(r->flow, i, &info); i++) {
        if (!info.required || tier1_value_get(r->given, info.name))
            continue;
        if (!asked) {
            term_line(r->ui);
            term_say(r->ui, PLAIN, "Before the start, the flow needs:");
        }
        struct text prompt = TEXT_INIT;
        text_format(&prompt, "%s (%s%s): ", info.label ? info.label : info.name,
                    info.type ? info.type : "text",
                    info.sensitive ? ", not shown" : "");
        char *line = term_read(r->ui, text_get(&prompt), info.sensitive);
        text_free(&prompt);
        if (!line)
            return -1;
        char *given = trim(line);
        if (*given) {
            put(r, &info, given);
            asked++;
        } else {
            i--; /* required: asked again */
        }
        free(line);
    }
    return asked;
}
