/* SPDX-License-Identifier: MIT */
/* Prints a made flow: gen SHAPE STEPS EVERY [hold]; with the last word one in
 * which every condition holds, so that walks are of steps that are asked. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"
#include "shapes.h"
#include "walks.h"

int main(int argc, char **argv)
{
    struct made made = {SHAPE_DAG, 1000, 5};
    bool hold = argc == 5 && strcmp(argv[4], "hold") == 0;
    size_t length;
    char *text;

    must(argc == 4 || hold,
         "usage: gen dag|chain|hub|wide|vars|long STEPS EVERY [hold]");
    made.shape = shape_find(argv[1]);
    made.steps = strtoul(argv[2], NULL, 10);
    made.every = (unsigned)strtoul(argv[3], NULL, 10);
    must(made.shape != SHAPE_COUNT && made.steps > 0, "no such shape");
    if (hold)
        text = walk_text(made.shape, made.steps, made.every, &length);
    else
        text = shape_make(&made, &length);
    must(fwrite(text, 1, length, stdout) == length && fflush(stdout) == 0,
         "the output");
    free(text);
    return EXIT_SUCCESS;
}
