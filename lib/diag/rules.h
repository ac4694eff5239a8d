/* SPDX-License-Identifier: MIT */
/* The table of rules, by name. */
#ifndef TIER1_DIAG_RULES_H
#define TIER1_DIAG_RULES_H

#include <tier1/diag.h>

/* NULL where there is none such. */
const tier1_rule *tier1__rule_find(const char *name);

#endif
