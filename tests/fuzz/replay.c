/* SPDX-License-Identifier: MIT */
/* A fuzz target as a program of its own, for any compiler: gives it the files
 * that are named, and those of the folders that are. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>

#include "fuzz.h"

static unsigned count;

static void replay(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *bytes;
    long size;

    FUZZ_CHECK(f && fseek(f, 0, SEEK_END) == 0);
    size = ftell(f);
    FUZZ_CHECK(size >= 0 && fseek(f, 0, SEEK_SET) == 0);
    /* just as large, so that a sanitizer sees what is read past the end */
    bytes = malloc(size ? (size_t)size : 1);
    FUZZ_CHECK(bytes && fread(bytes, 1, (size_t)size, f) == (size_t)size);
    (void)fclose(f);
    (void)LLVMFuzzerTestOneInput(bytes, (size_t)size);
    free(bytes);
    count++;
}

static void replay_folder(const char *path, DIR *folder)
{
    const struct dirent *entry;

    while ((entry = readdir(folder)) != NULL) {
        char name[4096];
        DIR *inner;
        if (entry->d_name[0] == '.')
            continue;
        FUZZ_CHECK((size_t)snprintf(name, sizeof name, "%s/%s", path,
                                    entry->d_name) < sizeof name);
        inner = opendir(name);
        if (inner)
            (void)closedir(inner);
        else
            replay(name);
    }
    (void)closedir(folder);
}

int main(int argc, char **argv)
{
    (void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        if (folder)
            replay_folder(argv[i], folder);
        else
            replay(argv[i]);
    }
    (void)printf("%u inputs\n", count);
    return argc > 1 && count == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
