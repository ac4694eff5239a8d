/* SPDX-License-Identifier: MIT */
/* A command has nothing to save when memory runs out: one message, and the
 * exit status for what could not be read or written. */
#include "text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/base.h>

#include "runner.h"

static void out_of_memory(void)
{
    fputs("tier1: out of memory\n", stderr);
    exit(STATUS_IO);
}

void *make(size_t count, size_t size)
{
    void *block = calloc(count ? count : 1, size);
    if (!block)
        out_of_memory();
    return block;
}

void *grow(void *block, size_t count, size_t size)
{
    void *grown =
        size && count > SIZE_MAX / size ? NULL : realloc(block, count * size);
    if (!grown)
        out_of_memory();
    return grown;
}

char *copy_part(const char *s, size_t length)
{
    char *made = make(length + 1, 1);
    memcpy(made, s, length);
    return made;
}

char *copy(const char *s)
{
    return copy_part(s, strlen(s));
}

int need_memory(int rc)
{
    if (rc == TIER1_ENOMEM)
        out_of_memory();
    return rc;
}

void text_bytes(struct text *t, const char *bytes, size_t length)
{
    if (t->cap - t->length <= length) {
        t->cap = (t->length + length + 32) * 2;
        t->s = grow(t->s, t->cap, 1);
    }
    memcpy(t->s + t->length, bytes, length);
    t->length += length;
    t->s[t->length] = '\0';
}

void text_add(struct text *t, const char *s)
{
    text_bytes(t, s, strlen(s));
}

void text_format(struct text *t, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length >= 0) {
        char *room = make((size_t)length + 1, 1);
        (void)vsnprintf(room, (size_t)length + 1, format, again);
        text_bytes(t, room, (size_t)length);
        free(room);
    }
    va_end(again);
}

const char *text_get(const struct text *t)
{
    return t->s ? t->s : "";
}

void text_free(struct text *t)
{
    free(t->s);
    *t = (struct text)TEXT_INIT;
}

bool starts_with(const char *s, const char *start)
{
    return strncmp(s, start, strlen(start)) == 0;
}

bool ends_with(const char *s, const char *end)
{
    size_t length = strlen(s), tail = strlen(end);
    return length >= tail && strcmp(s + length - tail, end) == 0;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool same_word(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return !*a && !*b;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

char *trim(char *s)
{
    while (blank(*s))
        s++;
    size_t length = strlen(s);
    while (length && blank(s[length - 1]))
        s[--length] = '\0';
    return s;
}
