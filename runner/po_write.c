/* SPDX-License-Identifier: MIT */
/* PO is written: the same of the same, without a date. */
#include "po.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/base.h>

static void escape(struct text *out, const char *s, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (s[i] == '\n' || s[i] == '\t')
            text_add(out, s[i] == '\n' ? "\\n" : "\\t");
        else if (s[i] == '"' || s[i] == '\\')
            text_format(out, "\\%c", s[i]);
        else
            text_bytes(out, s + i, 1);
    }
}

void po_put(struct text *out, const char *keyword, const char *text)
{
    const char *feed = strchr(text, '\n');
    text_format(out, "%s \"", keyword);
    if (feed && feed[1]) /* each line on one of its own */
        text_add(out, "\"\n\"");
    while (*text) {
        size_t length = strcspn(text, "\n");
        length += text[length] == '\n';
        escape(out, text, length);
        text += length;
        if (*text)
            text_add(out, "\"\n\"");
    }
    text_add(out, "\"\n");
}

void po_comment(struct text *out, const char *mark, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        text_format(out, "#%s ", mark);
        text_bytes(out, text, length);
        text_add(out, "\n");
        text += length + (text[length] == '\n');
    }
}

/* gettext's name of a script is a modifier, BCP 47's a part of its own. */
static const char *const scripts[][2] = {{"Latn", "latin"},
                                         {"Cyrl", "cyrillic"},
                                         {"Arab", "arabic"},
                                         {"Deva", "devanagari"}};
#define SCRIPTS (sizeof(scripts) / sizeof(*scripts))

char *po_language(const char *tag)
{
    struct text out = TEXT_INIT;
    const char *modifier = NULL;
    while (*tag) {
        size_t length = strcspn(tag, "-");
        const char *script = NULL;
        for (size_t i = 0; i < SCRIPTS && out.length && !modifier; i++)
            if (length == 4 && strncmp(tag, scripts[i][0], 4) == 0)
                script = scripts[i][1];
        if (script) {
            modifier = script;
        } else {
            text_add(&out, out.length ? "_" : "");
            text_bytes(&out, tag, length);
        }
        tag += length + (tag[length] == '-');
    }
    if (modifier)
        text_format(&out, "@%s", modifier);
    return out.s;
}

char *po_tag(const char *language)
{
    struct text out = TEXT_INIT;
    size_t length = strcspn(language, "@");
    const char *script = NULL;
    size_t first = strcspn(language, "_-@");
    for (size_t i = 0; i < SCRIPTS && language[length]; i++)
        if (strcmp(language + length + 1, scripts[i][1]) == 0)
            script = scripts[i][0];
    if (!first || (language[length] && !script))
        return NULL;
    for (size_t i = 0; i < length; i++) {
        char c = language[i] == '_' ? '-' : language[i];
        if (i == first && script)
            text_format(&out, "-%s", script);
        if (!isalnum((unsigned char)c) && c != '-') {
            text_free(&out);
            return NULL;
        }
        text_bytes(&out, &c, 1);
    }
    if (first == length && script)
        text_format(&out, "-%s", script);
    return out.s;
}

void po_header(struct text *out, const char *language)
{
    struct text fields = TEXT_INIT;
    char *name = language ? po_language(language) : copy("");
    text_format(&fields,
                "Project-Id-Version: tier1 flows\n"
                "PO-Revision-Date: %s\n"
                "Last-Translator: %s\n"
                "Language-Team: %s\n"
                "Language: %s\n"
                "MIME-Version: 1.0\n"
                "Content-Type: text/plain; charset=UTF-8\n"
                "Content-Transfer-Encoding: 8bit\n"
                "X-Generator: tier1 %s\n",
                language ? "" : "YEAR-MO-DA HO:MI+ZONE",
                language ? "" : "FULL NAME <EMAIL@ADDRESS>",
                language ? "" : "LANGUAGE <LL@li.org>", name ? name : "",
                tier1_version());
    if (!language) /* msginit fills it in */
        text_add(out, "#, fuzzy\n");
    po_put(out, "msgid", "");
    po_put(out, "msgstr", text_get(&fields));
    free(name);
    text_free(&fields);
}
