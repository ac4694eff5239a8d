/* SPDX-License-Identifier: MIT */
/* The packet of a session: what it takes to make it, beside copying the
 * finished bytes, and beside jansson building the same document from plain
 * data and writing it. For instructions, under callgrind:
 *
 *     valgrind --tool=callgrind --toggle-collect=tier1_packet_render \
 *         packet --steps 18 --once 1
 *
 *     packet [--steps N] [--style ascii|utf8|escapes|secrets] [--once N]
 *            [--form json|markdown] [--print 1] [--least R]
 *
 * With --least the program fails where jansson takes less than R times as
 * long. */
#define _POSIX_C_SOURCE 200809L
#include <tier1/tier1.h>

#include "bench.h"
#include "report.h"

#ifdef TIER1_BENCH_JANSSON
#include <jansson.h>
#endif

#define REPEAT 40

struct order {
    long steps;
    const char *style;
    tier1_packet_form form;
    long once; /* so many renders, and nothing else; 0: rounds */
    bool print;
    double least;
    struct report *report; /* the figure that has a bound; NULL: in words */
};

/* What a flow says, and what a person types. */
struct style {
    const char *name, *words, *label, *typed;
};

static const struct style styles[] = {
    {"ascii",
     "Please look at the front of the device: what do the two lamps show?",
     "Both are green and steady",
     "The customer says that it began on Monday after the storm, and that the "
     "neighbours have no trouble at all."},
    {"utf8",
     "Ger\xC3\xA4t pr\xC3\xBC"
     "fen: \xD1\x87\xD1\x82\xD0\xBE "
     "\xD0\xBF\xD0\xBE\xD0\xBA\xD0\xB0\xD0\xB7\xD1\x8B\xD0\xB2\xD0\xB0\xD0\xB5"
     "\xD1\x82 \xE3\x83\xA9\xE3\x83\xB3\xE3\x83\x97?",
     "Beide leuchten gr\xC3\xBCn",
     "\xE4\xB8\xAD\xE6\x96\x87: \xE8\xBF\x99\xE4\xB8\xAA\xE9\x97\xAE\xE9\xA2"
     "\x98\xE6\x98\xAF\xE4\xBB\x8E\xE6\x98\x9F\xE6\x9C\x9F\xE4\xB8\x80"
     "\xE5\xBC\x80\xE5\xA7\x8B\xE7\x9A\x84, \xC3\xA9t\xC3\xA9 comme hiver, "
     "na\xC3\xAFve Fa\xC3\xA7"
     "ade"},
    {"escapes", "Type \\\"ver\\\" \\\\ \\\"C:\\\\\\\"; what \\\"is\\\" there?",
     "\\\"A\\\\\\\"",
     "\"\\\"\\\"\\\"\\ \"C:\\\\\\\\\" \"\"\\\\\"\" says \"\\\""},
    {"secrets",
     "Please look at the front of the device: what do the two lamps show?",
     "Both are green and steady",
     "The customer K-4711-0815 says that it began on Monday after the storm, "
     "and that the neighbours have no trouble."},
};

static int64_t clock_goes(void *ud)
{
    int64_t *now = ud;
    return *now += 1500;
}

/* ---- the session ------------------------------------------------------ */

/* Of each four steps: a choice with label, a free text, a remedy, something
 * told. */
static int put_step(char *to, size_t room, const struct style *style, long i)
{
    switch (i % 4) {
    case 0:
        return snprintf(to, room,
                        "  lamps_%ld:\n"
                        "    ask: \"%s\"\n"
                        "    phase: diagnose\n"
                        "    kb: KB-%ld\n"
                        "    choices:\n"
                        "      green: {label: \"%s\", goto: note_%ld}\n"
                        "      dark: {label: Dark, goto: note_%ld}\n",
                        i, style->words, i, style->label, i + 1, i + 1);
    case 1:
        return snprintf(to, room,
                        "  note_%ld:\n"
                        "    ask: \"%s\"\n"
                        "    type: text\n"
                        "    next: power_cycle_%ld\n",
                        i, style->words, i + 1);
    case 2:
        return snprintf(to, room,
                        "  power_cycle_%ld:\n"
                        "    try: \"%s\"\n"
                        "    phase: repair\n"
                        "    worked: hand_over\n"
                        "    next: explain_%ld\n",
                        i, style->words, i + 1);
    default:
        return snprintf(to, room,
                        "  explain_%ld:\n"
                        "    tell: \"%s\"\n"
                        "    next: lamps_%ld\n",
                        i, style->words, i + 1);
    }
}

