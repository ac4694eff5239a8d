/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "runner.h"

/* Has it something that can be found in a text? */
static bool has_letters(const char *word)
{
    for (; *word; word++)
        if ((*word >= 'a' && *word <= 'z') || (*word >= 'A' && *word <= 'Z') ||
            (*word >= '0' && *word <= '9') || (unsigned char)*word >= 0x80)
            return true;
    return false;
}

static int add_row(struct words *w, char *row, const char *path, int line)
{
    char *comment = strchr(row, '#');

    if (comment)
        *comment = '\0';
    row = trim(row);
    if (*row == '\0')
        return STATUS_DONE;
    if (!has_letters(row))
        return complain(STATUS_IO, "%s:%d: '%s' is no word", path, line, row);
    w->items = grow(w->items, w->count + 1, sizeof(*w->items));
    w->items[w->count++] = row;
    return STATUS_DONE;
}

int words_read(struct words *out, const char *path)
{
    int status = io_read(&out->text, path), line = 1;
    char *next = out->text.s;

    while (status == STATUS_DONE && next) {
        char *row = next;
        next = strchr(row, '\n');
        if (next)
            *next++ = '\0';
        status = add_row(out, row, io_name(path), line++);
    }
    return status;
}

void words_free(struct words *words)
{
    free(words->items);
    text_free(&words->text);
    *words = (struct words){.count = 0};
}
