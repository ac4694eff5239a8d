/* SPDX-License-Identifier: MIT */
/* Texts, and those that are checked for a shape: addresses, numbers to call,
 * masks and patterns; and files, which the host has and names. */
#include <string.h>

#include "base/utf8.h"
#include "run/run.h"

static bool ascii_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* A text may hold letters of any kind, and line feeds where it may have
 * several lines; no other controls. */
static int check_letters(struct reading *r, const char *text, size_t length)
{
    uint32_t point;
    for (size_t i = 0; i < length;) {
        size_t n = tier1__utf8_next(text + i, length - i, &point);
        bool line = point == '\n' || point == '\r';
        if (line && !r->q->multiline)
            return tier1__refuse(r, MESSAGE_NOT_ONE_LINE);
        if (!line && point != '\t' && tier1__utf8_is_control(point))
            return tier1__refuse(r, MESSAGE_NOT_SHOWN);
        i += n ? n : 1;
    }
    return GO_ON;
}

static int check_length(struct reading *r, const char *text, size_t length)
{
    const tier1_value *min = NULL, *max = NULL;
    int64_t n = (int64_t)tier1__utf8_count(text, length);
    int rc = tier1__answer_bound(r, &r->q->more->min, &min);

    if (rc == GO_ON)
        rc = tier1__answer_bound(r, &r->q->more->max, &max);
    if (rc != GO_ON)
        return rc;
    if (min && n < tier1_value_integer(min))
        return tier1__refuse_with(r, MESSAGE_TEXT_TOO_SHORT, "%i",
                                  tier1_value_integer(min));
    if (tier1_value_kind(max) != TIER1_NULL && n > tier1_value_integer(max))
        return tier1__refuse_with(r, MESSAGE_TEXT_TOO_LONG, "%i",
                                  tier1_value_integer(max));
    return GO_ON;
}

/* A: a letter, 9: a digit, *: either, the rest: itself. */
static bool fits_mask(const char *mask, const char *text, size_t length)
{
    size_t i = 0;
    uint32_t point = 0;

    for (; *mask; mask++) {
        size_t n = tier1__utf8_next(text + i, length - i, &point);
        bool is_digit = point >= '0' && point <= '9';
        bool letter = tier1__utf8_is_word(point) && !is_digit;
        if (i >= length || n == 0)
            return false;
        if (*mask == 'A'   ? !letter
            : *mask == '9' ? !is_digit
            : *mask == '*' ? !letter && !is_digit
                           : text[i] != *mask)
            return false;
        i += *mask == 'A' || *mask == '9' || *mask == '*' ? n : 1;
    }
    return i == length;
}

static int check_pattern(struct reading *r, const char *text, size_t length)
{
    struct script_problem problem = {0};
    enum script_failure failure;
    bool yes = false;

    if (!r->q->more->pattern)
        return GO_ON;
    failure = tier1__script_matches(r->w->session->engine, text, length,
                                    r->q->more->pattern, &yes, &problem);
    if (failure != SCRIPT_OK)
        return tier1__fault(r->w, (int)failure, problem.message);
    return yes ? GO_ON : tier1__refuse(r, MESSAGE_NOT_THE_SHAPE);
}

static int check_text(struct reading *r, const char *text, size_t length)
{
    int rc = check_length(r, text, length);
    if (rc == GO_ON && r->q->more->mask &&
        !fits_mask(r->q->more->mask, text, length))
        rc =
            tier1__refuse_with(r, MESSAGE_NOT_THE_MASK, "%s", r->q->more->mask);
    return rc == GO_ON ? check_pattern(r, text, length) : rc;
}

/* Labels of letters, digits and hyphens, with a point between; not ASCII is
 * taken as a letter. */
static bool domain(const char *text, size_t length, bool needs_point)
{
    size_t label = 0, points = 0;
    for (size_t i = 0; i <= length; i++) {
        unsigned char c = i < length ? (unsigned char)text[i] : '.';
        if (c == '.') {
            if (label == 0 || label > 63 || text[i - 1] == '-')
                return false;
            points += i < length;
            label = 0;
        } else if (ascii_letter(c) || digit(c) || c >= 0x80 ||
                   (c == '-' && label)) {
            label++;
        } else {
            return false;
        }
    }
    return length <= 253 && (points > 0 || !needs_point);
}

