/* SPDX-License-Identifier: MIT */
/* Results for people: what failed, where, why, and how the walk went. */
#include "term.h"
#include "test_report.h"

static void show_item(const char *path, const tier1_case_result *r,
                      bool verbose)
{
    struct term *out = term_out();
    bool passed = r->status == TIER1_CASE_PASSED;
    if (passed && verbose) {
        term_put(out, GREEN, "passed");
        term_format(out, PLAIN, "  %s: %s\n", path, r->name);
    }
    if (passed)
        return;
    term_format(out, BOLD, "%s:%u: ", path, test_report_line(r));
    term_put(out, RED, tier1_case_status_text(r->status));
    term_format(out, PLAIN, ": %s\n", r->name);
    term_markdown(out, "    ", r->message);
    test_report_walk(r);
}

void test_report_text(const struct test_set *set, bool verbose)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct test_file *f = set->files[i];
        if (f->no_flow && f->count) {
            term_format(term_out(), PLAIN, "%s: %zu case%s not run: %s\n",
                        f->path, f->count, f->count == 1 ? "" : "s",
                        f->items[0].instead.message);
            continue;
        }
        for (size_t j = 0; j < f->count; j++)
            show_item(f->path, test_item_result(&f->items[j]), verbose);
    }
}

unsigned test_report_line(const tier1_case_result *result)
{
    return result->message_line ? result->message_line : result->line;
}

static void path_line(struct text *out, const char *what,
                      const char *const *path, size_t count)
{
    text_add(out, what);
    for (size_t i = 0; i < count; i++)
        text_format(out, " %s", path[i]);
    text_add(out, "\n");
}

void test_report_details(struct text *out, const tier1_case_result *result)
{
    text_format(out, "%s\n", result->message);
    if (result->same != TIER1_NONE)
        path_line(out, "expected:", result->expected, result->expected_count);
    if (result->path_count)
        path_line(out, "taken:", result->path, result->path_count);
}
