/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4): the identity of a flow, the same as sha256sum's. */
#ifndef TIER1_BASE_DIGEST_H
#define TIER1_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

struct sha256 {
    uint32_t state[8];
    uint64_t length;
    uint8_t block[64];
};

void tier1__sha256_init(struct sha256 *d);
void tier1__sha256_add(struct sha256 *d, const void *bytes, size_t length);
void tier1__sha256_end(struct sha256 *d, uint8_t out[32]);
/* Bytes as lower-case digits, two each, and a NUL. */
void tier1__hex(char *out, const uint8_t *bytes, size_t length);
/* 64 lower-case digits and a NUL. */
void tier1__sha256_text(char out[65], const void *bytes, size_t length);

/* Digests whole blocks of 64 bytes: by the machine's own instructions where it
 * has them, else by the other, which gives the same everywhere. */
void tier1__sha256_blocks(uint32_t state[8], const uint8_t *blocks,
                          size_t count);
void tier1__sha256_portable(uint32_t state[8], const uint8_t *blocks,
                            size_t count);
extern const uint32_t tier1__sha256_constants[64];

#endif
