/* SPDX-License-Identifier: MIT */
/* CRC-32C (Castagnoli): whether bytes are the ones that were written. */
#ifndef TIER1_BASE_CRC32C_H
#define TIER1_BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

uint32_t tier1__crc32c(const void *bytes, size_t length);

#endif
