/* SPDX-License-Identifier: MIT */
/* Documents that commands print, built of the library's values. What a
 * terminal must not get is written as an escape, which JSON reads back as
 * the same text. */
#include <stdio.h>
#include <stdlib.h>

#include <tier1/tier1.h>

#include "glyph.h"
#include "io.h"
#include "runner.h"
#include "term.h"

static void need(int rc)
{
    if (need_memory(rc) != TIER1_OK)
        exit(complain(STATUS_IO, "a document cannot be built: %s",
                      tier1_status_text(rc)));
}

tier1_value *json_map(tier1_engine *engine)
{
    tier1_value *value = NULL;
    need(tier1_value_new_map(&value, engine));
    return value;
}

tier1_value *json_list(tier1_engine *engine)
{
    tier1_value *value = NULL;
    need(tier1_value_new_list(&value, engine));
    return value;
}

tier1_value *json_text(tier1_engine *engine, const char *text)
{
    tier1_value *value = NULL;
    if (!text) {
        need(tier1_value_new_null(&value, engine));
        return value;
    }
    int rc = tier1_value_new_text(&value, engine, text);
    if (rc == TIER1_EINVALID) { /* a file name may be any bytes */
        struct text safe = TEXT_INIT;
        term_safe(&safe, text);
        rc = tier1_value_new_text(&value, engine, text_get(&safe));
        text_free(&safe);
    }
    need(rc);
    return value;
}

void json_put(tier1_value *map, const char *key, tier1_value *value)
{
    need(tier1_value_set(map, key, value));
}

void json_put_text(tier1_engine *engine, tier1_value *map, const char *key,
                   const char *text)
{
    json_put(map, key, json_text(engine, text));
}

void json_put_number(tier1_engine *engine, tier1_value *map, const char *key,
                     long long number)
{
    tier1_value *value = NULL;
    need(tier1_value_new_integer(&value, engine, number));
    json_put(map, key, value);
}

void json_add(tier1_value *list, tier1_value *value)
{
    need(tier1_value_append(list, value));
}

tier1_value *json_copy(tier1_engine *engine, const tier1_value *value)
{
    tier1_buf json = TIER1_BUF_INIT;
    tier1_value *made = NULL;
    need(tier1_value_to_json(&json, engine, value, 0));
    need(tier1_value_from_json(&made, engine, json.ptr, json.len));
    tier1_buf_dispose(&json);
    return made;
}

void json_print(tier1_engine *engine, tier1_value *document)
{
    tier1_buf json = TIER1_BUF_INIT;
    need(tier1_value_to_json(&json, engine, document, 1));
    for (const char *s = json.ptr; *s;) {
        size_t size = 0;
        long glyph = glyph_next(s, &size);
        if (glyph < 0x7F || !glyph_unsafe(glyph))
            fwrite(s, 1, size, stdout);
        else if (glyph < 0x10000)
            printf("\\u%04lx", (unsigned long)glyph);
        else
            printf("\\u%04lx\\u%04lx",
                   0xD800 + (((unsigned long)glyph - 0x10000) >> 10),
                   0xDC00 + (((unsigned long)glyph - 0x10000) & 0x3FF));
        s += size;
    }
    if (!ends_with(json.ptr, "\n"))
        fputc('\n', stdout);
    tier1_buf_dispose(&json);
    tier1_value_free(document);
}
