/* SPDX-License-Identifier: MIT */
/* CRC-32C by the instruction that x86 machines have for it. */
#include "base/crc32c.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

__attribute__((target("sse4.2"))) uint32_t
tier1__crc32c_machine(uint32_t crc, const uint8_t *at, size_t length)
{
    uint64_t sum = crc;

    for (; length >= sizeof sum; at += sizeof sum, length -= sizeof sum) {
        uint64_t word;

        memcpy(&word, at, sizeof word);
        sum = _mm_crc32_u64(sum, word);
    }
    crc = (uint32_t)sum;
    for (; length > 0; length--)
        crc = _mm_crc32_u8(crc, *at++);
    return crc;
}

bool tier1__crc32c_has_machine(void)
{
    unsigned a = 0, b = 0, c = 0, d = 0;

    return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2);
}
#else
bool tier1__crc32c_has_machine(void)
{
    return false;
}

uint32_t tier1__crc32c_machine(uint32_t crc, const uint8_t *at, size_t length)
{
    return tier1__crc32c_portable(crc, at, length);
}
#endif
