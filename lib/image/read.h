/* SPDX-License-Identifier: MIT */
/* Reading a compiled file. The first failure sticks, and from then on there is
 * nothing more to read: all reads as 0. Private to this folder. */
#ifndef TIER1_IMAGE_READ_H
#define TIER1_IMAGE_READ_H

#include <string.h>

#include "base/engine.h"
#include "image/image.h"
#include "image/parts.h"

struct reader {
    const uint8_t *at, *end;     /* of the numbers */
    struct arena *arena;         /* of the library */
    unsigned char *room;         /* for structures: what is left of it, */
    size_t room_left, room_next; /* and how much comes next */
    const char *texts, *texts_end;
    const char *fresh; /* the next of them that was not named yet */
    const tier1_caps *caps;
    tier1_library *library;
    tier1_flow *flow;    /* that is being read, */
    struct route *ways;  /* to each of its steps, without condition, */
    const char *step_id; /* and the step of it; NULL: none */
    int failed;          /* TIER1_OK, TIER1_EINVALID, TIER1_ENOMEM */
    const char *why;     /* what of it is wrong */
};

/* Copies the texts of the file into the library. False: see r->failed. */
bool tier1__image_texts(struct reader *r, const char *bytes, size_t length);

/* Notes a failure, unless there was one. Both give false. */
bool tier1__image_wrong(struct reader *r, const char *why);
bool tier1__image_nomem(struct reader *r);

/* The rest of a number whose first byte does not end it. */
uint64_t tier1__image_long(struct reader *r, uint64_t first);

static inline uint64_t tier1__image_number(struct reader *r)
{
    uint64_t byte;

    if (r->at == r->end) {
        (void)tier1__image_wrong(r, "it ends too early");
        return 0;
    }
    byte = *r->at++;
    if (byte < 0x80)
        return byte;
    if (r->at < r->end && *r->at < 0x80)
        return (byte & 0x7F) | (uint64_t)*r->at++ << 7;
    return tier1__image_long(r, byte);
}

static inline uint64_t tier1__image_most(struct reader *r, uint64_t most)
{
    uint64_t number = tier1__image_number(r);

    if (number <= most)
        return number;
    (void)tier1__image_wrong(r, "a number is too large");
    return 0;
}

/* The text that a number names, and its length. */
static inline const char *tier1__image_sized(struct reader *r, uint64_t number,
                                             size_t *length)
{
    const char *text = r->fresh;
    bool there = text != r->texts_end;

    if (number > 0) {
        there = number <= (size_t)(r->texts_end - r->texts);
        text = there ? r->texts + (number - 1) : "";
        there = there && (number == 1 || text[-1] == '\0');
    }
    if (!there) {
        (void)tier1__image_wrong(r, "there is no such text");
        *length = 0;
        return "";
    }
    *length = strlen(text);
    if (number == 0)
        r->fresh += *length + 1;
    return text;
}

static inline const char *tier1__image_named(struct reader *r, uint64_t number)
{
    size_t length;

    return tier1__image_sized(r, number, &length);
}

static inline const char *tier1__image_text(struct reader *r)
{
    return tier1__image_named(r, tier1__image_number(r));
}

/* Room for a structure; its size is that of a type with pointers in it. NULL
 * without memory. */
void *tier1__image_more_room(struct reader *r, size_t size);

static inline void *tier1__image_one(struct reader *r, size_t size)
{
    void *p = r->room;

    if (size > r->room_left)
        return tier1__image_more_room(r, size);
    r->room += size;
    r->room_left -= size;
    return p;
}

/* Room for as many as the next number says, of which each takes `least` bytes
 * of the file at least; NULL and 0 on a failure, and where there are none. */
static inline void *tier1__image_list(struct reader *r, size_t least,
                                      size_t size, uint32_t *count)
{
    uint64_t n = tier1__image_number(r);
    void *items;

    *count = 0;
    if (n == 0)
        return NULL;
    if (n > (size_t)(r->end - r->at) / least || n > UINT32_MAX) {
        (void)tier1__image_wrong(r, "a list is longer than the file");
        return NULL;
    }
    items = tier1__image_one(r, (size_t)n * size);
    if (items)
        *count = (uint32_t)n;
    return items;
}

/* The target that a number tells; a code may follow. */
static inline void tier1__image_target(struct reader *r, uint64_t head,
                                       struct target *out)
{
    *out = (struct target){.kind = (uint8_t)(head & TARGET_KIND)};
    if (out->kind == TARGET_STEP && head >> TARGET_BITS < r->flow->step_count)
        out->step = (uint32_t)(head >> TARGET_BITS);
    else if (out->kind == TARGET_STEP || head >> TARGET_BITS != 0)
        (void)tier1__image_wrong(r, "a route leads nowhere");
    else if (out->kind != TARGET_NONE)
        out->code = tier1__image_text(r);
}

const char *const *tier1__image_words(struct reader *r, uint32_t *count);
const char *tier1__image_word(struct reader *r, const char *const *list);
const tier1_value *tier1__image_value(struct reader *r);
uint32_t tier1__image_slot(struct reader *r);
const char *tier1__image_type(struct reader *r);

/* ---- hook.c ---- */

const struct hook *tier1__image_hook(struct reader *r, unsigned forms);
/* What most texts and routes are not. */
void tier1__image_forms(struct reader *r, struct text *out);
void tier1__image_other_routes(struct reader *r, uint64_t head,
                               struct routes *out);

/* ---- translations.c ---- */

/* Those of a flow that is read otherwise. */
void tier1__image_translations(struct reader *r, tier1_flow *flow);

/* ---- parts.c ---- */

/* A text in pieces; NULL on a failure. */
const struct text *tier1__image_said(struct reader *r);

/* A whole flow, but for what it calls. */
void tier1__image_read_flow(struct reader *r, tier1_flow *flow);

/* Is it a name as steps and variables have? */
bool tier1__image_is_name(const char *text);

/* ---- check.c, check_step.c: what a walk relies on ---- */

void tier1__image_check_choices(struct reader *r, const struct choice *items,
                                size_t count);
void tier1__image_check_question(struct reader *r, const struct question *q);
void tier1__image_check_variable(struct reader *r, const struct variable *v);
void tier1__image_check_step(struct reader *r, const struct step *s);
void tier1__image_check_about(struct reader *r, const tier1_flow *flow);
bool tier1__image_is_digest(const char *text);

/* ---- link.c ---- */

/* What flows say of each other, when all are read. */
void tier1__image_link(struct reader *r, struct arena *temp);

#endif
