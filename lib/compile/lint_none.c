/* SPDX-License-Identifier: MIT */
/* Stands in for the rules of lint where there are none: built with
 * -Dauthor=false, for hosts that write no flows. */
#include "compile/compile.h"
#include "compile/lint_lua.h"

bool tier1__lint_is_there(void)
{
    return false;
}

void tier1__lint(struct compiler *c)
{
    (void)c;
}

void tier1__lint_hook(struct unit *u, const struct places *places, size_t at,
                      const struct hook *hook)
{
    (void)u;
    (void)places;
    (void)at;
    (void)hook;
}
