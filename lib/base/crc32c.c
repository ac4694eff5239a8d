/* SPDX-License-Identifier: MIT */
/* Four bytes at a time: a snapshot has a hundred, and is made often. What is
 * long may be the processor's to do. */
#include "base/crc32c.h"

#include "base/crc32c_table.h"

/* From so many bytes on it pays to ask the processor what it can. */
#define MANY 2048

uint32_t tier1__crc32c_portable(uint32_t crc, const uint8_t *at, size_t length)
{
    for (; length >= 4; length -= 4, at += 4) {
        crc ^= (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
               (uint32_t)at[3] << 24;
        crc = table[3][crc & 0xFF] ^ table[2][crc >> 8 & 0xFF] ^
              table[1][crc >> 16 & 0xFF] ^ table[0][crc >> 24];
    }
    for (; length > 0; length--)
        crc = crc >> 8 ^ table[0][(crc ^ *at++) & 0xFF];
    return crc;
}

uint32_t tier1__crc32c_by(bool machine, const void *bytes, size_t length)
{
    return ~(machine ? tier1__crc32c_machine(UINT32_MAX, bytes, length)
                     : tier1__crc32c_portable(UINT32_MAX, bytes, length));
}

uint32_t tier1__crc32c(const void *bytes, size_t length)
{
    return tier1__crc32c_by(length >= MANY && tier1__crc32c_has_machine(),
                            bytes, length);
}
