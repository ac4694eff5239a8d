/* SPDX-License-Identifier: MIT */
/* A file of YAML: laid out, and laid out again. The formatter holds its work
 * against the file itself; here it must never find a fault with it. */
#include <tier1/format.h>
#include <tier1/tier1.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *e = NULL;
    tier1_formatted *once = NULL, *twice = NULL;

    FUZZ_CHECK(tier1_engine_new(&e, &o) == TIER1_OK);
    /* A file may grow; nothing else of it comes nearer to a cap. */
    if (size < 200000 && tier1_format(&once, NULL, e, "x.yaml",
                                      (const char *)data, size) == TIER1_OK) {
        FUZZ_CHECK(once->text && !*once->problem);
        FUZZ_CHECK(tier1_format(&twice, NULL, e, "x.yaml", once->text,
                                once->length) == TIER1_OK);
        FUZZ_CHECK(twice->text && !twice->changed);
        FUZZ_CHECK(once->comments == twice->comments);
    }
    tier1_formatted_free(once);
    tier1_formatted_free(twice);
    tier1_engine_free(e);
    return 0;
}
