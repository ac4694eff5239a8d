/* SPDX-License-Identifier: MIT */
/* Which entries of a PO file are taken into a translation, and which of them
 * is to blame for what is wrong with it then. */
#ifndef RUNNER_I18N_TAKE_H
#define RUNNER_I18N_TAKE_H

#include "i18n.h"
#include "po.h"

/* What is taken of one file for one flow. */
struct i18n_taken {
    const struct po_file *po;
    tier1_said *said;
    const struct po_entry **entries; /* of each of these */
    size_t count;
    char (*stamps)[TIER1_STAMP_BYTES]; /* of words that the flow had */
};

/* Has the file any entry of the flow? */
bool i18n_speaks(const struct po_file *po, const tier1_flow *flow);
/* Tells of entries that are of none of the flows, or of no use. */
void i18n_strangers(const struct po_file *po, const struct i18n_flows *flows,
                    tier1_diagnostics *list);
/* Takes what suits; tells of what does not. Gives an exit status. */
int i18n_take(struct i18n_taken *taken, tier1_engine *engine,
              const struct i18n_made *made, tier1_diagnostics *list);
/* What was found in the file that was made, as of the entries that say it. */
void i18n_blame(tier1_diagnostics *list, tier1_engine *engine,
                const struct i18n_made *made, const struct i18n_taken *taken,
                const tier1_diagnostics *found);
void i18n_taken_free(struct i18n_taken *taken);

#endif
