/* SPDX-License-Identifier: MIT */
/* Values as bytes. Reading never allocates by what a count claims before there
 * are bytes for it, never recurses past a depth, and takes one form of each
 * value only, so that equal bytes and equal values are the same thing. */
#include "data/pack.h"

#include <string.h>

#include "base/map.h"
#include "base/utf8.h"

enum kind {
    KIND_NULL,
    KIND_FALSE,
    KIND_TRUE,
    KIND_INTEGER, /* zigzag: 0, -1, 1, -2, … as 0, 1, 2, 3, … */
    KIND_NUMBER,  /* 8 bytes of IEEE 754, the lowest first */
    KIND_TEXT,    /* a length, and the bytes */
    KIND_LIST,    /* a count, and the items */
    KIND_MAP,     /* a count, and for each pair its key and its value */
    KIND_COUNT
};

/* A value has at least a byte, a pair two. */
#define LEAST_ITEM 1
#define LEAST_PAIR 2
/* What an item counts for, besides its letters. */
#define ITEM_WEIGHT 8
/* Up to so many keys that are out of order are held against each other; more
 * of them get a hash. */
#define FEW_KEYS 16

const struct pack_caps tier1__pack_no_caps = {UINT64_MAX, VALUE_DEPTH_MOST};

/* ---- to bytes ---------------------------------------------------------- */

void tier1__pack_number(struct buf *out, uint64_t number)
{
    char bytes[10];
    size_t n = 0;

    while (number > 0x7F) {
        bytes[n++] = (char)((number & 0x7F) | 0x80);
        number >>= 7;
    }
    bytes[n++] = (char)number;
    tier1__buf_add(out, bytes, n);
}

static uint64_t zigzag(int64_t integer)
{
    uint64_t bits = (uint64_t)integer << 1;

    return integer < 0 ? ~bits : bits;
}

void tier1__pack_integer(struct buf *out, int64_t integer)
{
    tier1__pack_number(out, zigzag(integer));
}

void tier1__pack_text(struct buf *out, const char *text, size_t length)
{
    tier1__pack_number(out, length);
    tier1__buf_add(out, text, length);
}

static void pack_double(struct buf *out, double number)
{
    char bytes[8];
    uint64_t bits;

    memcpy(&bits, &number, sizeof(bits));
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(bits >> (8 * i) & 0xFF);
    tier1__buf_add(out, bytes, sizeof(bytes));
}

static void pack_items(struct buf *out, const tier1_value *v)
{
    tier1__pack_number(out, v->count);
    for (uint32_t i = 0; i < v->count; i++) {
        if (v->type == TIER1_MAP)
            tier1__pack_text(out, v->as.pairs[i].key,
                             strlen(v->as.pairs[i].key));
        tier1__pack_value(out, v->type == TIER1_MAP ? v->as.pairs[i].value
                                                    : v->as.items[i]);
    }
}

void tier1__pack_value(struct buf *out, const tier1_value *v)
{
    switch (tier1_value_kind(v)) {
    case TIER1_NULL:
        tier1__buf_char(out, KIND_NULL);
        break;
    case TIER1_BOOLEAN:
        tier1__buf_char(out, v->as.boolean ? KIND_TRUE : KIND_FALSE);
        break;
    case TIER1_INTEGER:
        tier1__buf_char(out, KIND_INTEGER);
        tier1__pack_integer(out, v->as.integer);
        break;
    case TIER1_NUMBER:
        tier1__buf_char(out, KIND_NUMBER);
        pack_double(out, v->as.number);
        break;
    case TIER1_TEXT:
        tier1__buf_char(out, KIND_TEXT);
        tier1__pack_text(out, v->as.text, v->count);
        break;
    case TIER1_LIST:
    case TIER1_MAP:
        tier1__buf_char(out, v->type == TIER1_LIST ? KIND_LIST : KIND_MAP);
        pack_items(out, v);
        break;
    }
}

