/* SPDX-License-Identifier: MIT */
/* The keys of a run: what may be typed in the place of an answer, what each
 * does, and what `?` says of it. One table is all that knows them. */
#include "run_keys.h"

#include <stdlib.h>
#include <string.h>

struct key {
    const char *word;
    bool words; /* takes the rest of the line */
    const char *shown, *help;
    enum next (*act)(struct run *r, const tier1_view *view, char *words);
    bool (*stands)(const tier1_view *view); /* NULL: always */
};

static void answer_given(struct run *r, int rc)
{
    if (need_memory(rc) < 0)
        show_problem(r, tier1_session_problem(r->session));
}

static enum next back(struct run *r, const tier1_view *view, char *words)
{
    (void)view, (void)words;
    answer_given(r, tier1_session_back(r->session));
    return NEXT_STEP;
}

static enum next change(struct run *r, const tier1_view *view, char *words)
{
    (void)view;
    revise(r, words);
    return NEXT_STEP;
}

static enum next way(struct run *r, const tier1_view *view, char *words)
{
    (void)view, (void)words;
    term_line(r->ui);
    if (tier1_session_visit_count(r->session) > 1)
        show_way(r);
    else
        term_say(r->ui, PLAIN, "This is the first step.");
    term_line(r->ui);
    return NEXT_PROMPT;
}

static enum next escalate(struct run *r, const tier1_view *view, char *words)
{
    char *line = NULL;
    if (!view->can_escalate) {
        show_problem(r, "this flow is not handed over on request");
        return NEXT_STEP;
    }
    if (!*words) {
        line = term_read(r->ui, "Why? (Enter: not said) ", false);
        words = line ? trim(line) : words;
    }
    answer_given(r, tier1_session_escalate(r->session, *words ? words : NULL));
    free(line);
    return NEXT_STEP;
}

static enum next transfer(struct run *r, const tier1_view *view, char *words)
{
    (void)view;
    int rc = need_memory(tier1_session_transfer(r->session, words, NULL));
    if (rc == TIER1_EMISUSE)
        show_problem(r, "write t NAME, the one who takes over");
    else if (rc < 0)
        show_problem(r, tier1_session_problem(r->session));
    else
        term_format(r->ui, GREEN, "handed over to %s\n", words);
    return NEXT_PROMPT;
}

static void list_languages(struct run *r)
{
    const tier1_translation_info *t;
    struct text list = TEXT_INIT;
    text_format(&list, "in %s; there are: %s",
                tier1_session_language(r->session),
                tier1_flow_about(r->flow)->language);
    for (size_t i = 0; (t = tier1_flow_translation_at(r->flow, i)) != NULL; i++)
        text_format(&list, ", %s", t->language);
    term_say(r->ui, PLAIN, text_get(&list));
    text_free(&list);
}

/* Another language; the step stands where it stood. */
static enum next speak(struct run *r, const tier1_view *view, char *words)
{
    (void)view;
    if (!*words) {
        list_languages(r);
        return NEXT_PROMPT;
    }
    int rc = need_memory(tier1_session_set_language(r->session, words));
    if (rc == TIER1_EMISUSE)
        show_problem(r, "write l TAG, such as l gl or l pt-BR");
    else if (rc < 0)
        show_problem(r, tier1_session_problem(r->session));
    return rc < 0 ? NEXT_PROMPT : NEXT_STEP;
}

static bool waits(const tier1_view *view)
{
    return view->state == TIER1_WAIT;
}

static enum next too_late(struct run *r, const tier1_view *view, char *words)
{
    (void)words;
    answer_given(r, tier1_session_fail(r->session, view->wait.token,
                                       TIER1_ETIMEOUT, NULL));
    return NEXT_STEP;
}

static enum next help(struct run *r, const tier1_view *view, char *words)
{
    (void)words;
    show_help(r, view);
    return NEXT_PROMPT;
}

static enum next leave(struct run *r, const tier1_view *view, char *words)
{
    (void)view, (void)words;
    run_left(r, "Left");
    return NEXT_LEAVE;
}

static const struct key keys[] = {
    {"b", false, "b", "back: take the last answer back", back, NULL},
    {"r", true, "r STEP",
     "change the answer that was given there; r lists them", change, NULL},
    {"w", false, "w", "the way so far", way, NULL},
    {"e", true, "e WHY", "ask for Tier 2, here and now", escalate, NULL},
    {"t", true, "t NAME", "hand over to another owner, and go on", transfer,
     NULL},
    {"l", true, "l TAG", "go on in another language; l lists them", speak,
     NULL},
    {"x", false, "x", "nothing comes: what is waited for is too late", too_late,
     waits},
    {"?", false, "?", "this", help, NULL},
    {"q", false, "q", "leave", leave, NULL},
};

#define KEYS (sizeof(keys) / sizeof(*keys))

/* The key that a line is, and where its words begin. */
static const struct key *find(const tier1_view *view, const tier1_question *q,
                              const char *line, size_t *words)
{
    if (answer_is_choice(q, line))
        return NULL;
    for (size_t i = 0; i < KEYS; i++) {
        size_t length = strlen(keys[i].word);
        bool there = strncmp(line, keys[i].word, length) == 0 &&
                     (!line[length] || (keys[i].words && line[length] == ' '));
        *words = length;
        if (there && (!keys[i].stands || keys[i].stands(view)))
            return &keys[i];
    }
    return NULL;
}

bool key_is(struct run *r, const tier1_question *q, const char *line)
{
    size_t words = 0;
    return find(tier1_session_view(r->session), q, line, &words) != NULL;
}

enum next key_take(struct run *r, const tier1_view *view, const char *line)
{
    size_t words = 0;
    const struct key *key = find(view, &view->question, line, &words);
    if (!key)
        return NEXT_NONE;
    char *room = copy(line + words);
    enum next next = key->act(r, view, trim(room));
    free(room);
    return next;
}

static void show_key(struct run *r, const char *shown, const char *text)
{
    struct text mark = TEXT_INIT;
    text_format(&mark, "  %s", shown);
    while (term_columns(text_get(&mark)) < 12)
        text_add(&mark, " ");
    term_markdown(r->ui, text_get(&mark), text);
    text_free(&mark);
}

void keys_show(struct run *r, const tier1_view *view)
{
    if (view->question.choice_count)
        show_key(r, "1, 2, \xE2\x80\xA6",
                 "a choice, by its number, its words or its value");
    for (size_t i = 0; i < KEYS; i++)
        if (!keys[i].stands || keys[i].stands(view))
            show_key(r, keys[i].shown, keys[i].help);
    show_key(r, "\\TEXT",
             "answer TEXT as it stands, where it would be one of these keys");
}
