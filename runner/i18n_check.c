/* SPDX-License-Identifier: MIT */
/* `tier1 i18n check`: how far the translations of flows have come. */
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>

#include "flows.h"
#include "i18n.h"
#include "io.h"
#include "options.h"
#include "runner.h"

/* One translation. */
struct state {
    const tier1_flow *flow;
    char *path, *language;
    bool is_there;
    size_t texts, missing, stale;
    size_t extra, placeholders, errors; /* of the rules */
    tier1_value *missing_places, *stale_places;
};

struct checking {
    struct i18n_flows flows;
    struct findings findings;
    struct state *items;
    size_t count;
    const char *language, *format;
};

static bool is_translation_of(const char *name, const char *id)
{
    size_t length = strlen(id);
    return strncmp(name, id, length) == 0 && name[length] == '.' &&
           ends_with(name, ".yaml") && !ends_with(name, ".test.yaml") &&
           strlen(name) > length + 6;
}

static void add_state(struct checking *c, const tier1_flow *flow,
                      const char *language)
{
    struct state s = {.flow = flow,
                      .path = i18n_path(flow, language),
                      .language = copy(language)};
    c->items = grow(c->items, c->count + 1, sizeof(*c->items));
    c->items[c->count++] = s;
}

/* All that lie beside the flow, or the one that is asked for. */
static void find_states(struct checking *c, const tier1_flow *flow)
{
    const tier1_flow_info *about = tier1_flow_about(flow);
    char *folder = io_folder(about->file);
    size_t count = 0, length = strlen(about->id);
    char **names = NULL;
    if (c->language)
        add_state(c, flow, c->language);
    else
        names = io_list(*folder ? folder : ".", ".yaml", &count);
    for (size_t i = 0; i < count; i++) {
        if (is_translation_of(names[i], about->id)) {
            char *tag =
                copy_part(names[i] + length + 1, strlen(names[i]) - length - 6);
            add_state(c, flow, tag);
            free(tag);
        }
        free(names[i]);
    }
    free(names);
    free(folder);
}

/* ---- what there is ----------------------------------------------------- */

static int open_file(tier1_translation_file **out, struct checking *c,
                     const tier1_flow *flow, const char *path, bool *is_there)
{
    struct text bytes = TEXT_INIT;
    tier1_diagnostics *list = NULL;
    int status = i18n_read(&bytes, is_there, path);
    if (status == STATUS_DONE)
        need_memory(tier1_translation_open(
            out, &list, c->flows.engine, flow, path,
            *is_there ? text_get(&bytes) : NULL, bytes.length));
    findings_add(&c->findings, list);
    text_free(&bytes);
    return status;
}

/* What it falls back to: pt for pt-BR, unless that is the flow's own. */
static char *parent_of(const tier1_flow *flow, const char *language)
{
    const char *own = tier1_flow_about(flow)->language;
    char *tag = copy(language), *dash;
    while ((dash = strrchr(tag, '-'))) {
        *dash = '\0';
        if (own && same_word(own, tag))
            break;
        char *path = i18n_path(flow, tag);
        bool found = io_exists(path);
        free(path);
        if (found)
            return tag;
    }
    free(tag);
    return NULL;
}

static bool falls_back(const tier1_translation_file *parent, const char *place)
{
    for (size_t i = 0; parent && i < parent->count; i++)
        if (strcmp(parent->items[i].place, place) == 0)
            return parent->items[i].said != NULL;
    return false;
}

static void count_text(struct checking *c, struct state *s,
                       const tier1_translated *t, bool inherited)
{
    bool missing = !t->said && !t->text->may_stay && !inherited;
    s->texts++;
    s->missing += missing;
    s->stale += t->stale != 0;
    if (missing)
        json_add(s->missing_places, json_text(c->flows.engine, t->place));
    if (t->stale)
        json_add(s->stale_places, json_text(c->flows.engine, t->place));
}

static int count_texts(struct checking *c, struct state *s)
{
    tier1_translation_file *file = NULL, *parent = NULL;
    bool ignored;
    char *tag = parent_of(s->flow, s->language);
    char *path = tag ? i18n_path(s->flow, tag) : NULL;
    int status = open_file(&file, c, s->flow, s->path, &s->is_there);
    if (path && status == STATUS_DONE)
        status = open_file(&parent, c, s->flow, path, &ignored);
    s->missing_places = json_list(c->flows.engine);
    s->stale_places = json_list(c->flows.engine);
    for (size_t i = 0; file && i < file->count; i++)
        count_text(c, s, &file->items[i],
                   falls_back(parent, file->items[i].place));
    tier1_translation_file_free(file);
    tier1_translation_file_free(parent);
    free(path);
    free(tag);
    return status;
}

/* ---- what the rules say ------------------------------------------------ */

static bool is_of(const struct checking *c, const tier1_diagnostic *d)
{
    for (size_t i = 0; i < c->count; i++)
        if (d->file && strcmp(d->file, c->items[i].path) == 0)
            return true;
    return false;
}

static void count_findings(struct checking *c)
{
    for (size_t i = 0; i < c->count; i++)
        for (size_t j = 0; j < c->findings.count; j++) {
            const tier1_diagnostic *d = c->findings.items[j];
            struct state *s = &c->items[i];
            if (!d->file || strcmp(d->file, s->path) != 0)
                continue;
            s->errors += d->severity == TIER1_ERROR;
            s->extra += strcmp(d->rule, "extra-text") == 0;
            s->placeholders += strcmp(d->rule, "placeholder") == 0;
        }
}

