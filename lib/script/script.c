/* SPDX-License-Identifier: MIT */
/* The names of the sandbox, the compiled hooks of each library, and patterns
 * without a state. */
#include "script/script.h"

#include <string.h>

#include "base/mem.h"
#include "script/kept.h"
#include "script/lib.h"
#include "script/match.h"
#include "script/message.h"
#include "script/remote.h"
#include "script/state.h"

/* ---- names ------------------------------------------------------------- */

static const char *const base_members[] = {
    "tostring", "tonumber", "type", "select", "ipairs", "pairs", "assert",
    "error",    "pcall",    "has",  "any",    "only",   "count", NULL};

static const char *const string_members[] = {
    "byte",  "char",  "find", "format",  "gmatch", "gsub",  "len",
    "lower", "match", "rep",  "reverse", "sub",    "upper", NULL};

static const char *const table_members[] = {
    "concat", "insert", "pack", "remove", "sort", "unpack", NULL};

static const char *const math_members[] = {
    "abs", "acos",       "asin", "atan", "ceil", "cos", "deg",
    "exp", "floor",      "fmod", "huge", "log",  "max", "maxinteger",
    "min", "mininteger", "modf", "pi",   "rad",  "sin", "sqrt",
    "tan", "tointeger",  "type", "ult",  NULL};

static const char *const utf8_members[] = {
    "char", "charpattern", "codepoint", "codes", "len", "offset", NULL};

static const char *const date_members[] = {"add",   "age",     "diff", "format",
                                           "today", "weekday", NULL};

const struct script_library tier1__script_libraries[] = {
    {NULL, base_members, tier1__open_base},
    {"string", string_members, tier1__open_strings},
    {"table", table_members, tier1__open_tables},
    {"math", math_members, tier1__open_math},
    {"utf8", utf8_members, tier1__open_utf8},
    {"date", date_members, tier1__open_dates},
    {NULL, NULL, NULL},
};

#define BASE_COUNT (sizeof base_members / sizeof base_members[0] - 1)
#define TABLE_COUNT                                                            \
    (sizeof tier1__script_libraries / sizeof tier1__script_libraries[0] - 2)

const char *tier1__script_name(size_t index)
{
    if (index < BASE_COUNT)
        return base_members[index];
    index -= BASE_COUNT;
    if (index < TABLE_COUNT)
        return tier1__script_libraries[index + 1].name;
    return index == TABLE_COUNT ? "host" : NULL;
}

static bool is_word(const char *word, const char *text, size_t length)
{
    return length > 0 && word[0] == text[0] && strlen(word) == length &&
           memcmp(word, text, length) == 0;
}

bool tier1__script_has(const char *name, size_t length)
{
    const char *word;

    for (size_t i = 0; (word = tier1__script_name(i)) != NULL; i++) {
        if (is_word(word, name, length))
            return true;
    }
    return false;
}

static bool has_member(const char *const *members, const char *member)
{
    for (; *members; members++) {
        if (strcmp(*members, member) == 0)
            return true;
    }
    return false;
}

bool tier1__script_has_member(const char *table, const char *member)
{
    const struct script_library *l = tier1__script_libraries;

    for (; l->members; l++) {
        if (l->name && strcmp(l->name, table) == 0)
            return has_member(l->members, member);
    }
    return true;
}

/* ---- compiled hooks ---------------------------------------------------- */

/* So many libraries that no session uses are kept compiled. */
#define IDLE 4

/* Of what becomes of their conditions. */
#define CONDITION_CHUNK 1024

static void free_parts(const tier1_allocator *allocator, struct script_use *use,
                       size_t count)
{
    tier1__arena_free(&use->condition_arena);
    tier1__mem_free(allocator, use->hooks, count * sizeof *use->hooks);
    tier1__mem_free(allocator, use->conditions,
                    count * sizeof *use->conditions);
    tier1__mem_free(allocator, use->proofs, use->proofs ? count : 0);
    tier1__mem_free(allocator, use, sizeof *use);
}