static bool is_one_of(const char *const *keys, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

void tier1__pack_part(struct buf *out, const tier1_value *v,
                      const char *const *keys, size_t count)
{
    uint64_t pairs = 0;

    if (tier1_value_kind(v) != TIER1_MAP) {
        tier1__pack_value(out, v);
        return;
    }
    for (uint32_t i = 0; i < v->count; i++)
        pairs += is_one_of(keys, count, v->as.pairs[i].key);
    tier1__buf_char(out, KIND_MAP);
    tier1__pack_number(out, pairs);
    for (uint32_t i = 0; i < v->count; i++) {
        const struct value_pair *pair = &v->as.pairs[i];

        if (!is_one_of(keys, count, pair->key))
            continue;
        tier1__pack_text(out, pair->key, strlen(pair->key));
        tier1__pack_value(out, pair->value);
    }
}

/* ---- held against bytes ------------------------------------------------ */

struct held {
    const char *at, *end;
    bool same; /* so far */
};

static void hold_bytes(struct held *h, const void *bytes, size_t length)
{
    h->same = h->same && length <= (size_t)(h->end - h->at) &&
              memcmp(h->at, bytes, length) == 0;
    if (h->same)
        h->at += length;
}

static void hold_byte(struct held *h, uint64_t byte)
{
    h->same =
        h->same && h->at < h->end && (unsigned char)*h->at == (byte & 0xFF);
    h->at += h->same;
}

static void hold_number(struct held *h, uint64_t number)
{
    for (; number > 0x7F; number >>= 7)
        hold_byte(h, (number & 0x7F) | 0x80);
    hold_byte(h, number);
}

static void hold_text(struct held *h, const char *text, size_t length)
{
    hold_number(h, length);
    hold_bytes(h, text, length);
}

static void hold_double(struct held *h, double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof(bits));
    for (size_t i = 0; i < 8; i++)
        hold_byte(h, bits >> (8 * i));
}

static void hold_value(struct held *h, const tier1_value *v);

static void hold_map(struct held *h, const tier1_value *v,
                     const char *const *keys, size_t count)
{
    uint64_t pairs = keys ? 0 : v->count;

    for (uint32_t i = 0; keys && i < v->count; i++)
        pairs += is_one_of(keys, count, v->as.pairs[i].key);
    hold_byte(h, KIND_MAP);
    hold_number(h, pairs);
    for (uint32_t i = 0; i < v->count && h->same; i++) {
        const struct value_pair *pair = &v->as.pairs[i];

        if (keys && !is_one_of(keys, count, pair->key))
            continue;
        hold_text(h, pair->key, strlen(pair->key));
        hold_value(h, pair->value);
    }
}

static void hold_list(struct held *h, const tier1_value *v)
{
    hold_byte(h, KIND_LIST);
    hold_number(h, v->count);
    for (uint32_t i = 0; i < v->count && h->same; i++)
        hold_value(h, v->as.items[i]);
}

static void hold_value(struct held *h, const tier1_value *v)
{
    switch (tier1_value_kind(v)) {
    case TIER1_NULL:
        hold_byte(h, KIND_NULL);
        break;
    case TIER1_BOOLEAN:
        hold_byte(h, v->as.boolean ? KIND_TRUE : KIND_FALSE);
        break;
    case TIER1_INTEGER:
        hold_byte(h, KIND_INTEGER);
        hold_number(h, zigzag(v->as.integer));
        break;
    case TIER1_NUMBER:
        hold_byte(h, KIND_NUMBER);
        hold_double(h, v->as.number);
        break;
    case TIER1_TEXT:
        hold_byte(h, KIND_TEXT);
        hold_text(h, v->as.text, v->count);
        break;
    case TIER1_LIST:
        hold_list(h, v);
        break;
    case TIER1_MAP:
        hold_map(h, v, NULL, 0);
        break;
    }
}

bool tier1__pack_is(const char *bytes, size_t length, const tier1_value *v,
                    const char *const *keys, size_t count)
{
    struct held h = {bytes, bytes + length, true};

    if (keys && tier1_value_kind(v) == TIER1_MAP)
        hold_map(&h, v, keys, count);
    else
        hold_value(&h, v);
    return h.same && h.at == h.end;
}

/* ---- from bytes -------------------------------------------------------- */

void tier1__unpack_init(struct unpack *u, struct arena *arena,
                        const char *bytes, size_t length)
{
    u->at = bytes;
    u->left = length;
    u->arena = arena;
    u->failed = TIER1_OK;
}

void tier1__unpack_fail(struct unpack *u, int failed)
{
    if (u->failed == TIER1_OK)
        u->failed = failed;
    u->left = 0;
}

/* What an allocation gave; NULL is noted. */
static const void *have(struct unpack *u, const void *ptr)
{
    if (ptr == NULL)
        tier1__unpack_fail(u, TIER1_ENOMEM);
    return ptr;
}