/* Those of the translations that are looked at; others are for `check`. */
static int look(struct checking *c, const char *name)
{
    tier1_library *library = NULL;
    const struct words none = {0};
    struct findings all = {0}, *f = &c->findings;
    const char *id = NULL;
    char *path = flows_split(name, &id);
    int status = flows_lint(&library, c->flows.engine, path, &none, &all);
    for (size_t i = 0; i < all.count; i++)
        if (is_of(c, all.items[i])) {
            tier1_diagnostics *one = NULL;
            need_memory(tier1_diagnostics_new(&one, c->flows.engine));
            need_memory(tier1_diagnostics_add(one, NULL, all.items[i]));
            findings_add(f, one);
        }
    findings_free(&all);
    tier1_library_free(library);
    free(path);
    return status == STATUS_IO ? STATUS_IO : STATUS_DONE;
}

/* ---- saying it --------------------------------------------------------- */

static void count_of(struct text *out, size_t number, const char *what,
                     const char *more)
{
    if (number)
        text_format(out, ", %zu %s", number, number == 1 ? what : more);
}

static bool is_good(const struct state *s)
{
    return !s->missing && !s->stale && !s->extra && !s->placeholders &&
           !s->errors;
}

static void print_state(const struct state *s)
{
    struct text row = TEXT_INIT;
    term_format(term_out(), BOLD, "%s", tier1_flow_about(s->flow)->id);
    text_format(&row, " %s: ", s->language);
    if (!s->is_there)
        text_format(&row, "there is no %s", s->path);
    else
        text_format(&row, "%zu of %zu texts", s->texts - s->missing, s->texts);
    count_of(&row, s->stale, "stale", "stale");
    count_of(&row, s->extra, "superfluous", "superfluous");
    count_of(&row, s->placeholders, "placeholder differs",
             "placeholders differ");
    count_of(&row, s->errors, "error", "errors");
    term_put(term_out(),
             is_good(s)  ? GREEN
             : s->errors ? RED
                         : YELLOW,
             text_get(&row));
    term_line(term_out());
    text_free(&row);
}

static void print_json(struct checking *c)
{
    tier1_engine *engine = c->flows.engine;
    tier1_value *document = json_map(engine), *list = json_list(engine);
    json_put_number(engine, document, "format_version", 1);
    for (size_t i = 0; i < c->count; i++) {
        struct state *s = &c->items[i];
        tier1_value *one = json_map(engine);
        json_put_text(engine, one, "flow", tier1_flow_about(s->flow)->id);
        json_put_text(engine, one, "language", s->language);
        json_put_text(engine, one, "file", s->is_there ? s->path : NULL);
        json_put_number(engine, one, "texts", (long long)s->texts);
        json_put_number(engine, one, "translated",
                        (long long)(s->texts - s->missing));
        json_put(one, "untranslated", s->missing_places);
        json_put(one, "stale", s->stale_places);
        json_put_number(engine, one, "superfluous", (long long)s->extra);
        json_put_number(engine, one, "placeholders",
                        (long long)s->placeholders);
        s->missing_places = s->stale_places = NULL;
        json_add(list, one);
    }
    json_put(document, "translations", list);
    json_put(document, "diagnostics", findings_json(&c->findings, engine));
    json_print(engine, document);
}

static int check(struct checking *c, char **names, int count)
{
    int status =
        c->language ? i18n_language("i18n check", c->language) : STATUS_DONE;
    bool good = true;
    if (status == STATUS_DONE)
        status = i18n_engine(&c->flows, "i18n check");
    for (int i = 0; i < count && status == STATUS_DONE; i++)
        status = i18n_add(&c->flows, "i18n check", names[i]);
    for (size_t i = 0; i < c->flows.count && status == STATUS_DONE; i++)
        find_states(c, c->flows.items[i]);
    for (size_t i = 0; i < c->count && status == STATUS_DONE; i++)
        status = count_texts(c, &c->items[i]);
    for (int i = 0; i < count && status == STATUS_DONE; i++)
        status = look(c, names[i]);
    if (status != STATUS_DONE)
        return status;
    count_findings(c);
    for (size_t i = 0; i < c->count; i++)
        good = good && is_good(&c->items[i]);
    if (strcmp(c->format, "json") == 0) {
        print_json(c);
    } else {
        for (size_t i = 0; i < c->count; i++)
            print_state(&c->items[i]);
        findings_print(&c->findings, term_err(), false);
    }
    return good ? STATUS_DONE : STATUS_FINDINGS;
}

static void free_all(struct checking *c)
{
    for (size_t i = 0; i < c->count; i++) {
        tier1_value_free(c->items[i].missing_places);
        tier1_value_free(c->items[i].stale_places);
        free(c->items[i].path);
        free(c->items[i].language);
    }
    free(c->items);
    findings_free(&c->findings);
    i18n_free(&c->flows);
}

int i18n_check(int argc, char **argv)
{
    static const char *const formats[] = {"text", "json", NULL};
    struct checking c = {.format = "text"};
    const struct option_spec options[] = {
        {'l', "language", OPTION_TEXT, "TAG",
         "only this one; else all that are there", &c.language, NULL},
        {'f', "format", OPTION_WORD, "FORMAT", "text or json", &c.format,
         formats},
    };
    const struct command_line line = {
        .command = "i18n check",
        .arguments = "FLOW…",
        .about = "Counts what the translations of flows say, and finds what "
                 "is not translated, stale or superfluous, and where "
                 "placeholders differ. The exit status is 1 where there is "
                 "anything of that.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 1,
        .most = -1,
    };
    char **names = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &names, &count);
    if (status != OPTIONS_GO)
        return status;
    status = check(&c, names, count);
    free_all(&c);
    return status;
}
