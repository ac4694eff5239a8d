/* SPDX-License-Identifier: MIT */
/* Where hooks run elsewhere: an engine that has a remote hands its hooks to
 * it, and everything else stays as it is. Who implements one answers as
 * tier1__script_run() does, to the letter. */
#ifndef TIER1_SCRIPT_REMOTE_H
#define TIER1_SCRIPT_REMOTE_H

#include "script/script.h"

/* The first member of whatever runs them; engine->remote points here. */
struct script_remote {
    enum script_failure (*run)(struct script_remote *r, const tier1_flow *flow,
                               const struct hook *hook,
                               const struct script_scope *scope,
                               struct arena *a, const tier1_value **result,
                               struct script_problem *problem);
    enum script_failure (*check)(struct script_remote *r,
                                 const struct hook *hook,
                                 struct script_problem *problem);
    /* No hook of this library will be run, until it is taken again. */
    void (*forget)(struct script_remote *r, const tier1_library *library);
};

enum script_failure
tier1__remote_run(struct script_remote *r, const tier1_flow *flow,
                  const struct hook *hook, const struct script_scope *scope,
                  struct arena *a, const tier1_value **result,
                  struct script_problem *problem);
enum script_failure tier1__remote_check(struct script_remote *r,
                                        const struct hook *hook,
                                        struct script_problem *problem);
void tier1__remote_forget(struct script_remote *r,
                          const tier1_library *library);

/* For those who implement one: may a hook give this name a value? Lists and
 * maps can change in their place; all else has to be assigned. */
bool tier1__remote_may_set(const struct hook_name *name,
                           const tier1_value *before);
/* Fills a problem: the text is made safe, the line is the hook's where `line`
 * is 0. Gives `failure`. `text` may be the problem's own. */
enum script_failure tier1__remote_fail(struct script_problem *problem,
                                       const struct hook *hook,
                                       enum script_failure failure,
                                       unsigned line, const char *text);

#endif
