/* SPDX-License-Identifier: MIT */
/* The same walk tells where line breaks are fed and, after an error, what
 * they made of the lines: nothing has to be kept. */
#include "script/lines.h"

#include <string.h>

void tier1__lines_init(struct lines *l, const struct hook *hook)
{
    size_t length = hook->length;

    while (length > 0 && strchr(" \t\r\n", hook->source[length - 1]))
        length--;
    *l = (struct lines){.hook = hook};
    tier1__lex_init(&l->lex, hook->source, length);
    l->lex.comments = true;
}

/* The line of the file in which a byte stands; bytes are asked for in order.
 * `own` is its line in the text. */
static unsigned line_of(struct lines *l, const char *byte, unsigned own)
{
    const struct hook *hook = l->hook;
    size_t at = (size_t)(byte - hook->source);

    if (hook->line_count == 0)
        return hook->line + own - 1;
    while (l->next + 1 < hook->line_count && hook->lines[l->next + 1].at <= at)
        l->next++;
    return hook->lines[l->next].line;
}

bool tier1__lines_next(struct lines *l)
{
    /* Where the last token ended, and the line of the file for that. */
    unsigned before = l->end_lua;
    unsigned stands = l->lua == l->end_lua ? l->line : l->end_line;
    unsigned line;

    l->token = tier1__lex_next(&l->lex);
    if (l->token.kind == LEX_END)
        return false;
    line = line_of(l, l->token.start, l->token.line);
    l->lua = l->token.line + l->breaks;
    l->broken = l->lua == before && line != stands;
    if (l->broken) {
        l->breaks++;
        l->lua++;
    }
    l->line = line;
    l->end_lua = l->lex.line + l->breaks;
    l->end_line = line_of(l, l->token.start + l->token.length - 1, l->lex.line);
    return true;
}

unsigned tier1__lines_of(const struct hook *hook, unsigned lua)
{
    struct lines l;
    unsigned line = hook->line;

    if (lua == 0)
        return line;
    tier1__lines_init(&l, hook);
    while (tier1__lines_next(&l)) {
        if (l.lua == lua)
            return l.line;
        if (l.lua > lua)
            break;
        line = l.end_line;
    }
    return line;
}
