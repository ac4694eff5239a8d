/* SPDX-License-Identifier: MIT */
/* The flows of test_walk.c, and what is done in them. */
#ifndef TIER1_TEST_WALK_FLOWS_H
#define TIER1_TEST_WALK_FLOWS_H

static const char main_text[] =
    "tier1: 1\n"
    "id: main\n"
    "title: All of it\n"
    "vars:\n"
    "  modem: {type: text, given: required}\n"
    "  secret: {type: text, given: optional, sensitive: true}\n"
    "  score: {type: integer, default: 1}\n"
    "  words: {type: list}\n"
    "questions: {refusals: 3, on_refusals: broken}\n"
    "anywhere:\n"
    "  person: {label: Talk to a person, escalate: requested}\n"
    "data: {limits: {low: 5, high: 50}}\n"
    "lua: |\n"
    "  function weak(db) return db > limits.high end\n"
    "escalation: {to: tier2, needs: 'Look at {{ modem }}.'}\n"
    "steps:\n"
    "  about:\n"
    "    form: About {{ modem }}\n"
    "    fields:\n"
    "      since: {label: Since when, type: date, max: \"'2030-01-01'\"}\n"
    "      noise: {type: multi, choices: {a: A, b: B}}\n"
    "      code: {label: Code, type: text, pattern: '%d+'}\n"
    "    next: lights\n"
    "  lights:\n"
    "    title: Lights of {{ modem }}\n"
    "    ask: {agent: 'Look {{ words and #words or 0 }}?', customer: Look?}\n"
    "    note: '{{ score }}'\n"
    "    on_enter: score = score + 1\n"
    "    on_leave: words = {answer, 'x', {1, 2}}\n"
    "    media: {file: a.svg, alt: 'of {{ modem }}'}\n"
    "    choices:\n"
    "      green: {label: 'Green {{ score }}', do: score = score + 10}\n"
    "      red: {label: Red, when: score > 0, once: true}\n"
    "      more: {label: Another, other: true}\n"
    "    check: >\n"
    "     answer ~= 'green' or\n"
    "     score > 1 or 'No green before.'\n"
    "    next:\n"
    "      - {when: weak(score), goto: broken}\n"
    "      - line\n"
    "  line:\n"
    "    run: |\n"
    "      local r = host.line(modem, {n = score})\n"
    "      return {db = r.db, words = words}\n"
    "    save: result\n"
    "    next: which\n"
    "  which: {branch: result.db, cases: {'40': part, else: broken}}\n"
    "  part:\n"
    "    call: part\n"
    "    with: {what: modem .. '!'}\n"
    "    save: back\n"
    "    on_leave: words = {back.w}\n"
    "    cases: {good: several}\n"
    "    next: several\n"
    "  several:\n"
    "    ask: Which of these, {{ back.w }}?\n"
    "    type: multi\n"
    "    choices: {web: Web, mail: Mail, tv: 'TV {{ language }}'}\n"
    "    next: rest\n"
    "  rest:\n"
    "    set: language = 'de'; words = history.lights\n"
    "    next: gift\n"
    "  gift: {offer: A week for free, kind: concession, next: day}\n"
    "  day: {ask: When?, type: datetime, default: 2026-01-01T10:00, next: yes}\n"
    "  yes: {ask: Sure?, type: yes_no, next: broken}\n"
    "  broken:\n"
    "    escalate: 'Broken after {{ score }}.'\n"
    "    code: broken\n"
    "    summary: '{{ tostring(visits.lights) }} visits'\n"
    "    fields: {reach: {label: Phone, type: phone}}\n";

static const char part_text[] =
    "tier1: 1\n"
    "id: part\n"
    "title: A part\n"
    "vars: {what: {given: required}}\n"
    "steps:\n"
    "  say: {tell: 'Now {{ what }}.', next: t}\n"
    "  t:\n"
    "    try: 'Push {{ what }}.'\n"
    "    remedy: push\n"
    "    worked: r\n"
    "    next: again\n"
    "  again: {ask: How often?, type: number, unit: times, next: r}\n"
    "  r: {return: good, with: {w: \"what .. tostring(tried.push)\"}}\n";

