/* SPDX-License-Identifier: MIT */
/* The head of a compiled file and the sum behind it. */
#include <string.h>

#include "base/crc32c.h"
#include "image/image.h"

#define VERSION_AT 8
#define COUNTS_AT (VERSION_AT + IMAGE_VERSION_LENGTH)

static void put(struct buf *out, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        tier1__buf_char(out, (char)(number >> (8 * i) & 0xFF));
}

static uint32_t get(const char *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;

    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

void tier1__image_seal(struct buf *out, const struct image_head *head,
                       const struct buf *numbers, const struct buf *texts)
{
    char fixed[COUNTS_AT] = IMAGE_MAGIC;
    const char *version = tier1_version();

    fixed[IMAGE_MAGIC_LENGTH] = IMAGE_FORMAT;
    for (size_t i = 0; i < IMAGE_VERSION_LENGTH && version[i]; i++)
        fixed[VERSION_AT + i] = version[i];
    tier1__buf_add(out, fixed, sizeof fixed);
    put(out, head->flows);
    put(out, head->number_bytes);
    put(out, head->text_bytes);
    tier1__buf_add(out, tier1__buf_str(numbers), numbers->len);
    tier1__buf_add(out, tier1__buf_str(texts), texts->len);
    put(out, tier1__crc32c(tier1__buf_str(out), out->len));
}

bool tier1__image_is(const char *bytes, size_t length)
{
    return length >= IMAGE_MAGIC_LENGTH &&
           memcmp(bytes, IMAGE_MAGIC, IMAGE_MAGIC_LENGTH) == 0;
}

/* The writer's version, if it looks like one. */
static void read_version(char version[IMAGE_VERSION_LENGTH + 1],
                         const char *bytes)
{
    size_t n = 0;

    while (n < IMAGE_VERSION_LENGTH && bytes[n] > ' ' && bytes[n] < 0x7F) {
        version[n] = bytes[n];
        n++;
    }
    version[n] = '\0';
}

int tier1__image_unseal(struct image_head *head,
                        char version[IMAGE_VERSION_LENGTH + 1],
                        const char *bytes, size_t length, bool sum)
{
    uint8_t format;

    version[0] = '\0';
    if (!tier1__image_is(bytes, length) ||
        length < IMAGE_HEAD_LENGTH + IMAGE_CRC_LENGTH)
        return TIER1_EINVALID;
    format = (uint8_t)bytes[IMAGE_MAGIC_LENGTH];
    read_version(version, bytes + VERSION_AT);
    if (format < IMAGE_FORMAT_OLDEST || format > IMAGE_FORMAT)
        return TIER1_EVERSION;
    length -= IMAGE_CRC_LENGTH;
    if (sum && get(bytes + length) != tier1__crc32c(bytes, length))
        return TIER1_EINVALID;
    head->flows = get(bytes + COUNTS_AT);
    head->number_bytes = get(bytes + COUNTS_AT + 4);
    head->text_bytes = get(bytes + COUNTS_AT + 8);
    length -= IMAGE_HEAD_LENGTH;
    return head->number_bytes <= length &&
                   head->text_bytes == length - head->number_bytes
               ? TIER1_OK
               : TIER1_EINVALID;
}
