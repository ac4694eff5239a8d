/* SPDX-License-Identifier: MIT */
/* Words as whole words, without regard to case, accents and the signs that
 * are put for letters. */
#include <string.h>

#include "base/utf8.h"
#include "compile/lint_words.h"

/* ---- letters ----------------------------------------------------------- */

struct reading {
    const char *at, *end;
};

/* What marks a place to break a word, or an accent that stands by itself. */
static bool is_silent(uint32_t c)
{
    return c == 0xAD || (c >= 0x300 && c <= 0x36F) ||
           (c >= 0x200B && c <= 0x200D);
}

static uint32_t next_any(struct reading *r)
{
    uint32_t c = (unsigned char)*r->at;
    size_t n = 1;

    if (c >= 0x80)
        n = tier1__utf8_next(r->at, (size_t)(r->end - r->at), &c);
    r->at += n ? n : 1;
    return c;
}

/* The next letter or sign that counts; 0 past the end. */
static uint32_t next_letter(struct reading *r)
{
    while (r->at < r->end) {
        uint32_t c = next_any(r);
        if (c < 0x80 || !is_silent(c))
            return c;
    }
    return 0;
}

/* Without case and accent. */
static uint32_t plain(uint32_t c)
{
    /* from U+00E0 on */
    static const char latin[] = "aaaaaaaceeeeiiiidnooooo/ouuuuyty";

    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    c = tier1__utf8_fold(c);
    return c >= 0xE0 && c <= 0xFF ? (unsigned char)latin[c - 0xE0] : c;
}

/* The letter that a digit or sign is put for; else what it is. */
static uint32_t undisguised(uint32_t c)
{
    switch (c) {
    case '0':
        return 'o';
    case '1':
    case '!':
        return 'i';
    case '3':
        return 'e';
    case '4':
    case '@':
        return 'a';
    case '5':
    case '$':
        return 's';
    default:
        return plain(c);
    }
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               (c >= '0' && c <= '9');
    return tier1__utf8_is_word(c);
}

static bool is_gap(uint32_t c)
{
    return c == ' ' || c == '-' || c == '_' || c == '\n' || c == '\t' ||
           c == '.' || c == 0xA0 || c == 0x2010 || c == 0x2011 || c == 0x2013;
}

/* ---- one word ---------------------------------------------------------- */

/* Passes over what may stand between words, or between the letters of one. */
static void skip_gap(struct reading *r, unsigned most)
{
    struct reading ahead = *r;

    for (; most > 0 && is_gap(next_letter(&ahead)); most--)
        *r = ahead;
}

/* Where nothing of a word follows, but that there are many. */
static const char *whole(struct reading r, bool capital)
{
    struct reading ahead = r;
    uint32_t c = next_letter(&ahead);

    if (!capital && (c == 's' || c == 'S')) {
        r = ahead;
        c = next_letter(&ahead);
    }
    return c != 0 && is_letter(c) ? NULL : r.at;
}

/* What stands behind the word, if it stands there. */
static const char *match(const struct code_word *word, const char *at,
                         const char *end)
{
    struct reading r = {at, end};
    struct reading w = {word->text, word->text + strlen(word->text)};
    uint32_t wanted, c;

    while ((wanted = next_letter(&w)) != 0) {
        if (wanted == ' ') {
            skip_gap(&r, 3);
            continue;
        }
        if (word->spelt && r.at != at)
            skip_gap(&r, 1);
        c = next_letter(&r);
        if ((plain(c) != wanted && undisguised(c) != wanted) ||
            (word->capital && !(c >= 'A' && c <= 'Z')))
            return NULL;
    }
    return whole(r, word->capital);
}

static const char *match_any(const struct word_list *list, uint32_t letter,
                             const char *at, const char *end)
{
    for (uint32_t i = list->first[letter % WORD_HEADS]; i != NO_SLOT;
         i = list->rows[i].next) {
        const char *behind = match(&list->rows[i].word, at, end);
        if (behind)
            return behind;
    }
    return NULL;
}

const char *tier1__word_find(const struct word_list *list, const char *at,
                             const char *end, const char **behind)
{
    struct reading r = {at, end};
    bool inside = false;

    while (r.at < r.end) {
        const char *start = r.at;
        uint32_t c = next_any(&r);
        bool letter = is_letter(c) || c == '@' || c == '$';
        if (letter && !inside) {
            *behind = match_any(list, plain(c), start, end);
            if (!*behind && undisguised(c) != plain(c))
                *behind = match_any(list, undisguised(c), start, end);
            if (*behind)
                return start;
        }
        inside = is_letter(c) || (inside && c >= 0x80 && is_silent(c));
    }
    return NULL;
}

/* ---- the list ---------------------------------------------------------- */

static void add(struct word_list *list, struct code_word word)
{
    struct reading r = {word.text, word.text + strlen(word.text)};
    uint32_t letter = next_letter(&r) % WORD_HEADS;

    if (!*word.text)
        return;
    list->rows[list->count] = (struct word_row){word, list->first[letter]};
    list->first[letter] = (uint32_t)list->count++;
}

/* A word of the load, as those of the table are written. */
static const char *as_listed(struct compiler *c, const char *text)
{
    struct reading r = {text, text + strlen(text)};
    char *out = tier1__arena_alloc(&c->temp, strlen(text) * 2 + 4);
    size_t n = 0;
    uint32_t letter;

    if (!out) {
        c->nomem = true;
        return "";
    }
    while ((letter = next_letter(&r)) != 0) {
        if (!is_gap(letter))
            n += tier1__utf8_put(plain(letter), out + n);
        else if (n > 0 && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return out;
}

static bool is_of(const struct code_word *word, const char *language)
{
    size_t length = strcspn(language, "-_");

    return !word->language || (strlen(word->language) == length &&
                               memcmp(word->language, language, length) == 0);
}

bool tier1__word_list(struct word_list *list, struct compiler *c,
                      const char *language)
{
    const tier1_load_options *o = c->options;

    *list = (struct word_list){NULL, 0, {0}};
    memset(list->first, 0xFF, sizeof list->first);
    list->rows = tier1__arena_array(
        &c->temp, tier1__code_word_count + o->word_count, sizeof *list->rows);
    if (!list->rows) {
        c->nomem = true;
        return false;
    }
    for (size_t i = 0; i < tier1__code_word_count; i++)
        if (is_of(&tier1__code_words[i], language))
            add(list, tier1__code_words[i]);
    for (size_t i = 0; i < o->word_count && !c->nomem; i++)
        add(list, (struct code_word){.text = as_listed(c, o->words[i])});
    return !c->nomem;
}
