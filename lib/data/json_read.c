/* SPDX-License-Identifier: MIT */
/* JSON in, strictly: what one reader takes for something else than another is
 * refused (repeated keys, lone surrogates, NUL), and nesting is bounded, so
 * that this recursion is. */
#include "data/json_read.h"

#include <string.h>

#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"

#define FEW_KEYS 16 /* up to here a walk finds a repeated key fastest */

struct reader {
    struct arena *arena;
    const char *text;
    size_t length, at;
    unsigned depth, most_depth;
    int rc;
    const char *message;
    struct buf scratch; /* a text that has escapes */
};

static const tier1_value *read_value(struct reader *r);

static void fail(struct reader *r, int rc, const char *message)
{
    if (r->rc != TIER1_OK)
        return;
    r->rc = rc;
    r->message = message;
}

static void *checked(struct reader *r, void *ptr)
{
    if (ptr == NULL)
        fail(r, TIER1_ENOMEM, "out of memory");
    return ptr;
}

static const tier1_value *made(struct reader *r, const tier1_value *v)
{
    if (v == NULL)
        fail(r, TIER1_ENOMEM, "out of memory");
    return v;
}

/* The character ahead; NUL at the end, where a NUL is none either. */
static char ahead(const struct reader *r)
{
    return r->at < r->length ? r->text[r->at] : '\0';
}

static void skip_space(struct reader *r)
{
    while (r->at < r->length && strchr(" \t\r\n", r->text[r->at]) != NULL &&
           r->text[r->at] != '\0')
        r->at++;
}

/* Takes a character, or says that it was expected. */
static bool take(struct reader *r, char c, const char *message)
{
    skip_space(r);
    if (ahead(r) != c) {
        fail(r, TIER1_EINVALID, message);
        return false;
    }
    r->at++;
    return true;
}

static bool take_if(struct reader *r, char c)
{
    skip_space(r);
    if (ahead(r) != c)
        return false;
    r->at++;
    return true;
}

static const tier1_value *read_word(struct reader *r, const char *word,
                                    const tier1_value *v)
{
    size_t length = strlen(word);

    if (r->length - r->at < length ||
        memcmp(r->text + r->at, word, length) != 0) {
        fail(r, TIER1_EINVALID, "a value is expected");
        return NULL;
    }
    r->at += length;
    return v;
}

static bool in_number(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' ||
           c == 'e' || c == 'E';
}

static const tier1_value *read_number(struct reader *r)
{
    const char *text = r->text + r->at;
    size_t length = 0;
    bool whole;
    int64_t integer;
    double number;

    while (r->at + length < r->length && in_number(text[length]))
        length++;
    if (!tier1__num_is_json(text, length, &whole)) {
        fail(r, TIER1_EINVALID, "not a number");
        return NULL;
    }
    /* "-0" is a number: as an integer it would lose its sign on the way back */
    if (whole && tier1__num_integer(text, length, &integer) &&
        (integer != 0 || text[0] != '-')) {
        r->at += length;
        return made(r, tier1__value_integer(r->arena, integer));
    }
    if (!tier1__num_number(text, length, &number)) {
        fail(r, TIER1_EINVALID, "the number is too large");
        return NULL;
    }
    r->at += length;
    return made(r, tier1__value_number(r->arena, number));
}

/* Four hexadecimal digits behind "\u". */
static bool read_hex(struct reader *r, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++) {
        char c = ahead(r);
        uint32_t digit;

        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            digit = (uint32_t)(c - 'A' + 10);
        else
            return false;
        *out = *out << 4 | digit;
        r->at++;
    }
    return true;
}

