/* SPDX-License-Identifier: MIT */
/* A compiled file: the image of a library as bytes, made of a library that was
 * loaded without errors, and read as if an enemy wrote it.
 *
 *     4  "t1c" and a line feed, which tells text transfers
 *     1  the format; 3 of 0
 *    16  the version of the library that wrote it, and NULs
 *     4  each, the lowest first: flows, bytes of the numbers, bytes of the
 *        texts
 *        the numbers (fields.h): each of 7 bits a byte, the lowest first
 *        the texts, each with a NUL behind, in the order of first use
 *     4  of CRC-32C, of all before
 *
 * A text is named by a number: 0 is the next that was not named yet, else where
 * it begins among the texts, from 1. Private to this folder, but for the last part. */
#ifndef TIER1_IMAGE_IMAGE_H
#define TIER1_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/flow.h"

#define IMAGE_MAGIC "t1c\n"
#define IMAGE_MAGIC_LENGTH 4
#define IMAGE_FORMAT_OLDEST 1
#define IMAGE_FORMAT 1
#define IMAGE_VERSION_LENGTH 16
#define IMAGE_HEAD_LENGTH 36
#define IMAGE_CRC_LENGTH 4

struct image_head {
    uint32_t flows, number_bytes, text_bytes;
};

/* Puts the head and what follows it together, with the sum behind. */
void tier1__image_seal(struct buf *out, const struct image_head *head,
                       const struct buf *numbers, const struct buf *texts);

/* TIER1_OK; TIER1_EVERSION, with the writer's version (made safe to show);
 * TIER1_EINVALID: damaged. Without `sum` that is not looked at. */
int tier1__image_unseal(struct image_head *head,
                        char version[IMAGE_VERSION_LENGTH + 1],
                        const char *bytes, size_t length, bool sum);

/* ---- for other layers and tests ---------------------------------------- */

/* Do the bytes say that they are a compiled file? */
bool tier1__image_is(const char *bytes, size_t length);

/* As tier1_library_read(); `sum` false takes any checksum, for tests. */
int tier1__image_load(tier1_library **out, tier1_diagnostics **diagnostics,
                      tier1_engine *engine, const tier1_source *source,
                      bool sum);

#endif
