/* SPDX-License-Identifier: MIT */
/* Files of a command: read whole, written whole, named in every message. */
#include "io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runner.h"
#include "term.h"

/* What no file of answers or flow comes near to. */
#define LARGEST ((size_t)64 * 1024 * 1024)

int complain(int status, const char *format, ...)
{
    char room[1024];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(room, sizeof(room), format, args);
    va_end(args);
    fflush(stdout);
    term_format(term_err(), PLAIN, "tier1: %s\n", room);
    return status;
}

const char *io_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "<stdin>" : path;
}

int io_read(struct text *out, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    struct stat about;
    char room[16384];
    if (!standard && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return complain(STATUS_IO, "%s: is a folder", path);
    FILE *file = standard ? stdin : fopen(path, "rb");
    if (!file)
        return complain(STATUS_IO, "%s: %s", path, strerror(errno));
    size_t got;
    while ((got = fread(room, 1, sizeof(room), file)) > 0 &&
           out->length <= LARGEST)
        text_bytes(out, room, got);
    int failed = ferror(file);
    if (!standard)
        fclose(file);
    if (failed)
        return complain(STATUS_IO, "%s: cannot be read", io_name(path));
    if (out->length > LARGEST)
        return complain(STATUS_IO, "%s: is too large", io_name(path));
    text_bytes(out, "", 0);
    return STATUS_DONE;
}

int io_put(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(fd, bytes, length);
        if (wrote < 0 && errno != EINTR)
            return errno;
        if (wrote > 0) {
            bytes += wrote;
            length -= (size_t)wrote;
        }
    }
    return 0;
}

int io_write(const char *path, const char *bytes, size_t length, bool fresh)
{
    if (strcmp(path, "-") == 0) {
        fwrite(bytes, 1, length, stdout); /* io_finish() sees what failed */
        return STATUS_DONE;
    }
    int flags = O_WRONLY | O_CREAT | (fresh ? O_EXCL : O_TRUNC);
    int fd = open(path, flags, 0666);
    if (fd < 0)
        return complain(STATUS_IO, "%s: %s", path, strerror(errno));
    int error = io_put(fd, bytes, length);
    if (close(fd) != 0 && !error)
        error = errno;
    if (error)
        return complain(STATUS_IO, "%s: %s", path, strerror(error));
    return STATUS_DONE;
}

/* Writes the file under another name, and gives it its own; 0 or what went
 * wrong. */
static int swap_in(const char *path, const char *name, const char *bytes,
                   size_t length)
{
    struct stat about;
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (fd < 0)
        return errno;
    int error = 0;
    if (stat(path, &about) == 0 && fchmod(fd, about.st_mode & 07777) != 0)
        error = errno;
    if (!error)
        error = io_put(fd, bytes, length);
    if (!error && fsync(fd) != 0)
        error = errno;
    if (close(fd) != 0 && !error)
        error = errno;
    if (!error && rename(name, path) != 0)
        error = errno;
    if (error)
        unlink(name);
    return error;
}

int io_replace(const char *path, const char *bytes, size_t length)
{
    struct text name = TEXT_INIT;
    char *there = realpath(path, NULL); /* a link stays one */
    text_format(&name, "%s.%ld.part", there ? there : path, (long)getpid());
    int error = swap_in(there ? there : path, text_get(&name), bytes, length);
    text_free(&name);
    free(there);
    return error ? complain(STATUS_IO, "%s: %s", path, strerror(error))
                 : STATUS_DONE;
}

bool io_is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool io_exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **io_list(const char *folder, const char *end, size_t *count)
{
    char **names = NULL;
    *count = 0;
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.' || !ends_with(entry->d_name, end))
            continue;
        names = grow(names, *count + 1, sizeof(*names));
        names[(*count)++] = copy(entry->d_name);
    }
    if (dir)
        closedir(dir);
    if (*count)
        qsort(names, *count, sizeof(*names), by_name);
    return names;
}

char *io_join(const char *folder, const char *name)
{
    struct text path = TEXT_INIT;
    if (*folder) {
        text_add(&path, folder);
        if (!ends_with(folder, "/"))
            text_add(&path, "/");
    }
    text_add(&path, name);
    return path.s;
}

char *io_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return copy("");
    return slash == path ? copy("/") : copy_part(path, (size_t)(slash - path));
}

int io_finish(int status)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return complain(STATUS_IO, "standard output: %s", strerror(errno));
    return status;
}
