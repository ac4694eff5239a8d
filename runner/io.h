/* SPDX-License-Identifier: MIT */
/* Files, and messages about them. */
#ifndef RUNNER_IO_H
#define RUNNER_IO_H

#include <tier1/base.h>
#include <tier1/value.h>

#include "text.h"

/* A message on standard error: "tier1: …". Gives `status` back. */
int complain(int status, const char *format, ...) PRINTF(2, 3);

/* Reads a file, or standard input for "-"; says what is wrong. The name to
 * show for it is io_name(). Gives an exit status. */
int io_read(struct text *out, const char *path);
const char *io_name(const char *path);
/* Writes a file, or standard output for "-"; with `fresh`, only where there
 * is none. */
int io_write(const char *path, const char *bytes, size_t length, bool fresh);
/* Writes a file in the place of another one, or where there is none: whoever
 * reads it finds the old one or the new one, whole. */
int io_replace(const char *path, const char *bytes, size_t length);
/* Writes to an open file; gives 0 or what went wrong (errno). */
int io_put(int fd, const char *bytes, size_t length);
bool io_is_folder(const char *path);
bool io_exists(const char *path);
/* The names in a folder that end so, sorted; free() each, and the list. */
char **io_list(const char *folder, const char *end, size_t *count);
/* "folder/name", or the name where the folder is empty. */
char *io_join(const char *folder, const char *name);
/* The folder of a path, empty where it has none. */
char *io_folder(const char *path);

/* Writes what was printed; a full disk is not overlooked. */
int io_finish(int status);

/* Building documents; memory that runs out ends the command. */
tier1_value *json_map(tier1_engine *engine);
tier1_value *json_list(tier1_engine *engine);
tier1_value *json_text(tier1_engine *engine, const char *text);
void json_put(tier1_value *map, const char *key, tier1_value *value);
/* A text; NULL is null. */
void json_put_text(tier1_engine *engine, tier1_value *map, const char *key,
                   const char *text);
void json_put_number(tier1_engine *engine, tier1_value *map, const char *key,
                     long long number);
void json_add(tier1_value *list, tier1_value *value);
/* A copy of a value. */
tier1_value *json_copy(tier1_engine *engine, const tier1_value *value);
/* Prints the document and frees it. */
void json_print(tier1_engine *engine, tier1_value *document);

#endif
