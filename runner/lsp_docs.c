/* SPDX-License-Identifier: MIT */
/* Open documents. What is open counts, and not what is on disk. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "lsp.h"
#include "runner.h"

#define DOCS_MAX 1000
#define BYTES_MAX ((size_t)64 << 20)

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *uri_path(const char *uri)
{
    if (!starts_with(uri, "file://"))
        return NULL;
    const char *s = strchr(uri + 7, '/');
    struct text path = TEXT_INIT;
    for (; s && *s; s++) {
        bool coded = *s == '%' && hex(s[1]) >= 0 && hex(s[2]) >= 0;
        char c = coded ? (char)(hex(s[1]) * 16 + hex(s[2])) : *s;
        s += coded ? 2 : 0;
        if (c)
            text_bytes(&path, &c, 1);
    }
    return path.s;
}

char *path_uri(const struct lsp *s, const char *path)
{
    const struct doc *d = docs_by_path(s, path);
    struct text uri = TEXT_INIT;
    if (d)
        return copy(d->uri);
    text_add(&uri, "file://");
    for (; *path; path++) {
        unsigned char c = (unsigned char)*path;
        if (strchr("/-._~", c) || (c >= '0' && c <= '9') ||
            ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
            text_bytes(&uri, path, 1);
        else
            text_format(&uri, "%%%02X", c);
    }
    return uri.s;
}

struct doc *docs_find(const struct lsp *s, const char *uri)
{
    for (size_t i = 0; uri && i < s->doc_count; i++)
        if (strcmp(s->docs[i]->uri, uri) == 0)
            return s->docs[i];
    return NULL;
}

struct doc *docs_by_path(const struct lsp *s, const char *path)
{
    for (size_t i = 0; i < s->trial_count; i++)
        if (strcmp(s->trials[i].path, path) == 0)
            return &s->trials[i];
    for (size_t i = 0; i < s->doc_count; i++)
        if (strcmp(s->docs[i]->path, path) == 0)
            return s->docs[i];
    return NULL;
}

static bool has_line(const struct page *p, const char *start)
{
    const char *s = p->s;
    while (s && *s) {
        if (starts_with(s + strspn(s, "\"'"), start))
            return true;
        s = strchr(s, '\n');
        s = s ? s + 1 : NULL;
    }
    return false;
}

/* A change may matter to what lies beside: to callers, and to tests. */
static void changed(struct lsp *s, struct doc *d)
{
    char *folder = io_folder(d->path);
    d->read = false;
    /* Other YAML is none of its business, until it says that it is a flow. */
    d->ours = d->ours || has_line(&d->page, "tier1:") ||
              has_line(&d->page, "tier1\":") ||
              has_line(&d->page, "tier1-test");
    for (size_t i = 0; i < s->doc_count; i++) {
        char *other = io_folder(s->docs[i]->path);
        if (strcmp(folder, other) == 0)
            s->docs[i]->dirty = true;
        free(other);
    }
    free(folder);
}

static void refuse(struct lsp *s, const char *why)
{
    tier1_value *params = json_map(s->wire);
    json_put_number(s->wire, params, "type", 1);
    json_put_text(s->wire, params, "message", why);
    rpc_notify(s, "window/logMessage", params);
}

void docs_open(struct lsp *s, const tier1_value *params)
{
    const tier1_value *given = tier1_value_get(params, "textDocument");
    const char *uri = tier1_value_text(tier1_value_get(given, "uri"));
    const char *text = tier1_value_text(tier1_value_get(given, "text"));
    struct doc *d = docs_find(s, uri);
    if (!uri || !text)
        return;
    if (!d && s->doc_count == DOCS_MAX) {
        refuse(s, "tier1: too many documents are open; this one is left out");
        return;
    }
    if (s->bytes + strlen(text) > BYTES_MAX) {
        refuse(s, "tier1: the documents are too large; this one is left out");
        return;
    }
    if (!d) {
        d = make(1, sizeof(*d));
        d->uri = copy(uri);
        d->path = uri_path(uri);
        if (!d->path)
            d->path = copy(uri);
        d->is_test = path_is_test(d->path);
        s->docs = grow(s->docs, s->doc_count + 1, sizeof(*s->docs));
        s->docs[s->doc_count++] = d;
    }
    s->bytes += strlen(text) - d->page.length;
    page_set(&d->page, text, strlen(text));
    changed(s, d);
}

static struct position position_of(const tier1_value *v)
{
    int64_t line = tier1_value_integer(tier1_value_get(v, "line"));
    int64_t character = tier1_value_integer(tier1_value_get(v, "character"));
    return (struct position){line > 0 ? (size_t)line : 0,
                             character > 0 ? (size_t)character : 0};
}

void docs_change(struct lsp *s, const tier1_value *params)
{
    const tier1_value *changes = tier1_value_get(params, "contentChanges");
    struct doc *d =
        docs_find(s, tier1_value_text(tier1_value_get(
                         tier1_value_get(params, "textDocument"), "uri")));
    for (size_t i = 0; d && i < tier1_value_count(changes); i++) {
        const tier1_value *one = tier1_value_at(changes, i);
        const tier1_value *range = tier1_value_get(one, "range");
        const char *text = tier1_value_text(tier1_value_get(one, "text"));
        size_t start = 0, end = d->page.length;
        if (!text)
            continue;
        if (range) {
            start = page_offset(&d->page,
                                position_of(tier1_value_get(range, "start")),
                                s->utf8);
            end = page_offset(
                &d->page, position_of(tier1_value_get(range, "end")), s->utf8);
        }
        if (end < start)
            end = start;
        size_t length = strlen(text);
        if (s->bytes - (end - start) + length > BYTES_MAX) {
            refuse(s, "tier1: the documents are too large; this one is closed");
            docs_close(s, params);
            return;
        }
        s->bytes += length - (end - start);
        page_edit(&d->page, start, end, text, length);
    }
    if (d)
        changed(s, d);
}

