/* SPDX-License-Identifier: MIT */
/* A log from bytes, read as if an enemy wrote them: there is one way to write
 * each thing, and no other is taken. */
#include <string.h>

#include "base/utf8.h"
#include "run/log_bytes.h"

static const struct pack_caps caps = {UINT32_MAX, VALUE_DEPTH_MOST - 1};

struct reader {
    struct form_context c;
    struct unpack u;
    bool clock;
};

static void wrong(struct reader *r)
{
    tier1__unpack_fail(&r->u, TIER1_EINVALID);
}

static void no_memory(struct reader *r)
{
    tier1__unpack_fail(&r->u,
                       r->u.arena->limited ? TIER1_ELIMIT : TIER1_ENOMEM);
}

static unsigned get_byte(struct reader *r)
{
    if (!r->u.left) {
        wrong(r);
        return 0;
    }
    r->u.left--;
    return (unsigned char)*r->u.at++;
}

/* At most `most`, in as few bytes as will do. */
static uint64_t get_number(struct reader *r, uint64_t most)
{
    const char *at = r->u.at;
    const size_t left = r->u.left < 9 ? r->u.left : 9;
    uint64_t number = 0;

    for (size_t i = 0; i < left; i++) {
        const uint64_t byte = (unsigned char)at[i];
        number |= (byte & 0x7F) << (7 * i);
        if (byte > 0x7F)
            continue;
        if (number > most || (byte == 0 && i > 0))
            break;
        r->u.at += i + 1;
        r->u.left -= i + 1;
        return number;
    }
    return tier1__unpack_number(&r->u, most); /* long, or wrong */
}

static int64_t get_time(struct reader *r)
{
    const uint64_t bits = get_number(r, UINT64_MAX);
    const uint64_t away = bits >> 1 ^ (0 - (bits & 1));

    r->c.time = (int64_t)((uint64_t)r->c.time + away);
    if (!tier1__form_is_time(r->c.time))
        wrong(r);
    return r->c.time;
}

/* So many bytes, where they lie; NULL where there are fewer. */
static const char *get_bytes(struct reader *r, size_t length)
{
    const char *at = r->u.at;

    if (length > r->u.left) {
        wrong(r);
        return NULL;
    }
    r->u.at += length;
    r->u.left -= length;
    return at;
}

/* Letters, and whatever else UTF-8 has, but no NUL. */
static bool is_text(const char *text, size_t length)
{
    size_t i = 0, bad;

    while (i < length && (signed char)text[i] > 0)
        i++;
    return i == length ||
           (!memchr(text, 0, length) && tier1__utf8_valid(text, length, &bad));
}

/* An answer as most are: the value, and its letters behind it. */
static const tier1_value *get_text(struct reader *r)
{
    const size_t length = (size_t)get_number(r, r->u.left);
    const char *at = get_bytes(r, length);
    tier1_value *v;
    char *text;

    if (!at || length > UINT32_MAX || !is_text(at, length)) {
        wrong(r);
        return NULL;
    }
    v = tier1__arena_bare(r->u.arena, sizeof *v + length + 1);
    if (!v) {
        no_memory(r);
        return NULL;
    }
    text = (char *)(v + 1);
    memcpy(text, at, length);
    text[length] = '\0';
    *v = (tier1_value){
        .type = TIER1_TEXT, .count = (uint32_t)length, .as.text = text};
    return v;
}

static void get_told(struct reader *r, struct bytes *told)
{
    const size_t length = (size_t)get_number(r, r->u.left);
    const char *at = get_bytes(r, length);
    char *copy;

    if (!at || length == 0) {
        wrong(r);
        return;
    }
    copy = tier1__arena_text(r->u.arena, at, length);
    if (!copy)
        tier1__unpack_fail(&r->u,
                           r->u.arena->limited ? TIER1_ELIMIT : TIER1_ENOMEM);
    *told = (struct bytes){copy, length, length};
}

/* A part is there because it has something. */
static void get_part(struct reader *r, const struct form *form, void *part)
{
    tier1__form_unpack(&r->c, &r->u, form, part);
    if (!tier1__form_is_packed(form, part))
        wrong(r);
}

