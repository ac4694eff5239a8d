/* SPDX-License-Identifier: MIT */
#include "lsp_words.h"

#include <string.h>

struct words {
    const char *key, *words;
};

static const char *find(const struct words *table, const char *key)
{
    for (; table->key; table++)
        if (strcmp(table->key, key) == 0)
            return table->words;
    return NULL;
}

static bool among(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *s = words; length && (s = strstr(s, word)); s += length)
        if ((s == words || s[-1] == ' ') && (!s[length] || s[length] == ' '))
            return true;
    return false;
}

const char *words_object(enum file_kind kind, const char *above,
                         const char *next, size_t depth)
{
    static const struct words own[] = {
        {"questions", "questions"}, {"escalation", "escalation"},
        {"media", "media"},         {"ignore", "ignore"},
        {"expect", "expect"},       {NULL, NULL}};
    static const struct words below[] = {
        {"steps", "step"},     {"vars", "variable"},   {"fields", "field"},
        {"choices", "choice"}, {"anywhere", "choice"}, {NULL, NULL}};
    const char *found;
    if (!depth)
        return kind == FILE_TEST          ? "test"
               : kind == FILE_TRANSLATION ? "translation"
                                          : "flow";
    if (kind == FILE_TEST)
        return strcmp(above, "cases") == 0 ? "case" : find(own, above);
    if (kind == FILE_TRANSLATION && strcmp(next, "steps") == 0)
        return "translation_step";
    if (words_is_route(above))
        return "route";
    found = find(own, above);
    return found ? found : find(below, next);
}

const char *words_of_keys(const char *above)
{
    static const struct words keys[] = {
        {"cases", "else"},
        {"retry", "times delay"},
        {"history", "remedy result text at why"},
        {NULL, NULL}};
    return find(keys, above);
}

const char *words_of_value(const char *key)
{
    static const struct words values[] = {
        {"type", "choice multi yes_no text integer number money scale date "
                 "time datetime duration email phone url file boolean list "
                 "map any"},
        {"audience", "agent customer"},
        {"for", "agent customer"},
        {"phase", "greet identify verify diagnose repair confirm close"},
        {"given", "required optional"},
        {"disclose", "agent"},
        {"match", "exact word contains"},
        {"kind", "concession upgrade functional hierarchic"},
        {"as", "solved informed declined"},
        {"priority", "low normal high urgent"},
        {"result", "worked failed skipped"},
        {"sensitive", "true"},
        {"optional", "true"},
        {"multiline", "true"},
        {"once", "true"},
        {"other", "true"},
        {"exclusive", "true"},
        {"skip_if_known", "true"},
        {"skip_if_tried", "true"},
        {"on_request", "true false"},
        {NULL, NULL}};
    return find(values, key);
}

const char *words_of_test_value(const char *key)
{
    static const struct words values[] = {
        {"outcome", "resolved escalated dead_end open waiting"},
        {"audience", "agent customer"},
        {"result", "worked failed skipped"},
        {NULL, NULL}};
    return find(values, key);
}

const char *words_of_lua(void)
{
    return "answer answers history visits refused tried elapsed now audience "
           "language session flow host assert error ipairs pairs pcall select "
           "tonumber tostring type any count has only string table math utf8 "
           "date and or not nil true false";
}

const char *words_of_map(const char *name)
{
    static const struct words maps[] = {
        {"session", "id channel owner"},
        {"flow", "id version"},
        {"string", "byte char find format gmatch gsub len lower match rep "
                   "reverse sub upper"},
        {"table", "concat insert pack remove sort unpack"},
        {"math", "abs acos asin atan ceil cos deg exp floor fmod huge log max "
                 "maxinteger min mininteger modf pi rad sin sqrt tan "
                 "tointeger type ult"},
        {"utf8", "char charpattern codepoint codes len offset"},
        {"date", "add age diff format today weekday"},
        {NULL, NULL}};
    return find(maps, name);
}

bool words_map_of_steps(const char *name)
{
    return among("answers history visits refused tried", name);
}

bool words_is_route(const char *key)
{
    return among("goto next start worked failed skipped yes no accepted "
                 "declined on_error on_timeout on_limit on_refusals branch",
                 key);
}

bool words_is_name(const char *key)
{
    return among("save include exclude include_sensitive", key);
}

bool words_is_step(const char *key)
{
    return among("at path visits stay revise answers", key);
}
