/* SPDX-License-Identifier: MIT */
/* Snapshots and records that earlier libraries wrote: each is the session that
 * it was. See golden/README.md.
 *
 *     golden FOLDER              takes up each, and holds it against its files
 *     golden FOLDER --write      writes those that are not there */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

static const char key[] = "the key of the golden files";

static int64_t now = INT64_C(1767603600000);

static const struct {
    const char *name, *audience;
    const char *inputs[12]; /* "<" back, "=STEP" revise, ">" transfer */
} cases[] = {
    {"asks", "agent", {"en", "dark"}},
    {"undone", "agent", {"en", "dark", "yes", "error", "<", "<", "no", "<"}},
    {"revised",
     "customer",
     {"de", "error", "x", "E42", "<", "<", "dark", "yes", "=tongue"}},
    {"waits", "agent", {"de", "cold", ">", "{}"}},
    {"advice", "agent", {"en", "dark", "no"}},
    {"done", "agent", {"en", "dark", "<", "error", "E7", "!", "worked"}},
    {"handed", "customer", {"de", "a strange noise", "!", "person"}},
};

static void must(int good, const char *what)
{
    if (good)
        return;
    (void)fprintf(stderr, "%s\n", what);
    exit(2);
}

/* ---- the world -------------------------------------------------------- */

static int64_t clock_goes(void *ud)
{
    (void)ud;
    return now += 1500;
}

static int not_random(void *ud, void *out, size_t length)
{
    (void)ud;
    memset(out, 0x5a, length);
    return 0;
}

static int later(void *ud, const tier1_call *call, tier1_value **result)
{
    (void)ud;
    (void)call;
    (void)result;
    return TIER1_WAIT;
}

struct world {
    tier1_engine *engine;
    tier1_library *library;
    const tier1_flow *flow;
    const char *folder;
};

static void open_world(struct world *w, const char *folder)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    o.clock = clock_goes;
    o.random = not_random;
    w->folder = folder;
    must(tier1_engine_new(&w->engine, &o) == TIER1_OK, "engine");
    must(tier1_engine_host(w->engine, NULL, later, NULL) == TIER1_OK, "host");
    must(tier1_posix_load(&w->library, NULL, w->engine, folder) == TIER1_OK,
         "the flows cannot be loaded");
    w->flow = tier1_library_find(w->library, "heating");
}

static tier1_snapshot_options seal(int is_signed)
{
    tier1_snapshot_options o = TIER1_SNAPSHOT_OPTIONS_INIT;

    if (is_signed) {
        o.key = key;
        o.key_length = sizeof key - 1;
    }
    return o;
}

/* ---- what is compared ------------------------------------------------- */

static void print(tier1_buf *b, const char *name, const char *text)
{
    size_t size = b->len + strlen(name) + (text ? strlen(text) : 0) + 4;
    char *all = malloc(size);
    int n;

    must(all != NULL, "memory");
    n = snprintf(all, size, "%s%s %s\n", b->ptr ? b->ptr : "", name,
                 text ? text : "-");
    must(n > 0 && tier1_buf_set(b, all, (size_t)n) == TIER1_OK, "memory");
    free(all);
}

static void print_number(tier1_buf *b, const char *name, int64_t number)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%" PRId64, number);
    print(b, name, text);
}

static void view_of(tier1_buf *b, const tier1_session *s)
{
    const tier1_view *v = tier1_session_view(s);
    tier1_visit visit;

    print_number(b, "state", v->state);
    print(b, "flow", v->flow);
    print(b, "step", v->step);
    print(b, "text", v->text);
    print(b, "note", v->note);
    print(b, "language", v->language);
    for (size_t i = 0; i < v->question.choice_count; i++)
        print(b, "choice", v->question.choices[i].label);
    print(b, "waits for", v->wait.name);
    print_number(b, "token", (int64_t)v->wait.token);
    print_number(b, "deadline", v->wait.deadline);
    print_number(b, "done", v->steps_done);
    print_number(b, "at least", v->fewest_left);
    print_number(b, "can go back", v->can_back);
    for (size_t i = 0; i < tier1_session_visit_count(s); i++)
        if (tier1_session_visit(s, i, &visit))
            print(b, "visit", visit.step);
}

