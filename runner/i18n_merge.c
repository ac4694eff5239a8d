/* SPDX-License-Identifier: MIT */
/* `tier1 i18n merge`: what translators made goes into the files beside the
 * flows. Where anything is wrong, nothing is written. */
#include <stdlib.h>
#include <string.h>

#include "flows.h"
#include "i18n.h"
#include "i18n_take.h"
#include "io.h"
#include "options.h"
#include "runner.h"

struct merging {
    struct i18n_flows flows;
    struct findings findings;
    struct i18n_made *made;
    size_t count;
    const char *language, *out;
    bool verbose;
};

/* The file of a flow and a language, which may have been changed already. */
static struct i18n_made *made_of(struct merging *m, const tier1_flow *flow,
                                 const char *language, int *status)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->made[i].flow == flow && same_word(m->made[i].language, language))
            return &m->made[i];
    struct i18n_made one = {.flow = flow,
                            .path = i18n_path(flow, language),
                            .language = copy(language)};
    *status = i18n_read(&one.bytes, &one.is_there, one.path);
    m->made = grow(m->made, m->count + 1, sizeof(*m->made));
    m->made[m->count] = one;
    return &m->made[m->count++];
}

/* Puts what was taken into the file, and looks at what comes of it. */
static int put(struct merging *m, struct i18n_made *made,
               const struct i18n_taken *taken, tier1_diagnostics *list)
{
    tier1_buf out = TIER1_BUF_INIT;
    tier1_diagnostics *found = NULL;
    int status = STATUS_DONE;
    int rc = need_memory(tier1_translation_put(
        &out, &found, m->flows.engine, made->flow, made->language, made->path,
        made->is_there ? text_get(&made->bytes) : NULL, made->bytes.length,
        taken->said, taken->count));
    findings_add(&m->findings, found);
    if (rc != TIER1_OK)
        return STATUS_FINDINGS;
    made->changed = made->changed || !made->is_there ||
                    out.len != made->bytes.length ||
                    memcmp(out.ptr, text_get(&made->bytes), out.len) != 0;
    made->is_there = true;
    text_free(&made->bytes);
    text_bytes(&made->bytes, out.ptr, out.len);
    tier1_buf_dispose(&out);
    found = NULL;
    status = i18n_try(&found, m->flows.engine, made);
    if (status == STATUS_DONE)
        i18n_blame(list, m->flows.engine, made, taken, found);
    tier1_diagnostics_free(found);
    return status;
}

static int merge_flow(struct merging *m, const struct po_file *po,
                      const tier1_flow *flow, const char *language,
                      tier1_diagnostics *list)
{
    struct i18n_taken taken = {.po = po};
    int status = STATUS_DONE;
    if (!i18n_speaks(po, flow))
        return STATUS_DONE;
    struct i18n_made *made = made_of(m, flow, language, &status);
    if (status == STATUS_DONE)
        status = i18n_take(&taken, m->flows.engine, made, list);
    /* what is wrong already is said with all else of its kind */
    if (status == STATUS_DONE && taken.count &&
        !tier1_diagnostics_count_of(list, TIER1_ERROR))
        status = put(m, made, &taken, list);
    i18n_taken_free(&taken);
    return status;
}

static char *language_of(const struct merging *m, const struct po_file *po,
                         tier1_diagnostics *list)
{
    char *field = m->language ? NULL : po_field(po, "Language");
    char *tag = m->language       ? copy(m->language)
                : field && *field ? po_tag(field)
                                  : NULL;
    if (!tag)
        po_tell(list, TIER1_ERROR, "po-language", po->name,
                po->header ? po->header_line : 1, "say it: --language TAG",
                "the header has no language in `Language`");
    free(field);
    return tag;
}

