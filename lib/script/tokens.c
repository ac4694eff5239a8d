/* SPDX-License-Identifier: MIT */
/* The tokens of a hook, for those who read flows without running them. */
#include <tier1/chart.h>

#include "model/flow.h"
#include "script/lex.h"

static tier1_token_kind kind_of(int kind)
{
    if (kind == LEX_NAME)
        return TIER1_TOKEN_NAME;
    if (kind == LEX_NUMBER)
        return TIER1_TOKEN_NUMBER;
    if (kind == LEX_TEXT)
        return TIER1_TOKEN_TEXT;
    return kind >= LEX_AND ? TIER1_TOKEN_WORD : TIER1_TOKEN_SYMBOL;
}

int tier1_hook_token(const tier1_hook *hook, size_t *at, tier1_token *out)
{
    const struct hook *h = (const struct hook *)hook;
    struct lex_token token;
    struct lex lex;

    if (!h || !at || !out || *at > h->length)
        return 0;
    tier1__lex_init(&lex, h->source + *at, h->length - *at);
    token = tier1__lex_next(&lex);
    if (token.kind == LEX_END)
        return 0;
    *at = (size_t)(lex.at - h->source);
    *out = (tier1_token){
        .kind = kind_of(token.kind),
        .start = token.start,
        .length = token.length,
        .inner = token.inner,
        .inner_length = token.inner_length,
    };
    return 1;
}
