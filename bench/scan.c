/* SPDX-License-Identifier: MIT */
/* The least that a program does which reads YAML: `scan FILE` reads a file and
 * throws libyaml's events away. bench/cold.c sets the command beside it. */
#include <stdio.h>
#include <stdlib.h>

#include <yaml.h>

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    yaml_parser_t parser;
    yaml_event_t event;
    int end = 0;

    if (file == NULL || !yaml_parser_initialize(&parser))
        return 2;
    yaml_parser_set_input_file(&parser, file);
    while (!end) {
        if (!yaml_parser_parse(&parser, &event))
            return 1;
        end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return fclose(file) == 0 ? EXIT_SUCCESS : 1;
}
