/* SPDX-License-Identifier: MIT */
/* Where a document goes: it is put here in its order, each thing once, and
 * becomes JSON as it comes, in one buffer, or a value for a page to be made
 * of. Both are the same document.
 *
 * Keys are words of ours, or names of variables: they need no escapes. In lists
 * there are none. A map or list into which nothing was put leaves no trace. */
#ifndef TIER1_PACKET_SINK_H
#define TIER1_PACKET_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "data/value.h"

#define SINK_DEPTH 8 /* a change of an answer lies in five maps and lists */

/* A key as it stands in JSON, with quotes, colon and space. SINK_KEY_PAD bytes
 * may be read behind its length. NULL: none. */
struct sink_key {
    const char *text;
    size_t length;
};

/* A map or list that is open. */
struct sink_level {
    bool list;
    size_t from; /* of the text: before its key */
    size_t body; /* behind its bracket */
    struct sink_key key;
    struct value_builder items;
};

struct sink {
    struct arena *arena;
    struct buf *text;         /* JSON; NULL: a value is made */
    const tier1_value *value; /* made, when the outermost is closed */
    bool failed;              /* an allocation failed; sticks */
    unsigned depth;
    struct sink_level levels[SINK_DEPTH];
    int64_t minute;     /* that `date` is the text of, up to its seconds */
    size_t date_length; /* 0: none yet */
    char date[TIME_TEXT];
};

/* A key that is written out. */
#define KEY(word)                                                              \
    ((struct sink_key){"\"" word "\": \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", \
                       sizeof(word) + 3})
#define SINK_KEY_PAD 16
#define NO_KEY ((struct sink_key){NULL, 0})

/* `text`: where JSON goes, or NULL. */
void tier1__sink_init(struct sink *s, struct arena *a, struct buf *text);
/* The end of the document; false where something failed. */
bool tier1__sink_end(struct sink *s);

void tier1__sink_open(struct sink *s, struct sink_key key, bool list);
void tier1__sink_close(struct sink *s);

void tier1__sink_text(struct sink *s, struct sink_key key, const char *text,
                      size_t length);
/* A word of ours, of which it is known that it needs no escapes. */
void tier1__sink_word(struct sink *s, struct sink_key key, const char *word,
                      size_t length);
void tier1__sink_int(struct sink *s, struct sink_key key, int64_t number);
/* A number of thousandths, of no sign. */
void tier1__sink_thousandths(struct sink *s, struct sink_key key,
                             int64_t number);
/* A time in ms since 1970, by ISO 8601. */
void tier1__sink_time(struct sink *s, struct sink_key key, int64_t ms);
void tier1__sink_true(struct sink *s, struct sink_key key);
/* The key of a name that is not written out, in the arena. */
struct sink_key tier1__sink_name(struct sink *s, const char *name);
/* NULL counts as a failed allocation. */
void tier1__sink_value(struct sink *s, struct sink_key key,
                       const tier1_value *v);

#endif
