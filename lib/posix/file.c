/* SPDX-License-Identifier: MIT */
/* Reading a file that may be hostile: opened without waiting and without
 * becoming a terminal's, looked at before it is read, and read up to a limit
 * even if it grows meanwhile. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "posix/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tier1/library.h>

#include "base/mem.h"

#define LIMIT_STANDARD ((size_t)64 << 20)
#define SPARE 4096 /* a file may have grown since it was looked at */

struct block {
    tier1_allocator allocator;
    char *bytes;
    size_t length, size;
};

static bool grow(struct block *b, size_t size)
{
    char *bytes = tier1__mem(&b->allocator, b->bytes, b->size, size);

    if (bytes == NULL)
        return false;
    b->bytes = bytes;
    b->size = size;
    return true;
}

/* Up to the end of the file, or until there is more than the limit. */
static int read_to_end(struct block *b, int fd, size_t limit)
{
    for (;;) {
        ssize_t got;

        if (b->length == b->size && !grow(b, b->size * 2))
            return TIER1_ENOMEM;
        got = read(fd, b->bytes + b->length, b->size - b->length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return TIER1_EREAD;
        if (got == 0)
            return TIER1_OK;
        b->length += (size_t)got;
        if (b->length > limit)
            return TIER1_ELIMIT;
    }
}

/* Makes room for what the file says it holds. */
static int look_at(struct block *b, int fd, size_t limit)
{
    struct stat about;

    if (fstat(fd, &about) != 0)
        return TIER1_EREAD;
    if (!S_ISREG(about.st_mode)) {
        errno = S_ISDIR(about.st_mode) ? EISDIR : 0;
        return TIER1_EREAD;
    }
    if ((uintmax_t)about.st_size > limit)
        return TIER1_ELIMIT;
    return grow(b, (size_t)about.st_size + SPARE) ? TIER1_OK : TIER1_ENOMEM;
}

int tier1__file_read(tier1_buf *out, const char *path, size_t limit, int flags)
{
    size_t most = limit == 0 ? LIMIT_STANDARD : limit;
    struct block b = {.allocator = tier1__allocator(out->allocator)};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
    int rc, reason;

    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? TIER1_ENOTFOUND
                                                   : TIER1_EREAD;
    rc = look_at(&b, fd, most);
    if (rc == TIER1_OK)
        rc = read_to_end(&b, fd, most);
    reason = errno;
    (void)close(fd);
    if (rc == TIER1_OK)
        rc = tier1_buf_set(out, b.bytes, b.length);
    tier1__mem_free(&b.allocator, b.bytes, b.size);
    errno = reason;
    return rc;
}

const char *tier1__file_problem(int number)
{
    switch (number) {
    case 0:
        return "not a regular file";
    case ENOENT:
    case ENOTDIR:
        return "there is no such file";
    case EACCES:
    case EPERM:
        return "permission denied";
    case EISDIR:
        return "a folder";
    case ELOOP:
        return "a symbolic link, or too many of them";
    case EMFILE:
    case ENFILE:
        return "too many open files";
    case ENAMETOOLONG:
        return "the name is too long";
    case ENXIO:
    case ENODEV:
        return "not a regular file";
    case EIO:
        return "the disk failed";
    default:
        return "the system refused";
    }
}
