/* SPDX-License-Identifier: MIT */
/* The growing text, the small format that stands in for printf() (which
 * listens to the locale), and the public buffers that texts leave in. */
#include "base/buf.h"

#include <string.h>

#include <tier1/library.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/utf8.h"

#define FIRST_CAP 64
#define QUOTE_MOST 60
#define SLACK 256 /* bytes beyond the limit that writers may ask for */
#define ELLIPSIS "\xe2\x80\xa6"

void tier1__buf_init(struct buf *b, tier1_allocator allocator, size_t limit)
{
    memset(b, 0, sizeof(*b));
    b->allocator = tier1__allocator(allocator);
    b->limit = limit;
}

/* Room for `length` bytes more and a NUL; `failed` is set where there is
 * none. */
static bool reserve(struct buf *b, size_t length)
{
    size_t need, cap;
    char *ptr;

    b->failed = TIER1_ENOMEM;
    if (!tier1__add(b->len, length, &need) || !tier1__add(need, 1, &need))
        return false;
    cap = b->cap < FIRST_CAP ? FIRST_CAP : b->cap;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    if (cap > b->cap) {
        ptr = tier1__mem(&b->allocator, b->ptr, b->cap, cap);
        if (ptr == NULL)
            return false;
        b->ptr = ptr;
        b->cap = cap;
    }
    b->failed = TIER1_OK;
    return true;
}

void tier1__buf_add(struct buf *b, const char *bytes, size_t length)
{
    bool over = b->limit != 0 && length > b->limit - b->len;

    if (b->failed != TIER1_OK || length == 0)
        return;
    /* what fits goes in: a message that is cut is still one */
    if (over)
        length = b->limit - b->len;
    if (!reserve(b, length))
        return;
    memcpy(b->ptr + b->len, bytes, length);
    b->len += length;
    b->ptr[b->len] = '\0';
    if (over)
        b->failed = TIER1_ELIMIT;
}

/* What is asked for may be more than what is written, and what was written may
 * be taken back: only the end can tell what is over the limit by a little. */
bool tier1__buf_grow(struct buf *b, size_t length)
{
    size_t need;

    if (b->failed != TIER1_OK)
        return false;
    if (b->limit != 0 && tier1__add(b->len, length, &need) && need > b->limit &&
        need - b->limit > SLACK) {
        b->failed = TIER1_ELIMIT;
        return false;
    }
    return reserve(b, length);
}

void tier1__buf_end(struct buf *b)
{
    if (b->limit != 0 && b->len > b->limit) {
        b->len = b->limit;
        if (b->failed == TIER1_OK)
            b->failed = TIER1_ELIMIT;
    }
    if (b->ptr != NULL)
        b->ptr[b->len] = '\0';
}

void tier1__buf_text(struct buf *b, const char *text)
{
    if (text != NULL)
        tier1__buf_add(b, text, strlen(text));
}

void tier1__buf_char(struct buf *b, char c)
{
    tier1__buf_add(b, &c, 1);
}

void tier1__buf_int(struct buf *b, int64_t number)
{
    char text[NUM_TEXT];

    tier1__buf_add(b, text, tier1__num_from_integer(text, number));
}

void tier1__buf_number(struct buf *b, double number)
{
    char text[NUM_TEXT];

    tier1__buf_add(b, text, tier1__num_from_number(text, number));
}

