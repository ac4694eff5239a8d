/* SPDX-License-Identifier: MIT */
/* Files of translators: PO, as GNU gettext and its editors write it. What flows
 * have no use for (plurals, domains) is refused. */
#ifndef RUNNER_PO_H
#define RUNNER_PO_H

#include <tier1/sys/yaml.h>
#include <tier1/tier1.h>

#include "text.h"

/* An entry that was read. */
struct po_entry {
    unsigned line;      /* of its first keyword */
    unsigned said_line; /* of `msgstr` */
    char *context;      /* NULL: none */
    char *id;
    char *said;
    bool fuzzy;
};

struct po_file {
    const char *name;
    struct po_entry *items; /* without the header and what is obsolete */
    size_t count;
    char *header; /* NULL: none */
    unsigned header_line;
    size_t obsolete; /* entries that begin in `#~` */
    unsigned obsolete_line;
};

/* Reads a file. What is wrong is added to the list, with its line; false where
 * something is. */
bool po_read(struct po_file *po, tier1_diagnostics *list, const char *name,
             const char *bytes, size_t length);
void po_free(struct po_file *po);
/* A field of the header, such as "Language", which is yours; NULL: none. */
char *po_field(const struct po_file *po, const char *name);
/* "pt_BR" or "sr@latin" of gettext, as a tag of BCP 47, and back. NULL: there
 * is none. Yours. */
char *po_tag(const char *language);
char *po_language(const char *tag);

/* An error or warning at a line of a file. */
void po_tell(tier1_diagnostics *list, tier1_severity severity, const char *rule,
             const char *file, unsigned line, const char *hint,
             const char *format, ...) PRINTF(7, 8);

/* Writes a keyword and its text, as msgcat does that is told not to wrap. */
void po_put(struct text *out, const char *keyword, const char *text);
/* A comment, of one line or several. `mark` is what follows the #. */
void po_comment(struct text *out, const char *mark, const char *text);
/* The header; `language` NULL: that of a template. */
void po_header(struct text *out, const char *language);

#endif