/* The bytes before the letters of one that has but a time of four and a length
 * of one. */
#define SHORT_HEAD 6

/* So many letters are copied at once, where that much can be read. */
#define LETTERS sizeof(uint64_t)

/* The first `length` of them, with NULs behind. */
static bool copy_few(char *to, const unsigned char *from, size_t length)
{
    static const unsigned char ends[] = {255, 255, 255, 255, 255, 255, 255, 255,
                                         0,   0,   0,   0,   0,   0,   0,   0};
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t word, mask, all;

    memcpy(&word, from, sizeof word);
    memcpy(&mask, &ends[LETTERS - length], sizeof mask);
    word &= mask;
    memcpy(to, &word, sizeof word);
    all = word | (ones & ~mask); /* what is not one of them shall not count */
    return !((all | (all - ones)) & (ones << 7));
}

/* Letters that are copied, of so many bytes that are there; false where there
 * is anything else. There is room for LETTERS, and for a NUL. */
static bool copy_letters(char *to, const unsigned char *from, size_t length,
                         size_t left)
{
    unsigned all = 0;

    if (length < LETTERS && left >= LETTERS)
        return copy_few(to, from, length);
    for (size_t i = 0; i < length; i++) {
        all |= from[i] | (from[i] - 1u);
        to[i] = (char)from[i];
    }
    to[length] = '\0';
    return !(all & 0x80);
}

/* An answer in a few letters, as most are, and a few bytes of what hooks gave.
 * False, and nothing is read, where it is another, or there is something
 * wrong. */
static bool get_short_answer(struct reader *r, struct record *out)
{
    const unsigned char *at = (const unsigned char *)r->u.at;
    const unsigned char *end = at + r->u.left;
    unsigned byte = 0, shift = 0;
    uint64_t bits = 0, time = (uint64_t)r->c.time;
    tier1_value *v;
    unsigned head;
    size_t length, room, told = 0;
    char *letters;

    if (r->u.left < SHORT_HEAD)
        return false;
    head = *at++;
    if ((head & ~RECORD_HOOKS) != (RECORD_ANSWER | RECORD_TEXT))
        return false;
    for (byte = 0x80; r->clock && byte > 0x7F && shift < 28; shift += 7) {
        byte = *at++;
        bits |= (uint64_t)(byte & 0x7F) << shift;
    }
    time += bits >> 1 ^ (0 - (bits & 1));
    if (r->clock && (byte > 0x7F || (byte == 0 && shift > 7) ||
                     !tier1__form_is_time((int64_t)time)))
        return false;
    length = *at++;
    if (length > 0x7F || length > (size_t)(end - at))
        return false;
    if (head & RECORD_HOOKS) {
        told = length < (size_t)(end - at) ? at[length] : 0;
        if (told == 0 || told > 0x7F || told > (size_t)(end - at) - length - 1)
            return false;
    }
    room = length + 1 + told;
    v = tier1__arena_bare(r->u.arena,
                          sizeof *v + (room < LETTERS ? LETTERS : room));
    letters = (char *)(v + 1);
    if (!v || !copy_letters(letters, at, length, (size_t)(end - at)))
        return false;
    at += length;
    *v = (tier1_value){
        .type = TIER1_TEXT, .count = (uint32_t)length, .as.text = letters};
    *out = (struct record){.type = RECORD_ANSWER, .value = v};
    if (told) {
        out->told = (struct bytes){letters + length + 1, told, told};
        memcpy(out->told.at, at + 1, told);
        at += 1 + told;
    }
    r->c.time = (int64_t)time;
    out->at = r->clock ? r->c.time : 0;
    r->u.at = (const char *)at;
    r->u.left = (size_t)(end - at);
    return true;
}