static const char *step_name(long i)
{
    static const char *const names[] = {"lamps", "note", "power_cycle",
                                        "explain"};
    return names[i % 4];
}

static char *make_flow(const struct style *style, long steps)
{
    size_t room = (size_t)steps * 500 + 1000;
    char *text = malloc(room);
    size_t n;

    must(text != NULL, "memory");
    n = (size_t)snprintf(
        text, room,
        "tier1: 1\nid: no-internet\ntitle: No Internet at home\n"
        "tags: [dsl, home]\n"
        "vars:\n"
        "  plan: {type: text, given: optional}\n"
        "  speed: {type: number, given: optional}\n"
        "  account: {type: text, given: optional, sensitive: true}\n"
        "escalation: {to: tier2-access, priority: normal}\n"
        "steps:\n");
    for (long i = 0; i < steps; i++)
        n += (size_t)put_step(text + n, room - n, style, i);
    n += (size_t)snprintf(text + n, room - n,
                          "  %s_%ld: {escalate: \"%s\", code: handed_over}\n"
                          "  hand_over: {resolve: Good.}\n",
                          step_name(steps), steps, style->words);
    must(n < room, "text");
    return text;
}

static tier1_value *from_json(tier1_engine *engine, const char *json)
{
    tier1_value *v = NULL;
    must(tier1_value_from_json(&v, engine, json, strlen(json)) == TIER1_OK,
         "json");
    return v;
}

static tier1_session *walk(tier1_engine *engine, const tier1_library *library,
                           const struct order *o, const struct style *style)
{
    static const char *const answers[] = {"green", NULL, "failed", "ok"};
    tier1_session_options options = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *s = NULL;
    int status = TIER1_ASK;
    tier1_value *external = from_json(engine, "{\"ticket\":\"INC-20931\"}");
    tier1_value *given =
        from_json(engine, strcmp(o->style, "secrets") == 0
                              ? "{\"plan\":\"home 100\",\"speed\":12.5,"
                                "\"account\":\"K-4711-0815\"}"
                              : "{\"plan\":\"home 100\",\"speed\":12.5}");

    options.id = "0190a5d0-0000-7000-8000-000000000001";
    options.owner = "kim";
    options.requester = "Robin Doe";
    options.channel = "phone";
    options.given = given;
    options.external = external;
    must(tier1_session_start(&s, engine, tier1_library_at(library, 0),
                             &options) > 0,
         "start");
    for (long i = 0; i < o->steps && status == TIER1_ASK; i++) {
        const char *answer = answers[i % 4] ? answers[i % 4] : style->typed;
        status = tier1_session_answer(s, answer);
        must(status > 0, "answer");
    }
    must(status == TIER1_DONE || o->steps == 0, "the walk has not ended");
    tier1_value_free(given);
    tier1_value_free(external);
    return s;
}

/* ---- jansson ---------------------------------------------------------- */

#ifdef TIER1_BENCH_JANSSON

/* The document as a program has it, before it is anybody's tree. */
struct plain {
    tier1_value_type type;
    const char *key, *text;
    int64_t integer;
    double number;
    size_t count;
    struct plain *items;
};

static struct plain plain_of(const tier1_value *v, const char *key)
{
    struct plain p = {.type = tier1_value_kind(v), .key = key};

    p.text = tier1_value_text(v);
    p.integer = p.type == TIER1_BOOLEAN ? tier1_value_boolean(v)
                                        : tier1_value_integer(v);
    p.number = tier1_value_number(v);
    p.count = tier1_value_count(v);
    p.items = calloc(p.count + 1, sizeof *p.items);
    must(p.items != NULL, "memory");
    for (size_t i = 0; i < p.count; i++)
        p.items[i] = plain_of(tier1_value_at(v, i), tier1_value_key(v, i));
    return p;
}

