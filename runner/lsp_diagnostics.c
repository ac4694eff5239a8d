/* SPDX-License-Identifier: MIT */
/* What `tier1 check` finds in a document, told as it is typed. A file's
 * findings are those of all documents whose check comes to it, each once. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "lsp.h"
#include "runner.h"
#include "testfile.h"

#include <tier1/sys/posix.h>

struct reader {
    struct lsp *s;
    tier1_load_options disk;
};

/* A file beside: as it is open, or as it is on disk. */
static int read_beside(void *ud, const char *from, const char *name,
                       tier1_buf *out, tier1_buf *path)
{
    const struct reader *r = ud;
    char *folder = io_folder(from);
    char *joined = io_join(folder, name);
    const struct doc *d = docs_by_path(r->s, joined);
    int rc;
    if (d) {
        rc = tier1_buf_set(out, d->page.s, d->page.length);
        if (rc == TIER1_OK)
            rc = tier1_buf_set(path, joined, strlen(joined));
    } else if (*from != '/') {
        rc = TIER1_ENOTFOUND; /* not saved yet: it lies nowhere */
    } else {
        rc = r->disk.read(r->disk.ud, from, name, out, path);
    }
    free(joined);
    free(folder);
    return rc;
}

/* Does a list of names, each with a NUL behind it, have that one? */
static bool has_name(const struct text *names, const char *name)
{
    for (size_t at = 0; at < names->length; at += strlen(names->s + at) + 1)
        if (strcmp(names->s + at, name) == 0)
            return true;
    return false;
}

/* Translations beside: those on disk, and those that are open only. */
static int list_beside(void *ud, const char *from, const char *id,
                       tier1_buf *out)
{
    const struct reader *r = ud;
    tier1_buf there = TIER1_BUF_INIT;
    struct text names = TEXT_INIT;
    char *flow = docs_flow(from, id);
    int rc = *from == '/' ? r->disk.list(r->disk.ud, from, id, &there)
                          : TIER1_ENOTFOUND;
    text_bytes(&names, there.ptr ? there.ptr : "", there.len);
    for (size_t i = 0; i < r->s->doc_count; i++) {
        const char *path = r->s->docs[i]->path;
        const char *slash = strrchr(path, '/');
        const char *name = slash ? slash + 1 : path;
        if (!docs_translates(path, flow) || has_name(&names, name))
            continue;
        text_bytes(&names, name, strlen(name) + 1);
        rc = rc == TIER1_ENOTFOUND ? TIER1_OK : rc;
    }
    if (rc == TIER1_OK)
        rc = tier1_buf_set(out, text_get(&names), names.length);
    tier1_buf_dispose(&there);
    text_free(&names);
    free(flow);
    return rc;
}

static int load(struct lsp *s, const char *path, const char *bytes,
                size_t length, int lint, tier1_library **out,
                tier1_diagnostics **list)
{
    struct reader r = {s, TIER1_LOAD_OPTIONS_INIT};
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    tier1_source source = {.name = path, .bytes = bytes, .length = length};
    tier1_posix_loader(&r.disk);
    o.read = read_beside;
    o.list = list_beside;
    o.ud = &r;
    o.lint = lint;
    return need_memory(
        tier1_library_load(out, list, s->engine, &source, 1, &o));
}

/* The flow of a test file: as its document has it, or loaded for it. What is
 * wrong with it is told with the document, if there is one. */
static void load_tested(struct lsp *s, const char *file, const char *path,
                        tier1_library **library, struct findings *found)
{
    struct doc *open = s->counting ? NULL : docs_by_path(s, path);
    struct text bytes = TEXT_INIT;
    tier1_diagnostics *list = NULL;
    if (open && open->ours) {
        diagnostics_fresh(s, open);
        *library = open->loaded ? tier1_library_retain(open->library) : NULL;
    } else if (!docs_bytes(s, path, &bytes)) {
        testfile_missing(s->engine, file, found, path);
    } else {
        load(s, path, text_get(&bytes), bytes.length, 0, library, &list);
        findings_add(found, list);
    }
    text_free(&bytes);
}

static void check_test(struct lsp *s, const char *file, const struct page *p,
                       tier1_library **library, struct findings *found)
{
    tier1_tests *tests = NULL;
    tier1_diagnostics *list = NULL;
    int rc = tier1_tests_load(&tests, &list, s->engine, file, p->s, p->length);
    findings_add(found, list);
    if (need_memory(rc) != TIER1_OK)
        return;
    char *path = docs_flow(file, tier1_tests_flow(tests));
    load_tested(s, file, path, library, found);
    if (*library) {
        need_memory(tier1_diagnostics_new(&list, s->engine));
        need_memory(tier1_tests_check(tests, *library, list));
        findings_add(found, list);
    }
    free(path);
    tier1_tests_free(tests);
}

