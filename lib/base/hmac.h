/* SPDX-License-Identifier: MIT */
/* HMAC-SHA-256 (RFC 2104): whether bytes were written by one who has the
 * key. */
#ifndef TIER1_BASE_HMAC_H
#define TIER1_BASE_HMAC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void tier1__hmac(uint8_t out[32], const void *key, size_t key_length,
                 const void *bytes, size_t length);
/* Compares in a time that does not tell where they differ. */
bool tier1__hmac_same(const uint8_t a[32], const uint8_t b[32]);

#endif
