/* SPDX-License-Identifier: MIT */
/* Integers of up to 5120 bits, for num.c: as much as the exact way between a
 * double and a decimal of 800 digits ever needs. */
#ifndef TIER1_BASE_BIGNUM_H
#define TIER1_BASE_BIGNUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BIG_WORDS 160

struct bignum {
    uint32_t word[BIG_WORDS]; /* lowest first */
    size_t count;             /* the highest one is not 0 */
};

void tier1__big_set(struct bignum *n, uint64_t number);
/* n = n * factor + more */
void tier1__big_times(struct bignum *n, uint32_t factor, uint32_t more);
/* n = n * 10^power */
void tier1__big_tens(struct bignum *n, unsigned power);
/* n = n * 2^bits */
void tier1__big_shift(struct bignum *n, unsigned bits);
/* How many bits it takes. */
size_t tier1__big_length(const struct bignum *n);
int tier1__big_compare(const struct bignum *a, const struct bignum *b);
/* n = n mod d; returns n / d, which is small. */
unsigned tier1__big_divide(struct bignum *n, const struct bignum *d);
/* The next binary digit of n / d, which is below 1: n = n * 2 mod d. */
bool tier1__big_bit(struct bignum *n, const struct bignum *d);

#endif
