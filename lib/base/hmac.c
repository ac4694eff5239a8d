/* SPDX-License-Identifier: MIT */
/* HMAC over the project's own SHA-256. */
#include "base/hmac.h"

#include <string.h>

#include "base/digest.h"
#include "base/mem.h"

#define BLOCK 64

/* One of the two hashes: the padded key, then what goes behind it. */
static void hash(uint8_t out[32], const uint8_t key[BLOCK], uint8_t pad,
                 const void *bytes, size_t length)
{
    uint8_t block[BLOCK];
    struct sha256 d;

    for (size_t i = 0; i < BLOCK; i++)
        block[i] = key[i] ^ pad;
    tier1__sha256_init(&d);
    tier1__sha256_add(&d, block, sizeof block);
    tier1__sha256_add(&d, bytes, length);
    tier1__sha256_end(&d, out);
    tier1__wipe(block, sizeof block);
    tier1__wipe(&d, sizeof d);
}

void tier1__hmac(uint8_t out[32], const void *key, size_t key_length,
                 const void *bytes, size_t length)
{
    uint8_t padded[BLOCK] = {0};
    struct sha256 d;

    if (key_length > BLOCK) {
        tier1__sha256_init(&d);
        tier1__sha256_add(&d, key, key_length);
        tier1__sha256_end(&d, padded);
    } else if (key_length) {
        memcpy(padded, key, key_length);
    }
    hash(out, padded, 0x36, bytes, length);
    hash(out, padded, 0x5c, out, 32);
    tier1__wipe(padded, sizeof padded);
}

bool tier1__hmac_same(const uint8_t a[32], const uint8_t b[32])
{
    unsigned differ = 0;
    for (size_t i = 0; i < 32; i++)
        differ |= (unsigned)(a[i] ^ b[i]);
    return differ == 0;
}
