/* SPDX-License-Identifier: MIT */
/* The way of a hook to another place, and what is the same in all of them. */
#include "script/remote.h"

#include <string.h>

#include "script/message.h"

enum script_failure
tier1__remote_run(struct script_remote *r, const tier1_flow *flow,
                  const struct hook *hook, const struct script_scope *scope,
                  struct arena *a, const tier1_value **result,
                  struct script_problem *problem)
{
    const tier1_value *v = &tier1__value_null;
    enum script_failure failure;

    problem->line = 0;
    problem->message[0] = '\0';
    problem->chance = false;
    failure = r->run(r, flow, hook, scope, a, &v, problem);
    problem->failure = failure;
    if (result)
        *result = failure == SCRIPT_OK ? v : &tier1__value_null;
    return failure;
}

enum script_failure tier1__remote_check(struct script_remote *r,
                                        const struct hook *hook,
                                        struct script_problem *problem)
{
    problem->line = 0;
    problem->message[0] = '\0';
    problem->chance = false;
    problem->failure = r->check(r, hook, problem);
    return problem->failure;
}

void tier1__remote_forget(struct script_remote *r, const tier1_library *library)
{
    r->forget(r, library);
}

bool tier1__remote_may_set(const struct hook_name *name,
                           const tier1_value *before)
{
    if (name->kind != NAME_VARIABLE &&
        (name->kind != NAME_CONTEXT || name->index != CONTEXT_LANGUAGE))
        return false;
    return name->assigned || tier1_value_kind(before) == TIER1_LIST ||
           tier1_value_kind(before) == TIER1_MAP;
}

enum script_failure tier1__remote_fail(struct script_problem *problem,
                                       const struct hook *hook,
                                       enum script_failure failure,
                                       unsigned line, const char *text)
{
    char safe[sizeof problem->message] = "";

    tier1__message(safe, sizeof safe, text, strlen(text));
    memcpy(problem->message, safe, sizeof safe);
    problem->line = line ? line : hook->line;
    problem->failure = failure;
    return failure;
}
