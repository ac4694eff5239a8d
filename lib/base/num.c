/* SPDX-License-Identifier: MIT */
/* Numbers and text. strtod() and printf() listen to the locale and are not
 * the same everywhere, so both ways are done here, exactly: a double is a
 * fraction of two big integers, and so is a decimal. Slower than the clever
 * algorithms and short enough to be believed. */
#include "base/num.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/bignum.h"

#define DIGITS_MOST 800 /* more than the 767 that can decide a rounding */
#define EXPONENT_MOST INT64_C(1000000000000000)
#define MANTISSA_BITS 53
#define LOWEST_BIT 1074 /* of the smallest double: 2^-1074 */
#define EXACT_DIGITS 20
#define WHOLE_MOST 1e15 /* up to here no exponent is written */

/* A decimal: 0.DIGITS times ten to the power. */
struct decimal {
    uint8_t digit[DIGITS_MOST + 1];
    size_t count;
    int64_t power;
    bool negative;
};

/* The parts of a number's text; all point into it. */
struct parts {
    size_t whole, whole_end; /* digits */
    size_t fraction, fraction_end;
    int64_t exponent;
    bool has_sign, negative, has_fraction, has_exponent;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_digits(const char *text, size_t length, size_t at)
{
    while (at < length && is_digit(text[at]))
        at++;
    return at;
}

/* [+-]digits behind an "e"; returns where it ends, or 0. */
static size_t read_exponent(const char *text, size_t length, size_t at,
                            int64_t *out)
{
    bool negative = at < length && text[at] == '-';
    int64_t number = 0;
    size_t first;

    if (at < length && (text[at] == '-' || text[at] == '+'))
        at++;
    first = at;
    for (; at < length && is_digit(text[at]); at++)
        if (number < EXPONENT_MOST)
            number = number * 10 + (text[at] - '0');
    *out = negative ? -number : number;
    return at == first ? 0 : at;
}

/* Takes the text apart; false where it is no number. */
static bool split(struct parts *p, const char *text, size_t length)
{
    size_t at = 0;

    memset(p, 0, sizeof(*p));
    p->has_sign = length > 0 && (text[0] == '-' || text[0] == '+');
    p->negative = p->has_sign && text[0] == '-';
    p->whole = p->has_sign ? 1 : 0;
    at = p->whole_end = skip_digits(text, length, p->whole);
    if (p->whole == p->whole_end)
        return false;
    if (at < length && text[at] == '.') {
        p->has_fraction = true;
        p->fraction = at + 1;
        at = p->fraction_end = skip_digits(text, length, at + 1);
        if (p->fraction == p->fraction_end)
            return false;
    }
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        p->has_exponent = true;
        at = read_exponent(text, length, at + 1, &p->exponent);
        if (at == 0)
            return false;
    }
    return at == length;
}

bool tier1__num_is_json(const char *text, size_t length, bool *whole)
{
    struct parts p;

    if (!split(&p, text, length) || (p.has_sign && !p.negative))
        return false;
    if (text[p.whole] == '0' && p.whole_end - p.whole > 1)
        return false;
    *whole = !p.has_fraction && !p.has_exponent;
    return true;
}