/* A translation is checked with its flow, and so with it where that is open. */
static void check_flow(struct lsp *s, const char *path, const struct page *p,
                       int lint, tier1_library **library,
                       struct findings *found)
{
    tier1_diagnostics *list = NULL;
    struct text bytes = TEXT_INIT;
    char *flow = docs_translated(s, path);
    if (flow && docs_bytes(s, flow, &bytes))
        load(s, flow, text_get(&bytes), bytes.length, lint, library, &list);
    else
        load(s, path, p->s, p->length, lint, library, &list);
    findings_add(found, list);
    text_free(&bytes);
    free(flow);
}

/* Is it told with its flow, which is open? */
static bool told_with_flow(struct lsp *s, const struct doc *d)
{
    char *flow = docs_translated(s, d->path);
    const struct doc *open = flow ? docs_by_path(s, flow) : NULL;
    free(flow);
    return open && open->ours;
}

void diagnostics_fresh(struct lsp *s, struct doc *d)
{
    tier1_library *library = NULL;
    if (!d->dirty)
        return;
    d->dirty = false;
    d->untold = true;
    findings_free(&d->findings);
    if (!d->ours)
        return;
    if (d->is_test)
        check_test(s, d->path, &d->page, &library, &d->findings);
    else if (!told_with_flow(s, d))
        check_flow(s, d->path, &d->page, 1, &library, &d->findings);
    d->loaded = library != NULL;
    if (library) {
        tier1_library_free(d->library);
        d->library = library;
    }
}

size_t diagnostics_errors(struct lsp *s, const char *path, struct text *first)
{
    struct findings found = {.lists = NULL};
    struct page page = {.s = NULL};
    struct text bytes = TEXT_INIT;
    tier1_library *library = NULL;
    docs_bytes(s, path, &bytes);
    page_set(&page, text_get(&bytes), bytes.length);
    s->counting = true;
    if (path_is_test(path))
        check_test(s, path, &page, &library, &found);
    else
        check_flow(s, path, &page, 0, &library, &found);
    s->counting = false;
    for (size_t i = 0; first && i < found.count; i++)
        if (found.items[i]->severity == TIER1_ERROR && !first->length)
            text_format(first, "%s:%u: %s", found.items[i]->file,
                        found.items[i]->line, found.items[i]->message);
    size_t count = found.errors;
    findings_free(&found);
    tier1_library_free(library);
    text_free(&bytes);
    page_free(&page);
    return count;
}

static tier1_value *range_of(struct lsp *s, struct page *p,
                             const tier1_diagnostic *d)
{
    size_t start = page_place(p, d->line, d->column);
    size_t end =
        d->end_line ? page_place(p, d->end_line, d->end_column) : start;
    return lsp_range(s, p, start, end < start ? start : end);
}

static void text_of(struct text *out, const tier1_diagnostic *d)
{
    text_add(out, d->message);
    if (d->hint)
        text_format(out, " (%s)", d->hint);
}

static bool fades(const char *rule)
{
    static const char *const rules[] = {"shadowed-route", "unreachable-step",
                                        "unused-ignore", "unused-variable"};
    for (size_t i = 0; rule && i < sizeof(rules) / sizeof(*rules); i++)
        if (strcmp(rules[i], rule) == 0)
            return true;
    return false;
}

static tier1_value *finding(struct lsp *s, struct page *p,
                            const tier1_diagnostic *d)
{
    tier1_value *one = json_map(s->wire);
    struct text message = TEXT_INIT;
    text_of(&message, d);
    json_put(one, "range", range_of(s, p, d));
    json_put_number(s->wire, one, "severity",
                    d->severity == TIER1_ERROR     ? 1
                    : d->severity == TIER1_WARNING ? 2
                                                   : 3);
    json_put_text(s->wire, one, "source", "tier1");
    if (d->rule)
        json_put_text(s->wire, one, "code", d->rule);
    json_put_text(s->wire, one, "message", text_get(&message));
    if (fades(d->rule)) {
        tier1_value *tags = json_list(s->wire), *tag = NULL;
        need_memory(tier1_value_new_integer(&tag, s->wire, 1));
        json_add(tags, tag);
        json_put(one, "tags", tags);
    }
    text_free(&message);
    return one;
}

