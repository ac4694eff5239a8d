/* SPDX-License-Identifier: MIT */
/* Results as one document for programs. */
#include "io.h"
#include "test_coverage.h"
#include "test_report.h"

static tier1_value *words(tier1_engine *e, const char *const *list,
                          size_t count)
{
    tier1_value *made = json_list(e);
    for (size_t i = 0; i < count; i++)
        json_add(made, json_text(e, list[i]));
    return made;
}

static tier1_value *steps(tier1_engine *e, const tier1_case_result *r)
{
    tier1_value *made = json_list(e);
    for (size_t i = 0; i < r->path_count; i++) {
        tier1_value *one = json_map(e);
        json_put_text(e, one, "step", r->walk[i].step);
        json_put_text(e, one, "question", r->walk[i].question);
        json_put_text(e, one, "answer", r->walk[i].answer);
        json_add(made, one);
    }
    return made;
}

static tier1_value *one_case(tier1_engine *e, const tier1_case_result *r)
{
    tier1_value *one = json_map(e), *seconds = NULL;
    json_put_text(e, one, "name", r->name);
    json_put_number(e, one, "line", r->line);
    json_put_text(e, one, "status", tier1_case_status_text(r->status));
    json_put_text(e, one, "message", *r->message ? r->message : NULL);
    json_put_text(e, one, "outcome", r->outcome);
    json_put_text(e, one, "reason", r->reason);
    json_put_text(e, one, "at", r->at);
    json_put(one, "path", words(e, r->path, r->path_count));
    if (r->status != TIER1_CASE_PASSED) {
        json_put_number(e, one, "message_line", test_report_line(r));
        json_put(one, "walk", steps(e, r));
    }
    if (r->same != TIER1_NONE) {
        json_put(one, "expected", words(e, r->expected, r->expected_count));
        json_put_number(e, one, "same", (long long)r->same);
    }
    if (need_memory(tier1_value_new_number(&seconds, e, r->seconds)) ==
        TIER1_OK)
        json_put(one, "seconds", seconds);
    return one;
}

void test_report_json(const struct test_set *set, tier1_engine *engine,
                      const tier1_coverage *coverage)
{
    tier1_value *document = json_map(engine), *files = json_list(engine);
    for (size_t i = 0; i < set->count; i++) {
        const struct test_file *f = set->files[i];
        tier1_value *one = json_map(engine), *cases = json_list(engine);
        for (size_t j = 0; j < f->count; j++)
            json_add(cases, one_case(engine, test_item_result(&f->items[j])));
        json_put_text(engine, one, "file", f->path);
        json_put_text(engine, one, "flow",
                      f->file.tests ? tier1_tests_flow(f->file.tests) : NULL);
        json_put(one, "cases", cases);
        json_add(files, one);
    }
    json_put_number(engine, document, "format_version", 1);
    json_put(document, "files", files);
    json_put_number(engine, document, "passed", (long long)set->passed);
    json_put_number(engine, document, "failed", (long long)set->failed);
    if (coverage)
        json_put(document, "coverage", test_coverage_json(coverage, engine));
    json_print(engine, document);
}