/* True: it is a short answer. */
static bool get_record(struct reader *r, struct record *out)
{
    unsigned head;

    if (get_short_answer(r, out))
        return true;
    head = get_byte(r);

    *out = (struct record){.type = (uint8_t)(head & RECORD_TYPES)};
    if (head > 0x7F || out->type > RECORD_LANGUAGE ||
        ((head & RECORD_TEXT) && out->type != RECORD_ANSWER))
        wrong(r);
    if (r->clock)
        out->at = get_time(r);
    if (head & RECORD_TEXT)
        out->value = get_text(r);
    else if (out->type == RECORD_ANSWER) {
        out->value = tier1__unpack_value(&r->u, &caps);
        if (tier1_value_kind(out->value) == TIER1_TEXT)
            wrong(r);
    }
    if (head & RECORD_HOOKS)
        get_told(r, &out->told);
    if (head & RECORD_MORE)
        get_part(r, &tier1__form_record, out);
    return false;
}

/* What it begins with outlasts the walk. */
static void get_beginning(struct reader *r, unsigned flags,
                          struct log_beginning *b)
{
    const char *seed;

    b->audience = flags & LOG_CUSTOMER ? AUDIENCE_CUSTOMER : AUDIENCE_AGENT;
    b->seed_of_id = (flags & LOG_SEED_OF_ID) != 0;
    if (flags & LOG_OWN_ID) {
        b->id = tier1__unpack_text(&r->u, NULL);
        if (!*b->id)
            wrong(r);
    } else if (b->seed_of_id) {
        wrong(r);
    }
    if (!b->seed_of_id) {
        seed = get_bytes(r, SEED_BYTES);
        if (seed)
            memcpy(b->seed, seed, SEED_BYTES);
    }
    if (r->clock)
        b->at = get_time(r);
    if (flags & LOG_BEGINNING)
        get_part(r, &tier1__form_beginning, b);
    b->lasting = true;
}

static void get_log(struct reader *r, tier1_session *s, struct session_log *log)
{
    const unsigned flags = get_byte(r);
    struct walk *w = &s->awake->walk;
    int64_t last;

    if (flags > 0x7F)
        wrong(r);
    r->clock = (flags & LOG_CLOCK) != 0;
    get_beginning(r, flags, &log->begin);
    r->u.arena = r->c.arena = &w->arena;
    log->record_count = (size_t)get_number(r, r->u.left);
    if (r->u.failed != TIER1_OK || log->record_count == 0) {
        wrong(r);
        return;
    }
    if (!tier1__walk_begin_log(s, log->record_count)) {
        no_memory(r);
        return;
    }
    log->records = w->now.records;
    for (size_t i = 0; i < log->record_count && r->u.failed == TIER1_OK; i++)
        if (get_record(r, &log->records[i]) && log->alone + 1 == i)
            log->alone = i;
    if (r->u.failed != TIER1_OK)
        return;
    last = log->now = log->records[log->record_count - 1].at;
    if (flags & LOG_NOW) {
        r->c.time = last;
        log->now = get_time(r);
        if (log->now == last || !r->clock)
            wrong(r);
    }
    if (r->clock && !tier1__log_has_clock(log))
        wrong(r);
    if (flags & LOG_REST)
        get_part(r, &tier1__form_log, log);
}

int tier1__log_read(tier1_session *s, const char *bytes, size_t length,
                    bool capped)
{
    struct walk *w = &s->awake->walk;
    struct session_log log = {.records = NULL};
    struct reader r = {.c = {.arena = &s->awake->arena,
                             .library = s->flow->library,
                             .flow = s->flow,
                             .walk = w}};
    int rc;

    if (capped)
        tier1__relive_room(w);
    else
        w->arena.limit = 0;
    tier1__unpack_init(&r.u, &s->awake->arena, bytes, length);
    get_log(&r, s, &log);
    rc = tier1__unpack_end(&r.u);
    if (rc == TIER1_EINVALID)
        tier1__engine_problem(s->engine, "the snapshot is damaged");
    if (rc == TIER1_ENOMEM && r.u.arena->limited)
        rc = TIER1_ELIMIT;
    return rc == TIER1_OK ? tier1__relive(s, &log, MAKING_ASLEEP) : rc;
}
