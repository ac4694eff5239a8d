/* SPDX-License-Identifier: MIT */
/* SARIF 2.1.0: one run, with the table of rules and a result a finding. A
 * relative path stays one, so that it is found in the repository that was
 * checked. A rule's page is named in its help: SARIF wants absolute addresses
 * elsewhere, and the pages come with the program. */
#include "sarif.h"

#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "text.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static const char *level(tier1_severity severity)
{
    if (severity == TIER1_ERROR)
        return "error";
    return severity == TIER1_WARNING ? "warning" : "note";
}

static tier1_value *message(tier1_engine *engine, const char *text)
{
    tier1_value *m = json_map(engine);
    json_put_text(engine, m, "text", text);
    return m;
}

static tier1_value *help(tier1_engine *engine, const tier1_rule *rule)
{
    struct text page = TEXT_INIT, text = TEXT_INIT;
    tier1_value *m;

    text_format(&page, "docs/rules/%s.md", rule->name);
    text_format(&text, "%s: %s; see %s", rule->name, rule->about,
                text_get(&page));
    m = message(engine, text_get(&text));
    text_free(&text);
    text_format(&text, "**%s**: %s; see [%s](%s)", rule->name, rule->about,
                text_get(&page), text_get(&page));
    json_put_text(engine, m, "markdown", text_get(&text));
    text_free(&text);
    text_free(&page);
    return m;
}

static tier1_value *rules(tier1_engine *engine)
{
    tier1_value *list = json_list(engine);

    for (size_t i = 0; i < tier1_rule_count(); i++) {
        const tier1_rule *rule = tier1_rule_at(i);
        tier1_value *one = json_map(engine), *usual = json_map(engine);
        json_put_text(engine, one, "id", rule->name);
        json_put(one, "shortDescription", message(engine, rule->about));
        json_put(one, "help", help(engine, rule));
        json_put_text(engine, usual, "level", level(rule->severity));
        json_put(one, "defaultConfiguration", usual);
        json_add(list, one);
    }
    return list;
}

static tier1_value *tool(tier1_engine *engine)
{
    tier1_value *t = json_map(engine), *driver = json_map(engine);

    json_put_text(engine, driver, "name", "tier1");
    json_put_text(engine, driver, "version", tier1_version());
    json_put(driver, "rules", rules(engine));
    json_put(t, "driver", driver);
    return t;
}

/* A path as a URI: what has a meaning there is escaped. */
static tier1_value *artifact(tier1_engine *engine, const char *path)
{
    static const char plain[] = "-._~/!$&'()*+,;=@";
    struct text uri = TEXT_INIT;
    tier1_value *a = json_map(engine);

    if (path[0] == '/')
        text_add(&uri, "file://");
    for (const char *s = path; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
            (c >= '0' && c <= '9') || strchr(plain, *s))
            text_bytes(&uri, s, 1);
        else
            text_format(&uri, "%%%02X", c);
    }
    json_put_text(engine, a, "uri", text_get(&uri));
    text_free(&uri);
    return a;
}

static tier1_value *region(tier1_engine *engine, const tier1_diagnostic *d)
{
    tier1_value *r = json_map(engine);

    json_put_number(engine, r, "startLine", d->line);
    json_put_number(engine, r, "startColumn", d->column);
    json_put_number(engine, r, "endLine", d->end_line);
    json_put_number(engine, r, "endColumn", d->end_column);
    return r;
}

static tier1_value *locations(tier1_engine *engine, const tier1_diagnostic *d)
{
    tier1_value *list = json_list(engine), *one = json_map(engine);
    tier1_value *place = json_map(engine);

    json_put(place, "artifactLocation",
             artifact(engine, d->file ? d->file : ""));
    if (d->line)
        json_put(place, "region", region(engine, d));
    json_put(one, "physicalLocation", place);
    json_add(list, one);
    return list;
}

static long long rule_index(const char *name)
{
    for (size_t i = 0; i < tier1_rule_count(); i++)
        if (strcmp(tier1_rule_at(i)->name, name) == 0)
            return (long long)i;
    return -1;
}

static tier1_value *result(tier1_engine *engine, const tier1_diagnostic *d)
{
    tier1_value *one = json_map(engine);
    struct text said = TEXT_INIT;
    long long index = rule_index(d->rule);

    text_add(&said, d->message);
    if (d->hint)
        text_format(&said, " (%s)", d->hint);
    json_put_text(engine, one, "ruleId", d->rule);
    if (index >= 0)
        json_put_number(engine, one, "ruleIndex", index);
    json_put_text(engine, one, "level", level(d->severity));
    json_put(one, "message", message(engine, text_get(&said)));
    json_put(one, "locations", locations(engine, d));
    text_free(&said);
    return one;
}

static tier1_value *invocations(tier1_engine *engine, bool whole)
{
    tier1_value *list = json_list(engine), *one = json_map(engine);
    tier1_value *yes = NULL;

    need_memory(tier1_value_new_boolean(&yes, engine, whole));
    json_put(one, "executionSuccessful", yes);
    json_add(list, one);
    return list;
}

tier1_value *sarif_log(const struct findings *f, tier1_engine *engine,
                       bool whole)
{
    tier1_value *log = json_map(engine), *runs = json_list(engine);
    tier1_value *run = json_map(engine), *results = json_list(engine);

    for (size_t i = 0; i < f->count; i++)
        json_add(results, result(engine, f->items[i]));
    json_put(run, "tool", tool(engine));
    json_put(run, "invocations", invocations(engine, whole));
    json_put_text(engine, run, "columnKind", "unicodeCodePoints");
    json_put(run, "results", results);
    json_add(runs, run);
    json_put_text(engine, log, "$schema", SCHEMA);
    json_put_text(engine, log, "version", "2.1.0");
    json_put(log, "runs", runs);
    return log;
}