static void doc_free(struct doc *d)
{
    free(d->uri);
    free(d->path);
    page_free(&d->page);
    places_free(&d->places);
    tier1_library_free(d->library);
    findings_free(&d->findings);
    for (size_t i = 0; i < d->told_count; i++)
        free(d->told[i]);
    free(d->told);
    free(d);
}

void docs_close(struct lsp *s, const tier1_value *params)
{
    struct doc *d =
        docs_find(s, tier1_value_text(tier1_value_get(
                         tier1_value_get(params, "textDocument"), "uri")));
    if (!d)
        return;
    changed(s, d); /* others see the file on disk now */
    diagnostics_forget(s, d);
    for (size_t i = 0; i < s->doc_count; i++)
        if (s->docs[i] == d)
            s->docs[i] = s->docs[--s->doc_count];
    s->bytes -= d->page.length;
    doc_free(d);
}

void docs_free(struct lsp *s)
{
    for (size_t i = 0; i < s->doc_count; i++)
        doc_free(s->docs[i]);
    free(s->docs);
    for (size_t i = 0; i < s->closed_count; i++)
        free(s->closed[i]);
    free(s->closed);
}

struct places *docs_places(struct lsp *s, struct doc *d)
{
    struct places fresh;
    if (!d->read &&
        places_read(&fresh, s->engine, d->path, d->page.s, d->page.length)) {
        places_free(&d->places);
        d->places = fresh;
        d->read = true;
    }
    return &d->places;
}

bool docs_bytes(struct lsp *s, const char *path, struct text *out)
{
    const struct doc *d = docs_by_path(s, path);
    if (d) {
        text_bytes(out, d->page.s, d->page.length);
        return true;
    }
    return *path == '/' && io_exists(path) && io_read(out, path) == STATUS_DONE;
}

struct places *docs_names(struct lsp *s, const char *path, bool *own)
{
    struct doc *d = docs_by_path(s, path);
    struct text bytes = TEXT_INIT;
    *own = false;
    if (d)
        return docs_places(s, d);
    if (!docs_bytes(s, path, &bytes))
        return NULL;
    struct places *p = make(1, sizeof(*p));
    *own = places_read(p, s->engine, path, text_get(&bytes), bytes.length);
    text_free(&bytes);
    if (*own)
        return p;
    free(p);
    return NULL;
}

char **docs_beside(const char *path, const char *end, size_t *count)
{
    char *folder = io_folder(path);
    char **names = NULL;
    *count = 0;
    if (*path == '/')
        names = io_list(*folder ? folder : "/", end, count);
    for (size_t i = 0; i < *count; i++) {
        char *joined = io_join(folder, names[i]);
        free(names[i]);
        names[i] = joined;
    }
    free(folder);
    return names;
}

char *docs_flow(const char *beside, const char *id)
{
    struct text name = TEXT_INIT;
    char *folder = io_folder(beside);
    text_format(&name, "%s.yaml", id);
    char *path = io_join(folder, text_get(&name));
    free(folder);
    text_free(&name);
    return path;
}

/* The bytes before `.TAG.yaml`; 0: it ends in another way. */
static size_t before_tag(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strchr(slash ? slash : path, '.');
    const char *end = dot ? strchr(dot + 1, '.') : NULL;
    if (!end || strcmp(end, ".yaml") != 0 || path_is_test(path))
        return 0;
    return (size_t)(dot - path);
}

bool docs_translates(const char *path, const char *flow)
{
    size_t length = before_tag(path);
    return length && strncmp(path, flow, length) == 0 &&
           strcmp(flow + length, ".yaml") == 0;
}

char *docs_translated(struct lsp *s, const char *path)
{
    size_t length = before_tag(path);
    struct text flow = TEXT_INIT;
    if (!length)
        return NULL;
    text_bytes(&flow, path, length);
    text_add(&flow, ".yaml");
    if (docs_by_path(s, flow.s) || (*path == '/' && io_exists(flow.s)))
        return flow.s;
    text_free(&flow);
    return NULL;
}

tier1_value *lsp_position(struct lsp *s, struct page *p, size_t offset)
{
    struct position at = page_position(p, offset, s->utf8);
    tier1_value *v = json_map(s->wire);
    json_put_number(s->wire, v, "line", (long long)at.line);
    json_put_number(s->wire, v, "character", (long long)at.character);
    return v;
}

tier1_value *lsp_range(struct lsp *s, struct page *p, size_t start, size_t end)
{
    tier1_value *v = json_map(s->wire);
    json_put(v, "start", lsp_position(s, p, start));
    json_put(v, "end", lsp_position(s, p, end));
    return v;
}

struct doc *lsp_where(struct lsp *s, const tier1_value *params, size_t *offset)
{
    struct doc *d =
        docs_find(s, tier1_value_text(tier1_value_get(
                         tier1_value_get(params, "textDocument"), "uri")));
    if (d)
        *offset = page_offset(&d->page,
                              position_of(tier1_value_get(params, "position")),
                              s->utf8);
    return d;
}
