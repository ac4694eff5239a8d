/* SPDX-License-Identifier: MIT */
/* Prints a made flow: gen SHAPE STEPS EVERY */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"
#include "shapes.h"

int main(int argc, char **argv)
{
    struct made made = {SHAPE_DAG, 1000, 5};
    size_t length;
    char *text;

    must(argc == 4, "usage: gen dag|chain|hub|wide|vars|long STEPS EVERY");
    made.shape = shape_find(argv[1]);
    made.steps = strtoul(argv[2], NULL, 10);
    made.every = (unsigned)strtoul(argv[3], NULL, 10);
    must(made.shape != SHAPE_COUNT && made.steps > 0, "no such shape");
    text = shape_make(&made, &length);
    must(fwrite(text, 1, length, stdout) == length && fflush(stdout) == 0,
         "the output");
    free(text);
    return EXIT_SUCCESS;
}
