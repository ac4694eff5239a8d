/* SPDX-License-Identifier: MIT */
/* Error objects are what a hook likes them to be. Only texts and numbers are
 * looked at; of all others the type is told. */
#include "script/message.h"

#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "script/lines.h"

static size_t put_hex(char *out, uint32_t number, size_t digits)
{
    for (size_t i = digits; i-- > 0; number >>= 4)
        out[i] = "0123456789ABCDEF"[number & 15];
    return digits;
}

/* At most 10 bytes: \n, \x1B for a byte, \u{202E} for a code point. */
static size_t put_escape(char *out, uint32_t point, bool byte)
{
    size_t n = 0;

    out[n++] = '\\';
    if (point == '\n') {
        out[n++] = 'n';
    } else if (byte || point < 0x80) {
        out[n++] = 'x';
        n += put_hex(out + n, point, 2);
    } else {
        out[n++] = 'u';
        out[n++] = '{';
        n += put_hex(out + n, point, point > 0xFFFF ? 6 : 4);
        out[n++] = '}';
    }
    return n;
}

void tier1__message(char *out, size_t size, const char *text, size_t length)
{
    size_t used = 0;

    while (length > 0) {
        char piece[16];
        uint32_t point = 0;
        size_t n = tier1__utf8_next(text, length, &point);
        size_t put = n;
        if (n == 0)
            put = put_escape(piece, (unsigned char)*text, true);
        else if (tier1__utf8_is_control(point))
            put = put_escape(piece, point, false);
        else
            memcpy(piece, text, n);
        if (used + put >= size)
            break;
        memcpy(out + used, piece, put);
        used += put;
        text += n ? n : 1;
        length -= n ? n : 1;
    }
    out[used] = '\0';
}

/* The letters of an error object; `digits` is room for a number's. Only a
 * string may be asked for as one: a number would be changed in its place. */
static const char *error_text(lua_State *lua, char digits[NUM_TEXT],
                              size_t *length)
{
    const char *text = digits;

    switch (lua_type(lua, -1)) {
    case LUA_TSTRING:
        return lua_tolstring(lua, -1, length);
    case LUA_TNUMBER:
        if (lua_isinteger(lua, -1))
            tier1__num_from_integer(digits, lua_tointeger(lua, -1));
        else if (lua_tonumber(lua, -1) - lua_tonumber(lua, -1) != 0)
            text = "error object is not a finite number";
        else
            tier1__num_from_number(digits, lua_tonumber(lua, -1));
        break;
    case LUA_TNIL:
        text = "error object is nil";
        break;
    case LUA_TBOOLEAN:
        text = "error object is a boolean";
        break;
    case LUA_TFUNCTION:
        text = "error object is a function";
        break;
    default:
        text = "error object is a table";
    }
    *length = strlen(text);
    return text;
}

void tier1__message_error(lua_State *lua, char *out, size_t size)
{
    char digits[NUM_TEXT];
    size_t length;
    const char *text = error_text(lua, digits, &length);

    tier1__message(out, size, text, length);
}

/* "hook:12: " at the beginning: its length, 0 where there is none. */
static size_t place_length(const char *text, size_t length, const char *chunk,
                           unsigned *line)
{
    size_t n = strlen(chunk);
    size_t first;

    *line = 0;
    if (length < n + 1 || memcmp(text, chunk, n) != 0 || text[n] != ':')
        return 0;
    first = ++n;
    while (n < length && n < first + 7 && text[n] >= '0' && text[n] <= '9')
        *line = *line * 10 + (unsigned)(text[n++] - '0');
    if (n == first || length < n + 2 || text[n] != ':' || text[n + 1] != ' ')
        return 0;
    return n + 2;
}

void tier1__message_place(lua_State *lua, struct script_problem *problem,
                          const char **chunk)
{
    static const char *const chunks[] = {CHUNK_HOOK, CHUNK_HELPERS};
    char digits[NUM_TEXT];
    size_t length;
    const char *text = error_text(lua, digits, &length);

    for (size_t i = 0; i < 2; i++) {
        unsigned line;
        size_t skip = place_length(text, length, chunks[i], &line);
        if (skip == 0)
            continue;
        problem->line = line;
        *chunk = chunks[i];
        text += skip;
        length -= skip;
        break;
    }
    tier1__message(problem->message, sizeof problem->message, text, length);
}

/* Where a complaint names a line: no further than the token that it quotes.
 * NULL: nowhere. */
static char *named_line(char *message)
{
    static const char *const words[] = {" at line ", " on line "};
    const char *quoted = strstr(message, " near ");

    for (size_t i = 0; i < 2; i++) {
        char *at = strstr(message, words[i]);
        if (at && (!quoted || at < quoted))
            return at + strlen(words[i]);
    }
    return NULL;
}

void tier1__message_lines(struct script_problem *problem,
                          const struct hook *hook)
{
    char *at = named_line(problem->message);
    char digits[NUM_TEXT];
    char rest[sizeof problem->message];
    unsigned line = 0;
    size_t n, length;

    if (!at)
        return;
    for (n = 0; n < 6 && at[n] >= '0' && at[n] <= '9'; n++)
        line = line * 10 + (unsigned)(at[n] - '0');
    length = strlen(at + n);
    memcpy(rest, at + n, length + 1);
    n = tier1__num_from_integer(digits, tier1__lines_of(hook, line));
    if ((size_t)(at - problem->message) + n + length >= sizeof rest)
        return;
    memcpy(at, digits, n);
    memcpy(at + n, rest, length + 1);
}

void tier1__message_within(struct script_problem *problem, const char *file,
                           unsigned line)
{
    char place[80] = " (";
    char digits[NUM_TEXT];
    size_t size = sizeof problem->message;
    size_t used = strlen(problem->message);
    size_t n;

    tier1__num_from_integer(digits, line);
    tier1__message(place + 2, 60, file ? file : "lua",
                   strlen(file ? file : "lua"));
    n = strlen(place);
    place[n++] = ':';
    memcpy(place + n, digits, strlen(digits));
    n += strlen(digits);
    place[n++] = ')';
    if (used + n >= size) /* cut at a character */
        used = size - n - 1;
    while (used > 0 && ((unsigned char)problem->message[used] & 0xC0) == 0x80)
        used--;
    memcpy(problem->message + used, place, n);
    problem->message[used + n] = '\0';
}
