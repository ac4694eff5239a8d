/* SPDX-License-Identifier: MIT */
#include "script/proof.h"

#include <string.h>

#include "base/arena.h"

enum proof { PROOF_NONE, PROOF_CHANGES, PROOF_STEADY };

static bool same_fields(const struct scan_name *a, const struct hook_name *b)
{
    if (a->field_count != b->field_count)
        return false;
    for (size_t i = 0; i < a->field_count; i++)
        if (strcmp(a->fields[i], b->fields[i]) != 0)
            return false;
    return true;
}

/* Are the names of a hook those of its text, each used as they say? */
static bool same_names(const struct scan *scan, const struct hook *hook)
{
    if (scan->name_count != hook->name_count)
        return false;
    for (size_t i = 0; i < scan->name_count; i++) {
        const struct scan_name *a = &scan->names[i];
        const struct hook_name *b = &hook->names[i];
        if (strcmp(a->name, b->name) != 0 || a->assigned != b->assigned ||
            a->whole != b->whole || !same_fields(a, b))
            return false;
        if (b->kind == NAME_LIBRARY &&
            !tier1__script_has(b->name, strlen(b->name)))
            return false;
    }
    return true;
}

bool tier1__proof_holds(const struct script_use *use, const struct hook *hook,
                        bool *nomem)
{
    const tier1_allocator *allocator = &use->script->engine->allocator;
    struct arena scratch;
    struct scan scan;
    bool done, same;

    *nomem = false;
    if (!use->proofs || use->proofs[hook->index] != PROOF_NONE)
        return true;
    tier1__arena_init(&scratch, *allocator, 0, 0);
    scratch.plain = true;
    done = tier1__script_scan(&scratch, hook->source, hook->length, &scan);
    same = done && same_names(&scan, hook);
    if (same)
        use->proofs[hook->index] = scan.steady ? PROOF_STEADY : PROOF_CHANGES;
    tier1__arena_free(&scratch);
    *nomem = !done;
    return same;
}

void tier1__proof_make(lua_State *lua, const struct script_use *use,
                       const struct hook *hook)
{
    bool nomem;

    if (tier1__proof_holds(use, hook, &nomem))
        return;
    if (nomem)
        tier1__state_no_memory(lua);
    luaL_error(lua, "the compiled file says other names of this text than "
                    "it uses; compile the flows again");
}

bool tier1__proof_steady(const struct script_use *use, const struct hook *hook)
{
    return use->proofs ? use->proofs[hook->index] == PROOF_STEADY
                       : hook->steady;
}
