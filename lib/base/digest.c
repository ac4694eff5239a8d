/* SPDX-License-Identifier: MIT */
/* SHA-256 as FIPS 180-4 writes it down. A flow file is hashed once a load;
 * where the machine has instructions for it, digest_x86.c has them. */
#include "base/digest.h"

#include <string.h>

const uint32_t tier1__sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t x, unsigned by)
{
    return x >> by | x << (32 - by);
}

/* The next word of the schedule takes the place of the one of 16 before. */
static inline uint32_t extend(uint32_t w[16], size_t i)
{
    uint32_t a = w[(i + 1) % 16];
    uint32_t b = w[(i + 14) % 16];

    w[i] += w[(i + 9) % 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) +
            (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    return w[i];
}

/* Three rotations of one word, each of what the last one left: as many steps
 * as there are, and no copies. */
#define SUM_0(x) rotate(rotate(rotate(x, 9) ^ (x), 11) ^ (x), 2)
#define SUM_1(x) rotate(rotate(rotate(x, 14) ^ (x), 5) ^ (x), 6)

/* One round. What it leaves is the next one's, moved on by one place each: in
 * rounds that are written out nothing moves but the names. What a and b differ
 * in is what b and c do in the next round. */
#define ROUND(a, b, c, d, e, f, g, h, word)                                    \
    do {                                                                       \
        uint32_t one = (h) + (word) + SUM_1(e) + ((g) ^ ((e) & ((f) ^ (g))));  \
        uint32_t differ = (a) ^ (b);                                           \
                                                                               \
        (d) += one;                                                            \
        (h) = one + SUM_0(a) + ((differ & differed) ^ (b));                    \
        differed = differ;                                                     \
    } while (0)

#define EIGHT_ROUNDS(WORD, i)                                                  \
    do {                                                                       \
        ROUND(a, b, c, d, e, f, g, h, WORD(i) + k[i]);                         \
        ROUND(h, a, b, c, d, e, f, g, WORD(i + 1) + k[i + 1]);                 \
        ROUND(g, h, a, b, c, d, e, f, WORD(i + 2) + k[i + 2]);                 \
        ROUND(f, g, h, a, b, c, d, e, WORD(i + 3) + k[i + 3]);                 \
        ROUND(e, f, g, h, a, b, c, d, WORD(i + 4) + k[i + 4]);                 \
        ROUND(d, e, f, g, h, a, b, c, WORD(i + 5) + k[i + 5]);                 \
        ROUND(c, d, e, f, g, h, a, b, WORD(i + 6) + k[i + 6]);                 \
        ROUND(b, c, d, e, f, g, h, a, WORD(i + 7) + k[i + 7]);                 \
    } while (0)

#define GIVEN(i) w[i]
#define EXTENDED(i) extend(w, i)

static void digest_block(uint32_t s[8], const uint8_t block[64])
{
    uint32_t a = s[0], b = s[1], c = s[2], d = s[3];
    uint32_t e = s[4], f = s[5], g = s[6], h = s[7];
    const uint32_t *k = tier1__sha256_constants;
    uint32_t differed = b ^ c;
    uint32_t w[16];

    for (size_t i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | (uint32_t)block[4 * i + 3];
    EIGHT_ROUNDS(GIVEN, 0);
    EIGHT_ROUNDS(GIVEN, 8);
    for (size_t turn = 1; turn < 4; turn++) {
        k += 16;
        EIGHT_ROUNDS(EXTENDED, 0);
        EIGHT_ROUNDS(EXTENDED, 8);
    }
    s[0] += a;
    s[1] += b;
    s[2] += c;
    s[3] += d;
    s[4] += e;
    s[5] += f;
    s[6] += g;
    s[7] += h;
}

void tier1__sha256_portable(uint32_t state[8], const uint8_t *blocks,
                            size_t count)
{
    for (; count > 0; count--, blocks += 64)
        digest_block(state, blocks);
}

void tier1__sha256_init(struct sha256 *d)
{
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                      0xa54ff53a, 0x510e527f, 0x9b05688c,
                                      0x1f83d9ab, 0x5be0cd19};

    memset(d, 0, sizeof(*d));
    memcpy(d->state, start, sizeof(start));
}

void tier1__sha256_add(struct sha256 *d, const void *bytes, size_t length)
{
    const uint8_t *from = bytes;
    size_t held = (size_t)(d->length % 64);

    d->length += length;
    if (held > 0) {
        size_t part = 64 - held < length ? 64 - held : length;

        memcpy(d->block + held, from, part);
        from += part;
        length -= part;
        if (held + part < 64)
            return;
        tier1__sha256_blocks(d->state, d->block, 1);
    }
    tier1__sha256_blocks(d->state, from, length / 64);
    if (length % 64 > 0)
        memcpy(d->block, from + length / 64 * 64, length % 64);
}

void tier1__sha256_end(struct sha256 *d, uint8_t out[32])
{
    static const uint8_t padding[64] = {0x80};
    uint64_t bits = d->length * 8;
    size_t held = (size_t)(d->length % 64);
    uint8_t size[8];

    for (size_t i = 0; i < 8; i++)
        size[i] = (uint8_t)(bits >> (56 - 8 * i));
    tier1__sha256_add(d, padding, held < 56 ? 56 - held : 120 - held);
    tier1__sha256_add(d, size, sizeof(size));
    for (size_t i = 0; i < 32; i++)
        out[i] = (uint8_t)(d->state[i / 4] >> (24 - 8 * (i % 4)));
}

void tier1__hex(char *out, const uint8_t *bytes, size_t length)
{
    static const char digit[] = "0123456789abcdef";

    for (size_t i = 0; i < length; i++) {
        out[2 * i] = digit[bytes[i] >> 4];
        out[2 * i + 1] = digit[bytes[i] & 15];
    }
    out[2 * length] = '\0';
}

void tier1__sha256_text(char out[65], const void *bytes, size_t length)
{
    struct sha256 d;
    uint8_t sum[32];

    tier1__sha256_init(&d);
    tier1__sha256_add(&d, bytes, length);
    tier1__sha256_end(&d, sum);
    tier1__hex(out, sum, sizeof sum);
}
