/* SPDX-License-Identifier: MIT */
/* Regular files, read whole. */
#ifndef TIER1_POSIX_FILE_H
#define TIER1_POSIX_FILE_H

#include <tier1/base.h>

/* As tier1_posix_read(), with more flags for open(). After an error other than
 * TIER1_ELIMIT errno says more, or is 0 for what is no regular file. */
int tier1__file_read(tier1_buf *out, const char *path, size_t limit, int flags);

/* errno in words, without the locale. */
const char *tier1__file_problem(int number);

#endif
