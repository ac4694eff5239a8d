/* SPDX-License-Identifier: MIT */
#include <tier1/sys/yaml.h>

#include "base/engine.h"
#include "fault.h"

static struct fault f;
static tier1_engine *engine;

static int set_up(void **state)
{
    (void)state;
    memset(&f, 0, sizeof(f));
    engine = fault_engine(&f);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tier1_engine_free(engine);
    assert_int_equal(f.live, 0);
    assert_int_equal(f.bytes, 0);
    return 0;
}

static int read_text(tier1_document **doc, tier1_diagnostics **list,
                     const char *text)
{
    return tier1_document_read(doc, list, engine, "t.yaml", text, strlen(text));
}

static void reads_documents(void **state)
{
    tier1_document *doc = NULL;
    tier1_diagnostics *list = NULL;
    tier1_value *v = NULL;
    char text[] = "a: 1\nb: [x, null]\n";
    const tier1_node *root;

    (void)state;
    assert_int_equal(read_text(&doc, &list, text), TIER1_OK);
    assert_int_equal(tier1_diagnostics_count(list), 0);
    memset(text, '#', sizeof(text));
    root = tier1_document_root(doc);
    assert_string_equal(tier1_node_get(root, "a")->text, "1");
    assert_int_equal(tier1_node_value(&v, engine, root), TIER1_OK);
    tier1_document_free(doc);
    tier1_diagnostics_free(list);
    assert_int_equal(tier1_value_integer(tier1_value_get(v, "a")), 1);
    assert_int_equal(tier1_value_count(tier1_value_get(v, "b")), 2);
    tier1_value_free(v);
    assert_int_equal(read_text(&doc, NULL, "a: 1"), TIER1_OK);
    tier1_document_free(doc);
    tier1_document_free(NULL);
}

static void says_what_is_wrong(void **state)
{
    tier1_document *doc = NULL;
    tier1_diagnostics *list = NULL;
    const tier1_diagnostic *d;

    (void)state;
    assert_int_equal(read_text(&doc, &list, "b: 1\nb: 2\na: !x 1\n"),
                     TIER1_EINVALID);
    assert_null(doc);
    assert_int_equal(tier1_diagnostics_count(list), 2);
    d = tier1_diagnostics_at(list, 0);
    assert_string_equal(d->file, "t.yaml");
    assert_string_equal(d->source, "b: 2");
    assert_string_equal(d->rule, "yaml-duplicate-key");
    tier1_diagnostics_free(list);
    assert_int_equal(read_text(&doc, NULL, "["), TIER1_EINVALID);
    assert_int_equal(read_text(NULL, &list, ""), TIER1_EMISUSE);
    assert_null(list);
    assert_int_equal(tier1_document_read(&doc, &list, engine, NULL, NULL, 1),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_document_read(&doc, &list, NULL, NULL, "a", 1),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_document_read(&doc, &list, engine, NULL, NULL, 0),
                     TIER1_EINVALID);
    assert_string_equal(tier1_diagnostics_at(list, 0)->file, "");
    tier1_diagnostics_free(list);
}

static void values_have_their_own_depth(void **state)
{
    tier1_document *doc = NULL;
    tier1_value *v = NULL;

    (void)state;
    engine->caps.value_depth = 2;
    assert_int_equal(read_text(&doc, NULL, "a: [b]"), TIER1_OK);
    assert_int_equal(tier1_node_value(&v, engine, tier1_document_root(doc)),
                     TIER1_OK);
    tier1_value_free(v);
    tier1_document_free(doc);
    assert_int_equal(read_text(&doc, NULL, "a: [[b]]"), TIER1_OK);
    assert_int_equal(tier1_node_value(&v, engine, tier1_document_root(doc)),
                     TIER1_ELIMIT);
    assert_null(v);
    assert_int_equal(tier1_node_value(NULL, engine, NULL), TIER1_EMISUSE);
    tier1_document_free(doc);
}

static void tools_have_lists_of_their_own(void **state)
{
    tier1_document *doc = NULL;
    tier1_diagnostics *list = NULL;
    tier1_diagnostic d = {.severity = TIER1_WARNING,
                          .rule = "mine",
                          .line = 2,
                          .column = 1,
                          .message = "m",
                          .source = "given"};

    (void)state;
    engine->caps.diagnostics = 3;
    assert_int_equal(read_text(&doc, NULL, "a: 1\nb: 2\n"), TIER1_OK);
    assert_int_equal(tier1_diagnostics_new(&list, engine), TIER1_OK);
    assert_int_equal(tier1_diagnostics_add(list, doc, &d), TIER1_OK);
    d.file = "other";
    assert_int_equal(tier1_diagnostics_add(list, NULL, &d), TIER1_OK);
    for (int i = 0; i < 5; i++)
        assert_int_equal(tier1_diagnostics_add(list, doc, &d), TIER1_OK);
    tier1_document_free(doc);
    assert_int_equal(tier1_diagnostics_count(list), 3);
    assert_int_equal(tier1_diagnostics_count_of(list, TIER1_WARNING), 7);
    assert_string_equal(tier1_diagnostics_at(list, 0)->file, "t.yaml");
    assert_string_equal(tier1_diagnostics_at(list, 0)->source, "b: 2");
    assert_string_equal(tier1_diagnostics_at(list, 1)->file, "other");
    assert_string_equal(tier1_diagnostics_at(list, 1)->source, "given");
    tier1_diagnostics_free(list);
    assert_int_equal(tier1_diagnostics_new(NULL, engine), TIER1_EMISUSE);
    assert_int_equal(tier1_diagnostics_new(&list, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_diagnostics_add(NULL, NULL, &d), TIER1_EMISUSE);
}

static int everything(void)
{
    static const tier1_diagnostic d = {.severity = TIER1_ERROR,
                                       .file = "f",
                                       .line = 1,
                                       .message = "m",
                                       .source = "s"};
    tier1_document *doc = NULL;
    tier1_diagnostics *list = NULL;
    tier1_value *v = NULL;
    int rc = read_text(&doc, &list, "a: [1, two]\nb: {c: null}\n");

    if (rc == TIER1_OK)
        rc = tier1_node_value(&v, engine, tier1_document_root(doc));
    tier1_diagnostics_free(list);
    list = NULL;
    if (rc == TIER1_OK)
        rc = tier1_diagnostics_new(&list, engine);
    if (rc == TIER1_OK)
        rc = tier1_diagnostics_add(list, doc, &d);
    if (rc == TIER1_OK)
        rc = tier1_diagnostics_add(list, NULL, &d);
    tier1_diagnostics_free(list);
    tier1_document_free(doc);
    tier1_value_free(v);
    return rc;
}

static void survives_every_lost_allocation(void **state)
{
    int rc = TIER1_ENOMEM;

    (void)state;
    for (size_t i = 1; rc != TIER1_OK; i++) {
        f.calls = 0;
        f.fail = i;
        rc = everything();
        assert_true(rc == TIER1_OK || rc == TIER1_ENOMEM);
        assert_int_equal(f.live, 1);
        assert_true(i < 1000);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_documents),
        TEST(says_what_is_wrong),
        TEST(values_have_their_own_depth),
        TEST(tools_have_lists_of_their_own),
        TEST(survives_every_lost_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