static void plain_free(struct plain *p)
{
    for (size_t i = 0; i < p->count; i++)
        plain_free(&p->items[i]);
    free(p->items);
}

static json_t *build(const struct plain *p)
{
    json_t *made;

    switch (p->type) {
    case TIER1_TEXT:
        return json_string(p->text);
    case TIER1_INTEGER:
        return json_integer(p->integer);
    case TIER1_NUMBER:
        return json_real(p->number);
    case TIER1_BOOLEAN:
        return json_boolean(p->integer);
    case TIER1_LIST:
        made = json_array();
        for (size_t i = 0; i < p->count; i++)
            (void)json_array_append_new(made, build(&p->items[i]));
        return made;
    case TIER1_MAP:
        made = json_object();
        for (size_t i = 0; i < p->count; i++)
            (void)json_object_set_new(made, p->items[i].key,
                                      build(&p->items[i]));
        return made;
    default:
        return json_null();
    }
}

static size_t dump(const struct plain *p)
{
    json_t *made = build(p);
    char *text = json_dumps(made, JSON_INDENT(2));
    size_t length;

    must(text != NULL, "jansson");
    length = strlen(text);
    free(text);
    json_decref(made);
    return length;
}

/* Both must write the same document, or the ratio says nothing. */
static void compare(const struct plain *p, const tier1_buf *packet)
{
    json_t *theirs = build(p);
    json_t *ours = json_loadb(packet->ptr, packet->len, 0, NULL);

    must(ours && json_equal(ours, theirs), "the documents differ");
    json_decref(ours);
    json_decref(theirs);
}

#endif

/* ---- rounds ----------------------------------------------------------- */

struct figures {
    double items[ROUNDS];
};

static void show(const char *what, struct figures *f)
{
    double middle = median(f->items, ROUNDS);
    (void)printf("  %s %.2f/%.2f/%.2f us", what, f->items[0] * 1e6,
                 middle * 1e6, f->items[ROUNDS - 1] * 1e6);
}

static double render(tier1_buf *out, const tier1_session *s,
                     const struct order *o)
{
    double began = seconds();
    for (long i = 0; i < (o->once ? o->once : REPEAT); i++)
        must(tier1_packet_render(out, s, o->form, NULL) == TIER1_OK, "render");
    return (seconds() - began) / REPEAT;
}

static double copy(const tier1_buf *from, char *to)
{
    double began = seconds();
    for (int i = 0; i < REPEAT; i++) {
        /* called so that it is not left out */
        void *(*volatile copies)(void *, const void *, size_t) = memcpy;
        (void)copies(to, from->ptr, from->len);
    }
    return (seconds() - began) / REPEAT;
}

/* In words; the status of the program. `theirs`: NULL without jansson. */
static int say(const struct order *o, struct figures *ours,
               struct figures *copies, struct figures *theirs,
               struct figures *ratios)
{
    int rc = EXIT_SUCCESS;

    show("packet", ours);
    show("memcpy", copies);
    if (theirs) {
        double middle = median(ratios->items, ROUNDS);
        show("jansson", theirs);
        (void)printf("  jansson/packet %.1f/%.1f/%.1f", ratios->items[0],
                     middle, ratios->items[ROUNDS - 1]);
        if (o->least > 0 && middle < o->least) {
            (void)printf(": that is under %.1f", o->least);
            rc = EXIT_FAILURE;
        }
    }
    (void)printf("\n");
    return rc;
}

#ifdef TIER1_BENCH_JANSSON
/* The figure that has a bound, in the form of all. */
static void put_figure(struct report *r, struct figures *ours,
                       struct figures *theirs)
{
    for (int i = 0; i < ROUNDS; i++) {
        ours->items[i] *= 1e6;
        theirs->items[i] *= 1e6;
    }
    report_figure(r, "packet-10k", "us", ours->items, ROUNDS, theirs->items,
                  "jansson");
}
#endif

