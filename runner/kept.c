/* SPDX-License-Identifier: MIT */
/* Kept walks are files of the user's alone, each named by its session, and
 * whole at any moment: a new one is written beside the old, and takes its
 * name. The lock lies on the file itself, and ends with the process. */
#include "kept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io.h"

/* Makes the folder and those above it, for the user alone. */
static int make_folders(char *path)
{
    for (char *at = path + 1;; at++) {
        if (*at && *at != '/')
            continue;
        char end = *at;
        *at = '\0';
        int failed = mkdir(path, 0700) != 0 && errno != EEXIST ? errno : 0;
        *at = end;
        if (failed || !end)
            return failed;
    }
}

char *kept_folder(struct text *why)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    struct text path = TEXT_INIT;
    if (state && *state == '/')
        text_format(&path, "%s/tier1/walks", state);
    else if (home && *home == '/')
        text_format(&path, "%s/.local/state/tier1/walks", home);
    else
        text_add(why, "neither XDG_STATE_HOME nor HOME says where");
    int error = path.length ? make_folders(path.s) : 0;
    if (error) {
        text_format(why, "%s: %s", path.s, strerror(error));
        text_free(&path);
    }
    return path.s;
}

/* Locks the file that is at the path now; gives it, -1 where another has it,
 * or where it has gone. */
static int lock(const char *path)
{
    struct stat ours, there;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return -1;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &ours) == 0 &&
        S_ISREG(ours.st_mode) && stat(path, &there) == 0 &&
        ours.st_ino == there.st_ino && ours.st_dev == there.st_dev)
        return fd;
    close(fd);
    return -1;
}

/* What a process left half written is of no use to anybody. */
static void sweep(const char *folder)
{
    size_t count = 0;
    char **list = io_list(folder, ".json.part", &count);
    for (size_t i = 0; i < count; i++) {
        char *path = io_join(folder, list[i]);
        int fd = lock(path);
        if (fd >= 0) {
            unlink(path);
            close(fd);
        }
        free(path);
        free(list[i]);
    }
    free(list);
}

/* What the list shows of a record. */
static void about(struct kept *k, const tier1_value *record)
{
    const tier1_value *list = tier1_value_get(record, "records");
    k->at = tier1_value_integer(tier1_value_get(record, "now"));
    for (size_t i = 0; i < tier1_value_count(list); i++) {
        const tier1_value *one = tier1_value_at(list, i);
        const char *type = tier1_value_text(tier1_value_get(one, "type"));
        const char *step = tier1_value_text(tier1_value_get(one, "step"));
        if (!type || strcmp(type, "answer") != 0 ||
            tier1_value_boolean(tier1_value_get(one, "undone")))
            continue;
        k->answers++;
        free(k->last);
        k->last = step ? copy(step) : NULL;
    }
}

/* Reads a record of the flow; false where it is another's, or none. */
static bool read_one(struct kept *k, tier1_engine *engine, const char *flow,
                     struct text *odd)
{
    tier1_value *record = NULL;
    bool ours = false;
    if (io_read(&k->json, k->path) != 0)
        return false;
    int rc = need_memory(tier1_value_from_json(
        &record, engine, text_get(&k->json), k->json.length));
    const char *id = tier1_value_text(tier1_value_get(record, "flow"));
    if (rc != TIER1_OK || !id)
        text_format(odd, "%s: this is no record, and is left alone\n", k->path);
    else if (strcmp(id, flow) == 0)
        ours = true;
    if (ours)
        about(k, record);
    tier1_value_free(record);
    return ours;
}

static int by_time(const void *a, const void *b)
{
    const struct kept *one = a, *other = b;
    return one->at < other->at ? 1 : one->at > other->at ? -1 : 0;
}

struct kept *kept_find(const char *folder, tier1_engine *engine,
                       const char *flow, size_t *count, struct text *odd)
{
    struct kept *found = NULL;
    size_t names = 0;
    char **list = io_list(folder, ".json", &names);
    *count = 0;
    sweep(folder);
    for (size_t i = 0; i < names; i++) {
        struct kept k = {.path = io_join(folder, list[i]), .lock = -1};
        k.lock = lock(k.path);
        if (k.lock >= 0 && read_one(&k, engine, flow, odd)) {
            found = grow(found, *count + 1, sizeof(*found));
            found[(*count)++] = k;
        } else {
            kept_close(&k);
        }
        free(list[i]);
    }
    free(list);
    if (*count)
        qsort(found, *count, sizeof(*found), by_time);
    return found;
}

int kept_write(struct kept *k, const char *bytes, size_t length)
{
    struct text part = TEXT_INIT;
    text_format(&part, "%s.part", k->path);
    int fd = open(part.s, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                  0600);
    int error = fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0 ? errno : 0;
    if (!error)
        error = io_put(fd, bytes, length);
    if (!error && (fsync(fd) != 0 || rename(part.s, k->path) != 0))
        error = errno;
    if (error && fd >= 0) {
        close(fd);
        unlink(part.s);
    } else if (!error) {
        if (k->lock >= 0)
            close(k->lock);
        k->lock = fd;
    }
    text_free(&part);
    return error;
}

void kept_remove(struct kept *k)
{
    if (k->lock >= 0)
        unlink(k->path);
    kept_close(k);
}

void kept_close(struct kept *k)
{
    if (k->lock >= 0)
        close(k->lock);
    free(k->path);
    free(k->last);
    text_free(&k->json);
    *k = (struct kept){.lock = -1};
}