/* The next `length` bytes; NULL where there are fewer. */
static const char *take(struct unpack *u, size_t length)
{
    const char *bytes = u->at;

    if (length > u->left) {
        tier1__unpack_fail(u, TIER1_EINVALID);
        return NULL;
    }
    u->at += length;
    u->left -= length;
    return bytes;
}

uint64_t tier1__unpack_number(struct unpack *u, uint64_t most)
{
    uint64_t number = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        const char *at = take(u, 1);
        uint64_t byte = at == NULL ? 0 : (unsigned char)*at;

        number |= (byte & 0x7F) << shift;
        /* bits past the 64th, and a last byte that adds nothing */
        if ((shift == 63 && byte > 1) || (shift > 0 && byte == 0))
            break;
        if (byte > 0x7F)
            continue;
        if (number <= most)
            return number;
        break;
    }
    tier1__unpack_fail(u, TIER1_EINVALID);
    return 0;
}

int64_t tier1__unpack_integer(struct unpack *u)
{
    uint64_t bits = tier1__unpack_number(u, UINT64_MAX);
    int64_t half = (int64_t)(bits >> 1);

    return bits & 1 ? -half - 1 : half;
}

/* The bytes of a text, where they lie. */
static const char *text_bytes(struct unpack *u, size_t *length)
{
    const char *bytes;
    size_t bad;

    *length = (size_t)tier1__unpack_number(u, u->left);
    bytes = take(u, *length);
    if (bytes != NULL && memchr(bytes, 0, *length) == NULL &&
        tier1__utf8_valid(bytes, *length, &bad))
        return bytes;
    tier1__unpack_fail(u, TIER1_EINVALID);
    *length = 0;
    return "";
}

const char *tier1__unpack_text(struct unpack *u, size_t *length)
{
    size_t n;
    const char *bytes = text_bytes(u, &n);
    const char *text = have(u, tier1__arena_text(u->arena, bytes, n));

    if (length != NULL)
        *length = text == NULL ? 0 : n;
    return text == NULL ? "" : text;
}

const char *tier1__unpack_bytes(struct unpack *u, size_t *length)
{
    size_t n = (size_t)tier1__unpack_number(u, u->left);
    const char *bytes = take(u, n);
    const char *copy =
        bytes == NULL ? NULL : have(u, tier1__arena_text(u->arena, bytes, n));

    *length = copy == NULL ? 0 : n;
    return copy == NULL ? "" : copy;
}

int tier1__unpack_end(struct unpack *u)
{
    if (u->left > 0)
        tier1__unpack_fail(u, TIER1_EINVALID);
    return u->failed;
}

/* ---- values ------------------------------------------------------------ */

struct reading {
    struct unpack *u;
    uint64_t room;  /* bytes that are left of the cap */
    uint64_t depth; /* levels that are left */
};

static const tier1_value *read_value(struct reading *r);

static void count_bytes(struct reading *r, uint64_t bytes)
{
    if (bytes > r->room) {
        tier1__unpack_fail(r->u, TIER1_ELIMIT);
        return;
    }
    r->room -= bytes;
}

static const char *read_key(struct reading *r)
{
    size_t length;
    const char *key = tier1__unpack_text(r->u, &length);

    count_bytes(r, length);
    return key;
}

/* An array for as many items as there can be; NULL where there is none. */
static void *read_count(struct reading *r, size_t least, size_t size,
                        size_t *count)
{
    *count = (size_t)tier1__unpack_number(r->u, r->u->left / least);
    count_bytes(r, (uint64_t)*count * ITEM_WEIGHT);
    if (r->u->failed != TIER1_OK)
        return NULL;
    return (void *)(uintptr_t)have(
        r->u, tier1__arena_array(r->u->arena, *count, size));
}

static const tier1_value *read_list(struct reading *r)
{
    size_t count;
    const tier1_value **items =
        read_count(r, LEAST_ITEM, sizeof(*items), &count);

    if (items == NULL)
        return NULL;
    for (size_t i = 0; i < count && r->u->failed == TIER1_OK; i++)
        items[i] = read_value(r);
    if (r->u->failed != TIER1_OK)
        return NULL;
    return have(r->u, tier1__value_list(r->u->arena, items, count));
}

