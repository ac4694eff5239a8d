/* SPDX-License-Identifier: MIT */
/* CRC-32C (Castagnoli): whether bytes are the ones that were written. */
#ifndef TIER1_BASE_CRC32C_H
#define TIER1_BASE_CRC32C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint32_t tier1__crc32c(const void *bytes, size_t length);
/* The same, where it is known whether the machine has an instruction for it. */
uint32_t tier1__crc32c_by(bool machine, const void *bytes, size_t length);

/* Has it? The processor is asked, which takes some microseconds where it is
 * not a real one. */
bool tier1__crc32c_has_machine(void);

/* The two that it is made of: by that instruction, where it is there; and by
 * the other way, which gives the same everywhere. */
uint32_t tier1__crc32c_machine(uint32_t crc, const uint8_t *bytes,
                               size_t length);
uint32_t tier1__crc32c_portable(uint32_t crc, const uint8_t *bytes,
                                size_t length);

#endif
