/* SPDX-License-Identifier: MIT */
/* What hooks gave, as bytes: for each hook what it assigned, then how it
 * ended. It is written while the hook runs, and read where a walk is made
 * again without running hooks. */
#include "run/hook_log.h"

#include <string.h>

#include "data/pack.h"
#include "run/log.h"

enum entry {
    GAVE_VALUE = GAVE_TRUE + 1, /* and the value */
    FAILED,                     /* and the failure, the line, and the message */
    WAITS,
    ASSIGNED, /* and the slot + 1, 0 for the language, and the value */
    ENTRY_MOST = ASSIGNED
};

/* With an entry that ends a hook: the number of results that it took of hosts
 * follows at once. */
#define SAID 8u

/* ---- while a hook runs ------------------------------------------------- */

void tier1__hook_log_begin(struct walk *w)
{
    tier1__buf_clear(&w->session->awake->hook_log);
    w->said = 0;
}

void tier1__hook_log_set(struct walk *w, uint32_t slot,
                         const tier1_value *value)
{
    struct buf *b = &w->session->awake->hook_log;

    if (w->telling) /* it is read from there */
        return;
    tier1__buf_char(b, ASSIGNED);
    tier1__pack_number(b, slot == NO_SLOT ? 0 : (uint64_t)slot + 1);
    tier1__pack_value(b, value);
}

static void put_end(struct buf *b, unsigned entry, size_t said)
{
    tier1__buf_char(b, (char)(entry | (said ? SAID : 0)));
    if (said)
        tier1__pack_number(b, said);
}

static void put_value(struct buf *b, const tier1_value *v, size_t said)
{
    switch (tier1_value_kind(v)) {
    case TIER1_NULL:
        put_end(b, GAVE_NULL, said);
        break;
    case TIER1_BOOLEAN:
        put_end(b, tier1_value_boolean(v) ? GAVE_TRUE : GAVE_FALSE, said);
        break;
    default:
        put_end(b, GAVE_VALUE, said);
        tier1__pack_value(b, v);
    }
}

static void put_failure(struct buf *b, const struct script_problem *problem,
                        size_t said)
{
    put_end(b, FAILED, said);
    tier1__pack_number(b, (uint64_t)problem->failure);
    tier1__pack_number(b, problem->line);
    tier1__pack_text(b, problem->message, strlen(problem->message));
}

/* Where what hooks give is kept now; NULL: nowhere. */
static struct bytes *sink(struct walk *w)
{
    if (w->drawing)
        return &w->now.drawn.told;
    return w->record ? &w->record->told : w->spare;
}

static int append(struct walk *w, struct bytes *to, const char *bytes,
                  size_t length)
{
    size_t cap = to->cap ? to->cap : 16;
    char *at;

    while (cap - to->length < length)
        cap *= 2;
    if (cap > to->cap) {
        at = tier1__arena_bare(&w->arena, cap);
        if (!at)
            return tier1__walk_failed(w);
        if (to->length)
            memcpy(at, to->at, to->length);
        to->at = at;
        to->cap = cap;
    }
    memcpy(to->at + to->length, bytes, length);
    to->length += length;
    return GO_ON;
}

/* Most hooks give true or false, which are two values. */
static bool is_simple(const tier1_value *value, char *byte)
{
    *byte = (char)(value == &tier1__value_true    ? GAVE_TRUE
                   : value == &tier1__value_false ? GAVE_FALSE
                                                  : GAVE_NULL);
    return *byte != GAVE_NULL || !value || value == &tier1__value_null;
}

int tier1__hook_log_end(struct walk *w, int rc,
                        const struct script_problem *problem,
                        const tier1_value *value)
{
    struct buf *b = &w->session->awake->hook_log;
    struct bytes *to = sink(w);
    char byte;
    int kept;

    if (!to || (rc != GO_ON && rc != SUSPENDED))
        return rc;
    if (rc == GO_ON && problem->failure == SCRIPT_OK && !w->said && !b->len &&
        is_simple(value, &byte))
        return append(w, to, &byte, 1);
    if (rc == SUSPENDED)
        put_end(b, WAITS, w->said);
    else if (problem->failure != SCRIPT_OK)
        put_failure(b, problem, w->said);
    else
        put_value(b, value, w->said);
    kept = b->failed ? TIER1_ENOMEM : append(w, to, tier1__buf_str(b), b->len);
    return kept == GO_ON ? rc : kept;
}

/* ---- told again -------------------------------------------------------- */

void tier1__hook_log_tell(struct walk *w, const struct bytes *told)
{
    w->telling = true;
    tier1__unpack_init(&w->told, &w->arena, told->at, told->length);
}

int tier1__hook_log_told(struct walk *w)
{
    bool whole = !w->telling || tier1__unpack_end(&w->told) == TIER1_OK;
    w->telling = false;
    return whole ? GO_ON : TIER1_EREPLAY;
}

static const struct pack_caps caps = {UINT32_MAX, VALUE_DEPTH_MOST - 1};

