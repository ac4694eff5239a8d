/* SPDX-License-Identifier: MIT */
/* For tests: a folder of their own, with files in it. */
#ifndef TIER1_TEST_FOLDER_H
#define TIER1_TEST_FOLDER_H

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include "fault.h"

static char folder_name[] = "/tmp/tier1-test-XXXXXX";

/* The path of a file in it; good until the fourth call after this one. */
static inline const char *folder_path(const char *name)
{
    static char path[4][300];
    static int next;

    next = (next + 1) % 4;
    (void)snprintf(path[next], sizeof(path[next]), "%s/%s", folder_name, name);
    return path[next];
}

static inline void folder_write(const char *name, const char *bytes,
                                size_t length)
{
    FILE *file = fopen(folder_path(name), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline int folder_make(void **state)
{
    (void)state;
    return mkdtemp(folder_name) == NULL ? -1 : 0;
}

static inline int folder_remove(void **state)
{
    DIR *folder = opendir(folder_name);
    const struct dirent *entry;

    (void)state;
    if (folder == NULL)
        return -1;
    while ((entry = readdir(folder)) != NULL)
        (void)unlink(folder_path(entry->d_name));
    (void)closedir(folder);
    return rmdir(folder_name);
}

#endif
