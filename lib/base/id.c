/* SPDX-License-Identifier: MIT */
/* Ids: session ids are UUIDv7, so that they sort by time and need nobody who
 * hands them out; and the shapes of the names that authors give. */
#include "base/id.h"

#include <string.h>

#define NAME_MOST 64
#define PART_MOST 8

void tier1__id_make(char out[ID_TEXT], int64_t ms, const uint8_t random[10])
{
    static const char digit[] = "0123456789abcdef";
    uint8_t bytes[16];
    size_t at = 0;

    for (size_t i = 0; i < 6; i++)
        bytes[i] = (uint8_t)((uint64_t)ms >> (40 - 8 * i));
    memcpy(bytes + 6, random, 10);
    bytes[6] = (uint8_t)(0x70 | (bytes[6] & 0x0f));
    bytes[8] = (uint8_t)(0x80 | (bytes[8] & 0x3f));
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        out[at++] = digit[bytes[i] >> 4];
        out[at++] = digit[bytes[i] & 15];
    }
    out[at] = '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

bool tier1__id_is_keyword(const char *text, size_t length)
{
    static const char *const word[] = {
        "and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
        "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
        "repeat",   "return", "then", "true", "until",  "while"};

    for (size_t i = 0; length > 0 && i < sizeof(word) / sizeof(*word); i++)
        if (word[i][0] == text[0] && strlen(word[i]) == length &&
            memcmp(word[i], text, length) == 0)
            return true;
    return false;
}

bool tier1__id_is_lua(const char *text, size_t length)
{
    bool lower = true; /* as keywords are */

    if (length == 0 || length > NAME_MOST || is_digit(text[0]))
        return false;
    for (size_t i = 0; i < length; i++) {
        if (is_lower(text[i]))
            continue;
        lower = false;
        if (!is_letter(text[i]) && !is_digit(text[i]) && text[i] != '_')
            return false;
    }
    return !lower || !tier1__id_is_keyword(text, length);
}

bool tier1__id_is_flow(const char *text, size_t length)
{
    bool inside = false; /* a word */

    if (length == 0 || length > NAME_MOST)
        return false;
    for (size_t i = 0; i < length; i++) {
        bool word = is_lower(text[i]) || is_digit(text[i]);

        if (!word && !(text[i] == '-' && inside))
            return false;
        inside = word;
    }
    return inside;
}

bool tier1__id_is_language(const char *text, size_t length)
{
    size_t part = 0;
    bool first = true; /* the language itself, which is letters */

    if (length == 0 || length > NAME_MOST)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '-' && part > 0) {
            part = 0;
            first = false;
            continue;
        }
        if (!is_letter(text[i]) && (first || !is_digit(text[i])))
            return false;
        if (++part > PART_MOST)
            return false;
    }
    return part > 0;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool tier1__id_same_language(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}