static const tier1_value *get_value(struct unpack *u, unsigned entry)
{
    if (entry == GAVE_TRUE)
        return &tier1__value_true;
    if (entry == GAVE_FALSE)
        return &tier1__value_false;
    return entry == GAVE_VALUE ? tier1__unpack_value(u, &caps)
                               : &tier1__value_null;
}

static void get_failure(struct unpack *u, struct script_problem *problem)
{
    size_t n;
    const char *message;

    problem->failure =
        (enum script_failure)tier1__unpack_number(u, SCRIPT_TIMEOUT);
    problem->line = (unsigned)tier1__unpack_number(u, UINT32_MAX);
    message = tier1__unpack_text(u, &n);
    if (problem->failure == SCRIPT_OK || n >= sizeof problem->message)
        tier1__unpack_fail(u, TIER1_EINVALID);
    else
        memcpy(problem->message, message, n + 1);
}

static unsigned get_entry(struct unpack *u)
{
    return (unsigned)tier1__unpack_number(u, ENTRY_MOST | SAID);
}

static uint32_t get_slot(struct unpack *u)
{
    uint64_t slot = tier1__unpack_number(u, NO_SLOT);
    return slot ? (uint32_t)slot - 1 : NO_SLOT;
}

static void get_end(struct unpack *u, unsigned entry, struct hook_gave *out)
{
    out->value = &tier1__value_null;
    out->said = 0;
    out->waits = false;
    out->problem.failure = SCRIPT_OK;
    out->problem.line = 0;
    out->problem.chance = false;
    out->problem.message[0] = '\0';
    if (entry & SAID)
        out->said = (size_t)tier1__unpack_number(u, UINT32_MAX);
    entry &= ~SAID;
    if (entry > WAITS)
        tier1__unpack_fail(u, TIER1_EINVALID);
    else if (entry == FAILED)
        get_failure(u, &out->problem);
    else if (entry == WAITS)
        out->waits = true;
    else
        out->value = get_value(u, entry);
}

int tier1__hook_log_next(struct walk *w, struct arena *a,
                         int (*set)(void *ud, uint32_t slot,
                                    const tier1_value *value),
                         void *ud, struct hook_gave *out)
{
    struct unpack *u = &w->told;
    unsigned entry;
    int rc = GO_ON;

    u->arena = &w->arena;
    entry = get_entry(u);
    while (entry == ASSIGNED && rc == GO_ON) {
        uint32_t slot = get_slot(u);
        const tier1_value *v = tier1__unpack_value(u, &caps);
        if (u->failed == TIER1_OK)
            rc = set(ud, slot, v);
        entry = get_entry(u);
    }
    u->arena = a;
    get_end(u, entry, out);
    if (rc != GO_ON)
        return rc;
    if (u->failed == TIER1_ENOMEM)
        return tier1__walk_failed(w);
    return u->failed == TIER1_OK ? GO_ON : TIER1_EREPLAY;
}

/* ---- as values --------------------------------------------------------- */

static void add_int(struct value_builder *b, const char *key, uint64_t number)
{
    if (number)
        tier1__builder_add(b, key,
                           tier1__value_integer(b->arena, (int64_t)number));
}

/* What one hook assigned and gave. */
static const tier1_value *one_value(struct arena *a, struct unpack *u)
{
    struct value_builder map, sets;
    struct hook_gave gave;
    unsigned entry = get_entry(u);

    tier1__builder_init(&map, a);
    tier1__builder_init(&sets, a);
    for (; entry == ASSIGNED && u->failed == TIER1_OK; entry = get_entry(u)) {
        struct value_builder set;
        uint32_t slot = get_slot(u);
        tier1__builder_init(&set, a);
        if (slot != NO_SLOT)
            tier1__builder_add(&set, "slot", tier1__value_integer(a, slot));
        tier1__builder_add(&set, "value", tier1__unpack_value(u, &caps));
        tier1__builder_add(&sets, NULL, tier1__builder_map(&set));
    }
    get_end(u, entry, &gave);
    if (sets.count || sets.failed)
        tier1__builder_add(&map, "set", tier1__builder_list(&sets));
    if (tier1_value_kind(gave.value) != TIER1_NULL)
        tier1__builder_add(&map, "gave", gave.value);
    if (gave.waits)
        tier1__builder_add(&map, "waits", &tier1__value_true);
    if (gave.problem.failure != SCRIPT_OK) {
        tier1__builder_text(&map, "failure",
                            tier1__failure_words[gave.problem.failure]);
        add_int(&map, "line", gave.problem.line);
        tier1__builder_add(&map, "message",
                           tier1__value_text(a, gave.problem.message,
                                             strlen(gave.problem.message)));
    }
    add_int(&map, "said", gave.said);
    return tier1__builder_map(&map);
}

