/* SPDX-License-Identifier: MIT */
/* What is wrong with a file that was made is told of the PO file that it was
 * made from: that is what a translator can mend. */
#include <string.h>

#include "i18n_take.h"

static bool is_in(const tier1_diagnostic *d, const tier1_translated *t)
{
    if (!t->line || d->line < t->line || d->line > t->end_line)
        return false;
    return (d->line > t->line || d->column >= t->column) &&
           (d->line < t->end_line || d->column <= t->end_column);
}

static const struct po_entry *entry_of(const struct i18n_taken *taken,
                                       const tier1_translation_file *file,
                                       const tier1_diagnostic *d)
{
    const char *place = NULL;
    for (size_t i = 0; file && i < file->count && !place; i++)
        if (is_in(d, &file->items[i]))
            place = file->items[i].place;
    for (size_t i = 0; place && i < taken->count; i++)
        if (strcmp(taken->said[i].place, place) == 0)
            return taken->entries[i];
    return NULL;
}

/* What the flow lacks is no fault here, but for errors. */
static bool matters(const tier1_diagnostic *d)
{
    return d->severity == TIER1_ERROR || strcmp(d->rule, "placeholder") == 0;
}

void i18n_blame(tier1_diagnostics *list, tier1_engine *engine,
                const struct i18n_made *made, const struct i18n_taken *taken,
                const tier1_diagnostics *found)
{
    tier1_translation_file *file = NULL;
    need_memory(tier1_translation_open(&file, NULL, engine, made->flow,
                                       made->path, text_get(&made->bytes),
                                       made->bytes.length));
    for (size_t i = 0; i < tier1_diagnostics_count(found); i++) {
        const tier1_diagnostic *d = tier1_diagnostics_at(found, i);
        const struct po_entry *e = entry_of(taken, file, d);
        if (!matters(d) || !d->file || strcmp(d->file, made->path) != 0)
            continue;
        if (e)
            po_tell(list, TIER1_ERROR, d->rule, taken->po->name, e->said_line,
                    d->hint, "%s", d->message);
        else
            need_memory(tier1_diagnostics_add(list, NULL, d));
    }
    tier1_translation_file_free(file);
}
