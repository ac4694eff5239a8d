/* SPDX-License-Identifier: MIT */
/* Libraries: what is loaded, in which order, what is said of it, and how long
 * it lives. */
#include "world.h"

static struct world w;

static int close_world(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static const char whole[] =
    "tier1: 1\nid: whole\ntitle: Title\nversion: '3'\nlanguage: de-AT\n"
    "summary: Summary\nowner: content\naudience: agent\ntarget_time: 8m\n"
    "vars:\n"
    "  v: {type: choice, given: required, label: Vee}\n"
    "  s: {type: text, given: optional, sensitive: true}\n"
    "  d: {type: map, disclose: agent}\n"
    "steps:\n  a: {ask: A?, type: integer, next: b}\n"
    "  b: {call: other, next: c}\n  c: {resolve: C}\n";

static const char other[] =
    "tier1: 1\nid: other\ntitle: Other\nsteps: {a: {resolve: A}}\n";

/* What a source asks for, and from where. */
static struct {
    char from[64], name[64];
    int rc;
} asked;

static int read_beside(void *ud, const char *from, const char *name,
                       tier1_buf *out, tier1_buf *path)
{
    (void)ud;
    (void)snprintf(asked.from, sizeof asked.from, "%s", from);
    (void)snprintf(asked.name, sizeof asked.name, "%s", name);
    if (asked.rc != TIER1_OK)
        return asked.rc;
    if (tier1_buf_set(path, "here/other.yaml", 15) != TIER1_OK)
        return TIER1_ENOMEM;
    return tier1_buf_set(out, other, sizeof other - 1);
}

static int load_whole(tier1_diagnostics **list)
{
    const tier1_source source = {"there/whole.yaml", whole, sizeof whole - 1};
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;

    o.read = read_beside;
    if (w.engine == NULL)
        world_open(&w);
    return tier1_library_load(&w.library, list, w.engine, &source, 1, &o);
}

static void about(void **state)
{
    const tier1_flow_info *i;
    const tier1_flow *flow;

    (void)state;
    asked.rc = TIER1_OK;
    assert_int_equal(load_whole(NULL), TIER1_OK);
    assert_string_equal(asked.from, "there/whole.yaml");
    assert_string_equal(asked.name, "other.yaml");
    assert_int_equal(tier1_library_count(w.library), 2);
    flow = tier1_library_find(w.library, "whole");
    assert_ptr_equal(flow, tier1_library_at(w.library, 0));
    i = tier1_flow_about(flow);
    assert_string_equal(i->id, "whole");
    assert_string_equal(i->title, "Title");
    assert_string_equal(i->version, "3");
    assert_string_equal(i->language, "de-AT");
    assert_string_equal(i->summary, "Summary");
    assert_string_equal(i->owner, "content");
    assert_string_equal(i->file, "there/whole.yaml");
    assert_int_equal(strlen(i->sha256), 64);
    assert_int_equal(i->step_count, 3);
    assert_true(i->for_agent);
    assert_false(i->for_customer);
    assert_int_equal(i->target_seconds, 480);
    assert_string_equal(tier1_flow_step(flow, 0), "a");
    assert_string_equal(tier1_flow_step(flow, 2), "c");
    assert_null(tier1_flow_step(flow, 3));
    i = tier1_flow_about(tier1_library_at(w.library, 1));
    assert_string_equal(i->file, "here/other.yaml");
    assert_null(i->version);
    assert_string_equal(i->language, "en");
    assert_true(i->for_customer);
    assert_null(tier1_library_at(w.library, 2));
    assert_null(tier1_library_find(w.library, "none"));
}

static void variables(void **state)
{
    tier1_variable_info v;
    const tier1_flow *flow;

    (void)state;
    asked.rc = TIER1_OK;
    assert_int_equal(load_whole(NULL), TIER1_OK);
    flow = tier1_library_at(w.library, 0);
    assert_true(tier1_flow_variable(flow, 0, &v));
    assert_string_equal(v.name, "v");
    assert_string_equal(v.label, "Vee");
    assert_string_equal(v.type, "choice");
    assert_true(v.given && v.required && !v.sensitive && !v.agent_only);
    assert_true(tier1_flow_variable(flow, 1, &v));
    assert_true(v.given && !v.required && v.sensitive);
    assert_true(tier1_flow_variable(flow, 2, &v));
    assert_string_equal(v.type, "map");
    assert_true(!v.given && v.agent_only);
    assert_true(tier1_flow_variable(flow, 3, &v));
    assert_string_equal(v.name, "a");
    assert_string_equal(v.type, "integer");
    assert_false(tier1_flow_variable(flow, 99, &v));
}

/* Is it found at the id that is called? */
static void at_callee(const tier1_diagnostic *d, const char *rule)
{
    assert_non_null(d);
    assert_string_equal(d->rule, rule);
    assert_int_equal(d->line, 16);
    assert_int_equal(d->column, 13);
    assert_int_equal(d->end_column, 18);
}

static void a_callee_that_is_one_too_many(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *kept = w.engine;
    tier1_diagnostics *list = NULL;

    (void)state;
    o.caps.flows = 1;
    assert_int_equal(tier1_engine_new(&w.engine, &o), TIER1_OK);
    asked.rc = TIER1_OK;
    assert_int_equal(load_whole(&list), TIER1_EFLOW);
    at_callee(tier1_diagnostics_at(list, 0), "too-many-flows");
    tier1_diagnostics_free(list);
    tier1_engine_free(w.engine);
    w.engine = kept;
}

static void a_callee_that_cannot_be_read(void **state)
{
    tier1_diagnostics *list = NULL;

    (void)state;
    asked.rc = TIER1_ENOTFOUND;
    assert_int_equal(load_whole(&list), TIER1_EFLOW);
    assert_null(w.library);
    at_callee(tier1_diagnostics_at(list, 0), "unknown-flow");
    tier1_diagnostics_free(list);
    asked.rc = TIER1_EREAD;
    assert_int_equal(load_whole(&list), TIER1_EFLOW);
    at_callee(tier1_diagnostics_at(list, 0), "missing-file");
    tier1_diagnostics_free(list);
    asked.rc = TIER1_ENOMEM;
    assert_int_equal(load_whole(&list), TIER1_ENOMEM);
    assert_null(list);
    assert_null(w.library);
}

static void the_same_id_twice(void **state)
{
    const tier1_source sources[] = {{"a.yaml", other, sizeof other - 1},
                                    {"b.yaml", other, sizeof other - 1}};
    tier1_diagnostics *list = NULL;
    const tier1_diagnostic *d;

    (void)state;
    world_open(&w);
    assert_int_equal(
        tier1_library_load(&w.library, &list, w.engine, sources, 2, NULL),
        TIER1_EFLOW);
    d = tier1_diagnostics_at(list, 0);
    assert_string_equal(d->rule, "duplicate-flow");
    assert_string_equal(d->file, "b.yaml");
    assert_int_equal(d->line, 2);
    assert_int_equal(d->column, 5);
    assert_non_null(strstr(d->message, "a.yaml"));
    tier1_diagnostics_free(list);
}

/* Everything is copied: the sources may go. */
static void copies(void **state)
{
    char *bytes = malloc(sizeof other);
    char name[] = "other.yaml";
    tier1_source source = {name, bytes, sizeof other - 1};

    (void)state;
    assert_non_null(bytes);
    memcpy(bytes, other, sizeof other);
    world_open(&w);
    assert_int_equal(
        tier1_library_load(&w.library, NULL, w.engine, &source, 1, NULL),
        TIER1_OK);
    memset(bytes, 'x', sizeof other);
    memset(name, 'x', sizeof name - 1);
    free(bytes);
    assert_string_equal(tier1_flow_about(tier1_library_at(w.library, 0))->file,
                        "other.yaml");
    assert_int_equal(world_begin(&w), TIER1_DONE);
    ended(&w, TIER1_RESOLVED, "solved", "a");
}

static void uses(void **state)
{
    tier1_library *second;

    (void)state;
    assert_int_equal(world_load(&w, (const char *const[]){other}, 1), TIER1_OK);
    second = tier1_library_retain(w.library);
    assert_ptr_equal(second, w.library);
    tier1_library_free(w.library);
    assert_int_equal(tier1_library_count(second), 1);
    /* another engine may walk it */
    tier1_engine_free(w.engine);
    w.engine = NULL;
    world_open(&w);
    assert_int_equal(world_begin(&w), TIER1_DONE);
    tier1_library_free(NULL);
}

/* What a load with these options finds, all of it by one rule. */
static size_t found_by(const char *text, const tier1_load_options *o,
                       const char *rule)
{
    const tier1_source source = {"said.yaml", text, strlen(text)};
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;
    size_t count;

    assert_int_equal(
        tier1_library_load(&library, &list, w.engine, &source, 1, o), TIER1_OK);
    count = tier1_diagnostics_count(list);
    for (size_t i = 0; i < count; i++) {
        const tier1_diagnostic *d = tier1_diagnostics_at(list, i);
        assert_string_equal(d->rule, rule);
        assert_int_equal(d->severity, TIER1_WARNING);
        assert_int_equal(d->line, 5);
        assert_true(d->column == 28 + 8 * (unsigned)i);
    }
    tier1_library_free(library);
    tier1_diagnostics_free(list);
    return count;
}

static void words_of_the_host(void **state)
{
    static const char text[] = "tier1: 1\n"
                               "id: said\n"
                               "title: Said\n"
                               "steps:\n"
                               "  a: {tell: {agent: \"It is \u00C9tages, "
                               "Blue-Box.\", customer: Hello}, next: b}\n"
                               "  b: {resolve: The blue boxer.}\n";
    const char *words[] = {"blue box", " \xC3\xA9tage "};
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;

    (void)state;
    world_open(&w);
    o.words = words;
    o.word_count = 2;
    assert_int_equal(found_by(text, &o, "code-word"), 0);
    o.lint = 1;
    assert_int_equal(found_by(text, &o, "code-word"), 2);
    o.word_count = 0;
    assert_int_equal(found_by(text, &o, "code-word"), 0);
}

static void misuse(void **state)
{
    const tier1_source source = {"a.yaml", other, sizeof other - 1};
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    const char *no_word = NULL;
    tier1_library *library = NULL;

    (void)state;
    world_open(&w);
    assert_int_equal(tier1_library_load(NULL, NULL, w.engine, &source, 1, NULL),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_library_load(&library, NULL, NULL, &source, 1, NULL),
                     TIER1_EMISUSE);
    assert_int_equal(
        tier1_library_load(&library, NULL, w.engine, NULL, 1, NULL),
        TIER1_EMISUSE);
    assert_int_equal(
        tier1_library_load(&library, NULL, w.engine, &source, 0, NULL),
        TIER1_EMISUSE);
    o.size = 1;
    assert_int_equal(
        tier1_library_load(&library, NULL, w.engine, &source, 1, &o),
        TIER1_EMISUSE);
    o = (tier1_load_options)TIER1_LOAD_OPTIONS_INIT;
    o.word_count = 1;
    assert_int_equal(
        tier1_library_load(&library, NULL, w.engine, &source, 1, &o),
        TIER1_EMISUSE);
    o.words = &no_word;
    assert_int_equal(
        tier1_library_load(&library, NULL, w.engine, &source, 1, &o),
        TIER1_EMISUSE);
    assert_null(library);
    assert_int_equal(tier1_library_count(NULL), 0);
    assert_null(tier1_library_at(NULL, 0));
}

/* A flow with a way that ends nowhere, and a step that nothing leads to. */
static const char strays[] = "tier1: 1\nid: strays\ntitle: Strays\nsteps:\n"
                             "  a: {ask: On?, type: yes_no, \"yes\": z}\n"
                             "  island: {resolve: Here.}\n"
                             "  z: {resolve: Done.}\n";

static size_t load_strays(int lint, tier1_diagnostics **list, tier1_buf *image)
{
    const tier1_source source = {"strays.yaml", strays, sizeof strays - 1};
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;

    o.lint = lint;
    assert_int_equal(
        tier1_library_load(&w.library, list, w.engine, &source, 1, &o),
        TIER1_OK);
    assert_int_equal(tier1_library_compile(image, w.library), TIER1_OK);
    tier1_library_free(w.library);
    w.library = NULL;
    return tier1_diagnostics_count(*list);
}

/* What takes time is looked for only where that is asked, and changes nothing
 * of the library. */
static void lint(void **state)
{
    tier1_diagnostics *plain = NULL, *more = NULL;
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;
    const tier1_diagnostic *d;

    (void)state;
    world_open(&w);
    assert_int_equal(load_strays(0, &plain, &one), 1);
    assert_string_equal(tier1_diagnostics_at(plain, 0)->rule,
                        "unreachable-step");
    assert_int_equal(load_strays(1, &more, &two), 2);
    d = tier1_diagnostics_at(more, 0);
    assert_string_equal(d->rule, "dead-end");
    assert_int_equal(d->severity, TIER1_WARNING);
    assert_int_equal(d->line, 5);
    assert_int_equal(d->column, 3);
    assert_int_equal(d->end_column, 4);
    assert_non_null(d->hint);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.ptr, two.ptr, one.len);
    tier1_buf_dispose(&one);
    tier1_buf_dispose(&two);
    tier1_diagnostics_free(plain);
    tier1_diagnostics_free(more);
}

#define TEST(name) cmocka_unit_test_teardown(name, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(about),
        TEST(variables),
        TEST(a_callee_that_cannot_be_read),
        TEST(a_callee_that_is_one_too_many),
        TEST(copies),
        TEST(uses),
        TEST(the_same_id_twice),
        TEST(misuse),
        TEST(lint),
        TEST(words_of_the_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
