/* SPDX-License-Identifier: MIT */
/* The format's words for kinds of steps, types of answers and ends. */
#include <stddef.h>

#include "model/flow.h"

static const char *const kinds[] = {
    [TIER1_KIND_ASK] = "ask",           [TIER1_KIND_FORM] = "form",
    [TIER1_KIND_TRY] = "try",           [TIER1_KIND_TELL] = "tell",
    [TIER1_KIND_RUN] = "run",           [TIER1_KIND_BRANCH] = "branch",
    [TIER1_KIND_SET] = "set",           [TIER1_KIND_OFFER] = "offer",
    [TIER1_KIND_CALL] = "call",         [TIER1_KIND_RESOLVE] = "resolve",
    [TIER1_KIND_ESCALATE] = "escalate", [TIER1_KIND_RETURN] = "return",
    [TIER1_KIND_CONSULT] = "consult",
};

static const char *const types[] = {
    [TIER1_TYPE_NONE] = "none",         [TIER1_TYPE_CHOICE] = "choice",
    [TIER1_TYPE_MULTI] = "multi",       [TIER1_TYPE_YES_NO] = "yes_no",
    [TIER1_TYPE_TEXT] = "text",         [TIER1_TYPE_INTEGER] = "integer",
    [TIER1_TYPE_NUMBER] = "number",     [TIER1_TYPE_MONEY] = "money",
    [TIER1_TYPE_SCALE] = "scale",       [TIER1_TYPE_DATE] = "date",
    [TIER1_TYPE_TIME] = "time",         [TIER1_TYPE_DATETIME] = "datetime",
    [TIER1_TYPE_DURATION] = "duration", [TIER1_TYPE_EMAIL] = "email",
    [TIER1_TYPE_PHONE] = "phone",       [TIER1_TYPE_URL] = "url",
    [TIER1_TYPE_FILE] = "file",         [TIER1_TYPE_FORM] = "form",
};

static const char *const ends[] = {
    [TIER1_OPEN] = "open",
    [TIER1_RESOLVED] = "resolved",
    [TIER1_ESCALATED] = "escalated",
    [TIER1_DEAD_END] = "dead_end",
};

const char *const tier1__free_types[] = {"boolean", "map", "list", "any", NULL};
const char *const tier1__phases[] = {"greet",  "identify", "verify", "diagnose",
                                     "repair", "confirm",  "close",  NULL};
const char *const tier1__try_results[] = {"worked", "failed", "skipped", NULL};
const char *const tier1__resolved_as[] = {"solved", "informed", "declined",
                                          NULL};
const char *const tier1__offer_kinds[] = {"concession", "upgrade", NULL};
const char *const tier1__priorities[] = {"low", "normal", "high", "urgent",
                                         NULL};
const char *const tier1__escalation_kinds[] = {"functional", "hierarchic",
                                               NULL};

#define WORD(table, n)                                                         \
    ((size_t)(n) < sizeof(table) / sizeof(*(table)) ? (table)[(size_t)(n)]     \
                                                    : NULL)

const char *tier1_kind_text(tier1_kind kind)
{
    return WORD(kinds, kind);
}

const char *tier1_answer_type_text(tier1_answer_type type)
{
    return WORD(types, type);
}

const char *tier1_end_text(tier1_end end)
{
    return WORD(ends, end);
}
