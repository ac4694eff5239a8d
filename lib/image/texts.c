/* SPDX-License-Identifier: MIT */
/* The texts of a compiled file: each ends with a NUL, the last one too, and all
 * are UTF-8, as a NUL stands in the middle of no letter. */
#include <string.h>

#include "base/utf8.h"
#include "image/read.h"

bool tier1__image_texts(struct reader *r, const char *bytes, size_t length)
{
    char *copy;
    size_t bad;

    if (length == 0 || bytes[length - 1] != '\0')
        return tier1__image_wrong(r, "its last text has no end");
    if (!tier1__utf8_valid(bytes, length, &bad))
        return tier1__image_wrong(r, "a text is no UTF-8");
    copy = tier1__arena_bare(r->arena, length);
    if (!copy)
        return tier1__image_nomem(r);
    memcpy(copy, bytes, length);
    r->texts = r->fresh = copy;
    r->texts_end = copy + length;
    return true;
}
