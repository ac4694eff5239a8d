/* SPDX-License-Identifier: MIT */
/* Hooks, flows and outcomes as bytes, for both sides. */
#include "worker/wire.h"

#include <string.h>

/* Changes with whatever this folder says on the wire. */
#define PROTOCOL 4

/* ---- frames ------------------------------------------------------------ */

size_t tier1__wire_begin(struct buf *out, enum wire_kind kind)
{
    size_t begun = out->len;

    tier1__buf_add(out, "\0\0\0", WIRE_HEAD);
    tier1__buf_char(out, (char)kind);
    return begun;
}

void tier1__wire_end(struct buf *out, size_t begun)
{
    size_t length;

    if (out->failed != TIER1_OK)
        return;
    length = out->len - begun - WIRE_HEAD;
    if (length > UINT32_MAX) {
        out->failed = TIER1_ELIMIT;
        return;
    }
    for (size_t i = 0; i < WIRE_HEAD; i++)
        out->ptr[begun + i] = (char)(length >> (8 * i) & 0xFF);
}

size_t tier1__wire_length(const char head[WIRE_HEAD])
{
    size_t length = 0;

    for (size_t i = WIRE_HEAD; i-- > 0;)
        length = length << 8 | (unsigned char)head[i];
    return length;
}

/* ---- setup ------------------------------------------------------------- */

void tier1__wire_setup(struct buf *out, const struct wire_setup *setup)
{
    tier1__pack_number(out, PROTOCOL);
    tier1__pack_text(out, tier1_version(), strlen(tier1_version()));
    tier1__pack_number(out, setup->memory);
    tier1__pack_number(out, setup->cpu_seconds);
    tier1__pack_number(out, setup->ticks);
#define CAP(name, number, text) tier1__pack_number(out, setup->caps.name);
    TIER1_CAP_MAP(CAP)
#undef CAP
}

bool tier1__wire_read_setup(struct unpack *in, struct wire_setup *setup)
{
    uint64_t protocol = tier1__unpack_number(in, UINT64_MAX);
    const char *version = tier1__unpack_text(in, NULL);

    if (protocol != PROTOCOL || strcmp(version, tier1_version()) != 0)
        return false;
    setup->memory = tier1__unpack_number(in, UINT64_MAX);
    setup->cpu_seconds = tier1__unpack_number(in, UINT64_MAX);
    setup->ticks = tier1__unpack_number(in, 1) == 1;
#define CAP(name, number, text)                                                \
    setup->caps.name = tier1__unpack_number(in, UINT64_MAX);
    TIER1_CAP_MAP(CAP)
#undef CAP
    return tier1__unpack_end(in) == TIER1_OK;
}

/* ---- words ------------------------------------------------------------- */

/* Paths and hooks may be any bytes. NULL is kept apart from "". */
static void put_word(struct buf *out, const char *word)
{
    tier1__pack_number(out, word != NULL);
    if (word != NULL)
        tier1__pack_text(out, word, strlen(word));
}

static const char *read_word(struct unpack *in)
{
    size_t length;

    if (tier1__unpack_number(in, 1) == 0)
        return NULL;
    return tier1__unpack_bytes(in, &length);
}

static void put_words(struct buf *out, const char *const *words, size_t count)
{
    tier1__pack_number(out, count);
    for (size_t i = 0; i < count; i++)
        tier1__pack_text(out, words[i], strlen(words[i]));
}

/* Room for a list of which each item has a byte at least; NULL: none. */
static void *read_array(struct unpack *in, size_t size, size_t *count)
{
    void *array;

    *count = (size_t)tier1__unpack_number(in, in->left);
    array = tier1__arena_array(in->arena, *count, size);
    if (array == NULL)
        tier1__unpack_fail(in, TIER1_ENOMEM);
    if (in->failed != TIER1_OK)
        *count = 0;
    return array;
}

static const char *const *read_words(struct unpack *in, size_t *count)
{
    size_t length;
    const char **words = read_array(in, sizeof(*words), count);

    for (size_t i = 0; i < *count; i++)
        words[i] = tier1__unpack_bytes(in, &length);
    return words;
}

/* ---- hooks ------------------------------------------------------------- */

static void put_name(struct buf *out, const struct hook_name *name)
{
    put_word(out, name->name);
    tier1__pack_number(out, name->kind);
    tier1__pack_number(out, name->assigned);
    tier1__pack_number(out, name->whole);
    tier1__pack_number(out, name->index);
    put_words(out, name->fields, name->field_count);
}

static void read_name(struct unpack *in, struct hook_name *name)
{
    size_t count;

    name->name = read_word(in);
    if (name->name == NULL)
        name->name = "";
    name->kind = (uint8_t)tier1__unpack_number(in, NAME_LIBRARY);
    name->assigned = tier1__unpack_number(in, 1) == 1;
    name->whole = tier1__unpack_number(in, 1) == 1;
    name->index = (uint32_t)tier1__unpack_number(in, UINT32_MAX);
    name->fields = read_words(in, &count);
    if (count > UINT16_MAX)
        tier1__unpack_fail(in, TIER1_EINVALID);
    else
        name->field_count = (uint16_t)count;
}

