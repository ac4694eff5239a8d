/* SPDX-License-Identifier: MIT */
/* author FLOW: draws it, by both libraries, as an installed program does. */
#include <stdio.h>

#include <tier1/graph.h>
#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

int main(int argc, char **argv)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    tier1_buf dot = TIER1_BUF_INIT;

    if (argc != 2)
        return 2;
    tier1_posix_engine(&options);
    int rc = tier1_engine_new(&engine, &options);
    if (rc == TIER1_OK)
        rc = tier1_posix_load(&library, NULL, engine, argv[1]);
    if (rc == TIER1_OK)
        rc = tier1_graph_write(&dot, engine, tier1_library_at(library, 0),
                               TIER1_GRAPH_DOT, NULL);
    puts(rc == TIER1_OK ? dot.ptr : tier1_status_text(rc));
    tier1_buf_dispose(&dot);
    tier1_library_free(library);
    tier1_engine_free(engine);
    return rc == TIER1_OK ? 0 : 1;
}
