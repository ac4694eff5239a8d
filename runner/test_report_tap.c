/* SPDX-License-Identifier: MIT */
/* Results as TAP 14. Its diagnostics are YAML, of which JSON's texts are a
 * part. */
#include <stdio.h>
#include <string.h>

#include "glyph.h"
#include "test_report.h"

/* A name, in which what begins a directive or ends the line means nothing. */
static void put_name(const char *text)
{
    struct text safe = TEXT_INIT;
    term_safe(&safe, text);
    for (const char *c = text_get(&safe); *c; c++) {
        if (*c == '#' || *c == '\\')
            putchar('\\');
        putchar(*c == '\n' ? ' ' : *c);
    }
    text_free(&safe);
}

static void put_text(const char *text)
{
    putchar('"');
    for (size_t size = 0; *text; text += size) {
        long glyph = glyph_next(text, &size);
        if (glyph == '"' || glyph == '\\')
            printf("\\%c", (int)glyph);
        else if (glyph == '\n')
            fputs("\\n", stdout);
        else if (glyph < 0)
            fputs("\xEF\xBF\xBD", stdout);
        else if (glyph_unsafe(glyph))
            printf("\\U%08lX", (unsigned long)glyph);
        else
            fwrite(text, 1, size, stdout);
    }
    putchar('"');
}

static void put_field(const char *key, const char *text)
{
    if (!text)
        return;
    printf("  %s: ", key);
    put_text(text);
    putchar('\n');
}

static void put_path(const char *key, const char *const *path, size_t count)
{
    printf("  %s: [", key);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ", " : "", stdout);
        put_text(path[i]);
    }
    puts("]");
}

static void put_case(const char *path, const tier1_case_result *r,
                     size_t number)
{
    bool passed = r->status == TIER1_CASE_PASSED;
    printf("%sok %zu - ", passed ? "" : "not ", number);
    put_name(path);
    fputs(": ", stdout);
    put_name(r->name);
    putchar('\n');
    if (passed)
        return;
    puts("  ---");
    put_field("message", r->message);
    put_field("severity", r->status == TIER1_CASE_FAILED ? "fail" : "error");
    put_field("file", path);
    printf("  line: %u\n", test_report_line(r));
    put_field("outcome", r->outcome);
    put_field("at", r->at);
    if (r->same != TIER1_NONE)
        put_path("expected", r->expected, r->expected_count);
    if (r->path_count)
        put_path("path", r->path, r->path_count);
    puts("  ...");
}

void test_report_tap(const struct test_set *set)
{
    size_t number = 0;
    printf("TAP version 14\n1..%zu\n", set->passed + set->failed);
    for (size_t i = 0; i < set->count; i++)
        for (size_t j = 0; j < set->files[i]->count; j++)
            put_case(set->files[i]->path,
                     test_item_result(&set->files[i]->items[j]), ++number);
}