static void read_unicode(struct reader *r)
{
    uint32_t point, low;
    char bytes[4];

    if (!read_hex(r, &point)) {
        fail(r, TIER1_EINVALID, "\\u needs four hexadecimal digits");
        return;
    }
    if (point >= 0xd800 && point < 0xdc00) {
        bool pair = r->length - r->at >= 6 && r->text[r->at] == '\\' &&
                    r->text[r->at + 1] == 'u';

        r->at += pair ? 2 : 0;
        if (!pair || !read_hex(r, &low) || low < 0xdc00 || low > 0xdfff) {
            fail(r, TIER1_EINVALID, "half of a surrogate pair");
            return;
        }
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
    } else if (point >= 0xdc00 && point < 0xe000) {
        fail(r, TIER1_EINVALID, "half of a surrogate pair");
    } else if (point == 0) {
        fail(r, TIER1_EINVALID, "a text cannot hold NUL");
    }
    tier1__buf_add(&r->scratch, bytes, tier1__utf8_put(point, bytes));
}

static void read_escape(struct reader *r)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    char c = ahead(r);
    const char *found = c == '\0' ? NULL : strchr(from, c);

    if (c == 'u') {
        r->at++;
        read_unicode(r);
    } else if (found != NULL) {
        r->at++;
        tier1__buf_char(&r->scratch, to[found - from]);
    } else {
        fail(r, TIER1_EINVALID, "no such escape");
    }
}

/* Bytes up to a quote or an escape, as they are. */
static void read_run(struct reader *r)
{
    size_t from = r->at;

    while (r->at < r->length && r->rc == TIER1_OK) {
        unsigned char c = (unsigned char)r->text[r->at];
        uint32_t point;
        size_t step = 1;

        if (c == '"' || c == '\\')
            break;
        if (c < 0x20) {
            fail(r, TIER1_EINVALID, "a control character in a text");
            return;
        }
        if (c >= 0x80)
            step = tier1__utf8_next(r->text + r->at, r->length - r->at, &point);
        if (step == 0)
            fail(r, TIER1_EINVALID, "not UTF-8");
        r->at += step;
    }
    tier1__buf_add(&r->scratch, r->text + from, r->at - from);
}

/* A text into `scratch`. */
static bool read_text(struct reader *r)
{
    tier1__buf_clear(&r->scratch);
    if (!take(r, '"', "a text in double quotes is expected"))
        return false;
    while (r->rc == TIER1_OK) {
        read_run(r);
        if (r->rc != TIER1_OK)
            break;
        if (r->at == r->length) {
            fail(r, TIER1_EINVALID, "the text is not closed");
            break;
        }
        if (r->text[r->at++] == '"')
            break;
        read_escape(r);
    }
    if (r->scratch.failed != TIER1_OK)
        fail(r, TIER1_ENOMEM, "out of memory");
    return r->rc == TIER1_OK;
}

static bool enter(struct reader *r)
{
    r->depth++;
    if (r->depth > r->most_depth) {
        fail(r, TIER1_ELIMIT, "nested too deep");
        return false;
    }
    r->at++;
    return true;
}

static const tier1_value *read_list(struct reader *r)
{
    struct value_builder b;

    if (!enter(r))
        return NULL;
    tier1__builder_init(&b, r->arena);
    if (!take_if(r, ']')) {
        do {
            const tier1_value *item = read_value(r);

            if (item == NULL)
                return NULL;
            tier1__builder_add(&b, NULL, item);
        } while (take_if(r, ','));
        if (!take(r, ']', "',' or ']' is expected"))
            return NULL;
    }
    r->depth--;
    return made(r, tier1__builder_list(&b));
}

/* Whether the newest key of `b` was there before. `seen` holds them once they
 * are many. */
static bool is_repeated(struct reader *r, const struct value_builder *b,
                        struct map *seen, const char *key)
{
    size_t length = strlen(key);