static bool among(const struct value_pair *pairs, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].key, key) == 0)
            return true;
    return false;
}

/* Is a key there twice? Asked where they are many, and in no order. */
static bool has_twin(struct unpack *u, const struct value_pair *pairs,
                     size_t count)
{
    struct map seen;
    bool twin = false;

    tier1__map_init(&seen, u->arena->allocator);
    for (size_t i = 0; i < count && !twin && u->failed == TIER1_OK; i++) {
        size_t length = strlen(pairs[i].key);

        twin = tier1__map_get(&seen, pairs[i].key, length) != MAP_NONE;
        if (tier1__map_set(&seen, pairs[i].key, length, 0) != TIER1_OK)
            tier1__unpack_fail(u, TIER1_ENOMEM);
    }
    tier1__map_free(&seen);
    return twin;
}

static const tier1_value *read_map(struct reading *r)
{
    size_t count;
    struct value_pair *pairs =
        read_count(r, LEAST_PAIR, sizeof(*pairs), &count);
    bool sorted = true;

    if (pairs == NULL)
        return NULL;
    for (size_t i = 0; i < count && r->u->failed == TIER1_OK; i++) {
        pairs[i].key = read_key(r);
        sorted =
            sorted && (i == 0 || strcmp(pairs[i - 1].key, pairs[i].key) < 0);
        if (!sorted && i < FEW_KEYS && among(pairs, i, pairs[i].key))
            tier1__unpack_fail(r->u, TIER1_EINVALID);
        pairs[i].value = read_value(r);
    }
    if (r->u->failed == TIER1_OK && !sorted && count > FEW_KEYS &&
        has_twin(r->u, pairs, count))
        tier1__unpack_fail(r->u, TIER1_EINVALID);
    if (r->u->failed != TIER1_OK)
        return NULL;
    return have(r->u, tier1__value_map(r->u->arena, pairs, count));
}

static const tier1_value *read_items(struct reading *r, bool map)
{
    const tier1_value *v;

    if (r->depth == 0) {
        tier1__unpack_fail(r->u, TIER1_ELIMIT);
        return NULL;
    }
    r->depth--;
    v = map ? read_map(r) : read_list(r);
    r->depth++;
    return v;
}

static const tier1_value *read_number(struct unpack *u)
{
    const char *bytes = take(u, 8);
    uint64_t bits = 0;
    double number;

    if (bytes == NULL)
        return NULL;
    for (size_t i = 8; i-- > 0;)
        bits = bits << 8 | (unsigned char)bytes[i];
    memcpy(&number, &bits, sizeof(number));
    if (number - number != 0) {
        tier1__unpack_fail(u, TIER1_EINVALID);
        return NULL;
    }
    return have(u, tier1__value_number(u->arena, number));
}

static const tier1_value *read_text(struct reading *r)
{
    size_t length;
    const char *bytes = text_bytes(r->u, &length);

    count_bytes(r, length);
    if (r->u->failed != TIER1_OK)
        return NULL;
    return have(r->u, tier1__value_text(r->u->arena, bytes, length));
}

static const tier1_value *read_value(struct reading *r)
{
    struct unpack *u = r->u;
    const char *at = take(u, 1);
    const tier1_value *v = NULL;

    switch (at == NULL ? KIND_NULL : *at) {
    case KIND_NULL:
        break;
    case KIND_FALSE:
    case KIND_TRUE:
        return tier1__value_boolean(*at == KIND_TRUE);
    case KIND_INTEGER:
        v = have(u, tier1__value_integer(u->arena, tier1__unpack_integer(u)));
        break;
    case KIND_NUMBER:
        v = read_number(u);
        break;
    case KIND_TEXT:
        v = read_text(r);
        break;
    case KIND_LIST:
    case KIND_MAP:
        v = read_items(r, *at == KIND_MAP);
        break;
    default:
        tier1__unpack_fail(u, TIER1_EINVALID);
    }
    return v == NULL ? &tier1__value_null : v;
}

const tier1_value *tier1__unpack_value(struct unpack *u,
                                       const struct pack_caps *caps)
{
    struct reading r = {u, caps->bytes, caps->depth};
    const tier1_value *v;

    if (r.depth > VALUE_DEPTH_MOST)
        r.depth = VALUE_DEPTH_MOST;
    v = read_value(&r);
    return u->failed == TIER1_OK ? v : &tier1__value_null;
}