const tier1_value *tier1__hook_log_value(struct arena *a,
                                         const struct bytes *told)
{
    struct value_builder list;
    struct unpack u;

    tier1__builder_init(&list, a);
    tier1__unpack_init(&u, a, told->at, told->length);
    while (u.left && u.failed == TIER1_OK)
        tier1__builder_add(&list, NULL, one_value(a, &u));
    return u.failed ? NULL : tier1__builder_list(&list);
}

int tier1__hook_log_check(struct walk *w, const struct bytes *told)
{
    struct arena *a = &w->session->awake->scratch;
    struct arena_mark mark = tier1__arena_mark(a);
    struct unpack u;

    tier1__unpack_init(&u, a, told->at, told->length);
    while (u.left && u.failed == TIER1_OK)
        (void)one_value(a, &u);
    tier1__arena_reset(a, mark);
    return u.failed == TIER1_OK || u.failed == TIER1_ENOMEM ? u.failed
                                                            : TIER1_EREPLAY;
}

/* A map with just these keys, of which any may be absent. */
static bool has_only(const tier1_value *map, const char *const *keys)
{
    size_t known = 0;
    for (; *keys; keys++)
        known += tier1_value_get(map, *keys) != NULL;
    return tier1_value_kind(map) == TIER1_MAP &&
           known == tier1_value_count(map);
}

static bool is_count(const tier1_value *v, int64_t least, int64_t most)
{
    return !v ||
           (tier1_value_kind(v) == TIER1_INTEGER &&
            tier1_value_integer(v) >= least && tier1_value_integer(v) <= most);
}

static bool read_sets(struct buf *b, const tier1_value *list)
{
    static const char *const keys[] = {"slot", "value", NULL};

    if (list &&
        (tier1_value_kind(list) != TIER1_LIST || !tier1_value_count(list)))
        return false;
    for (size_t i = 0; i < tier1_value_count(list); i++) {
        const tier1_value *set = tier1_value_at(list, i);
        const tier1_value *slot = tier1_value_get(set, "slot");
        if (!has_only(set, keys) || !is_count(slot, 0, NO_SLOT - 1) ||
            !tier1_value_get(set, "value"))
            return false;
        tier1__buf_char(b, ASSIGNED);
        tier1__pack_number(b,
                           slot ? (uint64_t)tier1_value_integer(slot) + 1 : 0);
        tier1__pack_value(b, tier1_value_get(set, "value"));
    }
    return true;
}

static bool read_failure(const tier1_value *v, struct script_problem *problem)
{
    const char *word = tier1_value_text(tier1_value_get(v, "failure"));
    const char *message = tier1_value_text(tier1_value_get(v, "message"));
    const tier1_value *line = tier1_value_get(v, "line");

    if (!word)
        return !tier1_value_get(v, "failure") && !message && !line;
    for (int i = SCRIPT_ERROR; tier1__failure_words[i]; i++)
        if (strcmp(word, tier1__failure_words[i]) == 0)
            problem->failure = (enum script_failure)i;
    if (problem->failure == SCRIPT_OK || !message ||
        strlen(message) >= sizeof problem->message ||
        !is_count(line, 1, UINT32_MAX))
        return false;
    memcpy(problem->message, message, strlen(message) + 1);
    problem->line = (unsigned)tier1_value_integer(line);
    return true;
}

static bool read_one(struct buf *b, const tier1_value *v)
{
    static const char *const keys[] = {"set",  "gave",    "waits", "failure",
                                       "line", "message", "said",  NULL};
    struct script_problem problem = {0};
    const tier1_value *said = tier1_value_get(v, "said");
    const tier1_value *gave = tier1_value_get(v, "gave");
    const tier1_value *waits = tier1_value_get(v, "waits");
    size_t n = (size_t)tier1_value_integer(said);

    if (!has_only(v, keys) || !is_count(said, 1, UINT32_MAX) ||
        !read_sets(b, tier1_value_get(v, "set")) || !read_failure(v, &problem))
        return false;
    if (waits)
        put_end(b, WAITS, n);
    else if (problem.failure != SCRIPT_OK)
        put_failure(b, &problem, n);
    else
        put_value(b, gave, n);
    return (gave != NULL) + (waits != NULL) + (problem.failure != SCRIPT_OK) <=
               1 &&
           (!gave || tier1_value_kind(gave) != TIER1_NULL) &&
           (!waits || tier1_value_boolean(waits));
}

int tier1__hook_log_read(struct walk *w, const tier1_value *list,
                         struct bytes *out)
{
    struct buf *b = &w->session->awake->hook_log;
    bool good = true;

    *out = (struct bytes){NULL, 0, 0};
    tier1__buf_clear(b);
    for (size_t i = 0; i < tier1_value_count(list) && good; i++)
        good = read_one(b, tier1_value_at(list, i));
    if (!good || (list && tier1_value_kind(list) != TIER1_LIST))
        return TIER1_EINVALID;
    if (b->failed)
        return TIER1_ENOMEM;
    return b->len ? append(w, out, tier1__buf_str(b), b->len) : GO_ON;
}
