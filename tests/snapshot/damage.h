/* SPDX-License-Identifier: MIT */
/* Ways of damaging bytes, and JSON, by chance. */
#ifndef TIER1_TEST_DAMAGE_H
#define TIER1_TEST_DAMAGE_H

#include "chance.h"

struct blob {
    char *at;
    size_t length, room;
};

enum damage {
    DAMAGE_FLIP,   /* 1 to 16 bits are others */
    DAMAGE_CUT,    /* a part is missing, at the end or before it */
    DAMAGE_SPLICE, /* the beginning of one and the end of another */
    DAMAGE_REPEAT, /* a part is there twice */
    DAMAGE_BYTES,  /* JSON: 1 to 4 of its bytes are others */
    DAMAGE_SWAP,   /* JSON: two values have changed places */
    DAMAGE_REMOVE, /* JSON: a key is missing */
    DAMAGE_DOUBLE, /* JSON: a key is there twice, or in another map too */
    DAMAGE_NUMBER, /* JSON: a number is at the end of its range */
    DAMAGE_KINDS
};

extern const char *const damage_names[DAMAGE_KINDS];

void blob_set(struct blob *b, const void *at, size_t length);
bool blob_same(const struct blob *a, const struct blob *b);
void blob_free(struct blob *b);

/* `out` is `from`, damaged; `other` is one that it may be mixed with. */
void damage(struct chance *c, enum damage kind, const struct blob *from,
            const struct blob *other, struct blob *out);

#endif
