/* SPDX-License-Identifier: MIT */
/* From what a person types to an answer: a number is the choice at that
 * place, unless a choice is called so; a path is a file. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io.h"
#include "run_keys.h"

static bool is(const tier1_choice *c, const char *line)
{
    return same_word(c->value, line) || (c->label && same_word(c->label, line));
}

bool answer_is_choice(const tier1_question *q, const char *line)
{
    for (size_t i = 0; i < q->choice_count; i++)
        if (is(&q->choices[i], line))
            return true;
    return false;
}

/* The choice at the number that the line is; NULL: it is none. */
static const tier1_choice *at_number(const tier1_question *q, const char *line)
{
    size_t number = 0;
    if (!*line || strlen(line) > 4 || answer_is_choice(q, line))
        return NULL;
    for (; *line; line++) {
        if (*line < '0' || *line > '9')
            return NULL;
        number = number * 10 + (size_t)(*line - '0');
    }
    return number && number <= q->choice_count ? &q->choices[number - 1] : NULL;
}

bool answer_off_list(const tier1_question *q, const char *line)
{
    bool choice = q->type == TIER1_TYPE_CHOICE || q->type == TIER1_TYPE_YES_NO;
    if (!choice || !*line || strspn(line, "0123456789") != strlen(line))
        return false;
    for (size_t i = 0; i < q->choice_count; i++)
        if (q->choices[i].other)
            return false;
    return q->choice_count && !answer_is_choice(q, line) && !at_number(q, line);
}

/* "1,3": the choices at these numbers as a list; NULL: not all are numbers. */
static tier1_value *many(struct run *r, const tier1_question *q,
                         const char *line)
{
    tier1_value *list = json_list(r->engine);
    char *words = copy(line);
    bool good = true;
    size_t count = 0;
    for (char *at = words; *at && good;) {
        size_t length = strcspn(at, ", ");
        char *word = copy_part(at, length);
        const tier1_choice *c = at_number(q, word);
        good = c || !length;
        if (c) {
            json_add(list, json_text(r->engine, c->value));
            count++;
        }
        free(word);
        at += length;
        at += strspn(at, ", ");
    }
    free(words);
    if (good && count)
        return list;
    tier1_value_free(list);
    return NULL;
}

