/* SPDX-License-Identifier: MIT */
/* JSON is put together here as the document comes: each item is a line that
 * ends in a comma, and what closes a map or list takes the last one away. */
#include "packet/sink.h"

#include <string.h>

#include "base/num.h"
#include "data/json_write.h"

#define SPACES "                " /* for SINK_DEPTH levels */
#define INDENT (sizeof SPACES - 1)

/* Room for what stands around an item: line feed, indent, key, quotes, comma;
 * and for what is written beyond it by whole blocks. */
#define AROUND (1 + INDENT + SINK_KEY_PAD + 3)

#define MINUTE 60000
#define EXACT INT64_C(1000000000000000) /* 15 digits are what doubles keep */

void tier1__sink_init(struct sink *s, struct arena *a, struct buf *text)
{
    s->arena = a;
    s->text = text;
    s->value = NULL;
    s->failed = false;
    s->depth = 0;
    s->date_length = 0;
    tier1__sink_open(s, NO_KEY, false);
}

/* ---- as JSON ---------------------------------------------------------- */

/* A word of few letters, without a call: the two ends may overlap. */
static inline char *put_word(char *to, const char *word, size_t length)
{
    if (length > 24) {
        memcpy(to, word, length);
    } else if (length >= 8) {
        memcpy(to, word, 8);
        if (length > 16)
            memcpy(to + 8, word + 8, 8);
        memcpy(to + length - 8, word + length - 8, 8);
    } else if (length >= 4) {
        memcpy(to, word, 4);
        memcpy(to + length - 4, word + length - 4, 4);
    } else {
        for (size_t i = 0; i < length; i++)
            to[i] = word[i];
    }
    return to + length;
}

/* Begins a line: room for it and `more`, the indent and the key. */
static inline char *begin(struct sink *s, struct sink_key key, size_t more)
{
    char *to = tier1__buf_room(s->text, AROUND + key.length + more);

    if (to == NULL || s->depth == 0)
        return to;
    *to++ = '\n';
    memcpy(to, SPACES, INDENT);
    to += (size_t)s->depth * 2;
    if (key.text == NULL)
        return to;
    memcpy(to, key.text, SINK_KEY_PAD);
    if (key.length > SINK_KEY_PAD)
        memcpy(to + SINK_KEY_PAD, key.text + SINK_KEY_PAD,
               key.length - SINK_KEY_PAD);
    return to + key.length;
}

static void finish(struct sink *s, char *to)
{
    *to++ = ',';
    s->text->len = (size_t)(to - s->text->ptr);
}

static inline void put(struct sink *s, struct sink_key key, const char *text,
                       size_t length)
{
    char *to = begin(s, key, length);

    if (to != NULL)
        finish(s, put_word(to, text, length));
}

static void close_text(struct sink *s, const struct sink_level *level)
{
    struct buf *text = s->text;
    char *to = tier1__buf_room(text, AROUND);

    if (to == NULL)
        return;
    if (text->len == level->body) {
        text->len = level->from;
        return;
    }
    to--; /* the comma */
    *to++ = '\n';
    memcpy(to, SPACES, INDENT);
    to += (size_t)s->depth * 2;
    *to++ = level->list ? ']' : '}';
    finish(s, to);
}

static char *put_two(char *to, unsigned number)
{
    to[0] = (char)('0' + number / 10);
    to[1] = (char)('0' + number % 10);
    return to + 2;
}

static char *put_three(char *to, unsigned number)
{
    *to = (char)('0' + number / 100);
    return put_two(to + 1, number % 100);
}

/* As tier1__time_from_ms() has it, of a time behind 1970. What comes before the
 * seconds is kept: the times of a session are near each other. */
static char *put_time(struct sink *s, char *to, int64_t ms)
{
    unsigned rest;

    if (s->date_length == 0 || ms < s->minute || ms - s->minute >= MINUTE) {
        s->minute = ms - ms % MINUTE;
        s->date_length =
            tier1__time_from_ms(s->date, s->minute) - (sizeof "00Z" - 1);
    }
    rest = (unsigned)(ms - s->minute);
    to = put_word(to, s->date, s->date_length);
    to = put_two(to, rest / 1000);
    if (rest % 1000 > 0) {
        *to++ = '.';
        to = put_three(to, rest % 1000);
    }
    *to++ = 'Z';
    return to;
}

/* ---- as a value ------------------------------------------------------- */

static void add(struct sink *s, struct sink_key key, const tier1_value *v)
{
    const char *name = NULL;

    if (key.text != NULL) {
        name = tier1__arena_text(s->arena, key.text + 1, key.length - 4);
        s->failed = s->failed || name == NULL;
    }
    s->failed = s->failed || v == NULL;
    if (s->failed)
        return;
    if (s->depth > 0)
        tier1__builder_add(&s->levels[s->depth - 1].items, name, v);
    else
        s->value = v;
}

static void close_value(struct sink *s, struct sink_level *level)
{
    s->failed = s->failed || level->items.failed;
    if (level->items.count > 0)
        add(s, level->key,
            level->list ? tier1__builder_list(&level->items)
                        : tier1__builder_map(&level->items));
}

/* ---- either ----------------------------------------------------------- */

