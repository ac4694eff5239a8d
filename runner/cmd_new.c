/* SPDX-License-Identifier: MIT */
/* `tier1 new`: a flow that shows the usual shape (look, try, hand over), and
 * a test for each of its ends. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "options.h"
#include "runner.h"
#include "term.h"

static const char flow_head[] = "tier1: 1\n"
                                "id: %s\n"
                                "title: %s\n"
                                "version: \"1\"\n"
                                "audience: [agent, customer]\n"
                                "target_time: 5m\n"
                                "\n"
                                "escalation:\n"
                                "  to: tier2\n"
                                "\n";

static const char flow_steps[] =
    "steps:\n"
    "  powered:\n"
    "    ask: Does a light on the device come on?\n"
    "    type: yes_no\n"
    "    \"yes\": restart\n"
    "    \"no\": plug_in\n"
    "\n"
    "  plug_in:\n"
    "    try: Push both ends of the power cable in firmly and switch the "
    "device on. Does it work now?\n"
    "    worked: fixed\n"
    "    next: no_power\n"
    "\n"
    "  restart:\n"
    "    try: Switch the device off, wait 10 seconds, and switch it on again. "
    "Does it work now?\n"
    "    wait: 10s\n"
    "    worked: fixed\n"
    "    next: faulty\n"
    "\n"
    "  fixed:\n"
    "    resolve: Good, it works again.\n"
    "\n"
    "  no_power:\n"
    "    escalate: The device does not start.\n"
    "    code: no_power\n"
    "    needs: Send a new power supply.\n"
    "\n"
    "  faulty:\n"
    "    escalate: The device starts, and still does not work.\n"
    "    code: faulty\n"
    "    needs: Have the device looked at.\n";

static const char test_head[] = "tier1-test: 1\n"
                                "flow: %s\n";

static const char test_cases[] =
    "cases:\n"
    "  - name: a restart cures it\n"
    "    answers: [\"yes\", worked]\n"
    "    expect:\n"
    "      outcome: resolved\n"
    "      at: fixed\n"
    "      path: powered restart fixed\n"
    "\n"
    "  - name: a loose cable\n"
    "    answers: [\"no\", worked]\n"
    "    expect:\n"
    "      outcome: resolved\n"
    "      path: powered plug_in fixed\n"
    "\n"
    "  - name: no power at all\n"
    "    answers: [\"no\", failed]\n"
    "    expect:\n"
    "      outcome: escalated\n"
    "      at: no_power\n"
    "      packet: {escalation: {code: no_power, to: tier2}}\n"
    "\n"
    "  - name: a restart does not help\n"
    "    answers: [\"yes\", failed]\n"
    "    expect:\n"
    "      outcome: escalated\n"
    "      at: faulty\n";

static bool good_id(const char *id)
{
    bool word = false;
    for (; *id; id++) {
        bool letter = (*id >= 'a' && *id <= 'z') || (*id >= '0' && *id <= '9');
        if (!letter && (*id != '-' || !word))
            return false;
        word = letter;
    }
    return word;
}

/* "no-internet" as "No internet"; quoted where YAML might read more in it. */
static void title_of(struct text *out, const char *id)
{
    char *title = copy(id);
    if (title[0] >= 'a' && title[0] <= 'z')
        title[0] = (char)(title[0] - 'a' + 'A');
    for (char *c = title; *c; c++)
        if (*c == '-')
            *c = ' ';
    text_add(out, title);
    free(title);
}

static int write_both(const char *flow, const char *test, const char *id)
{
    struct text title = TEXT_INIT, bytes = TEXT_INIT;
    title_of(&title, id);
    text_format(&bytes, flow_head, id, text_get(&title));
    text_add(&bytes, flow_steps);
    int status = io_write(flow, text_get(&bytes), bytes.length, true);
    text_free(&bytes);
    if (status == STATUS_DONE) {
        text_format(&bytes, test_head, id);
        text_add(&bytes, test_cases);
        status = io_write(test, text_get(&bytes), bytes.length, true);
        text_free(&bytes);
    }
    text_free(&title);
    return status;
}

static int make_flow(const char *folder, const char *id)
{
    struct text name = TEXT_INIT;
    text_format(&name, "%s.yaml", id);
    char *flow = io_join(folder, text_get(&name));
    text_free(&name);
    text_format(&name, "%s.test.yaml", id);
    char *test = io_join(folder, text_get(&name));
    text_free(&name);
    int status;
    if (io_exists(flow) || io_exists(test))
        status = complain(STATUS_IO, "%s: is there already",
                          io_exists(flow) ? flow : test);
    else
        status = write_both(flow, test, id);
    if (status == STATUS_DONE) {
        struct term *t = term_out();
        term_format(t, PLAIN, "wrote %s and %s\n", flow, test);
        if (t->tty)
            term_format(t, DIM, "try: tier1 run %s, tier1 test %s\n", flow,
                        test);
    }
    free(flow);
    free(test);
    return status;
}

int cmd_new(int argc, char **argv)
{
    const char *folder = "";
    const struct option_spec options[] = {
        {'d', "dir", OPTION_TEXT, "DIR", "the folder to write in", &folder,
         NULL},
    };
    const struct command_line line = {
        .command = "new",
        .arguments = "ID",
        .about = "Writes a small flow and its test, ID.yaml and ID.test.yaml, "
                 "ready to run. Files that are there are left alone.",
        .options = options,
        .option_count = sizeof(options) / sizeof(*options),
        .least = 1,
        .most = 1,
    };
    char **rest = NULL;
    int count = 0;
    int status = options_read(&line, argc, argv, &rest, &count);
    if (status != OPTIONS_GO)
        return status;
    if (!good_id(rest[0]))
        return options_wrong("new",
                             "'%s' is no id of a flow: small letters and "
                             "digits, in words joined by '-'",
                             rest[0]);
    return make_flow(folder, rest[0]);
}
