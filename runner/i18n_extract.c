/* SPDX-License-Identifier: MIT */
/* `tier1 i18n extract`: the texts of flows as a file for translators. */
#include <stdlib.h>
#include <string.h>

#include "flows.h"
#include "i18n.h"
#include "io.h"
#include "options.h"
#include "po.h"
#include "runner.h"

struct extraction {
    struct i18n_flows flows;
    const char *language; /* NULL: a template */
    struct text out;
};

/* ---- where a text stands ----------------------------------------------- */

/* Goes on to a key, where there is one, and gives its line. */
static void step_into(const tier1_node **node, unsigned *line, const char *key)
{
    const tier1_node *map = *node;
    for (size_t i = 0; map && map->kind == TIER1_NODE_MAP && i < map->count;
         i++)
        if (strcmp(map->pairs[i].key->text, key) == 0) {
            *node = map->pairs[i].value;
            *line = map->pairs[i].key->line;
            return;
        }
}

/* The line of what stands nearest above the text, in whatever form. */
static unsigned line_of(const tier1_node *root, const tier1_flow_text *t)
{
    const tier1_node *node = root;
    unsigned line = 1;
    if (t->step) {
        step_into(&node, &line, "steps");
        step_into(&node, &line, t->step);
    }
    if (t->field) {
        step_into(&node, &line, "fields");
        step_into(&node, &line, t->field);
    }
    if (t->value) {
        step_into(&node, &line, t->step ? "choices" : "anywhere");
        step_into(&node, &line, t->value);
    }
    if (strcmp(t->key, "alt") == 0)
        step_into(&node, &line, "media");
    if (strcmp(t->key, "low") == 0 || strcmp(t->key, "high") == 0)
        step_into(&node, &line, "labels");
    step_into(&node, &line, t->key);
    if (t->split)
        step_into(&node, &line, t->for_agent ? "agent" : "customer");
    return line;
}

/* ---- entries ----------------------------------------------------------- */

/* A name with blanks stands between marks, as gettext has it. */
static void reference(struct text *out, const char *file, unsigned line)
{
    file = i18n_name(file);
    bool spaced = strpbrk(file, " \t\n") != NULL;
    text_format(out,
                spaced ? "#: \xE2\x81\xA8%s\xE2\x81\xA9:%u\n" : "#: %s:%u\n",
                file, line);
}

static void entry(struct extraction *x, const tier1_flow *flow,
                  const tier1_node *root, const tier1_translated *t)
{
    const tier1_flow_info *about = tier1_flow_about(flow);
    struct text what = TEXT_INIT, context = TEXT_INIT;
    i18n_what(&what, flow, t->text, t->place);
    text_format(&context, "%s/%s", about->id, t->place);
    text_add(&x->out, "\n");
    po_comment(&x->out, ".", text_get(&what));
    reference(&x->out, about->file, line_of(root, t->text));
    if (t->stale)
        text_add(&x->out, "#, fuzzy\n");
    po_put(&x->out, "msgctxt", text_get(&context));
    po_put(&x->out, "msgid", t->text->text);
    po_put(&x->out, "msgstr", t->said ? t->said : "");
    text_free(&what);
    text_free(&context);
}

static int print_findings(tier1_diagnostics *list)
{
    struct findings found = {0};
    findings_add(&found, list);
    findings_print(&found, term_err(), false);
    findings_free(&found);
    return STATUS_FINDINGS;
}

static int texts(struct extraction *x, const tier1_flow *flow,
                 const tier1_node *root)
{
    tier1_translation_file *file = NULL;
    tier1_diagnostics *list = NULL;
    struct text bytes = TEXT_INIT;
    bool is_there = false;
    char *path = x->language ? i18n_path(flow, x->language) : copy("");
    int status = x->language ? i18n_read(&bytes, &is_there, path) : STATUS_DONE;
    if (status == STATUS_DONE) {
        int rc = need_memory(tier1_translation_open(
            &file, &list, x->flows.engine, flow, path,
            is_there ? text_get(&bytes) : NULL, bytes.length));
        if (rc != TIER1_OK)
            status = print_findings(list);
        else
            tier1_diagnostics_free(list);
    }
    for (size_t i = 0; file && i < file->count; i++)
        entry(x, flow, root, &file->items[i]);
    tier1_translation_file_free(file);
    text_free(&bytes);
    free(path);
    return status;
}

static int extract_flow(struct extraction *x, const tier1_flow *flow)
{
    const char *path = tier1_flow_about(flow)->file;
    struct text bytes = TEXT_INIT;
    tier1_document *doc = NULL;
    int status = io_read(&bytes, path);
    if (status == STATUS_DONE &&
        need_memory(tier1_document_read(&doc, NULL, x->flows.engine, path,
                                        text_get(&bytes), bytes.length)) !=
            TIER1_OK)
        status = complain(STATUS_IO, "%s: has changed meanwhile", path);
    if (status == STATUS_DONE)
        status = texts(x, flow, tier1_document_root(doc));
    tier1_document_free(doc);
    text_free(&bytes);
    return status;
}

static int extract(struct extraction *x, char **names, int count,
                   const char *out)
{
    int status =
        x->language ? i18n_language("i18n extract", x->language) : STATUS_DONE;
    if (status == STATUS_DONE)
        status = i18n_engine(&x->flows, "i18n extract");
    for (int i = 0; i < count && status == STATUS_DONE; i++)
        status = i18n_add(&x->flows, "i18n extract", names[i]);
    if (status == STATUS_DONE)
        po_header(&x->out, x->language);
    for (size_t i = 0; i < x->flows.count && status == STATUS_DONE; i++)
        status = extract_flow(x, x->flows.items[i]);
    if (status == STATUS_DONE)
        status = strcmp(out, "-") == 0
                     ? io_write(out, text_get(&x->out), x->out.length, false)
                     : io_replace(out, text_get(&x->out), x->out.length);
    text_free(&x->out);
    i18n_free(&x->flows);
    return status;
}

int i18n_extract(int argc, char **argv)
{
    struct extraction x = {.language = NULL};
    const char *out = "-";
    const struct option_spec options[] = {
        {'l', "language", OPTION_TEXT, "TAG",
         "with what is translated into this language; else a template",
         &x.language, NULL},
        {'o', "output", OPTION_TEXT, "FILE", "the file to write", &out, NULL},
    };
    const struct command_line line = {
        .command = "i18n extract",
        .arguments = "FLOW…",
        .about = "Writes the texts of flows as a PO file, for the programs "
                 "that translators work with. Each FLOW is a file, a folder of "
                 "them, or FOLDER#id. What was translated from other words "
                 "than the flow has now is marked as fuzzy.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 1,
        .most = -1,
    };
    char **names = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &names, &count);
    return status == OPTIONS_GO ? extract(&x, names, count, out) : status;
}
