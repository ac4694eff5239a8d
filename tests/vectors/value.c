/* SPDX-License-Identifier: MIT */
#include "value.h"

#include <stdio.h>
#include <stdlib.h>

static tier1_engine *engine;

void need(int rc, const char *what)
{
    if (rc >= 0)
        return;
    (void)fprintf(stderr, "vectors: %s: %s %s\n", what, tier1_status_text(rc),
                  engine ? tier1_engine_problem(engine) : "");
    exit(2);
}

tier1_engine *value_engine(void)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;

    if (engine)
        return engine;
    options.caps.file_bytes = UINT64_C(64) << 20;
    need(tier1_engine_new(&engine, &options), "an engine for values");
    return engine;
}

void value_end(void)
{
    tier1_engine_free(engine);
    engine = NULL;
}

tier1_value *value_read(const char *json, size_t length)
{
    tier1_value *value = NULL;

    need(tier1_value_from_json(&value, value_engine(), json, length), "JSON");
    return value;
}

tier1_value *value_map(void)
{
    tier1_value *map = NULL;

    need(tier1_value_new_map(&map, value_engine()), "a map");
    return map;
}

tier1_value *value_list(void)
{
    tier1_value *list = NULL;

    need(tier1_value_new_list(&list, value_engine()), "a list");
    return list;
}

tier1_value *value_copy(const tier1_value *value)
{
    tier1_buf line = value_line(value);
    tier1_value *copy = value_read(line.ptr, line.len);

    tier1_buf_dispose(&line);
    return copy;
}

void put(tier1_value *map, const char *key, tier1_value *item)
{
    need(tier1_value_set(map, key, item), key);
}

void put_integer(tier1_value *map, const char *key, int64_t integer)
{
    tier1_value *item = NULL;

    need(tier1_value_new_integer(&item, value_engine(), integer), key);
    put(map, key, item);
}

void put_boolean(tier1_value *map, const char *key, int boolean)
{
    tier1_value *item = NULL;

    need(tier1_value_new_boolean(&item, value_engine(), boolean), key);
    put(map, key, item);
}

void put_text(tier1_value *map, const char *key, const char *text)
{
    tier1_value *item = NULL;

    if (!text)
        return;
    need(tier1_value_new_text(&item, value_engine(), text), key);
    put(map, key, item);
}

void add_text(tier1_value *list, const char *text)
{
    tier1_value *item = NULL;

    need(tier1_value_new_text(&item, value_engine(), text), "a text");
    need(tier1_value_append(list, item), "a list");
}

const char *text_of(const tier1_value *map, const char *key)
{
    return tier1_value_text(tier1_value_get(map, key));
}

int64_t integer_of(const tier1_value *map, const char *key)
{
    return tier1_value_integer(tier1_value_get(map, key));
}

tier1_buf value_line(const tier1_value *value)
{
    tier1_buf line = TIER1_BUF_INIT;

    need(tier1_value_to_json(&line, value_engine(), value, 0), "a line");
    return line;
}
