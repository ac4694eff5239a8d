/* SPDX-License-Identifier: MIT */
/* Entries of a PO file beside what a flow and its translation say. */
#include "i18n_take.h"

#include <stdlib.h>
#include <string.h>

#include "runner.h"

/* The place of an entry in a flow; NULL: it is of another one. */
static const char *place_in(const struct po_entry *e, const tier1_flow *flow)
{
    const char *id = tier1_flow_about(flow)->id;
    size_t length = strlen(id);
    return e->context && strncmp(e->context, id, length) == 0 &&
                   e->context[length] == '/'
               ? e->context + length + 1
               : NULL;
}

bool i18n_speaks(const struct po_file *po, const tier1_flow *flow)
{
    for (size_t i = 0; i < po->count; i++)
        if (place_in(&po->items[i], flow))
            return true;
    return false;
}

/* ---- what is of no flow ------------------------------------------------ */

static bool is_known(const struct po_entry *e, const struct i18n_flows *flows)
{
    for (size_t i = 0; i < flows->count; i++)
        if (place_in(e, flows->items[i]))
            return true;
    return false;
}

/* The flow that it would be of. */
static bool same_flow(const struct po_entry *a, const struct po_entry *b)
{
    size_t length = strcspn(a->context, "/");
    return b->context && strcspn(b->context, "/") == length &&
           strncmp(a->context, b->context, length) == 0;
}

/* Once for each flow that is not there. */
static void tell_stranger(const struct po_file *po,
                          const struct i18n_flows *flows, size_t at,
                          tier1_diagnostics *list)
{
    const struct po_entry *e = &po->items[at];
    size_t more = 0;
    for (size_t i = 0; i < po->count; i++) {
        if (i == at || !same_flow(e, &po->items[i]))
            continue;
        if (i < at)
            return;
        more++;
    }
    const char **ids = make(flows->count + 1, sizeof(*ids));
    for (size_t i = 0; i < flows->count; i++)
        ids[i] = tier1_flow_about(flows->items[i])->id;
    char *id = copy_part(e->context, strcspn(e->context, "/"));
    const char *near = tier1_word_near(id, ids, flows->count);
    struct text hint = TEXT_INIT;
    text_format(&hint, near ? "did you mean '%s'?" : "name the flow too", near);
    po_tell(list, TIER1_WARNING, "unknown-flow", po->name, e->line,
            text_get(&hint),
            more ? "there is no flow '%s' here, and %zu entries more are of it"
                 : "there is no flow '%s' here",
            id, more);
    text_free(&hint);
    free(id);
    free(ids);
}

static void tell_left_out(const struct po_file *po, tier1_diagnostics *list)
{
    size_t fuzzy = 0;
    unsigned line = 0;
    for (size_t i = 0; i < po->count; i++)
        if (po->items[i].fuzzy && *po->items[i].said) {
            if (!fuzzy++)
                line = po->items[i].line;
        }
    if (fuzzy)
        po_tell(list, TIER1_NOTE, "po-fuzzy", po->name, line, NULL,
                fuzzy == 1 ? "a fuzzy entry is left out"
                           : "%zu fuzzy entries are left out, here is the "
                             "first",
                fuzzy);
    if (po->obsolete)
        po_tell(list, TIER1_NOTE, "po-obsolete", po->name, po->obsolete_line,
                NULL,
                po->obsolete == 1
                    ? "an obsolete entry is not looked at"
                    : "%zu obsolete entries are not looked at, here is the "
                      "first",
                po->obsolete);
}

void i18n_strangers(const struct po_file *po, const struct i18n_flows *flows,
                    tier1_diagnostics *list)
{
    for (size_t i = 0; i < po->count; i++) {
        const struct po_entry *e = &po->items[i];
        if (!e->context)
            po_tell(list, TIER1_ERROR, "po-context", po->name, e->line,
                    "take a file of `tier1 i18n extract`",
                    "an entry has no msgctxt, and is of no flow");
        else if (!is_known(e, flows))
            tell_stranger(po, flows, i, list);
    }
    tell_left_out(po, list);
}

/* ---- what is taken ----------------------------------------------------- */

/* The text of a place, "/agent" or "/customer" behind it or not. Entries stand
 * mostly in the order of the flow, where the cursor is. */
static const tier1_flow_text *text_of(const tier1_flow_texts *texts,
                                      const char *place, size_t *cursor)
{
    size_t length = strlen(place);
    for (size_t i = 0; i < texts->count; i++) {
        size_t at = (*cursor + i) % texts->count;
        const tier1_flow_text *t = &texts->items[at];
        size_t own = strlen(t->place);
        if (strncmp(t->place, place, own < length ? own : length) != 0 ||
            (strcmp(t->place, place) != 0 &&
             (t->split || length <= own ||
              (strcmp(place + own, "/agent") != 0 &&
               strcmp(place + own, "/customer") != 0))))
            continue;
        *cursor = at;
        return t;
    }
    return NULL;
}