/* Where a line of the record says which library wrote it, or where the flow
 * lies. */
static const char *skip_marks(const char *at)
{
    static const char *const marks[] = {"  \"engine\":", "  \"file\":"};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(at, marks[i], strlen(marks[i])) == 0)
            return skip_marks(strchr(at, '\n') + 1);
    return at;
}

static int same_records(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        size_t n;
        a = skip_marks(a);
        b = skip_marks(b);
        n = strcspn(a, "\n") + 1;
        if (strncmp(a, b, n) != 0)
            return 0;
        a += n;
        b += n;
    }
    return *a == *b;
}

/* ---- files ------------------------------------------------------------ */

static void read_file(const struct world *w, const char *name,
                      const char *ending, tier1_buf *out)
{
    char path[4096];

    (void)snprintf(path, sizeof path, "%s/%s%s", w->folder, name, ending);
    if (tier1_posix_read(out, path, 0) != TIER1_OK)
        (void)fprintf(stderr, "%s\n", path);
    must(out->ptr != NULL, "a file is missing");
}

/* Never over one that is there. */
static void write_file(const struct world *w, const char *name,
                       const char *ending, const tier1_buf *bytes)
{
    char path[4096];
    FILE *f;

    (void)snprintf(path, sizeof path, "%s/%s%s", w->folder, name, ending);
    f = fopen(path, "wbx");
    if (f == NULL) {
        (void)printf("%s is there, or cannot be written\n", path);
        return;
    }
    must(fwrite(bytes->ptr, 1, bytes->len, f) == bytes->len, "write");
    must(fclose(f) == 0, "write");
}

/* ---- writing ---------------------------------------------------------- */

static int input(struct world *w, tier1_session *s, const char *text)
{
    static const char form[] = "{\"rooms_cold\": 3, \"since\": \"2026-01-02\"}";
    tier1_value *v = NULL;
    int rc;

    if (strcmp(text, "<") == 0)
        return tier1_session_back(s);
    if (strcmp(text, ">") == 0)
        return tier1_session_transfer(s, "lee", "shift ends");
    if (strcmp(text, "!") == 0)
        return tier1_session_complete(s, tier1_session_view(s)->wait.token,
                                      NULL);
    if (*text == '=')
        must(tier1_value_new_text(&v, w->engine, "en") == TIER1_OK, "value");
    if (strcmp(text, "{}") == 0)
        must(tier1_value_from_json(&v, w->engine, form, sizeof form - 1) ==
                 TIER1_OK,
             "value");
    if (v == NULL)
        return tier1_session_answer(s, text);
    rc = *text == '=' ? tier1_session_revise(s, text + 1, v, "a slip")
                      : tier1_session_answer_value(s, v);
    tier1_value_free(v);
    return rc;
}

static tier1_session *walk(struct world *w, size_t i)
{
    static const char site[] = "{\"name\": \"Łódź\", \"area\": 12.5}";
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *s = NULL;
    tier1_value *given = NULL, *value = NULL;

    must(tier1_value_new_map(&given, w->engine) == TIER1_OK &&
             tier1_value_from_json(&value, w->engine, site, sizeof site - 1) ==
                 TIER1_OK &&
             tier1_value_set(given, "site", value) == TIER1_OK,
         "value");
    o.audience = cases[i].audience;
    o.owner = "kim";
    o.given = given;
    o.id = i % 2 ? cases[i].name : NULL;
    must(tier1_session_start(&s, w->engine, w->flow, &o) > 0, "start");
    for (const char *const *at = cases[i].inputs; *at != NULL; at++) {
        int rc = input(w, s, *at);
        if (rc < 0 && rc != TIER1_EANSWER)
            (void)fprintf(stderr, "%s at %s: %s\n", cases[i].name, *at,
                          tier1_session_problem(s));
        must(rc > 0 || rc == TIER1_EANSWER, "an input is refused");
    }
    tier1_value_free(given);
    return s;
}

