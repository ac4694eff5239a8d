/* SPDX-License-Identifier: MIT */
/* The hooks of a step, each with the moment at which it is run. */
#ifndef TIER1_COMPILE_LINT_VISIT_H
#define TIER1_COMPILE_LINT_VISIT_H

#include "model/flow.h"

/* In the order of a visit. What a step asks is known from MOMENT_SAVED on. */
enum lint_moment {
    MOMENT_WHEN,
    MOMENT_ENTER,
    MOMENT_SHOWN,
    MOMENT_SAVED, /* of no hook */
    MOMENT_DO,
    MOMENT_LEAVE,
    MOMENT_LEFT
};

struct lint_visitor {
    /* `q` is what `answer` answers; NULL where that is not told. */
    void (*hook)(struct lint_visitor *v, const struct hook *hook,
                 enum lint_moment moment, const struct question *q);
};

void tier1__lint_visit(struct lint_visitor *v, const struct step *s);
/* Those that belong to no step, all at MOMENT_LEFT. */
void tier1__lint_visit_flow(struct lint_visitor *v, const tier1_flow *flow);

#endif
