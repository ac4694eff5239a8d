/* SPDX-License-Identifier: MIT */
/* Names of files beside each other. */
#include "posix/names.h"

#include <string.h>

#include "base/buf.h"
#include "base/id.h"
#include "base/mem.h"

bool tier1__name_is_flow(const char *name)
{
    const char *dot = strchr(name, '.');

    return dot != NULL && dot != name && strcmp(dot, ".yaml") == 0;
}

bool tier1__name_is_translation(const char *name)
{
    const char *dot = strchr(name, '.');
    const char *end = dot == NULL ? NULL : strchr(dot + 1, '.');
    size_t length = end == NULL ? 0 : (size_t)(end - dot) - 1;

    return length > 0 && dot != name && strcmp(end, ".yaml") == 0 &&
           !(length == 4 && memcmp(dot + 1, "test", 4) == 0) &&
           tier1__id_is_language(dot + 1, length);
}

bool tier1__name_translates(const char *name, const char *id)
{
    size_t length = strlen(id);

    return strncmp(name, id, length) == 0 && name[length] == '.' &&
           tier1__name_is_translation(name);
}

int tier1__names_add(struct names *n, const char *folder, const char *name)
{
    const tier1_allocator *a = &n->allocator;
    size_t head = folder == NULL ? 0 : strlen(folder);
    size_t length = strlen(name);
    bool slash = head > 0 && folder[head - 1] != '/';
    char **items = tier1__grow(a, n->items, n->count, &n->cap, sizeof(*items));
    char *text;

    if (items == NULL)
        return TIER1_ENOMEM;
    n->items = items;
    text = tier1__mem(a, NULL, 0, head + (slash ? 1 : 0) + length + 1);
    if (text == NULL)
        return TIER1_ENOMEM;
    if (head > 0)
        memcpy(text, folder, head);
    if (slash)
        text[head++] = '/';
    memcpy(text + head, name, length + 1);
    items[n->count++] = text;
    return TIER1_OK;
}

static void sink(char **items, size_t at, size_t count)
{
    char *one = items[at];

    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && strcmp(items[child], items[child + 1]) < 0)
            child++;
        if (strcmp(one, items[child]) >= 0)
            break;
        items[at] = items[child];
        at = child;
    }
    items[at] = one;
}

void tier1__names_sort(struct names *n)
{
    for (size_t i = n->count / 2; i > 0; i--)
        sink(n->items, i - 1, n->count);
    for (size_t end = n->count; end > 1; end--) {
        char *last = n->items[end - 1];
        n->items[end - 1] = n->items[0];
        n->items[0] = last;
        sink(n->items, 0, end - 1);
    }
}

void tier1__names_free(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        tier1__mem_free(&n->allocator, n->items[i], strlen(n->items[i]) + 1);
    tier1__mem_free(&n->allocator, n->items, n->cap * sizeof(*n->items));
}

/* The first that does not stand before what begins with "ID.". */
static size_t first_of(const struct names *n, const char *id)
{
    size_t from = 0, to = n->count, length = strlen(id);

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const char *name = n->items[middle];
        int order = strncmp(name, id, length);
        if (order == 0)
            order = (unsigned char)name[length] < '.' ? -1 : 0;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

int tier1__names_list(const struct names *n, const char *id, tier1_buf *out)
{
    size_t length = strlen(id);
    struct buf b;
    int rc;

    tier1__buf_init(&b, out->allocator, 0);
    for (size_t i = first_of(n, id);
         i < n->count && strncmp(n->items[i], id, length) == 0; i++)
        if (tier1__name_translates(n->items[i], id))
            tier1__buf_add(&b, n->items[i], strlen(n->items[i]) + 1);
    rc = b.failed;
    if (rc == TIER1_OK)
        rc = tier1_buf_set(out, tier1__buf_str(&b), b.len);
    tier1__buf_free(&b);
    return rc;
}