/* Grows the list of visits while a call is under way that may yet fail. */
static const char many_text[] = "tier1: 1\n"
                                "id: many\n"
                                "title: Many steps\n"
                                "vars:\n"
                                "  modem: {type: text, given: optional}\n"
                                "  secret: {type: text, given: optional}\n"
                                "  n: {type: integer, default: 0}\n"
                                "steps:\n"
                                "  a: {ask: A?, choices: {x: X}, next: b}\n"
                                "  b: {ask: B?, choices: {x: X}, next: c}\n"
                                "  c: {ask: C?, choices: {x: X}, next: d}\n"
                                "  d: {ask: D?, choices: {x: X}, next: e}\n"
                                "  e: {ask: E?, choices: {x: X}, next: f}\n"
                                "  f: {set: n = 1, next: g}\n"
                                "  g: {set: n = 2, next: h}\n"
                                "  h: {set: n = 3, next: i}\n"
                                "  i: {run: n + 1, next: j}\n"
                                "  j: {ask: J?, choices: {x: X}, next: k}\n"
                                "  k: {resolve: Done.}\n";

/* Waits for the host and for a colleague; answers that are revised. */
static const char waits_text[] =
    "tier1: 1\n"
    "id: waits\n"
    "title: Waits\n"
    "vars:\n"
    "  modem: {type: text, given: optional}\n"
    "  secret: {type: text, given: optional}\n"
    "steps:\n"
    "  a: {ask: A?, next: h}\n"
    "  h:\n"
    "    run: |\n"
    "      local x = host.line(a)\n"
    "      local y = host.later(x.db, a)\n"
    "      return {x = x, y = y}\n"
    "    save: r\n"
    "    on_error: c\n"
    "    next: c\n"
    "  c:\n"
    "    consult: 'What about {{ r and r.y }}?'\n"
    "    to: desk\n"
    "    type: integer\n"
    "    save: told\n"
    "    on_timeout: b\n"
    "    next: b\n"
    "  b: {ask: 'B {{ told }}?', next: d}\n"
    "  d: {ask: 'D {{ b }}?', next: e}\n"
    "  e: {resolve: 'Done {{ a }} {{ b }} {{ d }}.'}\n";

enum act {
    ANSWER,
    JSON,
    BACK,
    TRANSFER,
    ESCALATE,
    ABANDON,
    COMPLETE,
    TOO_LATE,
    TICK,
    REVISE_A,
    REVISE_B
};

struct step {
    enum act act;
    const char *text;
};

static const struct step walk_long[] = {
    {JSON,
     "{\"since\":\"2026-01-01\",\"noise\":[\"a\",\"b\"],\"code\":\"42\"}"},
    {ANSWER, "green"},
    {BACK, NULL},
    {ANSWER, "as typed"},
    {BACK, NULL},
    {JSON, "{\"since\":\"x\",\"noise\":[],\"code\":\"42\"}"},
    {ANSWER, "red"},
    {ANSWER, ""},
    {TRANSFER, "lee"},
    {ANSWER, "failed"},
    {BACK, NULL},
    {ANSWER, "worked"},
    {ANSWER, "web, tv"},
    {ANSWER, "declined"},
    {ANSWER, "tomorrow"},
    {ANSWER, "2026-01-02T10:00"},
    {BACK, NULL},
    {ANSWER, ""},
    {ANSWER, "maybe"},
    {ANSWER, "perhaps"},
    {ANSWER, "who knows"},
    {JSON, "{\"reach\":\"+44 20 7946 0000\"}"},
};

static const struct step walk_asked[] = {
    {JSON, "{\"since\":\"2026-01-01\",\"noise\":[\"b\"],\"code\":\"1\"}"},
    {ANSWER, "red"},
    {ANSWER, "ok"},
    {ESCALATE, "wants a person"},
};

static const struct step walk_many[] = {{ANSWER, "x"}, {ANSWER, "x"},
                                        {ANSWER, "x"}, {ANSWER, "x"},
                                        {ANSWER, "x"}, {ANSWER, "x"}};

static const struct step walk_waits[] = {
    {ANSWER, "x"},       {TICK, NULL},        {COMPLETE, "{\"n\":1}"},
    {COMPLETE, "\"x\""}, {COMPLETE, "7"},     {ANSWER, "y"},
    {REVISE_B, "\"k\""}, {REVISE_A, "\"z\""}, {BACK, NULL},
    {ANSWER, "w"},       {TOO_LATE, "gone"},  {TOO_LATE, "gone"},
    {REVISE_B, "\"l\""}, {ANSWER, "v"},
};

static const struct step walk_gone[] = {{ABANDON, "hung up"}};

static const struct step walk_anywhere[] = {{ANSWER, "person"}};

#endif
