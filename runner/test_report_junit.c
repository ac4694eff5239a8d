/* SPDX-License-Identifier: MIT */
/* Results as JUnit's XML, in the form that build servers agree on. */
#include <stdio.h>

#include "glyph.h"
#include "test_report.h"

/* Is it a character of XML 1.0? The others cannot even be escaped. */
static bool allowed(long glyph)
{
    return glyph == '\t' || glyph == '\n' || glyph == '\r' ||
           (glyph >= 0x20 && glyph <= 0xD7FF) ||
           (glyph >= 0xE000 && glyph <= 0xFFFD) || glyph >= 0x10000;
}

/* In an attribute a reader would make blanks of what ends lines. */
static void put_text(const char *text, bool attribute)
{
    for (size_t size = 0; *text; text += size) {
        long glyph = glyph_next(text, &size);
        if (glyph == '<')
            fputs("&lt;", stdout);
        else if (glyph == '>')
            fputs("&gt;", stdout);
        else if (glyph == '&')
            fputs("&amp;", stdout);
        else if (glyph == '"')
            fputs("&quot;", stdout);
        else if (glyph == '\r' ||
                 (attribute && (glyph == '\n' || glyph == '\t')) ||
                 (glyph >= 0x7F && allowed(glyph) && glyph_unsafe(glyph)))
            printf("&#%ld;", glyph);
        else if (glyph < 0)
            fputs("\xEF\xBF\xBD", stdout);
        else if (allowed(glyph))
            fwrite(text, 1, size, stdout);
    }
}

static void put_attribute(const char *name, const char *text)
{
    printf(" %s=\"", name);
    put_text(text, true);
    putchar('"');
}

struct count {
    size_t cases, failures, errors;
    double seconds;
};

static struct count count_file(const struct test_file *f)
{
    struct count c = {f->count, 0, 0, 0.0};
    for (size_t i = 0; i < f->count; i++) {
        const tier1_case_result *r = test_item_result(&f->items[i]);
        c.failures += r->status == TIER1_CASE_FAILED;
        c.errors += r->status == TIER1_CASE_ERROR;
        c.seconds += r->seconds;
    }
    return c;
}

static void put_count(const struct count *c)
{
    printf(" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"0\" "
           "time=\"%.3f\"",
           c->cases, c->failures, c->errors, c->seconds);
}

static void put_case(const struct test_file *f, const tier1_case_result *r)
{
    const char *flow =
        f->file.tests ? tier1_tests_flow(f->file.tests) : f->path;
    bool failed = r->status == TIER1_CASE_FAILED;
    struct text details = TEXT_INIT;
    fputs("    <testcase", stdout);
    put_attribute("name", r->name);
    put_attribute("classname", flow);
    put_attribute("file", f->path);
    printf(" line=\"%u\" time=\"%.3f\"", r->line, r->seconds);
    if (r->status == TIER1_CASE_PASSED) {
        puts("/>");
        return;
    }
    text_format(&details, "%s:%u\n", f->path, test_report_line(r));
    test_report_details(&details, r);
    printf(">\n      <%s", failed ? "failure" : "error");
    put_attribute("message", r->message);
    put_attribute("type", tier1_case_status_text(r->status));
    putchar('>');
    put_text(text_get(&details), false);
    printf("</%s>\n    </testcase>\n", failed ? "failure" : "error");
    text_free(&details);
}

void test_report_junit(const struct test_set *set)
{
    struct count all = {0, 0, 0, 0.0};
    for (size_t i = 0; i < set->count; i++) {
        struct count c = count_file(set->files[i]);
        all.cases += c.cases;
        all.failures += c.failures;
        all.errors += c.errors;
        all.seconds += c.seconds;
    }
    puts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    fputs("<testsuites name=\"tier1\"", stdout);
    put_count(&all);
    puts(">");
    for (size_t i = 0; i < set->count; i++) {
        const struct test_file *f = set->files[i];
        struct count c = count_file(f);
        fputs("  <testsuite", stdout);
        put_attribute("name", f->path);
        put_attribute("file", f->path);
        put_count(&c);
        puts(">");
        for (size_t j = 0; j < f->count; j++)
            put_case(f, test_item_result(&f->items[j]));
        puts("  </testsuite>");
    }
    puts("</testsuites>");
}