bool tier1__num_integer(const char *text, size_t length, int64_t *out)
{
    bool negative = length > 0 && text[0] == '-';
    uint64_t most = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    uint64_t number = 0;
    size_t at = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;

    if (at == length)
        return false;
    for (; at < length; at++) {
        uint64_t digit = (uint64_t)(unsigned char)text[at] - '0';

        if (!is_digit(text[at]) || number > (most - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    if (negative)
        *out = number == most ? INT64_MIN : -(int64_t)number;
    else
        *out = (int64_t)number;
    return true;
}

/* Appends digits, without leading zeros; those past the most leave a trace
 * only where they are not zero, which is all that rounding asks of them. */
static void take_digits(struct decimal *d, const char *text, size_t from,
                        size_t to)
{
    for (size_t i = from; i < to; i++) {
        uint8_t digit = (uint8_t)(text[i] - '0');

        if (d->count == 0 && digit == 0)
            continue;
        if (d->count < DIGITS_MOST)
            d->digit[d->count++] = digit;
        else if (digit != 0)
            d->digit[DIGITS_MOST - 1] |= 1;
    }
}

/* Leading zeros of the fraction, where the whole part is zero. */
static size_t leading_zeros(const char *text, size_t from, size_t to)
{
    size_t at = from;

    while (at < to && text[at] == '0')
        at++;
    return at - from;
}

static void to_decimal(struct decimal *d, const struct parts *p,
                       const char *text)
{
    size_t zeros = leading_zeros(text, p->whole, p->whole_end);

    d->count = 0;
    d->negative = p->negative;
    take_digits(d, text, p->whole, p->whole_end);
    d->power = (int64_t)(p->whole_end - p->whole - zeros);
    if (p->has_fraction) {
        if (d->count == 0)
            d->power =
                -(int64_t)leading_zeros(text, p->fraction, p->fraction_end);
        take_digits(d, text, p->fraction, p->fraction_end);
    }
    d->power += p->exponent;
    while (d->count > 0 && d->digit[d->count - 1] == 0)
        d->count--;
}

/* num / den, which lies in [1/2, 1), times two to the power: rounded to the
 * nearest double, ties to even. */
static double round_fraction(struct bignum *num, const struct bignum *den,
                             int power)
{
    int bits = power + LOWEST_BIT;
    uint64_t mantissa = 0;
    bool half;

    if (bits < 0)
        return 0.0;
    if (bits > MANTISSA_BITS)
        bits = MANTISSA_BITS;
    for (int i = 0; i < bits; i++)
        mantissa = mantissa << 1 | (tier1__big_bit(num, den) ? 1 : 0);
    half = tier1__big_bit(num, den);
    if (half && (mantissa % 2 == 1 || num->count > 0))
        mantissa++;
    return ldexp((double)mantissa, power - bits);
}

/* Exact for any decimal that a double may be the nearest to. */
static double from_decimal(const struct decimal *d)
{
    struct bignum num, den;
    int64_t tens = d->power - (int64_t)d->count;
    int power;

    tier1__big_set(&num, 0);
    tier1__big_set(&den, 1);
    for (size_t i = 0; i < d->count; i++)
        tier1__big_times(&num, 10, d->digit[i]);
    tier1__big_tens(tens > 0 ? &num : &den,
                    (unsigned)(tens > 0 ? tens : -tens));
    power = (int)tier1__big_length(&num) - (int)tier1__big_length(&den);
    tier1__big_shift(power < 0 ? &num : &den,
                     (unsigned)(power < 0 ? -power : power));
    if (tier1__big_compare(&num, &den) >= 0) {
        tier1__big_shift(&den, 1);
        power++;
    }
    return round_fraction(&num, &den, power);
}

/* Few digits and a small power of ten are exact as doubles, so that one
 * operation on them rounds once, and right; where doubles are doubles. */
static bool from_few_digits(const struct decimal *d, double *out)
{
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD == 0
    static const double ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    int64_t tens = d->power - (int64_t)d->count;
    int64_t digits = 0;

    if (d->count > 15 || tens < -22 || tens > 22)
        return false;
    for (size_t i = 0; i < d->count; i++)
        digits = digits * 10 + d->digit[i];
    *out = tens < 0 ? (double)digits / ten[-tens] : (double)digits * ten[tens];
    return true;
#else
    (void)d;
    (void)out;
    return false;
#endif
}

static bool nearest(const struct decimal *d, double *out)
{
    double number = 0.0;

    if (d->count > 0 && d->power > 310)
        return false;
    if (d->count > 0 && d->power > -330 && !from_few_digits(d, &number))
        number = from_decimal(d);
    *out = d->negative ? -number : number;
    return isfinite(number);
}

bool tier1__num_number(const char *text, size_t length, double *out)
{
    struct parts p;
    struct decimal d;

    if (!split(&p, text, length))
        return false;
    to_decimal(&d, &p, text);
    return nearest(&d, out);
}

size_t tier1__num_from_integer(char out[NUM_TEXT], int64_t number)
{
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    size_t length = number < 0 ? 2 : 1;

    for (uint64_t least = rest; least >= 10; least /= 10)
        length++;
    out[length] = '\0';
    if (number < 0)
        out[0] = '-';
    for (size_t at = length; at == length || rest > 0; rest /= 10)
        out[--at] = (char)('0' + rest % 10);
    return length;
}

/* x, which is positive, as a decimal of EXACT_DIGITS digits; returns whether
 * anything is left behind them. */
static bool exact_digits(struct decimal *d, double x)
{
    struct bignum num, den;
    int power;
    double fraction = frexp(x, &power);

    tier1__big_set(&num, (uint64_t)ldexp(fraction, MANTISSA_BITS));
    tier1__big_set(&den, 1);
    power -= MANTISSA_BITS;
    tier1__big_shift(power > 0 ? &num : &den,
                     (unsigned)(power > 0 ? power : -power));
    /* a little below log10(x); put right by the loop */
    d->power = (int64_t)floor((power + MANTISSA_BITS - 1) * 0.30102999) - 1;
    tier1__big_tens(d->power > 0 ? &den : &num,
                    (unsigned)(d->power > 0 ? d->power : -d->power));
    for (; tier1__big_compare(&num, &den) >= 0; d->power++)
        tier1__big_times(&den, 10, 0);
    for (d->count = 0; d->count < EXACT_DIGITS; d->count++) {
        tier1__big_times(&num, 10, 0);
        d->digit[d->count] = (uint8_t)tier1__big_divide(&num, &den);
    }
    return num.count > 0;
}

static void count_up(struct decimal *d)
{
    size_t i = d->count;

    while (i > 0 && d->digit[i - 1] == 9)
        d->digit[--i] = 0;
    if (i > 0) {
        d->digit[i - 1]++;
        return;
    }
    d->digit[0] = 1; /* 9.99 became 10.0 */
    d->power++;
}

/* Of the exact one, the first `count` digits, rounded to even or up. */
static void cut(struct decimal *out, const struct decimal *exact, bool more,
                size_t count, bool up)
{
    int next = exact->digit[count];
    bool odd = exact->digit[count - 1] % 2 == 1;

    for (size_t i = count + 1; i < exact->count; i++)
        more = more || exact->digit[i] != 0;
    out->count = count;
    out->power = exact->power;
    out->negative = false;
    memcpy(out->digit, exact->digit, count);
    if (up || next > 5 || (next == 5 && (more || odd)))
        count_up(out);
    while (out->count > 1 && out->digit[out->count - 1] == 0)
        out->count--;
}

static bool reads_back(const struct decimal *d, double x)
{
    double back;

    return nearest(d, &back) && !(back < x) && !(back > x);
}

/* The shortest decimal that reads back as x. Any of 15 digits survives the way
 * through a normal double, so that those need no search. Below a power of two
 * doubles lie closer than above, so that there the farther of two neighbours
 * may be the one that reads back. */
static void shortest(struct decimal *d, double x)
{
    struct decimal exact;
    bool more = exact_digits(&exact, x);
    int power;
    bool lopsided = !(frexp(x, &power) > 0.5);

    for (size_t count = power < -1020 ? 1 : 15; count <= 17; count++) {
        cut(d, &exact, more, count, false);
        if (reads_back(d, x))
            return;
        if (!lopsided)
            continue;
        cut(d, &exact, more, count, true);
        if (reads_back(d, x))
            return;
    }
}

/* digit[from] to digit[to], zeros where there are none. */
static size_t put_digits(char *out, size_t at, const struct decimal *d,
                         int64_t from, int64_t to)
{
    for (int64_t i = from; i < to; i++)
        out[at++] =
            i < 0 || i >= (int64_t)d->count ? '0' : (char)('0' + d->digit[i]);
    return at;
}

static size_t put_plain(char *out, size_t at, const struct decimal *d)
{
    int64_t count = (int64_t)d->count;

    at = put_digits(out, at, d, d->power < 1 ? d->power - 1 : 0, d->power);
    if (d->power < count) {
        out[at++] = '.';
        at = put_digits(out, at, d, d->power, count);
    }
    return at;
}

static size_t put_exponent(char *out, size_t at, const struct decimal *d)
{
    int64_t exponent = d->power - 1;
    char text[NUM_TEXT];
    size_t length = tier1__num_from_integer(text, exponent);

    at = put_digits(out, at, d, 0, 1);
    if (d->count > 1) {
        out[at++] = '.';
        at = put_digits(out, at, d, 1, (int64_t)d->count);
    }
    out[at++] = 'e';
    if (exponent > 0)
        out[at++] = '+';
    memcpy(out + at, text, length);
    return at + length;
}

/* Most numbers of people have few digits behind the point. A whole number of
 * tenths, hundredths or thousandths with at most 15 digits is the shortest text
 * of the double next to it. */
static bool few_decimals(char *out, size_t *length, double number)
{
    double tens = 10;

    for (size_t places = 1; places <= 3 && number < WHOLE_MOST / 1000;
         places++, tens *= 10) {
        double whole = floor(number * tens + 0.5);
        if (whole / tens < number || whole / tens > number || whole < 1)
            continue;
        char digits[NUM_TEXT];
        size_t count = tier1__num_from_integer(digits, (int64_t)whole);
        size_t at = 0, zeros = count > places ? 0 : places + 1 - count;
        for (; zeros > 0; zeros--)
            out[at++] = '0';
        memcpy(out + at, digits, count);
        at += count;
        memmove(out + at - places + 1, out + at - places, places);
        out[at - places] = '.';
        *length = at + 1;
        return true;
    }
    return false;
}

size_t tier1__num_from_number(char out[NUM_TEXT], double number)
{
    struct decimal d;
    char digits[NUM_TEXT];
    size_t at = 0, length;

    if (signbit(number)) {
        out[at++] = '-';
        number = -number;
    }
    if (number < WHOLE_MOST && !(floor(number) < number)) {
        length = tier1__num_from_integer(digits, (int64_t)number);
        memcpy(out + at, digits, length);
        at += length;
    } else if (few_decimals(out + at, &length, number)) {
        at += length;
    } else {
        shortest(&d, number);
        at = d.power > 15 || d.power < -5 ? put_exponent(out, at, &d)
                                          : put_plain(out, at, &d);
    }
    out[at] = '\0';
    return at;
}