    if (b->count < FEW_KEYS) {
        for (size_t i = 0; i < b->count; i++)
            if (strcmp(b->pairs[i].key, key) == 0)
                return true;
        return false;
    }
    if (seen->count == 0)
        for (size_t i = 0; i < b->count; i++)
            if (tier1__map_set(seen, b->pairs[i].key, strlen(b->pairs[i].key),
                               0) != TIER1_OK)
                fail(r, TIER1_ENOMEM, "out of memory");
    if (tier1__map_get(seen, key, length) != MAP_NONE)
        return true;
    if (tier1__map_set(seen, key, length, 0) != TIER1_OK)
        fail(r, TIER1_ENOMEM, "out of memory");
    return false;
}

static bool read_pair(struct reader *r, struct value_builder *b,
                      struct map *seen)
{
    const char *key;
    const tier1_value *v;
    size_t start;

    skip_space(r);
    start = r->at;
    if (!read_text(r))
        return false;
    key = checked(r, tier1__arena_text(r->arena, tier1__buf_str(&r->scratch),
                                       r->scratch.len));
    if (key == NULL)
        return false;
    if (is_repeated(r, b, seen, key)) {
        r->at = start;
        fail(r, TIER1_EINVALID, "the key is there already");
        return false;
    }
    if (!take(r, ':', "':' is expected"))
        return false;
    v = read_value(r);
    if (v == NULL)
        return false;
    tier1__builder_add(b, key, v);
    if (b->failed)
        fail(r, TIER1_ENOMEM, "out of memory");
    return r->rc == TIER1_OK;
}

static const tier1_value *read_map(struct reader *r)
{
    struct value_builder b;
    struct map seen;
    bool ok = true;

    if (!enter(r))
        return NULL;
    tier1__builder_init(&b, r->arena);
    tier1__map_init(&seen, r->arena->allocator);
    if (!take_if(r, '}')) {
        do
            ok = read_pair(r, &b, &seen);
        while (ok && take_if(r, ','));
        ok = ok && take(r, '}', "',' or '}' is expected");
    }
    tier1__map_free(&seen);
    r->depth--;
    return ok ? made(r, tier1__builder_map(&b)) : NULL;
}

static const tier1_value *read_value(struct reader *r)
{
    skip_space(r);
    switch (ahead(r)) {
    case '{':
        return read_map(r);
    case '[':
        return read_list(r);
    case '"':
        if (!read_text(r))
            return NULL;
        return made(r, tier1__value_text(r->arena, tier1__buf_str(&r->scratch),
                                         r->scratch.len));
    case 't':
        return read_word(r, "true", &tier1__value_true);
    case 'f':
        return read_word(r, "false", &tier1__value_false);
    case 'n':
        return read_word(r, "null", &tier1__value_null);
    default:
        if (in_number(ahead(r)))
            return read_number(r);
        fail(r, TIER1_EINVALID, "a value is expected");
        return NULL;
    }
}

static void place(struct json_problem *problem, const struct reader *r)
{
    size_t line_start = 0;

    problem->offset = r->at;
    problem->message = r->message;
    problem->line = 1;
    for (size_t i = 0; i < r->at; i++) {
        if (r->text[i] != '\n')
            continue;
        problem->line++;
        line_start = i + 1;
    }
    problem->column =
        (unsigned)tier1__utf8_count(r->text + line_start, r->at - line_start) +
        1;
}

int tier1__json_read(const tier1_value **out, struct arena *a, const char *json,
                     size_t length, unsigned max_depth,
                     struct json_problem *problem)
{
    struct reader r = {.arena = a,
                       .text = json == NULL ? "" : json,
                       .length = length,
                       .most_depth = max_depth < VALUE_DEPTH_MOST
                                         ? max_depth
                                         : VALUE_DEPTH_MOST};
    const tier1_value *v;

    *out = NULL;
    tier1__buf_init(&r.scratch, a->allocator, 0);
    v = read_value(&r);
    if (v != NULL)
        skip_space(&r);
    if (v != NULL && r.at < r.length)
        fail(&r, TIER1_EINVALID, "something follows the value");
    tier1__buf_free(&r.scratch);
    if (r.rc == TIER1_OK)
        *out = v;
    else
        place(problem, &r);
    return r.rc;
}