static const char *type_of(const char *path)
{
    static const char *const types[][2] = {
        {".png", "image/png"},       {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},     {".gif", "image/gif"},
        {".pdf", "application/pdf"}, {".txt", "text/plain"},
        {".log", "text/plain"},      {".zip", "application/zip"},
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
        if (ends_with(path, types[i][0]))
            return types[i][1];
    return "application/octet-stream";
}

/* A reference to a file of the person's; NULL: there is none such. */
static tier1_value *file_of(struct run *r, const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
        return NULL;
    const char *slash = strrchr(path, '/');
    tier1_value *map = json_map(r->engine);
    json_put_text(r->engine, map, "name", slash ? slash + 1 : path);
    json_put_text(r->engine, map, "type", type_of(path));
    json_put_number(r->engine, map, "size", (long long)about.st_size);
    json_put_text(r->engine, map, "ref", path);
    return map;
}

/* What a line means for a question; a value of its own, or NULL: the text
 * `*text`, which is borrowed. */
static tier1_value *meaning(struct run *r, const tier1_question *q,
                            const char *line, const char **text)
{
    *text = line;
    if (*line == '\\') {
        *text = line + 1;
        return NULL;
    }
    if (q->type == TIER1_TYPE_MULTI)
        return many(r, q, line);
    if (q->type == TIER1_TYPE_FILE && *line)
        return file_of(r, line);
    if (q->type == TIER1_TYPE_CHOICE || q->type == TIER1_TYPE_YES_NO) {
        const tier1_choice *c = at_number(q, line);
        if (c)
            *text = c->value;
    }
    return NULL;
}

/* A choice that takes what is typed is asked for it. */
static char *other(struct run *r, const tier1_question *q, const char *text)
{
    for (size_t i = 0; i < q->choice_count; i++) {
        const tier1_choice *c = &q->choices[i];
        if (c->other && is(c, text)) {
            struct text prompt = TEXT_INIT;
            text_format(&prompt, "%s: ", c->label ? c->label : c->value);
            char *line = term_read(r->ui, text_get(&prompt), q->sensitive);
            text_free(&prompt);
            return line;
        }
    }
    return NULL;
}

int answer_line(struct run *r, const tier1_view *view, const char *line)
{
    const char *text = NULL;
    tier1_value *value = meaning(r, &view->question, line, &text);
    char *words = value ? NULL : other(r, &view->question, text);
    if (!value)
        value = json_text(r->engine, words && *words ? words : text);
    int rc = view->state == TIER1_WAIT
                 ? tier1_session_complete(r->session, view->wait.token, value)
                 : tier1_session_answer_value(r->session, value);
    tier1_value_free(value);
    free(words);
    return need_memory(rc);
}

char *answer_read(struct run *r, const tier1_question *q)
{
    struct text all = TEXT_INIT;
    char *line = term_read(r->ui, "> ", q->sensitive);
    if (!line || !q->multiline || !*line || key_is(r, q, line))
        return line;
    while (line && *line) {
        text_format(&all, "%s%s", all.length ? "\n" : "", line);
        free(line);
        line = term_read(r->ui, "> ", q->sensitive);
    }
    free(line);
    return all.s;
}

/* ---- forms ---- */

static void field_prompt(struct run *r, const tier1_question *q,
                         const char *last)
{
    struct text hint = TEXT_INIT;
    term_line(r->ui);
    term_put(r->ui, BOLD, q->label ? q->label : q->name);
    show_hint(&hint, q);
    if (last && !q->sensitive)
        text_format(&hint, "%sEnter keeps %s", hint.length ? "; " : "", last);
    if (hint.length) {
        term_put(r->ui, PLAIN, "  ");
        term_format(r->ui, CYAN, "(%s)", text_get(&hint));
    }
    show_choices(r, q);
    term_line(r->ui);
    text_free(&hint);
}

/* Puts what was typed for a field into the form. */
static void put_field(struct run *r, tier1_value *form, const tier1_question *q,
                      const char *line)
{
    const char *text = NULL;
    tier1_value *value = meaning(r, q, line, &text);
    if (value) {
        json_put(form, q->name, value);
        return;
    }
    char *words = other(r, q, text);
    json_put_text(r->engine, form, q->name, words && *words ? words : text);
    free(words);
}

/* Asks from field to field; `b` goes to the one before. */
static bool ask_fields(struct run *r, const tier1_view *view, char **lines,
                       char **command)
{
    for (size_t i = 0; i < view->field_count;) {
        const tier1_question *q = &view->fields[i];
        field_prompt(r, q, lines[i]);
        char *line = answer_read(r, q);
        char *given = line ? trim(line) : NULL;
        if (given && strcmp(given, "b") == 0 && i > 0 && key_is(r, q, given)) {
            i--;
            free(line);
            continue;
        }
        if (!given || key_is(r, q, given)) {
            *command = given ? copy(given) : NULL;
            free(line);
            return false;
        }
        if (*given || !lines[i]) {
            free(lines[i]);
            lines[i] = copy(given);
        }
        free(line);
        i++;
    }
    return true;
}

int answer_form(struct run *r, const tier1_view *view, char **command)
{
    size_t count = view->field_count;
    char **lines = make(count, sizeof(*lines));
    int rc = TIER1_ASK;
    *command = NULL;
    for (;;) {
        if (!ask_fields(r, view, lines, command)) {
            rc = TIER1_OK;
            break;
        }
        tier1_value *form = json_map(r->engine);
        for (size_t i = 0; i < count; i++)
            if (*lines[i])
                put_field(r, form, &view->fields[i], lines[i]);
        rc = need_memory(tier1_session_answer_value(r->session, form));
        tier1_value_free(form);
        if (rc != TIER1_EANSWER)
            break;
        show_problem(r, tier1_session_problem(r->session));
        view = tier1_session_view(r->session);
    }
    for (size_t i = 0; i < count; i++)
        free(lines[i]);
    free(lines);
    return rc;
}
