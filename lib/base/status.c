/* SPDX-License-Identifier: MIT */
/* What the numbers of base.h mean, in words; made from its table, so that the
 * two cannot part. */
#include <tier1/base.h>

const char *tier1_version(void)
{
    return TIER1_VERSION;
}

const char *tier1_status_text(int status)
{
    switch (status) {
#define CASE(name, number, text)                                               \
    case TIER1_##name:                                                         \
        return text;
        TIER1_STATUS_MAP(CASE)
#undef CASE
    default:
        return "an unknown status";
    }
}
