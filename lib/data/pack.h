/* SPDX-License-Identifier: MIT */
/* Values as bytes, for another process or a later day: exact (an integer stays
 * one, -0.0 too), one form for each value, and read as if an enemy wrote them.
 *
 * A number is 7 bits a byte, the lowest first. A value is a byte for its kind
 * and what that needs; docs of each are in pack.c. */
#ifndef TIER1_DATA_PACK_H
#define TIER1_DATA_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "data/value.h"

/* ---- to bytes; a failure sticks to the buffer --------------------------- */

void tier1__pack_number(struct buf *out, uint64_t number);
void tier1__pack_integer(struct buf *out, int64_t integer);
void tier1__pack_text(struct buf *out, const char *text, size_t length);
void tier1__pack_value(struct buf *out, const tier1_value *v);
/* The same, but of a map only the pairs with one of these keys. */
void tier1__pack_part(struct buf *out, const tier1_value *v,
                      const char *const *keys, size_t count);

/* Would these bytes be made of this value? Makes none. NULL as keys: of all of
 * it. */
bool tier1__pack_is(const char *bytes, size_t length, const tier1_value *v,
                    const char *const *keys, size_t count);

/* ---- from bytes --------------------------------------------------------- */

/* What is left to read. The first failure sticks; from then on everything
 * reads as 0, "" and null, so that only the end needs a check. */
struct unpack {
    const char *at;
    size_t left;
    struct arena *arena; /* of texts and values */
    int failed; /* TIER1_OK, TIER1_EINVALID, TIER1_ELIMIT, TIER1_ENOMEM */
};

/* The caps on one value, counted as those of a hook's result are: the bytes of
 * its texts and keys, and 8 for each item. */
struct pack_caps {
    uint64_t bytes;
    uint64_t depth; /* never more than VALUE_DEPTH_MOST */
};

/* Trusts the length of what it reads, and nothing else. */
extern const struct pack_caps tier1__pack_no_caps;

void tier1__unpack_init(struct unpack *u, struct arena *arena,
                        const char *bytes, size_t length);

/* Notes a failure, unless there was one. */
void tier1__unpack_fail(struct unpack *u, int failed);

/* At most `most`, else TIER1_EINVALID. */
uint64_t tier1__unpack_number(struct unpack *u, uint64_t most);
int64_t tier1__unpack_integer(struct unpack *u);

/* UTF-8 without NUL, in the arena, with a NUL behind; never NULL. */
const char *tier1__unpack_text(struct unpack *u, size_t *length);

/* The same with any bytes in it. */
const char *tier1__unpack_bytes(struct unpack *u, size_t *length);

/* Never NULL. A key stands once in its map. */
const tier1_value *tier1__unpack_value(struct unpack *u,
                                       const struct pack_caps *caps);

/* Was everything read, and was it right? Else the failure. */
int tier1__unpack_end(struct unpack *u);

#endif
