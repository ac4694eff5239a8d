/* SPDX-License-Identifier: MIT */
/* `tier1 i18n`: the commands about translations. */
#include <string.h>

#include <tier1/author.h>

#include "i18n.h"
#include "options.h"
#include "runner.h"
#include "term.h"

static const struct command actions[] = {
    {"extract", "write the texts of flows as a PO file", i18n_extract},
    {"merge", "put a PO file's texts into the translations", i18n_merge},
    {"check", "tell how far the translations have come", i18n_check},
};
#define ACTIONS (sizeof(actions) / sizeof(*actions))

static void usage(struct term *t)
{
    term_put(t, PLAIN,
             "tier1 i18n ACTION [OPTION…] [ARGUMENT…]\n\n"
             "Translations of flows, with PO files in and out.\n\n");
    for (size_t i = 0; i < ACTIONS; i++)
        term_format(t, PLAIN, "  %-8s %s\n", actions[i].name,
                    actions[i].summary);
    term_put(t, PLAIN, "\n'tier1 i18n ACTION --help' tells more.\n");
}

int cmd_i18n(int argc, char **argv)
{
    const char *names[ACTIONS];
    if (argc < 2) {
        usage(term_err());
        return STATUS_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        usage(term_out());
        return STATUS_DONE;
    }
    for (size_t i = 0; i < ACTIONS; i++) {
        if (strcmp(argv[1], actions[i].name) == 0)
            return actions[i].run(argc - 1, argv + 1);
        names[i] = actions[i].name;
    }
    const char *near = tier1_word_near(argv[1], names, ACTIONS);
    if (near)
        return options_wrong("i18n", "there is no '%s', did you mean '%s'?",
                             argv[1], near);
    return options_wrong("i18n", "there is no '%s'", argv[1]);
}
