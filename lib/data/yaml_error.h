/* SPDX-License-Identifier: MIT */
/* What libyaml complains of, in the words of somebody who writes flows. */
#ifndef TIER1_DATA_YAML_ERROR_H
#define TIER1_DATA_YAML_ERROR_H

#include "diag/diag.h"

struct yaml_complaint {
    const char *problem; /* libyaml's; context may be NULL */
    const char *context;
    unsigned line, column; /* of the problem, from 1 */
    unsigned context_line, context_column;
};

void tier1__yaml_complain(tier1_diagnostics *diagnostics,
                          const struct source *source,
                          const struct yaml_complaint *complaint);

#endif