static void add_unsigned(struct buf *b, uint64_t number)
{
    char text[20];
    size_t at = sizeof(text);

    do {
        text[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    tier1__buf_add(b, text + at, sizeof(text) - at);
}

static void add_hex(struct buf *b, uint32_t number)
{
    bool begun = false;

    for (unsigned shift = 28; shift < 32; shift -= 4) {
        unsigned digit = number >> shift & 15;

        begun = begun || digit != 0 || shift == 4;
        if (begun)
            tier1__buf_char(b, "0123456789abcdef"[digit]);
    }
}

static void add_escape(struct buf *b, uint32_t point, bool is_byte)
{
    if (point == '\n') {
        tier1__buf_text(b, "\\n");
    } else if (point == '\r') {
        tier1__buf_text(b, "\\r");
    } else if (point == '\t') {
        tier1__buf_text(b, "\\t");
    } else if (is_byte) {
        tier1__buf_text(b, "\\x");
        add_hex(b, point);
    } else {
        tier1__buf_text(b, "\\u{");
        add_hex(b, point);
        tier1__buf_char(b, '}');
    }
}

void tier1__buf_safe(struct buf *b, const char *text, size_t length,
                     size_t most)
{
    size_t shown = 0;

    for (size_t i = 0; i < length; shown++) {
        uint32_t point = (unsigned char)text[i];
        size_t step = tier1__utf8_next(text + i, length - i, &point);

        if (shown == most) {
            tier1__buf_text(b, ELLIPSIS);
            return;
        }
        if (step == 0 || tier1__utf8_is_control(point))
            add_escape(b, point, step == 0);
        else
            tier1__buf_add(b, text + i, step);
        i += step == 0 ? 1 : step;
    }
}

static void add_quoted(struct buf *b, const char *text)
{
    tier1__buf_char(b, '\'');
    if (text != NULL)
        tier1__buf_safe(b, text, strlen(text), QUOTE_MOST);
    tier1__buf_char(b, '\'');
}

/* The same of a path: what is cut off is its beginning. */
static void add_path(struct buf *b, const char *path)
{
    size_t length = strlen(path), count = 0, from = 0;
    uint32_t point;

    for (size_t i = 0; i < length; count++) {
        size_t step = tier1__utf8_next(path + i, length - i, &point);
        i += step == 0 ? 1 : step;
    }
    for (; count > QUOTE_MOST; count--) {
        size_t step = tier1__utf8_next(path + from, length - from, &point);
        from += step == 0 ? 1 : step;
    }
    tier1__buf_text(b, from > 0 ? "'" ELLIPSIS : "'");
    tier1__buf_safe(b, path + from, length - from, QUOTE_MOST);
    tier1__buf_char(b, '\'');
}

static void add_argument(struct buf *b, char kind, va_list *args)
{
    switch (kind) {
    case 's':
        tier1__buf_text(b, va_arg(*args, const char *));
        break;
    case 'q':
        add_quoted(b, va_arg(*args, const char *));
        break;
    case 'p':
        add_path(b, va_arg(*args, const char *));
        break;
    case 'd':
        tier1__buf_int(b, va_arg(*args, int));
        break;
    case 'i':
        tier1__buf_int(b, va_arg(*args, int64_t));
        break;
    case 'u':
        add_unsigned(b, va_arg(*args, unsigned));
        break;
    case 'z':
        add_unsigned(b, va_arg(*args, size_t));
        break;
    case 'c':
        tier1__buf_char(b, (char)va_arg(*args, int));
        break;
    default:
        tier1__buf_char(b, kind);
        break;
    }
}

void tier1__buf_vformat(struct buf *b, const char *format, va_list args)
{
    va_list own; /* so that its address has the type that it should */

    va_copy(own, args);
    while (*format != '\0') {
        size_t plain = 0;

        while (format[plain] != '\0' && format[plain] != '%')
            plain++;
        tier1__buf_add(b, format, plain);
        format += plain;
        if (format[0] == '%' && format[1] != '\0') {
            add_argument(b, format[1], &own);
            format += 2;
        } else if (format[0] == '%') {
            break;
        }
    }
    va_end(own);
}

void tier1__buf_format(struct buf *b, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    tier1__buf_vformat(b, format, args);
    va_end(args);
}

const char *tier1__buf_str(const struct buf *b)
{
    return b->ptr == NULL ? "" : b->ptr;
}

void tier1__buf_clear(struct buf *b)
{
    b->len = 0;
    b->failed = TIER1_OK;
    if (b->ptr != NULL)
        b->ptr[0] = '\0';
}

void tier1__buf_free(struct buf *b)
{
    tier1__mem_free(&b->allocator, b->ptr, b->cap);
    b->ptr = NULL;
    b->len = b->cap = 0;
    b->failed = TIER1_OK;
}

void tier1__buf_wipe(struct buf *b)
{
    if (b->ptr != NULL)
        tier1__wipe(b->ptr, b->cap);
    tier1__buf_free(b);
}

int tier1__buf_give(struct buf *b, tier1_buf *out)
{
    int rc = b->failed;

    /* an empty text is a text too, with its NUL */
    if (rc == TIER1_OK && b->ptr == NULL && reserve(b, 0))
        b->ptr[0] = '\0';
    rc = b->failed;
    if (rc != TIER1_OK) {
        tier1__buf_free(b);
        return rc;
    }
    tier1_buf_dispose(out);
    out->ptr = b->ptr;
    out->len = b->len;
    out->cap = b->cap;
    out->allocator = b->allocator;
    b->ptr = NULL;
    b->len = b->cap = 0;
    return TIER1_OK;
}

void tier1_buf_dispose(tier1_buf *buf)
{
    if (buf == NULL)
        return;
    tier1__mem_free(&buf->allocator, buf->ptr, buf->cap);
    memset(buf, 0, sizeof(*buf));
}

int tier1_buf_set(tier1_buf *buf, const char *bytes, size_t length)
{
    char *copy;

    if (buf == NULL || (bytes == NULL && length > 0))
        return TIER1_EMISUSE;
    /* copied first: the bytes may be the buffer's own */
    copy = tier1__mem_copy(&buf->allocator, bytes, length);
    if (copy == NULL)
        return TIER1_ENOMEM;
    tier1__mem_free(&buf->allocator, buf->ptr, buf->cap);
    buf->ptr = copy;
    buf->len = length;
    buf->cap = length + 1;
    return TIER1_OK;
}
