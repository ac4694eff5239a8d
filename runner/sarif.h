/* SPDX-License-Identifier: MIT */
/* Findings as a SARIF log, for whoever scans code. */
#ifndef RUNNER_SARIF_H
#define RUNNER_SARIF_H

#include <tier1/tier1.h>

#include "findings.h"

/* `whole`: all that was to be looked at was. */
tier1_value *sarif_log(const struct findings *f, tier1_engine *engine,
                       bool whole);

#endif