static void write_all(struct world *w)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tier1_session *s = walk(w, i);
        tier1_buf b = TIER1_BUF_INIT, view = TIER1_BUF_INIT;

        for (int is_signed = 0; is_signed < 2; is_signed++) {
            tier1_snapshot_options o = seal(is_signed);
            must(tier1_session_snapshot(&b, s, &o) == TIER1_OK, "snapshot");
            write_file(w, cases[i].name, is_signed ? ".signed" : ".snapshot",
                       &b);
        }
        must(tier1_session_record(&b, s) == TIER1_OK, "record");
        write_file(w, cases[i].name, ".json", &b);
        view_of(&view, s);
        write_file(w, cases[i].name, ".view", &view);
        tier1_buf_dispose(&b);
        tier1_buf_dispose(&view);
        tier1_session_free(s);
    }
}

/* ---- checking --------------------------------------------------------- */

static int check_one(struct world *w, const char *name, const char *ending)
{
    tier1_buf bytes = TIER1_BUF_INIT, json = TIER1_BUF_INIT;
    tier1_buf view = TIER1_BUF_INIT, record = TIER1_BUF_INIT;
    tier1_buf seen = TIER1_BUF_INIT;
    tier1_snapshot_options o = seal(strcmp(ending, ".signed") == 0);
    tier1_session *s = NULL;
    int rc, good;

    read_file(w, name, ending, &bytes);
    read_file(w, name, ".json", &json);
    read_file(w, name, ".view", &view);
    rc = strcmp(ending, ".json") == 0
             ? tier1_session_replay(&s, w->engine, w->library, bytes.ptr,
                                    bytes.len, NULL)
             : tier1_session_restore(&s, w->engine, w->library, bytes.ptr,
                                     bytes.len, &o);
    good = rc > 0;
    if (good) {
        view_of(&seen, s);
        good = tier1_session_record(&record, s) == TIER1_OK &&
               same_records(json.ptr, record.ptr) &&
               strcmp(view.ptr, seen.ptr) == 0;
    }
    if (!good)
        (void)printf("FAILED: %s%s: %s\n%s\n%s\n", name, ending,
                     rc > 0 ? "it differs" : tier1_engine_problem(w->engine),
                     record.ptr ? record.ptr : "", seen.ptr ? seen.ptr : "");
    tier1_session_free(s);
    tier1_buf_dispose(&bytes);
    tier1_buf_dispose(&json);
    tier1_buf_dispose(&view);
    tier1_buf_dispose(&record);
    tier1_buf_dispose(&seen);
    return good;
}

static int check_all(struct world *w)
{
    const struct dirent *entry;
    DIR *folder = opendir(w->folder);
    int good = 0, bad = 0;

    must(folder != NULL, "the folder cannot be read");
    while ((entry = readdir(folder)) != NULL) {
        char name[256];
        const char *dot = strrchr(entry->d_name, '.');
        if (dot == NULL || strcmp(dot, ".json") != 0)
            continue;
        (void)snprintf(name, sizeof name, "%.*s", (int)(dot - entry->d_name),
                       entry->d_name);
        for (int i = 0; i < 3; i++) {
            static const char *const endings[] = {".snapshot", ".signed",
                                                  ".json"};
            if (check_one(w, name, endings[i]))
                good++;
            else
                bad++;
        }
    }
    (void)closedir(folder);
    (void)printf("%d taken up as they were, %d not\n", good, bad);
    return bad == 0 && good > 0;
}

int main(int argc, char **argv)
{
    struct world w = {NULL, NULL, NULL, NULL};
    int good = 1;

    must(argc == 2 || (argc == 3 && strcmp(argv[2], "--write") == 0),
         "usage: golden FOLDER [--write]");
    open_world(&w, argv[1]);
    if (argc == 3)
        write_all(&w);
    else
        good = check_all(&w);
    tier1_library_free(w.library);
    tier1_engine_free(w.engine);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
