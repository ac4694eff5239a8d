/* SPDX-License-Identifier: MIT */
/* Sets of bytes in Lua patterns. Classes are ASCII's, as in the locale "C". */
#include "script/byteset.h"

static bool between(int c, int low, int high)
{
    return c >= low && c <= high;
}

static bool is_alpha(int c)
{
    return between(c | 0x20, 'a', 'z');
}

static bool is_digit(int c)
{
    return between(c, '0', '9');
}

static bool is_graph(int c)
{
    return between(c, 0x21, 0x7E);
}

static bool is_hex(int c)
{
    return is_digit(c) || between(c | 0x20, 'a', 'f');
}

bool tier1__byteset_class(int c, int letter)
{
    bool in;

    switch (letter | 0x20) {
    case 'a':
        in = is_alpha(c);
        break;
    case 'c':
        in = c < 0x20 || c == 0x7F;
        break;
    case 'd':
        in = is_digit(c);
        break;
    case 'g':
        in = is_graph(c);
        break;
    case 'l':
        in = between(c, 'a', 'z');
        break;
    case 'p':
        in = is_graph(c) && !is_alpha(c) && !is_digit(c);
        break;
    case 's':
        in = c == ' ' || between(c, '\t', '\r');
        break;
    case 'u':
        in = between(c, 'A', 'Z');
        break;
    case 'w':
        in = is_alpha(c) || is_digit(c);
        break;
    case 'x':
        in = is_hex(c);
        break;
    case 'z': /* out of use, but Lua still has it */
        in = c == 0;
        break;
    default:
        return letter == c;
    }
    return between(letter, 'A', 'Z') ? !in : in;
}

bool tier1__byteset_has(int c, const char *p, const char *last)
{
    bool plain = true;

    p++;
    if (*p == '^') {
        plain = false;
        p++;
    }
    for (; p < last; p++) {
        int low = (unsigned char)*p;
        if (low == '%') {
            p++;
            if (tier1__byteset_class(c, (unsigned char)*p))
                return plain;
        } else if (p[1] == '-' && p + 2 < last) {
            p += 2;
            if (between(c, low, (unsigned char)*p))
                return plain;
        } else if (low == c) {
            return plain;
        }
    }
    return !plain;
}