void tier1__use_free(struct script_use *use)
{
    const tier1_allocator allocator = use->script->engine->allocator;

    if (use->script->engine->remote)
        tier1__remote_forget(use->script->engine->remote, use->library);
    tier1_library_free(use->library);
    free_parts(&allocator, use, use->count);
}

static struct script_use *new_use(struct script *s,
                                  const tier1_library *library)
{
    const tier1_allocator *allocator = &s->engine->allocator;
    struct script_use *use = tier1__mem_new(allocator, sizeof *use);
    size_t count = library->hook_count;

    if (!use)
        return NULL;
    tier1__arena_init(&use->condition_arena, *allocator, CONDITION_CHUNK, 0);
    use->condition_arena.plain = true;
    use->hooks = tier1__mem_new(allocator, count * sizeof *use->hooks);
    use->conditions =
        tier1__mem_new(allocator, count * sizeof *use->conditions);
    if (library->unproven)
        use->proofs = tier1__mem_new(allocator, count);
    if (count > 0 && (!use->hooks || !use->conditions ||
                      (library->unproven && !use->proofs))) {
        free_parts(allocator, use, count);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        use->hooks[i] = COMPILED_NOT;
    use->count = count;
    use->serial = s->serial++;
    use->script = s;
    /* Counting is all that is done to it. */
    use->library = tier1_library_retain((tier1_library *)(uintptr_t)library);
    return use;
}

/* Takes a use out of the list of its engine. */
static void unlink_use(struct script *s, struct script_use *use)
{
    struct script_use **at = &s->uses;

    while (*at != use)
        at = &(*at)->next;
    *at = use->next;
}

/* The list begins with what was used last. */
static void put_first(struct script *s, struct script_use *use)
{
    use->next = s->uses;
    s->uses = use;
}

struct script_use *tier1__script_take(tier1_engine *e,
                                      const tier1_library *library)
{
    struct script *s = tier1__state_of(e);
    struct script_use *use;

    if (!s)
        return NULL;
    for (use = s->uses; use && use->library != library; use = use->next)
        continue;
    if (use)
        unlink_use(s, use);
    else
        use = new_use(s, library);
    if (!use)
        return NULL;
    use->uses++;
    put_first(s, use);
    return use;
}

static void drop(struct script *s, struct script_use *use)
{
    unlink_use(s, use);
    tier1__state_forget(s, use);
    tier1__use_free(use);
}

void tier1__script_give(tier1_engine *e, struct script_use *use)
{
    struct script *s = e->script;
    struct script_use *oldest = NULL;
    unsigned idle = 0;

    if (!use || --use->uses > 0)
        return;
    tier1__kept_forget(s, use); /* values of sessions that are over */
    for (struct script_use *u = s->uses; u; u = u->next) {
        if (u->uses > 0)
            continue;
        idle++;
        oldest = u;
    }
    if (idle > IDLE)
        drop(s, oldest);
}

/* ---- patterns ---------------------------------------------------------- */

static enum script_failure refuse(struct script_problem *problem,
                                  enum script_failure failure, const char *text)
{
    problem->failure = failure;
    problem->line = 0;
    tier1__message(problem->message, sizeof problem->message, text,
                   strlen(text));
    return failure;
}

enum script_failure tier1__script_matches(const tier1_engine *e,
                                          const char *text, size_t length,
                                          const char *pattern, bool *yes,
                                          struct script_problem *problem)
{
    struct budget budget;
    struct matcher m;

    *yes = false;
    tier1__budget_start(&budget, e);
    if (*pattern == '^')
        pattern++;
    tier1__match_init(&m, &budget, text, length, pattern, strlen(pattern));
    m.whole = true;
    if (!tier1__match_check(&m))
        *yes = tier1__match_at(&m, text) != NULL;
    if (budget.spent)
        return refuse(problem, SCRIPT_TIME, budget.spent);
    if (m.problem)
        return refuse(problem, SCRIPT_ERROR, m.problem);
    return SCRIPT_OK;
}