static int merge_po(struct merging *m, const char *name)
{
    struct text bytes = TEXT_INIT;
    tier1_diagnostics *list = NULL;
    struct po_file po = {.name = name};
    char *language = NULL;
    int status = io_read(&bytes, name);
    if (status != STATUS_DONE) {
        text_free(&bytes);
        return status;
    }
    need_memory(tier1_diagnostics_new(&list, m->flows.engine));
    if (po_read(&po, list, io_name(name), text_get(&bytes), bytes.length))
        language = language_of(m, &po, list);
    if (language)
        status = i18n_language("i18n merge", language);
    if (language && status == STATUS_DONE) {
        i18n_strangers(&po, &m->flows, list);
        for (size_t i = 0; i < m->flows.count && status == STATUS_DONE; i++)
            status = merge_flow(m, &po, m->flows.items[i], language, list);
    }
    findings_add(&m->findings, list);
    po_free(&po);
    text_free(&bytes);
    free(language);
    return status;
}

static int write_file(const struct merging *m, const struct i18n_made *made)
{
    const char *path = m->out ? m->out : made->path;
    const char *bytes = text_get(&made->bytes);
    int status = STATUS_DONE;
    if (strcmp(path, "-") == 0)
        return io_write(path, bytes, made->bytes.length, false);
    if (made->changed || m->out)
        status = io_replace(path, bytes, made->bytes.length);
    if (status == STATUS_DONE && (m->verbose || term_out()->tty))
        term_format(term_out(), PLAIN, "%s: %s\n", path,
                    made->changed ? "written" : "says all of it already");
    return status;
}

static int write_all(struct merging *m)
{
    int status = STATUS_DONE;
    const struct i18n_made *first = NULL;
    for (size_t i = 0; m->out && i < m->count; i++) {
        if (first && m->made[i].is_there)
            return options_wrong("i18n merge",
                                 "--output is for one file, and %s and %s are "
                                 "two",
                                 first->path, m->made[i].path);
        first = m->made[i].is_there ? &m->made[i] : first;
    }
    for (size_t i = 0; i < m->count && status == STATUS_DONE; i++)
        if (m->made[i].is_there) /* else nothing was taken */
            status = write_file(m, &m->made[i]);
    return status;
}

static void free_all(struct merging *m)
{
    for (size_t i = 0; i < m->count; i++) {
        free(m->made[i].path);
        free(m->made[i].language);
        text_free(&m->made[i].bytes);
    }
    free(m->made);
    findings_free(&m->findings);
    i18n_free(&m->flows);
}

static int merge(struct merging *m, char **names, int count)
{
    int status =
        m->language ? i18n_language("i18n merge", m->language) : STATUS_DONE;
    if (status == STATUS_DONE)
        status = i18n_engine(&m->flows, "i18n merge");
    if (status == STATUS_DONE)
        status = i18n_add(&m->flows, "i18n merge", names[0]);
    for (int i = 1; i < count && status == STATUS_DONE; i++)
        status = merge_po(m, names[i]);
    findings_print(&m->findings, term_err(), false);
    if (status == STATUS_DONE && m->findings.errors)
        status = STATUS_FINDINGS;
    if (status == STATUS_DONE)
        status = write_all(m);
    free_all(m);
    return status;
}

int i18n_merge(int argc, char **argv)
{
    struct merging m = {.language = NULL};
    const struct option_spec options[] = {
        {'l', "language", OPTION_TEXT, "TAG",
         "the language; else what the PO file's header says", &m.language,
         NULL},
        {'o', "output", OPTION_TEXT, "FILE",
         "the file to write; else the one beside the flow", &m.out, NULL},
        {'v', "verbose", OPTION_FLAG, NULL, "say what was written", &m.verbose,
         NULL},
    };
    const struct command_line line = {
        .command = "i18n merge",
        .arguments = "FLOW PO…",
        .about =
            "Puts the texts of PO files into the translations beside a flow, "
            "or the flows of a folder, and notes the words that they were "
            "made from. Comments and all else in those files stay. Fuzzy and "
            "empty entries are left out. Where anything is wrong, nothing is "
            "written.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 2,
        .most = -1,
    };
    char **names = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &names, &count);
    return status == OPTIONS_GO ? merge(&m, names, count) : status;
}
