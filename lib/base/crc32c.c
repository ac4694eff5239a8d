/* SPDX-License-Identifier: MIT */
/* Four bits at a time: a table of 64 bytes rather than of a kilobyte. For what
 * is long, a larger one is made of it, which takes four bytes at a time. */
#include "base/crc32c.h"

/* From so many bytes on it pays to make the larger table, or to ask the
 * processor what it can. */
#define MANY 2048

static const uint32_t table[16] = {
    0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3,
    0x61c69362, 0x7198540d, 0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9,
    0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75};

static uint32_t next(uint32_t crc)
{
    crc = crc >> 4 ^ table[crc & 15];
    return crc >> 4 ^ table[crc & 15];
}

static uint32_t add_few(uint32_t crc, const uint8_t *at, size_t length)
{
    for (; length > 0; length--)
        crc = next(crc ^ *at++);
    return crc;
}

static uint32_t add_many(uint32_t crc, const uint8_t *at, size_t length)
{
    uint32_t by[4][256];

    for (uint32_t i = 0; i < 256; i++) {
        by[0][i] = next(i);
        by[1][i] = next(by[0][i]);
        by[2][i] = next(by[1][i]);
        by[3][i] = next(by[2][i]);
    }
    for (; length >= 4; at += 4, length -= 4) {
        crc ^= (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
               (uint32_t)at[3] << 24;
        crc = by[3][crc & 255] ^ by[2][crc >> 8 & 255] ^
              by[1][crc >> 16 & 255] ^ by[0][crc >> 24];
    }
    return add_few(crc, at, length);
}

uint32_t tier1__crc32c_portable(uint32_t crc, const uint8_t *bytes,
                                size_t length)
{
    return length < MANY ? add_few(crc, bytes, length)
                         : add_many(crc, bytes, length);
}

uint32_t tier1__crc32c(const void *bytes, size_t length)
{
    uint32_t crc = UINT32_MAX;

    if (length < MANY || !tier1__crc32c_machine(&crc, bytes, length))
        crc = tier1__crc32c_portable(crc, bytes, length);
    return ~crc;
}