static void put_lines(struct buf *out, const struct hook *hook)
{
    tier1__pack_number(out, hook->line_count);
    for (size_t i = 0; i < hook->line_count; i++) {
        tier1__pack_number(out, hook->lines[i].at);
        tier1__pack_number(out, hook->lines[i].line);
    }
}

static void read_lines(struct unpack *in, struct hook *hook)
{
    size_t count;
    struct hook_line *lines = read_array(in, sizeof(*lines), &count);

    hook->line_count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        lines[i].at = (size_t)tier1__unpack_number(in, hook->length);
        lines[i].line = (unsigned)tier1__unpack_number(in, UINT32_MAX);
    }
    hook->lines = lines;
}

void tier1__wire_hook(struct buf *out, const struct hook *hook)
{
    tier1__pack_number(out, hook->index);
    tier1__pack_number(out, hook->form);
    tier1__pack_text(out, hook->source, hook->length);
    put_word(out, hook->file);
    tier1__pack_number(out, hook->line);
    put_lines(out, hook);
    tier1__pack_number(out, hook->steady);
    tier1__pack_number(out, hook->name_count);
    for (size_t i = 0; i < hook->name_count; i++)
        put_name(out, &hook->names[i]);
}

void tier1__wire_read_hook(struct unpack *in, struct hook *hook)
{
    struct hook_name *names;
    size_t count;

    *hook = (struct hook){0};
    hook->index = (uint32_t)tier1__unpack_number(in, UINT32_MAX);
    hook->form = (uint8_t)tier1__unpack_number(in, HOOK_HELPERS);
    hook->source = tier1__unpack_bytes(in, &hook->length);
    hook->file = read_word(in);
    hook->line = (unsigned)tier1__unpack_number(in, UINT32_MAX);
    read_lines(in, hook);
    hook->steady = tier1__unpack_number(in, 1) == 1;
    names = read_array(in, sizeof(*names), &count);
    hook->name_count = (uint32_t)count;
    for (size_t i = 0; i < count; i++)
        read_name(in, &names[i]);
    hook->names = names;
}

/* ---- flows ------------------------------------------------------------- */

void tier1__wire_flow(struct buf *out, const tier1_flow *flow)
{
    tier1__pack_number(out, flow->data_count);
    for (size_t i = 0; i < flow->data_count; i++)
        tier1__pack_value(out, flow->data[i].value);
    put_words(out, flow->helper_names, flow->helper_count);
    tier1__pack_number(out, flow->helpers != NULL);
    if (flow->helpers != NULL)
        tier1__wire_hook(out, flow->helpers);
}

void tier1__wire_read_flow(struct unpack *in, tier1_flow *flow)
{
    struct constant *data = read_array(in, sizeof(*data), &flow->data_count);
    struct hook *helpers;

    for (size_t i = 0; i < flow->data_count; i++)
        data[i].value = tier1__unpack_value(in, &tier1__pack_no_caps);
    flow->data = data;
    flow->helper_names = read_words(in, &flow->helper_count);
    if (tier1__unpack_number(in, 1) == 0)
        return;
    helpers = tier1__arena_alloc(in->arena, sizeof(*helpers));
    if (helpers == NULL) {
        tier1__unpack_fail(in, TIER1_ENOMEM);
        return;
    }
    tier1__wire_read_hook(in, helpers);
    flow->helpers = helpers;
}

/* ---- runs -------------------------------------------------------------- */

bool tier1__wire_has_value(const struct hook_name *name)
{
    return name->kind == NAME_VARIABLE || name->kind == NAME_CONTEXT;
}

void tier1__wire_run(struct buf *out, const struct wire_run *run)
{
    tier1__pack_number(out, run->library);
    tier1__pack_number(out, run->flow);
    tier1__pack_number(out, run->hook);
    tier1__pack_integer(out, run->now_ms);
    tier1__pack_number(out, run->may_call);
}

void tier1__wire_read_run(struct unpack *in, struct wire_run *run)
{
    run->library = (uint32_t)tier1__unpack_number(in, UINT32_MAX);
    run->flow = (uint32_t)tier1__unpack_number(in, UINT32_MAX);
    run->hook = (uint32_t)tier1__unpack_number(in, UINT32_MAX);
    run->now_ms = tier1__unpack_integer(in);
    run->may_call = tier1__unpack_number(in, 1) == 1;
}

void tier1__wire_problem(struct buf *out, enum script_failure failure,
                         const struct script_problem *problem)
{
    tier1__pack_number(out, (uint64_t)failure);
    tier1__pack_number(out, problem->line);
    put_word(out, problem->message);
}

enum script_failure tier1__wire_read_problem(struct unpack *in,
                                             struct script_problem *problem)
{
    uint64_t failure = tier1__unpack_number(in, SCRIPT_NOMEM);
    uint64_t line = tier1__unpack_number(in, INT32_MAX);
    const char *message = read_word(in);
    size_t length = message == NULL ? 0 : strlen(message);

    if (length > sizeof(problem->message) - 1)
        length = sizeof(problem->message) - 1;
    *problem = (struct script_problem){.failure = (enum script_failure)failure,
                                       .line = (unsigned)line};
    if (length > 0)
        memcpy(problem->message, message, length);
    return problem->failure;
}
