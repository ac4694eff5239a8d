/* SPDX-License-Identifier: MIT */
/* Earlier answers are changed, one after the other. */
#include "author/script.h"

int tier1__item_revise(tier1_script *script, tier1_session *session,
                       const tier1_node *changes)
{
    int rc = tier1_session_state(session);
    for (size_t i = 0; rc > 0 && i < changes->count; i++) {
        tier1_value *value = NULL;
        int made =
            tier1__item_typed(&value, script->engine, changes->pairs[i].value);
        rc = made == TIER1_OK
                 ? tier1_session_revise(session, changes->pairs[i].key->text,
                                        value, NULL)
                 : made;
        tier1_value_free(value);
    }
    return rc;
}