static bool is_email(const char *text, size_t length)
{
    static const char allowed[] = "!#$%&'*+-/=?^_`{|}~.";
    const char *at = NULL;
    size_t local;

    for (size_t i = 0; i < length; i++)
        if (text[i] == '@')
            at = text + i;
    if (!at)
        return false;
    local = (size_t)(at - text);
    if (local == 0 || local > 64 || text[0] == '.' || at[-1] == '.')
        return false;
    for (size_t i = 0; i < local; i++) {
        unsigned char c = (unsigned char)text[i];
        if (!ascii_letter(c) && !digit(c) && c < 0x80 && !strchr(allowed, c))
            return false;
        if (c == '.' && text[i + 1] == '.')
            return false;
    }
    return domain(at + 1, length - local - 1, true);
}

static bool is_phone(const char *text, size_t length)
{
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (digit(c))
            digits++;
        else if (!strchr(" -./()", c) && !(c == '+' && i == 0))
            return false;
    }
    return digits >= 3 && digits <= 15;
}

static bool is_url(const char *text, size_t length)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(schemes[i]), host = 0;
        if (length <= n || !tier1__utf8_same_folded(schemes[i], n, text, n))
            continue;
        while (n + host < length && !strchr("/?#:", text[n + host]))
            host++;
        for (size_t j = n; j < length; j++)
            if ((unsigned char)text[j] <= ' ' || strchr("<>\"", text[j]))
                return false;
        return host > 0 && domain(text + n, host, false);
    }
    return false;
}

static int check_shape(struct reading *r, const char *text, size_t length)
{
    switch (r->q->type) {
    case TIER1_TYPE_EMAIL:
        return is_email(text, length) ? GO_ON
                                      : tier1__refuse(r, MESSAGE_NOT_AN_EMAIL);
    case TIER1_TYPE_PHONE:
        return is_phone(text, length) ? GO_ON
                                      : tier1__refuse(r, MESSAGE_NOT_A_PHONE);
    case TIER1_TYPE_URL:
        return is_url(text, length) ? GO_ON
                                    : tier1__refuse(r, MESSAGE_NOT_A_URL);
    default:
        return check_text(r, text, length);
    }
}

int tier1__answer_text(struct reading *r, const char *text, size_t length)
{
    int rc;
    tier1__trim(&text, &length);
    rc = check_letters(r, text, length);
    if (rc == GO_ON)
        rc = check_shape(r, text, length);
    if (rc != GO_ON)
        return rc;
    r->value = tier1__value_text(&r->w->arena, text, length);
    return r->value ? GO_ON : tier1__walk_failed(r->w);
}

/* A media type, all of its kind (a type with a star), or an ending. */
static bool accepts(const char *rule, const char *name, const char *type)
{
    size_t n = strlen(rule), length = strlen(name);
    if (rule[0] == '.')
        return length > n &&
               tier1__utf8_same_folded(rule, n, name + length - n, n);
    if (n > 2 && strcmp(rule + n - 2, "/*") == 0)
        return strncmp(rule, type, n - 1) == 0;
    return strcmp(rule, type) == 0;
}

int tier1__answer_file(struct reading *r, const tier1_value *input)
{
    const char *name = tier1_value_text(tier1_value_get(input, "name"));
    const char *type = tier1_value_text(tier1_value_get(input, "type"));
    int64_t size = tier1_value_integer(tier1_value_get(input, "size"));
    bool fits = r->q->more->accept_count == 0;

    if (tier1_value_kind(input) != TIER1_MAP || !name)
        return tier1__refuse(r, MESSAGE_NOT_A_FILE);
    for (size_t i = 0; i < r->q->more->accept_count; i++)
        fits |= accepts(r->q->more->accept[i], name, type ? type : "");
    if (!fits)
        return tier1__refuse(r, MESSAGE_NOT_THE_KIND);
    if (size < 0 || (r->q->more->max_size && size > r->q->more->max_size))
        return tier1__refuse_with(r, MESSAGE_FILE_TOO_LARGE, "%i",
                                  r->q->more->max_size);
    r->value = tier1__value_copy(&r->w->arena, input);
    return r->value ? GO_ON : tier1__walk_failed(r->w);
}
