/* SPDX-License-Identifier: MIT */
/* The world of a POSIX system, ready to be injected: its clocks and its
 * randomness, and files, of which only regular ones are ever opened for long:
 * a path may be anything, a pipe or a device that would never end. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <tier1/sys/posix.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/engine.h"
#include "base/mem.h"
#include "posix/file.h"
#include "posix/names.h"

static int64_t read_clock(clockid_t id)
{
    struct timespec now;

    if (clock_gettime(id, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t wall_clock(void *ud)
{
    (void)ud;
    return read_clock(CLOCK_REALTIME);
}

static int64_t steady_clock(void *ud)
{
    (void)ud;
    return read_clock(CLOCK_MONOTONIC);
}

/* All of it or nothing. */
static bool read_all(int fd, char *out, size_t length)
{
    while (length > 0) {
        ssize_t got = read(fd, out, length);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        out += got;
        length -= (size_t)got;
    }
    return true;
}

static int random_bytes(void *ud, void *out, size_t length)
{
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool ok;

    (void)ud;
    if (fd < 0)
        return -1;
    ok = read_all(fd, out, length);
    (void)close(fd);
    return ok ? 0 : -1;
}

void tier1_posix_engine(tier1_engine_options *options)
{
    options->clock = wall_clock;
    options->ticks = steady_clock;
    options->random = random_bytes;
}

int tier1_posix_read(tier1_buf *out, const char *path, size_t limit)
{
    if (out == NULL || path == NULL)
        return TIER1_EMISUSE;
    return tier1__file_read(out, path, limit, 0);
}

/* A name that stays in its folder. */
static bool is_plain(const char *name)
{
    return name[0] != '\0' && strchr(name, '/') == NULL &&
           strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* `name` in the folder of `from`. */
static int beside(tier1_buf *path, const char *from, const char *name)
{
    const char *slash = strrchr(from, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - from) + 1;
    size_t length = strlen(name);
    size_t size = folder + length;
    tier1_allocator a = path->allocator;
    char *text = tier1__mem(&a, NULL, 0, size + 1);
    int rc;

    if (text == NULL)
        return TIER1_ENOMEM;
    memcpy(text, from, folder);
    memcpy(text + folder, name, length + 1);
    rc = tier1_buf_set(path, text, size);
    tier1__mem_free(&a, text, size + 1);
    return rc;
}

static int read_beside(void *ud, const char *from, const char *name,
                       tier1_buf *out, tier1_buf *path)
{
    int rc;

    (void)ud;
    if (!is_plain(name))
        return TIER1_EREAD;
    rc = beside(path, from == NULL ? "" : from, name);
    if (rc != TIER1_OK)
        return rc;
    /* a link could lead out of the folder */
    return tier1__file_read(out, path->ptr, 0, O_NOFOLLOW);
}

void tier1_posix_loader(tier1_load_options *options)
{
    options->read = read_beside;
    options->list = tier1__folder_list;
    options->ud = NULL;
}
