/* SPDX-License-Identifier: MIT */
/* SHA-256 by the instructions that x86 machines of today have for it. Whether
 * this one has is asked of the processor, at each call: there is no state to
 * keep the answer in, and asking is cheap beside a file. */
#include "base/digest.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>

/* A digest of a few blocks is not worth the question. */
#define MANY 16

static int is_there(void)
{
    unsigned a = 0, b = 0, c = 0, d = 0;

    /* SSSE3 and SSE4.1 for the words' order, and SHA itself */
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) ||
        !(c & bit_SSE4_1))
        return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29);
}

#define LOAD(from) _mm_loadu_si128((const __m128i *)(const void *)(from))

/* The state lies in two registers, as ABEF and CDGH; `w` holds the last 16
 * words of the schedule. */
__attribute__((target("sha,sse4.1,ssse3"))) static void
digest(__m128i *abef, __m128i *cdgh, const uint8_t block[64])
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i x = *abef, y = *cdgh;
    __m128i w[4];

    for (int i = 0; i < 4; i++)
        w[i] = _mm_shuffle_epi8(LOAD(block + 16 * i), swap);
    for (int i = 0; i < 16; i++) {
        __m128i now = w[i & 3];
        __m128i sum = _mm_add_epi32(now, LOAD(tier1__sha256_constants + 4 * i));

        y = _mm_sha256rnds2_epu32(y, x, sum);
        x = _mm_sha256rnds2_epu32(x, y, _mm_shuffle_epi32(sum, 0x0e));
        if (i >= 12)
            continue;
        now = _mm_sha256msg1_epu32(now, w[(i + 1) & 3]);
        now = _mm_add_epi32(now,
                            _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
        w[i & 3] = _mm_sha256msg2_epu32(now, w[(i + 3) & 3]);
    }
    *abef = _mm_add_epi32(*abef, x);
    *cdgh = _mm_add_epi32(*cdgh, y);
}

__attribute__((target("sha,sse4.1,ssse3"))) static void
digest_all(uint32_t state[8], const uint8_t *blocks, size_t count)
{
    __m128i badc = _mm_shuffle_epi32(LOAD(state), 0xb1);
    __m128i hgfe = _mm_shuffle_epi32(LOAD(state + 4), 0x1b);
    __m128i abef = _mm_alignr_epi8(badc, hgfe, 8);
    __m128i cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
    __m128i feba, dchg;

    for (; count > 0; count--, blocks += 64)
        digest(&abef, &cdgh, blocks);
    feba = _mm_shuffle_epi32(abef, 0x1b);
    dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)(void *)state,
                     _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4),
                     _mm_alignr_epi8(dchg, feba, 8));
}

void tier1__sha256_blocks(uint32_t state[8], const uint8_t *blocks,
                          size_t count)
{
    if (count >= MANY && is_there())
        digest_all(state, blocks, count);
    else
        tier1__sha256_portable(state, blocks, count);
}
#else
void tier1__sha256_blocks(uint32_t state[8], const uint8_t *blocks,
                          size_t count)
{
    tier1__sha256_portable(state, blocks, count);
}
#endif