void tier1__sink_open(struct sink *s, struct sink_key key, bool list)
{
    struct sink_level *level = &s->levels[s->depth];

    level->list = list;
    if (s->text == NULL) {
        level->key = key;
        tier1__builder_init(&level->items, s->arena);
    } else {
        char *to;
        level->from = s->text->len;
        to = begin(s, key, 0);
        if (to != NULL) {
            *to++ = list ? '[' : '{';
            s->text->len = (size_t)(to - s->text->ptr);
        }
        level->body = s->text->len;
    }
    s->depth++;
}

void tier1__sink_close(struct sink *s)
{
    struct sink_level *level = &s->levels[--s->depth];

    if (s->text != NULL)
        close_text(s, level);
    else
        close_value(s, level);
}

bool tier1__sink_end(struct sink *s)
{
    tier1__sink_close(s);
    if (s->text == NULL)
        return !s->failed && s->value != NULL;
    if (s->failed || s->text->failed != TIER1_OK)
        return false;
    s->text->ptr[s->text->len - 1] = '\n'; /* in the place of the comma */
    tier1__buf_end(s->text);
    return s->text->failed == TIER1_OK;
}

void tier1__sink_text(struct sink *s, struct sink_key key, const char *text,
                      size_t length)
{
    size_t done;
    char *to;

    if (s->text == NULL) {
        add(s, key, tier1__value_text(s->arena, text, length));
        return;
    }
    to = begin(s, key, length);
    if (to == NULL)
        return;
    *to++ = '"';
    done = tier1__json_copy(to, text, length);
    to += done;
    if (done < length) {
        s->text->len = (size_t)(to - s->text->ptr);
        tier1__json_put_body(s->text, text + done, length - done);
        to = tier1__buf_room(s->text, 2);
        if (to == NULL)
            return;
    }
    *to++ = '"';
    finish(s, to);
}

void tier1__sink_word(struct sink *s, struct sink_key key, const char *word,
                      size_t length)
{
    char *to;

    if (s->text == NULL) {
        tier1__sink_text(s, key, word, length);
        return;
    }
    to = begin(s, key, length);
    if (to == NULL)
        return;
    *to++ = '"';
    to = put_word(to, word, length);
    *to++ = '"';
    finish(s, to);
}

/* Most numbers of a packet are small. */
static char *put_int(char *to, int64_t number)
{
    if (number >= 0 && number < 10) {
        *to = (char)('0' + number);
        return to + 1;
    }
    if (number >= 10 && number < 100)
        return put_two(to, (unsigned)number);
    return to + tier1__num_from_integer(to, number);
}

void tier1__sink_int(struct sink *s, struct sink_key key, int64_t number)
{
    char *to;

    if (s->text == NULL) {
        add(s, key, tier1__value_integer(s->arena, number));
        return;
    }
    to = begin(s, key, NUM_TEXT);
    if (to != NULL)
        finish(s, put_int(to, number));
}

/* Up to 15 digits are the shortest text of the double that they name. */
void tier1__sink_thousandths(struct sink *s, struct sink_key key,
                             int64_t number)
{
    const double value = (double)number / 1000;
    unsigned rest = (unsigned)(number % 1000);
    char *to;

    if (rest == 0) {
        tier1__sink_int(s, key, number / 1000);
        return;
    }
    if (s->text == NULL) {
        add(s, key, tier1__value_number(s->arena, value));
        return;
    }
    to = begin(s, key, NUM_TEXT);
    if (to == NULL)
        return;
    if (number >= EXACT) {
        finish(s, to + tier1__num_from_number(to, value));
        return;
    }
    to = put_int(to, number / 1000);
    *to++ = '.';
    to = put_three(to, rest);
    while (to[-1] == '0')
        to--;
    finish(s, to);
}

void tier1__sink_time(struct sink *s, struct sink_key key, int64_t ms)
{
    char text[TIME_TEXT];

    if (s->text == NULL || ms < 0) {
        tier1__sink_text(s, key, text, tier1__time_from_ms(text, ms));
        return;
    }
    char *to = begin(s, key, TIME_TEXT);
    if (to == NULL)
        return;
    *to++ = '"';
    to = put_time(s, to, ms);
    *to++ = '"';
    finish(s, to);
}

void tier1__sink_true(struct sink *s, struct sink_key key)
{
    if (s->text != NULL)
        put(s, key, "true", 4);
    else
        add(s, key, &tier1__value_true);
}

void tier1__sink_value(struct sink *s, struct sink_key key,
                       const tier1_value *v)
{
    char *to;

    s->failed = s->failed || v == NULL;
    if (s->failed)
        return;
    if (s->text == NULL) {
        add(s, key, v);
        return;
    }
    if (v->type == TIER1_TEXT) {
        tier1__sink_text(s, key, v->as.text, v->count);
        return;
    }
    to = begin(s, key, 0);
    if (to == NULL)
        return;
    s->text->len = (size_t)(to - s->text->ptr);
    tier1__json_put(s->text, v, s->depth);
    to = tier1__buf_room(s->text, 1);
    if (to != NULL)
        finish(s, to);
}

struct sink_key tier1__sink_name(struct sink *s, const char *name)
{
    size_t length = strlen(name);
    char *text = tier1__arena_alloc(s->arena, length + 4 + SINK_KEY_PAD);

    if (text == NULL) {
        s->failed = true;
        return NO_KEY;
    }
    text[0] = '"';
    memcpy(text + 1, name, length);
    memcpy(text + 1 + length, "\": ", 3);
    return (struct sink_key){text, length + 4};
}
