/* SPDX-License-Identifier: MIT */
/* What an author has looked at and left as it is: warnings that a flow does not
 * want to hear, each with the reason why. */
#include "compile/compile.h"

#include <string.h>

#include "base/near.h"
#include "diag/rules.h"

/* Never of use to itself, so it is looked at when all others were. */
static const char unused[] = "unused-ignore";
static const char way_out[] = "take the entry out";

static void unknown_rule(struct unit *u, const tier1_node *n)
{
    struct near near;

    tier1__near_init(&near, n->text, n->length);
    for (size_t i = 0; i < tier1_rule_count(); i++)
        if (tier1_rule_at(i)->severity == TIER1_WARNING)
            tier1__near_try(&near, tier1_rule_at(i)->name);
    tier1__error(u, n, "bad-value",
                 near.best ? tier1__did_you_mean(u, near.best)
                           : "write the rule that a warning names",
                 "there is no rule %q", n->text);
}

static void check_rule(struct unit *u, const tier1_node *n)
{
    const tier1_rule *rule;

    if (!tier1__scalar(u, n, "rule"))
        return;
    rule = tier1__rule_find(n->text);
    if (!rule)
        unknown_rule(u, n);
    else if (rule->severity != TIER1_WARNING)
        tier1__error(u, n, "bad-value", "mend what it finds",
                     "%q is an error; only warnings can be ignored", n->text);
}

static const tier1_node *required(struct fields *f, const char *key,
                                  const char *hint)
{
    const tier1_node *n = tier1__field(f, key);
    if (!n)
        tier1__error(f->u, f->node, "missing-key", hint,
                     "an entry of %q needs %q", "ignore", key);
    return n;
}

static void read_one(struct unit *u, const tier1_node *node,
                     struct ignored *out)
{
    const tier1_node *rule, *why, *step;
    struct fields f;

    if (!tier1__fields_open(&f, u, node, "an entry of `ignore`"))
        return;
    rule = required(&f, "rule", "add `rule: NAME`, as a warning names it");
    why = required(&f, "why", "add `why: …`, for whoever comes after");
    step = tier1__field(&f, "step");
    if (rule)
        check_rule(u, rule);
    if (why && tier1__scalar(u, why, "why") && why->length == 0)
        tier1__error(u, why, "empty", "write why it is left as it is",
                     "%q is empty", "why");
    if (step)
        out->step = tier1__target(u, step).step;
    out->rule = rule;
    tier1__fields_close(&f);
}

void tier1__read_ignore(struct fields *f)
{
    const tier1_node *n = tier1__field(f, "ignore");
    struct unit *u = f->u;

    if (!n)
        return;
    if (n->kind != TIER1_NODE_LIST) {
        tier1__error(u, n, "wrong-type", "write - {rule: NAME, why: …}",
                     "%q is a list", "ignore");
        return;
    }
    u->ignored = tier1__arena_array(&u->c->temp, n->count, sizeof *u->ignored);
    if (!u->ignored) {
        u->c->nomem = true;
        return;
    }
    u->ignored_count = n->count;
    for (size_t i = 0; i < n->count; i++) {
        u->ignored[i].step = NO_STEP;
        read_one(u, n->items[i], &u->ignored[i]);
    }
}

bool tier1__ignores(struct unit *u, size_t step, const char *rule)
{
    bool found = false;

    for (size_t i = 0; i < u->ignored_count; i++) {
        struct ignored *e = &u->ignored[i];
        if (!e->rule || (e->step != NO_STEP && e->step != step) ||
            strcmp(e->rule->text, rule) != 0)
            continue;
        e->used = found = true;
    }
    return found;
}

static void warn_of(struct unit *u, const struct ignored *e)
{
    if (e->step == NO_STEP)
        tier1__warn(u, NO_STEP, e->rule, "unused-ignore", way_out,
                    "there is no %q to ignore", e->rule->text);
    else
        tier1__warn(u, e->step, e->rule, "unused-ignore", way_out,
                    "there is no %q to ignore in the step %q", e->rule->text,
                    u->flow->steps[e->step].id);
}

void tier1__warn_unused(struct unit *u)
{
    for (int last = 0; last < 2; last++)
        for (size_t i = 0; i < u->ignored_count; i++) {
            const struct ignored *e = &u->ignored[i];
            if (!e->used && e->rule &&
                (strcmp(e->rule->text, unused) == 0) == (last == 1))
                warn_of(u, e);
        }
}