/* The text that a finding's place is in. */
static struct page *page_of(struct lsp *s, const char *path, struct page *room)
{
    struct doc *d = docs_by_path(s, path);
    struct text bytes = TEXT_INIT;
    if (d)
        return &d->page;
    docs_bytes(s, path, &bytes);
    page_set(room, text_get(&bytes), bytes.length);
    text_free(&bytes);
    return room;
}

/* Notes belong to the finding before them. */
static tier1_value *related(struct lsp *s, const struct findings *f, size_t i)
{
    tier1_value *list = json_list(s->wire);
    for (i++; i < f->count && f->items[i]->severity == TIER1_NOTE; i++) {
        const tier1_diagnostic *d = f->items[i];
        struct page room = {NULL, 0, {NULL, 0}, {NULL, 0}};
        struct text message = TEXT_INIT;
        tier1_value *one = json_map(s->wire), *where = json_map(s->wire);
        char *uri = path_uri(s, d->file);
        json_put_text(s->wire, where, "uri", uri);
        json_put(where, "range", range_of(s, page_of(s, d->file, &room), d));
        json_put(one, "location", where);
        text_of(&message, d);
        json_put_text(s->wire, one, "message", text_get(&message));
        json_add(list, one);
        text_free(&message);
        free(uri);
        page_free(&room);
    }
    return list;
}

static bool told_before(const struct lsp *s, size_t before,
                        const tier1_diagnostic *d)
{
    for (size_t i = 0; i < before; i++)
        for (size_t j = 0; j < s->docs[i]->findings.count; j++) {
            const tier1_diagnostic *o = s->docs[i]->findings.items[j];
            if (o->line == d->line && o->column == d->column &&
                strcmp(o->file, d->file) == 0 &&
                strcmp(o->message, d->message) == 0)
                return true;
        }
    return false;
}

static void publish(struct lsp *s, const char *path)
{
    struct page room = {NULL, 0, {NULL, 0}, {NULL, 0}};
    struct page *p = page_of(s, path, &room);
    tier1_value *params = json_map(s->wire), *list = json_list(s->wire);
    char *uri = path_uri(s, path);
    for (size_t i = 0; i < s->doc_count; i++) {
        const struct findings *f = &s->docs[i]->findings;
        for (size_t j = 0; j < f->count; j++) {
            const tier1_diagnostic *d = f->items[j];
            bool note = d->severity == TIER1_NOTE && j > 0;
            if (note || strcmp(d->file, path) != 0 || told_before(s, i, d))
                continue;
            tier1_value *one = finding(s, p, d), *more = related(s, f, j);
            if (tier1_value_count(more))
                json_put(one, "relatedInformation", more);
            else
                tier1_value_free(more);
            json_add(list, one);
        }
    }
    json_put_text(s->wire, params, "uri", uri);
    json_put(params, "diagnostics", list);
    rpc_notify(s, "textDocument/publishDiagnostics", params);
    free(uri);
    page_free(&room);
}

static void tell(char ***list, size_t *count, const char *path)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp((*list)[i], path) == 0)
            return;
    *list = grow(*list, *count + 1, sizeof(**list));
    (*list)[(*count)++] = copy(path);
}

static void drop(char **list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(list[i]);
    free(list);
}

void diagnostics_check(struct lsp *s)
{
    char **paths = s->closed;
    size_t count = s->closed_count;
    s->closed = NULL;
    s->closed_count = 0;
    for (size_t i = 0; i < s->doc_count; i++)
        diagnostics_fresh(s, s->docs[i]);
    for (size_t i = 0; i < s->doc_count; i++) {
        struct doc *d = s->docs[i];
        bool untold = d->untold && d->ours;
        d->untold = false;
        if (!untold)
            continue;
        for (size_t j = 0; j < d->told_count; j++)
            tell(&paths, &count, d->told[j]);
        drop(d->told, d->told_count);
        d->told = NULL;
        d->told_count = 0;
        tell(&d->told, &d->told_count, d->path);
        for (size_t j = 0; j < d->findings.count; j++)
            tell(&d->told, &d->told_count, d->findings.items[j]->file);
        for (size_t j = 0; j < d->told_count; j++)
            tell(&paths, &count, d->told[j]);
    }
    for (size_t i = 0; i < count; i++)
        publish(s, paths[i]);
    drop(paths, count);
}

void diagnostics_forget(struct lsp *s, struct doc *d)
{
    for (size_t i = 0; i < d->told_count; i++)
        tell(&s->closed, &s->closed_count, d->told[i]);
}

bool diagnostics_due(const struct lsp *s)
{
    for (size_t i = 0; i < s->doc_count; i++)
        if (s->docs[i]->dirty)
            return true;
    return s->closed_count > 0;
}
