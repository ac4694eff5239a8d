/* SPDX-License-Identifier: MIT */
/* `tier1 run`: one walk, by a person or by a script. */
#ifndef RUNNER_RUN_H
#define RUNNER_RUN_H

#include <tier1/author.h>
#include <tier1/tier1.h>

#include "flows.h"
#include "kept.h"
#include "options.h"
#include "term.h"

/* What the command line says. */
struct run_options {
    const char *audience, *language, *channel, *owner, *now;
    const char *answers, *host, *given_file, *packet, *record, *format;
    struct text_list given, caps;
    bool no_keep;
    struct worker_choice worker;
};

struct run {
    struct run_options options;
    tier1_engine_options world; /* the real clock, ticks, randomness */
    int64_t now;                /* of --now; or how far off the real one is */
    bool fixed;                 /* the clock stands still between answers */
    tier1_engine *engine;
    tier1_library *library;
    const tier1_flow *flow;
    tier1_session *session;
    struct term *ui; /* where a person is talked to */
    bool json;
    tier1_value *given;
    tier1_document *answers_doc, *host_doc;
    tier1_script *answers, *host; /* NULL: a person is asked */
    tier1_value *refused;         /* list for the JSON form */
    bool legend;                  /* the keys have been shown */
    int *fates;                   /* of changed answers, as told last */
    size_t fate_count;
    bool keeps;   /* the walk is kept until its end */
    bool whole;   /* it is at its end, and written wherever it should be */
    char *folder; /* where it is kept */
    struct kept kept;
};

/* An answer as typed, or the end of the talk. */
enum said { SAID_TEXT, SAID_DONE, SAID_END };

/* Reads --given-file and --given into `given`. Gives an exit status. */
int run_given(struct run *r);
/* Asks for required variables that are missing; gives how many, -1 at the end
 * of input. */
int run_ask_given(struct run *r);

/* The host function of the run: `ud` is the run. */
int run_host(void *ud, const tier1_call *call, tier1_value **result);

/* Walks by the script; gives an exit status. */
int run_script(struct run *r);
/* Walks with a person. */
int run_talk(struct run *r);

/* Says where the person left, and what there is to go on with. */
void run_left(struct run *r, const char *how);

/* Does the session pause before a retry? Then the time passes: a clock that
 * stands still is set on, else it is slept. */
bool run_pause(struct run *r);
/* The session's clock. */
int64_t run_clock(void *run);

/* Reads a YAML file; what is wrong is printed. Gives an exit status. */
int run_document(struct run *r, const char *path, tier1_document **doc);

/* ---- walks that are kept ---- */

/* Is this walk one to keep, and where? */
void run_keep_begin(struct run *r);
/* Offers those of the flow that are not at their end, and takes one up:
 * `session` is set then. false at the end of input. */
bool run_offer(struct run *r);
/* Writes down how far it has come. */
void run_keep(struct run *r);
/* Lets go of it; all that it was kept for is done where it is whole. */
void run_keep_end(struct run *r, bool whole);

/* ---- what is shown ---- */

void show_flow(struct run *r);
void show_view(struct run *r, const tier1_view *view);
void show_choices(struct run *r, const tier1_question *q);
/* What an answer looks like: "a whole number, 0 to 10"; "" for a choice. */
void show_hint(struct text *out, const tier1_question *q);
void show_help(struct run *r, const tier1_view *view);
void show_problem(struct run *r, const char *problem);
/* The way, step by step with what was answered. */
void show_way(struct run *r);
/* The outcome; and the packet where one was made. */
void show_outcome(struct run *r);
/* "2:05". */
void show_time(struct text *out, long long seconds);

/* ---- answers ---- */

/* Reads an answer: a line, or the lines of a `multiline` one up to an empty
 * one; a key is a line of its own. NULL at the end of input; free(). */
char *answer_read(struct run *r, const tier1_question *q);
/* Is it a number that no choice of the list stands at, nor takes? */
bool answer_off_list(const tier1_question *q, const char *line);
/* Takes a line as the answer to the present question, or as the advice that
 * the session waits for: numbers become choices. Gives the session's state or
 * error. */
int answer_line(struct run *r, const tier1_view *view, const char *line);
/* Asks for the fields of a form one by one, and answers it. `*command` is set
 * to what the person asked for instead (free()); or NULL. */
int answer_form(struct run *r, const tier1_view *view, char **command);
/* Is the line exactly a choice's value or label? */
bool answer_is_choice(const tier1_question *q, const char *line);

/* `r STEP [ANSWER]`: changes an earlier answer; alone, shows the way. */
void revise(struct run *r, char *words);
/* What became of answers behind a changed one: all, or what is news. */
void tell_changes(struct run *r, bool all);

/* ---- what is left behind ---- */

int report_packet(struct run *r);
int report_json(struct run *r);
/* Writes the record where --record says; gives an exit status. */
int report_record(struct run *r);
/* A value as a person reads it. */
void report_value(struct run *r, struct text *out, const tier1_value *value);
/* "step", or "flow/step" in a sub-flow. */
void report_step(struct run *r, struct text *out, const char *flow,
                 const char *step);

#endif