static void tell_extra(const struct i18n_taken *taken, const struct po_entry *e,
                       const char *place, const tier1_flow_texts *texts,
                       tier1_diagnostics *list)
{
    const char **places = make(texts->count + 1, sizeof(*places));
    struct text hint = TEXT_INIT;
    for (size_t i = 0; i < texts->count; i++)
        places[i] = texts->items[i].place;
    const char *near = tier1_word_near(place, places, texts->count);
    text_format(&hint,
                near ? "did you mean '%s'?"
                     : "bring the file up to date with msgmerge",
                near);
    po_tell(list, TIER1_WARNING, "extra-text", taken->po->name, e->line,
            text_get(&hint), "the flow has no text '%s'", place);
    text_free(&hint);
    free(places);
}

static const tier1_translated *translated_of(const tier1_translation_file *file,
                                             const char *place, size_t *cursor)
{
    for (size_t i = 0; i < file->count; i++) {
        size_t at = (*cursor + i) % file->count;
        if (strcmp(file->items[at].place, place) == 0) {
            *cursor = at;
            return &file->items[at];
        }
    }
    return NULL;
}

/* Made from other words than the flow has now: then that is noted; a newer one
 * of the file stays. NULL: it stays. */
static const char *older(struct i18n_taken *taken, const struct po_entry *e,
                         const char *place, const tier1_translated *old,
                         tier1_diagnostics *list)
{
    char *stamp = taken->stamps[taken->count];
    bool stays = old && old->said && old->stamp && !old->stale;
    tier1_translation_stamp(stamp, e->id, strlen(e->id));
    if (stays && strcmp(old->said, e->said) == 0)
        return NULL; /* nothing is lost */
    po_tell(list, TIER1_WARNING, "stale-text", taken->po->name, e->line,
            "bring the file up to date with msgmerge",
            stays ? "the text '%s' is made from words that the flow has not "
                    "any more; the file's own, which is newer, stays"
                  : "the text '%s' is made from words that the flow has not "
                    "any more",
            place);
    return stays ? NULL : stamp;
}

static void take(struct i18n_taken *taken, const struct po_entry *e,
                 const char *place, const tier1_flow_text *text,
                 const tier1_translated *old, tier1_diagnostics *list)
{
    const char *stamp = NULL;
    char now[TIER1_STAMP_BYTES], then[TIER1_STAMP_BYTES];
    tier1_translation_stamp(now, text->text, strlen(text->text));
    tier1_translation_stamp(then, e->id, strlen(e->id));
    if (strcmp(now, then) != 0) {
        stamp = older(taken, e, place, old, list);
        if (!stamp)
            return;
    }
    taken->entries[taken->count] = e;
    taken->said[taken->count++] =
        (tier1_said){.place = place, .words = e->said, .stamp = stamp};
}

/* An emptied entry does not take a text away. */
static void tell_empty(const struct i18n_taken *taken, const struct po_entry *e,
                       const char *place, const tier1_translated *old,
                       tier1_diagnostics *list)
{
    if (old && old->said)
        po_tell(list, TIER1_NOTE, "po-empty", taken->po->name, e->line,
                "take it out of the translation by hand",
                "the text '%s' is empty here, and stays as it is", place);
}

static void take_all(struct i18n_taken *taken, const struct i18n_made *made,
                     const tier1_flow_texts *texts,
                     const tier1_translation_file *file,
                     tier1_diagnostics *list)
{
    const struct po_file *po = taken->po;
    size_t cursor = 0, old_cursor = 0;
    for (size_t i = 0; i < po->count; i++) {
        const struct po_entry *e = &po->items[i];
        const char *place = place_in(e, made->flow);
        const tier1_flow_text *text =
            place ? text_of(texts, place, &cursor) : NULL;
        const tier1_translated *old =
            text ? translated_of(file, place, &old_cursor) : NULL;
        if (place && !text)
            tell_extra(taken, e, place, texts, list);
        else if (text && !*e->said)
            tell_empty(taken, e, place, old, list);
        else if (text && !e->fuzzy)
            take(taken, e, place, text, old, list);
    }
}

static int unreadable(tier1_diagnostics *list)
{
    struct findings found = {0};
    findings_add(&found, list);
    findings_print(&found, term_err(), false);
    findings_free(&found);
    return STATUS_FINDINGS;
}

int i18n_take(struct i18n_taken *taken, tier1_engine *engine,
              const struct i18n_made *made, tier1_diagnostics *list)
{
    tier1_translation_file *file = NULL;
    tier1_diagnostics *found = NULL;
    tier1_flow_texts *texts = NULL;
    const size_t most = taken->po->count + 1;
    int rc = need_memory(tier1_translation_open(
        &file, &found, engine, made->flow, made->path,
        made->is_there ? text_get(&made->bytes) : NULL, made->bytes.length));
    if (rc != TIER1_OK)
        return unreadable(found);
    tier1_diagnostics_free(found);
    need_memory(tier1_flow_texts_new(&texts, made->flow));
    taken->said = make(most, sizeof(*taken->said));
    taken->entries = make(most, sizeof(const void *));
    taken->stamps = make(most, sizeof(*taken->stamps));
    take_all(taken, made, texts, file, list);
    tier1_flow_texts_free(texts);
    tier1_translation_file_free(file);
    return STATUS_DONE;
}

void i18n_taken_free(struct i18n_taken *taken)
{
    free(taken->said);
    free(taken->entries);
    free(taken->stamps);
    *taken = (struct i18n_taken){.po = NULL};
}
