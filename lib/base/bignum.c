/* SPDX-License-Identifier: MIT */
/* Schoolbook arithmetic in a fixed size. Callers bound what they ask for; a
 * carry past the last word is dropped rather than written. */
#include "base/bignum.h"

#include <string.h>

static void trim(struct bignum *n)
{
    while (n->count > 0 && n->word[n->count - 1] == 0)
        n->count--;
}

void tier1__big_set(struct bignum *n, uint64_t number)
{
    n->word[0] = (uint32_t)number;
    n->word[1] = (uint32_t)(number >> 32);
    n->count = 2;
    trim(n);
}

void tier1__big_times(struct bignum *n, uint32_t factor, uint32_t more)
{
    uint64_t carry = more;

    for (size_t i = 0; i < n->count; i++) {
        carry += (uint64_t)n->word[i] * factor;
        n->word[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry > 0 && n->count < BIG_WORDS)
        n->word[n->count++] = (uint32_t)carry;
}

void tier1__big_tens(struct bignum *n, unsigned power)
{
    for (; power >= 9; power -= 9)
        tier1__big_times(n, 1000000000, 0);
    for (; power > 0; power--)
        tier1__big_times(n, 10, 0);
}

void tier1__big_shift(struct bignum *n, unsigned bits)
{
    size_t words = bits / 32;

    tier1__big_times(n, (uint32_t)1 << bits % 32, 0);
    if (words == 0 || n->count == 0 || words > BIG_WORDS - n->count)
        return;
    memmove(n->word + words, n->word, n->count * sizeof(*n->word));
    memset(n->word, 0, words * sizeof(*n->word));
    n->count += words;
}

size_t tier1__big_length(const struct bignum *n)
{
    size_t bits = n->count * 32;

    if (n->count == 0)
        return 0;
    for (uint32_t top = n->word[n->count - 1]; top < 0x80000000u; top <<= 1)
        bits--;
    return bits;
}

int tier1__big_compare(const struct bignum *a, const struct bignum *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (size_t i = a->count; i > 0; i--)
        if (a->word[i - 1] != b->word[i - 1])
            return a->word[i - 1] < b->word[i - 1] ? -1 : 1;
    return 0;
}

/* a = a - b, which is not larger. */
static void subtract(struct bignum *a, const struct bignum *b)
{
    uint64_t borrow = 0;

    for (size_t i = 0; i < a->count; i++) {
        uint64_t take = borrow + (i < b->count ? b->word[i] : 0);

        borrow = a->word[i] < take ? 1 : 0;
        a->word[i] = (uint32_t)(a->word[i] - take);
    }
    trim(a);
}

unsigned tier1__big_divide(struct bignum *n, const struct bignum *d)
{
    unsigned quotient = 0;

    while (tier1__big_compare(n, d) >= 0) {
        subtract(n, d);
        quotient++;
    }
    return quotient;
}

bool tier1__big_bit(struct bignum *n, const struct bignum *d)
{
    tier1__big_times(n, 2, 0);
    return tier1__big_divide(n, d) == 1;
}