/* Returns the status of the program. */
static int compare_all(tier1_engine *engine, const tier1_session *s,
                       const struct order *o, tier1_buf *packet)
{
    struct figures ours, copies;
    int rc = EXIT_SUCCESS;
    char *room = malloc(packet->len);

    must(room != NULL, "memory");
#ifdef TIER1_BENCH_JANSSON
    struct figures theirs, ratios;
    tier1_buf json = TIER1_BUF_INIT;
    must(tier1_packet_render(&json, s, TIER1_PACKET_JSON, NULL) == TIER1_OK,
         "render");
    tier1_value *v = from_json(engine, json.ptr);
    struct plain plain = plain_of(v, NULL);
    compare(&plain, &json);
#else
    (void)engine;
#endif
    for (int i = 0; i < ROUNDS; i++) {
        ours.items[i] = render(packet, s, o);
        copies.items[i] = copy(packet, room);
#ifdef TIER1_BENCH_JANSSON
        double began = seconds();
        for (int j = 0; j < REPEAT; j++)
            must(dump(&plain) > 0, "jansson");
        theirs.items[i] = (seconds() - began) / REPEAT;
        ratios.items[i] = theirs.items[i] / ours.items[i];
#endif
    }
#ifdef TIER1_BENCH_JANSSON
    if (o->report)
        put_figure(o->report, &ours, &theirs);
    else
        rc = say(o, &ours, &copies, &theirs, &ratios);
    plain_free(&plain);
    tier1_value_free(v);
    tier1_buf_dispose(&json);
#else
    rc = say(o, &ours, &copies, NULL, NULL);
#endif
    free(room);
    return rc;
}

static int measure(tier1_engine *engine, const tier1_session *s,
                   const struct order *o)
{
    tier1_buf packet = TIER1_BUF_INIT;
    int rc = EXIT_SUCCESS;

    (void)render(&packet, s, o);
    if (o->print)
        (void)fwrite(packet.ptr, 1, packet.len, stdout);
    else if (!o->report)
        (void)printf("%s, %ld steps: %zu bytes\n", o->style, o->steps,
                     packet.len);
    if (!o->print && !o->once)
        rc = compare_all(engine, s, o, &packet);
    tier1_buf_dispose(&packet);
    return rc;
}

static const struct style *style_find(const char *name)
{
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (strcmp(styles[i].name, name) == 0)
            return &styles[i];
    must(0, "there is no such style");
    return NULL;
}

static int run(const struct order *o)
{
    const struct style *style = style_find(o->style);
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_source source = {"flow.yaml", NULL, 0};
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    int64_t now = INT64_C(1767603600000);
    char *text = make_flow(style, o->steps);

    options.clock = clock_goes;
    options.ud = &now;
    options.caps.session_bytes = 1 << 30;
    source.bytes = text;
    source.length = strlen(text);
    must(tier1_engine_new(&engine, &options) == TIER1_OK, "engine");
    must(tier1_library_load(&library, NULL, engine, &source, 1, NULL) ==
             TIER1_OK,
         "the flow has errors");
    tier1_session *s = walk(engine, library, o, style);
    int rc = measure(engine, s, o);
    tier1_session_free(s);
    tier1_library_free(library);
    tier1_engine_free(engine);
    free(text);
    return rc;
}

static const char *option(int argc, char **argv, const char *name,
                          const char *other)
{
    for (int i = 1; i + 1 < argc; i += 2)
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    return other;
}

int main(int argc, char **argv)
{
    static const long sizes[] = {1, 18, 40, 200};
    const char *form = option(argc, argv, "--form", "json");
    struct order o = {
        .steps = strtol(option(argc, argv, "--steps", "-1"), NULL, 10),
        .style = option(argc, argv, "--style", "ascii"),
        .form = strcmp(form, "json") == 0 ? TIER1_PACKET_JSON
                                          : TIER1_PACKET_MARKDOWN,
        .once = strtol(option(argc, argv, "--once", "0"), NULL, 10),
        .print = strcmp(option(argc, argv, "--print", "0"), "0") != 0,
        .least = strtod(option(argc, argv, "--least", "0"), NULL)};

    if (argc > 1 && strcmp(argv[1], "--figures") == 0) {
        struct report report;
        report_open(&report, argc - 1, argv + 1, NULL);
        o.report = &report;
        o.steps = 18;
        (void)run(&o);
        return report_close(&report);
    }
    if (o.steps >= 0)
        return run(&o);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        o.style = styles[i].name;
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            o.steps = sizes[k];
            if (run(&o) != EXIT_SUCCESS)
                return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}
